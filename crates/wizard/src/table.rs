//! The table of screens: a line for each. Everything that can be counted comes from it.

use crate::{
    Action, Event, Field, Report, Setup, Step, WindowMode,
    journey::Journey,
    screens,
    session::Session,
    transition::{Context, Leaf, Next},
};
use serde_json::{Map, Value};

/// What a restart leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Resume {
    /// This step of the journey.
    At(Step),
    /// What was saved before: this screen is beside the journey.
    AsBefore,
    /// The beginning: the journey is over.
    Over,
}

macro_rules! screens {
    ($($variant:ident, $module:ident, $name:literal, $step:literal, $resume:expr;)+) => {
        /// The screens. Their names are an interface; see `docs/architecture.md`.
        #[derive(Debug)]
        pub(crate) enum Screen {
            $($variant(screens::$module::$variant),)+
        }

        /// The names of all screens.
        pub const SCREENS: &[&str] = &[$($name),+];

        impl Screen {
            pub(crate) const fn name(&self) -> &'static str {
                match self { $(Screen::$variant(_) => $name,)+ }
            }

            /// The number of its step in the list beside the card, from 1; 0 outside the journey.
            pub(crate) const fn step(&self) -> usize {
                match self { $(Screen::$variant(_) => $step,)+ }
            }

            pub(crate) const fn resume(&self) -> Resume {
                match self { $(Screen::$variant(_) => $resume,)+ }
            }

            pub(crate) fn update(&mut self, cx: &mut Context<'_>, event: Event) -> Next {
                match self { $(Screen::$variant(screen) => screen.update(cx, event),)+ }
            }

            /// What only this screen shows, as the page and the sentences get it.
            pub(crate) fn view(&self, session: &Session, journey: &Journey) -> Map<String, Value> {
                let view = match self {
                    $(Screen::$variant(screen) => serde_json::to_value(screen.view(session, journey)),)+
                };
                match view {
                    Ok(Value::Object(view)) => view,
                    _ => Map::new(),
                }
            }

            pub(crate) fn can_go_back(&self, session: &Session) -> bool {
                match self { $(Screen::$variant(screen) => screen.can_go_back(session),)+ }
            }

            pub(crate) fn is_at_rest(&self) -> bool {
                match self { $(Screen::$variant(screen) => screen.is_at_rest(),)+ }
            }

            pub(crate) fn is_under_way(&self) -> bool {
                match self { $(Screen::$variant(screen) => screen.is_under_way(),)+ }
            }

            pub(crate) fn is_undone(&self) -> bool {
                match self { $(Screen::$variant(screen) => screen.is_undone(),)+ }
            }

            pub(crate) fn waits_for_password(&self) -> bool {
                match self { $(Screen::$variant(screen) => screen.waits_for_password(),)+ }
            }

            pub(crate) fn browser_did_not_open(&mut self) {
                match self { $(Screen::$variant(screen) => screen.browser_did_not_open(),)+ }
            }

            pub(crate) fn holds_secret(&self) -> bool {
                match self { $(Screen::$variant(screen) => screen.holds_secret(),)+ }
            }

            pub(crate) fn uses_password(&self) -> bool {
                match self { $(Screen::$variant(screen) => screen.uses_password(),)+ }
            }

            pub(crate) fn expire(&mut self, session: &mut Session) {
                match self { $(Screen::$variant(screen) => screen.expire(session),)+ }
            }

            pub(crate) fn shows_whole_password(&self) -> bool {
                match self { $(Screen::$variant(screen) => screen.shows_whole_password(),)+ }
            }

            pub(crate) fn face(&self) -> u8 {
                match self { $(Screen::$variant(screen) => screen.face(),)+ }
            }

            pub(crate) fn preview(&self) -> Option<&Setup> {
                match self { $(Screen::$variant(screen) => screen.preview(),)+ }
            }

            pub(crate) fn window(&self) -> WindowMode {
                match self { $(Screen::$variant(screen) => screen.window(),)+ }
            }

            pub(crate) fn has_field(&self, field: Field) -> bool {
                match self { $(Screen::$variant(screen) => screen.has_field(field),)+ }
            }

            pub(crate) fn fit_actions(
                &self,
                session: &Session,
                journey: &Journey,
                report: &Report,
                actions: &mut Vec<Action>,
            ) {
                match self {
                    $(Screen::$variant(screen) => screen.fit_actions(session, journey, report, actions),)+
                }
            }

            pub(crate) fn details(&self, journey: &Journey) -> Vec<(&'static str, Option<String>)> {
                match self { $(Screen::$variant(screen) => screen.details(journey),)+ }
            }
        }
    };
}

screens! {
    // struct     file          name            step  after a restart
    Start,        start,        "start",        0,    Resume::AsBefore;
    Invited,      invited,      "invited",      0,    Resume::AsBefore;
    Accounts,     accounts,     "accounts",     0,    Resume::AsBefore;
    Operator,     operator,     "operator",     0,    Resume::AsBefore;
    MakeProfile,  make_profile, "make-profile", 0,    Resume::AsBefore;
    Home,         home,         "home",         0,    Resume::AsBefore;
    RelayKey,     relay_key,    "relay-key",    0,    Resume::AsBefore;
    Invite,       invite,       "invite",       0,    Resume::AsBefore;
    Several,      several,      "several",      0,    Resume::AsBefore;
    Invitations,  invitations,  "invitations",  0,    Resume::AsBefore;
    Welcome,      welcome,      "welcome",      1,    Resume::At(Step::Welcome);
    Address,      address,      "address",      2,    Resume::At(Step::Address);
    Prepare,      prepare,      "prepare",      3,    Resume::At(Step::Prepare);
    SignIn,       sign_in,      "sign-in",      4,    Resume::At(Step::SignIn);
    Password,     password,     "password",     4,    Resume::At(Step::Password);
    Connecting,   connecting,   "connecting",   4,    Resume::At(Step::Password);
    Done,         done,         "done",         5,    Resume::Over;
}
