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
pub(crate) struct View {
    /// What is connected from this computer can be looked at; the operator has a page for that.
    accounts: bool,
}

impl Leaf for Welcome {
    type View = View;

    fn update(&mut self, cx: &mut Context<'_>, event: Event) -> Next {
        match event {
            // The account is the one that was invited.
            Event::Person(Input::Press(Action::Continue)) if cx.session.invited() => {
                Goto::Prepare { again: false }.into()
            }
            Event::Person(Input::Press(Action::Continue)) => Goto::Address.into(),
            Event::Person(Input::Press(Action::Back)) if cx.session.by_key() => Goto::Home.into(),
            Event::Person(Input::Press(Action::Back)) if self.can_go_back(cx.session) => {
                Goto::Start.into()
            }
            Event::Person(Input::Press(Action::Accounts)) if may_list_accounts(cx.session) => {
                Goto::Accounts.into()
            }
            Event::Person(Input::Press(Action::Retry)) if cx.session.practice() => {
                cx.session.report = None;
                cx.ask(Request::StartPractice(cx.session.label()))
            }
            _ => Next::Ignored("welcome"),
        }
    }

    fn is_at_rest(&self) -> bool {
        true
    }

    fn view(&self, session: &Session, _journey: &Journey) -> View {
        View {
            accounts: may_list_accounts(session),
        }
    }

    /// Practice that a profile asked for has nothing before it.
    fn can_go_back(&self, session: &Session) -> bool {
        session.by_key() || !session.setup.connection_from_profile && !session.invited()
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

fn may_list_accounts(session: &Session) -> bool {
    session.hosted() && !session.accounts.is_empty()
}
