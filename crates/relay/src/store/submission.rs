//! A submission: who may send a password, and what became of it. A lease says for how long its holder's word counts; whoever
//! finds one that is over looks at Nylas before anything else.

use crate::database::Database;
use crate::store::audit::{Entry, note};
use crate::store::find::Found;
use crate::store::tries;
use sqlx::Row;

/// How long a submission may take before another relay looks after it: custom auth takes 130 seconds at most.
pub(crate) const LEASE_SECONDS: i64 = 180;

/// A submission that this relay holds.
#[derive(Clone, Debug)]
pub(crate) struct Lease {
    pub(crate) invitation: String,
    pub(crate) mailbox: String,
    /// Nobody else has the same.
    pub(crate) by: String,
}

/// Whether a password may be sent.
#[derive(Debug)]
pub(crate) enum Begun {
    Yes(Lease),
    /// One is on its way, for this invitation or by another for the same mailbox.
    UnderWay,
    /// The invitation is no longer this caller's, or came to an end.
    NoLonger,
    /// Until then, in milliseconds.
    TooManyTries(i64),
}

/// Takes the submission, the mailbox and a try, all three or none.
pub(crate) async fn begin(database: &Database, found: &Found) -> sqlx::Result<Begun> {
    let invitation = &found.invitation;
    let claim = found.claim_hash.clone().unwrap_or_default();
    let lease = Lease {
        invitation: invitation.id.clone(),
        mailbox: invitation.mailbox.clone(),
        by: uuid::Uuid::new_v4().to_string(),
    };
    tries::prepare(database, &lease.mailbox).await?;
    let mut within = database.begin().await?;
    let taken = database
        .query(
            "UPDATE invitations SET attempt = 'noting', submission = submission + 1, lease_by = $3, lease_until = @now + $4,
                 refusal = NULL, refusal_type = NULL, refusal_request = NULL, noted = NULL, password_sent_at = NULL,
                 claim_seen_at = @now
             WHERE id = $1 AND claim_hash = $2 AND state = 'claimed' AND expires_at > @now
               AND attempt IN ('none', 'failed')",
        )
        .bind(lease.invitation.clone())
        .bind(claim.clone())
        .bind(lease.by.clone())
        .bind(LEASE_SECONDS * 1000)
        .execute(&mut *within)
        .await?
        .rows_affected();
    if taken == 0 {
        within.rollback().await?;
        let now = crate::store::read::by_id(database, &lease.invitation).await?;
        return Ok(match now {
            Some(now) if now.is_under_way() => Begun::UnderWay,
            _ => Begun::NoLonger,
        });
    }
    let free = database
        .query("UPDATE mailboxes SET busy_until = @now + $2, busy_with = $3 WHERE mailbox = $1 AND busy_until <= @now")
        .bind(lease.mailbox.clone())
        .bind(LEASE_SECONDS * 1000)
        .bind(lease.by.clone())
        .execute(&mut *within)
        .await?
        .rows_affected();
    if free == 0 {
        within.rollback().await?;
        return Ok(Begun::UnderWay);
    }
    if !tries::take(
        database,
        &mut within,
        &lease.mailbox,
        &claim,
        &lease.by,
        LEASE_SECONDS,
    )
    .await?
    {
        within.rollback().await?;
        let until = tries::until(database, &lease.mailbox, &claim).await?;
        return Ok(Begun::TooManyTries(until));
    }
    within.commit().await?;
    Ok(Begun::Yes(lease))
}

/// Notes what was there before, right before the password is sent. Only with a yes may it be.
pub(crate) async fn sending(database: &Database, lease: &Lease, noted: &str) -> sqlx::Result<bool> {
    let counted = database
        .query(
            "UPDATE invitations SET attempt = 'sending', noted = $3, password_sent_at = @now, lease_until = @now + $4
             WHERE id = $1 AND lease_by = $2 AND attempt = 'noting'",
        )
        .bind(lease.invitation.clone())
        .bind(lease.by.clone())
        .bind(noted.to_owned())
        .bind(LEASE_SECONDS * 1000)
        .execute(database.pool())
        .await?
        .rows_affected();
    Ok(counted > 0)
}

/// Nobody knows what became of it; the lease goes on while this relay looks. Whether it is still this relay's.
pub(crate) async fn unsure(database: &Database, lease: &Lease) -> sqlx::Result<bool> {
    let counted = database
        .query(
            "UPDATE invitations SET attempt = 'unsure', lease_until = @now + $3
             WHERE id = $1 AND lease_by = $2 AND attempt IN ('sending', 'unsure')",
        )
        .bind(lease.invitation.clone())
        .bind(lease.by.clone())
        .bind(LEASE_SECONDS * 1000)
        .execute(database.pool())
        .await?
        .rows_affected();
    database
        .query("UPDATE mailboxes SET busy_until = @now + $3 WHERE mailbox = $1 AND busy_with = $2")
        .bind(lease.mailbox.clone())
        .bind(lease.by.clone())
        .bind(LEASE_SECONDS * 1000)
        .execute(database.pool())
        .await?;
    Ok(counted > 0)
}

/// Takes over what a relay left behind; what it had not sent yet is over, the rest has to be looked for.
pub(crate) async fn take_over(
    database: &Database,
    invitation: &str,
    mailbox: &str,
) -> sqlx::Result<Option<Lease>> {
    let lease = Lease {
        invitation: invitation.to_owned(),
        mailbox: mailbox.to_owned(),
        by: uuid::Uuid::new_v4().to_string(),
    };
    let row = database
        .query(
            "UPDATE invitations SET attempt = CASE WHEN attempt = 'noting' THEN 'failed' ELSE 'unsure' END,
                 lease_by = $2, lease_until = @now + $3
             WHERE id = $1 AND lease_until <= @now AND attempt IN ('noting', 'sending', 'unsure')
             RETURNING attempt",
        )
        .bind(lease.invitation.clone())
        .bind(lease.by.clone())
        .bind(LEASE_SECONDS * 1000)
        .fetch_optional(database.pool())
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    database
        .query("UPDATE mailboxes SET busy_until = @now + $3, busy_with = $2 WHERE mailbox = $1 AND busy_until <= @now")
        .bind(lease.mailbox.clone())
        .bind(lease.by.clone())
        .bind(LEASE_SECONDS * 1000)
        .execute(database.pool())
        .await?;
    let attempt: String = row.try_get("attempt")?;
    Ok((attempt == "unsure").then_some(lease))
}

/// Why nothing was made.
#[derive(Clone, Debug, Default)]
pub(crate) struct Failure {
    pub(crate) code: &'static str,
    pub(crate) kind: Option<String>,
    pub(crate) request_id: Option<String>,
    /// Apple refused the password: the try is used up for a day.
    pub(crate) spends_try: bool,
}

/// Nothing was made.
pub(crate) async fn failed(
    database: &Database,
    lease: &Lease,
    why: &Failure,
) -> sqlx::Result<bool> {
    let mut within = database.begin().await?;
    let counted = database
        .query(
            "UPDATE invitations SET attempt = 'failed', lease_until = @now, refusal = $3, refusal_type = $4, refusal_request = $5
             WHERE id = $1 AND lease_by = $2 AND attempt IN ('noting', 'sending', 'unsure')",
        )
        .bind(lease.invitation.clone())
        .bind(lease.by.clone())
        .bind(why.code)
        .bind(why.kind.clone())
        .bind(why.request_id.clone())
        .execute(&mut *within)
        .await?
        .rows_affected();
    tries::settle(
        database,
        &mut within,
        &lease.mailbox,
        &lease.by,
        why.spends_try,
    )
    .await?;
    free_mailbox(database, &mut within, lease).await?;
    if counted > 0 {
        let entry = Entry {
            who: "relay",
            what: "refused",
            invitation: Some(&lease.invitation),
            detail: Some(why.code),
        };
        note(database, &mut within, entry).await?;
    }
    within.commit().await?;
    Ok(counted > 0)
}

/// What was made.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    pub(crate) grant_id: String,
    pub(crate) email: String,
    pub(crate) existed: bool,
}

/// There is a grant.
pub(crate) async fn made(database: &Database, lease: &Lease, made: &Made) -> sqlx::Result<bool> {
    let mut within = database.begin().await?;
    let counted = database
        .query(
            "UPDATE invitations SET attempt = 'made', state = 'connected', ended_at = @now, made_at = @now,
                 lease_until = @now + 60000, grant_id = $3, grant_email = $4, grant_existed = $5, problem = NULL, problem_at = NULL
             WHERE id = $1 AND lease_by = $2 AND attempt IN ('sending', 'unsure')",
        )
        .bind(lease.invitation.clone())
        .bind(lease.by.clone())
        .bind(made.grant_id.clone())
        .bind(made.email.clone())
        .bind(i64::from(made.existed))
        .execute(&mut *within)
        .await?
        .rows_affected();
    tries::forget(database, &mut within, &lease.mailbox).await?;
    free_mailbox(database, &mut within, lease).await?;
    if counted > 0 {
        let entry = Entry {
            who: "customer",
            what: if made.existed { "renewed" } else { "connected" },
            invitation: Some(&lease.invitation),
            detail: Some(&made.grant_id),
        };
        note(database, &mut within, entry).await?;
    }
    within.commit().await?;
    Ok(counted > 0)
}

async fn free_mailbox(
    database: &Database,
    within: &mut sqlx::Transaction<'static, sqlx::Any>,
    lease: &Lease,
) -> sqlx::Result<()> {
    database
        .query("UPDATE mailboxes SET busy_until = 0, busy_with = NULL WHERE mailbox = $1 AND busy_with = $2")
        .bind(lease.mailbox.clone())
        .bind(lease.by.clone())
        .execute(&mut **within)
        .await?;
    Ok(())
}
