//! One file per screen; here is only what they share: dispatch, starting, help and copying.

mod address;
mod clipboard;
mod connecting;
mod done;
mod operator;
mod password;
mod prepare;
mod profile;
mod sign_in;
mod start;
mod welcome;

pub(crate) use address::AddressForm;
pub(crate) use connecting::{Connecting, Phase, Status, may_try_anyway};
pub use connecting::{Grant, Stamp};
pub(crate) use done::{Asking, Done};
pub(crate) use operator::{Desking, Operator};
pub(crate) use password::PasswordForm;
pub(crate) use prepare::{Prepare, STEPS};
pub(crate) use profile::{Drafting, Profile};
pub(crate) use sign_in::{SignIn, Signing};
pub(crate) use welcome::can_go_back as welcome_can_go_back;

use crate::{Account, Action, Connection, Effect, Event, Input, Outcome, Page, Problem, Progress, State, Step};
use apple::{Address, Judgement, judge_address};

/// What a step leads to.
pub(crate) type Next = (State, Vec<Effect>);

/// The screens. Their names are an interface; see `docs/architecture.md`.
#[derive(Debug)]
pub(crate) enum Screen {
    Start,
    Operator(Operator),
    Profile(Profile),
    Welcome,
    Address(AddressForm),
    Prepare(Prepare),
    SignIn(SignIn),
    Password(PasswordForm),
    Connecting(Box<Connecting>),
    Done(Done),
}

impl Screen {
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Screen::Start => "start",
            Screen::Operator(_) => "operator",
            Screen::Profile(_) => "make-profile",
            Screen::Welcome => "welcome",
            Screen::Address(_) => "address",
            Screen::Prepare(_) => "prepare",
            Screen::SignIn(_) => "sign-in",
            Screen::Password(_) => "password",
            Screen::Connecting(_) => "connecting",
            Screen::Done(_) => "done",
        }
    }
}

pub(crate) fn step(mut state: State, event: Event) -> Next {
    // Said and heard: so that the same news is news again.
    if matches!(event, Event::Person(_)) && state.notice.is_some_and(|notice| notice.starts_with("cop") || notice == SET_ASIDE) {
        state.notice = None;
    }
    match event {
        Event::World(Outcome::Opened { saved, set_aside, tries }) => {
            state.tries = tries;
            opened(state, saved, set_aside)
        }
        Event::World(Outcome::Clock(now)) => {
            state.now = now;
            (state, vec![])
        }
        Event::World(Outcome::Copied(action, worked)) => {
            state.notice = Some(match action {
                _ if !worked => "copy-failed",
                Action::CopyLabel => "copied-label",
                Action::CopyProfile => "copied-profile",
                Action::CopyGrant => "copied-grant",
                Action::CopyDetails => "copied-details",
                _ => "copied-page",
            });
            (state, vec![])
        }
        Event::World(Outcome::NotSaved) => {
            // Told once: the journey works all the same, only a restart would begin again.
            if !state.save_failed && state.report.is_none() {
                state.save_failed = true;
                state.report = Some(Problem::CannotSave.into());
            }
            (state, vec![])
        }
        Event::World(Outcome::PageOpened(_, result)) => {
            if let Err(report) = result {
                // Beside no browser a small window helps nobody.
                if let Screen::Prepare(prepare) = &mut state.screen {
                    prepare.helper = None;
                }
                // What stands there already matters more than a browser that did not open.
                state.report.get_or_insert(report);
            }
            (state, vec![])
        }
        Event::World(Outcome::PracticeReady(result)) if state.practice() => match result {
            Ok(()) => (state, vec![]),
            Err(report) => {
                let mut state = state.go(Screen::Welcome);
                state.report = Some(report);
                (state, vec![Effect::Abort])
            }
        },
        Event::World(Outcome::KeyKept(result)) => {
            if let Err(report) = result {
                state.report.get_or_insert(report.kind("this-run-only"));
            }
            (state, vec![])
        }
        Event::Person(Input::Press(Action::Help)) => {
            state.help = !state.help;
            (state, vec![])
        }
        Event::Person(Input::Press(Action::Back)) if state.help => {
            state.help = false;
            (state, vec![])
        }
        Event::Person(Input::Press(Action::CopyDetails)) => match &state.report {
            Some(report) => {
                let text = report.details(&state);
                (state, vec![Effect::Copy(Action::CopyDetails, text)])
            }
            None => ignored(state, "copy-details without a problem"),
        },
        Event::Person(Input::Press(Action::OpenForgot)) => (state, vec![Effect::Open(Page::AppleForgot)]),
        Event::Person(Input::Press(Action::OpenStatus)) => (state, vec![Effect::Open(Page::AppleStatus)]),
        Event::World(Outcome::Returned) if clipboard::may_look(&state) => (state, vec![Effect::PeekClipboard]),
        Event::World(Outcome::Returned) => (state, vec![]),
        Event::World(Outcome::Peeked(text)) => clipboard::peeked(state, text),
        Event::Person(Input::Press(Action::UseCopied)) => clipboard::use_copied(state),
        Event::Person(Input::Press(Action::CopyPage)) if !matches!(state.screen, Screen::SignIn(_)) => {
            (state, vec![Effect::Copy(Action::CopyPage, apple::Page::Account.address().to_owned())])
        }
        event => match state.screen {
            Screen::Start => start::step(state, event),
            Screen::Operator(_) => operator::step(state, event),
            Screen::Profile(_) => profile::step(state, event),
            Screen::Welcome => welcome::step(state, event),
            Screen::Address(_) => address::step(state, event),
            Screen::Prepare(_) => prepare::step(state, event),
            Screen::SignIn(_) => sign_in::step(state, event),
            Screen::Password(_) => password::step(state, event),
            Screen::Connecting(_) => connecting::step(state, event),
            Screen::Done(_) => done::step(state, event),
        },
    }
}

/// A saved file could not be read; told until the person does something, whatever screen comes first.
pub(crate) const SET_ASIDE: &str = "set-aside";

/// An event that does not fit changes nothing.
pub(crate) fn ignored(state: State, what: &'static str) -> Next {
    (state, vec![Effect::Ignored(what)])
}

fn opened(mut state: State, saved: Option<Progress>, set_aside: bool) -> Next {
    state.resume = saved;
    if set_aside {
        state.notice = Some(SET_ASIDE);
    }
    if let Some(report) = state.setup.broken.clone() {
        state.report = Some(report);
        return (state, vec![]);
    }
    match state.setup.connection {
        None => (state, vec![]),
        Some(Connection::Practice) => (state.go(Screen::Welcome), vec![Effect::StartPractice]),
        Some(Connection::Hosted) => enter_journey(state),
        Some(Connection::ApiKey) => operator::enter(state),
    }
}

/// Begins the journey, or goes on where an earlier run left off.
pub(crate) fn enter_journey(mut state: State) -> Next {
    let Some(progress) = state.resume.take() else {
        return (state.go(Screen::Welcome), vec![]);
    };
    state.account = account(&progress);
    if state.account.icloud.is_none() {
        let screen = if progress.step > Step::Welcome { Screen::Address(AddressForm::new(&state.account)) } else { Screen::Welcome };
        return (state.go(screen), vec![]);
    }
    if progress.sent.is_some() && progress.host == state.desk.as_ref().map(|desk| desk.host.clone()) {
        state.sent = progress.sent;
        return connecting::look_again(state);
    }
    match progress.step {
        Step::Welcome => (state.go(Screen::Welcome), vec![]),
        Step::Address => {
            let form = AddressForm::new(&state.account);
            (state.go(Screen::Address(form)), vec![])
        }
        Step::Prepare => prepare::enter(state),
        Step::SignIn | Step::Password => enter_password(state),
    }
}

/// The password from Apple: given to this program, or to Nylas' own page.
pub(crate) fn enter_password(state: State) -> Next {
    if state.hosted() { sign_in::enter(state) } else { password::enter(state) }
}

/// The account of saved progress; what does not parse is not taken.
fn account(progress: &Progress) -> Account {
    let parsed = |text: &Option<String>| match judge_address(text.as_deref().unwrap_or_default()) {
        Judgement::Apple(address) | Judgement::Other { address, .. } => Some(address),
        _ => None,
    };
    let shown = parsed(&progress.address);
    let icloud = parsed(&progress.apple_id).or_else(|| shown.clone().map(|a| a.login())).filter(Address::is_apple);
    Account { shown, icloud }
}
