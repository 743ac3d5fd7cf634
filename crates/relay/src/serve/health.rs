//! Whether the process lives, and whether it can work.

use crate::database::told;
use crate::relay::Relay;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use std::sync::Arc;

/// `/health` answers while the process lives; `/ready` while the database does, too.
pub(crate) fn router() -> Router<Arc<Relay>> {
    Router::new()
        .route("/health", get(async || "ok\n"))
        .route("/ready", get(ready))
}

async fn ready(State(relay): State<Arc<Relay>>) -> (StatusCode, &'static str) {
    match relay.database.now().await {
        Ok(_) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            log::warn!("not ready: {}", told(&error));
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the database does not answer\n",
            )
        }
    }
}
