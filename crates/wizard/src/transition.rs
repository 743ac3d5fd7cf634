//! What a screen sees and changes, and what it answers: stay, or go to a named place. No screen names another's module.

use crate::{
    Action, Effect, Event, MadeInvitation, Offer, OpenedInvitation, Report, Request, Setup,
    WindowMode, journey::Journey, notice::Notice, session::Session,
};
use invitation::Link;
use serde::Serialize;

/// Where a screen may send the person. The router knows what each means.
#[derive(Debug)]
pub(crate) enum Goto {
    /// Where the program opens with the profile that was read now.
    Begin,
    /// The same, with another profile than before.
    BeginAnew,
    /// The first screen; the connection that was chosen goes.
    Start,
    /// Whether this link was expected.
    InvitedByLink(Box<Link>),
    /// The invitation that an earlier run left open.
    InvitedBefore(Box<Link>),
    /// The invitation that a yes opened.
    OpenedInvitation(Box<Link>, Box<OpenedInvitation>),
    /// What came from outside was not wanted: an invitation that was open before it goes on.
    NotInvited,
    /// Whether this settings file was expected.
    InvitedByFile(Box<Offer>),
    /// The list of connected accounts, with their states.
    Accounts,
    /// The same without looking for a key: there is none, or it is being put away.
    AccountsWithoutKey,
    /// All grants of the application.
    AllGrants,
    /// A key is looked for; without one it is asked for.
    FindKey,
    /// The same at the start; without one, what is connected is shown.
    FindKeyOrAccounts,
    /// A missing connector can be made; the journey goes on after it.
    MissingConnector,
    /// What the operator can do; first what the key's application still lacks. The journey is kept for later.
    Home,
    /// Before the stored key goes, somebody is asked; the journey is kept for later.
    ForgetKey,
    /// Another key is asked for; with `forget` the stored one goes.
    OtherKey {
        forget: bool,
    },
    /// A profile for the company's customers.
    MakeProfile,
    /// What the operator does at the company's relay; without a key for it that is asked for.
    AtRelay(AtRelay),
    /// A further link of an invitation.
    MadeLink(Box<MadeInvitation>),
    /// Another key for the relay is asked for.
    OtherRelayKey(AtRelay),
    /// Before the relay's key goes, somebody is asked.
    ForgetRelayKey(AtRelay),
    /// Practice as such a profile's customers have it; the operator comes back to it.
    TryProfile(Box<Setup>),
    /// The journey: its renewal, where an earlier run left off, or its beginning.
    Journey,
    /// The renewal that the journey holds.
    Renewal,
    /// The list that the renewal came from; where there is none, the question for the address.
    LeaveRenewal,
    Welcome,
    Address,
    /// Apple's page. `again`: the last password was lost.
    Prepare {
        again: bool,
    },
    /// Where the password goes: this program, or Nylas' own page.
    Password,
    SignIn,
    Connecting(Connect),
    Done(Box<Connected>),
}

/// What the company's own people do at their relay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AtRelay {
    Invite,
    /// Invite the customers of a table.
    Several,
    /// See the invitations, and do something about one.
    Board,
}

/// How connecting begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Connect {
    /// With the password that was given.
    WithPassword,
    /// The person signed in on Nylas' own page.
    SignedIn,
    /// An earlier run sent custom auth and heard no answer.
    AfterCrash,
}

/// A grant that was read through.
#[derive(Debug)]
pub(crate) struct Connected {
    pub(crate) grant: String,
    /// The grant was there before this run, so that removing it may take something away that others use.
    pub(crate) existed: bool,
    /// The calendars' names; `None` when they could not be read.
    pub(crate) calendars: Option<Vec<String>>,
    /// The newest message's time in Unix seconds; inner `None` when there is no message yet.
    pub(crate) newest: Option<Option<i64>>,
}

/// What a screen answers to an event.
#[derive(Debug)]
pub(crate) enum Next {
    Stay,
    /// The event does not fit and changed nothing.
    Ignored(&'static str),
    Go {
        to: Goto,
        report: Option<Report>,
        notice: Option<Notice>,
    },
}

impl Next {
    /// Says on the next screen what went wrong.
    pub(crate) fn reporting(self, with: impl Into<Option<Report>>) -> Self {
        match self {
            Next::Go { to, notice, .. } => Next::Go {
                to,
                report: with.into(),
                notice,
            },
            other => other,
        }
    }

    /// Tells something once on the next screen.
    pub(crate) fn noticing(self, with: impl Into<Option<Notice>>) -> Self {
        match self {
            Next::Go { to, report, .. } => Next::Go {
                to,
                report,
                notice: with.into(),
            },
            other => other,
        }
    }
}

impl From<Goto> for Next {
    fn from(to: Goto) -> Self {
        Next::Go {
            to,
            report: None,
            notice: None,
        }
    }
}

/// What a screen may see and change besides itself.
pub(crate) struct Context<'a> {
    pub(crate) session: &'a mut Session,
    pub(crate) journey: &'a mut Journey,
    pub(crate) effects: &'a mut Vec<Effect>,
}

impl Context<'_> {
    pub(crate) fn run(&mut self, effect: Effect) -> Next {
        self.effects.push(effect);
        Next::Stay
    }

    /// Asks for something that is answered whatever becomes of the attempt.
    pub(crate) fn ask(&mut self, request: Request) -> Next {
        self.run(Effect::Ask(request))
    }

    /// Asks for something that belongs to the current attempt.
    pub(crate) fn attempt(&mut self, request: Request) -> Next {
        self.run(Effect::Attempt {
            id: self.session.attempt_id,
            request,
        })
    }

    /// Ends the attempt: what is under way is dropped, and so are answers that come all the same.
    pub(crate) fn abort(&mut self) -> Next {
        self.session.attempt_id += 1;
        self.run(Effect::Abort)
    }

    /// Says what went wrong, here.
    pub(crate) fn fail(&mut self, report: impl Into<Report>) -> Next {
        self.session.report = Some(report.into());
        Next::Stay
    }

    /// Drops the password, in memory and on the page.
    pub(crate) fn wipe(&mut self) {
        self.journey.password = None;
        self.journey.clipboard_password = None;
        self.journey.pasted = false;
        self.journey.half_password = false;
        self.session.clear_epoch += 1;
    }

    /// Drops everything that this journey knows.
    pub(crate) fn new_journey(&mut self) {
        *self.journey = Journey::default();
        self.session.clear_epoch += 1;
    }

    /// Drops what was entered for this account, not whose it is.
    pub(crate) fn start_over(&mut self) {
        self.journey.start_over();
        self.session.clear_epoch += 1;
    }

    /// Whether mail alone is connected.
    pub(crate) fn mail_only(&self) -> bool {
        self.journey.mail_only(self.session)
    }

    /// Takes the choice of mail alone back, with the key it was made for.
    pub(crate) fn clear_mail_only(&mut self) {
        if std::mem::take(&mut self.session.chose_mail_only) {
            self.effects.push(Effect::MailOnly(false));
        }
    }
}

/// A screen: its own state, what it does with an event and what it shows. It is a leaf: nothing here knows another screen.
pub(crate) trait Leaf {
    /// Everything that only this screen shows; also the variables of its sentences.
    type View: Serialize;

    fn update(&mut self, cx: &mut Context<'_>, event: Event) -> Next;

    fn view(&self, session: &Session, journey: &Journey) -> Self::View;

    /// Whether *Back* leads somewhere.
    fn can_go_back(&self, _session: &Session) -> bool {
        true
    }

    /// Whether nothing was begun here that something from outside could interrupt.
    fn is_at_rest(&self) -> bool {
        false
    }

    /// Whether something is under way that would be left if the window closed.
    fn is_under_way(&self) -> bool {
        false
    }

    /// Whether the steps say nothing any more, because what they led to was undone.
    fn is_undone(&self) -> bool {
        false
    }

    /// Whether the person may come back with a password on the clipboard.
    fn waits_for_password(&self) -> bool {
        false
    }

    /// The browser was asked for a page and did not open.
    fn browser_did_not_open(&mut self) {}

    /// Whether a secret stands in a field here, or was judged.
    fn holds_secret(&self) -> bool {
        false
    }

    /// Whether a request is on its way that ends by itself, and needs the password until then.
    fn uses_password(&self) -> bool {
        false
    }

    /// What stood in the field is wiped already: nobody used it for too long.
    fn expire(&mut self, _session: &mut Session) {}

    /// Whether a whole password is to be read here.
    fn shows_whole_password(&self) -> bool {
        false
    }

    /// Changes when this screen's buttons change their meaning: a press that was meant for the one is none for the other.
    fn face(&self) -> u8 {
        0
    }

    /// What somebody else's program would begin with, whose first screen is shown instead.
    fn preview(&self) -> Option<&Setup> {
        None
    }

    fn window(&self) -> WindowMode {
        WindowMode::Full
    }

    /// Changes the buttons that stand with a problem to those that make sense here.
    fn fit_actions(
        &self,
        _session: &Session,
        _journey: &Journey,
        _report: &Report,
        _actions: &mut Vec<Action>,
    ) {
    }

    /// Whether the field that a problem speaks of is on this screen.
    fn has_field(&self, _field: crate::Field) -> bool {
        false
    }

    /// Lines for whoever helps.
    fn details(&self, _journey: &Journey) -> Vec<(&'static str, Option<String>)> {
        vec![]
    }
}
