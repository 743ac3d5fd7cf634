//! The pages that a browser sees: where a link leads, and where a code is typed. A `GET` changes nothing, whoever opens the
//! link first; nothing here needs a script.

mod calls;
mod codes;
mod parts;
mod system;
mod text;

use crate::relay::Relay;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use std::sync::Arc;

/// A code, or nothing.
const LARGEST_BODY: usize = 1024;

/// The pages.
pub(crate) fn router() -> Router<Arc<Relay>> {
    Router::new()
        .route("/i/{ticket}", get(calls::landing))
        .route("/i/{ticket}/code", post(codes::make))
        .route("/i/{ticket}/decline", post(calls::decline))
        .route("/c", get(codes::form).post(codes::redeem))
        .route("/page.css", get(calls::style))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
}

/// Whether a browser is sent there.
pub(crate) fn is_page(path: &str) -> bool {
    path.starts_with("/i/") || path == "/c" || path == "/page.css"
}
