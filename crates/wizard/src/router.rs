//! Who follows whom: the only file that knows the order of the screens.

use crate::{
    Account, Connection, Effect, Event, OpenedInvitation, Progress, Request, SCHEMA_VERSION, Setup,
    Step,
    common::{self, Shared},
    expiry,
    held::{Held, is_open, link_in, trusts},
    journey::Journey,
    notice::Notice,
    screens::{
        accounts::Accounts,
        address::Address,
        connecting::Connecting,
        done::Done,
        home::Home,
        invitations::Invitations,
        invite::Invite,
        invited::Invited,
        make_profile::MakeProfile,
        operator::{Operator, Otherwise},
        password::Password,
        prepare::Prepare,
        relay_key::RelayKey,
        several::Several,
        sign_in::SignIn,
        start::Start,
        welcome::Welcome,
    },
    session::Session,
    table::{Resume, Screen},
    transition::{AtRelay, Connect, Context, Goto, Next},
};
use invitation::Link;
use secrecy::ExposeSecret;

/// The state of the wizard.
#[derive(Debug)]
pub struct State {
    pub(crate) session: Session,
    pub(crate) journey: Journey,
    pub(crate) screen: Screen,
    /// [`Event::Opened`] was heard.
    opened: bool,
}

impl State {
    /// The state before [`Event::Opened`].
    pub fn new(setup: Setup) -> Self {
        State {
            session: Session {
                setup,
                ..Session::default()
            },
            journey: Journey::default(),
            screen: Screen::Start(Start::default()),
            opened: false,
        }
    }

    /// Whether nothing here is real.
    pub fn practice(&self) -> bool {
        self.session.practice()
    }

    /// Whether a secret waits to be used, so that the clock matters.
    pub fn keeps_secret(&self) -> bool {
        expiry::keeps_secret(&self.journey, &self.screen)
    }

    /// Whether the window is kept out of pictures of the screen: a whole password is to be read in it.
    pub(crate) fn concealed(&self) -> bool {
        self.session.setup.conceals && !self.journey.pasted && self.screen.shows_whole_password()
    }

    /// What the buttons on the screen are for.
    pub(crate) fn seen(&self) -> (&'static str, u8, bool) {
        let session = &self.session;
        (self.screen.name(), self.screen.face(), session.closing)
    }

    /// What is worth keeping if the app were killed now.
    pub(crate) fn progress(&self) -> Option<Progress> {
        let State {
            session,
            journey,
            screen,
            ..
        } = self;
        let step = match screen.resume() {
            // Practice keeps nothing, and what an earlier run left stays as it is.
            // Of an invitation the relay knows how far it is.
            _ if session.setup.connection.is_none() || session.practice() || session.invited() => {
                return session.resume.clone();
            }
            Resume::AsBefore => return session.resume.clone(),
            Resume::Over => return None,
            Resume::At(Step::Password) if session.hosted() => Step::SignIn,
            Resume::At(step) => step,
        };
        let shown = journey.account.shown.as_ref();
        let icloud = journey
            .account
            .icloud
            .as_ref()
            .filter(|a| Some(*a) != shown);
        let application = session.application.as_ref();
        let sent = journey.grants_before_submit.clone();
        Some(Progress {
            schema_version: SCHEMA_VERSION,
            step,
            address: shown.map(ToString::to_string),
            apple_id: icloud.map(ToString::to_string),
            host: sent
                .as_ref()
                .and(application)
                .map(|application| application.host.clone()),
            grants_before_submit: sent,
            renews: journey.renewal.clone(),
        })
    }

    /// Takes one event and carries out where it leads.
    pub(crate) fn take(&mut self, event: Event) -> Vec<Effect> {
        let mut effects = vec![];
        self.opened |= matches!(event, Event::Opened(_));
        let next = self.next(event, &mut effects);
        self.follow(next, &mut effects);
        self.open_waiting_link(&mut effects);
        effects
    }

    /// A link that came from outside has its turn where nothing is under way.
    fn open_waiting_link(&mut self, effects: &mut Vec<Effect>) {
        if !self.opened || !self.screen.is_at_rest() {
            return;
        }
        let Some(text) = self.session.waiting_link.take() else {
            return;
        };
        match link_in(text.expose_secret()) {
            Ok(_) if is_open(self.session.invitation.as_ref(), &text) => {}
            Ok(link) => self.follow(Goto::InvitedByLink(Box::new(link)).into(), effects),
            Err(_) => self.session.notice = Some(Notice::InvitationOdd),
        }
    }

    fn next(&mut self, event: Event, effects: &mut Vec<Effect>) -> Next {
        let State {
            session,
            journey,
            screen,
            ..
        } = self;
        let mut cx = Context {
            session,
            journey,
            effects,
        };
        match common::take(&mut cx, screen, event) {
            Shared::Done(next) => next,
            Shared::ForScreen(event) => screen.update(&mut cx, event),
            Shared::Noted(event) => match screen.update(&mut cx, event) {
                Next::Ignored(_) => Next::Stay,
                next => next,
            },
        }
    }

    fn follow(&mut self, mut next: Next, effects: &mut Vec<Effect>) {
        let (mut to_report, mut to_tell) = (None, None);
        while let Next::Go { to, report, notice } = next {
            (to_report, to_tell) = (report.or(to_report), notice.or(to_tell));
            // What an earlier run left stays known beside the journey.
            let progress = self.progress();
            self.session.clear_messages();
            let State {
                session,
                journey,
                screen,
                ..
            } = self;
            next = go(
                &mut Context {
                    session,
                    journey,
                    effects,
                },
                screen,
                to,
                progress,
            );
        }
        if let Next::Ignored(what) = next {
            effects.push(Effect::Ignored(what));
        }
        // What the place itself says comes first.
        self.session.report = self.session.report.take().or(to_report);
        self.session.notice = to_tell.or(self.session.notice);
    }
}

/// Puts the place in front, or names another one that comes instead.
fn go(cx: &mut Context<'_>, screen: &mut Screen, to: Goto, progress: Option<Progress>) -> Next {
    *screen = match to {
        Goto::Begin => {
            *screen = Screen::Start(Start::default());
            return begin(cx, screen);
        }
        Goto::BeginAnew => {
            // Nothing of the journey belongs to the profile that counts now.
            forget_invitation(cx);
            cx.session.application = None;
            cx.session.relay_desk = None;
            cx.new_journey();
            cx.abort();
            return Goto::Begin.into();
        }
        Goto::Journey => return enter_journey(cx),
        Goto::Renewal => return renewal(cx),
        Goto::LeaveRenewal => return leave_renewal(cx),
        Goto::Start if cx.session.own_setup.is_some() => return leave_trial(cx),
        Goto::Start => {
            leave_connection(cx);
            Screen::Start(Start::default())
        }
        Goto::InvitedByLink(link) => {
            cx.session.resume = progress;
            cx.abort();
            // An invitation that is open stays as it is until this one is opened in its place.
            if cx.session.invitation.is_none() {
                cx.new_journey();
            }
            leave_practice(cx);
            Screen::Invited(Invited::by_link(cx, *link))
        }
        Goto::InvitedBefore(link) => Screen::Invited(Invited::left_open(cx, link)),
        Goto::OpenedInvitation(link, opened) => return open(cx, *link, *opened),
        Goto::NotInvited if cx.session.invitation.is_some() => Screen::Welcome(Welcome),
        Goto::NotInvited => return Goto::BeginAnew.into(),
        Goto::InvitedByFile(offer) => Screen::Invited(Invited::by_file(offer)),
        Goto::Accounts => {
            leave_journey(cx, progress);
            Screen::Accounts(Accounts::enter(cx))
        }
        Goto::AccountsWithoutKey => {
            leave_journey(cx, progress);
            Screen::Accounts(Accounts::default())
        }
        Goto::AllGrants => {
            leave_journey(cx, progress);
            Screen::Accounts(Accounts::enter_all(cx))
        }
        Goto::FindKey => Screen::Operator(Operator::find(cx, Otherwise::Ask)),
        Goto::FindKeyOrAccounts => Screen::Operator(Operator::find(cx, Otherwise::Accounts)),
        Goto::MissingConnector => Screen::Operator(Operator::overview(cx)),
        Goto::Home => return home(cx, screen, progress),
        Goto::ForgetKey => {
            cx.session.resume = progress;
            Screen::Operator(Operator::ask_to_forget(cx))
        }
        Goto::OtherKey { forget } => Screen::Operator(Operator::other_key(cx, forget)),
        Goto::MakeProfile => {
            cx.session.resume = progress;
            Screen::MakeProfile(MakeProfile::enter(cx))
        }
        Goto::AtRelay(wanted) => {
            cx.session.resume = progress;
            match wanted {
                _ if cx.session.relay_desk.is_none() => {
                    Screen::RelayKey(RelayKey::find(cx, wanted))
                }
                AtRelay::Invite => Screen::Invite(Invite::enter(cx)),
                AtRelay::Several => Screen::Several(Several::enter(cx)),
                AtRelay::Board => Screen::Invitations(Invitations::enter(cx)),
            }
        }
        Goto::MadeLink(made) => Screen::Invite(Invite::made(cx, made)),
        Goto::OtherRelayKey(wanted) => Screen::RelayKey(RelayKey::other(cx, wanted)),
        Goto::ForgetRelayKey(wanted) => Screen::RelayKey(RelayKey::ask_to_forget(cx, wanted)),
        Goto::TryProfile(setup) => return try_profile(cx, *setup),
        Goto::Welcome => Screen::Welcome(Welcome),
        Goto::Address => Screen::Address(Address::enter(cx.journey)),
        Goto::Prepare { again } => Screen::Prepare(Prepare::enter(cx, again)),
        Goto::Password if cx.session.hosted() => Screen::SignIn(SignIn::default()),
        Goto::Password => Screen::Password(Password::enter(cx)),
        Goto::SignIn => Screen::SignIn(SignIn::default()),
        Goto::Connecting(how) => {
            let mut connecting = Connecting::new(how);
            let next = connecting.begin(cx, how);
            *screen = Screen::Connecting(connecting);
            return next;
        }
        Goto::Done(connected) => Screen::Done(Done::enter(cx, *connected)),
    };
    Next::Stay
}

/// Where the program opens, once its profile is known: where an earlier run left off, else on what is connected.
fn begin(cx: &mut Context<'_>, screen: &mut Screen) -> Next {
    let session = &*cx.session;
    if let Some(report) = session.setup.profile_error.clone() {
        return cx.fail(report);
    }
    let left_open = cx.session.left_open.take();
    if let Some(link) = left_open.filter(|link| trusts(&cx.session.setup, link.relay())) {
        return Goto::InvitedBefore(link).into();
    }
    let session = &*cx.session;
    let pending =
        session.setup.renew.is_some() || session.resume.as_ref().is_some_and(Progress::is_pending);
    if !session.practice() && !session.accounts.is_empty() && !pending {
        return if session.by_key() {
            Goto::FindKeyOrAccounts.into()
        } else {
            Goto::Accounts.into()
        };
    }
    match session.setup.connection {
        None if session.setup.invitations_only => {
            *screen = Screen::Start(Start::asked());
            Next::Stay
        }
        // One ends with its invitation.
        None | Some(Connection::Invitation) => Next::Stay,
        Some(Connection::Practice) => {
            cx.ask(Request::StartPractice(cx.session.label()));
            Goto::Welcome.into()
        }
        Some(Connection::Hosted) => {
            cx.journey.renew_as_profile_says(cx.session);
            enter_journey(cx)
        }
        Some(Connection::ApiKey) => {
            cx.journey.renew_as_profile_says(cx.session);
            Goto::FindKey.into()
        }
    }
}

/// The person said yes and the relay said what it is for: what counted before counts again when it is over.
fn open(cx: &mut Context<'_>, link: Link, opened: OpenedInvitation) -> Next {
    let OpenedInvitation { setup, invitation } = opened;
    // Another one that was open before is over; the runner has put this one in its place.
    if let Some(held) = cx.session.invitation.take() {
        cx.session.setup = *held.before;
    }
    cx.abort();
    cx.new_journey();
    cx.clear_mail_only();
    cx.session.application = None;
    cx.journey.account = Account {
        shown: Some(invitation.account.clone()),
        icloud: Some(invitation.account.login()),
    };
    let sent = invitation.sent;
    let before = std::mem::replace(&mut cx.session.setup, setup);
    cx.session.invitation = Some(Held {
        link: Box::new(link),
        told: invitation,
        before: Box::new(before),
    });
    if sent {
        cx.journey.grants_before_submit = Some(vec![]);
        return Goto::Connecting(Connect::AfterCrash).into();
    }
    Goto::Welcome.into()
}

/// What a link brought goes, here and in the keychain.
fn forget_invitation(cx: &mut Context<'_>) {
    if let Some(held) = cx.session.invitation.take() {
        cx.session.setup = *held.before;
        cx.run(Effect::ForgetInvitation);
    }
}

/// Begins the journey, or goes on where an earlier run left off. Without either, what is connected is shown.
fn enter_journey(cx: &mut Context<'_>) -> Next {
    if cx.session.profile_work.is_some() && cx.session.by_key() {
        return Goto::MakeProfile.into();
    }
    if cx.journey.renewal.is_some() {
        cx.session.resume = None;
        return renewal(cx);
    }
    let Some(progress) = cx.session.resume.take() else {
        let connected = !cx.session.accounts.is_empty();
        return if connected {
            Goto::Accounts.into()
        } else {
            Goto::Welcome.into()
        };
    };
    cx.journey.resume(&progress);
    if cx.journey.account.icloud.is_none() {
        let before = progress.step == Step::Welcome;
        return if before {
            Goto::Welcome.into()
        } else {
            Next::from(Goto::Address).noticing(Notice::PlaceKept)
        };
    }
    let host = cx
        .session
        .application
        .as_ref()
        .map(|application| &application.host);
    if progress.grants_before_submit.is_some() && progress.host.as_ref() == host {
        cx.journey.grants_before_submit = progress.grants_before_submit;
        return Goto::Connecting(Connect::AfterCrash).into();
    }
    let to = match progress.step {
        Step::Welcome => return Goto::Welcome.into(),
        Step::Address => Goto::Address,
        Step::Prepare => Goto::Prepare { again: false },
        Step::SignIn | Step::Password => Goto::Password,
    };
    Next::from(to).noticing(Notice::PlaceKept)
}

/// Whose program a profile prepares sees this first.
pub(crate) fn first_screen() -> Screen {
    Screen::Welcome(Welcome)
}

/// Practice under the name of a profile that is being made.
fn try_profile(cx: &mut Context<'_>, setup: Setup) -> Next {
    let practice = Setup {
        connection: Some(Connection::Practice),
        connection_from_profile: false,
        ..setup
    };
    let own = std::mem::replace(&mut cx.session.setup, practice);
    cx.session.own_setup = Some(Box::new(own));
    cx.session.application = None;
    cx.new_journey();
    cx.abort();
    cx.ask(Request::StartPractice(cx.session.label()));
    Goto::Welcome.into()
}

/// Practice was only looked at; nothing of it comes back beside what is real.
fn leave_practice(cx: &mut Context<'_>) {
    if let Some(own) = cx.session.own_setup.take() {
        cx.session.setup = *own;
    } else if cx.session.practice() && !cx.session.setup.connection_from_profile {
        cx.session.setup.connection = None;
    }
}

/// The trial is over. The key is looked for anew, because practice had taken its place.
fn leave_trial(cx: &mut Context<'_>) -> Next {
    leave_practice(cx);
    cx.new_journey();
    cx.abort();
    Goto::FindKey.into()
}

/// The operator's home, or what comes before it: a key, and a connector.
fn home(cx: &mut Context<'_>, screen: &mut Screen, progress: Option<Progress>) -> Next {
    if cx.session.profile_work.is_some() && cx.session.has_connector() {
        return Goto::MakeProfile.into();
    }
    if progress.is_none() {
        cx.new_journey();
    }
    cx.session.resume = progress;
    *screen = match cx.session.application {
        None => Screen::Operator(Operator::find(cx, Otherwise::Ask)),
        Some(_) if !cx.session.has_connector() => Screen::Operator(Operator::overview(cx)),
        Some(_) => {
            cx.abort();
            Screen::Home(Home)
        }
    };
    Next::Stay
}

/// A renewal begins with Apple's page; only an address that no longer parses has to be asked for.
fn renewal(cx: &mut Context<'_>) -> Next {
    cx.abort();
    match cx.journey.account.icloud {
        Some(_) => Goto::Prepare { again: false }.into(),
        None => Goto::Address.into(),
    }
}

/// Back to where the account was chosen.
fn leave_renewal(cx: &mut Context<'_>) -> Next {
    cx.abort();
    if !cx.journey.was_chosen_from_list(cx.session) {
        Goto::Address.into()
    } else if cx.journey.chosen_among_all && cx.session.application.is_some() {
        Goto::AllGrants.into()
    } else {
        Goto::Accounts.into()
    }
}

/// Leaves whatever journey there was; a request that may have made a grant stays known.
fn leave_journey(cx: &mut Context<'_>, progress: Option<Progress>) {
    let sent = cx.journey.grants_before_submit.is_some();
    let left = cx
        .session
        .resume
        .take()
        .filter(|left| left.grants_before_submit.is_some());
    cx.session.resume = progress.filter(|_| sent).or(left);
    cx.session.profile_work = None;
    cx.abort();
    cx.new_journey();
}

/// Nothing is chosen any more; what was entered for the connection goes with it.
fn leave_connection(cx: &mut Context<'_>) {
    forget_invitation(cx);
    cx.session.setup.connection = None;
    cx.session.application = None;
    cx.session.relay_desk = None;
    cx.session.profile_work = None;
    cx.new_journey();
    cx.clear_mail_only();
    cx.abort();
}
