//! Time that passes for a relay.

use sqlx::AnyPool;

/// As if that much time had passed: everything in the database happened earlier.
pub(crate) async fn age(database: &AnyPool, seconds: i64) {
    // At one moment for all who look.
    let mut within = database.begin().await.unwrap();
    for (table, columns) in [
        (
            "invitations",
            "created_at expires_at sent_at claimed_at ended_at claim_at claim_seen_at problem_at lease_until password_sent_at made_at confirmed_at bounced_at again_at told_problem_at",
        ),
        ("tickets", "created_at counts_from dead_at"),
        ("tries", "free_at"),
        ("mailboxes", "busy_until"),
        ("codes", "expires_at used_at"),
        ("misses", "at next_at"),
        ("facts", "at"),
        ("grants", "since looked_at"),
        ("hints", "at next_at"),
        ("jobs", "due_at lease_until created_at"),
        ("sign_ins", "started_at returned_at"),
        ("operators", "created_at used_at"),
    ] {
        let columns: Vec<_> = columns
            .split(' ')
            .map(|column| format!("{column} = {column} - {}", seconds * 1000))
            .collect();
        let statement = format!("UPDATE {table} SET {}", columns.join(", "));
        sqlx::query(sqlx::AssertSqlSafe(statement))
            .execute(&mut *within)
            .await
            .unwrap();
    }
    within.commit().await.unwrap();
}
