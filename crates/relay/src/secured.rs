//! What every answer has, and what no request may do, whichever call it is for.

use crate::relay::Relay;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use invitation::Fault;
use std::sync::Arc;
use std::time::Duration;

/// No answer takes longer: a submission is told to be under way after nine seconds.
const LONGEST: Duration = Duration::from_secs(30);

/// The calls below the path that the public address has, with limits and headers.
pub(crate) fn secured(router: Router<Arc<Relay>>, relay: &Arc<Relay>) -> Router {
    let path = relay.config.public_url.path().trim_end_matches('/');
    // What stands in front may take the path away or leave it there.
    let router = if path.is_empty() {
        router
    } else {
        router.clone().nest(path, router)
    };
    router
        .layer(middleware::from_fn(in_time))
        .layer(middleware::from_fn_with_state(relay.clone(), answered))
        .with_state(relay.clone())
}

/// Also the time for which somebody sends a body byte by byte.
async fn in_time(request: Request, next: Next) -> Response {
    match tokio::time::timeout(LONGEST, next.run(request)).await {
        Ok(response) => response,
        Err(_) => StatusCode::REQUEST_TIMEOUT.into_response(),
    }
}

async fn answered(State(relay): State<Arc<Relay>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    relay.metrics.answered(response.status().as_u16());
    if let Some(fault) = response.extensions().get::<Fault>() {
        relay.metrics.refused(*fault);
    }
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::STRICT_TRANSPORT_SECURITY, "max-age=31536000"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // A page says what it needs itself.
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(
            "default-src 'none'; frame-ancestors 'none'",
        ));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    response
}
