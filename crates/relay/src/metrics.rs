//! What a company watches: numbers, in the text form of Prometheus. No label says anything of a person.

use crate::mailer::Refused;
use invitation::operator::Standing;
use invitation::{Fault, State};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};

const PREFIX: &str = "icloud_connect_relay";
/// The first digit of a status, from 1 to 5.
const CLASSES: usize = 5;

/// Counted since the process began.
#[derive(Default)]
pub(crate) struct Metrics {
    answers: [AtomicU64; CLASSES],
    refusals: [AtomicU64; Fault::ALL.len()],
    connected: AtomicU64,
    not_connected: AtomicU64,
    uncertain: AtomicU64,
    heard: [AtomicU64; Heard::ALL.len()],
    mails: AtomicU64,
    mails_refused: AtomicU64,
    mails_late: AtomicU64,
    told: AtomicU64,
    not_told: AtomicU64,
}

/// What became of an event of Nylas'.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Heard {
    Stored,
    /// Of something else, or of nobody's grant.
    Ignored,
    Refused,
}

impl Heard {
    const ALL: [Heard; 3] = [Heard::Stored, Heard::Ignored, Heard::Refused];

    const fn name(self) -> &'static str {
        match self {
            Heard::Stored => "stored",
            Heard::Ignored => "ignored",
            Heard::Refused => "refused",
        }
    }
}

impl Metrics {
    pub(crate) fn answered(&self, status: u16) {
        let class = usize::from(status / 100).wrapping_sub(1);
        if let Some(count) = self.answers.get(class) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(crate) fn refused(&self, fault: Fault) {
        let at = Fault::ALL.iter().position(|known| *known == fault);
        if let Some(count) = at.and_then(|at| self.refusals.get(at)) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(crate) fn connected(&self) {
        self.connected.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn not_connected(&self) {
        self.not_connected.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn uncertain(&self) {
        self.uncertain.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn heard(&self, heard: Heard) {
        let at = Heard::ALL.iter().position(|known| *known == heard);
        if let Some(count) = at.and_then(|at| self.heard.get(at)) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// A mail left, or why it did not.
    pub(crate) fn mailed(&self, refused: Option<&Refused>) {
        let count = match refused {
            None => &self.mails,
            Some(Refused::Addressee(_)) => &self.mails_refused,
            Some(Refused::Now | Refused::Unknown | Refused::Sender(_)) => &self.mails_late,
        };
        count.fetch_add(1, Ordering::Relaxed);
    }

    /// The company was told something, or did not take it.
    pub(crate) fn told_company(&self, well: bool) {
        let count = if well { &self.told } else { &self.not_told };
        count.fetch_add(1, Ordering::Relaxed);
    }

    /// Everything, with what the database and the process know now.
    pub(crate) fn told(
        &self,
        states: &[(State, i64)],
        stuck: &BTreeMap<String, i64>,
        standings: &[(Standing, i64)],
        under_way: usize,
        key_days: Option<i64>,
    ) -> String {
        let mut text = String::new();
        let load = |count: &AtomicU64| count.load(Ordering::Relaxed);
        let classes = self.answers.iter().zip(1..);
        let classes = classes.map(|(count, class)| (format!("{class}xx"), load(count)));
        family(&mut text, "answers_total", "counter", "status", classes);
        let faults = Fault::ALL.iter().zip(&self.refusals);
        let faults = faults.map(|(fault, count)| (fault.name().to_owned(), load(count)));
        family(&mut text, "refusals_total", "counter", "fault", faults);
        let outcomes = [
            ("connected", &self.connected),
            ("not_connected", &self.not_connected),
            ("uncertain", &self.uncertain),
        ];
        let outcomes = outcomes.map(|(name, count)| (name.to_owned(), load(count)));
        family(
            &mut text,
            "submissions_total",
            "counter",
            "outcome",
            outcomes,
        );
        let states = states
            .iter()
            .map(|(state, count)| (state.name().to_owned(), *count));
        family(&mut text, "invitations", "gauge", "state", states);
        let stuck = stuck.iter().map(|(code, count)| (code.clone(), *count));
        family(&mut text, "stuck", "gauge", "problem", stuck);
        let heard = Heard::ALL.iter().zip(&self.heard);
        let heard = heard.map(|(heard, count)| (heard.name().to_owned(), load(count)));
        family(&mut text, "events_total", "counter", "outcome", heard);
        let standings = standings
            .iter()
            .map(|(standing, count)| (standing.name().to_owned(), *count));
        family(&mut text, "connections", "gauge", "state", standings);
        let mails = [
            ("sent", &self.mails),
            ("refused", &self.mails_refused),
            ("later", &self.mails_late),
        ];
        let mails = mails.map(|(name, count)| (name.to_owned(), load(count)));
        family(&mut text, "mails_total", "counter", "outcome", mails);
        let told = [("taken", &self.told), ("not_taken", &self.not_told)];
        let told = told.map(|(name, count)| (name.to_owned(), load(count)));
        family(&mut text, "told_total", "counter", "outcome", told);
        let working = [("this_process".to_owned(), under_way)];
        family(
            &mut text,
            "submissions_under_way",
            "gauge",
            "where",
            working,
        );
        let days = key_days.map(|days| ("nylas".to_owned(), days));
        family(&mut text, "api_key_days_left", "gauge", "key", days);
        text
    }
}

/// What an operator has to do something about: what is held, what was stopped, and what the mail server refuses.
pub(crate) fn stopped(held: bool, paused: bool, refused: bool) -> String {
    let mut text = String::new();
    let held = [("too_many".to_owned(), u8::from(held))];
    family(&mut text, "renewals_held", "gauge", "why", held);
    let paused = [("by_operator".to_owned(), u8::from(paused))];
    family(&mut text, "mail_paused", "gauge", "why", paused);
    let refused = [("to_mend".to_owned(), u8::from(refused))];
    family(&mut text, "mail_refused", "gauge", "why", refused);
    text
}

fn family<N: std::fmt::Display>(
    text: &mut String,
    name: &str,
    kind: &str,
    label: &str,
    values: impl IntoIterator<Item = (String, N)>,
) {
    // Writing to a text does not fail.
    let _ = writeln!(text, "# TYPE {PREFIX}_{name} {kind}");
    for (value, number) in values {
        let _ = writeln!(text, "{PREFIX}_{name}{{{label}=\"{value}\"}} {number}");
    }
}
