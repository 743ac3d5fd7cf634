//! Erasing: what is held of a person goes, and the audit keeps the number of an invitation.

use crate::database::Database;
use crate::store::audit::{Entry, note};
use crate::store::held::{By, HELD};
use crate::store::person::{Concerned, Person};
use sqlx::Row;

/// How many invitations one round takes.
const MOST: i64 = 500;

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Erased {
    Yes,
    NotFound,
    /// A password is on its way.
    UnderWay,
}

/// Erases one invitation with all that is held by it.
pub(crate) async fn erase(
    database: &Database,
    id: &str,
    who: &str,
    what: &'static str,
) -> sqlx::Result<Erased> {
    let mut within = database.begin().await?;
    let row = database
        .query("SELECT mailbox, grant_id FROM invitations WHERE id = $1")
        .bind(id.to_owned())
        .fetch_optional(&mut *within)
        .await?;
    let Some(row) = row else {
        within.rollback().await?;
        return Ok(Erased::NotFound);
    };
    let concerned = Concerned {
        id: id.to_owned(),
        mailbox: row.try_get("mailbox")?,
        grant_id: row.try_get("grant_id")?,
    };
    for held in &HELD {
        let key = match held.by {
            By::Invitation => Some(&concerned.id),
            By::Mailbox => Some(&concerned.mailbox),
            By::Grant => concerned.grant_id.as_ref(),
        };
        let Some(key) = key else { continue };
        let gone = database
            .query(held.erase)
            .bind(key.clone())
            .execute(&mut *within)
            .await?
            .rows_affected();
        if gone == 0 && held.table == "invitations" {
            within.rollback().await?;
            return Ok(Erased::UnderWay);
        }
    }
    let entry = Entry {
        who,
        what,
        invitation: Some(id),
        detail: None,
    };
    note(database, &mut within, entry).await?;
    within.commit().await?;
    Ok(Erased::Yes)
}

/// What is held by the mailbox alone, once no invitation has it any more.
pub(crate) async fn erase_mailbox(database: &Database, person: &Person) -> sqlx::Result<()> {
    let Some(mailbox) = &person.mailbox else {
        return Ok(());
    };
    for held in HELD.iter().filter(|held| held.by == By::Mailbox) {
        database
            .query(held.erase)
            .bind(mailbox.clone())
            .execute(database.pool())
            .await?;
    }
    Ok(())
}

/// Invitations whose data has been kept for so many days after their end; a connected one's end is its grant's.
pub(crate) async fn to_purge(database: &Database, days: u32) -> sqlx::Result<Vec<String>> {
    let rows = database
        .query(
            "SELECT i.id FROM invitations i LEFT JOIN grants g ON g.grant_id = i.grant_id
             WHERE i.attempt NOT IN ('noting', 'sending', 'unsure')
               AND (i.state IN ('expired', 'revoked', 'declined', 'disputed') AND i.ended_at < @now - $1
                    OR i.state = 'connected' AND g.standing = 'gone' AND g.since < @now - $1)
             ORDER BY i.id LIMIT $2",
        )
        .bind(i64::from(days) * 86_400_000)
        .bind(MOST)
        .fetch_all(database.pool())
        .await?;
    rows.iter().map(|row| row.try_get("id")).collect()
}

/// What no invitation needs any more, and grants of which nothing was heard for a week: they may have gone without a word.
pub(crate) async fn tidy(database: &Database) -> sqlx::Result<()> {
    for statement in [
        "DELETE FROM tries WHERE free_at <= @now AND mailbox NOT IN (SELECT mailbox FROM invitations)",
        "DELETE FROM mailboxes WHERE busy_until <= @now AND mailbox NOT IN (SELECT mailbox FROM invitations)",
        "INSERT INTO hints (grant_id, at, next_at, tries)
         SELECT grant_id, @now, @now, 0 FROM grants WHERE standing = 'valid' AND looked_at < @now - 604800000
         ORDER BY looked_at LIMIT 100 ON CONFLICT (grant_id) DO NOTHING",
    ] {
        database.query(statement).execute(database.pool()).await?;
    }
    Ok(())
}
