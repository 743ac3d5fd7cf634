//! `home`: what the operator can do with the company's key. Nothing of it stands on pages that customers read.

use crate::{
    Action, Event, Input,
    journey::Journey,
    session::Session,
    transition::{AtRelay, Context, Goto, Leaf, Next},
};
use serde::Serialize;

#[derive(Debug, Default)]
pub(crate) struct Home;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct View {
    /// A customer's connection was begun and can be gone on with.
    begun: bool,
    from_environment: bool,
    /// The permissions that the key lacks; empty where it may see everything.
    lacks: String,
}

impl Leaf for Home {
    type View = View;

    fn update(&mut self, cx: &mut Context<'_>, event: Event) -> Next {
        let Event::Person(Input::Press(action)) = event else {
            return Next::Ignored("home");
        };
        match action {
            Action::ConnectCustomer | Action::Continue => {
                if cx.session.resume.is_some() {
                    Goto::Journey.into()
                } else {
                    Goto::Welcome.into()
                }
            }
            Action::AllGrants => Goto::AllGrants.into(),
            Action::Accounts if !cx.session.accounts.is_empty() => Goto::Accounts.into(),
            Action::MakeProfile => Goto::MakeProfile.into(),
            Action::Invite => Goto::AtRelay(AtRelay::Invite).into(),
            Action::Invitations => Goto::AtRelay(AtRelay::Board).into(),
            Action::UseOtherKey => Goto::OtherKey { forget: false }.into(),
            Action::ForgetKey if cx.session.has_stored_key() => Goto::ForgetKey.into(),
            Action::Back if self.can_go_back(cx.session) => Goto::Start.into(),
            _ => Next::Ignored("home"),
        }
    }

    fn is_at_rest(&self) -> bool {
        true
    }

    fn view(&self, session: &Session, _journey: &Journey) -> View {
        View {
            begun: session.resume.is_some(),
            from_environment: session
                .application
                .as_ref()
                .is_some_and(|application| application.from_environment),
            lacks: session
                .application
                .as_ref()
                .map(|application| application.lacks.join(", "))
                .unwrap_or_default(),
        }
    }

    fn can_go_back(&self, session: &Session) -> bool {
        !session.setup.connection_from_profile
    }
}
