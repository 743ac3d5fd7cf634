//! Jobs: what the relays do by themselves, each once, whichever relay does it.

use crate::database::told;
use crate::jobs::Outcome;
use crate::mail;
use crate::notify;
use crate::relay::{NOT_READY, Relay};
use crate::renewal;
use crate::store::{self, Job, Kind};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// Between two looks at what is due, where nobody says that something is.
const ROUND: Duration = Duration::from_secs(10);

/// Works at the jobs of one kind until it is told to stop; what it is at then is done first. Each kind has a worker of its
/// own, so that a slow one keeps none of the others waiting.
pub(crate) async fn keep_working(
    relay: Arc<Relay>,
    kind: Kind,
    mut stopping: watch::Receiver<bool>,
) {
    if !is_set_up(&relay, kind) {
        return;
    }
    let mut hurry = relay.hurry.subscribe();
    while !*stopping.borrow() {
        match one(&relay, kind).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => log::warn!("the database: {}", told(&error)),
        }
        tokio::select! {
            // The relay has the other end: it is never gone.
            _ = hurry.changed() => {}
            _ = stopping.changed() => {}
            () = tokio::time::sleep(ROUND) => {}
        }
    }
}

/// Whether this relay has what it takes: what it cannot do, it leaves to one that can.
fn is_set_up(relay: &Relay, kind: Kind) -> bool {
    match kind {
        Kind::Mail => relay.mailer.is_some(),
        Kind::Renew => true,
        Kind::Notify => relay.config.notify.is_some(),
    }
}

/// Does what is due, if something is.
async fn one(relay: &Arc<Relay>, kind: Kind) -> sqlx::Result<bool> {
    let Some(job) = store::take(&relay.database, kind).await? else {
        return match kind {
            Kind::Notify => {
                store::find_news(&relay.database, NOT_READY, relay.config.confirm).await
            }
            Kind::Mail | Kind::Renew => Ok(false),
        };
    };
    match worked(relay, kind, &job).await? {
        Outcome::Written => {}
        Outcome::Later(seconds) => store::later(&relay.database, &job, seconds).await?,
        Outcome::Done => {
            let mut within = relay.database.begin().await?;
            store::done(&relay.database, &mut within, &job).await?;
            within.commit().await?;
        }
    }
    Ok(true)
}

async fn worked(relay: &Arc<Relay>, kind: Kind, job: &Job) -> sqlx::Result<Outcome> {
    match kind {
        Kind::Mail => mail::send(relay, job).await,
        Kind::Renew => renewal::renew(relay, job).await,
        Kind::Notify => notify::tell(relay, job).await,
    }
}
