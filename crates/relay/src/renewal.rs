//! From a connection that ended to an invitation to renew it, half an hour later, unless so many ended at once that it is
//! nobody's own doing. And the new link that somebody asks for.

use crate::jobs::{Outcome, pause};
use crate::logs;
use crate::relay::Relay;
use crate::secrets;
use crate::store::{self, Invitation, Job};
use crate::watch::standing;
use invitation::operator::Standing;
use serde_json::json;
use std::time::Duration;

/// Longest wait for Nylas: shorter than a job is held.
const PATIENCE: Duration = Duration::from_secs(60);
/// Longest pause between two looks, in seconds.
const LONGEST_PAUSE: i64 = 1800;

/// Looks at the grant once more, and invites whoever connected it.
pub(crate) async fn renew(relay: &Relay, job: &Job) -> sqlx::Result<Outcome> {
    let later = Outcome::Later(pause(job.tries, LONGEST_PAUSE));
    let Ok(client) = relay.nylas.client() else {
        return Ok(later);
    };
    match tokio::time::timeout(PATIENCE, standing(&client, &job.about)).await {
        Ok(Ok(Some(Standing::Invalid))) => {}
        Ok(Ok(Some(now))) => {
            store::stands(&relay.database, &job.about, now).await?;
            return Ok(Outcome::Done);
        }
        Ok(Ok(None)) | Err(_) => return Ok(later),
        Ok(Err(error)) => {
            log::warn!("looking at a grant before it is renewed: {error}");
            return Ok(later);
        }
    }
    if store::too_many(&relay.database, &job.about).await? {
        if store::hold(&relay.database, relay.config.notify.is_some()).await? {
            log::error!("so many connections ended at once that nobody is written to unasked");
            relay.hurry.send_replace(());
        }
        // It is due as soon as it may go on.
        return Ok(Outcome::Later(0));
    }
    let Ok(reference) = secrets::reference() else {
        log::error!("the system has no randomness");
        return Ok(later);
    };
    let by_mail = relay.mailer.is_some();
    let made = store::invite_to_renew(&relay.database, job, &reference, by_mail).await?;
    if let Some(id) = made {
        logs::event("invited to renew", json!({ "invitation": id }));
        relay.hurry.send_replace(());
    }
    Ok(Outcome::Written)
}

/// A new link, to the address that the company has, for whoever has an invitation that ended. Whether one was sent, nobody is
/// told.
pub(crate) async fn again(relay: &Relay, known: &Invitation, reference: &str) -> sqlx::Result<()> {
    let by_mail = relay.mailer.is_some();
    if store::again(
        &relay.database,
        &known.id,
        &known.mailbox,
        reference,
        by_mail,
    )
    .await?
    {
        relay.hurry.send_replace(());
    }
    Ok(())
}
