//! `accounts`: what was connected from this computer, with its state, renewing and disconnecting. With a key also all
//! grants of the application.

mod all;
mod all_view;
mod disconnect;
mod grants;
mod renewal;
mod send_link;
mod show;
mod state;
mod view;

pub(crate) use state::Accounts;

use crate::{
    AccountRecord, Action, Answer, Connection, ConnectionKind, Event, Input, NylasApplication,
    Page, Progress, Report, Request,
    journey::Journey,
    session::Session,
    transition::{Context, Goto, Leaf, Next},
};
use all::AllGrants;
use state::{ACCOUNTS, KeySearch, LinkPhase};

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
        let by_key = |account: &AccountRecord| {
            !matches!(
                account.connection,
                Some(ConnectionKind::Hosted | ConnectionKind::Invitation)
            )
        };
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
        self.links.retain(|_, phase| *phase != LinkPhase::Failed);
        cx.abort();
        self.check(cx)
    }

    /// What concerns the list of all grants alone.
    fn update_all(&mut self, cx: &mut Context<'_>, event: Event) -> Next {
        let Some(all) = &mut self.all else {
            return Next::Ignored("accounts");
        };
        // The row that is asked about may not be among what is listed then.
        let is_rearranged = matches!(
            event,
            Event::Person(Input::Show(_) | Input::Sort(_) | Input::Edit { .. })
        );
        let next = all.update(cx, event);
        if is_rearranged && matches!(next, Next::Stay) {
            self.question = None;
        }
        next
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
            (_, Event::Answer(Answer::SendLink((grant, asked)))) => self.on_link(cx, &grant, asked),
            (_, Event::Person(Input::Press(Action::Retry)))
                if idle && !self.failed_links().is_empty() =>
            {
                self.send_failed_links(cx)
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
            (_, Event::Person(Input::Press(Action::DisconnectSelected))) if !asked && idle => {
                self.ask_about_selected(cx)
            }
            (_, event) => self.update_all(cx, event),
        }
    }

    fn face(&self) -> u8 {
        u8::from(self.question.is_some())
            + 2 * u8::from(self.removed.is_some())
            + 4 * u8::from(self.all.is_some())
            + 8 * u8::from(self.removing.is_some())
    }

    fn is_at_rest(&self) -> bool {
        self.question.is_none() && self.removing.is_none()
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
