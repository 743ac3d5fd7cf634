//! How it goes, in numbers.

use crate::operator::answers::{Rejection, allowed};
use crate::relay::Relay;
use crate::store;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use invitation::operator::{Board, Role};
use std::sync::Arc;

/// `GET /board`
pub(crate) async fn counted(
    State(relay): State<Arc<Relay>>,
    headers: HeaderMap,
) -> Result<Json<Board>, Rejection> {
    allowed(&relay, &headers, Role::Read).await?;
    Ok(Json(store::board(&relay.database).await?))
}
