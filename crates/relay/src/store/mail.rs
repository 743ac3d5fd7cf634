//! What of a mail is written down: its ticket before it leaves, that it left, and that nobody got it.

use crate::database::Database;
use crate::store::audit::{Entry, note};
use crate::store::jobs::{self, Job, Kind, PAUSED};
use crate::store::tickets::{Kind as Link, add_ticket};
use sqlx::{Any, Transaction};

/// A mail about an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Letter {
    /// The first, whether it invites or asks to renew.
    Invitation,
    Reminder,
    LastReminder,
}

const DAY: i64 = 24 * 3600;

impl Letter {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Letter::Invitation => "invitation",
            Letter::Reminder => "reminder",
            Letter::LastReminder => "last reminder",
        }
    }

    /// The one that a job is about.
    pub(crate) fn of(job: &Job) -> Option<Letter> {
        [Letter::Invitation, Letter::Reminder, Letter::LastReminder]
            .into_iter()
            .find(|letter| Some(letter.name()) == job.detail.as_deref())
    }

    /// What comes after it, and how many seconds after it at least: three and seven days after the first.
    const fn next(self) -> Option<(Letter, i64)> {
        match self {
            Letter::Invitation => Some((Letter::Reminder, 3 * DAY)),
            Letter::Reminder => Some((Letter::LastReminder, 4 * DAY)),
            Letter::LastReminder => None,
        }
    }
}

/// The invitation's first mail is to be sent; instead of whatever was to be sent before.
pub(crate) async fn put_mail(
    database: &Database,
    within: &mut Transaction<'static, Any>,
    invitation: &str,
) -> sqlx::Result<()> {
    forget(database, within, invitation).await?;
    let detail = Some(Letter::Invitation.name());
    jobs::put(database, within, Kind::Mail, invitation, detail, 0).await?;
    Ok(())
}

/// The ticket of a mail that is about to leave. It has to open something when the mail is there.
pub(crate) async fn mail_ticket(
    database: &Database,
    invitation: &str,
    hash: &str,
) -> sqlx::Result<()> {
    let mut within = database.begin().await?;
    add_ticket(database, &mut within, invitation, hash, Link::Link, None).await?;
    within.commit().await
}

/// The mail certainly did not leave: nobody has its ticket.
pub(crate) async fn no_mail(database: &Database, hash: &str) -> sqlx::Result<()> {
    database
        .query("DELETE FROM tickets WHERE hash = $1")
        .bind(hash.to_owned())
        .execute(database.pool())
        .await?;
    Ok(())
}

/// It left, or nobody can tell and it was tried often enough: the invitation is sent, and the next one is to be sent when it
/// is time.
pub(crate) async fn mailed(
    database: &Database,
    job: &Job,
    letter: Letter,
    certain: bool,
) -> sqlx::Result<()> {
    let mut within = database.begin().await?;
    let counted = match letter.next() {
        Some((next, seconds)) => {
            jobs::next(database, &mut within, job, next.name(), seconds).await?
        }
        None => jobs::done(database, &mut within, job).await?,
    };
    // Where it took so long that another relay has the job, what is true all the same is written down.
    database
        .query(
            "UPDATE invitations SET state = CASE WHEN state = 'created' THEN 'sent' ELSE state END,
                 sent_at = COALESCE(sent_at, @now)
             WHERE id = $1",
        )
        .bind(job.about.clone())
        .execute(&mut *within)
        .await?;
    if certain {
        // When it was refused stays: where it takes one mail and refuses the next, nobody is told each time.
        database
            .query("UPDATE facts SET value = '' WHERE name = $1 AND value <> ''")
            .bind(REFUSED)
            .execute(&mut *within)
            .await?;
    }
    let entry = Entry {
        who: "relay",
        what: match (counted, certain) {
            (false, _) => "mail sent twice",
            (true, true) => "mail sent",
            (true, false) => "mail perhaps sent",
        },
        invitation: Some(&job.about),
        detail: Some(letter.name()),
    };
    note(database, &mut within, entry).await?;
    within.commit().await
}

/// Nobody got it, as the other side says; whether that was not known yet. `why` is the code that it gave.
pub(crate) async fn bounced(
    database: &Database,
    invitation: &str,
    who: &str,
    why: Option<&str>,
) -> sqlx::Result<bool> {
    let mut within = database.begin().await?;
    let counted = database
        .query(
            "UPDATE invitations SET bounced_at = @now
             WHERE id = $1 AND bounced_at IS NULL AND state IN ('created', 'sent', 'claimed')",
        )
        .bind(invitation.to_owned())
        .execute(&mut *within)
        .await?
        .rows_affected();
    if counted > 0 {
        forget(database, &mut within, invitation).await?;
        let entry = Entry {
            who,
            what: "mail bounced",
            invitation: Some(invitation),
            detail: why,
        };
        note(database, &mut within, entry).await?;
    }
    within.commit().await?;
    Ok(counted > 0)
}

/// The fact that the mail server refused what the company has to mend, and how; it says nothing any more once a mail left.
const REFUSED: &str = "mail_refused";
/// As the company is told of it.
pub(crate) const MAIL_REFUSED: &str = "mail.refused";
/// How long that is believed, in seconds: what waits is tried again sooner.
const BELIEVED: i64 = 3600;

/// Writes down what the company has to mend before a mail leaves. It is told once, and again after an hour without it.
pub(crate) async fn mail_refused(database: &Database, why: &str, tell: bool) -> sqlx::Result<()> {
    let mut within = database.begin().await?;
    let known = database
        .query("SELECT 1 AS known FROM facts WHERE name = $1 AND at > @now - $2 * 1000")
        .bind(REFUSED)
        .bind(BELIEVED)
        .fetch_optional(&mut *within)
        .await?;
    database
        .query(
            "INSERT INTO facts (name, value, at) VALUES ($1, $2, @now)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at",
        )
        .bind(REFUSED)
        .bind(why.to_owned())
        .execute(&mut *within)
        .await?;
    if tell && known.is_none() {
        jobs::put(database, &mut within, Kind::Notify, MAIL_REFUSED, None, 0).await?;
    }
    within.commit().await
}

/// What the company has to mend before a mail leaves, as the mail server said last.
pub(crate) async fn why_refused(database: &Database) -> sqlx::Result<Option<String>> {
    let why = super::fact(database, REFUSED, BELIEVED).await?;
    Ok(why.filter(|why| !why.is_empty()))
}

/// No mail leaves any more, or all may again; whether that is new.
pub(crate) async fn pause(database: &Database, who: &str, pause: bool) -> sqlx::Result<bool> {
    let mut within = database.begin().await?;
    let (statement, what) = if pause {
        (
            "INSERT INTO facts (name, value, at) VALUES ($1, '', @now) ON CONFLICT DO NOTHING",
            "mail paused",
        )
    } else {
        ("DELETE FROM facts WHERE name = $1", "mail resumed")
    };
    let counted = database
        .query(statement)
        .bind(PAUSED)
        .execute(&mut *within)
        .await?
        .rows_affected();
    if counted > 0 {
        let entry = Entry {
            who,
            what,
            invitation: None,
            detail: None,
        };
        note(database, &mut within, entry).await?;
    }
    within.commit().await?;
    Ok(counted > 0)
}

/// Whatever was to be sent about it.
async fn forget(
    database: &Database,
    within: &mut Transaction<'static, Any>,
    invitation: &str,
) -> sqlx::Result<()> {
    database
        .query("DELETE FROM jobs WHERE kind = $1 AND about = $2")
        .bind(Kind::Mail.name())
        .bind(invitation.to_owned())
        .execute(&mut **within)
        .await?;
    Ok(())
}
