//! `make-profile`: at the company's own desk, a profile for its customers. No key is in it.

use crate::{
    Action, Answer, Draft, Event, Field, Input, Made, Request,
    journey::Journey,
    session::Session,
    transition::{Context, Goto, Leaf, Next},
};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

/// The most of the list of connectors that is shown, in characters.
const LONGEST_LIST: usize = 1_000;

#[derive(Debug)]
pub(crate) struct MakeProfile {
    phase: ExportPhase,
    /// What will be in it.
    draft: Option<Draft>,
    /// The company's name as it is typed.
    name: SecretString,
}

#[derive(Debug)]
enum ExportPhase {
    /// Nylas is asked what belongs into it.
    Looking,
    /// It can be made.
    Ready,
    /// It is being made.
    Making,
    Made(Made),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct View {
    phase: &'static str,
    busy: bool,
    draft: bool,
    draft_name: String,
    client_id: String,
    callback: String,
    registered: bool,
    connectors: String,
    path: Option<String>,
    administrator: bool,
}

impl MakeProfile {
    pub(crate) fn enter(cx: &mut Context<'_>) -> Self {
        cx.abort();
        cx.attempt(Request::DraftProfile);
        MakeProfile {
            phase: ExportPhase::Looking,
            draft: None,
            name: SecretString::default(),
        }
    }
}

impl Leaf for MakeProfile {
    type View = View;

    fn update(&mut self, cx: &mut Context<'_>, event: Event) -> Next {
        match (&self.phase, event) {
            (ExportPhase::Looking, Event::Answer(Answer::DraftProfile(Ok(draft)))) => {
                self.phase = ExportPhase::Ready;
                self.name = draft.name.clone().into();
                self.draft = Some(draft);
                Next::Stay
            }
            (ExportPhase::Looking, Event::Answer(Answer::DraftProfile(Err(report)))) => {
                cx.fail(report)
            }
            (
                ExportPhase::Looking,
                Event::Person(Input::Press(Action::Retry | Action::Continue)),
            ) => Goto::MakeProfile.into(),
            (
                ExportPhase::Ready | ExportPhase::Made(_),
                Event::Person(Input::Edit {
                    field: Field::Company,
                    text,
                    ..
                }),
            ) => {
                self.phase = ExportPhase::Ready;
                self.name = text;
                cx.session.report = None;
                Next::Stay
            }
            (_, Event::Person(Input::Leave(Field::Company))) => Next::Stay,
            (ExportPhase::Ready, Event::Person(Input::Press(Action::Continue | Action::Retry))) => {
                self.phase = ExportPhase::Making;
                cx.session.report = None;
                let name = self.name.expose_secret().trim().to_owned().into();
                cx.attempt(Request::MakeProfile(name))
            }
            (ExportPhase::Making, Event::Answer(Answer::MakeProfile(Ok(made)))) => {
                self.phase = ExportPhase::Made(made);
                if let Some(draft) = &mut self.draft {
                    draft.registered = true;
                }
                Next::Stay
            }
            (ExportPhase::Making, Event::Answer(Answer::MakeProfile(Err(report)))) => {
                self.phase = ExportPhase::Ready;
                cx.fail(report)
            }
            (ExportPhase::Made(made), Event::Person(Input::Press(Action::CopyProfile))) => {
                cx.ask(Request::Copy(Action::CopyProfile, made.text.clone()))
            }
            (ExportPhase::Made(_), Event::Person(Input::Press(Action::Continue)))
            | (_, Event::Person(Input::Press(Action::Back))) => Goto::Home.into(),
            _ => Next::Ignored("make-profile"),
        }
    }

    fn face(&self) -> u8 {
        match self.phase {
            ExportPhase::Looking => 0,
            ExportPhase::Ready => 1,
            ExportPhase::Making => 2,
            ExportPhase::Made(_) => 3,
        }
    }

    fn view(&self, session: &Session, _journey: &Journey) -> View {
        let (phase, made) = match &self.phase {
            ExportPhase::Looking => ("looking", None),
            ExportPhase::Ready => ("ready", None),
            ExportPhase::Making => ("making", None),
            ExportPhase::Made(made) => ("made", Some(made)),
        };
        let draft = self.draft.as_ref();
        View {
            phase,
            busy: phase == "making" || phase == "looking" && session.report.is_none(),
            draft: draft.is_some(),
            draft_name: draft.map(|d| d.name.clone()).unwrap_or_default(),
            client_id: draft.map(|d| d.client_id.clone()).unwrap_or_default(),
            callback: draft.map(|d| d.callback.clone()).unwrap_or_default(),
            registered: draft.is_some_and(|d| d.registered),
            connectors: draft
                .map(|d| d.connectors.join(", ").chars().take(LONGEST_LIST).collect())
                .unwrap_or_default(),
            path: made.map(|m| m.path.clone()),
            administrator: made.is_some_and(|m| m.administrator),
        }
    }
}
