//! What is still to be done, whichever relay does it. A job is a row that one relay holds for a while. What a relay leaves
//! behind when it dies, another takes once that time is over.

use crate::database::Database;
use crate::store::audit::{Entry, note};
use sqlx::{Any, Row, Transaction};

/// How long a relay holds a job, in milliseconds: longer than any takes.
const LEASE: i64 = 120_000;
/// The fact that no mail leaves.
pub(crate) const PAUSED: &str = "mail_paused";
/// The fact that too many connections ended at once for anybody to be written to unasked.
pub(crate) const HELD: &str = "renewals_held";

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// About an invitation: the next mail to whom it is for.
    Mail,
    /// About a grant that ended: an invitation to renew it.
    Renew,
    /// About something that happened: the company is told.
    Notify,
}

/// A job, held by this relay.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    pub(crate) id: String,
    pub(crate) about: String,
    pub(crate) detail: Option<String>,
    /// How often it was taken since it was last put off on purpose; this time counts.
    pub(crate) tries: i64,
    pub(crate) created_at: i64,
    /// The database's clock when it was taken.
    pub(crate) now: i64,
    by: String,
}

impl Kind {
    pub(crate) const ALL: [Kind; 3] = [Kind::Mail, Kind::Renew, Kind::Notify];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Kind::Mail => "mail",
            Kind::Renew => "renew",
            Kind::Notify => "notify",
        }
    }

    /// The fact with which none of them is done.
    const fn stopped_by(self) -> &'static str {
        match self {
            Kind::Mail => PAUSED,
            Kind::Renew => HELD,
            Kind::Notify => "",
        }
    }
}

/// Puts a job down, due in so many seconds; what it belongs to counts with it. False where the same is to be done already.
pub(crate) async fn put(
    database: &Database,
    within: &mut Transaction<'static, Any>,
    kind: Kind,
    about: &str,
    detail: Option<&str>,
    seconds: i64,
) -> sqlx::Result<bool> {
    let put = database
        .query(
            "INSERT INTO jobs (id, kind, about, detail, due_at, lease_until, tries, created_at)
             VALUES ($1, $2, $3, $4, @now + $5 * 1000, 0, 0, @now) ON CONFLICT DO NOTHING",
        )
        .bind(uuid::Uuid::new_v4().to_string())
        .bind(kind.name())
        .bind(about.to_owned())
        .bind(detail.map(str::to_owned))
        .bind(seconds)
        .execute(&mut **within)
        .await?
        .rows_affected();
    Ok(put > 0)
}

/// Takes the job that has been due for longest, for this relay alone.
pub(crate) async fn take(database: &Database, kind: Kind) -> sqlx::Result<Option<Job>> {
    let by = uuid::Uuid::new_v4().to_string();
    let row = database
        .query(
            "UPDATE jobs SET tries = tries + 1, lease_until = @now + $2, lease_by = $3
             WHERE id = (SELECT id FROM jobs WHERE kind = $1 AND due_at <= @now AND lease_until <= @now
                         ORDER BY due_at, id LIMIT 1)
               AND due_at <= @now AND lease_until <= @now
               AND NOT EXISTS (SELECT 1 FROM facts WHERE name = $4)
             RETURNING id, about, detail, tries, created_at, @now AS now",
        )
        .bind(kind.name())
        .bind(LEASE)
        .bind(by.clone())
        .bind(kind.stopped_by())
        .fetch_optional(database.pool())
        .await?;
    row.map(|row| {
        Ok(Job {
            id: row.try_get("id")?,
            about: row.try_get("about")?,
            detail: row.try_get("detail")?,
            tries: row.try_get("tries")?,
            created_at: row.try_get("created_at")?,
            now: row.try_get("now")?,
            by,
        })
    })
    .transpose()
}

/// It is done; whether it was still this relay's.
pub(crate) async fn done(
    database: &Database,
    within: &mut Transaction<'static, Any>,
    job: &Job,
) -> sqlx::Result<bool> {
    let done = database
        .query("DELETE FROM jobs WHERE id = $1 AND lease_by = $2")
        .bind(job.id.clone())
        .bind(job.by.clone())
        .execute(&mut **within)
        .await?
        .rows_affected();
    Ok(done > 0)
}

/// It did not work out; in so many seconds somebody tries again.
pub(crate) async fn later(database: &Database, job: &Job, seconds: i64) -> sqlx::Result<()> {
    database
        .query(
            "UPDATE jobs SET due_at = @now + $3 * 1000, lease_until = 0, lease_by = NULL
             WHERE id = $1 AND lease_by = $2",
        )
        .bind(job.id.clone())
        .bind(job.by.clone())
        .bind(seconds)
        .execute(database.pool())
        .await?;
    Ok(())
}

/// It is done, and the next one about the same is due in so many seconds; whether it was still this relay's.
pub(crate) async fn next(
    database: &Database,
    within: &mut Transaction<'static, Any>,
    job: &Job,
    detail: &str,
    seconds: i64,
) -> sqlx::Result<bool> {
    let counted = database
        .query(
            "UPDATE jobs SET detail = $3, due_at = @now + $4 * 1000, lease_until = 0, lease_by = NULL, tries = 0
             WHERE id = $1 AND lease_by = $2",
        )
        .bind(job.id.clone())
        .bind(job.by.clone())
        .bind(detail.to_owned())
        .bind(seconds)
        .execute(&mut **within)
        .await?
        .rows_affected();
    Ok(counted > 0)
}

/// Nobody tries again.
pub(crate) async fn give_up(
    database: &Database,
    job: &Job,
    what: &'static str,
    invitation: Option<&str>,
) -> sqlx::Result<()> {
    let mut within = database.begin().await?;
    if done(database, &mut within, job).await? {
        let entry = Entry {
            who: "relay",
            what,
            invitation,
            detail: None,
        };
        note(database, &mut within, entry).await?;
    }
    within.commit().await
}

/// How many there are of a kind, due or not.
pub(crate) async fn waiting(database: &Database, kind: Kind) -> sqlx::Result<i64> {
    let row = database
        .query("SELECT count(*) AS waiting FROM jobs WHERE kind = $1")
        .bind(kind.name())
        .fetch_one(database.pool())
        .await?;
    row.try_get("waiting")
}
