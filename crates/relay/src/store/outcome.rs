//! What a grant brought, and what is learned on the way.

use crate::database::Database;
use crate::store::audit::{Entry, note};
use crate::store::find::Found;
use sqlx::Row;

/// How long what was read through a grant is kept, in milliseconds.
const KEPT: i64 = 15 * 60 * 1000;

/// Takes the reading of a fresh grant, which one relay does at a time.
pub(crate) async fn reading(database: &Database, id: &str) -> sqlx::Result<bool> {
    let counted = database
        .query(
            "UPDATE invitations SET lease_until = @now + 60000
             WHERE id = $1 AND attempt = 'made' AND state = 'connected' AND lease_until <= @now
               AND calendars IS NULL AND mail_read = 0 AND made_at > @now - $2",
        )
        .bind(id.to_owned())
        .bind(KEPT)
        .execute(database.pool())
        .await?
        .rows_affected();
    Ok(counted > 0)
}

/// Neither calendars nor mail could be read; soon it may be tried again.
pub(crate) async fn reading_failed(database: &Database, id: &str) -> sqlx::Result<()> {
    database
        .query(
            "UPDATE invitations SET lease_until = @now + 3000 WHERE id = $1 AND attempt = 'made'",
        )
        .bind(id.to_owned())
        .execute(database.pool())
        .await?;
    Ok(())
}

/// What was read: the calendars' names, and when the newest message came.
pub(crate) async fn read(
    database: &Database,
    id: &str,
    calendars: Option<&str>,
    mail_read: bool,
    newest: Option<i64>,
) -> sqlx::Result<()> {
    database
        .query(
            "UPDATE invitations SET calendars = $2, mail_read = $3, newest = $4, lease_until = @now
             WHERE id = $1 AND attempt = 'made'",
        )
        .bind(id.to_owned())
        .bind(calendars.map(str::to_owned))
        .bind(i64::from(mail_read))
        .bind(newest)
        .execute(database.pool())
        .await?;
    Ok(())
}

/// What becomes of an invitation whose holder says that the account is not theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotMine {
    /// Its grant was made by it, and is deleted.
    Deleted,
    /// Its grant was there before, or serves another invitation too: nothing is deleted.
    Disputed,
}

/// Whether the grant also serves another invitation.
pub(crate) async fn shared_grant(database: &Database, found: &Found) -> sqlx::Result<bool> {
    let row = database
        .query("SELECT count(*) AS others FROM invitations WHERE grant_id = $1 AND id <> $2 AND state = 'connected'")
        .bind(found.invitation.grant_id.clone())
        .bind(found.invitation.id.clone())
        .fetch_one(database.pool())
        .await?;
    Ok(row.try_get::<i64, _>("others")? > 0)
}

/// Whether an invitation is connected by this grant.
pub(crate) async fn serves(database: &Database, grant: &str) -> sqlx::Result<bool> {
    let row = database
        .query("SELECT count(*) AS served FROM invitations WHERE grant_id = $1 AND state = 'connected'")
        .bind(grant.to_owned())
        .fetch_one(database.pool())
        .await?;
    Ok(row.try_get::<i64, _>("served")? > 0)
}

/// Writes down what became of it; whether it was still connected.
pub(crate) async fn not_mine(
    database: &Database,
    found: &Found,
    outcome: NotMine,
) -> sqlx::Result<bool> {
    let (state, what) = match outcome {
        NotMine::Deleted => ("declined", "not mine, grant deleted"),
        NotMine::Disputed => ("disputed", "not mine, nothing deleted"),
    };
    let id = &found.invitation.id;
    let mut within = database.begin().await?;
    let counted = database
        .query(
            "UPDATE invitations SET state = $3, ended_at = @now, calendars = NULL, newest = NULL
             WHERE id = $1 AND claim_hash = $2 AND state = 'connected'",
        )
        .bind(id.clone())
        .bind(found.claim_hash.clone())
        .bind(state)
        .execute(&mut *within)
        .await?
        .rows_affected();
    if counted > 0 {
        let entry = Entry {
            who: "customer",
            what,
            invitation: Some(id),
            detail: None,
        };
        note(database, &mut within, entry).await?;
    }
    within.commit().await?;
    Ok(counted > 0)
}

/// Something that every relay should know.
pub(crate) async fn learn(database: &Database, name: &str, value: &str) -> sqlx::Result<()> {
    database
        .query(
            "INSERT INTO facts (name, value, at) VALUES ($1, $2, @now)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at",
        )
        .bind(name.to_owned())
        .bind(value.to_owned())
        .execute(database.pool())
        .await?;
    Ok(())
}

/// It no longer holds.
pub(crate) async fn forget_fact(database: &Database, name: &str) -> sqlx::Result<()> {
    database
        .query("DELETE FROM facts WHERE name = $1")
        .bind(name.to_owned())
        .execute(database.pool())
        .await?;
    Ok(())
}

/// Whether something is known by that name, however old.
pub(crate) async fn holds(database: &Database, name: &str) -> sqlx::Result<bool> {
    let row = database
        .query("SELECT 1 AS known FROM facts WHERE name = $1")
        .bind(name.to_owned())
        .fetch_optional(database.pool())
        .await?;
    Ok(row.is_some())
}

/// What is known by that name, and not older than so many seconds.
pub(crate) async fn fact(
    database: &Database,
    name: &str,
    seconds: i64,
) -> sqlx::Result<Option<String>> {
    let row = database
        .query("SELECT value FROM facts WHERE name = $1 AND at > @now - $2 * 1000")
        .bind(name.to_owned())
        .bind(seconds)
        .fetch_optional(database.pool())
        .await?;
    row.map(|row| row.try_get("value")).transpose()
}

/// Whether this relay is the one to do what is done every so many seconds: nobody did it lately.
pub(crate) async fn is_time(database: &Database, name: &str, seconds: i64) -> sqlx::Result<bool> {
    database
        .query("INSERT INTO facts (name, value, at) VALUES ($1, '', 0) ON CONFLICT DO NOTHING")
        .bind(name.to_owned())
        .execute(database.pool())
        .await?;
    let taken = database
        .query("UPDATE facts SET at = @now WHERE name = $1 AND at <= @now - $2 * 1000")
        .bind(name.to_owned())
        .bind(seconds)
        .execute(database.pool())
        .await?
        .rows_affected();
    Ok(taken > 0)
}
