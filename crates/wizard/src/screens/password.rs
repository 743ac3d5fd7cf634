//! `password`: judged as it changes; wiped only on paste, on leaving the field or on `continue`.

use crate::{
    Action, Answer, Event, Field, Input, Page, Problem, Report, Request, Unreadable,
    clipboard_offer,
    journey::Journey,
    notice::Notice,
    session::Session,
    transition::{Connect, Context, Goto, Leaf, Next},
};
use apple::{AppPassword, PasswordKind, classify_password};
use secrecy::SecretString;
use serde::Serialize;

#[derive(Debug)]
pub(crate) struct Password {
    /// The shape of what stands in the field, or of what the button pasted.
    shape: &'static str,
    /// What `continue` would complain about; `None` for an app password.
    fault: Option<Problem>,
    /// What was typed here before and is no whole password is still in the page.
    half: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct View {
    shape: &'static str,
    good: bool,
    held: Option<String>,
    tries: Option<usize>,
    counted: bool,
    /// No password is sent for this account until then, in Unix seconds.
    paused_until: Option<i64>,
    /// A new password is the next thing to do.
    wants_new: bool,
    offered: Option<String>,
    half: bool,
}

const EMPTY: Password = Password {
    shape: "empty",
    fault: Some(Problem::NotTheWholePassword),
    half: false,
};

impl Password {
    pub(crate) fn enter(cx: &mut Context<'_>) -> Self {
        let half = std::mem::take(&mut cx.journey.half_password);
        if cx.journey.password.is_some() {
            Password {
                shape: "held",
                fault: None,
                half: false,
            }
        } else {
            Password { half, ..EMPTY }
        }
    }

    fn classify(&mut self, cx: &mut Context<'_>, text: &SecretString) {
        let shape = classify_password(text, &cx.session.label());
        self.shape = shape.name();
        self.fault = match &shape {
            PasswordKind::Whole(..) => None,
            PasswordKind::Normal => Some(Problem::LooksLikeNormalPassword),
            PasswordKind::Code => Some(Problem::SixDigitCode),
            PasswordKind::Email => Some(Problem::EmailAsPassword),
            PasswordKind::Empty
            | PasswordKind::Part
            | PasswordKind::Label
            | PasswordKind::Words
            | PasswordKind::Several
            | PasswordKind::OddLetters
            | PasswordKind::TooLong => Some(Problem::NotTheWholePassword),
        };
        cx.journey.password = match shape {
            PasswordKind::Whole(password, _) => Some(password),
            _ => None,
        };
    }

    /// Says what is in the way, if anything is; a normal password is wiped first.
    fn complain(&mut self, cx: &mut Context<'_>) -> Next {
        if let Some(problem) = self.fault {
            cx.fail(Report::new(problem).kind(self.shape));
        }
        self.wipe_if_normal(cx)
    }

    fn wipe_if_normal(&mut self, cx: &mut Context<'_>) -> Next {
        if self.fault == Some(Problem::LooksLikeNormalPassword) {
            cx.wipe();
            *self = EMPTY;
            cx.fail(Problem::LooksLikeNormalPassword);
        }
        Next::Stay
    }

    fn submit(&mut self, cx: &mut Context<'_>) -> Next {
        match self.fault {
            None if cx.journey.is_refused() => {
                cx.fail(Report::new(Problem::AppleRefused).kind("same"))
            }
            // One more refusal might lock the address out.
            None if cx.session.paused_until(cx.journey).is_some() => {
                cx.fail(Report::new(Problem::AppleRefused).kind("no-tries"))
            }
            None => Goto::Connecting(Connect::WithPassword).into(),
            // What was just wiped has its sentence already: an empty field adds nothing to it.
            Some(_) if self.shape == "empty" && is_about_field(cx.session) => Next::Stay,
            Some(_) => self.complain(cx),
        }
    }
}

impl Leaf for Password {
    type View = View;

    fn update(&mut self, cx: &mut Context<'_>, event: Event) -> Next {
        match event {
            Event::Person(Input::Edit {
                field: Field::AppPassword,
                text,
                pasted,
            }) => {
                cx.session.notice = None;
                cx.journey.clipboard_password = None;
                cx.journey.pasted = false;
                forget_fault(cx.session);
                self.classify(cx, &text);
                if pasted {
                    self.wipe_if_normal(cx)
                } else {
                    Next::Stay
                }
            }
            Event::Person(Input::Leave(Field::AppPassword)) => self.wipe_if_normal(cx),
            Event::Person(Input::Press(Action::Paste)) => cx.ask(Request::ReadClipboard),
            Event::Answer(Answer::ReadClipboard(Err(Unreadable))) => {
                cx.session.notice = Some(Notice::ClipboardUnreadable);
                Next::Stay
            }
            Event::Answer(Answer::ReadClipboard(Ok(None))) => {
                cx.session.notice = Some(Notice::NothingToPaste);
                Next::Stay
            }
            Event::Answer(Answer::ReadClipboard(Ok(Some(text)))) => {
                cx.session.notice = None;
                // What was typed before is replaced, as a paste would.
                cx.wipe();
                forget_fault(cx.session);
                self.classify(cx, &text);
                cx.journey.pasted = true;
                self.complain(cx)
            }
            Event::Person(Input::Press(Action::UseCopied)) => clipboard_offer::accept(cx),
            Event::Person(Input::Press(Action::Continue)) => self.submit(cx),
            Event::Person(Input::Press(Action::ClosedTooEarly)) => {
                Goto::Prepare { again: true }.into()
            }
            Event::Person(Input::Press(Action::OpenApple)) => {
                cx.journey.apple_page_opened_at = Some(cx.session.now);
                cx.ask(Request::Open(Page::AppleAccount))
            }
            Event::Person(Input::Press(Action::Back)) => {
                cx.journey.half_password = self.shape != EMPTY.shape && self.fault.is_some();
                Goto::Prepare { again: false }.into()
            }
            _ => Next::Ignored("password"),
        }
    }

    fn holds_secret(&self) -> bool {
        self.shape != EMPTY.shape
    }

    fn expire(&mut self, session: &mut Session) {
        forget_fault(session);
        *self = EMPTY;
    }

    /// Apple's password, or by mistake the normal one.
    fn shows_whole_password(&self) -> bool {
        self.shape != "held" && matches!(self.fault, None | Some(Problem::LooksLikeNormalPassword))
    }

    fn view(&self, session: &Session, journey: &Journey) -> View {
        View {
            shape: self.shape,
            good: journey.password.is_some(),
            held: journey.password.as_ref().map(AppPassword::masked),
            tries: session.tries(journey),
            counted: session.tries(journey).is_some_and(|left| left > 0),
            paused_until: session.paused_until(journey),
            wants_new: session
                .report
                .as_ref()
                .is_some_and(|report| report.problem.refuses_password()),
            offered: clipboard_offer::shown(journey),
            half: self.half,
        }
    }

    /// In a pause a new password is of no use yet.
    fn fit_actions(
        &self,
        session: &Session,
        journey: &Journey,
        report: &Report,
        actions: &mut Vec<Action>,
    ) {
        if report.problem.refuses_password() && session.paused_until(journey).is_some() {
            actions.retain(|action| *action != Action::ClosedTooEarly);
        }
    }

    fn waits_for_password(&self) -> bool {
        true
    }

    fn has_field(&self, field: Field) -> bool {
        field == Field::AppPassword
    }
}

fn is_about_field(session: &Session) -> bool {
    let field = session
        .report
        .as_ref()
        .and_then(|report| report.problem.field());
    field == Some(Field::AppPassword)
}

/// What was said of the text before goes with it.
fn forget_fault(session: &mut Session) {
    if is_about_field(session) {
        session.report = None;
    }
}
