//! How the database finds what it is asked for all the time: not by reading everything there is.

use super::board::{CONNECTIONS, ENDED, INVITATIONS, STUCK};
use super::erase::{LOOK_AGAIN, TO_PURGE, UNUSED_MAILBOXES, UNUSED_TRIES};
use super::held::HELD;
use super::list::STATES;
use super::news::{NEW_ENDS, NEW_STUCK};
use super::renewals::END_RENEWING;
use super::sweep::{LEFT_BEHIND, SWEPT};
use crate::database::Database;
use sqlx::Row;

/// How each statement finds its rows: by these and nothing else.
const LOOKS: [(&str, &[&str]); 14] = [
    // Whoever connects, every few seconds, and every hour.
    (END_RENEWING, &["invitations_by_renews"]),
    (
        LEFT_BEHIND,
        &["invitations_under_way", "invitations_counted (attempt=?"],
    ),
    (SWEPT, &["invitations_open"]),
    (
        NEW_ENDS,
        &["invitations_untold", "autoindex_invitations_1 (id=?)"],
    ),
    (NEW_STUCK, &["invitations_stuck"]),
    (
        TO_PURGE,
        &[
            "invitations_over",
            "grants_by_",
            "invitations_by_grant (grant_id=?)",
        ],
    ),
    (LOOK_AGAIN, &["grants_by_look"]),
    // Whether anybody still has a mailbox, is asked of each, and nothing else is read.
    (
        UNUSED_TRIES,
        &[
            "SCAN mailboxes",
            "COVERING INDEX invitations_by_mailbox",
            "autoindex_tries_1 (mailbox=?)",
        ],
    ),
    (
        UNUSED_MAILBOXES,
        &[
            "SCAN mailboxes",
            "COVERING INDEX invitations_by_mailbox",
            "COVERING INDEX sqlite_autoindex_tries_1",
        ],
    ),
    // All are counted: without their rows.
    (INVITATIONS, &["COVERING INDEX invitations_counted"]),
    (STATES, &["COVERING INDEX invitations_counted"]),
    (STUCK, &["invitations_stuck"]),
    (CONNECTIONS, &["COVERING INDEX grants_by_"]),
    // Each that ended, with its invitation.
    (
        ENDED,
        &[
            "grants_by_",
            "autoindex_invitations_1 (id=?)",
            "invitations_by_grant (grant_id=?)",
        ],
    ),
];

/// Ten thousand invitations: most are connected for good, and of each other kind there are some.
const MANY: [&str; 5] = [
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
     INSERT INTO invitations (id, reference, account, mailbox, recipient_label, body_hash, renew, state, created_at, expires_at,
         ended_at, submission, attempt, lease_until, mail_read, grant_id, made_at, told, step, problem, problem_at)
     SELECT i, i, i, i, 'Bob', 'x', 0, CASE WHEN i % 10 < 7 THEN 'connected' WHEN i % 10 = 7 THEN 'claimed' WHEN i % 10 = 8
             THEN 'sent' ELSE 'expired' END, i, CASE WHEN i % 10 BETWEEN 7 AND 8 THEN 9000000000000 ELSE i END,
         CASE WHEN i % 10 BETWEEN 7 AND 8 THEN NULL ELSE i END, 0, CASE WHEN i % 10 < 7 THEN 'made' ELSE 'none' END, 0, 0,
         CASE WHEN i % 10 < 7 THEN i END, CASE WHEN i % 10 < 7 THEN i END, CASE WHEN i % 10 < 7 THEN 'connected' END,
         'password', CASE WHEN i % 100 = 7 THEN 'A01' END, CASE WHEN i % 100 = 7 THEN i END
     FROM n",
    "INSERT INTO grants SELECT grant_id, CASE WHEN rowid % 50 = 0 THEN 'invalid' WHEN rowid % 50 = 1 THEN 'gone' ELSE 'valid' END,
         made_at, made_at FROM invitations WHERE grant_id IS NOT NULL",
    "INSERT INTO mailboxes SELECT mailbox, 0, NULL FROM invitations",
    "INSERT INTO tries SELECT mailbox, 1, 0, NULL, NULL FROM mailboxes",
    "INSERT INTO jobs SELECT id, 'mail', id, 'reminder', 1, 0, NULL, 0, 1 FROM invitations WHERE state = 'sent'",
];

/// Where a statement looks, one place after the other.
async fn looks(database: &Database, statement: &'static str) -> Vec<String> {
    let plan = format!("EXPLAIN QUERY PLAN {statement}");
    let plan = database.query(plan.leak()).fetch_all(database.pool());
    let plan = plan.await.unwrap();
    let details = plan.iter().map(|row| row.get::<String, _>("detail"));
    details
        .filter(|detail| detail.starts_with("SCAN") || detail.starts_with("SEARCH"))
        .collect()
}

#[tokio::test]
async fn what_is_asked_all_the_time_makes_nobody_look_at_every_invitation() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("t.db").display());
    let database = Database::open(&url.into()).await.unwrap();
    for statement in MANY {
        let filled = database.query(statement).execute(database.pool());
        filled.await.unwrap();
    }
    // A relay's own database is never analysed; a company may have done so.
    for analysed in [false, true] {
        if analysed {
            let known = database.query("ANALYZE").execute(database.pool());
            known.await.unwrap();
        }
        for (statement, places) in LOOKS {
            let found = looks(&database, statement).await;
            assert!(!found.is_empty(), "{statement}");
            for look in found {
                let is_known = places.iter().any(|place| look.contains(place));
                assert!(is_known, "analysed: {analysed}: {look}: {statement}");
            }
        }
        for held in &HELD {
            for look in looks(&database, held.erase).await {
                // Codes are a day's.
                let all = look.starts_with("SCAN") && held.table != "codes";
                assert!(!all, "analysed: {analysed}: {look}: {}", held.erase);
            }
        }
    }
    database.close().await;
}
