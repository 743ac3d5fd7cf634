//! `done`: the proof, whose it is, how to take it back.

use crate::{
    Action, Answer, Connection, Event, Input, Page, Report, Request,
    journey::{Account, Journey},
    notice::Notice,
    session::Session,
    transition::{Connected, Context, Goto, Leaf, Next},
};
use serde::Serialize;

/// The most calendars that are named.
const CALENDARS: usize = 40;

#[derive(Debug)]
pub(crate) struct Done {
    connected: Connected,
    removal: RemovalPhase,
    /// The company's page did not open: the window closes without it.
    return_failed: bool,
}

/// "That's not mine."
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RemovalPhase {
    Nothing,
    /// Really remove it?
    Confirm,
    Removing,
    Removed,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct View {
    grant_id: String,
    count: usize,
    calendars: Vec<String>,
    more: usize,
    more_calendars: bool,
    calendars_read: bool,
    mail_read: bool,
    newest: Option<i64>,
    asking: &'static str,
    /// The grant was there before today.
    existed: bool,
    /// Where *Finish* leads: `practice`, `home`, `return` or `close`.
    ending: &'static str,
    removed: bool,
    confirm: bool,
    settled: bool,
    /// Another account can be connected in the same way; an invitation is for one.
    another: bool,
}

impl Done {
    /// The journey is over: the password and all that was kept for trying again are dropped.
    pub(crate) fn enter(cx: &mut Context<'_>, connected: Connected) -> Self {
        if let Some(password) = cx.journey.password.take() {
            cx.ask(Request::ForgetCopied {
                password,
                pasted: cx.journey.pasted,
            });
        }
        if let Some(icloud) = cx.journey.account.icloud.clone() {
            cx.session.clear_tries(&icloud);
        }
        if cx
            .journey
            .renewed_grant()
            .is_some_and(|grant| *grant != connected.grant)
        {
            cx.session.notice = Some(Notice::OtherGrant);
        }
        cx.start_over();
        cx.journey.renewal = None;
        cx.abort();
        Done {
            connected,
            removal: RemovalPhase::Nothing,
            return_failed: false,
        }
    }

    fn remove(&mut self, cx: &mut Context<'_>) -> Next {
        self.removal = RemovalPhase::Removing;
        cx.session.report = None;
        cx.attempt(Request::DeleteGrant(self.connected.grant.clone()))
    }

    fn returns(&self, session: &Session) -> bool {
        session.setup.has_return_url && !self.return_failed
    }

    /// Practice goes back to where it was chosen, the operator home; for whoever was asked to connect all is done.
    fn finish(&self, cx: &mut Context<'_>) -> Next {
        match cx.session.setup.connection {
            Some(Connection::Practice) => {
                cx.new_journey();
                if cx.session.setup.connection_from_profile {
                    Goto::Welcome.into()
                } else {
                    Goto::Start.into()
                }
            }
            Some(Connection::ApiKey) => Goto::Home.into(),
            _ if cx.session.waiting_link.is_some() => Goto::BeginAnew.into(),
            _ => cx.ask(Request::Leave {
                return_page: self.returns(cx.session),
            }),
        }
    }

    fn not_mine(&mut self, cx: &mut Context<'_>) -> Next {
        // Without the company's key nobody here can remove it.
        if cx.session.hosted() {
            cx.session.notice = Some(Notice::NotMine);
            return Next::Stay;
        }
        self.removal = RemovalPhase::Confirm;
        Next::Stay
    }
}

impl Leaf for Done {
    type View = View;

    fn update(&mut self, cx: &mut Context<'_>, event: Event) -> Next {
        match (self.removal, event) {
            (_, Event::Person(Input::Press(Action::CopyGrant))) => cx.ask(Request::Copy(
                Action::CopyGrant,
                self.connected.grant.clone(),
            )),
            (RemovalPhase::Nothing, Event::Person(Input::Press(Action::NotMine))) => {
                self.not_mine(cx)
            }
            (RemovalPhase::Confirm, Event::Person(Input::Press(Action::Confirm))) => {
                self.remove(cx)
            }
            (RemovalPhase::Confirm, Event::Person(Input::Press(Action::Cancel | Action::Back))) => {
                self.removal = RemovalPhase::Nothing;
                Next::Stay
            }
            (RemovalPhase::Removing, Event::Answer(Answer::DeleteGrant(Ok(())))) => {
                self.removal = RemovalPhase::Removed;
                if !cx.session.practice() {
                    cx.ask(Request::ForgetAccount(self.connected.grant.clone()));
                }
                Next::Stay
            }
            (RemovalPhase::Removing, Event::Answer(Answer::DeleteGrant(Err(report)))) => {
                self.removal = RemovalPhase::Nothing;
                cx.fail(report)
            }
            (
                RemovalPhase::Nothing | RemovalPhase::Removed,
                Event::Person(Input::Press(Action::ConnectAnother)),
            ) if !cx.session.invited() => {
                cx.journey.account = Account::default();
                cx.journey.provider = None;
                Goto::Address.into()
            }
            (
                RemovalPhase::Nothing | RemovalPhase::Removed,
                Event::Person(Input::Press(Action::Finish | Action::Continue)),
            ) => self.finish(cx),
            (_, Event::Answer(Answer::Leave(Err(report)))) => {
                self.return_failed = true;
                cx.fail(report)
            }
            (_, Event::Person(Input::Press(Action::OpenApple))) => {
                cx.ask(Request::Open(Page::AppleAccount))
            }
            _ => Next::Ignored("done"),
        }
    }

    fn face(&self) -> u8 {
        self.removal as u8
    }

    fn view(&self, session: &Session, _journey: &Journey) -> View {
        let calendars = self.connected.calendars.clone();
        let more = calendars
            .as_ref()
            .map_or(0, Vec::len)
            .saturating_sub(CALENDARS);
        View {
            grant_id: self.connected.grant.clone(),
            count: calendars.as_ref().map_or(0, Vec::len),
            calendars_read: calendars.is_some(),
            more,
            more_calendars: more > 0,
            calendars: calendars.into_iter().flatten().take(CALENDARS).collect(),
            mail_read: self.connected.newest.is_some(),
            newest: self.connected.newest.flatten(),
            asking: match self.removal {
                RemovalPhase::Nothing => "nothing",
                RemovalPhase::Confirm => "confirm",
                RemovalPhase::Removing => "removing",
                RemovalPhase::Removed => "removed",
            },
            existed: self.connected.existed,
            ending: match session.setup.connection {
                Some(Connection::Practice) => "practice",
                Some(Connection::ApiKey) => "home",
                _ if self.returns(session) => "return",
                _ => "close",
            },
            removed: self.removal == RemovalPhase::Removed,
            confirm: self.removal == RemovalPhase::Confirm,
            another: !session.invited(),
            settled: matches!(self.removal, RemovalPhase::Nothing | RemovalPhase::Removed),
        }
    }

    fn is_undone(&self) -> bool {
        self.removal == RemovalPhase::Removed
    }

    fn can_go_back(&self, _session: &Session) -> bool {
        self.removal == RemovalPhase::Confirm
    }

    fn fit_actions(
        &self,
        _session: &Session,
        _journey: &Journey,
        _report: &Report,
        actions: &mut Vec<Action>,
    ) {
        actions.retain(|action| *action != Action::Retry);
    }
}
