//! `make-profile`: at the company's own desk, a profile for its customers. No key is in it.

use super::{Next, Screen, enter_journey, ignored, operator};
use crate::{Action, Draft, Effect, Event, Field, Input, Made, Outcome, State};
use secrecy::{ExposeSecret, SecretString};

#[derive(Debug)]
pub(crate) struct Profile {
    pub(crate) phase: Drafting,
    /// What will be in it.
    pub(crate) draft: Option<Draft>,
    /// The company's name as it is typed.
    name: SecretString,
}

#[derive(Debug)]
pub(crate) enum Drafting {
    /// Nylas is asked what belongs into it.
    Looking,
    /// It can be made.
    Ready,
    /// It is being made.
    Making,
    /// It lies there.
    Made(Made),
}

pub(crate) fn enter(mut state: State) -> Next {
    state.resume = state.progress();
    let profile = Profile {
        phase: Drafting::Looking,
        draft: None,
        name: SecretString::default(),
    };
    (
        state.go(Screen::Profile(profile)),
        vec![Effect::Abort, Effect::DraftProfile],
    )
}

pub(crate) fn step(mut state: State, event: Event) -> Next {
    let Screen::Profile(profile) = &mut state.screen else {
        return ignored(state, "profile");
    };
    match (&profile.phase, event) {
        (Drafting::Looking, Event::World(Outcome::ProfileDrafted(result))) => {
            match result {
                Ok(draft) => {
                    profile.phase = Drafting::Ready;
                    profile.name = draft.name.clone().into();
                    profile.draft = Some(draft);
                }
                Err(report) => state.report = Some(report),
            }
            (state, vec![])
        }
        (Drafting::Looking, Event::Person(Input::Press(Action::Retry | Action::Continue))) => {
            enter(state)
        }
        (
            Drafting::Ready | Drafting::Made(_),
            Event::Person(Input::Edit {
                field: Field::Company,
                text,
                ..
            }),
        ) => {
            profile.phase = Drafting::Ready;
            profile.name = text;
            state.report = None;
            (state, vec![])
        }
        (_, Event::Person(Input::Leave(Field::Company))) => (state, vec![]),
        (Drafting::Ready, Event::Person(Input::Press(Action::Continue | Action::Retry))) => {
            profile.phase = Drafting::Making;
            let name = profile.name.expose_secret().trim().to_owned().into();
            state.report = None;
            (state, vec![Effect::MakeProfile { name }])
        }
        (Drafting::Making, Event::World(Outcome::ProfileMade(result))) => {
            match result {
                Ok(made) => {
                    profile.phase = Drafting::Made(made);
                    if let Some(draft) = &mut profile.draft {
                        draft.registered = true;
                    }
                }
                Err(report) => {
                    profile.phase = Drafting::Ready;
                    state.report = Some(report);
                }
            }
            (state, vec![])
        }
        (Drafting::Made(made), Event::Person(Input::Press(Action::CopyProfile))) => {
            let text = made.text.clone();
            (state, vec![Effect::Copy(Action::CopyProfile, text)])
        }
        (Drafting::Made(_), Event::Person(Input::Press(Action::Continue)))
        | (_, Event::Person(Input::Press(Action::Back))) => leave(state),
        _ => ignored(state, "profile"),
    }
}

/// Back to where the key is shown, or to the journey as it was left.
fn leave(state: State) -> Next {
    if state.desk.as_ref().is_some_and(|desk| desk.connector) {
        let (state, mut effects) = enter_journey(state);
        effects.insert(0, Effect::Abort);
        return (state, effects);
    }
    operator::show(state)
}
