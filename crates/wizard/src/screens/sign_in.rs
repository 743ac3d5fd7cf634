//! `sign-in`: Nylas' own page in the person's browser, and the way back from it. The code that comes back never gets here.

use crate::{
    Action, Answer, Event, Field, Input, Page, Pasted, Problem, Report, Request, Return,
    SignIn as Progress, Timer,
    journey::Journey,
    notice::Notice,
    session::Session,
    transition::{Connect, Context, Goto, Leaf, Next},
};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

/// Seconds that the browser is waited for.
const PATIENCE: u32 = 300;

#[derive(Debug, Default)]
pub(crate) struct SignIn {
    phase: SignInPhase,
    /// What stands in the field for the browser's address; it may hold the code.
    pasted: SecretString,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum SignInPhase {
    /// Nylas' page is announced.
    #[default]
    Closed,
    /// The browser's way back is being prepared.
    Opening,
    /// Nylas' page is open.
    Waiting {
        /// Seconds that are left.
        left: u32,
    },
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct View {
    phase: &'static str,
    closed: bool,
    waiting: bool,
    left: Option<String>,
    making: bool,
}

impl SignIn {
    /// Begins an attempt; the page is opened once the browser can come back.
    fn open(&mut self, cx: &mut Context<'_>) -> Next {
        let Some(address) = cx.journey.account.icloud.clone() else {
            return Next::Ignored("sign-in: no address");
        };
        cx.session.report = None;
        cx.session.notice = None;
        *self = SignIn {
            phase: SignInPhase::Opening,
            ..SignIn::default()
        };
        cx.abort();
        cx.attempt(Request::SignIn {
            address,
            provider: cx.journey.provider,
        })
    }

    /// Hands over the address that was pasted, if one was.
    fn take_pasted(&self, cx: &mut Context<'_>) -> Next {
        if self.pasted.expose_secret().trim().is_empty() {
            return Next::Ignored("sign-in: no address was pasted");
        }
        cx.attempt(Request::TakeAddress(self.pasted.clone()))
    }

    fn came_back(how: Return, cx: &mut Context<'_>) -> Next {
        match how {
            Return::SignedIn => Goto::Connecting(Connect::SignedIn).into(),
            Return::Declined => close(cx).noticing(Notice::SignInDeclined),
            Return::Expired => close(cx).noticing(Notice::SignInExpired),
            Return::Failed(report) => close(cx).reporting(report),
        }
    }

    fn back(cx: &mut Context<'_>) -> Next {
        stop_waiting(cx);
        if cx.journey.provider.is_none() {
            return Goto::Prepare { again: false }.into();
        }
        if cx.journey.renewal.is_some() && !cx.session.accounts.is_empty() {
            return Goto::Accounts.into();
        }
        // The address is asked for again, as one that may be Apple's.
        cx.journey.provider = None;
        cx.journey.account.icloud = None;
        Goto::Address.into()
    }
}

/// Nobody is waited for any more. The field goes, and what was pasted with it.
fn stop_waiting(cx: &mut Context<'_>) {
    cx.wipe();
    cx.abort();
}

fn close(cx: &mut Context<'_>) -> Next {
    stop_waiting(cx);
    Goto::SignIn.into()
}

fn next_second(cx: &mut Context<'_>) -> Next {
    cx.attempt(Request::After {
        seconds: 1,
        timer: Timer::Second,
    })
}

impl Leaf for SignIn {
    type View = View;

    fn update(&mut self, cx: &mut Context<'_>, event: Event) -> Next {
        let elsewhere = cx.journey.provider.is_some();
        match (self.phase, event) {
            (
                SignInPhase::Closed,
                Event::Person(Input::Press(Action::SignIn | Action::Continue | Action::Retry)),
            ) => self.open(cx),
            (SignInPhase::Opening, Event::Answer(Answer::SignIn(Progress::Ready(result)))) => {
                if let Err(report) = result {
                    return close(cx).reporting(report);
                }
                self.phase = SignInPhase::Waiting { left: PATIENCE };
                cx.ask(Request::Open(Page::SignIn));
                next_second(cx)
            }
            (SignInPhase::Waiting { .. }, Event::Answer(Answer::SignIn(Progress::Back(how)))) => {
                SignIn::came_back(how, cx)
            }
            (SignInPhase::Waiting { left }, Event::Answer(Answer::After(Timer::Second))) => {
                if left <= 1 {
                    return close(cx).noticing(Notice::SignInTooLate);
                }
                self.phase = SignInPhase::Waiting { left: left - 1 };
                next_second(cx)
            }
            // The same attempt, with all its time again.
            (SignInPhase::Waiting { .. }, Event::Person(Input::Press(Action::SignIn))) => {
                self.phase = SignInPhase::Waiting { left: PATIENCE };
                if cx.session.has_problem(Problem::BrowserDidNotOpen) {
                    cx.session.report = None;
                }
                cx.ask(Request::Open(Page::SignIn))
            }
            (SignInPhase::Waiting { .. }, Event::Person(Input::Press(Action::CopyPage))) => {
                cx.ask(Request::CopySignIn)
            }
            (
                SignInPhase::Waiting { .. },
                Event::Person(Input::Edit {
                    field: Field::RedirectAddress,
                    text,
                    pasted,
                }),
            ) => {
                self.pasted = text;
                cx.session.notice = None;
                if pasted {
                    self.take_pasted(cx)
                } else {
                    Next::Stay
                }
            }
            (SignInPhase::Waiting { .. }, Event::Person(Input::Press(Action::Continue))) => {
                self.take_pasted(cx)
            }
            (SignInPhase::Waiting { .. }, Event::Answer(Answer::TakeAddress(why))) => {
                cx.session.notice = Some(match why {
                    Pasted::Other => Notice::AddressOther,
                    Pasted::Old => Notice::AddressOld,
                });
                Next::Stay
            }
            (
                SignInPhase::Opening | SignInPhase::Waiting { .. },
                Event::Person(Input::Press(Action::Cancel)),
            ) => close(cx),
            (_, Event::Person(Input::Leave(Field::RedirectAddress))) => Next::Stay,
            (_, Event::Person(Input::Press(Action::Back))) => SignIn::back(cx),
            (_, Event::Person(Input::Press(Action::OpenApple))) if !elsewhere => {
                cx.ask(Request::Open(Page::AppleAccount))
            }
            (_, Event::Person(Input::Press(Action::ClosedTooEarly))) if !elsewhere => {
                stop_waiting(cx);
                Goto::Prepare { again: true }.into()
            }
            _ => Next::Ignored("sign-in"),
        }
    }

    fn face(&self) -> u8 {
        match self.phase {
            SignInPhase::Closed => 0,
            SignInPhase::Opening => 1,
            SignInPhase::Waiting { .. } => 2,
        }
    }

    fn view(&self, _session: &Session, _journey: &Journey) -> View {
        let (phase, left) = match self.phase {
            SignInPhase::Closed => ("closed", None),
            SignInPhase::Opening => ("opening", None),
            SignInPhase::Waiting { left } => {
                ("waiting", Some(format!("{}:{:02}", left / 60, left % 60)))
            }
        };
        View {
            phase,
            closed: self.phase == SignInPhase::Closed,
            waiting: left.is_some(),
            left,
            making: true,
        }
    }

    fn fit_actions(
        &self,
        _session: &Session,
        journey: &Journey,
        report: &Report,
        actions: &mut Vec<Action>,
    ) {
        if journey.provider.is_some() {
            actions.retain(|action| *action != Action::ClosedTooEarly);
        }
        // Whoever has to open it by hand needs its address.
        if report.problem == Problem::BrowserDidNotOpen {
            actions.push(Action::CopyPage);
        }
    }
}
