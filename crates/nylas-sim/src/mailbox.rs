//! A grant's calendars and messages.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{StatusCode, Uri},
};

use crate::{
    answer::Answer,
    grant::{Grant, not_found},
    outcomes::{Outcome, UNREADABLE_ROUNDS, chosen_by},
    query, samples,
    state::Shared,
};

pub(crate) async fn calendars(State(shared): State<Arc<Shared>>, Path(name): Path<String>, uri: Uri) -> Result<Answer, Answer> {
    let page = query::page(&uri)?;
    let mut store = shared.store();
    let at = store.grant_at(&name).ok_or_else(not_found)?;
    let grant = &mut store.grants[at];
    grant.calendar_reads += 1;
    if is_unreadable(grant, grant.calendar_reads) {
        return Err(denied());
    }
    Ok(page.of(&unless_empty(grant, samples::calendars)))
}

pub(crate) async fn messages(State(shared): State<Arc<Shared>>, Path(name): Path<String>, uri: Uri) -> Result<Answer, Answer> {
    let page = query::page(&uri)?;
    let mut store = shared.store();
    let at = store.grant_at(&name).ok_or_else(not_found)?;
    let grant = &mut store.grants[at];
    grant.message_reads += 1;
    if is_unreadable(grant, grant.message_reads) {
        return Err(denied());
    }
    Ok(page.of(&unless_empty(grant, samples::messages)))
}

/// A refusal, not an outage: a client that tries again by itself after an outage would read on.
fn denied() -> Answer {
    Answer::error(StatusCode::FORBIDDEN, "grant.access_denied", "Access denied")
}

fn is_unreadable(grant: &Grant, reads: u32) -> bool {
    reads <= UNREADABLE_ROUNDS && chosen_by(&grant.email) == Some(Outcome::UnreadableGrant)
}

fn unless_empty(grant: &Grant, samples: impl FnOnce(&Grant) -> Vec<serde_json::Value>) -> Vec<serde_json::Value> {
    match chosen_by(&grant.email) {
        Some(Outcome::Empty) => Vec::new(),
        _ => samples(grant),
    }
}
