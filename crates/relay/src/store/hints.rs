//! Grants that something was heard of, and how they stand. A hint is a row that one relay takes for a while; whoever decides
//! takes away the hint that it saw, and a later one stays.

use crate::database::Database;
use crate::store::renewals::follow;
use invitation::operator::{ConnectionSeen, Standing};
use sqlx::{Any, Row, Transaction};

const SWEPT: &str = "swept";
/// Rows of a page.
const PAGE: usize = 50;

/// Something that was heard, taken by this relay.
#[derive(Debug)]
pub(crate) struct Hint {
    pub(crate) grant: String,
    at: i64,
}

/// Writes down that something was heard of a grant; false where no invitation made it.
pub(crate) async fn hint(database: &Database, grant: &str) -> sqlx::Result<bool> {
    let stored = database
        .query(
            "INSERT INTO hints (grant_id, at, next_at, tries)
             SELECT $1, @now, @now, 0 WHERE EXISTS (SELECT 1 FROM invitations WHERE grant_id = $1)
             ON CONFLICT (grant_id) DO UPDATE SET at = excluded.at, next_at = excluded.next_at, tries = 0",
        )
        .bind(grant.to_owned())
        .execute(database.pool())
        .await?
        .rows_affected();
    Ok(stored > 0)
}

/// What did not work any more may have been mended without a word.
pub(crate) async fn hint_of_ended(database: &Database) -> sqlx::Result<()> {
    database
        .query(
            "INSERT INTO hints (grant_id, at, next_at, tries)
             SELECT grant_id, @now, @now, 0 FROM grants WHERE standing = 'invalid'
             ON CONFLICT (grant_id) DO NOTHING",
        )
        .execute(database.pool())
        .await?;
    Ok(())
}

/// The next hint, for this relay alone for a minute, and longer after each time that nothing came of it.
pub(crate) async fn take_hint(database: &Database) -> sqlx::Result<Option<Hint>> {
    let row = database
        .query(
            "UPDATE hints SET tries = tries + 1, next_at = @now + 60000 * (CASE WHEN tries < 60 THEN tries + 1 ELSE 60 END)
             WHERE grant_id = (SELECT grant_id FROM hints WHERE next_at <= @now ORDER BY next_at, grant_id LIMIT 1)
               AND next_at <= @now
             RETURNING grant_id, at",
        )
        .fetch_optional(database.pool())
        .await?;
    row.map(|row| {
        Ok(Hint {
            grant: row.try_get("grant_id")?,
            at: row.try_get("at")?,
        })
    })
    .transpose()
}

/// Since when, is kept while it stays the same.
const STANDS: &str = "INSERT INTO grants (grant_id, standing, since, looked_at) VALUES ($1, $2, @now, @now)
     ON CONFLICT (grant_id) DO UPDATE SET
         since = CASE WHEN grants.standing = excluded.standing THEN grants.since ELSE excluded.since END,
         standing = excluded.standing, looked_at = excluded.looked_at";

/// Writes down how a grant stands, and what follows from it.
pub(crate) async fn set_standing(
    database: &Database,
    within: &mut Transaction<'static, Any>,
    grant: &str,
    standing: Standing,
) -> sqlx::Result<()> {
    database
        .query(STANDS)
        .bind(grant.to_owned())
        .bind(standing.name())
        .execute(&mut **within)
        .await?;
    follow(database, within, grant, standing).await
}

/// The same by itself, where nobody has to ask, or was asked just now.
pub(crate) async fn stands(
    database: &Database,
    grant: &str,
    standing: Standing,
) -> sqlx::Result<()> {
    let mut within = database.begin().await?;
    set_standing(database, &mut within, grant, standing).await?;
    within.commit().await
}

/// Writes down what was found out about a grant.
pub(crate) async fn decided(
    database: &Database,
    hint: &Hint,
    standing: Standing,
) -> sqlx::Result<()> {
    let mut within = database.begin().await?;
    set_standing(database, &mut within, &hint.grant, standing).await?;
    database
        .query("DELETE FROM hints WHERE grant_id = $1 AND at = $2")
        .bind(hint.grant.clone())
        .bind(hint.at)
        .execute(&mut *within)
        .await?;
    within.commit().await
}

/// Whether this relay is the one to sweep: the last time was so many seconds ago, whichever did it.
pub(crate) async fn sweep_is_due(database: &Database, seconds: i64) -> sqlx::Result<bool> {
    super::is_time(database, SWEPT, seconds).await
}

/// It came to nothing.
pub(crate) async fn sweep_again(database: &Database) -> sqlx::Result<()> {
    super::forget_fact(database, SWEPT).await
}

/// A page of what was connected, with the invitation that made or renewed it last; and where the next one begins.
pub(crate) async fn connections(
    database: &Database,
    standing: Option<Standing>,
    after: &str,
    confirm: bool,
) -> sqlx::Result<(Vec<ConnectionSeen>, Option<String>)> {
    let rows = database
        .query(
            "SELECT g.grant_id, g.standing, g.since, i.id, i.reference, i.account, i.account_label, i.external_id
             FROM grants g JOIN invitations i ON i.id =
                 (SELECT id FROM invitations WHERE grant_id = g.grant_id ORDER BY made_at DESC, id DESC LIMIT 1)
             WHERE ($1 = '' OR g.standing = $1) AND g.grant_id > $2
               AND ($4 = 0 OR i.renew = 1 OR i.confirmed_at IS NOT NULL) ORDER BY g.grant_id LIMIT $3",
        )
        .bind(standing.map_or("", Standing::name))
        .bind(after.to_owned())
        .bind(i64::try_from(PAGE + 1).unwrap_or(i64::MAX))
        .bind(i64::from(confirm))
        .fetch_all(database.pool())
        .await?;
    let mut seen = vec![];
    for row in rows.iter().take(PAGE) {
        let standing: String = row.try_get("standing")?;
        seen.push(ConnectionSeen {
            grant_id: row.try_get("grant_id")?,
            state: Standing::named(&standing).unwrap_or(Standing::Gone),
            since: row.try_get::<i64, _>("since")? / 1000,
            invitation: row.try_get("id")?,
            reference: row.try_get("reference")?,
            account: row.try_get("account")?,
            account_label: row.try_get("account_label")?,
            external_id: row.try_get("external_id")?,
        });
    }
    let next = seen.last().filter(|_| rows.len() > PAGE);
    let next = next.map(|last| last.grant_id.clone());
    Ok((seen, next))
}

/// How many grants stand how.
pub(crate) async fn standings(database: &Database) -> sqlx::Result<Vec<(Standing, i64)>> {
    let rows = database
        .query("SELECT standing, count(*) AS count FROM grants GROUP BY standing")
        .fetch_all(database.pool())
        .await?;
    let mut counted = Standing::ALL.map(|standing| (standing, 0)).to_vec();
    for row in rows {
        let standing: String = row.try_get("standing")?;
        for (known, count) in &mut counted {
            if known.name() == standing {
                *count = row.try_get("count")?;
            }
        }
    }
    Ok(counted)
}
