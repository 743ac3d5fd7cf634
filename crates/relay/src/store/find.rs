//! From what a request bears to its invitation.

use crate::database::Database;
use crate::secrets::{self, hash};
use crate::store::read::{Invitation, by_id};
use invitation::{Bearer, Fault, State};
use secrecy::{ExposeSecret, SecretString};
use sqlx::Row;

/// An invitation, with what its caller has to do with it.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) invitation: Invitation,
    pub(crate) ticket_hash: String,
    /// Of ticket and secret together; none where the caller has no secret.
    pub(crate) claim_hash: Option<String>,
    /// What the caller's browser brings back to the company; none where the caller has no secret.
    pub(crate) result: Option<SecretString>,
    /// When the link was made by which the caller came.
    pub(crate) counts_from: i64,
}

impl Found {
    /// Whether the caller is the computer that holds the invitation, or held it to its end.
    pub(crate) fn holds(&self) -> bool {
        self.claim_hash.is_some() && self.claim_hash == self.invitation.claim_hash
    }

    /// Why nobody can go on with it; `None` while somebody can.
    pub(crate) fn ended(&self) -> Option<Fault> {
        match self.invitation.state {
            State::Created | State::Sent | State::Claimed => None,
            State::Connected => Some(Fault::Used),
            State::Expired => Some(Fault::Expired),
            State::Revoked | State::Declined | State::Disputed => Some(Fault::Withdrawn),
        }
    }

    /// Why the caller is not the one who holds it; `None` where they are.
    pub(crate) fn not_held(&self) -> Option<Fault> {
        if self.holds() {
            return None;
        }
        if let Some(fault) = self.ended() {
            return Some(fault);
        }
        let lost = self.claim_hash.is_some() && self.claim_hash == self.invitation.lost_hash;
        Some(if lost || self.invitation.claim_hash.is_some() {
            Fault::OtherComputer
        } else {
            Fault::NotClaimed
        })
    }
}

/// What the bearer opens; nothing where there is no such ticket.
pub(crate) async fn find(database: &Database, bearer: &Bearer) -> sqlx::Result<Option<Found>> {
    let ticket_hash = hash(bearer.ticket.expose_secret());
    let claim_hash = bearer
        .secret
        .as_ref()
        .map(|_| hash(bearer.text().expose_secret()));
    let found = find_hashed(database, ticket_hash, claim_hash).await?;
    Ok(found.map(|found| Found {
        result: bearer.secret.as_ref().map(|_| secrets::result(bearer)),
        ..found
    }))
}

/// The same, by what is kept of a bearer, without the result.
pub(crate) async fn find_hashed(
    database: &Database,
    ticket_hash: String,
    claim_hash: Option<String>,
) -> sqlx::Result<Option<Found>> {
    let row = database
        .query("SELECT invitation, counts_from, COALESCE(dead_at, 0) AS dead_at FROM tickets WHERE hash = $1")
        .bind(ticket_hash.clone())
        .fetch_optional(database.pool())
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let Some(invitation) = by_id(database, &row.try_get::<String, _>("invitation")?).await? else {
        return Ok(None);
    };
    let found = Found {
        result: None,
        counts_from: row.try_get("counts_from")?,
        invitation,
        ticket_hash,
        claim_hash,
    };
    // A link that gave way to newer ones opens nothing any more; while it does not hold the invitation, that is.
    if row.try_get::<i64, _>("dead_at")? > 0 && !found.holds() {
        return Ok(None);
    }
    Ok(Some(found))
}
