//! What `several` shows.

use super::state::{Several, SeveralPhase};
use crate::{Invited, long_list::ROWS, session::Session};
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct View {
    /// `asking`, `reading`, `ready`, `making` or `done`.
    phase: &'static str,
    busy: bool,
    relay_place: String,
    /// How many there are, how many were invited, and how many of those were refused.
    count: usize,
    invited: usize,
    refused: usize,
    /// There are links to be saved.
    saves: bool,
    path: Option<String>,
    all: List,
}

/// The rows that can be seen, and some around them.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct List {
    count: usize,
    /// How many rows the table has, its head among them.
    table_rows: usize,
    first: usize,
    rows: Vec<Row>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    /// Tells one row from another.
    key: usize,
    account: String,
    recipient: String,
    /// What became of it: `made`, `known`, `waiting` or why it was refused.
    result: &'static str,
    /// How it is marked: `works`, `needs-password` or `unknown`.
    mark: &'static str,
    reference: String,
    place: usize,
}

/// Longest text of a table's cell that is shown, in characters.
const LONGEST: usize = 100;

impl Several {
    pub(super) fn shown(&self, session: &Session) -> View {
        let count = self.customers.len();
        let first = self.place.begin().min(count);
        let rows = self.customers.iter().enumerate().skip(first).take(ROWS);
        let cut = |text: &str| text.chars().take(LONGEST).collect::<String>();
        View {
            phase: match self.phase {
                SeveralPhase::Asking => "asking",
                SeveralPhase::Reading => "reading",
                SeveralPhase::Ready => "ready",
                SeveralPhase::Making => "making",
                SeveralPhase::Done => "done",
            },
            busy: matches!(self.phase, SeveralPhase::Reading | SeveralPhase::Making),
            relay_place: session.relay_place(),
            count,
            invited: self.results.len(),
            refused: self.results.iter().filter(|one| one.is_refused()).count(),
            saves: self.has_results(),
            path: self.saved.clone(),
            all: List {
                count,
                table_rows: count + 1,
                first,
                rows: rows
                    .map(|(at, customer)| {
                        let result = self.results.get(at);
                        Row {
                            key: at,
                            account: cut(&customer.account),
                            recipient: cut(&customer.recipient_label),
                            result: result.map_or("waiting", Invited::name),
                            mark: match result {
                                None => "unknown",
                                Some(one) if one.is_refused() => "needs-password",
                                Some(_) => "works",
                            },
                            reference: result.map(Invited::reference).unwrap_or_default(),
                            place: at + 2,
                        }
                    })
                    .collect(),
            },
        }
    }
}
