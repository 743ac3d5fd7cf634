//! A new invitation.

use crate::database::{Database, is_taken};
use crate::store::audit::{Entry, note};
use crate::store::mail::put_mail;
use crate::store::read::{Invitation, by_id};
use crate::store::tickets::{Kind, add_ticket};
use sqlx::Row;

/// What is to be made; everything in it was checked.
#[derive(Debug)]
pub(crate) struct New<'a> {
    pub(crate) account: String,
    pub(crate) mailbox: String,
    pub(crate) send_to: Option<String>,
    pub(crate) recipient_label: String,
    pub(crate) account_label: Option<String>,
    pub(crate) external_id: Option<String>,
    pub(crate) body_hash: String,
    pub(crate) grant_state: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) valid_seconds: i64,
    pub(crate) renew: bool,
    pub(crate) reference: String,
    pub(crate) ticket_hash: &'a str,
    /// Whether the relay writes to whoever it is for.
    pub(crate) mailed: bool,
    pub(crate) who: &'a str,
}

/// What became of it.
#[derive(Debug)]
pub(crate) enum Outcome {
    Made(Box<Invitation>),
    /// The same was made before, under this external ID.
    WasMade(Box<Invitation>),
    /// Another one has this external ID.
    Taken,
}

/// Makes an invitation with its first ticket.
pub(crate) async fn create(database: &Database, new: New<'_>) -> sqlx::Result<Outcome> {
    if let Some(known) = known(database, &new).await? {
        return Ok(known);
    }
    let id = uuid::Uuid::new_v4().to_string();
    let mut within = database.begin().await?;
    let inserted = database
        .query(
            "INSERT INTO invitations (id, reference, account, mailbox, send_to, recipient_label, account_label, external_id,
                 body_hash, grant_state, language, renew, state, created_at, expires_at, submission, attempt, lease_until, mail_read)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'created', @now, @now + $13 * 1000, 0, 'none', 0, 0)",
        )
        .bind(id.clone())
        .bind(new.reference.clone())
        .bind(new.account.clone())
        .bind(new.mailbox.clone())
        .bind(new.send_to.clone())
        .bind(new.recipient_label.clone())
        .bind(new.account_label.clone())
        .bind(new.external_id.clone())
        .bind(new.body_hash.clone())
        .bind(new.grant_state.clone())
        .bind(new.language.clone())
        .bind(i64::from(new.renew))
        .bind(new.valid_seconds)
        .execute(&mut *within)
        .await;
    if let Err(error) = inserted {
        drop(within);
        if is_taken(&error)
            && let Some(known) = known(database, &new).await?
        {
            return Ok(known);
        }
        return Err(error);
    }
    add_ticket(
        database,
        &mut within,
        &id,
        new.ticket_hash,
        Kind::Link,
        None,
    )
    .await?;
    if new.mailed {
        put_mail(database, &mut within, &id).await?;
    }
    let entry = Entry {
        who: new.who,
        what: "invitation made",
        invitation: Some(&id),
        detail: None,
    };
    note(database, &mut within, entry).await?;
    within.commit().await?;
    match by_id(database, &id).await? {
        Some(made) => Ok(Outcome::Made(Box::new(made))),
        None => Err(sqlx::Error::RowNotFound),
    }
}

/// What is there under the same external ID.
async fn known(database: &Database, new: &New<'_>) -> sqlx::Result<Option<Outcome>> {
    let Some(external_id) = &new.external_id else {
        return Ok(None);
    };
    let row = database
        .query("SELECT id FROM invitations WHERE external_id = $1")
        .bind(external_id.clone())
        .fetch_optional(database.pool())
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let known = by_id(database, &row.try_get::<String, _>("id")?).await?;
    Ok(known.map(|known| {
        if known.body_hash == new.body_hash {
            Outcome::WasMade(Box::new(known))
        } else {
            Outcome::Taken
        }
    }))
}
