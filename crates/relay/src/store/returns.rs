//! Customers who came back: their browser brought what only the computer has that connected, and the company gave it in.

use crate::database::Database;
use crate::store::audit::{Entry, note};
use crate::store::read::{Invitation, by_id};
use sqlx::Row;

/// What became of a result.
#[derive(Debug)]
pub(crate) enum Returned {
    Now(Box<Invitation>),
    /// It was given in before.
    Before,
    /// Nothing is connected yet, or not any more.
    NotConnected,
    NotKnown,
}

/// The customer of this invitation came back with this; it counts once.
pub(crate) async fn came_back(
    database: &Database,
    who: &str,
    id: &str,
    hash: &str,
) -> sqlx::Result<Returned> {
    let mut within = database.begin().await?;
    let counted = database
        .query(
            "UPDATE invitations SET confirmed_at = @now WHERE id = $2 AND return_hash = $1 AND state = 'connected'
                 AND confirmed_at IS NULL",
        )
        .bind(hash.to_owned())
        .bind(id.to_owned())
        .execute(&mut *within)
        .await?
        .rows_affected();
    if counted == 0 {
        within.rollback().await?;
        return why_not(database, id, hash).await;
    }
    let entry = Entry {
        who,
        what: "came back",
        invitation: Some(id),
        detail: None,
    };
    note(database, &mut within, entry).await?;
    within.commit().await?;
    let now = by_id(database, id).await?;
    Ok(now.map_or(Returned::NotKnown, |now| Returned::Now(Box::new(now))))
}

async fn why_not(database: &Database, id: &str, hash: &str) -> sqlx::Result<Returned> {
    let row = database
        .query("SELECT confirmed_at FROM invitations WHERE id = $2 AND return_hash = $1")
        .bind(hash.to_owned())
        .bind(id.to_owned())
        .fetch_optional(database.pool())
        .await?;
    let Some(row) = row else {
        return Ok(Returned::NotKnown);
    };
    let confirmed: Option<i64> = row.try_get("confirmed_at")?;
    Ok(confirmed.map_or(Returned::NotConnected, |_| Returned::Before))
}
