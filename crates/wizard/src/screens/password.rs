//! `password`: judged as it changes; wiped only on paste, on leaving the field or on `continue`.

use super::{Next, Screen, connecting, ignored, prepare};
use crate::{Action, Effect, Event, Field, Input, Outcome, Page, Problem, Report, State};
use apple::{Shape, judge_password};
use secrecy::SecretString;

#[derive(Debug)]
pub(crate) struct PasswordForm {
    /// The shape of what stands in the field, or of what the button pasted.
    pub(crate) shape: &'static str,
    /// What `continue` would complain about; `None` for an app password.
    fault: Option<Problem>,
}

impl PasswordForm {
    fn empty() -> Self {
        PasswordForm {
            shape: "empty",
            fault: Some(Problem::NotTheWholePassword),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.shape == "empty"
    }

    /// Whether the field, where there is text in it, shows a whole password: Apple's, or by mistake the normal one.
    pub(crate) fn is_whole(&self) -> bool {
        self.shape != "held" && matches!(self.fault, None | Some(Problem::LooksLikeNormalPassword))
    }
}

/// What was here is wiped already.
pub(super) fn expire(state: &mut State) {
    forget_fault(state);
    state.screen = Screen::Password(PasswordForm::empty());
}

pub(crate) fn enter(state: State) -> Next {
    let form = match &state.held {
        Some(_) => PasswordForm {
            shape: "held",
            fault: None,
        },
        None => PasswordForm::empty(),
    };
    (state.go(Screen::Password(form)), vec![])
}

/// The password was refused: it is of no more use, here or on the page.
pub(crate) fn refused(mut state: State, report: Report) -> Next {
    state.spend_try();
    state.wipe();
    let (mut state, effects) = enter(state);
    state.report = Some(report);
    (state, effects)
}

pub(crate) fn step(mut state: State, event: Event) -> Next {
    let Screen::Password(form) = &mut state.screen else {
        return ignored(state, "password");
    };
    match event {
        Event::Person(Input::Edit {
            field: Field::AppPassword,
            text,
            pasted,
        }) => {
            state.notice = None;
            state.offered = None;
            state.pasted = false;
            forget_fault(&mut state);
            judge(&mut state, &text);
            if pasted {
                (wipe_if_normal(state), vec![])
            } else {
                (state, vec![])
            }
        }
        Event::Person(Input::Leave(Field::AppPassword)) => (wipe_if_normal(state), vec![]),
        Event::Person(Input::Press(Action::Paste)) => (state, vec![Effect::ReadClipboard]),
        Event::World(Outcome::Clipboard(None)) => {
            state.notice = Some("nothing-to-paste");
            (state, vec![])
        }
        Event::World(Outcome::Clipboard(Some(text))) => {
            state.notice = None;
            // What was typed before is replaced, as a paste would.
            state.wipe();
            forget_fault(&mut state);
            judge(&mut state, &text);
            state.pasted = true;
            (complain(state), vec![])
        }
        Event::Person(Input::Press(Action::Continue)) => match form.fault.map(|_| form.shape) {
            // One more refusal might lock the address out at Nylas: first a new password.
            None if state.tries_left() == 0 => {
                state.report = Some(Report::new(Problem::AppleRefused).kind("no-tries"));
                (state, vec![])
            }
            None => connecting::enter(state),
            // What was just wiped has its sentence already: an empty field adds nothing to it.
            Some("empty")
                if state
                    .report
                    .as_ref()
                    .is_some_and(|r| r.problem.field() == Some(Field::AppPassword)) =>
            {
                (state, vec![])
            }
            Some(_) => (complain(state), vec![]),
        },
        Event::Person(Input::Press(Action::ClosedTooEarly)) => prepare::enter_again(state),
        Event::Person(Input::Press(Action::OpenApple)) => {
            state.opened_at = Some(state.now);
            (state, vec![Effect::Open(Page::AppleAccount)])
        }
        Event::Person(Input::Press(Action::Back)) => prepare::enter(state),
        _ => ignored(state, "password"),
    }
}

/// What was said of the text before goes with it.
fn forget_fault(state: &mut State) {
    if state
        .report
        .as_ref()
        .is_some_and(|r| r.problem.field() == Some(Field::AppPassword))
    {
        state.report = None;
    }
}

fn judge(state: &mut State, text: &SecretString) {
    let shape = judge_password(text, &state.setup.label);
    let fault = match &shape {
        Shape::Whole(..) => None,
        Shape::Normal => Some(Problem::LooksLikeNormalPassword),
        Shape::Code => Some(Problem::SixDigitCode),
        Shape::Email => Some(Problem::EmailAsPassword),
        Shape::Empty
        | Shape::Part
        | Shape::Label
        | Shape::Words
        | Shape::Several
        | Shape::OddLetters
        | Shape::TooLong => Some(Problem::NotTheWholePassword),
    };
    state.screen = Screen::Password(PasswordForm {
        shape: shape.name(),
        fault,
    });
    state.held = match shape {
        Shape::Whole(password, _) => Some(password),
        _ => None,
    };
}

/// Says what is in the way, if anything is; a normal password is wiped first.
fn complain(mut state: State) -> State {
    let Screen::Password(form) = &state.screen else {
        return state;
    };
    if let Some(problem) = form.fault {
        let report = Report::new(problem).kind(form.shape);
        state.report = Some(report);
        state = wipe_if_normal(state);
    }
    state
}

fn wipe_if_normal(mut state: State) -> State {
    if let Screen::Password(PasswordForm {
        fault: Some(Problem::LooksLikeNormalPassword),
        ..
    }) = &state.screen
    {
        state.wipe();
        state.screen = Screen::Password(PasswordForm::empty());
        state.report = Some(Problem::LooksLikeNormalPassword.into());
    }
    state
}
