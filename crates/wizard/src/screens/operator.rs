//! `operator`: the company's API key. The key itself is with the runner; here is only what was typed, until it is checked.

mod key;

pub use key::{key_fault, key_in};

use crate::{
    Action, Answer, Effect, Event, Field, Input, NylasApplication, Problem, Progress, Report,
    ReportKind, Request,
    journey::Journey,
    notice::Notice,
    session::Session,
    transition::{Context, Goto, Leaf, Next},
};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

#[derive(Debug)]
pub(crate) struct Operator {
    phase: KeyPhase,
    /// Where "no, keep it" leads back to.
    before: KeyPhase,
    otherwise: Otherwise,
    typed: SecretString,
}

/// What comes when no key is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Otherwise {
    Ask,
    /// What is connected is shown.
    Accounts,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum KeyPhase {
    /// Is there a key already?
    Finding,
    /// Waiting for one to be typed.
    Asking,
    /// Nylas is being asked about it.
    Checking,
    /// The key works; `session.application` says for what.
    Found,
    /// The connector is being made.
    MakingConnector,
    /// Really forget the key? Nylas shows one only once.
    Confirming,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct View {
    phase: &'static str,
    asking: bool,
    /// The field stays with what was typed while that is checked.
    key_field: bool,
    busy: bool,
    confirm: bool,
    /// Nothing is under way, and no question is open.
    idle: bool,
    found: bool,
    /// The hosts that the key will go to, as long as none is known.
    goes_to: String,
    from_environment: bool,
}

impl Operator {
    fn in_phase(phase: KeyPhase) -> Self {
        Operator {
            phase,
            before: KeyPhase::Asking,
            otherwise: Otherwise::Ask,
            typed: SecretString::default(),
        }
    }

    /// Looks for a key.
    pub(crate) fn find(cx: &mut Context<'_>, otherwise: Otherwise) -> Self {
        cx.ask(Request::FindKey);
        Operator {
            otherwise,
            ..Operator::in_phase(KeyPhase::Finding)
        }
    }

    /// The key works, and its application has no connector, which can be made from here.
    pub(crate) fn overview(cx: &mut Context<'_>) -> Self {
        cx.abort();
        Operator::in_phase(KeyPhase::Found)
    }

    /// Asks before the key is forgotten.
    pub(crate) fn ask_to_forget(cx: &mut Context<'_>) -> Self {
        cx.abort();
        let before = match cx.session.application {
            Some(_) => KeyPhase::Found,
            None => KeyPhase::Asking,
        };
        Operator {
            before,
            ..Operator::in_phase(KeyPhase::Confirming)
        }
    }

    /// Asks for another key, or none: what was entered under this one goes with it.
    pub(crate) fn other_key(cx: &mut Context<'_>, forget: bool) -> Self {
        cx.session.application = None;
        if let Some(resume) = &mut cx.session.resume {
            resume.grants_before_submit = None;
        }
        cx.start_over();
        cx.clear_mail_only();
        cx.abort();
        if forget {
            cx.ask(Request::ForgetKey);
        }
        Operator::in_phase(KeyPhase::Asking)
    }

    fn check(&mut self, cx: &mut Context<'_>) -> Next {
        self.phase = KeyPhase::Checking;
        self.otherwise = Otherwise::Ask;
        cx.session.report = None;
        cx.attempt(Request::CheckKey(Some(key_in(&self.typed))))
    }

    fn checked(&mut self, cx: &mut Context<'_>, application: NylasApplication) -> Next {
        let typed = !self.typed.expose_secret().is_empty();
        // Another key may open another application, where the grants of the last one say nothing.
        if let (true, Some(resume)) = (typed, &mut cx.session.resume) {
            resume.grants_before_submit = None;
        }
        self.typed = SecretString::default();
        self.phase = KeyPhase::Found;
        cx.session.application = Some(application);
        if typed {
            cx.ask(Request::SaveKey);
        }
        if cx.session.has_connector() {
            go_on(cx)
        } else {
            Next::Stay
        }
    }

    /// What is connected can be seen without a key; a refused one has to be replaced here.
    fn without_key(&mut self, cx: &mut Context<'_>, report: Option<Report>) -> Next {
        let refused = matches!(&report, Some(report) if report.problem == Problem::KeyRefused);
        if self.otherwise == Otherwise::Accounts && !refused {
            return Next::from(Goto::AccountsWithoutKey).reporting(report);
        }
        self.phase = KeyPhase::Asking;
        match report {
            Some(report) => cx.fail(report),
            None => Next::Stay,
        }
    }

    fn make_connector(&mut self, cx: &mut Context<'_>) -> Next {
        self.phase = KeyPhase::MakingConnector;
        cx.session.report = None;
        cx.attempt(Request::MakeConnector)
    }

    fn retry_asking(&mut self, cx: &mut Context<'_>) -> Next {
        if cx
            .session
            .report
            .as_ref()
            .is_some_and(|report| report.kind == ReportKind::NotForgotten)
        {
            cx.session.report = None;
            return cx.ask(Request::ForgetKey);
        }
        match key_fault(&self.typed) {
            Some(ReportKind::Empty) => Goto::FindKey.into(),
            Some(kind) => cx.fail(Report::new(Problem::KeyRefused).kind(kind)),
            None => self.check(cx),
        }
    }

    fn back(&self, cx: &Context<'_>) -> Next {
        if !cx.session.accounts.is_empty() {
            // Not looked for again: it was not there, or somebody is putting it away.
            Goto::AccountsWithoutKey.into()
        } else if self.can_go_back(cx.session) {
            Goto::Start.into()
        } else {
            Next::Ignored("operator: nothing before it")
        }
    }
}

impl Leaf for Operator {
    type View = View;

    fn update(&mut self, cx: &mut Context<'_>, event: Event) -> Next {
        match (self.phase, event) {
            (KeyPhase::Finding, Event::Answer(Answer::FindKey(Ok(true)))) => {
                self.phase = KeyPhase::Checking;
                cx.attempt(Request::CheckKey(None))
            }
            (KeyPhase::Finding, Event::Answer(Answer::FindKey(Ok(false)))) => {
                self.without_key(cx, None)
            }
            (KeyPhase::Finding, Event::Answer(Answer::FindKey(Err(report)))) => {
                self.without_key(cx, Some(report))
            }
            (KeyPhase::Checking, Event::Answer(Answer::CheckKey(Err(report)))) => {
                self.without_key(cx, Some(report))
            }
            (
                KeyPhase::Asking,
                Event::Person(Input::Edit {
                    field: Field::ApiKey,
                    text,
                    ..
                }),
            ) => {
                self.typed = text;
                cx.session.report = None;
                Next::Stay
            }
            (KeyPhase::Asking, Event::Person(Input::Press(Action::Continue))) => {
                match key_fault(&self.typed) {
                    Some(kind) => cx.fail(Report::new(Problem::KeyRefused).kind(kind)),
                    None => self.check(cx),
                }
            }
            (KeyPhase::Asking, Event::Person(Input::Press(Action::Retry))) => self.retry_asking(cx),
            (KeyPhase::Checking, Event::Answer(Answer::CheckKey(Ok(application)))) => {
                self.checked(cx, application)
            }
            (KeyPhase::Checking, Event::Person(Input::Press(Action::Cancel))) => {
                self.phase = KeyPhase::Asking;
                cx.abort()
            }
            (KeyPhase::Found, Event::Person(Input::Press(Action::Continue | Action::Retry))) => {
                self.make_connector(cx)
            }
            (KeyPhase::Found, Event::Person(Input::Press(Action::UseImap)))
                if may_use_imap(cx.session, cx.journey) =>
            {
                cx.session.chose_mail_only = true;
                cx.run(Effect::MailOnly(true));
                self.make_connector(cx)
            }
            (KeyPhase::MakingConnector, Event::Answer(Answer::MakeConnector(Ok(())))) => {
                if let Some(application) = &mut cx.session.application {
                    application.connector = true;
                }
                go_on(cx)
            }
            (KeyPhase::MakingConnector, Event::Answer(Answer::MakeConnector(Err(report)))) => {
                self.phase = KeyPhase::Found;
                cx.fail(report)
            }
            (
                KeyPhase::Found | KeyPhase::Asking,
                Event::Person(Input::Press(Action::UseOtherKey)),
            ) => Goto::OtherKey { forget: false }.into(),
            (
                KeyPhase::Found | KeyPhase::Asking,
                Event::Person(Input::Press(Action::ForgetKey)),
            ) if cx.session.has_stored_key() => {
                cx.session.clear_messages();
                (self.before, self.phase) = (self.phase, KeyPhase::Confirming);
                Next::Stay
            }
            (KeyPhase::Confirming, Event::Person(Input::Press(Action::Confirm))) => {
                Goto::OtherKey { forget: true }.into()
            }
            (KeyPhase::Confirming, Event::Person(Input::Press(Action::Cancel | Action::Back))) => {
                if cx.session.has_connector() {
                    return Goto::Home.into();
                }
                self.phase = self.before;
                Next::Stay
            }
            (_, Event::Answer(Answer::ForgetKey(Ok(())))) => {
                cx.session.notice = Some(Notice::KeyForgotten);
                Next::Stay
            }
            (_, Event::Answer(Answer::ForgetKey(Err(report)))) => {
                cx.fail(report.kind(ReportKind::NotForgotten))
            }
            (KeyPhase::Found | KeyPhase::Asking, Event::Person(Input::Press(Action::Accounts)))
                if !cx.session.accounts.is_empty() =>
            {
                Goto::Accounts.into()
            }
            (
                KeyPhase::Found | KeyPhase::Asking,
                Event::Person(Input::Press(Action::AllGrants)),
            ) if cx.session.application.is_some() => Goto::AllGrants.into(),
            (_, Event::Person(Input::Press(Action::Back))) => self.back(cx),
            _ => Next::Ignored("operator"),
        }
    }

    fn face(&self) -> u8 {
        self.phase as u8
    }

    fn holds_secret(&self) -> bool {
        matches!(self.phase, KeyPhase::Asking | KeyPhase::Confirming)
            && !self.typed.expose_secret().is_empty()
    }

    fn expire(&mut self, session: &mut Session) {
        if self.holds_secret() {
            self.typed = SecretString::default();
            session.notice = Some(Notice::KeyGone);
        }
    }

    fn view(&self, session: &Session, _journey: &Journey) -> View {
        View {
            phase: match self.phase {
                KeyPhase::Finding => "finding",
                KeyPhase::Asking => "asking",
                KeyPhase::Checking => "checking",
                KeyPhase::Found => "no-connector",
                KeyPhase::MakingConnector => "making",
                KeyPhase::Confirming => "confirming",
            },
            asking: self.phase == KeyPhase::Asking,
            key_field: self.phase == KeyPhase::Asking
                || self.phase == KeyPhase::Checking && !self.typed.expose_secret().is_empty(),
            busy: matches!(
                self.phase,
                KeyPhase::Finding | KeyPhase::Checking | KeyPhase::MakingConnector
            ),
            confirm: self.phase == KeyPhase::Confirming,
            idle: matches!(self.phase, KeyPhase::Asking | KeyPhase::Found),
            found: self.phase == KeyPhase::Found,
            goes_to: match session.application {
                Some(_) => String::new(),
                None => session.setup.goes_to.join(", "),
            },
            from_environment: session
                .application
                .as_ref()
                .is_some_and(|a| a.from_environment),
        }
    }

    /// With something connected or a first screen there is a way back.
    fn can_go_back(&self, session: &Session) -> bool {
        !session.setup.connection_from_profile || !session.accounts.is_empty()
    }

    fn fit_actions(
        &self,
        session: &Session,
        journey: &Journey,
        report: &Report,
        actions: &mut Vec<Action>,
    ) {
        if may_use_imap(session, journey) {
            actions.insert(1, Action::UseImap);
        } else if report.problem == Problem::KeyRefused {
            actions.retain(|action| *action != Action::Retry);
        }
    }

    fn has_field(&self, field: Field) -> bool {
        field == Field::ApiKey
    }
}

/// A journey that was begun comes before the operator's home.
fn go_on(cx: &Context<'_>) -> Next {
    let left_off = cx.session.resume.as_ref().is_some_and(Progress::is_pending);
    if left_off || cx.journey.renewal.is_some() {
        Goto::Journey.into()
    } else {
        Goto::Home.into()
    }
}

/// The iCloud connector cannot be had: mail alone may still be.
fn may_use_imap(session: &Session, journey: &Journey) -> bool {
    let refused = session.report.as_ref().is_some_and(|report| {
        report.problem == Problem::PlanDoesNotAllow && report.kind == ReportKind::Connector
    });
    refused && !journey.mail_only(session)
}
