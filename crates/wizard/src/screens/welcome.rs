//! `welcome`: who asks, what it opens, how long it takes.

use crate::{
    Action, Event, Input, Report, Request,
    journey::Journey,
    session::Session,
    transition::{Context, Goto, Leaf, Next},
};
use serde::Serialize;

#[derive(Debug, Default)]
pub(crate) struct Welcome;

#[derive(Serialize)]
pub(crate) struct View {}

impl Leaf for Welcome {
    type View = View;

    fn update(&mut self, cx: &mut Context<'_>, event: Event) -> Next {
        let at_desk = cx.session.application.is_some();
        match event {
            Event::Person(Input::Press(Action::Continue)) => Goto::Address.into(),
            Event::Person(Input::Press(Action::Back)) if cx.session.by_key() => {
                Goto::KeyOverview.into()
            }
            Event::Person(Input::Press(Action::Back)) if self.can_go_back(cx.session) => {
                Goto::Start.into()
            }
            Event::Person(Input::Press(Action::UseOtherKey)) if at_desk => {
                Goto::OtherKey { forget: false }.into()
            }
            Event::Person(Input::Press(Action::ForgetKey)) if at_desk => Goto::ForgetKey.into(),
            Event::Person(Input::Press(Action::MakeProfile)) if at_desk => Goto::MakeProfile.into(),
            Event::Person(Input::Press(Action::AllGrants)) if at_desk => Goto::AllGrants.into(),
            Event::Person(Input::Press(Action::Accounts))
                if !cx.session.practice() && !cx.session.accounts.is_empty() =>
            {
                Goto::Accounts.into()
            }
            Event::Person(Input::Press(Action::Retry)) if cx.session.practice() => {
                cx.session.report = None;
                cx.ask(Request::StartPractice)
            }
            _ => Next::Ignored("welcome"),
        }
    }

    fn view(&self, _session: &Session, _journey: &Journey) -> View {
        View {}
    }

    /// Practice that a profile asked for has nothing before it.
    fn can_go_back(&self, session: &Session) -> bool {
        session.by_key() || !session.setup.connection_from_profile
    }

    fn fit_actions(
        &self,
        session: &Session,
        _journey: &Journey,
        _report: &Report,
        actions: &mut Vec<Action>,
    ) {
        if !session.practice() {
            actions.retain(|action| *action != Action::Retry);
        }
    }
}
