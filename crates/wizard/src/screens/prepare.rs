//! `prepare`: Apple's page, what to do there, and the name to type.
//!
//! Once Apple's page is open the window is a small helper beside it, with one step at a time; it can be declined.

use crate::{
    Action, Answer, Event, Input, Page, Problem, Request, Sixdigit, WindowMode,
    beside::Beside,
    clipboard_offer,
    journey::Journey,
    session::Session,
    transition::{Context, Goto, Leaf, Next},
};
use serde::Serialize;

/// What the drawings of the steps on Apple's page show; the words have a sentence for each step.
const DRAWINGS: [&str; 7] = [
    "sign-in", "code", "section", "generate", "name", "again", "copy",
];
/// The same for the practice page, which has fewer places.
const PRACTICE: [&str; 4] = ["sign-in", "section", "name", "copy"];

#[derive(Debug, Default)]
pub(crate) struct Prepare {
    /// Apple's page was opened from here: the next thing is the password.
    opened: bool,
    /// The answer to the six-digit question.
    six_digit: Option<Sixdigit>,
    /// The person closed Apple's window before copying: that entry is of no use any more.
    again: bool,
    /// Where the small window is; `None` in the large one.
    helper: Option<Beside>,
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
    apple_steps: u8,
    /// The steps that are shown: one beside the browser, else all.
    steps_shown: Vec<u8>,
    /// The steps are listed.
    list: bool,
    /// What is drawn; empty: nothing.
    drawing: &'static str,
    /// The one button that is the next thing to do: `open`, `next`, `have` or `copied`.
    main: &'static str,
    offered: Option<String>,
}

/// The drawings, and so the steps, of the page that opens.
fn drawings(session: &Session) -> &'static [&'static str] {
    if session.practice() {
        &PRACTICE
    } else {
        &DRAWINGS
    }
}

fn first_step(session: &Session) -> Beside {
    Beside::first_of(u8::try_from(drawings(session).len()).unwrap_or(1))
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
            self.helper = self.helper.or(Some(first_step(cx.session)));
        }
        if cx.session.has_problem(Problem::BrowserDidNotOpen) {
            cx.session.report = None;
        }
        cx.journey.apple_page_opened_at = Some(cx.session.now);
        cx.ask(Request::Open(Page::AppleAccount))
    }

    fn main(&self, journey: &Journey) -> &'static str {
        match self.helper {
            _ if journey.clipboard_password.is_some() => "copied",
            _ if !self.opened => "open",
            Some(beside) if !beside.is_last() => "next",
            _ => "have",
        }
    }
}

impl Leaf for Prepare {
    type View = View;

    fn update(&mut self, cx: &mut Context<'_>, event: Event) -> Next {
        match event {
            Event::Person(Input::Press(Action::OpenApple)) => self.open_apple(cx),
            Event::Person(Input::Press(Action::Continue)) if !self.opened => self.open_apple(cx),
            Event::Person(Input::Press(Action::Continue))
                if self.helper.as_mut().is_some_and(Beside::next) =>
            {
                Next::Stay
            }
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
            Event::Person(Input::Press(Action::LeaveHelper)) if self.helper.is_some() => {
                self.helper = None;
                cx.session.no_helper = true;
                Next::Stay
            }
            Event::Person(Input::Press(Action::UseHelper))
                if self.opened && self.helper.is_none() =>
            {
                self.helper = Some(first_step(cx.session));
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
            Event::Person(Input::Press(Action::Back))
                if self.helper.as_mut().is_some_and(Beside::back) =>
            {
                Next::Stay
            }
            Event::Person(Input::Press(Action::Back)) if cx.journey.renewal.is_some() => {
                Goto::LeaveRenewal.into()
            }
            Event::Person(Input::Press(Action::Back)) => {
                cx.abort();
                if cx.session.invited() {
                    Goto::Welcome.into()
                } else {
                    Goto::Address.into()
                }
            }
            Event::Answer(Answer::Prepare(Ok(()))) => Next::Stay,
            Event::Answer(Answer::Prepare(Err(report))) => cx.fail(report),
            _ => Next::Ignored("prepare"),
        }
    }

    fn face(&self) -> u8 {
        u8::from(self.opened) + self.helper.map_or(0, |beside| beside.step + 1)
    }

    fn view(&self, session: &Session, journey: &Journey) -> View {
        let steps = first_step(session).steps;
        let step = self.helper.map(|beside| beside.step);
        let drawing = match step {
            Some(step) => drawings(session)
                .get(usize::from(step - 1))
                .copied()
                .unwrap_or_default(),
            None if self.opened => "",
            None => "copy",
        };
        let list = self.opened && step.is_none();
        View {
            apple_page: apple::Page::Account.address(),
            opened: self.opened,
            again: self.again,
            six_digit: self.six_digit,
            advice: matches!(
                self.six_digit,
                Some(Sixdigit::Key | Sixdigit::Unsure | Sixdigit::Work | Sixdigit::Child)
            ),
            helper: self.helper.is_some(),
            apple_step: step.unwrap_or_default(),
            apple_steps: steps,
            steps_shown: step.map_or_else(|| (1..=steps).collect(), |step| vec![step]),
            list,
            drawing,
            main: self.main(journey),
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
