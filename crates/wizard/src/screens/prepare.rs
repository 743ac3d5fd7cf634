//! `prepare`: Apple's page, what to do there, and the name to type.
//!
//! Once Apple's page is open the window is a small helper beside it, with one step at a time; it can be declined.

use super::{AddressForm, Next, Screen, enter_password, ignored};
use crate::{Action, Effect, Event, Input, Outcome, Page, Problem, Sixdigit, State};

/// Steps on Apple's page; the words have a sentence for each.
pub(crate) const STEPS: u8 = 7;

#[derive(Debug, Default)]
pub(crate) struct Prepare {
    /// Apple's page was opened from here: the next thing is the password.
    pub(crate) opened: bool,
    /// The answer to the six-digit question.
    pub(crate) six_digit: Option<Sixdigit>,
    /// The person closed Apple's window before copying: that entry is of no use any more.
    pub(crate) again: bool,
    /// The step that the small window shows, from 1; `None` in the large one.
    pub(crate) helper: Option<u8>,
}

pub(crate) fn enter(state: State) -> Next {
    (
        state.go(Screen::Prepare(Prepare::default())),
        vec![Effect::Prepare],
    )
}

/// For another try: Apple shows a password only once.
pub(crate) fn enter_again(mut state: State) -> Next {
    state.wipe();
    (
        state.go(Screen::Prepare(Prepare {
            again: true,
            ..Prepare::default()
        })),
        vec![Effect::Prepare],
    )
}

pub(crate) fn step(mut state: State, event: Event) -> Next {
    let Screen::Prepare(prepare) = &mut state.screen else {
        return ignored(state, "prepare");
    };
    match event {
        Event::Person(Input::Press(Action::OpenApple)) => open(state),
        Event::Person(Input::Press(Action::Continue)) if !prepare.opened => open(state),
        Event::Person(Input::Press(Action::Continue | Action::HavePassword)) => {
            if prepare.again {
                state.gain_try();
            }
            enter_password(state)
        }
        Event::Person(Input::Press(Action::ClosedTooEarly)) => enter_again(state),
        Event::Person(Input::Press(Action::CopyLabel)) => {
            let label = state.setup.label.clone();
            (state, vec![Effect::Copy(Action::CopyLabel, label)])
        }
        Event::Person(Input::Press(Action::NextStep))
            if prepare.helper.is_some_and(|step| step < STEPS) =>
        {
            turn(state, 1)
        }
        Event::Person(Input::Press(Action::PreviousStep))
            if prepare.helper.is_some_and(|step| step > 1) =>
        {
            turn(state, -1)
        }
        Event::Person(Input::Press(Action::LeaveHelper)) if prepare.helper.is_some() => {
            prepare.helper = None;
            state.no_helper = true;
            (state, vec![])
        }
        Event::Person(Input::Press(Action::UseHelper))
            if prepare.opened && prepare.helper.is_none() =>
        {
            prepare.helper = Some(1);
            state.no_helper = false;
            (state, vec![])
        }
        Event::Person(Input::SixDigit(answer)) => {
            prepare.six_digit = Some(answer);
            if answer == Sixdigit::No {
                state.report = Some(Problem::NoTwoFactor.into());
            } else if state
                .report
                .as_ref()
                .is_some_and(|r| r.problem == Problem::NoTwoFactor)
            {
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

fn turn(mut state: State, by: i8) -> Next {
    if let Screen::Prepare(Prepare {
        helper: Some(step), ..
    }) = &mut state.screen
    {
        *step = step.saturating_add_signed(by);
    }
    (state, vec![])
}

fn open(mut state: State) -> Next {
    if let Screen::Prepare(prepare) = &mut state.screen {
        prepare.opened = true;
        if !state.no_helper {
            prepare.helper = prepare.helper.or(Some(1));
        }
    }
    if state
        .report
        .as_ref()
        .is_some_and(|r| r.problem == Problem::BrowserDidNotOpen)
    {
        state.report = None;
    }
    state.opened_at = Some(state.now);
    (state, vec![Effect::Open(Page::AppleAccount)])
}
