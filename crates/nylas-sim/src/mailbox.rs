//! A grant's calendars and messages.

use std::sync::Arc;

use axum::{
    Extension,
    extract::{Path, State},
    http::{StatusCode, Uri},
};

use crate::{
    answer::Reply,
    grant::Grant,
    outcomes::{Outcome, UNREADABLE_ROUNDS, chosen_by},
    query, samples,
    state::{Caller, Shared, Store},
};

pub(crate) async fn calendars(
    State(shared): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
    Path(name): Path<String>,
    uri: Uri,
) -> Result<Reply, Reply> {
    let page = query::page(&uri)?;
    let mut store = shared.store();
    let grant = readable(&mut store, caller, &name)?;
    if grant.provider == "imap" {
        // Nylas' words are not published.
        return Err(Reply::invalid("This provider has no calendars"));
    }
    grant.calendar_reads += 1;
    if is_unreadable(grant, grant.calendar_reads) {
        return Err(denied());
    }
    Ok(page.of(&unless_empty(grant, samples::calendars)))
}

pub(crate) async fn messages(
    State(shared): State<Arc<Shared>>,
    Extension(caller): Extension<Caller>,
    Path(name): Path<String>,
    uri: Uri,
) -> Result<Reply, Reply> {
    let page = query::page(&uri)?;
    let mut store = shared.store();
    let grant = readable(&mut store, caller, &name)?;
    grant.message_reads += 1;
    if is_unreadable(grant, grant.message_reads) {
        return Err(denied());
    }
    Ok(page.of(&unless_empty(grant, samples::messages)))
}

/// The grant, unless what it was made with counts no more.
fn readable<'a>(store: &'a mut Store, caller: Caller, name: &str) -> Result<&'a mut Grant, Reply> {
    let at = store.grant_at(caller, name)?;
    let grant = &mut store.grants[at];
    if grant.valid {
        Ok(grant)
    } else {
        Err(Reply::error(
            StatusCode::UNAUTHORIZED,
            "grant.expired",
            "Grant has expired. Re-authenticate the account.",
        ))
    }
}

/// A refusal, not an outage: a client that tries again by itself after an outage would read on.
fn denied() -> Reply {
    Reply::error(
        StatusCode::FORBIDDEN,
        "grant.access_denied",
        "Access denied",
    )
}

fn is_unreadable(grant: &Grant, reads: u32) -> bool {
    reads <= UNREADABLE_ROUNDS && chosen_by(&grant.email) == Some(Outcome::UnreadableGrant)
}

fn unless_empty(
    grant: &Grant,
    samples: impl FnOnce(&Grant) -> Vec<serde_json::Value>,
) -> Vec<serde_json::Value> {
    match chosen_by(&grant.email) {
        Some(Outcome::Empty) => Vec::new(),
        _ => samples(grant),
    }
}
