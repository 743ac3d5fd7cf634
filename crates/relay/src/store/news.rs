//! What the company is to be told: each thing once, whichever relay finds it. What happened is looked for where it is written
//! down, so that nothing is forgotten, whoever wrote it.

use crate::database::Database;
use crate::store::jobs::{self, Kind};
use sqlx::Row;

/// How long somebody does not get on before the company hears of it, in milliseconds: most find their way by themselves.
const STUCK: i64 = 10 * 60 * 1000;
/// What is older is nothing new any more: the company was not to be told then, or could not be.
const NEW: i64 = 3 * 24 * 3600 * 1000;
/// Found at one time.
const PAGE: i64 = 100;
/// The fact that the company was told that it is not ready.
const TOLD_NOT_READY: &str = "told_not_ready";

/// What ended and was not told; in the order in which it counted.
pub(super) const NEW_ENDS: &str = "UPDATE invitations SET told = state
    WHERE id IN (SELECT id FROM invitations WHERE COALESCE(confirmed_at, ended_at) > @now - $1
                 AND (state <> 'connected' OR $3 = 0 OR renew = 1 OR confirmed_at IS NOT NULL)
                 AND state IN ('connected', 'expired', 'declined', 'disputed') AND (told IS NULL OR told <> state)
                 ORDER BY COALESCE(confirmed_at, ended_at), id LIMIT $2)
      AND (told IS NULL OR told <> state)
    RETURNING id, state";

/// Who does not get on. The second condition says that its index is enough, and the sign keeps SQLite from that of all who
/// are open.
pub(super) const NEW_STUCK: &str = "UPDATE invitations SET told_problem_at = problem_at
    WHERE state = 'claimed' AND state IN ('created', 'sent', 'claimed') AND problem IS NOT NULL
      AND problem_at <= @now - $1 AND +expires_at > @now
      AND (told_problem_at IS NULL OR told_problem_at < problem_at)
    RETURNING id, problem";

/// Looks for what happened, and puts down that it is to be told; whether something was found.
/// `confirm`: who connected counts only once their browser came back.
pub(crate) async fn find_news(
    database: &Database,
    not_ready: &str,
    confirm: bool,
) -> sqlx::Result<bool> {
    let mut within = database.begin().await?;
    let ended = database
        .query(NEW_ENDS)
        .bind(NEW)
        .bind(PAGE)
        .bind(i64::from(confirm))
        .fetch_all(&mut *within)
        .await?;
    let mut found = false;
    for row in &ended {
        let (id, state): (String, String) = (row.try_get("id")?, row.try_get("state")?);
        let about = format!("invitation.{state} {id}");
        found |= jobs::put(database, &mut within, Kind::Notify, &about, None, 0).await?;
    }
    let stuck = database
        .query(NEW_STUCK)
        .bind(STUCK)
        .fetch_all(&mut *within)
        .await?;
    for row in &stuck {
        let (id, problem): (String, String) = (row.try_get("id")?, row.try_get("problem")?);
        let about = format!("invitation.stuck {id}");
        found |= jobs::put(
            database,
            &mut within,
            Kind::Notify,
            &about,
            Some(&problem),
            0,
        )
        .await?;
    }
    // Once for each time: an hour without it, and the next is another.
    database
        .query(
            "DELETE FROM facts WHERE name = $1
               AND NOT EXISTS (SELECT 1 FROM facts WHERE name = $2 AND at > @now - 3600000)",
        )
        .bind(TOLD_NOT_READY)
        .bind(not_ready.to_owned())
        .execute(&mut *within)
        .await?;
    let is_new = database
        .query(
            "INSERT INTO facts (name, value, at) SELECT $1, value, @now FROM facts WHERE name = $2 AND at > @now - 3600000
             ON CONFLICT DO NOTHING RETURNING value",
        )
        .bind(TOLD_NOT_READY)
        .bind(not_ready.to_owned())
        .fetch_optional(&mut *within)
        .await?;
    if let Some(row) = is_new {
        let id: String = row.try_get("value")?;
        let about = format!("invitation.company_not_ready {id}");
        found |= jobs::put(database, &mut within, Kind::Notify, &about, None, 0).await?;
    }
    within.commit().await?;
    Ok(found)
}

/// The company's own name for an invitation, or for the one that it follows.
pub(crate) async fn external_id(
    database: &Database,
    invitation: &str,
) -> sqlx::Result<Option<String>> {
    let row = database
        .query(
            "SELECT COALESCE(i.external_id, p.external_id) AS external_id
             FROM invitations i LEFT JOIN invitations p ON p.id = i.parent WHERE i.id = $1",
        )
        .bind(invitation.to_owned())
        .fetch_optional(database.pool())
        .await?;
    match row {
        Some(row) => row.try_get("external_id"),
        None => Ok(None),
    }
}
