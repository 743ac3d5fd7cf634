//! One file per screen; here is only what they share: dispatch, starting, help and copying.

mod accounts;
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

pub(crate) use accounts::{
    ACCOUNTS, About, Accounts, All, Key, Question, elsewhere, may_ask_for_key,
};
pub(crate) use address::{AddressForm, offered};
pub(crate) use connecting::{Connecting, Phase, Status, may_try_anyway};
pub use connecting::{Grant, Stamp};
pub(crate) use done::{Asking, Done};
#[doc(hidden)]
pub use operator::key_fault;
pub(crate) use operator::{Desking, Operator, can_go_back as operator_can_go_back, may_use_imap};
pub(crate) use password::PasswordForm;
pub(crate) use prepare::{Prepare, STEPS};
pub(crate) use profile::{Drafting, Profile};
pub(crate) use sign_in::{SignIn, Signing};
pub(crate) use start::can_go_back as start_can_go_back;
pub(crate) use welcome::can_go_back as welcome_can_go_back;

use crate::{
    Account, AccountRecord, Action, Connection, Effect, Event, Input, Opened, Outcome, Page,
    Problem, Progress, Renewal, Standing, State, Step, account::addresses,
};

/// What a step leads to.
pub(crate) type Next = (State, Vec<Effect>);

/// The screens. Their names are an interface; see `docs/architecture.md`.
#[derive(Debug)]
pub(crate) enum Screen {
    Start,
    Accounts(Accounts),
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
            Screen::Accounts(_) => "accounts",
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
    if matches!(event, Event::Person(_))
        && state
            .notice
            .is_some_and(|notice| notice.starts_with("cop") || notice == SET_ASIDE)
    {
        state.notice = None;
    }
    match event {
        Event::World(Outcome::Opened(found)) => opened(state, *found),
        Event::World(Outcome::Accounts(accounts)) => {
            state.accounts = accounts;
            (state, vec![])
        }
        Event::World(Outcome::Clock(now)) => {
            state.now = now;
            (state, vec![])
        }
        Event::World(Outcome::AccountForgotten(result)) => {
            if let Err(report) = result {
                state.report.get_or_insert(report);
            }
            (state, vec![])
        }
        Event::World(Outcome::Copied(action, worked)) => {
            state.notice = Some(match action {
                _ if !worked => "copy-failed",
                Action::CopyLabel => "copied-label",
                Action::CopyProfile => "copied-profile",
                Action::CopyGrant => "copied-grant",
                Action::CopyDetails => "copied-details",
                Action::CopyGrants => "copied-grants",
                _ => "copied-page",
            });
            (state, vec![])
        }
        // A system's history may answer after the person went on; it matters on the next screen, too.
        Event::World(Outcome::CopiedForgotten(certain)) => {
            if !certain {
                state.notice = Some("copied-remains");
            }
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
        Event::Person(Input::Press(Action::OpenForgot)) => {
            (state, vec![Effect::Open(Page::AppleForgot)])
        }
        Event::Person(Input::Press(Action::OpenStatus)) => {
            (state, vec![Effect::Open(Page::AppleStatus)])
        }
        Event::World(Outcome::Returned) if clipboard::may_look(&state) => {
            (state, vec![Effect::PeekClipboard])
        }
        Event::World(Outcome::Returned) => (state, vec![]),
        Event::World(Outcome::Peeked(text)) => clipboard::peeked(state, text),
        Event::Person(Input::Press(Action::UseCopied)) => clipboard::use_copied(state),
        Event::Person(Input::Press(Action::CopyPage))
            if !matches!(state.screen, Screen::SignIn(_)) =>
        {
            (
                state,
                vec![Effect::Copy(
                    Action::CopyPage,
                    apple::Page::Account.address().to_owned(),
                )],
            )
        }
        event => match state.screen {
            Screen::Start => start::step(state, event),
            Screen::Accounts(_) => accounts::step(state, event),
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

fn opened(mut state: State, found: Opened) -> Next {
    if found.set_aside.is_some() {
        state.set_aside = found.set_aside;
        state.notice = Some(SET_ASIDE);
    }
    state.accounts = found.accounts;
    state.tries = found.tries;
    state.resume = found.saved;
    begin(state)
}

/// Where the app opens, once its profile is known: where an earlier run left off, else on what is connected.
pub(crate) fn begin(mut state: State) -> Next {
    if let Some(report) = state.setup.broken.clone() {
        state.report = Some(report);
        return (state, vec![]);
    }
    let pending =
        state.setup.renew.is_some() || state.resume.as_ref().is_some_and(Progress::is_pending);
    if !state.practice() && !state.accounts.is_empty() && !pending {
        return accounts::enter(state);
    }
    match state.setup.connection {
        None => (state, vec![]),
        Some(Connection::Practice) => (state.go(Screen::Welcome), vec![Effect::StartPractice]),
        Some(Connection::Hosted) => enter_journey(profiles_renewal(state)),
        Some(Connection::ApiKey) => operator::enter(profiles_renewal(state)),
    }
}

/// Takes up the account that the profile wants renewed, unless an earlier run left something that belongs to it.
pub(crate) fn profiles_renewal(mut state: State) -> State {
    let Some(address) = state.setup.renew.clone() else {
        return state;
    };
    let left_off = state
        .resume
        .as_ref()
        .is_some_and(|p| p.sent.is_some() || p.renews.is_some() && p.step > Step::Prepare);
    let (shown, icloud) = addresses(Some(&address), None);
    let Some(asked) = shown.clone().filter(|_| !left_off) else {
        return state;
    };
    let same = |account: &&AccountRecord| {
        asked.is_mailbox_of(&account.address)
            || account
                .icloud
                .as_ref()
                .is_some_and(|icloud| asked.is_mailbox_of(icloud))
    };
    let known = state.accounts.iter().find(same);
    let needed = known.is_some_and(|account| account.status == Some(Standing::NeedsPassword));
    let (shown, icloud) = known.map_or((shown, icloud), AccountRecord::addresses);
    state.renewing = Some(Renewal {
        grant: known.map(|account| account.grant.clone()),
        needed,
    });
    state.account = Account { shown, icloud };
    state
}

/// Begins the journey, or goes on where an earlier run left off. Without either, what is connected is shown.
pub(crate) fn enter_journey(mut state: State) -> Next {
    if state.renewing.is_some() {
        state.resume = None;
        return accounts::begin_renewal(state);
    }
    let Some(progress) = state.resume.take() else {
        if !state.accounts.is_empty() {
            return accounts::enter(state);
        }
        return (state.go(Screen::Welcome), vec![]);
    };
    let (shown, icloud) = addresses(progress.address.as_deref(), progress.apple_id.as_deref());
    state.account = Account { shown, icloud };
    state.renewing = progress.renews;
    if state.account.icloud.is_none() {
        let screen = if progress.step > Step::Welcome {
            Screen::Address(AddressForm::new(&state.account))
        } else {
            Screen::Welcome
        };
        return (state.go(screen), vec![]);
    }
    if progress.sent.is_some() && progress.host == state.desk.as_ref().map(|desk| desk.host.clone())
    {
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
    if state.hosted() {
        sign_in::enter(state)
    } else {
        password::enter(state)
    }
}
