//! `start`: only when no profile and no saved connection say what to do.

use super::{Next, Screen, accounts, ignored, operator};
use crate::{Action, Connection, Effect, Event, Input, Outcome, State};

pub(crate) fn step(mut state: State, event: Event) -> Next {
    match event {
        Event::Person(Input::Press(Action::UsePractice)) if state.setup.broken.is_none() => {
            state.setup.connection = Some(Connection::Practice);
            (state.go(Screen::Welcome), vec![Effect::StartPractice])
        }
        Event::Person(Input::Press(Action::UseApiKey)) if state.setup.broken.is_none() => {
            state.setup.connection = Some(Connection::ApiKey);
            operator::enter(super::profiles_renewal(state))
        }
        Event::Person(Input::Press(Action::Retry)) if state.setup.broken.is_some() => {
            (state, vec![Effect::ReadProfile])
        }
        Event::World(Outcome::ProfileRead(setup)) => {
            state.setup = *setup;
            state.report = None;
            super::begin(state)
        }
        Event::Person(Input::Press(Action::Back)) if can_go_back(&state) => accounts::enter(state),
        _ => ignored(state, "start"),
    }
}

/// What is connected is before it, where there is something.
pub(crate) fn can_go_back(state: &State) -> bool {
    state.setup.broken.is_none() && !state.accounts.is_empty()
}
