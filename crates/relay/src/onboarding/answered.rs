//! What becomes of a submission once Nylas has answered, by whichever way the password got there.

use crate::logs;
use crate::onboarding::grants::{self, Noted};
use crate::onboarding::look::look;
use crate::onboarding::patience::written;
use crate::onboarding::refusal::Outcome;
use crate::onboarding::settle::{fail, finish};
use crate::relay::Relay;
use crate::store::{self, Failure, Lease, Made};
use apple::Address;
use nylas::{Client, Grant};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

/// What was sent.
pub(super) struct Sent {
    pub(super) lease: Lease,
    pub(super) account: Address,
    /// The grants that the account had before.
    pub(super) before: Vec<Noted>,
    /// Since when a grant may come of it, in Unix seconds.
    pub(super) since: i64,
}

/// Ends the submission, or looks on where nobody knows.
pub(super) async fn answered(
    relay: &Arc<Relay>,
    client: &Client,
    sent: Sent,
    answer: Result<Grant, Outcome>,
) {
    match answer {
        Ok(grant) => made(relay, client, &sent, grant).await,
        Err(Outcome::Failed(failure)) => fail(relay, &sent.lease, failure).await,
        Err(Outcome::Unsure(failure)) => {
            relay.metrics.uncertain();
            let marked = written(|| store::unsure(&relay.database, &sent.lease)).await;
            if marked == Some(true) {
                let Sent {
                    lease,
                    account,
                    before,
                    ..
                } = sent;
                let looking = look(
                    relay.clone(),
                    lease,
                    account,
                    before,
                    Duration::ZERO,
                    failure,
                );
                tokio::spawn(looking);
            }
        }
    }
}

/// Nylas made a grant, or renewed one. It has to be this account's.
async fn made(relay: &Arc<Relay>, client: &Client, sent: &Sent, mut grant: Grant) {
    if grant.email.is_none()
        && let Ok(told) = client.grant(&grant.id).await
    {
        grant = told;
    }
    let id = grant.id.as_str().to_owned();
    let email = grant
        .email
        .clone()
        .filter(|email| sent.account.is_mailbox_of(email));
    let Some(email) = email else {
        // Somebody else's account was connected: what this made goes again, what was there before stays.
        if !is_of(relay, sent, &grant).await || grants::delete(relay, &id).await.is_err() {
            logs::event("another address's grant stays", json!({ "grant": id }));
        }
        let other = Failure {
            code: "N11",
            ..Failure::default()
        };
        return fail(relay, &sent.lease, other).await;
    };
    let found = Made {
        existed: sent.before.iter().any(|known| known.id == id),
        grant_id: id,
        email,
    };
    finish(relay, &sent.lease, &found).await;
}

/// Whether this submission made the grant of another address, which was not among those that were noted. Where nobody
/// knows, it did not.
async fn is_of(relay: &Relay, sent: &Sent, grant: &Grant) -> bool {
    grants::is_new(grant, &sent.before, sent.since)
        && matches!(
            store::serves(&relay.database, grant.id.as_str()).await,
            Ok(false)
        )
}
