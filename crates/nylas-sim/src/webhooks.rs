//! `/v3/webhooks`: where it tells of what becomes of grants. It asks on this computer only.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{Path, State},
    http::StatusCode,
};
use serde_json::Value;
use url::Url;
use uuid::Uuid;

use crate::{
    answer::Reply,
    body::{Fields, object},
    outgoing,
    state::{Shared, Store},
    webhook::Webhook,
};

/// Of these it tells; the last one it never has a reason for.
const TRIGGERS: [&str; 5] = [
    "grant.created",
    "grant.updated",
    "grant.expired",
    "grant.deleted",
    "grant.imap_sync_completed",
];

impl Store {
    fn rotate(&mut self, id: &str) -> Result<Value, Reply> {
        let known = self
            .webhooks
            .iter_mut()
            .find(|webhook| webhook.id.to_string() == id);
        let webhook =
            known.ok_or_else(|| Reply::invalid("destination.id.not.found : record not found"))?;
        webhook.rotate();
        Ok(webhook.with_secret())
    }
}

pub(crate) async fn list(State(shared): State<Arc<Shared>>) -> Reply {
    let told: Vec<Value> = shared.store().webhooks.iter().map(Webhook::json).collect();
    Reply::object(StatusCode::OK, told)
}

pub(crate) async fn create(State(shared): State<Arc<Shared>>, body: Bytes) -> Result<Reply, Reply> {
    let body = object(&body)?;
    let fields = Fields::of(&body, "");
    let triggers = fields.texts("trigger_types")?;
    if triggers.is_empty() || triggers.iter().any(|trigger| !TRIGGERS.contains(trigger)) {
        return Err(Reply::invalid("trigger_types: those of grants"));
    }
    let url = Url::parse(fields.required_text("webhook_url")?)
        .ok()
        .filter(Webhook::may_be_at)
        .ok_or_else(|| Reply::invalid("webhook_url: http on this computer"))?;
    let challenge = Uuid::new_v4().to_string();
    if outgoing::challenge(&url, &challenge).await.as_deref() != Some(challenge.as_bytes()) {
        return Err(Reply::invalid("unable.verify.webhook_url"));
    }
    let description = fields.text("description")?.unwrap_or_default();
    let webhook = Webhook::new(url, &triggers, description);
    let told = webhook.with_secret();
    // What Nylas says to a second one for the same address is not published.
    shared.store().webhooks.push(webhook);
    Ok(Reply::object(StatusCode::OK, told))
}

/// Nylas' document asks for it in one way and its SDK in another: both are played.
pub(crate) async fn rotate(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
) -> Result<Reply, Reply> {
    let told = shared.store().rotate(&id)?;
    Ok(Reply::object(StatusCode::OK, told))
}
