//! `prepare`: Apple's page, what to do there, and the name to type.
//!
//! Once Apple's page is open the window is a small helper beside it, with one step at a time; it can be declined.

use crate::{
    Action, Answer, Event, Input, Page, Problem, Request, Sixdigit, WindowMode, clipboard_offer,
    journey::Journey,
    session::Session,
    transition::{Context, Goto, Leaf, Next},
};
use serde::Serialize;

/// Steps on Apple's page; the words have a sentence for each.
const STEPS: u8 = 7;

#[derive(Debug, Default)]
pub(crate) struct Prepare {
    /// Apple's page was opened from here: the next thing is the password.
    opened: bool,
    /// The answer to the six-digit question.
    six_digit: Option<Sixdigit>,
    /// The person closed Apple's window before copying: that entry is of no use any more.
    again: bool,
    /// The step that the small window shows, from 1; `None` in the large one.
    helper: Option<u8>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct View {
    apple_page: &'static str,
    opened: bool,
    again: bool,
    six_digit: Option<Sixdigit>,
    advice: bool,
    helper: bool,
    apple_step: u8,
    steps_shown: Vec<u8>,
    drawing: &'static str,
    first: bool,
    last: bool,
    offered: Option<String>,
}

impl Prepare {
    pub(crate) fn enter(cx: &mut Context<'_>, again: bool) -> Self {
        if again {
            cx.wipe();
        }
        cx.attempt(Request::Prepare);
        Prepare {
            again,
            ..Prepare::default()
        }
    }

    fn open_apple(&mut self, cx: &mut Context<'_>) -> Next {
        self.opened = true;
        if !cx.session.no_helper {
            self.helper = self.helper.or(Some(1));
        }
        if cx.session.has_problem(Problem::BrowserDidNotOpen) {
            cx.session.report = None;
        }
        cx.journey.apple_page_opened_at = Some(cx.session.now);
        cx.ask(Request::Open(Page::AppleAccount))
    }
}

impl Leaf for Prepare {
    type View = View;

    fn update(&mut self, cx: &mut Context<'_>, event: Event) -> Next {
        match event {
            Event::Person(Input::Press(Action::OpenApple)) => self.open_apple(cx),
            Event::Person(Input::Press(Action::Continue)) if !self.opened => self.open_apple(cx),
            Event::Person(Input::Press(Action::Continue | Action::HavePassword)) => {
                Goto::Password.into()
            }
            Event::Person(Input::Press(Action::UseCopied)) => clipboard_offer::accept(cx),
            Event::Person(Input::Press(Action::ClosedTooEarly)) => {
                Goto::Prepare { again: true }.into()
            }
            Event::Person(Input::Press(Action::CopyLabel)) => {
                cx.ask(Request::Copy(Action::CopyLabel, cx.session.label()))
            }
            Event::Person(Input::Press(Action::NextStep)) => match &mut self.helper {
                Some(step) if *step < STEPS => {
                    *step += 1;
                    Next::Stay
                }
                _ => Next::Ignored("prepare: no next step"),
            },
            Event::Person(Input::Press(Action::PreviousStep)) => match &mut self.helper {
                Some(step) if *step > 1 => {
                    *step -= 1;
                    Next::Stay
                }
                _ => Next::Ignored("prepare: no step before"),
            },
            Event::Person(Input::Press(Action::LeaveHelper)) if self.helper.is_some() => {
                self.helper = None;
                cx.session.no_helper = true;
                Next::Stay
            }
            Event::Person(Input::Press(Action::UseHelper))
                if self.opened && self.helper.is_none() =>
            {
                self.helper = Some(1);
                cx.session.no_helper = false;
                Next::Stay
            }
            Event::Person(Input::SixDigit(answer)) => {
                self.six_digit = Some(answer);
                if answer == Sixdigit::No {
                    return cx.fail(Problem::NoTwoFactor);
                }
                if cx.session.has_problem(Problem::NoTwoFactor) {
                    // It may have stood in front of something else.
                    cx.session.report = None;
                    return cx.attempt(Request::Prepare);
                }
                Next::Stay
            }
            Event::Person(Input::Press(Action::Retry)) => {
                cx.session.report = None;
                cx.attempt(Request::Prepare)
            }
            Event::Person(Input::Press(Action::Back)) => {
                cx.abort();
                Goto::Address.into()
            }
            Event::Answer(Answer::Prepare(Ok(()))) => Next::Stay,
            Event::Answer(Answer::Prepare(Err(report))) => cx.fail(report),
            _ => Next::Ignored("prepare"),
        }
    }

    fn face(&self) -> u8 {
        u8::from(self.opened) + self.helper.map_or(0, |step| step + 1)
    }

    fn view(&self, _session: &Session, journey: &Journey) -> View {
        View {
            apple_page: apple::Page::Account.address(),
            opened: self.opened,
            again: self.again,
            six_digit: self.six_digit,
            advice: matches!(
                self.six_digit,
                Some(Sixdigit::Unsure | Sixdigit::Work | Sixdigit::Child)
            ),
            helper: self.helper.is_some(),
            apple_step: self.helper.unwrap_or_default(),
            steps_shown: self.helper.into_iter().collect(),
            drawing: match self.helper {
                Some(1 | 2) => "sign-in",
                Some(3 | 4) => "place",
                _ => "password",
            },
            first: self.helper == Some(1),
            last: self.helper == Some(STEPS),
            offered: clipboard_offer::shown(journey),
        }
    }

    fn waits_for_password(&self) -> bool {
        true
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
}
