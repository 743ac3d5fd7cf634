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

/// Two kinds, each by its own index; for the second, SQLite takes `CROSS` as the order in which to look.
pub(super) const TO_PURGE: &str = "SELECT id FROM invitations
    WHERE state IN ('expired', 'revoked', 'declined', 'disputed') AND ended_at < @now - $1
      AND attempt NOT IN ('noting', 'sending', 'unsure')
    UNION ALL
    SELECT i.id FROM grants g CROSS JOIN invitations i
    WHERE g.standing = 'gone' AND g.since < @now - $1 AND i.grant_id = g.grant_id AND i.state = 'connected'
      AND i.attempt NOT IN ('noting', 'sending', 'unsure')
    LIMIT $2";

/// Invitations whose data has been kept for so many days after their end; a connected one's end is its grant's.
pub(crate) async fn to_purge(database: &Database, days: u32) -> sqlx::Result<Vec<String>> {
    let rows = database
        .query(TO_PURGE)
        .bind(i64::from(days) * 86_400_000)
        .bind(MOST)
        .fetch_all(database.pool())
        .await?;
    rows.iter().map(|row| row.try_get("id")).collect()
}

/// Grants of which nothing was heard for a week.
pub(super) const LOOK_AGAIN: &str = "INSERT INTO hints (grant_id, at, next_at, tries)
    SELECT grant_id, @now, @now, 0 FROM grants WHERE standing = 'valid' AND looked_at < @now - 604800000
    ORDER BY looked_at LIMIT 100 ON CONFLICT (grant_id) DO NOTHING";

/// Places and mailboxes that no invitation needs any more. Of each mailbox it is asked, and of its places only then.
pub(super) const UNUSED_TRIES: &str = "DELETE FROM tries WHERE free_at <= @now AND mailbox IN
    (SELECT mailbox FROM mailboxes WHERE busy_until <= @now
     AND NOT EXISTS (SELECT 1 FROM invitations WHERE invitations.mailbox = mailboxes.mailbox))";
pub(super) const UNUSED_MAILBOXES: &str = "DELETE FROM mailboxes WHERE busy_until <= @now
    AND NOT EXISTS (SELECT 1 FROM invitations WHERE invitations.mailbox = mailboxes.mailbox)
    AND NOT EXISTS (SELECT 1 FROM tries WHERE tries.mailbox = mailboxes.mailbox)";

/// What no invitation needs any more goes, and grants of which nothing was heard may have gone without a word.
pub(crate) async fn tidy(database: &Database) -> sqlx::Result<()> {
    for statement in [UNUSED_TRIES, UNUSED_MAILBOXES, LOOK_AGAIN] {
        database.query(statement).execute(database.pool()).await?;
    }
    Ok(())
}
