//! The wizard's side: exactly the calls of `invitation`, for whoever has a ticket, or had one.

mod answers;
mod caller;
mod calls;
mod custom_auth;
mod told;

pub(crate) use answers::Refusal;

use crate::relay::Relay;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use invitation::{AGAIN, CLAIM, CONNECTION, CUSTOM_AUTH, INVITATION, NOT_MINE, PROGRESS};
use std::sync::Arc;

/// A password and an address need far less.
const LARGEST_BODY: usize = 8 * 1024;

/// The wizard's calls.
pub(crate) fn router() -> Router<Arc<Relay>> {
    Router::new()
        .route(CLAIM, post(calls::claim))
        .route(INVITATION, get(calls::invitation))
        .route(CUSTOM_AUTH, post(custom_auth::submit))
        .route(CONNECTION, get(calls::connection))
        .route(NOT_MINE, post(calls::not_mine))
        .route(PROGRESS, post(calls::progress))
        .route(AGAIN, post(calls::again))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
}
