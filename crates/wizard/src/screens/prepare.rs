//! `prepare`: Apple's page, what to do there, and the name to type.

use super::{AddressForm, Next, Screen, enter_password, ignored};
use crate::{Action, Effect, Event, Input, Outcome, Page, Problem, Sixdigit, State};

#[derive(Debug, Default)]
pub(crate) struct Prepare {
    /// Apple's page was opened from here: the next thing is the password.
    pub(crate) opened: bool,
    /// The answer to the six-digit question.
    pub(crate) six_digit: Option<Sixdigit>,
    /// The person closed Apple's window before copying: that entry is of no use any more.
    pub(crate) again: bool,
}

pub(crate) fn enter(state: State) -> Next {
    (state.go(Screen::Prepare(Prepare::default())), vec![Effect::Prepare])
}

/// For another try: Apple shows a password only once.
pub(crate) fn enter_again(mut state: State) -> Next {
    state.wipe();
    (state.go(Screen::Prepare(Prepare { again: true, ..Prepare::default() })), vec![Effect::Prepare])
}

pub(crate) fn step(mut state: State, event: Event) -> Next {
    let Screen::Prepare(prepare) = &mut state.screen else { return ignored(state, "prepare") };
    match event {
        Event::Person(Input::Press(Action::OpenApple)) => open(state),
        Event::Person(Input::Press(Action::Continue)) if !prepare.opened => open(state),
        Event::Person(Input::Press(Action::Continue | Action::HavePassword)) => enter_password(state),
        Event::Person(Input::Press(Action::CopyLabel)) => {
            let label = state.setup.label.clone();
            (state, vec![Effect::Copy(Action::CopyLabel, label)])
        }
        Event::Person(Input::SixDigit(answer)) => {
            prepare.six_digit = Some(answer);
            if answer == Sixdigit::No {
                state.report = Some(Problem::NoTwoFactor.into());
            } else if state.report.as_ref().is_some_and(|r| r.problem == Problem::NoTwoFactor) {
                // It may have stood in front of something else.
                state.report = None;
                return (state, vec![Effect::Prepare]);
            }
            (state, vec![])
        }
        Event::Person(Input::Press(Action::Retry)) => {
            state.report = None;
            (state, vec![Effect::Prepare])
        }
        Event::Person(Input::Press(Action::Back)) => {
            let form = AddressForm::new(&state.account);
            (state.go(Screen::Address(form)), vec![Effect::Abort])
        }
        Event::World(Outcome::Prepared(result)) => {
            if let Err(report) = result {
                state.report = Some(report);
            }
            (state, vec![])
        }
        _ => ignored(state, "prepare"),
    }
}

fn open(mut state: State) -> Next {
    if let Screen::Prepare(prepare) = &mut state.screen {
        prepare.opened = true;
    }
    if state.report.as_ref().is_some_and(|r| r.problem == Problem::BrowserDidNotOpen) {
        state.report = None;
    }
    (state, vec![Effect::Open(Page::AppleAccount)])
}
