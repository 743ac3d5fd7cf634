//! Claims: which computer holds an invitation.

use crate::database::Database;
use crate::secrets::hash;
use crate::store::audit::{Entry, note};
use crate::store::find::Found;
use invitation::{CLAIM_SECONDS, Progress, System};
use secrecy::ExposeSecret;

/// Claims it to the caller's secret; whether that computer holds it now. One statement, so that of many at once one has it:
/// it is free, or the caller's own, or its holder was not heard of for an hour, or the caller's link was made after the
/// claim. Nobody takes it away while a password is on its way.
pub(crate) async fn claim(
    database: &Database,
    found: &Found,
    version: &str,
    system: System,
) -> sqlx::Result<bool> {
    let Some(claim_hash) = &found.claim_hash else {
        return Ok(false);
    };
    let id = &found.invitation.id;
    let mut within = database.begin().await?;
    let claimed = database
        .query(
            "UPDATE invitations SET
                 lost_hash = CASE WHEN claim_hash IS NULL OR claim_hash = $2 THEN lost_hash ELSE claim_hash END,
                 claim_at = CASE WHEN claim_hash = $2 THEN claim_at ELSE @now END,
                 claim_hash = $2, claim_ticket = $3, claim_seen_at = @now, claimed_at = COALESCE(claimed_at, @now),
                 state = 'claimed', version = $4, system = $5, return_hash = $8
             WHERE id = $1 AND state IN ('created', 'sent', 'claimed')
               AND (expires_at > @now OR claim_hash = $2 AND attempt IN ('noting', 'sending', 'unsure'))
               AND (claim_hash IS NULL OR claim_hash = $2
                    OR attempt NOT IN ('noting', 'sending', 'unsure')
                       AND (claim_seen_at < @now - $6 OR claim_at < $7))",
        )
        .bind(id.clone())
        .bind(claim_hash.clone())
        .bind(found.ticket_hash.clone())
        .bind(version.to_owned())
        .bind(system.name())
        .bind(CLAIM_SECONDS * 1000)
        .bind(found.counts_from)
        .bind(found.result.as_ref().map(|result| hash(result.expose_secret())))
        .execute(&mut *within)
        .await?
        .rows_affected()
        > 0;
    if claimed && !found.holds() {
        let entry = Entry {
            who: "customer",
            what: "claimed",
            invitation: Some(id),
            detail: Some(system.name()),
        };
        note(database, &mut within, entry).await?;
    }
    within.commit().await?;
    Ok(claimed)
}

/// The holder was heard of; written once a minute, because to look must not wait for whoever writes.
pub(crate) async fn heard(database: &Database, found: &Found) -> sqlx::Result<()> {
    let invitation = &found.invitation;
    let lately = invitation
        .claim_seen_at
        .is_some_and(|at| invitation.now - at < 60_000);
    if lately {
        return Ok(());
    }
    database
        .query(
            "UPDATE invitations SET claim_seen_at = @now
             WHERE id = $1 AND claim_hash = $2",
        )
        .bind(invitation.id.clone())
        .bind(found.claim_hash.clone())
        .execute(database.pool())
        .await?;
    Ok(())
}

/// Where the holder is. A problem that stands on the same screen stays since when it was first told.
pub(crate) async fn progress(
    database: &Database,
    found: &Found,
    progress: &Progress,
) -> sqlx::Result<()> {
    database
        .query(
            "UPDATE invitations SET
                 problem_at = CASE WHEN CAST($4 AS TEXT) IS NULL THEN NULL WHEN problem = $4 AND step = $3 THEN problem_at ELSE @now END,
                 step = $3, problem = $4, claim_seen_at = @now
             WHERE id = $1 AND claim_hash = $2",
        )
        .bind(found.invitation.id.clone())
        .bind(found.claim_hash.clone())
        .bind(progress.step.name())
        .bind(progress.problem.clone())
        .execute(database.pool())
        .await?;
    Ok(())
}
