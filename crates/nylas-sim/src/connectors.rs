//! `/v3/connectors`: one per provider.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{Path, State},
    http::{StatusCode, Uri},
};
use serde_json::{Value, json};

use crate::{
    answer::Reply,
    body::{Fields, object},
    query,
    state::Shared,
};

pub(crate) const PROVIDERS: [&str; 9] = [
    "google",
    "microsoft",
    "imap",
    "icloud",
    "yahoo",
    "ews",
    "virtual-calendar",
    "zoom",
    "nylas",
];

pub(crate) async fn create(State(shared): State<Arc<Shared>>, body: Bytes) -> Result<Reply, Reply> {
    let body = object(&body)?;
    let fields = Fields::of(&body, "");
    let provider = fields.required_text("provider")?;
    if !PROVIDERS.contains(&provider) {
        return Err(Reply::invalid("provider: not one of Nylas' providers"));
    }
    let connector = json!({
        "name": fields.text("name")?.unwrap_or(provider),
        "provider": provider,
        "settings": fields.object("settings")?.cloned().unwrap_or_default(),
        "scope": fields.texts("scope")?,
    });
    let mut store = shared.store();
    if store.connector(provider).is_some() {
        // What Nylas says to a second connector of a provider is not published.
        return Err(Reply::invalid(
            "A connector for this provider already exists",
        ));
    }
    store.connectors.push(connector.clone());
    Ok(Reply::object(StatusCode::CREATED, connector))
}

pub(crate) async fn list(State(shared): State<Arc<Shared>>, uri: Uri) -> Result<Reply, Reply> {
    let query::Slice { limit, offset } = query::slice(&uri)?;
    let page: Vec<Value> = shared
        .store()
        .connectors
        .iter()
        .skip(offset)
        .take(limit)
        .cloned()
        .collect();
    Ok(Reply::slice(&page, limit, offset))
}

pub(crate) async fn find(
    State(shared): State<Arc<Shared>>,
    Path(provider): Path<String>,
) -> Result<Reply, Reply> {
    let store = shared.store();
    let connector = store.connector(&provider).ok_or_else(Reply::not_found)?;
    Ok(Reply::object(StatusCode::OK, connector))
}

pub(crate) async fn delete(
    State(shared): State<Arc<Shared>>,
    Path(provider): Path<String>,
) -> Result<Reply, Reply> {
    let mut store = shared.store();
    let before = store.connectors.len();
    store
        .connectors
        .retain(|connector| connector["provider"] != provider);
    if store.connectors.len() == before {
        return Err(Reply::not_found());
    }
    Ok(Reply::deleted())
}
