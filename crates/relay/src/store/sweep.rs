//! What time does: invitations end, and what is kept for minutes goes.

use crate::database::Database;
use crate::store::read::{Invitation, invitations};

/// What is over.
pub(super) const SWEPT: &str = "UPDATE invitations SET state = 'expired', ended_at = expires_at
    WHERE state IN ('created', 'sent', 'claimed') AND expires_at <= @now
      AND attempt NOT IN ('noting', 'sending', 'unsure')";

pub(super) const LEFT_BEHIND: &str = invitations!(
    "WHERE attempt IN ('noting', 'sending', 'unsure') AND lease_until <= @now LIMIT 100"
);

/// Writes down what is over, and wipes what is no longer to be told.
pub(crate) async fn sweep(database: &Database) -> sqlx::Result<()> {
    for statement in [
        SWEPT,
        "UPDATE invitations SET calendars = NULL, newest = NULL
         WHERE made_at < @now - 900000 AND (calendars IS NOT NULL OR newest IS NOT NULL)",
        "DELETE FROM codes WHERE expires_at < @now - 86400000",
        "DELETE FROM sign_ins WHERE started_at < @now - 86400000",
        "DELETE FROM misses WHERE at < @now - 86400000",
    ] {
        database.query(statement).execute(database.pool()).await?;
    }
    Ok(())
}

/// Submissions whose relay was not heard of for longer than any takes.
pub(crate) async fn left_behind(database: &Database) -> sqlx::Result<Vec<Invitation>> {
    let rows = database
        .query(LEFT_BEHIND)
        .fetch_all(database.pool())
        .await?;
    rows.iter().map(Invitation::from_row).collect()
}
