//! `/v3/grants`: made, renewed, listed and deleted.

use std::sync::Arc;

use axum::{
    Extension,
    extract::{Path, State},
    http::{StatusCode, Uri},
};
use serde::Deserialize;
use serde_json::Value;

use crate::{
    answer::Reply,
    clock::now,
    events::{Became, tell},
    grant::{Grant, Made},
    query,
    state::{Caller, Shared, Store},
};

impl Store {
    /// Makes the grant of `email`, or renews the one there is, which keeps its ID.
    pub(crate) fn authenticate(
        &mut self,
        shared: &Shared,
        email: &str,
        provider: &str,
        made: Made,
    ) -> &Grant {
        let known = self
            .grants
            .iter()
            .position(|grant| grant.email.eq_ignore_ascii_case(email));
        let (at, became) = match known {
            Some(at) => {
                self.grants[at].renew(provider, made);
                (at, Became::Renewed)
            }
            None => {
                self.grants
                    .push(Grant::new(email.to_owned(), provider, made, now()));
                (self.grants.len() - 1, Became::Created)
            }
        };
        tell(shared, &self.webhooks, became, &self.grants[at]);
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
pub(crate) async fn list(State(shared): State<Arc<Shared>>, uri: Uri) -> Result<Reply, Reply> {
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
    Ok(Reply::slice(&page, limit, offset))
}

/// By a token only as `me`.
pub(crate) async fn find(
    State(shared): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
    Path(name): Path<String>,
) -> Result<Reply, Reply> {
    if matches!(caller, Caller::Token(_)) && name != "me" {
        return Err(Reply::unauthorized());
    }
    let store = shared.store();
    let at = store.grant_at(caller, &name)?;
    Ok(Reply::object(
        StatusCode::OK,
        store.grants[at].json(&shared.application_id),
    ))
}

pub(crate) async fn delete(
    State(shared): State<Arc<Shared>>,
    Path(name): Path<String>,
) -> Result<Reply, Reply> {
    let mut store = shared.store();
    let at = store.grant_at(Caller::Key, &name)?;
    let gone = store.grants.remove(at);
    store.tokens.retain(|_, token| token.grant != gone.id);
    tell(&shared, &store.webhooks, Became::Deleted, &gone);
    Ok(Reply::deleted())
}
