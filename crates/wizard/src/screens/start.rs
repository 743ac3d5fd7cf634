//! `start`: only when no profile and no saved connection say what to do.

use crate::{
    Action, Answer, Connection, Event, Input, Request,
    journey::Journey,
    session::Session,
    transition::{Context, Goto, Leaf, Next},
};
use serde::Serialize;

#[derive(Debug, Default)]
pub(crate) struct Start;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct View {
    broken: bool,
}

impl Leaf for Start {
    type View = View;

    fn update(&mut self, cx: &mut Context<'_>, event: Event) -> Next {
        let broken = cx.session.setup.profile_error.is_some();
        match event {
            Event::Person(Input::Press(Action::UsePractice)) if !broken => {
                cx.session.setup.connection = Some(Connection::Practice);
                cx.ask(Request::StartPractice(cx.session.label()));
                Goto::Welcome.into()
            }
            Event::Person(Input::Press(Action::UseApiKey)) if !broken => {
                cx.session.setup.connection = Some(Connection::ApiKey);
                cx.journey.renew_as_profile_says(cx.session);
                Goto::FindKey.into()
            }
            Event::Person(Input::Press(Action::Retry)) if broken => cx.ask(Request::ReadProfile),
            Event::Answer(Answer::ReadProfile(setup)) => {
                cx.session.setup = *setup;
                cx.session.report = None;
                Goto::Begin.into()
            }
            Event::Person(Input::Press(Action::Back)) if self.can_go_back(cx.session) => {
                Goto::Accounts.into()
            }
            _ => Next::Ignored("start"),
        }
    }

    fn view(&self, session: &Session, _journey: &Journey) -> View {
        View {
            broken: session.setup.profile_error.is_some(),
        }
    }

    /// What is connected is before it, where there is something.
    fn can_go_back(&self, session: &Session) -> bool {
        session.setup.profile_error.is_none() && !session.accounts.is_empty()
    }
}
