//! The operators' side: a company's own people and programs.

mod answers;
mod batch;
mod board;
mod calls;
pub(crate) mod checked;
mod mail;
mod preview;
mod renewals;
mod returns;

pub(crate) use calls::{made_by, make};
pub(crate) use preview::previewed;

use crate::relay::Relay;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use invitation::operator::{BATCH, BOARD, CONNECTIONS, INVITATIONS, MAIL, RENEWALS, RETURNS};
use std::sync::Arc;

/// A batch of a thousand rows, each as long as it may be.
const LARGEST_BODY: usize = 4 * 1024 * 1024;

/// The operators' calls.
pub(crate) fn router() -> Router<Arc<Relay>> {
    Router::new()
        .route(INVITATIONS, post(calls::create).get(calls::list))
        .route(BATCH, post(batch::create))
        .route(
            "/invitations/{id}",
            get(calls::one).patch(calls::correct).delete(calls::erase),
        )
        .route("/invitations/{id}/link", post(calls::link))
        .route("/invitations/{id}/revoke", post(calls::revoke))
        .route("/invitations/{id}/release", post(calls::release))
        .route("/invitations/{id}/reset-tries", post(calls::reset_tries))
        .route("/invitations/{id}/sent", post(calls::sent))
        .route("/invitations/{id}/bounced", post(mail::bounced))
        .route("/invitations/{id}/audit", get(calls::audit))
        .route(RETURNS, post(returns::create))
        .route(MAIL, get(mail::state))
        .route("/mail/pause", post(mail::pause))
        .route("/mail/resume", post(mail::resume))
        .route(RENEWALS, get(renewals::state))
        .route("/renewals/send", post(renewals::send))
        .route("/renewals/wait", post(renewals::wait))
        .route(BOARD, get(board::counted))
        .route(CONNECTIONS, get(calls::connections))
        .route("/metrics", get(calls::metrics))
        .route("/openapi.json", get(calls::document))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
}
