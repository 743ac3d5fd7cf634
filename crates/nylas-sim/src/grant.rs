//! A grant, and `/v3/grants`.

use std::sync::Arc;

use axum::{
    Extension,
    extract::{Path, State},
    http::{StatusCode, Uri},
};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    access::Caller,
    answer::Answer,
    query, samples,
    state::{Shared, Store, now},
};

/// One person's consent: at most one per address.
pub(crate) struct Grant {
    pub(crate) id: Uuid,
    pub(crate) email: String,
    pub(crate) provider: String,
    /// Whether what the account signed in with still counts.
    pub(crate) valid: bool,
    pub(crate) calendar_reads: u32,
    pub(crate) message_reads: u32,
    made: Made,
    created_at: u64,
    updated_at: u64,
}

/// What the request that made or renewed a grant said about itself.
#[derive(Clone, Default)]
pub(crate) struct Made {
    pub(crate) state: Option<String>,
    pub(crate) scope: Vec<String>,
    pub(crate) user_agent: String,
}

impl Grant {
    fn new(email: String, provider: &str, made: Made, now: u64) -> Self {
        let provider = provider.to_owned();
        Self {
            id: Uuid::new_v4(),
            email,
            provider,
            valid: true,
            calendar_reads: 0,
            message_reads: 0,
            made,
            created_at: now,
            updated_at: now,
        }
    }

    fn renew(&mut self, provider: &str, made: Made) {
        self.made = made;
        provider.clone_into(&mut self.provider);
        self.valid = true;
        // Strictly later, also within one second: it is how a client sees that the grant was renewed.
        self.updated_at = now().max(self.updated_at + 1);
    }

    pub(crate) fn scope(&self) -> &[String] {
        &self.made.scope
    }

    /// Grants of Google and Microsoft have no password of Apple's, IMAP's and iCloud's do.
    pub(crate) fn has_app_password(&self) -> bool {
        ["icloud", "imap"].contains(&self.provider.as_str())
    }

    pub(crate) fn json(&self, application_id: &str) -> Value {
        let mut grant = json!({
            "id": self.id,
            "provider": self.provider,
            "grant_status": if self.valid { "valid" } else { "invalid" },
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
    /// Makes the grant of `email`, or renews the one there is, which keeps its ID.
    pub(crate) fn authenticate(&mut self, email: &str, provider: &str, made: Made) -> &Grant {
        let known = self
            .grants
            .iter()
            .position(|grant| grant.email.eq_ignore_ascii_case(email));
        let at = match known {
            Some(at) => {
                self.grants[at].renew(provider, made);
                at
            }
            None => {
                self.grants
                    .push(Grant::new(email.to_owned(), provider, made, now()));
                self.grants.len() - 1
            }
        };
        &self.grants[at]
    }

    /// Adds `count` grants of several providers, a minute apart and the last made a minute ago; every seventh is invalid.
    pub(crate) fn seed_grants(&mut self, count: usize) {
        const PROVIDERS: [(&str, &str); 5] = [
            ("icloud", "icloud.com"),
            ("google", "gmail.com"),
            ("icloud", "me.com"),
            ("microsoft", "outlook.com"),
            ("imap", "mail.example"),
        ];
        let already = self.grants.len();
        for nth in 0..count {
            let (provider, domain) = PROVIDERS[nth % PROVIDERS.len()];
            let made_at = now().saturating_sub(60 * (count - nth) as u64);
            let mut grant = Grant::new(
                format!("person-{:05}@{domain}", already + nth),
                provider,
                Made::default(),
                made_at,
            );
            grant.valid = nth % 7 != 6;
            self.grants.push(grant);
        }
    }
}

#[derive(Deserialize)]
struct Filter {
    email: Option<String>,
    provider: Option<String>,
    grant_status: Option<Status>,
    #[serde(default)]
    sort_by: SortBy,
    #[serde(default)]
    order_by: OrderBy,
}

#[derive(Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Status {
    Valid,
    Invalid,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "snake_case")]
enum SortBy {
    #[default]
    CreatedAt,
    UpdatedAt,
}

#[derive(Deserialize, Default, PartialEq)]
#[serde(rename_all = "lowercase")]
enum OrderBy {
    Asc,
    #[default]
    Desc,
}

/// Newest first, unless asked otherwise. Of the contract's parameters it knows `email`, `provider`, `grant_status`,
/// `sort_by`, `order_by`, `limit` and `offset`.
pub(crate) async fn list(State(shared): State<Arc<Shared>>, uri: Uri) -> Result<Answer, Answer> {
    let query::Slice { limit, offset } = query::slice(&uri)?;
    let filter: Filter = query::read(&uri)?;
    let fits = |grant: &&Grant| {
        filter
            .email
            .as_ref()
            .is_none_or(|email| grant.email.eq_ignore_ascii_case(email))
            && filter
                .provider
                .as_ref()
                .is_none_or(|provider| grant.provider == *provider)
            && filter
                .grant_status
                .as_ref()
                .is_none_or(|status| grant.valid == (*status == Status::Valid))
    };
    let store = shared.store();
    let mut grants: Vec<&Grant> = store.grants.iter().filter(fits).collect();
    // Stable, so that those of one second stay in the order in which they were made.
    grants.sort_by_key(|grant| match filter.sort_by {
        SortBy::CreatedAt => grant.created_at,
        SortBy::UpdatedAt => grant.updated_at,
    });
    if filter.order_by == OrderBy::Desc {
        grants.reverse();
    }
    let page: Vec<Value> = grants
        .into_iter()
        .skip(offset)
        .take(limit)
        .map(|grant| grant.json(&shared.application_id))
        .collect();
    Ok(Answer::slice(&page, limit, offset))
}

/// By a token only as `me`.
pub(crate) async fn find(
    State(shared): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
    Path(name): Path<String>,
) -> Result<Answer, Answer> {
    if matches!(caller, Caller::Token(_)) && name != "me" {
        return Err(Answer::unauthorized());
    }
    let store = shared.store();
    let at = store.grant_at(caller, &name)?;
    Ok(Answer::object(
        StatusCode::OK,
        store.grants[at].json(&shared.application_id),
    ))
}

pub(crate) async fn delete(
    State(shared): State<Arc<Shared>>,
    Path(name): Path<String>,
) -> Result<Answer, Answer> {
    let mut store = shared.store();
    let at = store.grant_at(Caller::Key, &name)?;
    let gone = store.grants.remove(at).id;
    store.tokens.retain(|_, token| token.grant != gone);
    Ok(Answer::deleted())
}
