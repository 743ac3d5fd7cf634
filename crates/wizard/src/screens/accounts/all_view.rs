//! What `accounts` shows of all grants of the application.

use super::{
    all::AllGrants,
    grants::{GrantList, is_icloud},
    show::{mailbox, showable, status},
    state::Question,
};
use crate::{Column, ListedGrant, Showing};
use serde::Serialize;

/// The most that is named where several are asked about.
pub(super) const NAMED: usize = 5;

/// All grants of the application, as far as they were read.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AllView {
    /// How many fit the search.
    count: usize,
    /// How many rows the table has, its head among them.
    table_rows: usize,
    /// The place of the first of `rows`.
    first: usize,
    /// The rows that can be seen, and some around them.
    rows: Vec<GrantView>,
    /// Whether all were read.
    complete: bool,
    /// Whether a page is being read.
    loading: bool,
    showing: Showing,
    sorted: Sorted,
    /// Whether all that fit the search are selected: `true`, `false` or `mixed`.
    selected_all: &'static str,
    /// The first few of several that are asked about; empty where it is about one or nothing.
    asked: Vec<String>,
}

/// How each column is sorted: `ascending`, `descending` or `none`.
#[derive(Clone, Debug, Serialize)]
struct Sorted {
    address: &'static str,
    state: &'static str,
    provider: &'static str,
    since: &'static str,
}

/// One grant of the application.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct GrantView {
    grant: String,
    address: String,
    /// Its provider's name at Nylas.
    provider: String,
    /// `works`, `needs-password` or `unknown`.
    state: &'static str,
    /// Since when, in Unix seconds.
    since: Option<i64>,
    /// Custom auth can renew it.
    renewable: bool,
    /// It is asked whether this one is to be disconnected.
    asking: bool,
    selected: bool,
    /// `elsewhere` for a mailbox that is not at Apple's, where Apple's page is no help.
    mailbox: &'static str,
    /// Its row in the table, whose head is the first.
    place: usize,
}

pub(super) fn shown(all: &AllGrants, question: Option<&Question>) -> AllView {
    let list = &all.list;
    let (first, rows) = all.window();
    let count = list.counts().1;
    let asked = question.and_then(Question::alone);
    let row = |(at, grant): (usize, &ListedGrant)| GrantView {
        grant: grant.id.clone(),
        address: grant.name(),
        provider: grant.provider.clone(),
        state: status(grant.status),
        since: showable(grant.created_at),
        renewable: is_icloud(grant) && grant.email.is_some(),
        asking: asked == Some(&grant.id),
        selected: list.is_selected(&grant.id),
        mailbox: mailbox(grant.is_elsewhere()),
        place: first + at + 2,
    };
    AllView {
        count,
        table_rows: count + 1,
        first,
        rows: rows.into_iter().enumerate().map(row).collect(),
        complete: all.complete,
        loading: all.loading,
        showing: all.showing,
        sorted: Sorted {
            address: list.sorted(Column::Address),
            state: list.sorted(Column::State),
            provider: list.sorted(Column::Provider),
            since: list.sorted(Column::Since),
        },
        selected_all: list.selection().1,
        asked: question
            .filter(|question| question.grants.len() > 1)
            .map(|question| named(list, &question.grants))
            .unwrap_or_default(),
    }
}

fn named(list: &GrantList, grants: &[String]) -> Vec<String> {
    let named = grants.iter().filter_map(|grant| list.find(grant));
    named.take(NAMED).map(ListedGrant::name).collect()
}
