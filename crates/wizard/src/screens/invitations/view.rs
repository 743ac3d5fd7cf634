//! What `invitations` shows.

use super::state::{About, Invitations};
use crate::{long_list::ROWS, session::Session};
use invitation::{
    State, Step,
    operator::{Seen, Stuck},
};
use secrecy::ExposeSecret;
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct View {
    relay_place: String,
    relay_kept: bool,
    loading: bool,
    complete: bool,
    /// Whether something was searched for.
    searched: bool,
    /// How many were read.
    count: usize,
    /// Something is being done about one.
    working: bool,
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

/// One invitation. Its ID stands where a grant's would.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    grant: String,
    account: String,
    recipient: String,
    label: String,
    reference: String,
    state: &'static str,
    /// How it is marked: `works`, `needs-password` or `unknown`.
    mark: &'static str,
    /// The code of what is in somebody's way, and the step where.
    problem: String,
    step: &'static str,
    /// Since when it is so, in Unix seconds.
    since: Option<i64>,
    /// Somebody can still connect with it.
    open: bool,
    /// A computer holds it.
    claimed: bool,
    /// `revoke`, `correct` or nothing.
    asking: &'static str,
    /// Its row in the table, whose head is the first.
    place: usize,
}

impl Invitations {
    pub(super) fn shown(&self, session: &Session) -> View {
        let first = self.place.begin().min(self.rows.len());
        let rows = self.rows.iter().enumerate().skip(first).take(ROWS);
        View {
            relay_place: session.relay_place(),
            relay_kept: session.keeps_relay_key(),
            loading: self.loading,
            complete: self.complete,
            searched: !self.searched.expose_secret().trim().is_empty(),
            count: self.rows.len(),
            working: self.working.is_some(),
            all: List {
                count: self.rows.len(),
                table_rows: self.rows.len() + 1,
                first,
                rows: rows.map(|(at, row)| self.shown_row(at, row)).collect(),
            },
        }
    }

    fn shown_row(&self, at: usize, row: &Seen) -> Row {
        let question = self.question.as_ref().filter(|asked| asked.id == row.id);
        let stuck = row.stuck.as_ref();
        Row {
            grant: row.id.clone(),
            account: row.account.clone(),
            recipient: row.recipient_label.clone(),
            label: row.account_label.clone().unwrap_or_default(),
            reference: row.reference.clone(),
            state: row.state.name(),
            mark: mark(row),
            problem: stuck.map(|stuck| stuck.problem.clone()).unwrap_or_default(),
            step: stuck.map_or("", step),
            since: since(row),
            open: row.state.is_open(),
            claimed: row.state == State::Claimed,
            asking: match question.map(|asked| &asked.about) {
                Some(About::Revoke) => "revoke",
                Some(About::Correct { .. }) => "correct",
                None => "",
            },
            place: at + 2,
        }
    }
}

/// The step's name, where it is one that there is.
fn step(stuck: &Stuck) -> &'static str {
    let known = Step::ALL.into_iter().find(|step| step.name() == stuck.step);
    known.map_or("", Step::name)
}

const fn mark(row: &Seen) -> &'static str {
    match row.state {
        State::Connected => "works",
        State::Disputed | State::Declined | State::Expired => "needs-password",
        _ if row.stuck.is_some() => "needs-password",
        _ => "unknown",
    }
}

/// Since when it is as it is.
fn since(row: &Seen) -> Option<i64> {
    let stuck = row.stuck.as_ref().map(|stuck| stuck.since);
    let times = [stuck, row.ended_at, row.claimed_at, row.sent_at];
    let since = times.into_iter().flatten().next();
    // A time that a calendar can show, to the end of the year 9999.
    Some(since.unwrap_or(row.created_at)).filter(|time| (0..253_402_300_800).contains(time))
}
