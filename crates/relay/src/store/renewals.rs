//! Connections that ended, and the invitations to renew them.

use crate::database::Database;
use crate::store::audit::{Entry, note};
use crate::store::jobs::{self, HELD, Job, Kind};
use crate::store::mail::put_mail;
use invitation::VALID_SECONDS;
use invitation::operator::Standing;
use sqlx::{Any, Row, Transaction};

/// How long a connection has to be over before anybody is written to, in seconds: Nylas takes some for ended that are not.
const PATIENCE: i64 = 30 * 60;
/// In an hour so many may end before it looks like something else than people changing their password.
const MOST: i64 = 20;
/// Or one in so many of all, if that is less; but so few are never too many.
const SHARE: i64 = 50;
const FEW: i64 = 3;
/// The fact until when everything that had ended was looked at by an operator.
const SENT: &str = "renewals_sent";
/// How long *Wait* waits, in seconds.
const WAIT: i64 = 24 * 3600;

/// An invitation that made or renewed the grant `$1` last and is still connected by it, and to which nothing was done since
/// the grant ended: nobody was invited anew, and nobody declined.
macro_rules! to_be_renewed {
    () => {
        "i.id = (SELECT id FROM invitations WHERE grant_id = $1 ORDER BY made_at DESC, id DESC LIMIT 1)
         AND i.state = 'connected'
         AND NOT EXISTS (SELECT 1 FROM invitations o WHERE o.mailbox = i.mailbox AND o.id <> i.id
             AND (o.created_at >= g.since OR o.state IN ('created', 'sent', 'claimed') AND o.expires_at > @now))"
    };
}

/// What follows from how a grant stands: it is to be renewed, or what was to renew it ends.
pub(crate) async fn follow(
    database: &Database,
    within: &mut Transaction<'static, Any>,
    grant: &str,
    standing: Standing,
) -> sqlx::Result<()> {
    if standing == Standing::Invalid {
        database
            .query(concat!(
                "INSERT INTO jobs (id, kind, about, due_at, lease_until, tries, created_at)
                 SELECT $2, $3, g.grant_id, g.since + $4 * 1000, 0, 0, @now FROM grants g, invitations i
                 WHERE g.grant_id = $1 AND ",
                to_be_renewed!(),
                " ON CONFLICT DO NOTHING"
            ))
            .bind(grant.to_owned())
            .bind(uuid::Uuid::new_v4().to_string())
            .bind(Kind::Renew.name())
            .bind(PATIENCE)
            .execute(&mut **within)
            .await?;
        return Ok(());
    }
    database
        .query("DELETE FROM jobs WHERE kind = $1 AND about = $2")
        .bind(Kind::Renew.name())
        .bind(grant.to_owned())
        .execute(&mut **within)
        .await?;
    let ended = database
        .query(END_RENEWING)
        .bind(grant.to_owned())
        .fetch_all(&mut **within)
        .await?;
    for row in ended {
        let id: String = row.try_get("id")?;
        let why = if standing == Standing::Valid {
            "it works again"
        } else {
            "the grant was deleted"
        };
        let entry = Entry {
            who: "relay",
            what: "revoked",
            invitation: Some(&id),
            detail: Some(why),
        };
        note(database, within, entry).await?;
    }
    Ok(())
}

/// Whether so many ended in the hour around this one that it looks like something else than people changing passwords.
pub(crate) async fn too_many(database: &Database, grant: &str) -> sqlx::Result<bool> {
    let row = database
        .query(
            "SELECT COALESCE(sum(CASE WHEN g.standing = 'invalid' AND g.since > seen.until
                         AND g.since BETWEEN own.since - 1800000 AND own.since + 1800000 THEN 1 ELSE 0 END), 0) AS ended,
                 count(*) AS connected, CAST(COALESCE(max(CASE WHEN own.since > seen.until THEN 1 ELSE 0 END), 0) AS BIGINT) AS is_new
             FROM grants g, grants own, (SELECT COALESCE(max(at), 0) AS until FROM facts WHERE name = $2) seen
             WHERE own.grant_id = $1 AND g.standing <> 'gone'",
        )
        .bind(grant.to_owned())
        .bind(SENT)
        .fetch_one(database.pool())
        .await?;
    let ended: i64 = row.try_get("ended")?;
    let connected: i64 = row.try_get("connected")?;
    let is_new = row.try_get::<i64, _>("is_new")? > 0;
    Ok(is_new && is_too_many(ended, connected))
}

/// Whether so many of so many, within an hour.
const fn is_too_many(ended: i64, connected: i64) -> bool {
    ended > MOST || ended > FEW && ended * SHARE > connected
}

/// From now on nobody is written to unasked; whether that is new.
pub(crate) async fn hold(database: &Database, tell: bool) -> sqlx::Result<bool> {
    let mut within = database.begin().await?;
    let counted = database
        .query("INSERT INTO facts (name, value, at) VALUES ($1, '', @now) ON CONFLICT DO NOTHING")
        .bind(HELD)
        .execute(&mut *within)
        .await?
        .rows_affected();
    if counted > 0 {
        if tell {
            jobs::put(
                database,
                &mut within,
                Kind::Notify,
                "renewals.held",
                None,
                0,
            )
            .await?;
        }
        noted(database, &mut within, "relay", "renewals held").await?;
    }
    within.commit().await?;
    Ok(counted > 0)
}

/// An operator decides about what is held: it is sent, or waits a day, and what still is over then is asked for again.
/// Whether anything was held.
pub(crate) async fn release(database: &Database, who: &str, send: bool) -> sqlx::Result<bool> {
    let mut within = database.begin().await?;
    let held = database
        .query("DELETE FROM facts WHERE name = $1")
        .bind(HELD)
        .execute(&mut *within)
        .await?
        .rows_affected();
    if held == 0 {
        within.rollback().await?;
        return Ok(false);
    }
    if send {
        database
            .query(
                "INSERT INTO facts (name, value, at) VALUES ($1, '', @now)
                 ON CONFLICT (name) DO UPDATE SET at = excluded.at",
            )
            .bind(SENT)
            .execute(&mut *within)
            .await?;
    } else {
        database
            .query("UPDATE jobs SET due_at = @now + $2 * 1000 WHERE kind = $1")
            .bind(Kind::Renew.name())
            .bind(WAIT)
            .execute(&mut *within)
            .await?;
    }
    let what = if send {
        "renewals sent"
    } else {
        "renewals put off"
    };
    noted(database, &mut within, who, what).await?;
    within.commit().await?;
    Ok(true)
}

/// Invites whoever connected it to renew it, and ends the job; where somebody was invited meanwhile, nobody is.
pub(crate) async fn invite_to_renew(
    database: &Database,
    job: &Job,
    reference: &str,
    by_mail: bool,
) -> sqlx::Result<Option<String>> {
    let id = uuid::Uuid::new_v4().to_string();
    let mut within = database.begin().await?;
    if !jobs::done(database, &mut within, job).await? {
        within.rollback().await?;
        return Ok(None);
    }
    let made = database
        .query(concat!(
            "INSERT INTO invitations (id, reference, account, mailbox, send_to, recipient_label, account_label, body_hash,
                 grant_state, language, renew, state, created_at, expires_at, submission, attempt, lease_until, mail_read,
                 parent, renews)
             SELECT $2, $3, i.account, i.mailbox, i.send_to, i.recipient_label, i.account_label, '',
                 i.grant_state, i.language, 1, 'created', @now, @now + $4 * 1000, 0, 'none', 0, 0,
                 COALESCE(i.parent, i.id), g.grant_id
             FROM grants g, invitations i WHERE g.grant_id = $1 AND g.standing = 'invalid' AND ",
            to_be_renewed!()
        ))
        .bind(job.about.clone())
        .bind(id.clone())
        .bind(reference.to_owned())
        .bind(VALID_SECONDS)
        .execute(&mut *within)
        .await?
        .rows_affected();
    if made > 0 {
        followed(database, &mut within, &id, "relay", by_mail).await?;
    }
    within.commit().await?;
    Ok((made > 0).then_some(id))
}

/// A new link for whoever has one that ended: another invitation for the same account goes to the address that the company
/// has, once an hour; or the mail of the one that is open already. Not once somebody said there that they do not want it.
/// Whether there is something to send.
pub(crate) async fn again(
    database: &Database,
    invitation: &str,
    mailbox: &str,
    reference: &str,
    by_mail: bool,
) -> sqlx::Result<bool> {
    let id = uuid::Uuid::new_v4().to_string();
    let mut within = database.begin().await?;
    let counted = database
        .query(
            "UPDATE invitations SET again_at = @now
             WHERE id = $1 AND send_to IS NOT NULL AND bounced_at IS NULL
               AND (state IN ('connected', 'expired') OR state IN ('created', 'sent', 'claimed') AND expires_at <= @now
                    AND attempt NOT IN ('noting', 'sending', 'unsure'))
               AND NOT EXISTS (SELECT 1 FROM invitations o WHERE o.mailbox = $2
                   AND (o.again_at > @now - 3600000 OR o.state = 'declined' AND o.created_at >= invitations.created_at))",
        )
        .bind(invitation.to_owned())
        .bind(mailbox.to_owned())
        .execute(&mut *within)
        .await?
        .rows_affected();
    if counted == 0 {
        within.rollback().await?;
        return Ok(false);
    }
    let open = database
        .query(
            "SELECT o.id FROM invitations o, invitations i
             WHERE i.id = $1 AND o.mailbox = i.mailbox AND o.send_to = i.send_to AND o.bounced_at IS NULL
               AND o.state IN ('created', 'sent', 'claimed') AND o.expires_at > @now
             ORDER BY o.created_at DESC, o.id LIMIT 1",
        )
        .bind(invitation.to_owned())
        .fetch_optional(&mut *within)
        .await?;
    if let Some(row) = open {
        let id: String = row.try_get("id")?;
        let entry = Entry {
            who: "customer",
            what: "new link asked for",
            invitation: Some(&id),
            detail: None,
        };
        note(database, &mut within, entry).await?;
        if by_mail {
            put_mail(database, &mut within, &id).await?;
        }
    } else {
        database
            .query(
                "INSERT INTO invitations (id, reference, account, mailbox, send_to, recipient_label, account_label, body_hash,
                     grant_state, language, renew, state, created_at, expires_at, submission, attempt, lease_until, mail_read,
                     parent)
                 SELECT $2, $3, account, mailbox, send_to, recipient_label, account_label, '',
                     grant_state, language, CASE WHEN grant_id IS NULL THEN renew ELSE 1 END, 'created', @now,
                     @now + $4 * 1000, 0, 'none', 0, 0, COALESCE(parent, id)
                 FROM invitations WHERE id = $1",
            )
            .bind(invitation.to_owned())
            .bind(id.clone())
            .bind(reference.to_owned())
            .bind(VALID_SECONDS)
            .execute(&mut *within)
            .await?;
        followed(database, &mut within, &id, "customer", by_mail).await?;
    }
    within.commit().await?;
    Ok(true)
}

/// A further invitation is there: it is written to whoever it is for, and written down.
async fn followed(
    database: &Database,
    within: &mut Transaction<'static, Any>,
    id: &str,
    who: &str,
    by_mail: bool,
) -> sqlx::Result<()> {
    if by_mail {
        put_mail(database, within, id).await?;
    }
    let entry = Entry {
        who,
        what: "invited again",
        invitation: Some(id),
        detail: None,
    };
    note(database, within, entry).await
}

async fn noted(
    database: &Database,
    within: &mut Transaction<'static, Any>,
    who: &str,
    what: &'static str,
) -> sqlx::Result<()> {
    let entry = Entry {
        who,
        what,
        invitation: None,
        detail: None,
    };
    note(database, within, entry).await
}

/// Ends what else would renew a connection. Each connection asks for it, so it must not look at every open invitation.
pub(super) const END_RENEWING: &str = "UPDATE invitations SET state = 'revoked', ended_at = @now
    WHERE renews = $1 AND state IN ('created', 'sent', 'claimed') AND expires_at > @now
      AND attempt NOT IN ('noting', 'sending', 'unsure')
    RETURNING id";

#[cfg(test)]
mod tests {
    use super::is_too_many;

    #[test]
    fn more_than_twenty_or_two_percent_are_too_many_and_three_never() {
        for (ended, connected, too_many) in [
            (1, 1, false),
            (3, 3, false),
            (4, 4, true),
            (4, 199, true),
            (4, 200, false),
            (5, 200, true),
            (20, 1_000, false),
            (20, 999, true),
            (21, 1_000_000, true),
        ] {
            assert_eq!(
                is_too_many(ended, connected),
                too_many,
                "{ended} of {connected}"
            );
        }
    }
}
