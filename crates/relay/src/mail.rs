//! Mails to whoever is invited. A job is the next mail about an invitation; the ticket in it is made when it leaves, and
//! only its hash is kept.

mod letter;

pub(crate) use letter::{Written, written};

use crate::jobs::{Outcome, pause};
use crate::logs;
use crate::mailer::{Mailer, Refused};
use crate::relay::Relay;
use crate::secrets;
use crate::store::{self, Invitation, Job, Letter};
use invitation::{DAY_SECONDS, Link};
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::{Address, Message};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

/// How often a mail is sent of which nobody can tell whether it left.
const TRIES: i64 = 3;
/// Longest pause between two tries, in seconds.
const LONGEST_PAUSE: i64 = 1800;

/// Sends the mail that a job is about, where somebody still waits for it.
pub(crate) async fn send(relay: &Relay, job: &Job) -> sqlx::Result<Outcome> {
    let invitation = store::by_id(&relay.database, &job.about).await?;
    let (Some(mailer), Some(letter), Some(invitation)) =
        (&relay.mailer, Letter::of(job), invitation)
    else {
        return Ok(Outcome::Done);
    };
    let Some(to) = invitation
        .send_to
        .clone()
        .filter(|_| invitation.state.is_open() && invitation.bounced_at.is_none())
    else {
        return Ok(Outcome::Done);
    };
    if let Some(seconds) = at_it(&invitation).filter(|_| letter != Letter::Invitation) {
        return Ok(Outcome::Later(seconds));
    }
    let Ok(to) = to.parse::<Address>() else {
        store::bounced(&relay.database, &job.about, "relay", Some("address")).await?;
        return Ok(Outcome::Done);
    };
    let tell = relay.config.notify.is_some();
    // Before there is a ticket: while the server is away, none is made for nothing.
    let connection = match mailer.ready().await {
        Ok(connection) => connection,
        Err(why) => {
            log::warn!("no mail leaves: {}", why.said);
            if why.lasts {
                store::mail_refused(&relay.database, &why.said, tell).await?;
            }
            return Ok(Outcome::Later(pause(job.tries, LONGEST_PAUSE)));
        }
    };
    let Ok(ticket) = secrets::ticket() else {
        log::error!("the system has no randomness");
        return Ok(Outcome::Later(LONGEST_PAUSE));
    };
    let hash = secrets::hash(ticket.expose_secret());
    let Ok(link) = Link::new(&relay.config.public_url, ticket).map(|link| link.page()) else {
        log::error!("public_url cannot be in a link");
        return Ok(Outcome::Done);
    };
    let written = written(&relay.config, &invitation, letter, &link);
    let Some(message) = message(mailer, job, &invitation, to, &link, written) else {
        log::error!("a mail could not be made");
        return Ok(Outcome::Later(LONGEST_PAUSE));
    };
    store::mail_ticket(&relay.database, &job.about, &hash).await?;
    let outcome = mailer.send(connection, &message).await;
    logs::event(
        "mail",
        json!({ "invitation": job.about, "letter": letter.name(), "left": outcome.is_ok() }),
    );
    relay.metrics.mailed(outcome.as_ref().err());
    match outcome {
        Ok(()) => {
            store::mailed(&relay.database, job, letter, true).await?;
            Ok(Outcome::Written)
        }
        Err(Refused::Unknown) if job.tries >= TRIES => {
            store::mailed(&relay.database, job, letter, false).await?;
            Ok(Outcome::Written)
        }
        Err(Refused::Unknown) => Ok(Outcome::Later(pause(job.tries, LONGEST_PAUSE))),
        Err(Refused::Now) => {
            store::no_mail(&relay.database, &hash).await?;
            Ok(Outcome::Later(pause(job.tries, LONGEST_PAUSE)))
        }
        // Whoever it is for cannot help it.
        Err(Refused::Sender(why)) => {
            store::no_mail(&relay.database, &hash).await?;
            store::mail_refused(&relay.database, &why, tell).await?;
            Ok(Outcome::Later(pause(job.tries, LONGEST_PAUSE)))
        }
        Err(Refused::Addressee(code)) => {
            store::no_mail(&relay.database, &hash).await?;
            store::bounced(&relay.database, &job.about, "relay", Some(&code)).await?;
            Ok(Outcome::Done)
        }
    }
}

/// For how many seconds still nobody is reminded, because a computer held the invitation within the last day.
fn at_it(invitation: &Invitation) -> Option<i64> {
    let since = (invitation.now - invitation.claim_seen_at?) / 1000;
    Some(DAY_SECONDS - since).filter(|seconds| *seconds > 0)
}

/// The mail itself. Its ID is the job's and the letter's: where one leaves twice because a relay died before that was
/// written down, mail programs take both for one.
fn message(
    mailer: &Mailer,
    job: &Job,
    invitation: &Invitation,
    to: Address,
    link: &SecretString,
    written: Written,
) -> Option<Message> {
    let letter = job.detail.as_deref()?.replace(' ', "-");
    let id = format!("<{}.{letter}@{}>", job.id, mailer.from.email.domain());
    let mut message = Message::builder()
        .from(mailer.from.clone())
        .to(Mailbox::new(Some(invitation.recipient_label.clone()), to))
        .subject(written.subject)
        .message_id(Some(id))
        .raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        ))
        .raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str("List-Unsubscribe"),
            format!("<{}>", link.expose_secret()),
        ));
    if let Some(reply) = &mailer.reply_to {
        message = message.reply_to(reply.clone());
    }
    let parts = MultiPart::alternative_plain_html(written.plain, written.html);
    message.multipart(parts).ok()
}
