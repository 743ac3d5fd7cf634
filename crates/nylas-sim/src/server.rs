//! The routes, and what stands before every one of them: own host, small body, pace, API key, record.

use std::sync::Arc;

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{get, post, put},
};
use serde_json::json;

use crate::{
    access, answer::Reply, connectors, custom, detect, exchange::Exchange, grants, hosted, mailbox,
    page, redirect_uris, state::Shared, tokens, webhooks,
};

/// The largest body that is read, in bytes.
const MOST_BYTES: usize = 1 << 20;

/// Practice's page needs its own script and sends nothing anywhere.
const PRACTICE_POLICY: &str = "script-src 'unsafe-inline'; img-src data:; form-action 'none'";

pub(crate) fn router(shared: Arc<Shared>) -> Router {
    let not_allowed = async || {
        Reply::error(
            StatusCode::METHOD_NOT_ALLOWED,
            "api.invalid_request_error",
            "Method not allowed",
        )
    };
    Router::new()
        .route("/v3/applications", get(application))
        .route(
            "/v3/applications/redirect-uris",
            get(redirect_uris::list).post(redirect_uris::create),
        )
        .route(
            "/v3/applications/redirect-uris/{id}",
            get(redirect_uris::find)
                .patch(redirect_uris::update)
                .delete(redirect_uris::delete),
        )
        .route(
            "/v3/connectors",
            get(connectors::list).post(connectors::create),
        )
        .route(
            "/v3/connectors/{provider}",
            get(connectors::find).delete(connectors::delete),
        )
        .route("/v3/providers/detect", post(detect::detect))
        .route("/v3/connect/custom", post(custom::authenticate))
        .route("/v3/grants", get(grants::list))
        .route("/v3/grants/{id}", get(grants::find).delete(grants::delete))
        .route("/v3/grants/{id}/calendars", get(mailbox::calendars))
        .route("/v3/grants/{id}/messages", get(mailbox::messages))
        .route("/v3/webhooks", get(webhooks::list).post(webhooks::create))
        .route("/v3/webhooks/rotate-secret/{id}", post(webhooks::rotate))
        .route("/v3/webhooks/{id}/rotate-secret", put(webhooks::rotate))
        .method_not_allowed_fallback(not_allowed)
        .route_layer(from_fn_with_state(shared.clone(), access::require))
        .route("/v3/connect/auth", get(hosted::begin))
        .route("/v3/connect/token", post(tokens::exchange))
        .route("/v3/connect/revoke", post(tokens::revoke))
        .route("/v3/connect/tokeninfo", get(tokens::info))
        .method_not_allowed_fallback(not_allowed)
        .fallback(async || Reply::not_found())
        .layer(from_fn_with_state(shared.clone(), pace_and_record))
        .route("/hosted/{login}", get(hosted::show).post(hosted::answer))
        .route("/practice", get(practice_page))
        .layer(from_fn_with_state(shared.clone(), require_own_host))
        .with_state(shared)
}

/// Refuses a page of another site that made its own name point at loopback.
async fn require_own_host(
    State(shared): State<Arc<Shared>>,
    request: Request,
    next: Next,
) -> Response {
    let host = request
        .headers()
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .and_then(|host| host.rsplit_once(':'));
    match host {
        Some(("127.0.0.1" | "localhost" | "[::1]", port)) if port == shared.port.to_string() => {
            next.run(request).await
        }
        _ => Reply::error(
            StatusCode::MISDIRECTED_REQUEST,
            "api.invalid_request_error",
            "Host: not this server",
        )
        .into_response(),
    }
}

async fn pace_and_record(
    State(shared): State<Arc<Shared>>,
    request: Request,
    next: Next,
) -> Response {
    let (head, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MOST_BYTES).await else {
        return Reply::error(
            StatusCode::PAYLOAD_TOO_LARGE,
            "api.invalid_request_error",
            "Request body too large",
        )
        .into_response();
    };
    let exchange = shared.record.then(|| Exchange::asked(&head, &body));
    tokio::time::sleep(shared.pace).await;
    let response = next.run(Request::from_parts(head, Body::from(body))).await;
    if let Some(exchange) = exchange {
        let exchange = exchange.answered(&response);
        shared.store().exchanges.push(exchange);
    }
    response
}

async fn application(State(shared): State<Arc<Shared>>) -> Reply {
    Reply::object(
        StatusCode::OK,
        json!({
            "application_id": shared.application_id,
            "organization_id": shared.application_id,
            "region": "us",
            "environment": "production",
            "branding": { "name": "Practice" },
            "callback_uris": shared.store().redirect_uris,
        }),
    )
}

async fn practice_page(State(shared): State<Arc<Shared>>) -> Response {
    match shared.page.clone() {
        Some(html) => page::response(html, PRACTICE_POLICY),
        None => Reply::not_found().into_response(),
    }
}
