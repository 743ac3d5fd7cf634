//! An invitation, as it is in the database.

use crate::database::Database;
use invitation::State;
use sqlx::Row;
use sqlx::any::AnyRow;

/// A row of the invitations. Times are milliseconds by the database's clock.
#[derive(Clone, Debug, Default)]
pub(crate) struct Invitation {
    pub(crate) id: String,
    pub(crate) reference: String,
    pub(crate) account: String,
    pub(crate) mailbox: String,
    pub(crate) send_to: Option<String>,
    pub(crate) recipient_label: String,
    pub(crate) account_label: Option<String>,
    pub(crate) external_id: Option<String>,
    pub(crate) body_hash: String,
    pub(crate) grant_state: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) renew: bool,
    pub(crate) state: State,
    pub(crate) created_at: i64,
    pub(crate) expires_at: i64,
    pub(crate) sent_at: Option<i64>,
    pub(crate) claimed_at: Option<i64>,
    pub(crate) ended_at: Option<i64>,
    pub(crate) claim_hash: Option<String>,
    pub(crate) claim_seen_at: Option<i64>,
    pub(crate) lost_hash: Option<String>,
    pub(crate) version: Option<String>,
    pub(crate) system: Option<String>,
    pub(crate) step: Option<String>,
    pub(crate) problem: Option<String>,
    pub(crate) problem_at: Option<i64>,
    pub(crate) submission: i64,
    pub(crate) attempt: String,
    pub(crate) lease_until: i64,
    pub(crate) noted: Option<String>,
    pub(crate) password_sent_at: Option<i64>,
    pub(crate) refusal: Option<String>,
    pub(crate) refusal_type: Option<String>,
    pub(crate) refusal_request: Option<String>,
    pub(crate) grant_id: Option<String>,
    pub(crate) grant_email: Option<String>,
    pub(crate) grant_existed: bool,
    pub(crate) made_at: Option<i64>,
    pub(crate) calendars: Option<String>,
    pub(crate) mail_read: bool,
    pub(crate) newest: Option<i64>,
    pub(crate) confirmed_at: Option<i64>,
    /// The invitation that it follows.
    pub(crate) parent: Option<String>,
    /// The grant that ended, where the relay invites by itself.
    pub(crate) renews: Option<String>,
    pub(crate) bounced_at: Option<i64>,
    /// The database's clock when it was read.
    pub(crate) now: i64,
}

impl Invitation {
    pub(crate) fn from_row(row: &AnyRow) -> sqlx::Result<Invitation> {
        let state: String = row.try_get("state")?;
        let state = State::named(&state)
            .ok_or_else(|| sqlx::Error::ColumnNotFound(format!("state {state}")))?;
        let (expires_at, now): (i64, i64) = (row.try_get("expires_at")?, row.try_get("now")?);
        let mut invitation = Invitation {
            id: row.try_get("id")?,
            reference: row.try_get("reference")?,
            account: row.try_get("account")?,
            mailbox: row.try_get("mailbox")?,
            send_to: row.try_get("send_to")?,
            recipient_label: row.try_get("recipient_label")?,
            account_label: row.try_get("account_label")?,
            external_id: row.try_get("external_id")?,
            body_hash: row.try_get("body_hash")?,
            grant_state: row.try_get("grant_state")?,
            language: row.try_get("language")?,
            renew: row.try_get::<i64, _>("renew")? != 0,
            state,
            created_at: row.try_get("created_at")?,
            expires_at,
            sent_at: row.try_get("sent_at")?,
            claimed_at: row.try_get("claimed_at")?,
            ended_at: row.try_get("ended_at")?,
            claim_hash: row.try_get("claim_hash")?,
            claim_seen_at: row.try_get("claim_seen_at")?,
            lost_hash: row.try_get("lost_hash")?,
            version: row.try_get("version")?,
            system: row.try_get("system")?,
            step: row.try_get("step")?,
            problem: row.try_get("problem")?,
            problem_at: row.try_get("problem_at")?,
            submission: row.try_get("submission")?,
            attempt: row.try_get("attempt")?,
            lease_until: row.try_get("lease_until")?,
            noted: row.try_get("noted")?,
            password_sent_at: row.try_get("password_sent_at")?,
            refusal: row.try_get("refusal")?,
            refusal_type: row.try_get("refusal_type")?,
            refusal_request: row.try_get("refusal_request")?,
            grant_id: row.try_get("grant_id")?,
            grant_email: row.try_get("grant_email")?,
            grant_existed: row.try_get::<Option<i64>, _>("grant_existed")? == Some(1),
            made_at: row.try_get("made_at")?,
            calendars: row.try_get("calendars")?,
            mail_read: row.try_get::<i64, _>("mail_read")? != 0,
            newest: row.try_get("newest")?,
            confirmed_at: row.try_get("confirmed_at")?,
            parent: row.try_get("parent")?,
            renews: row.try_get("renews")?,
            bounced_at: row.try_get("bounced_at")?,
            now,
        };
        // Nobody has written it down yet.
        if invitation.state.is_open() && expires_at <= now && !invitation.is_under_way() {
            invitation.state = State::Expired;
            invitation.ended_at = Some(expires_at);
        }
        Ok(invitation)
    }

    /// Whether its customer has not come back to the company yet. Nobody adds an account by renewing it.
    pub(crate) fn awaits_return(&self) -> bool {
        self.state == State::Connected && !self.renew && self.confirmed_at.is_none()
    }

    /// Whether a password was sent, or is about to be, and nobody knows yet what became of it.
    pub(crate) fn is_under_way(&self) -> bool {
        matches!(self.attempt.as_str(), "noting" | "sending" | "unsure")
    }
}

/// What is read of an invitation. Every column is named: a statement that asks for all of them fails in a running relay once
/// a later version beside it adds one.
macro_rules! invitations {
    ($which:literal) => {
        concat!(
            "SELECT state, expires_at, id, reference, account, mailbox, send_to, recipient_label, account_label,
             external_id, body_hash, grant_state, language, renew, created_at, sent_at, claimed_at,
             ended_at, claim_hash, claim_seen_at, lost_hash, version, system, step, problem, problem_at,
             submission, attempt, lease_until, noted, password_sent_at, refusal, refusal_type,
             refusal_request, grant_id, grant_email, grant_existed, made_at, calendars, mail_read, newest,
             parent, renews, bounced_at, confirmed_at,
             @now AS now FROM invitations ",
            $which
        )
    };
}
pub(super) use invitations;

/// The invitation that made or renewed this grant last.
pub(crate) async fn by_grant(database: &Database, grant: &str) -> sqlx::Result<Option<Invitation>> {
    let row = database
        .query(invitations!(
            "WHERE grant_id = $1 ORDER BY made_at DESC, id DESC LIMIT 1"
        ))
        .bind(grant.to_owned())
        .fetch_optional(database.pool())
        .await?;
    row.as_ref().map(Invitation::from_row).transpose()
}

/// The invitation of that ID.
pub(crate) async fn by_id(database: &Database, id: &str) -> sqlx::Result<Option<Invitation>> {
    let row = database
        .query(invitations!("WHERE id = $1"))
        .bind(id.to_owned())
        .fetch_optional(database.pool())
        .await?;
    row.as_ref().map(Invitation::from_row).transpose()
}
