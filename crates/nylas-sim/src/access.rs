//! Who asks: the application by its API key, or an account's access token.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use tokio::time::Instant;

use crate::{
    answer::Reply,
    state::{Caller, Shared},
};

/// Lets in the API key anywhere, and an access token where a grant's own data is read.
pub(crate) async fn require(
    State(shared): State<Arc<Shared>>,
    mut request: Request,
    next: Next,
) -> Response {
    let reads_a_grant =
        request.method() == Method::GET && request.uri().path().starts_with("/v3/grants/");
    let caller = match bearer(request.headers()) {
        Some(key) if key == shared.api_key => Some(Caller::Key),
        Some(token) if reads_a_grant => shared
            .store()
            .tokens
            .get(token)
            .filter(|token| token.expires > Instant::now())
            .map(|token| Caller::Token(token.grant)),
        _ => None,
    };
    let Some(caller) = caller else {
        return Reply::unauthorized().into_response();
    };
    request.extensions_mut().insert(caller);
    next.run(request).await
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, key) = headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| key.trim())
}
