//! The calls about mails.

use crate::operator::answers::{Rejection, allowed, seen};
use crate::relay::Relay;
use crate::store::{self, Kind};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use invitation::operator::{MailState, Role, Seen};
use std::sync::Arc;

/// `POST /invitations/{id}/bounced`: a mail that left came back, as whoever got it says.
pub(crate) async fn bounced(
    State(relay): State<Arc<Relay>>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Json<Seen>, Rejection> {
    let operator = allowed(&relay, &headers, Role::Invite).await?;
    store::bounced(&relay.database, &id, &operator.name, None).await?;
    let now = store::by_id(&relay.database, &id).await?;
    let now = now.ok_or_else(Rejection::not_found)?;
    if now.bounced_at.is_none() {
        return Err(Rejection::new(
            StatusCode::CONFLICT,
            "ended",
            format!("The invitation is {} already.", now.state.name()),
        ));
    }
    seen(&relay, now).await.map(Json)
}

/// `GET /mail`
pub(crate) async fn state(
    State(relay): State<Arc<Relay>>,
    headers: HeaderMap,
) -> Result<Json<MailState>, Rejection> {
    allowed(&relay, &headers, Role::Read).await?;
    told(&relay).await
}

/// `POST /mail/pause`
pub(crate) async fn pause(
    relay: State<Arc<Relay>>,
    headers: HeaderMap,
) -> Result<Json<MailState>, Rejection> {
    set(relay, headers, true).await
}

/// `POST /mail/resume`
pub(crate) async fn resume(
    relay: State<Arc<Relay>>,
    headers: HeaderMap,
) -> Result<Json<MailState>, Rejection> {
    set(relay, headers, false).await
}

async fn set(
    State(relay): State<Arc<Relay>>,
    headers: HeaderMap,
    pause: bool,
) -> Result<Json<MailState>, Rejection> {
    let operator = allowed(&relay, &headers, Role::Admin).await?;
    store::pause(&relay.database, &operator.name, pause).await?;
    relay.hurry.send_replace(());
    told(&relay).await
}

async fn told(relay: &Relay) -> Result<Json<MailState>, Rejection> {
    Ok(Json(MailState {
        set_up: relay.mailer.is_some(),
        paused: store::holds(&relay.database, store::PAUSED).await?,
        waiting: store::waiting(&relay.database, Kind::Mail).await?,
        refused: store::why_refused(&relay.database).await?,
    }))
}
