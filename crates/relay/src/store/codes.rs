//! Codes, and who guesses them.

use crate::database::Database;
use crate::store::audit::{Entry, note};
use crate::store::find::Found;
use crate::store::tickets::{Kind, add_ticket};
use sqlx::Row;

/// How long a code works, in milliseconds.
const VALID: i64 = 10 * 60 * 1000;
/// Longest pause after wrong codes, in seconds; each one doubles it.
const LONGEST_PAUSE: i64 = 300;
/// Wrong codes that cost nothing: people mistype.
const FREE: i64 = 3;

/// Adds a code for whoever holds this link.
pub(crate) async fn add_code(database: &Database, found: &Found, hash: &str) -> sqlx::Result<()> {
    database
        .query("INSERT INTO codes (hash, ticket, invitation, expires_at) VALUES ($1, $2, $3, @now + $4)")
        .bind(hash.to_owned())
        .bind(found.ticket_hash.clone())
        .bind(found.invitation.id.clone())
        .bind(VALID)
        .execute(database.pool())
        .await?;
    Ok(())
}

/// What became of a typed code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Redeemed {
    Yes,
    No,
    /// This network typed too many wrong ones; so many seconds.
    Wait(i64),
}

/// Turns a code into a ticket that may do what its link may; once. Wrong ones slow this network down, and nobody else.
pub(crate) async fn redeem(
    database: &Database,
    network: &str,
    code: Option<&str>,
    ticket: &str,
) -> sqlx::Result<Redeemed> {
    let row = database
        .query("SELECT next_at - @now AS wait FROM misses WHERE network = $1 AND next_at > @now")
        .bind(network.to_owned())
        .fetch_optional(database.pool())
        .await?;
    if let Some(row) = row {
        return Ok(Redeemed::Wait(row.try_get::<i64, _>("wait")? / 1000 + 1));
    }
    let mut within = database.begin().await?;
    let used = database
        .query(
            "UPDATE codes SET used_at = @now WHERE hash = $1 AND used_at IS NULL AND expires_at > @now
             RETURNING ticket, invitation",
        )
        .bind(code.unwrap_or_default().to_owned())
        .fetch_optional(&mut *within)
        .await?;
    let Some(used) = used else {
        within.rollback().await?;
        missed(database, network).await?;
        return Ok(Redeemed::No);
    };
    let (parent, invitation): (String, String) =
        (used.try_get("ticket")?, used.try_get("invitation")?);
    let row = database
        .query("SELECT counts_from FROM tickets WHERE hash = $1")
        .bind(parent)
        .fetch_one(&mut *within)
        .await?;
    let counts_from = row.try_get("counts_from")?;
    add_ticket(
        database,
        &mut within,
        &invitation,
        ticket,
        Kind::Code,
        Some(counts_from),
    )
    .await?;
    let entry = Entry {
        who: "customer",
        what: "code used",
        invitation: Some(&invitation),
        detail: None,
    };
    note(database, &mut within, entry).await?;
    within.commit().await?;
    Ok(Redeemed::Yes)
}

async fn missed(database: &Database, network: &str) -> sqlx::Result<()> {
    let row = database
        .query(
            "INSERT INTO misses (network, count, at, next_at) VALUES ($1, 1, @now, @now)
             ON CONFLICT (network) DO UPDATE SET count = misses.count + 1, at = excluded.at
             RETURNING count",
        )
        .bind(network.to_owned())
        .fetch_one(database.pool())
        .await?;
    let over = row.try_get::<i64, _>("count")? - FREE;
    if over > 0 {
        let seconds = 1_i64.checked_shl(u32::try_from(over.min(20)).unwrap_or(20));
        let pause = seconds.unwrap_or(LONGEST_PAUSE).min(LONGEST_PAUSE);
        database
            .query("UPDATE misses SET next_at = @now + $2 WHERE network = $1")
            .bind(network.to_owned())
            .bind(pause * 1000)
            .execute(database.pool())
            .await?;
    }
    Ok(())
}

/// Whoever got it does not want it; whether that counts.
pub(crate) async fn decline(database: &Database, id: &str) -> sqlx::Result<bool> {
    let mut within = database.begin().await?;
    let counted = database
        .query(
            "UPDATE invitations SET state = 'declined', ended_at = @now
             WHERE id = $1 AND state IN ('created', 'sent', 'claimed') AND expires_at > @now
               AND attempt NOT IN ('noting', 'sending', 'unsure')",
        )
        .bind(id.to_owned())
        .execute(&mut *within)
        .await?
        .rows_affected();
    if counted > 0 {
        let entry = Entry {
            who: "customer",
            what: "declined",
            invitation: Some(id),
            detail: None,
        };
        note(database, &mut within, entry).await?;
    }
    within.commit().await?;
    Ok(counted > 0)
}
