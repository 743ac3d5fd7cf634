//! The wizard's decisions, and nothing else: `step(State, Event) -> (State, Vec<Effect>)` and `view(&State) -> View`.
//! No I/O, no clock, no async, no sentence. Each screen has its own file in `screens/`.

mod account;
mod details;
mod effect;
mod event;
mod problem;
mod progress;
mod screens;
mod state;
mod tries;
mod view;

#[cfg(test)]
mod tests;

pub use account::{AccountRecord, ListedGrant, Means, Reaches, Renewal, Standing};
pub use effect::{Effect, Page, Shape, Timer};
pub use event::{
    Action, Draft, Event, Field, Input, Made, Opened, Outcome, Pasted, Reading, Return, Service,
    Showing, Sixdigit,
};
pub use problem::{Detail, Problem, Report};
pub use progress::{Progress, SCHEMA_VERSION, Step};
#[doc(hidden)]
pub use screens::key_fault;
pub use screens::{Grant, Stamp};
pub use state::{Account, Connection, Desk, Hosted, Setup, State, Support, Use};
pub use tries::Tries;
pub use view::{
    AccountView, AccountsView, AllView, Argument, Body, GrantView, ProblemView, QuestionView,
    RemovedView, StageView, StepView, View, view,
};

/// Takes one event: the next state and what is to be done about it. An event that does not fit the state changes
/// nothing and is reported by [`Effect::Ignored`]. Progress is saved before anything else happens.
pub fn step(state: State, event: Event) -> (State, Vec<Effect>) {
    let before = match &event {
        // What is on disk already.
        Event::World(Outcome::Opened(opened)) => opened.saved.clone(),
        _ => state.progress(),
    };
    let (tries, report, shape) = (state.tries.clone(), state.report.clone(), state.shape());
    let opened = matches!(event, Event::World(Outcome::Opened(_)));
    let (mut state, mut effects) = screens::step(state, event);
    if state.report != report {
        state.reported_at = state.now;
    }
    if state.shape() != shape {
        effects.push(Effect::Shape(state.shape()));
    }
    if state.tries != tries && !opened {
        effects.insert(0, Effect::KeepTries(state.tries.clone()));
    }
    let after = state.progress();
    if before != after {
        effects.insert(0, Effect::Save(after));
    }
    (state, effects)
}
