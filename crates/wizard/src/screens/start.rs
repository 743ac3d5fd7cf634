//! `start`: only when no profile and no saved connection say what to do. It asks who one is; whoever was asked to connect
//! brings something from the company, and gives it here.

use crate::{
    Action, Answer, Connection, Event, Field, Input, Problem, Report, Request, Unreadable,
    held::link_in,
    journey::Journey,
    notice::Notice,
    session::Session,
    transition::{Context, Goto, Leaf, Next},
};
use invitation::{Code, LinkError};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

#[derive(Debug, Default)]
pub(crate) struct Start {
    door: Door,
}

#[derive(Debug, Default)]
enum Door {
    /// Who one is, is the question.
    #[default]
    Closed,
    /// What the company sent is wanted.
    Open {
        typed: SecretString,
        /// A file is being chosen or read.
        reading: bool,
    },
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct View {
    broken: bool,
    choosing: bool,
    asked: bool,
    reading: bool,
    may_open_file: bool,
}

impl Start {
    /// With the field for what the company sent.
    pub(crate) fn asked() -> Self {
        Start {
            door: Door::Open {
                typed: SecretString::default(),
                reading: false,
            },
        }
    }

    fn choose(&mut self, cx: &mut Context<'_>, action: Action) -> Next {
        match action {
            Action::UseInvitation => {
                *self = Start::asked();
                cx.session.report = None;
                Next::Stay
            }
            Action::UsePractice => {
                cx.session.setup.connection = Some(Connection::Practice);
                cx.ask(Request::StartPractice(cx.session.label()));
                Goto::Welcome.into()
            }
            Action::UseApiKey => {
                cx.session.setup.connection = Some(Connection::ApiKey);
                cx.journey.renew_as_profile_says(cx.session);
                Goto::FindKey.into()
            }
            Action::Back if self.can_go_back(cx.session) => Goto::Accounts.into(),
            _ => Next::Ignored("start"),
        }
    }

    /// What was pasted or typed is a link or the place of a file.
    fn take(&mut self, cx: &mut Context<'_>) -> Next {
        let Door::Open { typed, .. } = &self.door else {
            return Next::Ignored("start");
        };
        cx.session.report = None;
        let text = typed.expose_secret();
        if is_place(text) && cx.session.setup.may_open_file {
            let place = typed.clone();
            return self.open_file(cx, Some(place));
        }
        let why = match link_in(text) {
            Ok(link) => return Goto::InvitedByLink(Box::new(link)).into(),
            Err(why) => why,
        };
        let kind = match why {
            _ if text.trim().is_empty() => "empty",
            _ if invitation::same_symbols(text.trim(), Code::BYTES).is_some() => "code",
            LinkError::Ticket => "cut-off",
            LinkError::TooLong | LinkError::NotALink | LinkError::NotHttps => "not-a-link",
        };
        cx.fail(Report::new(Problem::InvitationNotKnown).kind(kind))
    }

    fn open_file(&mut self, cx: &mut Context<'_>, place: Option<SecretString>) -> Next {
        if let Door::Open { reading, .. } = &mut self.door {
            *reading = true;
        }
        cx.session.report = None;
        cx.ask(Request::OpenFile(place))
    }

    fn by_door(&mut self, cx: &mut Context<'_>, event: Event) -> Next {
        let Door::Open { typed, reading } = &mut self.door else {
            return Next::Ignored("start");
        };
        match event {
            Event::Answer(Answer::OpenFile(answer)) if *reading => {
                *reading = false;
                match answer {
                    None => Next::Stay,
                    Some(Err(report)) => cx.fail(report),
                    Some(Ok(offer)) => Goto::InvitedByFile(offer).into(),
                }
            }
            Event::Person(Input::Edit {
                field: Field::Invitation,
                text,
                ..
            }) => {
                *typed = text;
                forget_fault(cx.session);
                Next::Stay
            }
            Event::Person(Input::Leave(Field::Invitation)) => Next::Stay,
            Event::Person(Input::Press(Action::Back)) if !cx.session.setup.invitations_only => {
                self.close(cx);
                Next::Stay
            }
            // One thing at a time.
            Event::Person(_) if *reading => Next::Ignored("start while a file is read"),
            Event::Person(Input::Press(Action::Paste)) => cx.ask(Request::ReadClipboard),
            Event::Answer(Answer::ReadClipboard(Err(Unreadable))) => {
                cx.session.notice = Some(Notice::ClipboardUnreadable);
                Next::Stay
            }
            Event::Answer(Answer::ReadClipboard(Ok(None))) => {
                cx.session.notice = Some(Notice::NoLinkToPaste);
                Next::Stay
            }
            Event::Answer(Answer::ReadClipboard(Ok(Some(text)))) => {
                *typed = text;
                self.take(cx)
            }
            Event::Person(Input::Press(Action::Continue)) => self.take(cx),
            Event::Person(Input::Press(Action::OpenFile | Action::Retry))
                if cx.session.setup.may_open_file =>
            {
                self.open_file(cx, None)
            }
            _ => Next::Ignored("start"),
        }
    }

    fn close(&mut self, cx: &mut Context<'_>) {
        *self = Start::default();
        cx.session.report = None;
        cx.session.clear_epoch += 1;
    }
}

impl Leaf for Start {
    type View = View;

    fn update(&mut self, cx: &mut Context<'_>, event: Event) -> Next {
        let broken = cx.session.setup.profile_error.is_some();
        match event {
            Event::Person(Input::Press(Action::Retry)) if broken => cx.ask(Request::ReadProfile),
            Event::Answer(Answer::ReadProfile(setup)) => {
                cx.session.setup = *setup;
                cx.session.report = None;
                Goto::Begin.into()
            }
            _ if broken => Next::Ignored("start with a profile that cannot be read"),
            Event::Person(Input::Press(action)) if matches!(self.door, Door::Closed) => {
                self.choose(cx, action)
            }
            event => self.by_door(cx, event),
        }
    }

    fn is_at_rest(&self) -> bool {
        !matches!(self.door, Door::Open { reading: true, .. })
    }

    fn view(&self, session: &Session, _journey: &Journey) -> View {
        let broken = session.setup.profile_error.is_some();
        let asked = matches!(self.door, Door::Open { .. }) && !broken;
        View {
            broken,
            choosing: !broken && !asked,
            asked,
            reading: matches!(self.door, Door::Open { reading: true, .. }),
            may_open_file: session.setup.may_open_file,
        }
    }

    fn face(&self) -> u8 {
        u8::from(matches!(self.door, Door::Open { .. }))
    }

    /// What is connected is before it, where there is something.
    fn can_go_back(&self, session: &Session) -> bool {
        let behind = match self.door {
            Door::Open { .. } => !session.setup.invitations_only,
            Door::Closed => !session.accounts.is_empty(),
        };
        session.setup.profile_error.is_none() && behind
    }

    fn holds_secret(&self) -> bool {
        matches!(&self.door, Door::Open { typed, .. } if !typed.expose_secret().is_empty())
    }

    fn expire(&mut self, session: &mut Session) {
        forget_fault(session);
        session.notice = Some(Notice::LinkGone);
        if let Door::Open { typed, .. } = &mut self.door {
            *typed = SecretString::default();
        }
    }

    fn has_field(&self, field: Field) -> bool {
        field == Field::Invitation && matches!(self.door, Door::Open { .. })
    }

    /// A file that was opened need not stand in the way.
    fn fit_actions(
        &self,
        session: &Session,
        _journey: &Journey,
        report: &Report,
        actions: &mut Vec<Action>,
    ) {
        let file = report.problem == Problem::ProfileUnreadable;
        if file && session.setup.profile_error.is_some() && session.setup.from_opened_file {
            actions.insert(0, Action::UseNoFile);
        }
    }
}

/// Whether a text names a place on this computer. No link begins so.
fn is_place(text: &str) -> bool {
    let text = text.trim().trim_start_matches(['"', '\'']);
    let drive = text.as_bytes().get(1..3) == Some(b":\\");
    drive
        || ["/", "~/", "file://", "\\\\"]
            .iter()
            .any(|start| text.starts_with(start))
}

/// What was said of the text before goes with it.
fn forget_fault(session: &mut Session) {
    if session.has_problem(Problem::InvitationNotKnown)
        || session.has_problem(Problem::ProfileUnreadable)
    {
        session.report = None;
    }
}
