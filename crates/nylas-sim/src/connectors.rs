//! `/v3/connectors`: one per provider.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{Path, State},
    http::{StatusCode, Uri},
};
use serde_json::{Value, json};

use crate::{
    answer::Answer,
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

pub(crate) async fn create(
    State(shared): State<Arc<Shared>>,
    body: Bytes,
) -> Result<Answer, Answer> {
    let body = object(&body)?;
    let fields = Fields::of(&body, "");
    let provider = fields.required_text("provider")?;
    if !PROVIDERS.contains(&provider) {
        return Err(Answer::invalid("provider: not one of Nylas' providers"));
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
        return Err(Answer::invalid(
            "A connector for this provider already exists",
        ));
    }
    store.connectors.push(connector.clone());
    Ok(Answer::object(StatusCode::CREATED, connector))
}

pub(crate) async fn list(State(shared): State<Arc<Shared>>, uri: Uri) -> Result<Answer, Answer> {
    let query::Slice { limit, offset } = query::slice(&uri)?;
    let page: Vec<Value> = shared
        .store()
        .connectors
        .iter()
        .skip(offset)
        .take(limit)
        .cloned()
        .collect();
    Ok(Answer::slice(&page, limit, offset))
}

pub(crate) async fn find(
    State(shared): State<Arc<Shared>>,
    Path(provider): Path<String>,
) -> Result<Answer, Answer> {
    let store = shared.store();
    let connector = store.connector(&provider).ok_or_else(Answer::not_found)?;
    Ok(Answer::object(StatusCode::OK, connector))
}

pub(crate) async fn delete(
    State(shared): State<Arc<Shared>>,
    Path(provider): Path<String>,
) -> Result<Answer, Answer> {
    let mut store = shared.store();
    let before = store.connectors.len();
    store
        .connectors
        .retain(|connector| connector["provider"] != provider);
    if store.connectors.len() == before {
        return Err(Answer::not_found());
    }
    Ok(Answer::deleted())
}
