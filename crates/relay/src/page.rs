//! The pages that a browser sees: where a link leads, and where a code is typed. A `GET` changes nothing, whoever opens the
//! link first; nothing here needs a script.

mod again;
mod apple_steps;
mod calls;
mod codes;
mod cookie;
mod drawing;
mod ended;
mod invited;
mod outcome;
mod parts;
mod phone;
mod system;
mod text;

pub(crate) use text::Text;

use crate::config::{PHONE_CALLBACK, Phone};
use crate::relay::Relay;
use crate::store::{Found, Invitation};
use axum::Router;
use axum::body::to_bytes;
use axum::extract::DefaultBodyLimit;
use axum::http::HeaderMap;
use axum::routing::{get, post};
use invitation::Ticket;
use std::sync::Arc;

/// A code, or nothing.
const LARGEST_BODY: usize = 1024;
/// A page, with the company's picture in it.
const LARGEST_PAGE: usize = 1024 * 1024;

/// The pages. Those of a phone are there where people go on with one.
pub(crate) fn router(phone: Phone) -> Router<Arc<Relay>> {
    let router = match phone {
        Phone::Computer => Router::new(),
        Phone::Nylas => Router::new()
            .route("/i/{ticket}/phone", get(phone::steps).post(phone::start))
            .route(outcome::STEPS, get(phone::own_steps))
            .route(outcome::AGAIN, post(phone::again))
            .route(outcome::DONE, get(phone::done))
            .route(PHONE_CALLBACK, get(phone::callback)),
    };
    router
        .route("/i/{ticket}", get(calls::landing))
        .route("/i/{ticket}/code", post(codes::make))
        .route("/i/{ticket}/decline", post(calls::decline))
        .route("/i/{ticket}/again", post(again::again))
        .route("/c", get(codes::form).post(codes::redeem))
        .route("/page.css", get(calls::style))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
}

/// Whether a browser is sent there.
pub(crate) fn is_page(path: &str) -> bool {
    path.starts_with("/i/")
        || path == outcome::STEPS
        || path.starts_with("/phone/")
        || matches!(path, "/c" | "/page.css")
}

/// The page of an invitation that is not there, as a computer would see it.
pub(crate) async fn previewed(relay: &Relay, invitation: Invitation, ticket: Ticket) -> String {
    let found = Found {
        invitation,
        ticket_hash: String::new(),
        claim_hash: None,
        result: None,
        counts_from: 0,
    };
    let response = calls::shown(relay, &HeaderMap::new(), &found, ticket, None);
    let page = to_bytes(response.into_body(), LARGEST_PAGE).await;
    String::from_utf8_lossy(&page.unwrap_or_default()).into_owned()
}
