//! What an operator does to an invitation: each one statement that says under which condition it counts.

use crate::database::Database;
use crate::store::audit::{Entry, note};
use crate::store::mail::put_mail;
use crate::store::read::{Invitation, by_id};
use crate::store::tickets::{Kind, add_ticket, end_links};
use sqlx::{Any, Transaction};

/// What is to be done.
#[derive(Debug)]
pub(crate) enum Change<'a> {
    /// A further link, by the hash of its ticket.
    Link(&'a str),
    /// The company's own mailer sent it.
    Sent,
    Revoke,
    /// Another computer may claim it.
    Release,
    /// Refusals that its account met are forgotten.
    ResetTries,
    Correct(Correction),
}

/// What is corrected: what is there.
#[derive(Debug, Default)]
pub(crate) struct Correction {
    /// Address and mailbox.
    pub(crate) account: Option<(String, String)>,
    /// Where its mail goes instead, and whether the relay sends it.
    pub(crate) send_to: Option<String>,
    pub(crate) mailed: bool,
    pub(crate) recipient_label: Option<String>,
    pub(crate) account_label: Option<String>,
    pub(crate) language: Option<String>,
}

/// What became of it.
#[derive(Debug)]
pub(crate) enum Changed {
    Done(Box<Invitation>),
    NotFound,
    /// It came to an end before.
    Ended(Box<Invitation>),
    /// A password is on its way.
    UnderWay,
}

/// A statement that counts only while no password is on its way, and the invitation can still be used.
macro_rules! while_open {
    ($sql:literal) => {
        concat!(
            $sql,
            "state IN ('created', 'sent', 'claimed') AND expires_at > @now AND attempt NOT IN ('noting', 'sending', 'unsure')"
        )
    };
}

impl Change<'_> {
    fn what(&self) -> &'static str {
        match self {
            Change::Link(_) => "link made",
            Change::Sent => "sent",
            Change::Revoke => "revoked",
            Change::Release => "released",
            Change::ResetTries => "tries reset",
            Change::Correct(_) => "corrected",
        }
    }

    /// Whether it also counts while a password is on its way.
    fn disturbs_nothing(&self) -> bool {
        matches!(self, Change::Link(_) | Change::Sent | Change::ResetTries)
    }
}

/// Does it, and writes down who did.
pub(crate) async fn change(
    database: &Database,
    id: &str,
    who: &str,
    change: Change<'_>,
) -> sqlx::Result<Changed> {
    let Some(known) = by_id(database, id).await? else {
        return Ok(Changed::NotFound);
    };
    if !known.state.is_open() && !matches!(change, Change::ResetTries) {
        return Ok(Changed::Ended(Box::new(known)));
    }
    if known.is_under_way() && !change.disturbs_nothing() {
        return Ok(Changed::UnderWay);
    }
    let what = change.what();
    let mut within = database.begin().await?;
    let done = match change {
        Change::Link(hash) => {
            add_ticket(database, &mut within, id, hash, Kind::Link, None).await?;
            1
        }
        Change::ResetTries => {
            database
                // Not the one that is being tried now.
                .query("UPDATE tries SET free_at = 0, claim = NULL WHERE mailbox = $1 AND lease IS NULL")
                .bind(known.mailbox.clone())
                .execute(&mut *within)
                .await?;
            1
        }
        Change::Sent => database
            .query(
                "UPDATE invitations SET state = CASE WHEN state = 'created' THEN 'sent' ELSE state END,
                     sent_at = COALESCE(sent_at, @now)
                 WHERE id = $1 AND state IN ('created', 'sent', 'claimed') AND expires_at > @now",
            )
            .bind(id.to_owned())
            .execute(&mut *within)
            .await?
            .rows_affected(),
        Change::Revoke => database
            .query(while_open!("UPDATE invitations SET state = 'revoked', ended_at = @now WHERE id = $1 AND "))
            .bind(id.to_owned())
            .execute(&mut *within)
            .await?
            .rows_affected(),
        Change::Release => database
            .query(while_open!(
                "UPDATE invitations SET lost_hash = COALESCE(claim_hash, lost_hash), claim_hash = NULL, claim_ticket = NULL,
                     state = CASE WHEN sent_at IS NULL THEN 'created' ELSE 'sent' END
                 WHERE id = $1 AND "
            ))
            .bind(id.to_owned())
            .execute(&mut *within)
            .await?
            .rows_affected(),
        Change::Correct(what) => correct(database, &mut within, id, what).await?,
    };
    if done > 0 {
        let entry = Entry {
            who,
            what,
            invitation: Some(id),
            detail: None,
        };
        note(database, &mut within, entry).await?;
        within.commit().await?;
    } else {
        within.rollback().await?;
    }
    Ok(match by_id(database, id).await? {
        None => Changed::NotFound,
        Some(now) if done > 0 => Changed::Done(Box::new(now)),
        Some(now) if now.is_under_way() => Changed::UnderWay,
        Some(now) => Changed::Ended(Box::new(now)),
    })
}

async fn correct(
    database: &Database,
    within: &mut Transaction<'static, Any>,
    id: &str,
    what: Correction,
) -> sqlx::Result<u64> {
    let (account, mailbox) = what.account.unzip();
    if what.send_to.is_some() {
        // Somebody else may have the links from before.
        end_links(database, within, id).await?;
        if what.mailed {
            put_mail(database, within, id).await?;
        }
    }
    let corrected = database
        .query(while_open!(
            "UPDATE invitations SET account = COALESCE($2, account), mailbox = COALESCE($3, mailbox),
                 recipient_label = COALESCE($4, recipient_label), account_label = COALESCE($5, account_label),
                 language = COALESCE($6, language), send_to = COALESCE($7, send_to),
                 bounced_at = CASE WHEN CAST($7 AS TEXT) IS NULL THEN bounced_at END
             WHERE id = $1 AND "
        ))
        .bind(id.to_owned())
        .bind(account)
        .bind(mailbox)
        .bind(what.recipient_label)
        .bind(what.account_label)
        .bind(what.language)
        .bind(what.send_to)
        .execute(&mut **within)
        .await?;
    Ok(corrected.rows_affected())
}
