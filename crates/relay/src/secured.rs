//! What every answer has, and what no request may do, whichever call it is for.

use crate::page;
use crate::relay::Relay;
use crate::wizard::Refusal;
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

/// Said in plain words.
const HEALTH: [&str; 2] = ["/health", "/ready"];

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
    let is_for_people = is_for_people(&relay, request.uri().path());
    let response = next.run(request).await;
    let mut response = if is_for_people {
        response
    } else {
        in_shape(response)
    };
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

/// Pages, and what a supervisor reads; everything else is a call.
fn is_for_people(relay: &Relay, path: &str) -> bool {
    let below = relay.config.public_url.path().trim_end_matches('/');
    let path = path.strip_prefix(below).unwrap_or(path);
    page::is_page(path) || HEALTH.contains(&path)
}

/// What no call answered but the framework: a call's client reads one shape, whoever refuses it.
fn in_shape(response: Response) -> Response {
    let status = response.status();
    let is_json = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind == "application/json");
    if !(status.is_client_error() || status.is_server_error()) || is_json {
        return response;
    }
    let mut refused = Refusal::from(Fault::of_status(status.as_u16())).into_response();
    let headers = refused.headers_mut();
    if let Some(allowed) = response.headers().get(header::ALLOW) {
        headers.insert(header::ALLOW, allowed.clone());
    }
    // A body may be on its way still that nobody reads: on this connection no other request is safe.
    headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    refused
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;
    use axum::Json;
    use axum::body::to_bytes;
    use invitation::Refused;

    #[tokio::test]
    async fn whatever_a_framework_says_comes_in_the_shape_of_a_refusal() {
        for (said, status, kind) in [
            (400, 400, "relay.not_understood"),
            (404, 404, "relay.not_found"),
            (405, 405, "relay.wrong_method"),
            (408, 408, "relay.too_slow"),
            (413, 413, "relay.too_large"),
            (415, 400, "relay.not_understood"),
            (429, 429, "relay.slow_down"),
            (500, 503, "relay.unavailable"),
            (599, 503, "relay.unavailable"),
        ] {
            let said = StatusCode::from_u16(said).unwrap();
            let response = in_shape((said, "Failed to buffer the body").into_response());
            assert_eq!(response.status().as_u16(), status, "{said}");
            assert!(response.extensions().get::<Fault>().is_some(), "{said}");
            let body = to_bytes(response.into_body(), 10_000).await.unwrap();
            let refused: Refused = serde_json::from_slice(&body).unwrap();
            assert_eq!(refused.error.r#type, kind, "{said}");
            assert!(!refused.error.message.contains("buffer"), "{said}");
        }
        let own = (StatusCode::CONFLICT, Json("ours")).into_response();
        assert_eq!(in_shape(own).status(), StatusCode::CONFLICT);
        assert_eq!(in_shape("ok\n".into_response()).status(), StatusCode::OK);
    }
}
