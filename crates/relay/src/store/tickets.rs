//! Tickets: several live side by side, and none is there but as a hash.

use crate::database::Database;
use invitation::LIVE_LINKS;
use sqlx::{Any, Row, Transaction};

/// How somebody came by a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// By a link that the company made.
    Link,
    /// By a code, from somebody who has a link.
    Code,
}

impl Kind {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Kind::Link => "link",
            Kind::Code => "code",
        }
    }
}

/// Adds a ticket. Of each kind only the newest live on, and the one by which the invitation is held.
/// `counts_from` is when the link was made that it stands for; left out, now.
pub(crate) async fn add_ticket(
    database: &Database,
    within: &mut Transaction<'static, Any>,
    invitation: &str,
    hash: &str,
    kind: Kind,
    counts_from: Option<i64>,
) -> sqlx::Result<()> {
    database
        .query(
            "INSERT INTO tickets (hash, invitation, kind, created_at, counts_from)
             VALUES ($1, $2, $3, @now, COALESCE($4, @now))",
        )
        .bind(hash.to_owned())
        .bind(invitation.to_owned())
        .bind(kind.name())
        .bind(counts_from)
        .execute(&mut **within)
        .await?;
    database
        .query(
            "UPDATE tickets SET dead_at = @now
             WHERE invitation = $1 AND kind = $2 AND dead_at IS NULL
               AND hash NOT IN (SELECT COALESCE(claim_ticket, '') FROM invitations WHERE id = $1)
               AND hash NOT IN (SELECT hash FROM tickets WHERE invitation = $1 AND kind = $2 AND dead_at IS NULL
                                ORDER BY created_at DESC, hash = $3 DESC LIMIT $4)",
        )
        .bind(invitation.to_owned())
        .bind(kind.name())
        .bind(hash.to_owned())
        .bind(i64::try_from(LIVE_LINKS).unwrap_or(i64::MAX))
        .execute(&mut **within)
        .await?;
    Ok(())
}

/// No link of an invitation opens it any more, but the one by which it is held.
pub(crate) async fn end_links(
    database: &Database,
    within: &mut Transaction<'static, Any>,
    invitation: &str,
) -> sqlx::Result<()> {
    database
        .query(
            "UPDATE tickets SET dead_at = @now WHERE invitation = $1 AND dead_at IS NULL
               AND hash NOT IN (SELECT COALESCE(claim_ticket, '') FROM invitations WHERE id = $1)",
        )
        .bind(invitation.to_owned())
        .execute(&mut **within)
        .await?;
    Ok(())
}

/// How many links of an invitation work.
pub(crate) async fn live_links(database: &Database, invitation: &str) -> sqlx::Result<usize> {
    let row = database
        .query("SELECT count(*) AS links FROM tickets WHERE invitation = $1 AND kind = 'link' AND dead_at IS NULL")
        .bind(invitation.to_owned())
        .fetch_one(database.pool())
        .await?;
    Ok(usize::try_from(row.try_get::<i64, _>("links")?).unwrap_or_default())
}
