//! `invite`: the company invites one customer, and gets a link and a message to send on. The link is a secret: it is kept
//! nowhere, and goes when this is left.

use crate::{
    Action, Answer, Event, Field, Input, InvitationForm, InvitationMail, MadeInvitation, Problem,
    Report, Request,
    journey::Journey,
    notice::Notice,
    session::Session,
    transition::{AtRelay, Context, Goto, Leaf, Next},
};
use secrecy::ExposeSecret;
use serde::Serialize;

#[derive(Debug, Default)]
pub(crate) struct Invite {
    phase: InvitePhase,
    /// It is a further link, wanted on the list of invitations, to which this leads back.
    from_board: bool,
    form: InvitationForm,
}

#[derive(Debug, Default)]
enum InvitePhase {
    #[default]
    Ready,
    /// The relay makes it.
    Making,
    Made(Box<MadeInvitation>),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct View {
    /// `ready`, `making` or `made`.
    phase: &'static str,
    busy: bool,
    editing: bool,
    made: bool,
    /// It is a further link, and the list of invitations comes after it.
    from_board: bool,
    /// Where the relay is.
    relay_place: String,
    /// The key can be forgotten.
    relay_kept: bool,
    /// To be read and sent on, as long as it is here.
    link: String,
    invited_name: String,
    invited_account: String,
    invited_label: String,
    labelled: bool,
    invite_reference: String,
    invite_days: i64,
    /// The company's name is known.
    named: bool,
}

impl Invite {
    pub(crate) fn enter(cx: &mut Context<'_>) -> Self {
        cx.abort();
        Invite::default()
    }

    /// A further link, for an invitation that was made before.
    pub(crate) fn made(cx: &mut Context<'_>, made: Box<MadeInvitation>) -> Self {
        cx.abort();
        Invite {
            phase: InvitePhase::Made(made),
            from_board: true,
            ..Invite::default()
        }
    }

    fn leave(&self) -> Next {
        if self.from_board {
            Goto::AtRelay(AtRelay::Board).into()
        } else {
            Goto::Home.into()
        }
    }

    fn make(&mut self, cx: &mut Context<'_>) -> Next {
        if let Err(report) = self.form.read() {
            return cx.fail(report);
        }
        self.phase = InvitePhase::Making;
        cx.session.report = None;
        cx.attempt(Request::MakeInvitation(Box::new(self.form.clone())))
    }

    fn edit(&mut self, cx: &mut Context<'_>, input: Input) -> Next {
        let Input::Edit { field, text, .. } = input else {
            return Next::Ignored("invite");
        };
        match field {
            Field::Account => self.form.account = text,
            Field::Recipient => self.form.name = text,
            Field::AccountLabel => self.form.label = text,
            _ => return Next::Ignored("invite: a field of another screen"),
        }
        cx.session.report = None;
        Next::Stay
    }
}

fn mail(cx: &Context<'_>, made: &MadeInvitation) -> Box<InvitationMail> {
    Box::new(InvitationMail {
        company: cx.session.company().map(str::to_owned),
        invitation: made.clone(),
        days: made.days(cx.session.now),
    })
}

impl Leaf for Invite {
    type View = View;

    fn update(&mut self, cx: &mut Context<'_>, event: Event) -> Next {
        match (&self.phase, event) {
            (InvitePhase::Ready, Event::Person(Input::Press(Action::Continue | Action::Retry))) => {
                self.make(cx)
            }
            (InvitePhase::Making, Event::Answer(Answer::MakeInvitation(Ok(made)))) => {
                self.phase = InvitePhase::Made(made);
                self.form = InvitationForm::default();
                Next::Stay
            }
            (InvitePhase::Making, Event::Answer(Answer::MakeInvitation(Err(report)))) => {
                self.phase = InvitePhase::Ready;
                cx.fail(report)
            }
            (InvitePhase::Making, Event::Person(Input::Press(Action::Cancel))) => {
                self.phase = InvitePhase::Ready;
                cx.abort()
            }
            (InvitePhase::Made(made), Event::Person(Input::Press(Action::CopyLink))) => {
                cx.ask(Request::CopyLink(made.link.clone()))
            }
            (InvitePhase::Made(made), Event::Person(Input::Press(Action::CopyMail))) => {
                cx.ask(Request::CopyMail(mail(cx, made)))
            }
            (InvitePhase::Made(_), Event::Person(Input::Press(Action::Invite))) => {
                Goto::AtRelay(AtRelay::Invite).into()
            }
            (InvitePhase::Made(_), Event::Person(Input::Press(Action::Continue)))
            | (_, Event::Person(Input::Press(Action::Back))) => self.leave(),
            (InvitePhase::Ready, Event::Person(Input::Press(Action::InviteSeveral))) => {
                Goto::AtRelay(AtRelay::Several).into()
            }
            (InvitePhase::Ready, Event::Person(Input::Press(Action::UseOtherKey))) => {
                Goto::OtherRelayKey(AtRelay::Invite).into()
            }
            (InvitePhase::Ready, Event::Person(Input::Press(Action::ForgetKey)))
                if cx.session.keeps_relay_key() =>
            {
                Goto::ForgetRelayKey(AtRelay::Invite).into()
            }
            (_, Event::Person(Input::Leave(field))) if self.has_field(field) => Next::Stay,
            // What is typed while the relay is asked counts, too.
            (InvitePhase::Ready | InvitePhase::Making, Event::Person(input)) => {
                self.edit(cx, input)
            }
            _ => Next::Ignored("invite"),
        }
    }

    fn face(&self) -> u8 {
        match self.phase {
            InvitePhase::Ready => 0,
            InvitePhase::Making => 1,
            InvitePhase::Made(_) => 2,
        }
    }

    fn holds_secret(&self) -> bool {
        matches!(self.phase, InvitePhase::Made(_))
    }

    fn expire(&mut self, session: &mut Session) {
        if self.holds_secret() {
            *self = Invite::default();
            session.notice = Some(Notice::MadeLinkGone);
        }
    }

    fn view(&self, session: &Session, _journey: &Journey) -> View {
        let made = match &self.phase {
            InvitePhase::Made(made) => Some(made),
            _ => None,
        };
        let text = |of: fn(&MadeInvitation) -> &str| made.map(|made| of(made).to_owned());
        View {
            phase: match self.phase {
                InvitePhase::Ready => "ready",
                InvitePhase::Making => "making",
                InvitePhase::Made(_) => "made",
            },
            busy: matches!(self.phase, InvitePhase::Making),
            editing: made.is_none(),
            made: made.is_some(),
            from_board: self.from_board,
            relay_place: session.relay_place(),
            relay_kept: session.keeps_relay_key(),
            link: text(|made| made.link.expose_secret()).unwrap_or_default(),
            invited_name: text(|made| &made.name).unwrap_or_default(),
            invited_account: text(|made| &made.account).unwrap_or_default(),
            invited_label: text(|made| made.label.as_deref().unwrap_or_default())
                .unwrap_or_default(),
            labelled: made.is_some_and(|made| made.label.is_some()),
            invite_reference: text(|made| &made.reference).unwrap_or_default(),
            invite_days: made.map_or(0, |made| made.days(session.now)),
            named: session.company().is_some(),
        }
    }

    fn fit_actions(
        &self,
        _session: &Session,
        _journey: &Journey,
        report: &Report,
        actions: &mut Vec<Action>,
    ) {
        // Of a key that could not be kept nothing can be tried again here.
        if report.problem == Problem::KeychainUnavailable || self.holds_secret() {
            actions.retain(|action| *action != Action::Retry);
        }
    }

    fn has_field(&self, field: Field) -> bool {
        matches!(
            field,
            Field::Account | Field::Recipient | Field::AccountLabel
        )
    }
}
