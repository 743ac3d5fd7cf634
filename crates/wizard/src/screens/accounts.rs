//! `accounts`: what was connected from this computer, with its state, renewing and disconnecting. With a key also all
//! grants of the application.

mod all;
mod renewal;
mod view;

use crate::{
    AccountRecord, Action, Answer, Connection, ConnectionKind, Event, Input, ListedGrant,
    NylasApplication, Page, Progress, Report, Request,
    journey::Journey,
    notice::Notice,
    session::Session,
    transition::{Context, Goto, Leaf, Next},
};
use all::AllGrants;
use std::collections::HashSet;

/// The most accounts that are shown at once.
const ACCOUNTS: usize = 100;

#[derive(Debug, Default)]
pub(crate) struct Accounts {
    key: KeySearch,
    /// The grants that are being asked about.
    checking: HashSet<String>,
    /// Which part of the accounts is shown, counted from the one that ends with the newest.
    page: usize,
    question: Option<Question>,
    /// The grant that is being deleted.
    removing: Option<String>,
    /// What was disconnected: its entry at Apple is still to be removed.
    removed: Option<Removed>,
    /// All grants of the application are shown instead.
    all: Option<Box<AllGrants>>,
}

/// Whether a key is at hand to ask Nylas with; the key itself is with the runner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum KeySearch {
    /// It is looked for.
    Finding,
    /// Nylas is asked about it.
    Checking,
    /// `session.application` says what is known.
    #[default]
    Settled,
}

/// What is asked before it is done.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Question {
    grant: String,
    about: About,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum About {
    Disconnect,
    /// Nobody here can delete it: what the person can do. There is nothing to confirm.
    ByHand,
    /// Only take it off this list.
    Forget,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Removed {
    address: String,
    /// The mailbox is not at Apple's.
    elsewhere: bool,
    label: String,
}

impl Accounts {
    /// Shows the list and asks for the states. Without a key at hand it is looked for first.
    pub(crate) fn enter(cx: &mut Context<'_>) -> Self {
        let mut accounts = Accounts::default();
        if cx.session.by_key() && cx.session.application.is_none() {
            accounts.key = KeySearch::Finding;
            cx.ask(Request::FindKey);
        } else {
            accounts.check(cx);
        }
        accounts
    }

    /// Shows all grants of the application, which needs a key.
    pub(crate) fn enter_all(cx: &mut Context<'_>) -> Self {
        let mut all = Box::<AllGrants>::default();
        all.load(cx);
        Accounts {
            all: Some(all),
            ..Accounts::default()
        }
    }

    /// Asks about every account that this key's application knows.
    fn check(&mut self, cx: &mut Context<'_>) -> Next {
        let Some(application) = &cx.session.application else {
            return Next::Stay;
        };
        let known = cx
            .session
            .accounts
            .iter()
            .filter(|account| account.is_known_to(application));
        let grants: Vec<String> = known.map(|account| account.grant.clone()).collect();
        if grants.is_empty() {
            return Next::Stay;
        }
        self.checking = grants.iter().cloned().collect();
        cx.session.report = None;
        cx.attempt(Request::CheckAccounts(grants))
    }

    /// The part that is shown of so many accounts.
    fn page(&self, all: usize) -> usize {
        self.page.min(all.saturating_sub(1) / ACCOUNTS)
    }

    /// Whether a key would help to know more.
    fn may_ask_for_key(&self, session: &Session) -> bool {
        let by_key = |account: &AccountRecord| account.connection != Some(ConnectionKind::Hosted);
        self.key == KeySearch::Settled
            && session.application.is_none()
            && match session.setup.connection {
                Some(Connection::ApiKey) => true,
                None => session.accounts.iter().any(by_key),
                Some(_) => false,
            }
    }

    fn key_checked(
        &mut self,
        cx: &mut Context<'_>,
        result: Result<NylasApplication, Report>,
    ) -> Next {
        self.key = KeySearch::Settled;
        match result {
            Ok(application) => {
                cx.session.application = Some(application);
                cx.abort();
                self.check(cx)
            }
            Err(report) => cx.fail(report),
        }
    }

    fn on_checked(
        &mut self,
        cx: &mut Context<'_>,
        grant: &str,
        account: Result<Box<AccountRecord>, Report>,
    ) -> Next {
        if !self.checking.remove(grant) {
            return Next::Ignored("accounts: nobody asked about this one");
        }
        match account {
            Ok(account) => {
                if let Some(known) = cx.session.accounts.iter_mut().find(|a| a.grant == grant) {
                    *known = *account;
                }
            }
            // One is enough: they mostly fail for the same reason.
            Err(report) => {
                cx.session.report.get_or_insert(report);
            }
        }
        if self.checking.is_empty() {
            cx.ask(Request::SaveAccounts)
        } else {
            Next::Stay
        }
    }

    fn check_now(&mut self, cx: &mut Context<'_>) -> Next {
        if cx.session.application.is_none() && cx.session.by_key() {
            return Goto::Accounts.into();
        }
        cx.session.report = None;
        cx.abort();
        self.check(cx)
    }

    fn press_for(&mut self, cx: &mut Context<'_>, action: Action, grant: String) -> Next {
        let known = cx
            .session
            .accounts
            .iter()
            .find(|account| account.grant == grant);
        let listed = self.all.as_ref().and_then(|all| all.find(&grant));
        if known.is_none() && listed.is_none() {
            return Next::Ignored("accounts: no such grant is listed");
        }
        let application = cx.session.application.as_ref();
        let is_known =
            |account: &AccountRecord| application.is_some_and(|a| account.is_known_to(a));
        let about = match action {
            Action::Renew => return self.renew(cx, grant),
            Action::CopyGrant => return cx.ask(Request::Copy(Action::CopyGrant, grant)),
            Action::CopyDetails => {
                let text = known.map(details);
                return match text {
                    Some(text) => cx.ask(Request::Copy(Action::CopyDetails, text)),
                    None => Next::Ignored("accounts: nothing is kept of this one"),
                };
            }
            Action::Disconnect if listed.is_some() || known.is_some_and(is_known) => {
                About::Disconnect
            }
            Action::Disconnect => About::ByHand,
            Action::Forget if known.is_some() => About::Forget,
            _ => return Next::Ignored("accounts: no button of an account"),
        };
        self.removed = None;
        self.question = Some(Question { grant, about });
        cx.session.report = None;
        Next::Stay
    }

    fn confirm(&mut self, cx: &mut Context<'_>) -> Next {
        match self.question.take() {
            Some(Question {
                grant,
                about: About::Disconnect,
            }) => {
                self.removing = Some(grant.clone());
                self.checking.clear();
                cx.session.report = None;
                cx.abort();
                cx.attempt(Request::DeleteGrant(grant))
            }
            Some(Question {
                grant,
                about: About::Forget,
            }) => {
                cx.session.notice = Some(Notice::AccountForgotten);
                cx.ask(Request::ForgetAccount(grant))
            }
            other => {
                self.question = other;
                Next::Ignored("accounts: nothing to confirm")
            }
        }
    }

    /// The grant is gone, also where it was gone already; what is left to do is at Apple's.
    fn on_deleted(&mut self, cx: &mut Context<'_>, result: Result<(), Report>) -> Next {
        let Some(grant) = self.removing.take() else {
            return Next::Ignored("accounts: nothing is being deleted");
        };
        if let Err(report) = result {
            self.question = Some(Question {
                grant,
                about: About::Disconnect,
            });
            return cx.fail(report);
        }
        let listed = self.all.as_mut().and_then(|all| all.remove(&grant));
        let known = cx
            .session
            .accounts
            .iter()
            .find(|account| account.grant == grant);
        let label = known.and_then(|account| account.label.clone());
        self.removed = Some(Removed {
            address: known
                .map(|account| account.address.clone())
                .or(listed.as_ref().map(ListedGrant::name))
                .unwrap_or_default(),
            elsewhere: known.map_or(
                listed.as_ref().is_some_and(ListedGrant::is_elsewhere),
                |account| account.provider.is_some(),
            ),
            label: label.unwrap_or_else(|| cx.session.label()),
        });
        if known.is_some() {
            cx.ask(Request::ForgetAccount(grant));
        }
        Next::Stay
    }

    /// Closes what is open: a question, what was just removed, the list.
    fn back(&mut self, cx: &mut Context<'_>) -> Next {
        if self.question.take().is_some() {
            cx.session.report = None;
            return Next::Stay;
        }
        if self.removed.take().is_some() {
            return Next::Stay;
        }
        if self.removing.is_none() && at_desk(cx.session) {
            return Goto::Home.into();
        }
        Next::Ignored("accounts: nothing is open")
    }

    fn connect_another(cx: &mut Context<'_>) -> Next {
        match cx.session.setup.connection {
            None => {
                cx.session.resume.get_or_insert_with(Progress::fresh);
                Goto::Start.into()
            }
            Some(Connection::ApiKey) if !cx.session.has_connector() => {
                cx.session.resume.get_or_insert_with(Progress::fresh);
                Goto::Home.into()
            }
            // Something is open: it comes first.
            _ if cx.session.resume.is_some() => Goto::Journey.into(),
            _ => {
                cx.abort();
                Goto::Address.into()
            }
        }
    }
}

impl Leaf for Accounts {
    type View = view::View;

    fn update(&mut self, cx: &mut Context<'_>, event: Event) -> Next {
        let idle = self.removing.is_none();
        let asked = self.question.is_some();
        let listing = self.all.is_none();
        let at_desk = cx.session.application.is_some();
        match (self.key, event) {
            (KeySearch::Finding, Event::Answer(Answer::FindKey(Ok(true)))) => {
                self.key = KeySearch::Checking;
                cx.attempt(Request::CheckKey(None))
            }
            (KeySearch::Finding, Event::Answer(Answer::FindKey(Ok(false)))) => {
                self.key = KeySearch::Settled;
                Next::Stay
            }
            (KeySearch::Finding, Event::Answer(Answer::FindKey(Err(report)))) => {
                self.key_checked(cx, Err(report))
            }
            (KeySearch::Checking, Event::Answer(Answer::CheckKey(result))) => {
                self.key_checked(cx, result)
            }
            (_, Event::Answer(Answer::CheckAccounts((grant, account)))) => {
                self.on_checked(cx, &grant, account)
            }
            (_, Event::Answer(Answer::DeleteGrant(result))) => self.on_deleted(cx, result),
            // What failed was disconnecting, and it is still asked.
            (_, Event::Person(Input::Press(Action::Confirm | Action::Retry))) if asked && idle => {
                self.confirm(cx)
            }
            (KeySearch::Settled, Event::Person(Input::Press(Action::CheckNow | Action::Retry)))
                if listing && idle =>
            {
                self.check_now(cx)
            }
            (_, Event::Person(Input::Press(Action::Cancel))) if asked => self.back(cx),
            (_, Event::Person(Input::Press(Action::Back))) => self.back(cx),
            (_, Event::Person(Input::Press(Action::EarlierAccounts)))
                if listing && !asked && idle =>
            {
                self.page = self.page(cx.session.accounts.len()) + 1;
                Next::Stay
            }
            (_, Event::Person(Input::Press(Action::LaterAccounts)))
                if listing && !asked && idle =>
            {
                self.page = self.page(cx.session.accounts.len()).saturating_sub(1);
                Next::Stay
            }
            (_, Event::Person(Input::Press(Action::CopyLabel))) => match &self.removed {
                Some(removed) => cx.ask(Request::Copy(Action::CopyLabel, removed.label.clone())),
                None => Next::Ignored("accounts: no label is shown"),
            },
            (_, Event::Person(Input::Press(Action::OpenApple))) => {
                cx.ask(Request::Open(Page::AppleAccount))
            }
            (_, Event::Person(Input::PressFor { action, grant })) if idle => {
                self.press_for(cx, action, grant)
            }
            (_, Event::Person(Input::Press(Action::ConnectAnother | Action::Continue)))
                if !asked && idle =>
            {
                Accounts::connect_another(cx)
            }
            (_, Event::Person(Input::Press(Action::UseApiKey)))
                if idle && self.may_ask_for_key(cx.session) =>
            {
                cx.session.setup.connection = Some(Connection::ApiKey);
                Goto::FindKey.into()
            }
            (_, Event::Person(Input::Press(Action::UseOtherKey))) if at_desk && idle => {
                Goto::OtherKey { forget: false }.into()
            }
            (_, Event::Person(Input::Press(Action::ForgetKey)))
                if idle && cx.session.has_stored_key() =>
            {
                Goto::ForgetKey.into()
            }
            (_, Event::Person(Input::Press(Action::AllGrants))) if at_desk && idle => {
                Goto::AllGrants.into()
            }
            (_, event) => match &mut self.all {
                Some(all) => all.update(cx, event),
                None => Next::Ignored("accounts"),
            },
        }
    }

    fn face(&self) -> u8 {
        u8::from(self.question.is_some())
            + 2 * u8::from(self.removed.is_some())
            + 4 * u8::from(self.all.is_some())
            + 8 * u8::from(self.removing.is_some())
    }

    fn view(&self, session: &Session, _journey: &Journey) -> view::View {
        self.shown(session)
    }

    /// Leads out of a question, and home.
    fn can_go_back(&self, session: &Session) -> bool {
        self.removing.is_none()
            && (self.question.is_some() || self.removed.is_some() || at_desk(session))
    }
}

/// Whether the operator came here from home.
fn at_desk(session: &Session) -> bool {
    session.by_key() && session.application.is_some()
}

/// What the company needs to delete a connection that cannot be deleted from here.
fn details(account: &AccountRecord) -> String {
    format!(
        "grant-id: {}\naddress: {}\nserver: {}\n",
        account.grant, account.address, account.origin
    )
}
