//! How it goes, in numbers, without anybody's name: how far people get, where they stop, and how connections end.

use crate::database::Database;
use invitation::operator::{Board, Counted};
use sqlx::Row;
use std::collections::BTreeMap;

/// What is over is written down late, so it is looked at as it is. All are counted, by an index that has what it takes.
pub(super) const INVITATIONS: &str = "SELECT CASE WHEN state IN ('created', 'sent', 'claimed') AND expires_at <= @now
            AND attempt NOT IN ('noting', 'sending', 'unsure') THEN 'expired' ELSE state END AS what,
        CAST(NULL AS TEXT) AS of_what, count(*) AS count
    FROM invitations GROUP BY 1 ORDER BY 3 DESC, 1";

pub(super) const STUCK: &str =
    "SELECT problem AS what, step AS of_what, count(*) AS count FROM invitations
    WHERE problem IS NOT NULL AND state IN ('created', 'sent', 'claimed') AND expires_at > @now
    GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2";

pub(super) const CONNECTIONS: &str =
    "SELECT standing AS what, CAST(NULL AS TEXT) AS of_what, count(*) AS count FROM grants
    GROUP BY 1 ORDER BY 3 DESC, 1";

/// Nylas tells that a password is not taken any more, and that a grant is gone; that it was its holder's wish, the
/// invitation knows.
pub(super) const ENDED: &str = "SELECT CASE WHEN g.standing = 'invalid' THEN 'password' WHEN i.state = 'declined' THEN 'not theirs'
            ELSE 'deleted' END AS what,
        CASE WHEN g.since - i.made_at < 604800000 THEN 'within a week'
            WHEN g.since - i.made_at < 2592000000 THEN 'within a month'
            WHEN g.since - i.made_at < 31536000000 THEN 'within a year' ELSE 'later' END AS of_what,
        count(*) AS count
    FROM grants g JOIN invitations i ON i.id =
        (SELECT id FROM invitations WHERE grant_id = g.grant_id ORDER BY made_at DESC, id DESC LIMIT 1)
    WHERE g.standing IN ('invalid', 'gone') GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2";

/// Counts.
pub(crate) async fn board(database: &Database) -> sqlx::Result<Board> {
    Ok(Board {
        invitations: counted(database, INVITATIONS).await?,
        stuck: counted(database, STUCK).await?,
        connections: counted(database, CONNECTIONS).await?,
        ended: counted(database, ENDED).await?,
    })
}

/// How many people stand before which problem, by its code.
pub(crate) async fn stuck(database: &Database) -> sqlx::Result<BTreeMap<String, i64>> {
    let mut codes = BTreeMap::new();
    for Counted { what, count, .. } in counted(database, STUCK).await? {
        *codes.entry(what).or_default() += count;
    }
    Ok(codes)
}

async fn counted(database: &Database, sql: &'static str) -> sqlx::Result<Vec<Counted>> {
    let rows = database.query(sql).fetch_all(database.pool()).await?;
    rows.iter()
        .map(|row| {
            Ok(Counted {
                what: row.try_get("what")?,
                of: row.try_get("of_what")?,
                count: row.try_get("count")?,
            })
        })
        .collect()
}

/// A connection that needs a new password, by the invitation that made it last.
#[derive(Clone, Debug)]
pub(crate) struct Ended {
    pub(crate) grant_id: String,
    pub(crate) invitation: String,
}

/// Connections that need a new password, and for whose account nobody is invited now; after that grant.
pub(crate) async fn ended(database: &Database, after: &str) -> sqlx::Result<Vec<Ended>> {
    let rows = database
        .query(
            "SELECT g.grant_id, i.id FROM grants g JOIN invitations i ON i.id =
                 (SELECT id FROM invitations WHERE grant_id = g.grant_id ORDER BY made_at DESC, id DESC LIMIT 1)
             WHERE g.standing = 'invalid' AND g.grant_id > $1
               AND NOT EXISTS (SELECT 1 FROM invitations o WHERE o.mailbox = i.mailbox
                               AND o.state IN ('created', 'sent', 'claimed') AND o.expires_at > @now)
             ORDER BY g.grant_id LIMIT 200",
        )
        .bind(after.to_owned())
        .fetch_all(database.pool())
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Ended {
                grant_id: row.try_get("grant_id")?,
                invitation: row.try_get("id")?,
            })
        })
        .collect()
}
