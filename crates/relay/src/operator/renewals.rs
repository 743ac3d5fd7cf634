//! The calls about connections that ended.

use crate::operator::answers::{Rejection, allowed};
use crate::relay::Relay;
use crate::store::{self, HELD, Kind};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use invitation::operator::{Renewals, Role};
use std::sync::Arc;

/// `GET /renewals`
pub(crate) async fn state(
    State(relay): State<Arc<Relay>>,
    headers: HeaderMap,
) -> Result<Json<Renewals>, Rejection> {
    allowed(&relay, &headers, Role::Read).await?;
    told(&relay).await
}

/// `POST /renewals/send`
pub(crate) async fn send(
    relay: State<Arc<Relay>>,
    headers: HeaderMap,
) -> Result<Json<Renewals>, Rejection> {
    decide(relay, headers, true).await
}

/// `POST /renewals/wait`
pub(crate) async fn wait(
    relay: State<Arc<Relay>>,
    headers: HeaderMap,
) -> Result<Json<Renewals>, Rejection> {
    decide(relay, headers, false).await
}

async fn decide(
    State(relay): State<Arc<Relay>>,
    headers: HeaderMap,
    send: bool,
) -> Result<Json<Renewals>, Rejection> {
    let operator = allowed(&relay, &headers, Role::Admin).await?;
    if !store::release(&relay.database, &operator.name, send).await? {
        return Err(Rejection::new(
            StatusCode::CONFLICT,
            "nothing_held",
            "No renewals wait for a decision.",
        ));
    }
    relay.hurry.send_replace(());
    told(&relay).await
}

async fn told(relay: &Relay) -> Result<Json<Renewals>, Rejection> {
    Ok(Json(Renewals {
        held: store::holds(&relay.database, HELD).await?,
        waiting: store::waiting(&relay.database, Kind::Renew).await?,
    }))
}
