//! `welcome`: who asks, what it opens, how long it takes.

use super::{AddressForm, Next, Screen, accounts, ignored, operator, profile};
use crate::{Action, Connection, Effect, Event, Input, State};

pub(crate) fn step(mut state: State, event: Event) -> Next {
    match event {
        Event::Person(Input::Press(Action::Continue)) => {
            let form = AddressForm::new(&state.account);
            (state.go(Screen::Address(form)), vec![])
        }
        Event::Person(Input::Press(Action::Back)) if can_go_back(&state) => {
            match state.setup.connection {
                Some(Connection::ApiKey) => operator::show(state),
                _ => {
                    state.setup.connection = None;
                    state.account = Default::default();
                    state.sent = None;
                    state.wipe();
                    (state.go(Screen::Start), vec![Effect::Abort])
                }
            }
        }
        Event::Person(Input::Press(action @ (Action::UseOtherKey | Action::ForgetKey)))
            if state.desk.is_some() =>
        {
            operator::put_away(state, action)
        }
        Event::Person(Input::Press(Action::MakeProfile)) if state.desk.is_some() => {
            profile::enter(state)
        }
        Event::Person(Input::Press(action @ (Action::Accounts | Action::AllGrants)))
            if !state.practice() =>
        {
            accounts::enter_by(state, action)
        }
        Event::Person(Input::Press(Action::Retry)) if state.practice() => {
            state.report = None;
            (state, vec![Effect::StartPractice])
        }
        _ => ignored(state, "welcome"),
    }
}

/// Practice that a profile asked for has nothing before it.
pub(crate) fn can_go_back(state: &State) -> bool {
    state.setup.connection == Some(Connection::ApiKey) || !state.setup.fixed
}
