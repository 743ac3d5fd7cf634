//! `done`: the proof, whose it is, how to take it back.

use super::{AddressForm, Next, Screen, accounts, ignored};
use crate::{Account, Action, Effect, Event, Input, Outcome, Page, Report, State};

#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) grant: String,
    /// The grant was there before this run, so that removing it may take something away that others use.
    pub(crate) existed: bool,
    /// The calendars' names; `None` when they could not be read.
    pub(crate) calendars: Option<Vec<String>>,
    /// The newest message's time in Unix seconds; inner `None` when there is no message yet.
    pub(crate) newest: Option<Option<i64>>,
    pub(crate) asking: Asking,
}

/// "That's not mine."
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asking {
    Nothing,
    /// It existed before: really remove it?
    Confirm,
    Removing,
    Removed,
}

/// The journey is over: the password and all that was kept for trying again are dropped.
pub(crate) fn enter(mut state: State, report: Option<Report>) -> Next {
    let forget = state.held.take().map(|password| Effect::ForgetCopied {
        password,
        pasted: state.pasted,
    });
    state.wipe();
    state.clear_tries();
    state.sent = None;
    state.unsettled = false;
    state.opened_at = None;
    state.run += 1;
    let renewal = state.renewing.take();
    let done = match std::mem::replace(&mut state.screen, Screen::Start) {
        Screen::Connecting(connecting) => connecting.into_done(),
        other => {
            state.screen = other;
            return ignored(state, "done");
        }
    };
    let other = renewal
        .and_then(|renewal| renewal.grant)
        .is_some_and(|grant| grant != done.grant);
    let mut state = state.go(Screen::Done(done));
    if other {
        state.notice = Some("other-grant");
    }
    state.report = report;
    (state, forget.into_iter().collect())
}

pub(crate) fn step(mut state: State, event: Event) -> Next {
    let hosted = state.hosted();
    let Screen::Done(done) = &mut state.screen else {
        return ignored(state, "done");
    };
    match (done.asking, event) {
        (_, Event::Person(Input::Press(Action::CopyGrant))) => {
            let grant = done.grant.clone();
            (state, vec![Effect::Copy(Action::CopyGrant, grant)])
        }
        // Without the company's key nobody here can remove it.
        (Asking::Nothing, Event::Person(Input::Press(Action::NotMine))) if hosted => {
            state.notice = Some("not-mine");
            (state, vec![])
        }
        (Asking::Nothing, Event::Person(Input::Press(Action::NotMine))) if done.existed => {
            done.asking = Asking::Confirm;
            (state, vec![])
        }
        (Asking::Nothing, Event::Person(Input::Press(Action::NotMine)))
        | (Asking::Confirm, Event::Person(Input::Press(Action::Confirm))) => {
            done.asking = Asking::Removing;
            let grant = done.grant.clone();
            state.report = None;
            (state, vec![Effect::DeleteGrant(grant)])
        }
        (Asking::Confirm, Event::Person(Input::Press(Action::Cancel | Action::Back))) => {
            done.asking = Asking::Nothing;
            (state, vec![])
        }
        (Asking::Removing, Event::World(Outcome::Deleted(Ok(())))) => {
            done.asking = Asking::Removed;
            let forget = Effect::ForgetAccount(done.grant.clone());
            let effects = if state.practice() {
                vec![]
            } else {
                vec![forget]
            };
            (state, effects)
        }
        (Asking::Removing, Event::World(Outcome::Deleted(Err(report)))) => {
            done.asking = Asking::Nothing;
            state.report = Some(report);
            (state, vec![])
        }
        (
            Asking::Nothing | Asking::Removed,
            Event::Person(Input::Press(Action::ConnectAnother)),
        ) => {
            state.account = Account::default();
            state.elsewhere = None;
            let form = AddressForm::new(&state.account);
            (state.go(Screen::Address(form)), vec![])
        }
        (
            Asking::Nothing | Asking::Removed,
            Event::Person(Input::Press(Action::Finish | Action::Continue)),
        ) => finish(state),
        (_, Event::Person(Input::Press(Action::OpenApple))) => {
            (state, vec![Effect::Open(Page::AppleAccount)])
        }
        _ => ignored(state, "done"),
    }
}

/// Practice goes back to where it was chosen; a real journey leads to what is connected.
fn finish(mut state: State) -> Next {
    state.account = Account::default();
    if state.practice() {
        if state.setup.fixed {
            return (state.go(Screen::Welcome), vec![]);
        }
        state.setup.connection = None;
        return (state.go(Screen::Start), vec![Effect::Abort]);
    }
    let returns = state.setup.returns;
    let (state, mut effects) = accounts::enter(state);
    if returns {
        effects.push(Effect::Open(Page::Return));
    }
    (state, effects)
}
