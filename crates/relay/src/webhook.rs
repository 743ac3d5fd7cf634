//! What Nylas calls by itself: an event about a grant is a hint, and nothing more. Whoever sends it, however often and in
//! whichever order, the grant is then asked for.

mod signature;

use crate::metrics::Heard;
use crate::relay::Relay;
use crate::wizard::Refusal;
use crate::{logs, store};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, RawQuery, State};
use axum::http::{HeaderMap, header};
use axum::routing::get;
use invitation::Fault;
use serde::Deserialize;
use serde_json::json;
use signature::signed;
use std::sync::Arc;

pub(crate) const PATH: &str = "/webhooks/nylas";
/// Events that are heard begin with this.
const GRANTS: &str = "grant.";
/// Longest challenge, in characters.
const CHALLENGE: usize = 256;
/// An event is small, and several come one by one.
const LARGEST_BODY: usize = 256 * 1024;

pub(crate) fn router() -> Router<Arc<Relay>> {
    Router::new()
        .route(PATH, get(challenge).post(delivered))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
}

/// An event, as far as it is looked at.
#[derive(Deserialize)]
struct Event {
    r#type: String,
    data: EventData,
}

#[derive(Deserialize)]
struct EventData {
    application_id: Option<String>,
    object: Option<EventObject>,
}

#[derive(Deserialize)]
struct EventObject {
    grant_id: Option<String>,
}

/// `GET /webhooks/nylas?challenge=…`: Nylas makes sure that somebody is here. It asks before there is a secret.
async fn challenge(
    RawQuery(query): RawQuery,
) -> Result<([(header::HeaderName, &'static str); 1], String), Refusal> {
    let query = query.unwrap_or_default();
    let mut challenges = url::form_urlencoded::parse(query.as_bytes())
        .filter(|(name, _)| name == "challenge")
        .map(|(_, value)| value.into_owned());
    match (challenges.next(), challenges.next()) {
        (Some(text), None)
            if !text.is_empty()
                && text.chars().count() <= CHALLENGE
                && !text.chars().any(nylas::is_unseen) =>
        {
            Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text))
        }
        _ => Err(Fault::NotUnderstood.into()),
    }
}

/// `POST /webhooks/nylas`
async fn delivered(
    State(relay): State<Arc<Relay>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(), Refusal> {
    let secrets = relay.nylas.webhook_secrets();
    if secrets.is_empty() {
        log::warn!("an event came, and there is no secret to know it by");
        relay.metrics.heard(Heard::Refused);
        return Err(Fault::Unavailable.into());
    }
    let refused = |why: &str| {
        log::warn!("an event was refused: {why}");
        relay.metrics.heard(Heard::Refused);
        Refusal::from(Fault::NotUnderstood)
    };
    let body = signed(&secrets, &headers, &body).ok_or_else(|| refused("nobody signed it"))?;
    let event: Event =
        serde_json::from_slice(&body).map_err(|_| refused("it is no event of Nylas'"))?;
    let own = relay.nylas.application().await;
    if let (Some(own), Some(theirs)) = (own, &event.data.application_id)
        && own != *theirs
    {
        return Err(refused("it is another application's"));
    }
    let grant = event.data.object.and_then(|object| object.grant_id);
    let grant = grant.and_then(|grant| grant.parse::<nylas::GrantId>().ok());
    let heard = match grant.filter(|_| event.r#type.starts_with(GRANTS)) {
        Some(grant) if store::hint(&relay.database, grant.as_str()).await? => {
            relay.hinted.notify_one();
            Heard::Stored
        }
        _ => Heard::Ignored,
    };
    relay.metrics.heard(heard);
    logs::event(
        "event",
        json!({ "type": nylas::quote_within(&event.r#type, 60), "stored": heard == Heard::Stored }),
    );
    Ok(())
}
