//! After an answer that nobody heard: was a grant made? A minute long a grant that is not there may still come.

use crate::onboarding::grants::{Noted, made_since, noted};
use crate::onboarding::patience::written;
use crate::onboarding::settle::{fail, finish};
use crate::relay::Relay;
use crate::store::{self, Failure, Lease, Made};
use apple::Address;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long "not there" means "not known".
const UNKNOWN: Duration = Duration::from_secs(60);
/// The pauses between two looks; the last one is kept to.
const PAUSES: [u64; 5] = [0, 2, 5, 10, 15];
/// After that another relay, or this one when somebody asks, begins anew.
const LONGEST: Duration = Duration::from_secs(600);

/// Looks until a grant is there, or until it would be. The password was sent `sent_before` ago, or longer.
pub(crate) async fn look(
    relay: Arc<Relay>,
    lease: Lease,
    account: Address,
    before: Vec<Noted>,
    sent_before: Duration,
    otherwise: Failure,
) {
    let since = Instant::now();
    let mut round = 0;
    while since.elapsed() < LONGEST {
        let pause = PAUSES[round.min(PAUSES.len() - 1)];
        tokio::time::sleep(Duration::from_secs(pause)).await;
        round += 1;
        // Somebody else's now, or not to be had: nothing more to do here.
        if written(|| store::unsure(&relay.database, &lease)).await != Some(true) {
            return;
        }
        let Ok(client) = relay.nylas.client() else {
            continue;
        };
        // Begun before the answer: a grant that comes while it is on its way is seen by the next.
        let asked_at = sent_before + since.elapsed();
        match noted(&client, &account.to_string()).await {
            Ok(now) => {
                if let Some(grant) = made_since(&before, &now) {
                    let made = Made {
                        existed: before.iter().any(|known| known.id == grant.id),
                        grant_id: grant.id,
                        email: account.to_string(),
                    };
                    return finish(&relay, &lease, &made).await;
                }
                if asked_at >= UNKNOWN {
                    return fail(&relay, &lease, otherwise).await;
                }
            }
            Err(error) => log::warn!("looking for a grant: {error}"),
        }
    }
    log::error!("what became of a submission is still not known");
}
