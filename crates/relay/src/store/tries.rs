//! Refused passwords: five places for each mailbox and day, over every invitation, claim and relay. A submission takes one
//! before it is sent; a refusal keeps it for a day, anything else gives it back. A relay that dies with one lets it go when
//! its lease ends.

use crate::database::Database;
use invitation::{DAY_SECONDS, REFUSALS_A_DAY, REFUSALS_BY_ONE_CLAIM};
use sqlx::{Any, Row, Transaction};

/// Makes the places and the mailbox, where they are not there.
pub(crate) async fn prepare(database: &Database, mailbox: &str) -> sqlx::Result<()> {
    let row = database
        .query("SELECT count(*) AS places FROM tries WHERE mailbox = $1")
        .bind(mailbox.to_owned())
        .fetch_one(database.pool())
        .await?;
    let places = i64::try_from(REFUSALS_A_DAY).unwrap_or(i64::MAX);
    if row.try_get::<i64, _>("places")? >= places {
        return Ok(());
    }
    // First: what is held by it is looked for by it.
    database
        .query("INSERT INTO mailboxes (mailbox, busy_until) VALUES ($1, 0) ON CONFLICT DO NOTHING")
        .bind(mailbox.to_owned())
        .execute(database.pool())
        .await?;
    for place in 0..places {
        database
            .query("INSERT INTO tries (mailbox, place, free_at) VALUES ($1, $2, 0) ON CONFLICT DO NOTHING")
            .bind(mailbox.to_owned())
            .bind(place)
            .execute(database.pool())
            .await?;
    }
    Ok(())
}

/// Takes a place; not where all are taken, nor more than a claim may have. The mailbox is held, so no two do it at once.
pub(crate) async fn take(
    database: &Database,
    within: &mut Transaction<'static, Any>,
    mailbox: &str,
    claim: &str,
    lease: &str,
    seconds: i64,
) -> sqlx::Result<bool> {
    let taken = database
        .query(
            "UPDATE tries SET free_at = @now + $3 * 1000, claim = $2, lease = $5
             WHERE mailbox = $1 AND free_at <= @now
               AND place = (SELECT min(place) FROM tries WHERE mailbox = $1 AND free_at <= @now)
               AND (SELECT count(*) FROM tries WHERE mailbox = $1 AND claim = $2 AND free_at > @now) < $4",
        )
        .bind(mailbox.to_owned())
        .bind(claim.to_owned())
        .bind(seconds)
        .bind(i64::try_from(REFUSALS_BY_ONE_CLAIM).unwrap_or(i64::MAX))
        .bind(lease.to_owned())
        .execute(&mut **within)
        .await?
        .rows_affected();
    Ok(taken > 0)
}

/// From when a further password may be sent, in milliseconds.
pub(crate) async fn until(database: &Database, mailbox: &str, claim: &str) -> sqlx::Result<i64> {
    let row = database
        .query(
            "SELECT COALESCE(min(free_at), 0) AS free_at, COALESCE(min(CASE WHEN claim = $2 THEN free_at END), 0) AS own,
                 COALESCE(sum(CASE WHEN claim = $2 THEN 1 ELSE 0 END), 0) AS owned
             FROM tries WHERE mailbox = $1 AND free_at > @now",
        )
        .bind(mailbox.to_owned())
        .bind(claim.to_owned())
        .fetch_one(database.pool())
        .await?;
    let by_claim = i64::try_from(REFUSALS_BY_ONE_CLAIM).unwrap_or(i64::MAX);
    if row.try_get::<i64, _>("owned")? >= by_claim {
        row.try_get("own")
    } else {
        row.try_get("free_at")
    }
}

/// How many passwords this claim may still have refused.
pub(crate) async fn left(database: &Database, mailbox: &str, claim: &str) -> sqlx::Result<usize> {
    let row = database
        .query(
            "SELECT count(*) AS taken, COALESCE(sum(CASE WHEN claim = $2 THEN 1 ELSE 0 END), 0) AS own
             FROM tries WHERE mailbox = $1 AND free_at > @now",
        )
        .bind(mailbox.to_owned())
        .bind(claim.to_owned())
        .fetch_one(database.pool())
        .await?;
    let count = |name: &str| {
        row.try_get::<i64, _>(name)
            .map(|n| usize::try_from(n).unwrap_or_default())
    };
    let (taken, own) = (count("taken")?, count("own")?);
    Ok(REFUSALS_A_DAY
        .saturating_sub(taken)
        .min(REFUSALS_BY_ONE_CLAIM.saturating_sub(own)))
}

/// A password was refused, or was not: the place that this submission took is kept for a day, or given back.
pub(crate) async fn settle(
    database: &Database,
    within: &mut Transaction<'static, Any>,
    mailbox: &str,
    lease: &str,
    spent: bool,
) -> sqlx::Result<()> {
    database
        .query(
            "UPDATE tries SET free_at = CASE WHEN $3 = 1 THEN @now + $4 ELSE 0 END, lease = NULL
             WHERE mailbox = $1 AND lease = $2",
        )
        .bind(mailbox.to_owned())
        .bind(lease.to_owned())
        .bind(i64::from(spent))
        .bind(DAY_SECONDS * 1000)
        .execute(&mut **within)
        .await?;
    Ok(())
}

/// The account is connected.
pub(crate) async fn forget(
    database: &Database,
    within: &mut Transaction<'static, Any>,
    mailbox: &str,
) -> sqlx::Result<()> {
    database
        .query("UPDATE tries SET free_at = 0, claim = NULL, lease = NULL WHERE mailbox = $1")
        .bind(mailbox.to_owned())
        .execute(&mut **within)
        .await?;
    Ok(())
}
