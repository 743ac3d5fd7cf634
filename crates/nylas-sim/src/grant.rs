//! A grant, and `/v3/grants`.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{StatusCode, Uri},
};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    answer::Answer,
    query, samples,
    state::{Shared, Store, now},
};

/// One person's consent: at most one per address.
pub(crate) struct Grant {
    pub(crate) id: Uuid,
    pub(crate) email: String,
    pub(crate) calendar_reads: u32,
    pub(crate) message_reads: u32,
    made: Made,
    created_at: u64,
    updated_at: u64,
}

/// What the request that made or renewed a grant said about itself.
pub(crate) struct Made {
    pub(crate) state: Option<String>,
    pub(crate) scope: Vec<String>,
    pub(crate) user_agent: String,
}

impl Grant {
    fn new(email: String, made: Made) -> Self {
        let now = now();
        Self { id: Uuid::new_v4(), email, calendar_reads: 0, message_reads: 0, made, created_at: now, updated_at: now }
    }

    fn renew(&mut self, made: Made) {
        self.made = made;
        // Strictly later, also within one second: it is how a client sees that the grant was renewed.
        self.updated_at = now().max(self.updated_at + 1);
    }

    pub(crate) fn json(&self, application_id: Uuid) -> Value {
        let mut grant = json!({
            "id": self.id,
            "provider": "icloud",
            "grant_status": "valid",
            "email": self.email,
            "name": samples::name_of(&self.email),
            "scope": self.made.scope,
            "settings": {},
            "ip": "127.0.0.1",
            "user_agent": self.made.user_agent,
            "created_at": self.created_at,
            "updated_at": self.updated_at,
            "blocked": false,
            "provider_user_id": self.email.to_ascii_lowercase(),
            "workspace_id": application_id,
        });
        if let Some(state) = &self.made.state {
            grant["state"] = Value::from(state.as_str());
        }
        grant
    }
}

impl Store {
    /// Makes the grant of `email`, or renews the one there is.
    pub(crate) fn authenticate(&mut self, email: &str, made: Made) -> &Grant {
        let known = self.grants.iter().position(|grant| grant.email.eq_ignore_ascii_case(email));
        let at = match known {
            Some(at) => {
                self.grants[at].renew(made);
                at
            }
            None => {
                self.grants.push(Grant::new(email.to_owned(), made));
                self.grants.len() - 1
            }
        };
        &self.grants[at]
    }
}

#[derive(Deserialize)]
struct Filter {
    email: Option<String>,
    provider: Option<String>,
    grant_status: Option<Status>,
}

#[derive(Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Status {
    Valid,
    Invalid,
}

/// Newest first. Of the contract's parameters it knows `email`, `provider`, `grant_status`, `limit` and `offset`.
pub(crate) async fn list(State(shared): State<Arc<Shared>>, uri: Uri) -> Result<Answer, Answer> {
    let query::Slice { limit, offset } = query::slice(&uri)?;
    let filter: Filter = query::read(&uri)?;
    let fits = |grant: &&Grant| {
        filter.email.as_ref().is_none_or(|email| grant.email.eq_ignore_ascii_case(email))
            && filter.provider.as_ref().is_none_or(|name| name == "icloud")
            && filter.grant_status != Some(Status::Invalid)
    };
    let page: Vec<Value> = shared.store().grants.iter().rev().filter(fits).skip(offset).take(limit).map(|grant| grant.json(shared.application_id)).collect();
    Ok(Answer::slice(&page, limit, offset))
}

pub(crate) async fn find(State(shared): State<Arc<Shared>>, Path(name): Path<String>) -> Result<Answer, Answer> {
    let store = shared.store();
    let at = store.grant_at(&name).ok_or_else(not_found)?;
    Ok(Answer::object(StatusCode::OK, store.grants[at].json(shared.application_id)))
}

pub(crate) async fn delete(State(shared): State<Arc<Shared>>, Path(name): Path<String>) -> Result<Answer, Answer> {
    let mut store = shared.store();
    let at = store.grant_at(&name).ok_or_else(not_found)?;
    store.grants.remove(at);
    Ok(Answer::deleted())
}

pub(crate) fn not_found() -> Answer {
    Answer::error(StatusCode::NOT_FOUND, "grant.not_found", "Grant not found.")
}
