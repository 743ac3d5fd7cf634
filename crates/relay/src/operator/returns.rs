//! `POST /returns`: the company gives in what a customer's browser brought back.

use crate::operator::answers::{Rejection, allowed, seen};
use crate::operator::calls::read;
use crate::relay::Relay;
use crate::secrets;
use crate::store::{self, Returned};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use invitation::operator::{Return, Role, Seen};
use secrecy::ExposeSecret;
use std::sync::Arc;

pub(crate) async fn create(
    State(relay): State<Arc<Relay>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Seen>, Rejection> {
    let operator = allowed(&relay, &headers, Role::Invite).await?;
    let body: Return = read(&body)?;
    let hash = secrets::hash(body.result.expose_secret());
    match store::came_back(&relay.database, &operator.name, &body.invitation, &hash).await? {
        Returned::Now(invitation) => seen(&relay, *invitation).await.map(Json),
        Returned::Before => Err(Rejection::new(
            StatusCode::CONFLICT,
            "used",
            "This result was given in before.",
        )),
        Returned::NotConnected => Err(Rejection::new(
            StatusCode::CONFLICT,
            "not_connected",
            "Nothing is connected by this invitation.",
        )),
        Returned::NotKnown => Err(Rejection::new(
            StatusCode::NOT_FOUND,
            "not_found",
            "This invitation has no such result.",
        )),
    }
}
