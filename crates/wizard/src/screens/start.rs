//! `start`: only when no profile and no saved connection say what to do.

use super::{Next, Screen, ignored, operator};
use crate::{Action, Connection, Effect, Event, Input, Outcome, State};

pub(crate) fn step(mut state: State, event: Event) -> Next {
    match event {
        Event::Person(Input::Press(Action::UsePractice)) if state.setup.broken.is_none() => {
            state.setup.connection = Some(Connection::Practice);
            (state.go(Screen::Welcome), vec![Effect::StartPractice])
        }
        Event::Person(Input::Press(Action::UseApiKey)) if state.setup.broken.is_none() => {
            state.setup.connection = Some(Connection::ApiKey);
            operator::enter(state)
        }
        Event::Person(Input::Press(Action::Retry)) if state.setup.broken.is_some() => (state, vec![Effect::ReadProfile]),
        Event::World(Outcome::ProfileRead(setup)) => {
            state.setup = *setup;
            state.report = None;
            let saved = state.resume.take();
            super::opened(state, saved, false)
        }
        _ => ignored(state, "start"),
    }
}
