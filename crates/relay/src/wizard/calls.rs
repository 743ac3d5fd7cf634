//! Each call of the wizard's but the one that sends a password.

use crate::relay::Relay;
use crate::secrets::{self, in_logs};
use crate::store::{self, NotMine};
use crate::wizard::answers::Refusal;
use crate::wizard::caller::{caller, holder, speaks};
use crate::wizard::told;
use crate::{logs, onboarding, renewal, version};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use invitation::{Again, Claim, Connection, Disowned, Fault, Invitation, Progress};
use serde_json::json;
use std::sync::Arc;

/// `POST /v3/invitation/claim`
pub(crate) async fn claim(
    State(relay): State<Arc<Relay>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Invitation>, Refusal> {
    let found = caller(&relay, &headers).await?;
    let claim: Claim = read(&body)?;
    match version::is_at_least(&claim.version, &relay.config.smallest_version) {
        None => return Err(Fault::NotUnderstood.into()),
        Some(false) => return Err(Fault::TooOld.into()),
        Some(true) => {}
    }
    if found.claim_hash.is_none() {
        return Err(Fault::NotUnderstood.into());
    }
    // Whoever held it to its end may look at it again.
    if let Some(fault) = found.ended().filter(|_| !found.holds()) {
        return Err(fault.into());
    }
    if found.ended().is_none()
        && !store::claim(&relay.database, &found, &claim.version, claim.system).await?
    {
        let now = caller(&relay, &headers).await?;
        return Err(now.ended().unwrap_or(Fault::OtherComputer).into());
    }
    logs::event("claimed", json!({ "ticket": in_logs(&found.ticket_hash) }));
    let found = holder(&relay, &headers).await?;
    Ok(Json(told::invitation(&relay, &found).await?))
}

/// `GET /v3/invitation`
pub(crate) async fn invitation(
    State(relay): State<Arc<Relay>>,
    headers: HeaderMap,
) -> Result<Json<Invitation>, Refusal> {
    let found = caller(&relay, &headers).await?;
    // With a ticket alone one may look; with a secret one learns whether it still counts.
    match found.not_held() {
        Some(Fault::NotClaimed) => {}
        Some(Fault::OtherComputer) if found.claim_hash.is_none() => {}
        Some(fault) => return Err(fault.into()),
        None => store::heard(&relay.database, &found).await?,
    }
    Ok(Json(told::invitation(&relay, &found).await?))
}

/// `GET /v3/connection`
pub(crate) async fn connection(
    State(relay): State<Arc<Relay>>,
    headers: HeaderMap,
) -> Result<Json<Connection>, Refusal> {
    let found = holder(&relay, &headers).await?;
    onboarding::look_after(&relay, &found.invitation).await?;
    let found = holder(&relay, &headers).await?;
    Ok(Json(told::connection(&relay, &found).await?))
}

/// `POST /v3/not-mine`
pub(crate) async fn not_mine(
    State(relay): State<Arc<Relay>>,
    headers: HeaderMap,
) -> Result<Json<Disowned>, Refusal> {
    let found = holder(&relay, &headers).await?;
    let invitation = &found.invitation;
    match invitation.state {
        invitation::State::Connected => {}
        // Asked again after a lost answer.
        invitation::State::Declined => return Ok(Json(Disowned { deleted: true })),
        invitation::State::Disputed => return Ok(Json(Disowned { deleted: false })),
        _ => return Err(Fault::NotUnderstood.into()),
    }
    let keep = invitation.grant_existed || store::shared_grant(&relay.database, &found).await?;
    let outcome = if keep {
        NotMine::Disputed
    } else {
        let grant = invitation.grant_id.as_deref().unwrap_or_default();
        onboarding::delete(&relay, grant)
            .await
            .map_err(|()| Fault::Unavailable)?;
        NotMine::Deleted
    };
    store::not_mine(&relay.database, &found, outcome).await?;
    Ok(Json(Disowned {
        deleted: outcome == NotMine::Deleted,
    }))
}

/// `POST /v3/progress`
pub(crate) async fn progress(
    State(relay): State<Arc<Relay>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<serde_json::Value>, Refusal> {
    let found = holder(&relay, &headers).await?;
    let progress: Progress = read(&body)?;
    store::progress(&relay.database, &found, &progress).await?;
    Ok(Json(json!({})))
}

/// `POST /v3/again`
pub(crate) async fn again(
    State(relay): State<Arc<Relay>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<serde_json::Value>, Refusal> {
    speaks(&headers)?;
    let Again { grant_id } = read(&body)?;
    let reference = secrets::reference().map_err(|_| Fault::Unavailable)?;
    if let Some(known) = store::by_grant(&relay.database, &grant_id).await? {
        renewal::again(&relay, &known, &reference).await?;
    }
    Ok(Json(json!({})))
}

/// Reads a body. What was wrong with it is not told: values may stand in the reader's own words.
pub(crate) fn read<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(body).map_err(|_| Fault::NotUnderstood.into())
}
