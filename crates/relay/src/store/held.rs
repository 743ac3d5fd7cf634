//! Where something of a person is held: one list, by which it is told to whoever asks and erased. A test wants every table
//! to stand here, or among those that hold nothing of anybody's.

use sqlx::any::AnyRow;
use sqlx::{Column, Row};

/// By what its rows are a person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// An invitation's ID.
    Invitation,
    Mailbox,
    /// A grant's ID.
    Grant,
}

/// A table.
pub(super) struct Held {
    pub(super) table: &'static str,
    pub(super) by: By,
    pub(super) read: &'static str,
    /// What another invitation also needs stays.
    pub(super) erase: &'static str,
}

macro_rules! held {
    ($table:literal, $by:ident, $column:literal, $unless:literal) => {
        Held {
            table: $table,
            by: By::$by,
            read: concat!("SELECT * FROM ", $table, " WHERE ", $column, " = $1"),
            erase: concat!("DELETE FROM ", $table, " WHERE ", $column, " = $1", $unless),
        }
    };
}

/// An invitation's row goes first: whether it may go decides about the rest.
pub(super) const HELD: [Held; 10] = [
    held!(
        "invitations",
        Invitation,
        "id",
        " AND attempt NOT IN ('noting', 'sending', 'unsure')"
    ),
    held!("tickets", Invitation, "invitation", ""),
    held!("codes", Invitation, "invitation", ""),
    Held {
        table: "sign_ins",
        by: By::Invitation,
        // Its other columns are hashes.
        read: "SELECT invitation, started_at, noted, returned_at, problem FROM sign_ins WHERE invitation = $1",
        erase: "DELETE FROM sign_ins WHERE invitation = $1",
    },
    // A mail is about the invitation's ID, and news about what happened and the ID.
    Held {
        table: "jobs",
        by: By::Invitation,
        read: "SELECT * FROM jobs WHERE kind = 'mail' AND about = $1 OR kind = 'notify' AND about LIKE '% ' || $1",
        erase: "DELETE FROM jobs WHERE kind = 'mail' AND about = $1 OR kind = 'notify' AND about LIKE '% ' || $1",
    },
    held!(
        "jobs",
        Grant,
        "kind = 'renew' AND about",
        " AND NOT EXISTS (SELECT 1 FROM invitations WHERE invitations.grant_id = $1)"
    ),
    held!(
        "tries",
        Mailbox,
        "mailbox",
        " AND NOT EXISTS (SELECT 1 FROM invitations WHERE invitations.mailbox = $1)"
    ),
    held!(
        "mailboxes",
        Mailbox,
        "mailbox",
        " AND NOT EXISTS (SELECT 1 FROM invitations WHERE invitations.mailbox = $1)"
    ),
    held!(
        "grants",
        Grant,
        "grant_id",
        " AND NOT EXISTS (SELECT 1 FROM invitations WHERE invitations.grant_id = $1)"
    ),
    held!(
        "hints",
        Grant,
        "grant_id",
        " AND NOT EXISTS (SELECT 1 FROM invitations WHERE invitations.grant_id = $1)"
    ),
];

/// What says nothing of a person: hashes of secrets, and who works at something.
const INTERNAL: [&str; 7] = [
    "hash",
    "ticket",
    "claim_ticket",
    "claim",
    "lease",
    "lease_by",
    "busy_with",
];

/// A row as it is told: what is not there is left out, and times are in Unix seconds.
pub(super) fn told(row: &AnyRow) -> sqlx::Result<serde_json::Value> {
    let mut told = serde_json::Map::new();
    for column in row.columns() {
        let (name, at) = (column.name(), column.ordinal());
        if name.ends_with("_hash") || INTERNAL.contains(&name) {
            continue;
        }
        let value = match row.try_get::<Option<i64>, _>(at) {
            Ok(number) => number
                .map(|number| if is_time(name) { number / 1000 } else { number })
                .map(Into::into),
            Err(_) => row.try_get::<Option<String>, _>(at)?.map(Into::into),
        };
        if let Some(value) = value {
            told.insert(name.to_owned(), value);
        }
    }
    Ok(told.into())
}

fn is_time(column: &str) -> bool {
    column.ends_with("_at")
        || column.ends_with("_until")
        || matches!(column, "at" | "since" | "counts_from")
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::HELD;
    use crate::database::Database;
    use crate::store::Kind;
    use sqlx::Row;

    /// Of operators, of relays, and of networks that mistyped a code, for a day; and IDs with what was done.
    const NOBODYS: [&str; 5] = ["_sqlx_migrations", "audit", "facts", "misses", "operators"];

    #[tokio::test]
    async fn every_table_is_anybodys_or_nobodys() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}?mode=rwc", folder.path().join("t.db").display());
        let database = Database::open(&url.into()).await.unwrap();
        let rows = database
            .query("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            .fetch_all(database.pool())
            .await
            .unwrap();
        let there: Vec<String> = rows.iter().map(|row| row.get("name")).collect();
        let mut known: Vec<&str> = HELD.iter().map(|held| held.table).chain(NOBODYS).collect();
        known.sort_unstable();
        // Jobs are about invitations, or about grants.
        known.dedup();
        assert_eq!(there, known);
        let jobs = HELD.iter().filter(|held| held.table == "jobs");
        let jobs: String = jobs.map(|held| held.erase).collect();
        for kind in Kind::ALL {
            let told = format!("kind = '{}'", kind.name());
            assert!(jobs.contains(&told), "{told}");
        }
        database.close().await;
    }
}
