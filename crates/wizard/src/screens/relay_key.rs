//! `relay-key`: where the company's relay is, and the key of whoever invites. The key itself is with the runner; here is only
//! what was typed, until it is checked.

use crate::{
    Action, Answer, Event, Field, Input, Problem, RelayDesk, RelayForm, Report, ReportKind,
    Request,
    journey::Journey,
    notice::Notice,
    session::Session,
    transition::{AtRelay, Context, Goto, Leaf, Next},
};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

#[derive(Debug)]
pub(crate) struct RelayKey {
    phase: RelayPhase,
    /// What it is for.
    wanted: AtRelay,
    form: RelayForm,
    /// What stands in the address' field at first.
    initial: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RelayPhase {
    /// Is there a key already?
    Finding,
    Asking,
    /// The relay is asked about it.
    Checking,
    /// Really forget the key?
    Confirming,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct View {
    phase: &'static str,
    /// The fields stay with what was typed while that is checked.
    fields: bool,
    busy: bool,
    confirm: bool,
    idle: bool,
    initial_relay: String,
    /// The administrator's profile allows one only, and which.
    relay_fixed: bool,
    only_relay: Option<String>,
    /// Where the key belongs that would be forgotten.
    relay_place: String,
    /// It is for the list of invitations.
    for_board: bool,
}

impl RelayKey {
    fn in_phase(cx: &Context<'_>, phase: RelayPhase, wanted: AtRelay) -> Self {
        let initial = cx.session.setup.relay.clone().unwrap_or_default();
        let address = initial.clone().into();
        RelayKey {
            phase,
            wanted,
            form: RelayForm {
                address,
                ..RelayForm::default()
            },
            initial,
        }
    }

    /// Looks for a key.
    pub(crate) fn find(cx: &mut Context<'_>, wanted: AtRelay) -> Self {
        cx.abort();
        cx.ask(Request::FindRelay);
        RelayKey::in_phase(cx, RelayPhase::Finding, wanted)
    }

    /// Asks for another key. The one at hand counts until that one is checked.
    pub(crate) fn other(cx: &mut Context<'_>, wanted: AtRelay) -> Self {
        cx.abort();
        RelayKey::in_phase(cx, RelayPhase::Asking, wanted)
    }

    /// Asks before the key is forgotten.
    pub(crate) fn ask_to_forget(cx: &mut Context<'_>, wanted: AtRelay) -> Self {
        cx.abort();
        RelayKey::in_phase(cx, RelayPhase::Confirming, wanted)
    }

    fn check(&mut self, cx: &mut Context<'_>) -> Next {
        if let Err(report) = self.form.read(&cx.session.setup) {
            return cx.fail(report);
        }
        self.phase = RelayPhase::Checking;
        cx.session.report = None;
        cx.attempt(Request::CheckRelay(Box::new(self.form.clone())))
    }

    fn checked(&mut self, cx: &mut Context<'_>, desk: RelayDesk) -> Next {
        let kept = desk.kept;
        cx.session.relay_desk = Some(desk);
        cx.session.clear_epoch += 1;
        let lost = Report::new(Problem::KeychainUnavailable).kind(ReportKind::ThisRunOnly);
        Next::from(Goto::AtRelay(self.wanted)).reporting((!kept).then_some(lost))
    }

    fn forget(&mut self, cx: &mut Context<'_>) -> Next {
        self.phase = RelayPhase::Asking;
        cx.session.report = None;
        cx.session.relay_desk = None;
        cx.ask(Request::ForgetRelayKey)
    }
}

impl Leaf for RelayKey {
    type View = View;

    fn update(&mut self, cx: &mut Context<'_>, event: Event) -> Next {
        match (self.phase, event) {
            (RelayPhase::Finding, Event::Answer(Answer::FindRelay(Ok(Some(desk))))) => {
                cx.session.relay_desk = Some(desk);
                Goto::AtRelay(self.wanted).into()
            }
            (RelayPhase::Finding, Event::Answer(Answer::FindRelay(found))) => {
                self.phase = RelayPhase::Asking;
                match found {
                    Err(report) => cx.fail(report),
                    Ok(_) => Next::Stay,
                }
            }
            (RelayPhase::Asking, Event::Person(Input::Edit { field, text, .. })) => {
                match field {
                    Field::Relay => self.form.address = text,
                    Field::RelayKey => self.form.key = text,
                    _ => return Next::Ignored("relay-key: a field of another screen"),
                }
                cx.session.report = None;
                Next::Stay
            }
            (_, Event::Person(Input::Leave(Field::Relay | Field::RelayKey))) => Next::Stay,
            (RelayPhase::Asking, Event::Person(Input::Press(Action::Retry)))
                if is_not_forgotten(cx.session) =>
            {
                self.forget(cx)
            }
            (RelayPhase::Asking, Event::Person(Input::Press(Action::Continue | Action::Retry))) => {
                self.check(cx)
            }
            (RelayPhase::Checking, Event::Answer(Answer::CheckRelay(Ok(desk)))) => {
                self.checked(cx, desk)
            }
            (RelayPhase::Checking, Event::Answer(Answer::CheckRelay(Err(report)))) => {
                self.phase = RelayPhase::Asking;
                cx.fail(report)
            }
            (RelayPhase::Checking, Event::Person(Input::Press(Action::Cancel))) => {
                self.phase = RelayPhase::Asking;
                cx.abort()
            }
            (RelayPhase::Confirming, Event::Person(Input::Press(Action::Confirm))) => {
                self.forget(cx)
            }
            (
                RelayPhase::Confirming,
                Event::Person(Input::Press(Action::Cancel | Action::Back)),
            ) => Goto::AtRelay(self.wanted).into(),
            (_, Event::Answer(Answer::ForgetRelayKey(Ok(())))) => {
                cx.session.notice = Some(Notice::KeyForgotten);
                Next::Stay
            }
            (_, Event::Answer(Answer::ForgetRelayKey(Err(report)))) => {
                cx.fail(report.kind(ReportKind::NotForgotten))
            }
            (_, Event::Person(Input::Press(Action::Back))) => Goto::Home.into(),
            _ => Next::Ignored("relay-key"),
        }
    }

    fn face(&self) -> u8 {
        self.phase as u8
    }

    fn holds_secret(&self) -> bool {
        self.phase != RelayPhase::Checking && !self.form.key.expose_secret().is_empty()
    }

    fn expire(&mut self, session: &mut Session) {
        if self.holds_secret() {
            self.form.key = SecretString::default();
            session.notice = Some(Notice::KeyGone);
        }
    }

    fn view(&self, session: &Session, _journey: &Journey) -> View {
        View {
            phase: match self.phase {
                RelayPhase::Finding => "finding",
                RelayPhase::Asking => "asking",
                RelayPhase::Checking => "checking",
                RelayPhase::Confirming => "confirming",
            },
            fields: matches!(self.phase, RelayPhase::Asking | RelayPhase::Checking),
            busy: matches!(self.phase, RelayPhase::Finding | RelayPhase::Checking),
            confirm: self.phase == RelayPhase::Confirming,
            idle: self.phase == RelayPhase::Asking,
            initial_relay: self.initial.clone(),
            relay_fixed: session.setup.only_relay.is_some(),
            only_relay: session.setup.only_relay.clone(),
            relay_place: session.relay_place(),
            for_board: self.wanted == AtRelay::Board,
        }
    }

    fn fit_actions(
        &self,
        _session: &Session,
        _journey: &Journey,
        report: &Report,
        actions: &mut Vec<Action>,
    ) {
        if report.problem == Problem::RelayKeyRefused {
            actions.clear();
        }
    }

    fn has_field(&self, field: Field) -> bool {
        matches!(field, Field::Relay | Field::RelayKey)
    }
}

fn is_not_forgotten(session: &Session) -> bool {
    let report = session.report.as_ref();
    report.is_some_and(|report| report.kind == ReportKind::NotForgotten)
}
