//! Sign-ins on Nylas' own page: each comes back once, within half an hour, to the browser that began it.

use crate::database::Database;
use crate::store::find::Found;
use sqlx::Row;
use sqlx::any::AnyRow;

/// How long somebody may take on Apple's and Nylas' pages, in milliseconds.
const VALID: i64 = 30 * 60 * 1000;
/// The most that an invitation may begin in ten minutes: each one asks Nylas for something.
const MOST: i64 = 10;
const MOST_WITHIN: i64 = 10 * 60 * 1000;

/// A sign-in that a browser began.
#[derive(Clone, Debug)]
pub(crate) struct SignIn {
    pub(crate) ticket_hash: String,
    pub(crate) claim_hash: String,
    /// In milliseconds by the database's clock.
    pub(crate) started_at: i64,
    pub(crate) noted: Option<String>,
    pub(crate) has_returned: bool,
    /// Why its browser came back without an account.
    pub(crate) problem: Option<String>,
    /// Whether its time is over.
    pub(crate) is_late: bool,
}

impl SignIn {
    fn from_row(row: &AnyRow) -> sqlx::Result<SignIn> {
        let started_at: i64 = row.try_get("started_at")?;
        Ok(SignIn {
            ticket_hash: row.try_get("ticket")?,
            claim_hash: row.try_get("claim")?,
            started_at,
            noted: row.try_get("noted")?,
            has_returned: row.try_get::<Option<i64>, _>("returned_at")?.is_some(),
            problem: row.try_get("problem")?,
            is_late: row.try_get::<i64, _>("now")? - started_at > VALID,
        })
    }
}

/// Begins one; not where this invitation began too many lately.
pub(crate) async fn begin_sign_in(
    database: &Database,
    found: &Found,
    state: &str,
    browser: &str,
) -> sqlx::Result<bool> {
    let begun = database
        .query(
            "INSERT INTO sign_ins (state, browser, invitation, ticket, claim, started_at)
             SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($5 AS TEXT), @now
             WHERE (SELECT count(*) FROM sign_ins WHERE invitation = $3 AND started_at > @now - $6) < $7",
        )
        .bind(state.to_owned())
        .bind(browser.to_owned())
        .bind(found.invitation.id.clone())
        .bind(found.ticket_hash.clone())
        .bind(found.claim_hash.clone())
        .bind(MOST_WITHIN)
        .bind(MOST)
        .execute(database.pool())
        .await?
        .rows_affected();
    Ok(begun > 0)
}

/// Notes what was there before, right before the browser is sent to Nylas.
pub(crate) async fn sent_to_nylas(
    database: &Database,
    state: &str,
    noted: &str,
) -> sqlx::Result<()> {
    database
        .query("UPDATE sign_ins SET noted = $2 WHERE state = $1")
        .bind(state.to_owned())
        .bind(noted.to_owned())
        .execute(database.pool())
        .await?;
    Ok(())
}

/// What is read of sign-ins. Named, because a later version's migration may add to them while this one runs.
macro_rules! sign_ins {
    ($which:literal) => {
        concat!(
            "SELECT state, browser, invitation, ticket, claim, started_at, noted, returned_at, problem,
             @now AS now FROM sign_ins ",
            $which
        )
    };
}

/// The sign-in of that state, if that browser began it.
pub(crate) async fn sign_in(
    database: &Database,
    state: &str,
    browser: &str,
) -> sqlx::Result<Option<SignIn>> {
    let row = database
        .query(sign_ins!("WHERE state = $1 AND browser = $2"))
        .bind(state.to_owned())
        .bind(browser.to_owned())
        .fetch_optional(database.pool())
        .await?;
    row.as_ref().map(SignIn::from_row).transpose()
}

/// The last one that this browser began.
pub(crate) async fn last_sign_in(
    database: &Database,
    browser: &str,
) -> sqlx::Result<Option<SignIn>> {
    let row = database
        .query(sign_ins!(
            "WHERE browser = $1 ORDER BY started_at DESC LIMIT 1"
        ))
        .bind(browser.to_owned())
        .fetch_optional(database.pool())
        .await?;
    row.as_ref().map(SignIn::from_row).transpose()
}

/// Its browser came back; whether it was the first time.
pub(crate) async fn returned(database: &Database, state: &str) -> sqlx::Result<bool> {
    let counted = database
        .query("UPDATE sign_ins SET returned_at = @now WHERE state = $1 AND returned_at IS NULL")
        .bind(state.to_owned())
        .execute(database.pool())
        .await?
        .rows_affected();
    Ok(counted > 0)
}

/// It came back without an account, for that reason.
pub(crate) async fn stopped(database: &Database, state: &str, problem: &str) -> sqlx::Result<()> {
    database
        .query("UPDATE sign_ins SET problem = $2 WHERE state = $1")
        .bind(state.to_owned())
        .bind(problem.to_owned())
        .execute(database.pool())
        .await?;
    Ok(())
}
