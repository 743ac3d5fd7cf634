//! What `invitations` shows.

use super::state::{About, Invitations};
use crate::{long_list::ROWS, session::Session};
use invitation::{
    State, Step,
    operator::{Board, Seen},
};
use secrecy::ExposeSecret;
use serde::Serialize;

/// So many places where people do not get on are shown at once.
const MOST_STUCK: usize = 6;

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
    /// How many are how far, in the order in which they get there; nothing where the relay does not count.
    funnel: Vec<StateCount>,
    /// Where people do not get on, most of them first.
    stuck: Vec<StuckCount>,
    all: List,
}

#[derive(Serialize)]
struct StateCount {
    state: &'static str,
    count: i64,
}

#[derive(Serialize)]
struct StuckCount {
    /// The code of what is in their way, and the step where.
    problem: String,
    step: &'static str,
    count: i64,
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
    /// Nobody got its mail.
    bounced: bool,
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
            funnel: self.board.as_deref().map(funnel).unwrap_or_default(),
            stuck: self.board.as_deref().map(stuck).unwrap_or_default(),
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
            step: stuck.map_or("", |stuck| step(&stuck.step)),
            bounced: is_bounced(row),
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
fn step(name: &str) -> &'static str {
    let known = Step::ALL.into_iter().find(|step| step.name() == name);
    known.map_or("", Step::name)
}

/// Whether its mail is what is in the way: whoever is stuck somewhere has its link.
const fn is_bounced(row: &Seen) -> bool {
    row.state.is_open() && row.bounced_at.is_some() && row.stuck.is_none()
}

/// The states that are on the way are there with a nought, too; how it ended otherwise, only where it did.
fn funnel(board: &Board) -> Vec<StateCount> {
    let count = |state: State| {
        let mut counted = board.invitations.iter();
        counted
            .find(|counted| counted.what == state.name())
            .map_or(0, |counted| counted.count)
    };
    if State::ALL.iter().all(|state| count(*state) == 0) {
        return vec![];
    }
    let is_on_the_way = |state: State| state.is_open() || state == State::Connected;
    let states = State::ALL.iter().copied();
    states
        .filter(|state| is_on_the_way(*state) || count(*state) > 0)
        .map(|state| StateCount {
            state: state.name(),
            count: count(state),
        })
        .collect()
}

fn stuck(board: &Board) -> Vec<StuckCount> {
    let counted = board.stuck.iter().take(MOST_STUCK);
    counted
        .map(|counted| StuckCount {
            problem: counted.what.clone(),
            step: step(counted.of.as_deref().unwrap_or_default()),
            count: counted.count,
        })
        .collect()
}

const fn mark(row: &Seen) -> &'static str {
    match row.state {
        State::Connected => "works",
        State::Disputed | State::Declined | State::Expired => "needs-password",
        _ if row.stuck.is_some() || is_bounced(row) => "needs-password",
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
