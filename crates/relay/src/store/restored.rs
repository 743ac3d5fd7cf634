//! A database that was a backup: it knows nothing of what happened since, above all not which tickets were used.

use crate::database::Database;
use crate::store::audit::{Entry, note};
use sqlx::Row;

/// The fact that says so. It stands in every backup, however that is put back, and goes when what it says was made good.
pub(crate) const RESTORED: &str = "restored";

/// An invitation that the backup knows as open.
#[derive(Clone, Debug)]
pub(crate) struct Open {
    pub(crate) id: String,
    pub(crate) reference: String,
    pub(crate) mailbox: String,
    pub(crate) external_id: Option<String>,
    /// Whether a new link for it would work.
    pub(crate) in_time: bool,
}

/// The last moment that the database knows of, in milliseconds, if it was a backup.
pub(crate) async fn restored(database: &Database) -> sqlx::Result<Option<i64>> {
    let row = database
        .query("SELECT at FROM facts WHERE name = $1")
        .bind(RESTORED)
        .fetch_optional(database.pool())
        .await?;
    row.map(|row| row.try_get("at")).transpose()
}

/// Says that it was a backup, where it does not say so itself. It was made when something was last written, or later.
pub(crate) async fn mark_restored(database: &Database) -> sqlx::Result<()> {
    database
        .query(
            "INSERT INTO facts (name, value, at)
             SELECT $1, '', COALESCE(max(at), 0) FROM
                 (SELECT max(at) AS at FROM audit UNION ALL SELECT max(at) FROM facts) AS written
             WHERE 1 = 1
             ON CONFLICT (name) DO NOTHING",
        )
        .bind(RESTORED)
        .execute(database.pool())
        .await?;
    Ok(())
}

/// Ends every link, code and claim: each may have been used since.
pub(crate) async fn end_links(database: &Database) -> sqlx::Result<()> {
    let mut within = database.begin().await?;
    let rows = database
        .query(
            "SELECT id FROM invitations WHERE state IN ('created', 'sent', 'claimed')
             AND EXISTS (SELECT 1 FROM tickets WHERE invitation = invitations.id AND dead_at IS NULL)",
        )
        .fetch_all(&mut *within)
        .await?;
    for row in rows {
        let id: String = row.try_get("id")?;
        let entry = Entry {
            who: "relay",
            what: "links ended, backup restored",
            invitation: Some(&id),
            detail: None,
        };
        note(database, &mut within, entry).await?;
    }
    for statement in [
        "UPDATE tickets SET dead_at = @now WHERE dead_at IS NULL",
        "DELETE FROM codes",
        "UPDATE invitations SET claim_hash = NULL, claim_ticket = NULL, lost_hash = NULL,
             state = CASE WHEN state <> 'claimed' THEN state WHEN sent_at IS NULL THEN 'created' ELSE 'sent' END",
    ] {
        database.query(statement).execute(&mut *within).await?;
    }
    within.commit().await
}

/// What the backup knows as open, also where it is over by now.
pub(crate) async fn still_open(database: &Database) -> sqlx::Result<Vec<Open>> {
    let rows = database
        .query(
            "SELECT id, reference, mailbox, external_id, CASE WHEN expires_at > @now THEN 1 ELSE 0 END AS in_time FROM invitations
             WHERE state IN ('created', 'sent', 'claimed') ORDER BY created_at, id",
        )
        .fetch_all(database.pool())
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Open {
                id: row.try_get("id")?,
                reference: row.try_get("reference")?,
                mailbox: row.try_get("mailbox")?,
                external_id: row.try_get("external_id")?,
                in_time: row.try_get::<i64, _>("in_time")? != 0,
            })
        })
        .collect()
}

/// Writes down what an invitation made that the backup did not hear of.
pub(crate) async fn made_since(
    database: &Database,
    open: &Open,
    grant: &str,
    email: &str,
    existed: bool,
) -> sqlx::Result<()> {
    let mut within = database.begin().await?;
    let counted = database
        .query(
            "UPDATE invitations SET attempt = 'made', state = 'connected', ended_at = @now, made_at = @now, lease_until = 0,
                 lease_by = NULL, grant_id = $2, grant_email = $3, grant_existed = $4, problem = NULL, problem_at = NULL
             WHERE id = $1 AND state IN ('created', 'sent', 'claimed')",
        )
        .bind(open.id.clone())
        .bind(grant.to_owned())
        .bind(email.to_owned())
        .bind(i64::from(existed))
        .execute(&mut *within)
        .await?
        .rows_affected();
    if counted > 0 {
        let entry = Entry {
            who: "relay",
            what: "connected, found after a restore",
            invitation: Some(&open.id),
            detail: Some(grant),
        };
        note(database, &mut within, entry).await?;
    }
    within.commit().await
}

/// Whether an invitation made this grant, as far as the backup and what was found know.
pub(crate) async fn knows_grant(database: &Database, grant: &str) -> sqlx::Result<bool> {
    let row = database
        .query("SELECT count(*) AS known FROM invitations WHERE grant_id = $1")
        .bind(grant.to_owned())
        .fetch_one(database.pool())
        .await?;
    Ok(row.try_get::<i64, _>("known")? > 0)
}

/// What was connected may have ended or been renewed since.
pub(crate) async fn hint_of_all(database: &Database) -> sqlx::Result<()> {
    database
        .query(
            "INSERT INTO hints (grant_id, at, next_at, tries)
             SELECT DISTINCT grant_id, @now, @now, 0 FROM invitations WHERE grant_id IS NOT NULL
             ON CONFLICT (grant_id) DO NOTHING",
        )
        .execute(database.pool())
        .await?;
    Ok(())
}

/// How many invitations there are.
pub(crate) async fn count_invitations(database: &Database) -> sqlx::Result<i64> {
    let row = database
        .query("SELECT count(*) AS invitations FROM invitations")
        .fetch_one(database.pool())
        .await?;
    row.try_get("invitations")
}
