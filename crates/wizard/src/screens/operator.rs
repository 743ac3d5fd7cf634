//! `operator`: the company's API key. The key itself is with the runner; here is only what was typed, until it is checked.

use super::{Next, Screen, accounts, enter_journey, ignored, profile};
use crate::{Action, Effect, Event, Field, Input, Outcome, Problem, Report, State};
use secrecy::{ExposeSecret, SecretString};

/// Longest key that is taken, in characters; Nylas' keys are under 100.
const MAX_KEY: usize = 500;

#[derive(Debug)]
pub(crate) struct Operator {
    pub(crate) phase: Desking,
    typed: SecretString,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Desking {
    /// Is there a key already?
    Finding,
    /// Waiting for one to be typed.
    Asking,
    /// Nylas is being asked about it.
    Checking,
    /// The key works; `state.desk` says for what.
    Found,
    /// The connector is being made.
    MakingConnector,
}

impl Operator {
    fn new(phase: Desking) -> Self {
        Operator {
            phase,
            typed: SecretString::default(),
        }
    }
}

pub(crate) fn enter(state: State) -> Next {
    (
        state.go(Screen::Operator(Operator::new(Desking::Finding))),
        vec![Effect::FindKey],
    )
}

/// Back from `welcome`: what the key opens, and the ways to change it.
pub(crate) fn show(mut state: State) -> Next {
    state.resume = state.progress();
    if state.desk.is_none() {
        return enter(state);
    }
    show_found(state)
}

/// What the key opens; a missing connector can be made from here.
pub(crate) fn show_found(state: State) -> Next {
    (
        state.go(Screen::Operator(Operator::new(Desking::Found))),
        vec![Effect::Abort],
    )
}

/// With something connected or a first screen there is a way back.
pub(crate) fn can_go_back(state: &State) -> bool {
    !state.setup.fixed || !state.accounts.is_empty()
}

/// Another key, or none: what was entered under this one goes with it.
pub(crate) fn put_away(mut state: State, action: Action) -> Next {
    state.desk = None;
    state.sent = None;
    if let Some(resume) = &mut state.resume {
        resume.sent = None;
    }
    state.wipe();
    let mut effects = state.everything_again();
    effects.push(Effect::Abort);
    if action == Action::ForgetKey {
        effects.push(Effect::ForgetKey);
    }
    (
        state.go(Screen::Operator(Operator::new(Desking::Asking))),
        effects,
    )
}

pub(crate) fn step(mut state: State, event: Event) -> Next {
    let may_use_imap = may_use_imap(&state);
    let Screen::Operator(operator) = &mut state.screen else {
        return ignored(state, "operator");
    };
    match (operator.phase, event) {
        (Desking::Finding, Event::World(Outcome::KeyFound(Ok(true)))) => {
            operator.phase = Desking::Checking;
            (state, vec![Effect::CheckKey(None)])
        }
        (Desking::Finding, Event::World(Outcome::KeyFound(Ok(false)))) => {
            operator.phase = Desking::Asking;
            (state, vec![])
        }
        (Desking::Finding, Event::World(Outcome::KeyFound(Err(report)))) => {
            operator.phase = Desking::Asking;
            state.report = Some(report);
            (state, vec![])
        }
        (
            Desking::Asking,
            Event::Person(Input::Edit {
                field: Field::ApiKey,
                text,
                ..
            }),
        ) => {
            operator.typed = text;
            state.report = None;
            (state, vec![])
        }
        (Desking::Asking, Event::Person(Input::Press(Action::Continue))) => {
            match key_fault(&operator.typed) {
                Some(kind) => {
                    state.report = Some(Report::new(Problem::KeyRefused).kind(kind));
                    (state, vec![])
                }
                None => check(state),
            }
        }
        (Desking::Asking, Event::Person(Input::Press(Action::Retry))) => {
            if state
                .report
                .as_ref()
                .is_some_and(|report| report.kind == "not-forgotten")
            {
                state.report = None;
                return (state, vec![Effect::ForgetKey]);
            }
            match key_fault(&operator.typed) {
                Some("empty") => enter(state),
                Some(kind) => {
                    state.report = Some(Report::new(Problem::KeyRefused).kind(kind));
                    (state, vec![])
                }
                None => check(state),
            }
        }
        (Desking::Checking, Event::World(Outcome::KeyChecked(Ok(desk)))) => {
            let typed = !operator.typed.expose_secret().is_empty();
            // Another key may open another application, where the grants of the last one say nothing.
            if let (true, Some(resume)) = (typed, &mut state.resume) {
                resume.sent = None;
            }
            operator.typed = SecretString::default();
            operator.phase = Desking::Found;
            let connector = desk.connector;
            state.desk = Some(desk);
            let mut effects = if typed { vec![Effect::KeepKey] } else { vec![] };
            if connector {
                let (state, more) = enter_journey(state);
                effects.extend(more);
                return (state, effects);
            }
            (state, effects)
        }
        (Desking::Checking, Event::World(Outcome::KeyChecked(Err(report)))) => {
            operator.phase = Desking::Asking;
            state.report = Some(report);
            (state, vec![])
        }
        (Desking::Checking, Event::Person(Input::Press(Action::Cancel))) => {
            operator.phase = Desking::Asking;
            (state, vec![Effect::Abort])
        }
        (Desking::Found, Event::Person(Input::Press(Action::Continue | Action::Retry))) => {
            if state.desk.as_ref().is_some_and(|desk| desk.connector) {
                return enter_journey(state);
            }
            operator.phase = Desking::MakingConnector;
            state.report = None;
            (state, vec![Effect::MakeConnector])
        }
        (Desking::Found, Event::Person(Input::Press(Action::UseImap))) if may_use_imap => {
            operator.phase = Desking::MakingConnector;
            state.report = None;
            state.chose_mail_only = true;
            (state, vec![Effect::MailOnly(true), Effect::MakeConnector])
        }
        (Desking::MakingConnector, Event::World(Outcome::ConnectorMade(Ok(())))) => {
            if let Some(desk) = &mut state.desk {
                desk.connector = true;
            }
            enter_journey(state)
        }
        (Desking::MakingConnector, Event::World(Outcome::ConnectorMade(Err(report)))) => {
            operator.phase = Desking::Found;
            state.report = Some(report);
            (state, vec![])
        }
        (Desking::Found, Event::Person(Input::Press(Action::MakeProfile))) => profile::enter(state),
        (
            Desking::Found,
            Event::Person(Input::Press(action @ (Action::UseOtherKey | Action::ForgetKey))),
        ) => put_away(state, action),
        (Desking::Asking, Event::Person(Input::Press(Action::UseOtherKey))) => {
            put_away(state, Action::UseOtherKey)
        }
        (Desking::Asking, Event::Person(Input::Press(Action::ForgetKey))) => {
            put_away(state, Action::ForgetKey)
        }
        (_, Event::World(Outcome::KeyForgotten(Ok(())))) => {
            state.notice = Some("key-forgotten");
            (state, vec![])
        }
        (_, Event::World(Outcome::KeyForgotten(Err(report)))) => {
            state.report = Some(report.kind("not-forgotten"));
            (state, vec![])
        }
        (
            Desking::Found | Desking::Asking,
            Event::Person(Input::Press(action @ (Action::Accounts | Action::AllGrants))),
        ) => accounts::enter_by(state, action),
        (_, Event::Person(Input::Press(Action::Back))) if !state.accounts.is_empty() => {
            // Not looked for again: it was not there, or somebody is putting it away.
            (
                accounts::show(state, accounts::Key::Settled),
                vec![Effect::Abort],
            )
        }
        (_, Event::Person(Input::Press(Action::Back))) if can_go_back(&state) => {
            state.setup.connection = None;
            state.desk = None;
            // What was entered for this connection goes with it.
            state.account = Default::default();
            state.renewing = None;
            state.sent = None;
            state.wipe();
            let mut effects = state.everything_again();
            effects.push(Effect::Abort);
            (state.go(Screen::Start), effects)
        }
        _ => ignored(state, "operator"),
    }
}

/// The iCloud connector cannot be had: mail alone may still be.
pub(crate) fn may_use_imap(state: &State) -> bool {
    let refused = state.report.as_ref().is_some_and(|report| {
        report.problem == Problem::PlanDoesNotAllow && report.kind == "connector"
    });
    refused && !state.mail_only()
}

fn check(mut state: State) -> Next {
    let Screen::Operator(operator) = &mut state.screen else {
        return ignored(state, "operator");
    };
    operator.phase = Desking::Checking;
    let key = SecretString::from(operator.typed.expose_secret().trim().to_owned());
    state.report = None;
    (state, vec![Effect::CheckKey(Some(key))])
}

/// What Nylas' keys begin with; older ones are at least long words.
const KEY_BEGINS: &str = "nyk_";
const SHORTEST_OTHER_KEY: usize = 24;

/// Why a text cannot be a key; Nylas decides about the rest. A password that was typed here must not travel there.
pub fn key_fault(typed: &SecretString) -> Option<&'static str> {
    let text = typed.expose_secret().trim();
    if text.is_empty() {
        Some("empty")
    } else if text.chars().take(MAX_KEY + 1).count() > MAX_KEY
        || !text.chars().all(|c| c.is_ascii_graphic())
        || !text.starts_with(KEY_BEGINS)
            && (text.len() < SHORTEST_OTHER_KEY
                || !text
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "-_.=".contains(c)))
    {
        Some("not-a-key")
    } else {
        None
    }
}
