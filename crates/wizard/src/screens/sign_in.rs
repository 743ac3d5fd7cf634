//! `sign-in`: Nylas' own page in the person's browser, and the way back from it. The code that comes back never gets here.

use crate::{
    Action, Answer, Effect, Event, Field, Input, Page, Pasted, Problem, Report, Request, Return,
    SignIn as Progress, Timer, WindowMode,
    beside::Beside,
    journey::Journey,
    notice::Notice,
    session::Session,
    transition::{Connect, Context, Goto, Leaf, Next},
};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

/// Seconds that the browser is waited for.
const PATIENCE: u32 = 1800;
/// Steps on Nylas' page; the words have a sentence for each.
const STEPS: u8 = 4;

#[derive(Debug, Default)]
pub(crate) struct SignIn {
    phase: SignInPhase,
    /// What stands in the field for the browser's address; it may hold the code.
    pasted: SecretString,
    /// Where the small window is; `None` in the large one.
    helper: Option<Beside>,
    /// The page's address, where it could not be copied.
    page: Option<SecretString>,
    /// The page's address is wanted on the clipboard, and the browser is the person's own affair.
    copies: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum SignInPhase {
    /// Nylas' page is announced.
    #[default]
    Closed,
    /// The browser's way back is being prepared.
    Opening,
    /// Nylas' page is open.
    Waiting,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct View {
    phase: &'static str,
    closed: bool,
    waiting: bool,
    helper: bool,
    page_step: u8,
    page_steps: u8,
    /// The address of Nylas' page, to be selected by hand. It leads whoever has it to a password field, and to nothing else.
    page: Option<String>,
    /// The steps that are shown: one beside the browser, else all.
    steps_shown: Vec<u8>,
    /// The one button that is the next thing to do: `open`, `next` or none.
    main: &'static str,
    making: bool,
}

impl SignIn {
    /// Begins an attempt; the page is opened once the browser can come back.
    fn open(&mut self, cx: &mut Context<'_>, copies: bool) -> Next {
        let Some(address) = cx.journey.account.icloud.clone() else {
            return Next::Ignored("sign-in: no address");
        };
        cx.session.report = None;
        cx.session.notice = None;
        *self = SignIn {
            phase: SignInPhase::Opening,
            copies,
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
        cx.run(Effect::ComeForward);
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
        if cx.journey.was_chosen_from_list(cx.session) {
            return Goto::LeaveRenewal.into();
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

impl Leaf for SignIn {
    type View = View;

    fn update(&mut self, cx: &mut Context<'_>, event: Event) -> Next {
        let elsewhere = cx.journey.provider.is_some();
        match (self.phase, event) {
            (
                SignInPhase::Closed,
                Event::Person(Input::Press(Action::SignIn | Action::Continue | Action::Retry)),
            ) => self.open(cx, false),
            (SignInPhase::Closed, Event::Person(Input::Press(Action::CopyPage))) => {
                self.open(cx, true)
            }
            (SignInPhase::Opening, Event::Answer(Answer::SignIn(Progress::Ready(result)))) => {
                if let Err(report) = result {
                    return close(cx).reporting(report);
                }
                self.phase = SignInPhase::Waiting;
                if self.copies {
                    cx.ask(Request::CopySignIn);
                } else {
                    if !cx.session.no_helper {
                        self.helper = Some(Beside::first_of(STEPS));
                    }
                    cx.ask(Request::Open(Page::SignIn));
                }
                cx.attempt(Request::After {
                    seconds: PATIENCE,
                    timer: Timer::Second,
                })
            }
            (SignInPhase::Waiting, Event::Answer(Answer::SignIn(Progress::Back(how)))) => {
                SignIn::came_back(how, cx)
            }
            (SignInPhase::Waiting, Event::Answer(Answer::SignIn(Progress::TooMuch))) => {
                cx.session.notice = Some(Notice::TooMuchSent);
                cx.run(Effect::ComeForward)
            }
            (SignInPhase::Waiting, Event::Answer(Answer::After(Timer::Second))) => {
                close(cx).noticing(Notice::SignInTooLate)
            }
            // The same attempt.
            (SignInPhase::Waiting, Event::Person(Input::Press(Action::SignIn))) => {
                if cx.session.has_problem(Problem::BrowserDidNotOpen) {
                    cx.session.report = None;
                }
                cx.ask(Request::Open(Page::SignIn))
            }
            (SignInPhase::Waiting, Event::Person(Input::Press(Action::CopyPage))) => {
                cx.ask(Request::CopySignIn)
            }
            (SignInPhase::Waiting, Event::Answer(Answer::CopySignIn(Err(page)))) => {
                self.page = Some(page);
                Next::Stay
            }
            (
                SignInPhase::Waiting,
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
            (SignInPhase::Waiting, Event::Person(Input::Press(Action::Continue)))
                if self.pasted.expose_secret().trim().is_empty()
                    && self.helper.as_mut().is_some_and(Beside::next) =>
            {
                Next::Stay
            }
            (SignInPhase::Waiting, Event::Person(Input::Press(Action::Continue))) => {
                self.take_pasted(cx)
            }
            (SignInPhase::Waiting, Event::Person(Input::Press(Action::LeaveHelper)))
                if self.helper.is_some() =>
            {
                self.helper = None;
                cx.session.no_helper = true;
                Next::Stay
            }
            (SignInPhase::Waiting, Event::Person(Input::Press(Action::UseHelper)))
                if self.helper.is_none() =>
            {
                self.helper = Some(Beside::first_of(STEPS));
                cx.session.no_helper = false;
                Next::Stay
            }
            (_, Event::Person(Input::Press(Action::Back)))
                if self.helper.as_mut().is_some_and(Beside::back) =>
            {
                Next::Stay
            }
            (SignInPhase::Waiting, Event::Answer(Answer::TakeAddress(why))) => {
                cx.session.notice = Some(match why {
                    Pasted::Other => Notice::AddressOther,
                    Pasted::Old => Notice::AddressOld,
                });
                Next::Stay
            }
            (
                SignInPhase::Opening | SignInPhase::Waiting,
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
            SignInPhase::Waiting => 2 + self.helper.map_or(0, |beside| beside.step),
        }
    }

    fn view(&self, _session: &Session, _journey: &Journey) -> View {
        let step = self.helper.map(|beside| beside.step);
        let closed = self.phase == SignInPhase::Closed;
        View {
            phase: match self.phase {
                SignInPhase::Closed => "closed",
                SignInPhase::Opening => "opening",
                SignInPhase::Waiting => "waiting",
            },
            closed,
            waiting: self.phase == SignInPhase::Waiting,
            helper: self.helper.is_some(),
            page_step: step.unwrap_or_default(),
            page_steps: STEPS,
            page: self
                .page
                .as_ref()
                .map(|page| page.expose_secret().to_owned()),
            steps_shown: step.map_or_else(|| (1..=STEPS).collect(), |step| vec![step]),
            main: match self.helper {
                _ if closed => "open",
                Some(beside) if !beside.is_last() => "next",
                _ => "none",
            },
            making: true,
        }
    }

    /// Beside no browser a small window helps nobody.
    fn browser_did_not_open(&mut self) {
        self.helper = None;
    }

    fn window(&self) -> WindowMode {
        if self.helper.is_some() {
            WindowMode::Helper
        } else {
            WindowMode::Full
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
