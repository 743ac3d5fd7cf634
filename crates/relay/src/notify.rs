//! The company is told what happened, at an address of its own: signed, each thing once, and again until it answers.

use crate::config::NotifyConfig;
use crate::jobs::{Outcome, pause};
use crate::logs;
use crate::relay::Relay;
use crate::store::{self, Job, Kind};
use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit, Mac};
use nylas::{Timeouts, transport};
use reqwest::Client;
use reqwest::header::CONTENT_TYPE;
use secrecy::zeroize::Zeroizing;
use serde::Serialize;
use serde_json::json;
use sha2::Sha256;
use std::time::Duration;

/// What signs the body stands in this header.
const SIGNATURE: &str = "icloud-connect-signature";
/// Longest wait for the company.
const PATIENCE: Duration = Duration::from_secs(10);
/// Longest pause between two tries, in seconds; and how long it is tried at all, in milliseconds.
const LONGEST_PAUSE: i64 = 3600;
const LONGEST: i64 = 3 * 24 * 3600 * 1000;

/// What the company gets.
#[derive(Debug, Serialize)]
struct Event<'a> {
    /// The same whenever it is tried again.
    id: &'a str,
    r#type: &'a str,
    /// In Unix seconds: when it was found.
    at: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    invitation: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_id: Option<String>,
    /// As it is now.
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    grant_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<&'a str>,
    /// Connections that ended and wait for an operator; or mails that are still to be sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    waiting: Option<i64>,
}

/// Tells one thing.
pub(crate) async fn tell(relay: &Relay, job: &Job) -> sqlx::Result<Outcome> {
    let Some(config) = &relay.config.notify else {
        return Ok(Outcome::Done);
    };
    let (kind, about) = match job.about.split_once(' ') {
        Some((kind, invitation)) => (kind, Some(invitation)),
        None => (job.about.as_str(), None),
    };
    let mut event = Event {
        id: &job.id,
        r#type: kind,
        at: job.created_at / 1000,
        invitation: about,
        external_id: None,
        state: None,
        grant_id: None,
        problem: job.detail.as_deref(),
        waiting: None,
    };
    if let Some(id) = about {
        event.external_id = store::external_id(&relay.database, id).await?;
        if let Some(known) = store::by_id(&relay.database, id).await? {
            event.state = Some(known.state.name());
            event.grant_id = known.grant_id;
        }
    } else {
        let of = if kind == store::MAIL_REFUSED {
            Kind::Mail
        } else {
            Kind::Renew
        };
        event.waiting = Some(store::waiting(&relay.database, of).await?);
    }
    let told = delivered(config, &event).await;
    logs::event(
        "told the company",
        json!({ "event": job.id, "type": kind, "well": told.is_ok() }),
    );
    relay.metrics.told_company(told.is_ok());
    let Err(why) = told else {
        return Ok(Outcome::Done);
    };
    log::warn!("the company was not told: {why}");
    if job.now - job.created_at >= LONGEST {
        store::give_up(&relay.database, job, "company not told", about).await?;
        return Ok(Outcome::Written);
    }
    Ok(Outcome::Later(pause(job.tries, LONGEST_PAUSE)))
}

async fn delivered(config: &NotifyConfig, event: &Event<'_>) -> Result<(), String> {
    let secret = std::fs::read_to_string(&config.secret_file).map(Zeroizing::new);
    let secret = secret.map_err(|_| "the file of the secret cannot be read".to_owned())?;
    let secret = secret.trim();
    if secret.is_empty() {
        return Err("the file of the secret is empty".to_owned());
    }
    let body = serde_json::to_vec(event).map_err(|_| "it cannot be written".to_owned())?;
    let signature = signature(secret, &body).ok_or("it cannot be signed")?;
    let http = client().map_err(|_| "TLS cannot be set up here".to_owned())?;
    let asked = http
        .post(config.url.clone())
        .header(CONTENT_TYPE, "application/json")
        .header(SIGNATURE, signature)
        .body(body);
    match asked.send().await {
        Ok(answer) if answer.status().is_success() => Ok(()),
        Ok(answer) => Err(format!("it answers {}", answer.status().as_u16())),
        Err(error) if error.is_timeout() => Err("it doesn't answer in time".to_owned()),
        Err(_) => Err("it cannot be reached".to_owned()),
    }
}

fn client() -> reqwest::Result<Client> {
    transport(&Timeouts::default()).timeout(PATIENCE).build()
}

/// HMAC-SHA256 of the body as it is sent, in hexadecimal.
fn signature(secret: &str, body: &[u8]) -> Option<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(body);
    Some(HEXLOWER.encode(&mac.finalize().into_bytes()))
}
