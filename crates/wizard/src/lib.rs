//! The wizard's decisions, and nothing else: `step(State, Event) -> (State, Vec<Effect>)` and `view(&State) -> View`.
//! No I/O, no clock, no async, no sentence. Each screen has its own file in `screens/`; `router.rs` knows their order.

mod about;
mod account;
mod beside;
mod blocks;
mod clipboard_offer;
mod common;
mod details;
mod effect;
mod event;
mod expiry;
mod held;
mod input;
mod inviting;
mod journey;
mod long_list;
mod manners;
mod notice;
mod problem;
mod profile_form;
mod progress;
mod refused;
mod report_kind;
mod request;
mod router;
mod screens;
mod session;
mod setup;
mod table;
mod transition;
mod tries;
mod uses;
mod utc;
mod view;

#[cfg(test)]
mod tests;

pub use about::{Inside, LicenseText};
pub use account::{
    AccountRecord, ConnectionKind, Grant, GrantSnapshot, GrantStatus, ListedGrant, Renewal, Scope,
};
pub use effect::{Effect, WindowMode};
pub use event::{Event, Opened};
pub use held::{Invitation, OpenedInvitation, trusts};
pub use input::{Action, Column, Field, Input, Service, Showing, Sixdigit, Zoom};
pub use inviting::{
    AddressMail, Begun, InvitationForm, InvitationMail, MadeInvitation, RelayDesk, RelayForm,
    site_in,
};
pub use inviting::{InvitationChange, Invited};
pub use journey::Account;
pub use notice::Notice;
pub use problem::{Detail, Problem, Report};
pub use profile_form::{Draft, ProfileForm};
pub use progress::{Progress, Refusal, SCHEMA_VERSION, Step, Tries};
pub use report_kind::ReportKind;
pub use request::{
    Answer, Ended, Made, Offer, Page, Pasted, Request, Return, SignIn, Timer, Unreadable,
};
pub use router::State;
#[doc(hidden)]
pub use screens::operator::{key_fault, key_in};
pub use setup::{Connection, HostedSetup, NylasApplication, Setup, Support};
pub use table::SCREENS;
pub use uses::{MailProvider, Use};
pub use view::{ProblemView, StepView, View, view};

/// Takes one event: the next state and what is to be done about it. An event that does not fit the state changes
/// nothing and is reported by [`Effect::Ignored`]. Progress is saved before anything else happens.
pub fn step(mut state: State, event: Event) -> (State, Vec<Effect>) {
    let (tries, report) = (state.session.tries.clone(), state.session.report.clone());
    let (window, seen) = (state.screen.window(), state.seen());
    let (before, tries) = match &event {
        // What is on disk already.
        Event::Opened(opened) => (opened.saved.clone(), opened.tries.clone()),
        _ => (state.progress(), tries),
    };
    let concealed = state.concealed();
    let mut effects = state.take(event);
    if !state.screen.is_under_way() {
        state.session.closing = false;
    }
    if state.seen() != seen {
        state.session.shown += 1;
    }
    if state.session.report != report {
        state.session.reported_at = state.session.now;
        if let Some(report) = &state.session.report {
            let icloud = state.journey.account.icloud.as_ref();
            state.journey.blocks.count(report, icloud);
        }
    }
    if state.screen.window() != window {
        // A window that came forward first would be put behind others again by what its new shape does to it.
        let forward = effects
            .iter()
            .position(|effect| matches!(effect, Effect::ComeForward));
        effects.insert(
            forward.unwrap_or(effects.len()),
            Effect::SetWindowMode(state.screen.window()),
        );
    }
    if state.concealed() != concealed {
        effects.insert(0, Effect::Conceal(state.concealed()));
    }
    if state.session.tries != tries {
        effects.insert(0, Effect::SaveTries(state.session.tries.clone()));
    }
    let after = state.progress();
    if before != after {
        effects.insert(0, Effect::Save(after));
    }
    (state, effects)
}

/// Whether a press was made on something that is not shown any more, such as the second half of a double-click. What is
/// typed always counts.
pub fn is_stale(state: &State, input: &Input, shown: u32) -> bool {
    matches!(input, Input::Press(_) | Input::PressFor { .. }) && shown != state.session.shown
}
