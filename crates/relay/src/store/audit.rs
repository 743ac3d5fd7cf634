//! What was done, by whom: a table that only grows.

use crate::database::Database;
use sqlx::{Any, Row, Transaction};

/// One thing that was done.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// An operator's name; `customer`, `relay` or `command line`.
    pub who: &'a str,
    pub what: &'static str,
    pub invitation: Option<&'a str>,
    /// No secret and no text of a customer's.
    pub detail: Option<&'a str>,
}

/// One line of an invitation's history.
#[derive(Debug, serde::Serialize)]
pub(crate) struct History {
    pub(crate) at: i64,
    pub(crate) who: String,
    pub(crate) what: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) detail: Option<String>,
}

/// Writes it down, with what it belongs to.
pub(crate) async fn note(
    database: &Database,
    within: &mut Transaction<'static, Any>,
    entry: Entry<'_>,
) -> sqlx::Result<()> {
    database
        .query("INSERT INTO audit (id, at, who, what, invitation, detail) VALUES ($1, @now, $2, $3, $4, $5)")
        .bind(uuid::Uuid::new_v4().to_string())
        .bind(entry.who.to_owned())
        .bind(entry.what)
        .bind(entry.invitation.map(str::to_owned))
        .bind(entry.detail.map(str::to_owned))
        .execute(&mut **within)
        .await?;
    Ok(())
}

impl History {
    /// What was done to an invitation, oldest first.
    pub(crate) async fn of(database: &Database, invitation: &str) -> sqlx::Result<Vec<History>> {
        let rows = database
            .query("SELECT at, who, what, detail FROM audit WHERE invitation = $1 ORDER BY at, id LIMIT 500")
            .bind(invitation.to_owned())
            .fetch_all(database.pool())
            .await?;
        rows.iter()
            .map(|row| {
                Ok(History {
                    at: row.try_get::<i64, _>("at")? / 1000,
                    who: row.try_get("who")?,
                    what: row.try_get("what")?,
                    detail: row.try_get("detail")?,
                })
            })
            .collect()
    }
}

/// A line of the whole audit.
#[derive(Debug, serde::Serialize)]
pub(crate) struct Line {
    /// In Unix seconds.
    pub(crate) at: i64,
    pub(crate) who: String,
    pub(crate) what: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) invitation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) detail: Option<String>,
}

/// Where a page of the audit begins: a time in milliseconds, and the ID of the last line before it.
pub(crate) type Place = (i64, String);

/// A page of the audit, oldest first, and where the next begins.
pub(crate) async fn page(
    database: &Database,
    from: Place,
) -> sqlx::Result<(Vec<Line>, Option<Place>)> {
    let rows = database
        .query(
            "SELECT id, at, who, what, invitation, detail FROM audit WHERE at > $1 OR at = $1 AND id > $2
             ORDER BY at, id LIMIT 500",
        )
        .bind(from.0)
        .bind(from.1)
        .fetch_all(database.pool())
        .await?;
    let mut lines = vec![];
    let mut next = None;
    for row in &rows {
        let at: i64 = row.try_get("at")?;
        next = Some((at, row.try_get("id")?));
        lines.push(Line {
            at: at / 1000,
            who: row.try_get("who")?,
            what: row.try_get("what")?,
            invitation: row.try_get("invitation")?,
            detail: row.try_get("detail")?,
        });
    }
    Ok((lines, next))
}
