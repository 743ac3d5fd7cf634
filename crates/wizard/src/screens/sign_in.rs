//! `sign-in`: Nylas' own page in the person's browser, and the way back from it. The code that comes back never gets here.

use super::{AddressForm, Next, Screen, accounts, connecting, ignored, prepare};
use crate::{
    Account, Action, Effect, Event, Field, Input, Outcome, Page, Pasted, Problem, Report, Return,
    State, Timer,
};
use secrecy::{ExposeSecret, SecretString};

/// Seconds that the browser is waited for.
pub(crate) const PATIENCE: u32 = 300;

#[derive(Debug)]
pub(crate) struct SignIn {
    pub(crate) phase: Signing,
    /// What stands in the field for the browser's address; it may hold the code.
    pasted: SecretString,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signing {
    /// Nylas' page is announced.
    Closed,
    /// The browser's way back is being prepared.
    Opening,
    /// Nylas' page is open.
    Waiting {
        /// Seconds that are left.
        left: u32,
    },
}

pub(crate) fn enter(state: State) -> Next {
    let sign_in = SignIn {
        phase: Signing::Closed,
        pasted: SecretString::default(),
    };
    (state.go(Screen::SignIn(sign_in)), vec![])
}

/// Back from an attempt that did not end well: what it brought is given back.
pub(crate) fn enter_again(mut state: State) -> Next {
    state.run += 1;
    let (state, _) = enter(state);
    (state, vec![Effect::Abort, Effect::SignOut])
}

pub(crate) fn step(mut state: State, event: Event) -> Next {
    let (current, elsewhere) = (state.run, state.elsewhere.is_some());
    let Screen::SignIn(sign_in) = &mut state.screen else {
        return ignored(state, "sign-in");
    };
    match (sign_in.phase, event) {
        (
            Signing::Closed,
            Event::Person(Input::Press(Action::SignIn | Action::Continue | Action::Retry)),
        ) => open(state),
        (Signing::Opening, Event::World(Outcome::SignInReady { run, result }))
            if run == current =>
        {
            match result {
                Ok(()) => {
                    sign_in.phase = Signing::Waiting { left: PATIENCE };
                    (state, vec![Effect::Open(Page::SignIn), second(current)])
                }
                Err(report) => close(state, Some(report), None),
            }
        }
        (Signing::Waiting { .. }, Event::World(Outcome::CameBack { run, how }))
            if run == current =>
        {
            match how {
                Return::SignedIn => connecting::enter_signed_in(state),
                Return::Declined => close(state, None, Some("sign-in-declined")),
                Return::Expired => close(state, None, Some("sign-in-expired")),
                Return::Failed(report) => close(state, Some(report), None),
            }
        }
        (
            Signing::Waiting { left },
            Event::World(Outcome::Elapsed {
                run,
                timer: Timer::Second,
            }),
        ) if run == current => {
            if left <= 1 {
                return close(state, None, Some("sign-in-too-late"));
            }
            sign_in.phase = Signing::Waiting { left: left - 1 };
            (state, vec![second(current)])
        }
        // The same attempt, with all its time again.
        (Signing::Waiting { .. }, Event::Person(Input::Press(Action::SignIn))) => {
            sign_in.phase = Signing::Waiting { left: PATIENCE };
            forget_browser(&mut state);
            (state, vec![Effect::Open(Page::SignIn)])
        }
        (Signing::Waiting { .. }, Event::Person(Input::Press(Action::CopyPage))) => {
            (state, vec![Effect::CopySignIn])
        }
        (
            Signing::Waiting { .. },
            Event::Person(Input::Edit {
                field: Field::RedirectAddress,
                text,
                pasted,
            }),
        ) => {
            sign_in.pasted = text;
            state.notice = None;
            if pasted { take(state) } else { (state, vec![]) }
        }
        (Signing::Waiting { .. }, Event::Person(Input::Press(Action::Continue))) => take(state),
        (Signing::Waiting { .. }, Event::World(Outcome::AddressRefused { run, why }))
            if run == current =>
        {
            state.notice = Some(match why {
                Pasted::Other => "address-other",
                Pasted::Old => "address-old",
            });
            (state, vec![])
        }
        (
            Signing::Opening | Signing::Waiting { .. },
            Event::Person(Input::Press(Action::Cancel)),
        ) => close(state, None, None),
        (_, Event::Person(Input::Leave(Field::RedirectAddress))) => (state, vec![]),
        (_, Event::Person(Input::Press(Action::Back)))
            if elsewhere && state.renewing.is_some() && !state.accounts.is_empty() =>
        {
            leave(state, accounts::enter)
        }
        (_, Event::Person(Input::Press(Action::Back))) if elsewhere => leave(state, to_address),
        (_, Event::Person(Input::Press(Action::OpenApple))) if !elsewhere => {
            (state, vec![Effect::Open(Page::AppleAccount)])
        }
        (_, Event::Person(Input::Press(Action::ClosedTooEarly))) if !elsewhere => {
            leave(state, prepare::enter_again)
        }
        (_, Event::Person(Input::Press(Action::Back))) => leave(state, prepare::enter),
        _ => ignored(state, "sign-in"),
    }
}

/// Begins an attempt; the page is opened once the browser can come back.
fn open(mut state: State) -> Next {
    let Some(address) = state.account.icloud.clone() else {
        return ignored(state, "sign-in: no address");
    };
    state.run += 1;
    state.report = None;
    state.notice = None;
    let run = state.run;
    state.screen = Screen::SignIn(SignIn {
        phase: Signing::Opening,
        pasted: SecretString::default(),
    });
    let provider = state.elsewhere;
    (
        state,
        vec![
            Effect::Abort,
            Effect::SignIn {
                run,
                address,
                provider,
            },
        ],
    )
}

/// Nobody is waited for any more.
fn close(mut state: State, report: Option<Report>, notice: Option<&'static str>) -> Next {
    state.run += 1;
    // The field goes, and what was pasted with it.
    state.wipe();
    let (mut state, _) = enter(state);
    state.report = report;
    state.notice = notice;
    (state, vec![Effect::Abort])
}

fn leave(mut state: State, to: fn(State) -> Next) -> Next {
    state.run += 1;
    state.wipe();
    let (state, mut effects) = to(state);
    effects.insert(0, Effect::Abort);
    (state, effects)
}

fn to_address(mut state: State) -> Next {
    state.elsewhere = None;
    let form = AddressForm::new(&Account {
        icloud: None,
        ..std::mem::take(&mut state.account)
    });
    (state.go(Screen::Address(form)), vec![])
}

/// Hands over the address that was pasted, if one was.
fn take(mut state: State) -> Next {
    let run = state.run;
    let Screen::SignIn(sign_in) = &mut state.screen else {
        return ignored(state, "sign-in");
    };
    if sign_in.pasted.expose_secret().trim().is_empty() {
        return ignored(state, "sign-in: no address was pasted");
    }
    let text = sign_in.pasted.clone();
    (state, vec![Effect::TakeAddress { run, text }])
}

fn forget_browser(state: &mut State) {
    if state
        .report
        .as_ref()
        .is_some_and(|report| report.problem == Problem::BrowserDidNotOpen)
    {
        state.report = None;
    }
}

const fn second(run: u32) -> Effect {
    Effect::After {
        run,
        seconds: 1,
        timer: Timer::Second,
    }
}
