//! The invitations, page by page, newest first.

use crate::database::Database;
use crate::store::read::{Invitation, invitations};
use invitation::State;
use sqlx::Row;

/// Rows of a page.
const PAGE: usize = 50;

/// Which invitations are asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Query {
    pub(crate) state: Option<State>,
    /// A part of an account, a label, a reference or an external ID.
    pub(crate) text: Option<String>,
    /// Where the page begins: the time and ID of the last one before it.
    pub(crate) after: Option<(i64, String)>,
    /// Whether what is connected counts as claimed until its customer came back.
    pub(crate) confirm: bool,
}

/// A page of them.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) invitations: Vec<Invitation>,
    pub(crate) next: Option<(i64, String)>,
}

/// A page of the invitations.
pub(crate) async fn list(database: &Database, query: Query) -> sqlx::Result<Page> {
    // What is over is written down late, so it is looked at as it is.
    let (state, over) = match query.state {
        None => ("", 0),
        Some(State::Expired) => ("expired", 1),
        Some(state) if state.is_open() => (state.name(), -1),
        Some(state) => (state.name(), 0),
    };
    let text = query.text.unwrap_or_default().to_lowercase();
    let pattern = text
        .replace('!', "!!")
        .replace('%', "!%")
        .replace('_', "!_");
    let pattern = format!("%{pattern}%");
    let (at, id) = query.after.unwrap_or((i64::MAX, String::new()));
    let rows = database
        .query(invitations!(
            "WHERE (created_at < $1 OR created_at = $1 AND id < $2)
               AND ($3 = '' OR lower(account) LIKE $4 ESCAPE '!' OR lower(recipient_label) LIKE $4 ESCAPE '!'
                    OR lower(COALESCE(account_label, '')) LIKE $4 ESCAPE '!' OR lower(COALESCE(external_id, '')) LIKE $4 ESCAPE '!'
                    OR lower(reference) LIKE $4 ESCAPE '!')
               AND ($5 = '' OR state = $5 AND ($6 >= 0 OR expires_at > @now)
                        AND ($8 = 0 OR state <> 'connected' OR renew = 1 OR confirmed_at IS NOT NULL)
                    OR $8 = 1 AND $5 = 'claimed' AND state = 'connected' AND renew = 0 AND confirmed_at IS NULL
                    OR $6 = 1 AND state IN ('created', 'sent', 'claimed') AND expires_at <= @now
                       AND attempt NOT IN ('noting', 'sending', 'unsure'))
             ORDER BY created_at DESC, id DESC LIMIT $7"
        ))
        .bind(at)
        .bind(id)
        .bind(text)
        .bind(pattern)
        .bind(state)
        .bind(over)
        .bind(i64::try_from(PAGE + 1).unwrap_or(i64::MAX))
        .bind(i64::from(query.confirm))
        .fetch_all(database.pool())
        .await?;
    let mut invitations: Vec<_> = rows
        .iter()
        .map(Invitation::from_row)
        .collect::<sqlx::Result<_>>()?;
    let more = invitations.len() > PAGE;
    invitations.truncate(PAGE);
    let next = invitations
        .last()
        .filter(|_| more)
        .map(|last| (last.created_at, last.id.clone()));
    Ok(Page { invitations, next })
}

pub(super) const STATES: &str =
    "SELECT state, count(*) AS count FROM invitations GROUP BY state ORDER BY state";

/// How many invitations there are of each state.
pub(crate) async fn states(database: &Database) -> sqlx::Result<Vec<(State, i64)>> {
    let rows = database.query(STATES).fetch_all(database.pool()).await?;
    let mut states = vec![];
    for row in rows {
        if let Some(state) = State::named(&row.try_get::<String, _>("state")?) {
            states.push((state, row.try_get("count")?));
        }
    }
    Ok(states)
}
