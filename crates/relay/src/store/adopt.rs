//! Connections that were made before there was a relay: they stand there as if an invitation had made them.

use crate::database::{Database, is_taken};
use crate::store::audit::{Entry, note};
use crate::store::hints::set_standing;
use invitation::operator::Standing;

/// What is taken over; everything in it was checked.
#[derive(Debug)]
pub(crate) struct Adopted {
    pub(crate) grant_id: String,
    pub(crate) email: String,
    pub(crate) account: String,
    pub(crate) mailbox: String,
    pub(crate) recipient_label: String,
    pub(crate) account_label: Option<String>,
    pub(crate) external_id: Option<String>,
    pub(crate) send_to: Option<String>,
    pub(crate) reference: String,
    pub(crate) standing: Standing,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Adoption {
    Done,
    /// An invitation has this grant already.
    Known,
    /// Another invitation has this external ID.
    Taken,
}

/// Takes one over.
pub(crate) async fn adopt(database: &Database, new: &Adopted) -> sqlx::Result<Adoption> {
    let id = uuid::Uuid::new_v4().to_string();
    let mut within = database.begin().await?;
    let inserted = database
        .query(
            // The company knows of it: it is told nothing.
            "INSERT INTO invitations (id, reference, account, mailbox, send_to, recipient_label, account_label, external_id,
                 body_hash, renew, state, created_at, expires_at, ended_at, submission, attempt, lease_until, mail_read,
                 grant_id, grant_email, grant_existed, made_at, told)
             SELECT $1, $2, $3, $4, $5, $6, $7, $8, '', 0, 'connected', @now, @now, @now, 0, 'made', 0, 0, $9, $10, 1, @now,
                 'connected'
             WHERE NOT EXISTS (SELECT 1 FROM invitations WHERE grant_id = $9)",
        )
        .bind(id.clone())
        .bind(new.reference.clone())
        .bind(new.account.clone())
        .bind(new.mailbox.clone())
        .bind(new.send_to.clone())
        .bind(new.recipient_label.clone())
        .bind(new.account_label.clone())
        .bind(new.external_id.clone())
        .bind(new.grant_id.clone())
        .bind(new.email.clone())
        .execute(&mut *within)
        .await;
    let inserted = match inserted {
        Err(error) if is_taken(&error) => return Ok(Adoption::Taken),
        other => other?.rows_affected(),
    };
    if inserted == 0 {
        within.rollback().await?;
        return Ok(Adoption::Known);
    }
    let entry = Entry {
        who: "command line",
        what: "adopted",
        invitation: Some(&id),
        detail: Some(&new.grant_id),
    };
    note(database, &mut within, entry).await?;
    set_standing(database, &mut within, &new.grant_id, new.standing).await?;
    within.commit().await?;
    Ok(Adoption::Done)
}

/// Whether an invitation has this grant.
pub(crate) async fn is_known(database: &Database, grant: &str) -> sqlx::Result<bool> {
    let row = database
        .query("SELECT 1 AS known FROM invitations WHERE grant_id = $1 LIMIT 1")
        .bind(grant.to_owned())
        .fetch_optional(database.pool())
        .await?;
    Ok(row.is_some())
}
