//! `accounts`: what was connected from this computer, with its state, renewing and disconnecting. With a key also all
//! grants of the application.

mod all;

use super::{AddressForm, Next, Screen, enter_journey, ignored, operator, prepare, sign_in};
use crate::{
    Account, AccountRecord, Action, Connection, Effect, Event, Input, ListedGrant, Means, Outcome,
    Page, Progress, Renewal, Report, Standing, State,
};
pub(crate) use all::All;
use std::collections::HashSet;

/// The most accounts that are shown at once.
pub(crate) const ACCOUNTS: usize = 100;

#[derive(Debug)]
pub(crate) struct Accounts {
    pub(crate) key: Key,
    /// The grants that are being asked about.
    pub(crate) checking: HashSet<String>,
    /// Which part of the accounts is shown, counted from the one that ends with the newest.
    page: usize,
    pub(crate) question: Option<Question>,
    /// The grant that is being deleted.
    pub(crate) removing: Option<String>,
    /// What was disconnected: its entry at Apple is still to be removed.
    pub(crate) removed: Option<Removed>,
    /// All grants of the application are shown instead.
    pub(crate) all: Option<Box<All>>,
}

/// Whether a key is at hand to ask Nylas with; the key itself is with the runner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    /// It is looked for.
    Finding,
    /// Nylas is asked about it.
    Checking,
    /// `state.desk` says what is known.
    Settled,
}

/// What is asked before it is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Question {
    pub(crate) grant: String,
    pub(crate) about: About,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum About {
    /// Delete the grant.
    Disconnect,
    /// Nobody here can delete it: what the person can do. There is nothing to confirm.
    ByHand,
    /// Only take it off this list.
    Forget,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Removed {
    pub(crate) address: String,
    /// The mailbox is not at Apple's.
    pub(crate) elsewhere: bool,
    pub(crate) label: String,
}

impl Accounts {
    /// The part that is shown of so many accounts.
    pub(crate) fn page(&self, all: usize) -> usize {
        self.page.min(all.saturating_sub(1) / ACCOUNTS)
    }
}

/// Shows the list and asks for the states. Without a key at hand it is looked for first.
pub(crate) fn enter(state: State) -> Next {
    let find = state.setup.connection == Some(Connection::ApiKey) && state.desk.is_none();
    let state = show(state, if find { Key::Finding } else { Key::Settled });
    if find {
        (state, vec![Effect::Abort, Effect::FindKey])
    } else {
        check(state)
    }
}

/// By the button of another screen: the list, or all grants of the application, which needs a key.
pub(crate) fn enter_by(state: State, action: Action) -> Next {
    match action {
        Action::Accounts if !state.accounts.is_empty() => enter(state),
        Action::AllGrants if state.desk.is_some() => all::enter(show(state, Key::Settled)),
        _ => ignored(state, "accounts: nothing to show"),
    }
}

/// Leaves whatever journey there was; a request that may have made a grant stays known.
pub(crate) fn show(mut state: State, key: Key) -> State {
    state.resume = state
        .sent
        .is_some()
        .then(|| state.progress())
        .flatten()
        .or(state.resume.filter(|p| p.sent.is_some()));
    state.account = Account::default();
    state.elsewhere = None;
    state.renewing = None;
    state.sent = None;
    state.unsettled = false;
    state.run += 1;
    state.wipe();
    state.go(Screen::Accounts(Accounts {
        key,
        checking: HashSet::new(),
        page: 0,
        question: None,
        removing: None,
        removed: None,
        all: None,
    }))
}

/// Asks about every account that this key's application knows.
fn check(mut state: State) -> Next {
    let Some(desk) = &state.desk else {
        return (state, vec![Effect::Abort]);
    };
    let grants: Vec<String> = state
        .accounts
        .iter()
        .filter(|account| account.is_known_to(desk))
        .map(|account| account.grant.clone())
        .collect();
    if grants.is_empty() {
        return (state, vec![Effect::Abort]);
    }
    state.run += 1;
    state.report = None;
    let run = state.run;
    if let Screen::Accounts(accounts) = &mut state.screen {
        accounts.checking = grants.iter().cloned().collect();
    }
    (
        state,
        vec![Effect::Abort, Effect::CheckAccounts { run, grants }],
    )
}

pub(crate) fn step(mut state: State, event: Event) -> Next {
    let current = state.run;
    let Screen::Accounts(accounts) = &mut state.screen else {
        return ignored(state, "accounts");
    };
    let busy = accounts.removing.is_some();
    let asked = accounts.question.is_some();
    let listing = accounts.all.is_none();
    match (accounts.key, event) {
        (Key::Finding, Event::World(Outcome::KeyFound(Ok(true)))) => {
            accounts.key = Key::Checking;
            (state, vec![Effect::CheckKey(None)])
        }
        (Key::Finding, Event::World(Outcome::KeyFound(Ok(false)))) => {
            accounts.key = Key::Settled;
            (state, vec![])
        }
        (Key::Finding, Event::World(Outcome::KeyFound(Err(report))))
        | (Key::Checking, Event::World(Outcome::KeyChecked(Err(report)))) => {
            accounts.key = Key::Settled;
            state.report = Some(report);
            (state, vec![])
        }
        (Key::Checking, Event::World(Outcome::KeyChecked(Ok(desk)))) => {
            accounts.key = Key::Settled;
            state.desk = Some(desk);
            check(state)
        }
        (
            _,
            Event::World(Outcome::AccountChecked {
                run,
                grant,
                account,
            }),
        ) if run == current => heard(state, &grant, account),
        (_, Event::World(Outcome::Deleted(result))) if busy => deleted(state, result),
        // What failed was disconnecting, and it is still asked.
        (_, Event::Person(Input::Press(Action::Confirm | Action::Retry))) if asked && !busy => {
            confirm(state)
        }
        (_, Event::Person(Input::Press(Action::CheckNow | Action::Retry)))
            if listing && !busy && accounts.key == Key::Settled =>
        {
            state.report = None;
            if state.desk.is_none() && state.setup.connection == Some(Connection::ApiKey) {
                return enter(state);
            }
            check(state)
        }
        (_, Event::Person(Input::Press(Action::Cancel | Action::Back)))
            if accounts.question.take().is_some() =>
        {
            state.report = None;
            (state, vec![])
        }
        (_, Event::Person(Input::Press(Action::Back))) if accounts.removed.take().is_some() => {
            (state, vec![])
        }
        (_, Event::Person(Input::Press(Action::Back))) if !listing && !busy => enter(state),
        (_, Event::Person(Input::Press(Action::EarlierAccounts))) if listing && !asked && !busy => {
            accounts.page = accounts.page(state.accounts.len()) + 1;
            (state, vec![])
        }
        (_, Event::Person(Input::Press(Action::LaterAccounts))) if listing && !asked && !busy => {
            accounts.page = accounts.page(state.accounts.len()).saturating_sub(1);
            (state, vec![])
        }
        (_, Event::Person(Input::Press(Action::CopyLabel))) if accounts.removed.is_some() => {
            let label = accounts
                .removed
                .as_ref()
                .map(|removed| removed.label.clone())
                .unwrap_or_default();
            (state, vec![Effect::Copy(Action::CopyLabel, label)])
        }
        (_, Event::Person(Input::Press(Action::OpenApple))) => {
            (state, vec![Effect::Open(Page::AppleAccount)])
        }
        (_, Event::Person(Input::PressFor { action, grant })) if !busy => {
            press_for(state, action, grant)
        }
        (_, Event::Person(Input::Press(Action::ConnectAnother | Action::Continue)))
            if !asked && !busy =>
        {
            connect_another(state)
        }
        (_, Event::Person(Input::Press(Action::UseApiKey))) if !busy => {
            if !may_ask_for_key(&state) {
                return ignored(state, "accounts: no key is asked for");
            }
            state.setup.connection = Some(Connection::ApiKey);
            operator::enter(state)
        }
        (_, Event::Person(Input::Press(action @ (Action::UseOtherKey | Action::ForgetKey))))
            if state.desk.is_some() && !busy =>
        {
            operator::put_away(state, action)
        }
        (_, Event::Person(Input::Press(Action::AllGrants))) if !busy => {
            enter_by(state, Action::AllGrants)
        }
        (_, event) if !listing => all::step(state, event),
        _ => ignored(state, "accounts"),
    }
}

/// Whether a key would help to know more.
pub(crate) fn may_ask_for_key(state: &State) -> bool {
    let settled =
        matches!(&state.screen, Screen::Accounts(accounts) if accounts.key == Key::Settled);
    let by_key = |account: &AccountRecord| account.connection != Some(Means::Hosted);
    settled
        && state.desk.is_none()
        && match state.setup.connection {
            Some(Connection::ApiKey) => true,
            None => state.accounts.iter().any(by_key),
            Some(_) => false,
        }
}

fn heard(mut state: State, grant: &str, account: Result<Box<AccountRecord>, Report>) -> Next {
    let Screen::Accounts(accounts) = &mut state.screen else {
        return ignored(state, "accounts");
    };
    if !accounts.checking.remove(grant) {
        return ignored(state, "accounts: nobody asked about this one");
    }
    let last = accounts.checking.is_empty();
    match account {
        Ok(account) => {
            if let Some(known) = state.accounts.iter_mut().find(|known| known.grant == grant) {
                *known = *account;
            }
        }
        // One is enough: they mostly fail for the same reason.
        Err(report) => {
            state.report.get_or_insert(report);
        }
    }
    (
        state,
        if last {
            vec![Effect::KeepAccounts]
        } else {
            vec![]
        },
    )
}

fn press_for(mut state: State, action: Action, grant: String) -> Next {
    let known = state.accounts.iter().find(|account| account.grant == grant);
    let Screen::Accounts(accounts) = &state.screen else {
        return ignored(state, "accounts");
    };
    let listed = accounts.all.as_ref().and_then(|all| all.find(&grant));
    if known.is_none() && listed.is_none() {
        return ignored(state, "accounts: no such grant is listed");
    }
    let about = match action {
        Action::Renew => return renew(state, grant),
        Action::CopyGrant => return (state, vec![Effect::Copy(Action::CopyGrant, grant)]),
        Action::CopyDetails => {
            let text = known.map(details);
            let effect = text.map(|text| Effect::Copy(Action::CopyDetails, text));
            return (state, effect.into_iter().collect());
        }
        Action::Disconnect
            if listed.is_some()
                || known
                    .zip(state.desk.as_ref())
                    .is_some_and(|(account, desk)| account.is_known_to(desk)) =>
        {
            About::Disconnect
        }
        Action::Disconnect => About::ByHand,
        Action::Forget if known.is_some() => About::Forget,
        _ => return ignored(state, "accounts: no button of an account"),
    };
    if let Screen::Accounts(accounts) = &mut state.screen {
        accounts.removed = None;
        accounts.question = Some(Question { grant, about });
    }
    state.report = None;
    (state, vec![])
}

/// What the company needs to delete a connection that cannot be deleted from here.
fn details(account: &AccountRecord) -> String {
    format!(
        "grant-id: {}\naddress: {}\nserver: {}\n",
        account.grant, account.address, account.origin
    )
}

fn confirm(mut state: State) -> Next {
    let Screen::Accounts(accounts) = &mut state.screen else {
        return ignored(state, "accounts");
    };
    match accounts.question.clone() {
        Some(Question {
            grant,
            about: About::Disconnect,
        }) => {
            accounts.question = None;
            accounts.removing = Some(grant.clone());
            accounts.checking.clear();
            state.report = None;
            state.run += 1;
            (state, vec![Effect::Abort, Effect::DeleteGrant(grant)])
        }
        Some(Question {
            grant,
            about: About::Forget,
        }) => {
            accounts.question = None;
            state.notice = Some("account-forgotten");
            (state, vec![Effect::ForgetAccount(grant)])
        }
        _ => ignored(state, "accounts: nothing to confirm"),
    }
}

/// The grant is gone, also where it was gone already; what is left to do is at Apple's.
fn deleted(mut state: State, result: Result<(), Report>) -> Next {
    let label = state.setup.label.clone();
    let Screen::Accounts(accounts) = &mut state.screen else {
        return ignored(state, "accounts");
    };
    let Some(grant) = accounts.removing.take() else {
        return ignored(state, "accounts");
    };
    if let Err(report) = result {
        accounts.question = Some(Question {
            grant,
            about: About::Disconnect,
        });
        state.report = Some(report);
        return (state, vec![]);
    }
    let listed = accounts.all.as_mut().and_then(|all| all.remove(&grant));
    let known = state.accounts.iter().find(|account| account.grant == grant);
    let elsewhere = known.map_or(
        listed.as_ref().is_some_and(ListedGrant::is_elsewhere),
        |account| account.elsewhere.is_some(),
    );
    let address = known
        .map(|account| account.address.clone())
        .or(listed.as_ref().map(ListedGrant::name))
        .unwrap_or_default();
    let label = known
        .and_then(|account| account.label.clone())
        .unwrap_or(label);
    accounts.removed = Some(Removed {
        address,
        elsewhere,
        label,
    });
    let effects = if known.is_some() {
        vec![Effect::ForgetAccount(grant)]
    } else {
        vec![]
    };
    (state, effects)
}

/// A new password for the same grant.
fn renew(mut state: State, grant: String) -> Next {
    let known = state.accounts.iter().find(|account| account.grant == grant);
    if let Some(account) = known.filter(|account| account.elsewhere.is_some()).cloned() {
        return renew_elsewhere(state, &account);
    }
    let Screen::Accounts(accounts) = &state.screen else {
        return ignored(state, "accounts");
    };
    let listed = accounts
        .all
        .as_ref()
        .and_then(|all| all.find(&grant))
        .filter(|grant| all::is_icloud(grant));
    let (addresses, status) = match (known, listed) {
        (Some(account), _) => (account.addresses(), account.status),
        (None, Some(listed)) => (
            crate::account::addresses(listed.email.as_deref(), None),
            listed.standing,
        ),
        (None, None) => return ignored(state, "accounts: not an account of Apple's"),
    };
    let by_key = known.is_none_or(|account| account.connection != Some(Means::Hosted));
    let here = known.is_none_or(|account| {
        state
            .desk
            .as_ref()
            .is_none_or(|desk| account.is_known_to(desk))
    });
    if state.setup.connection.is_none() {
        if !by_key {
            return ignored(state, "accounts: its connection is not set up here");
        }
        state.setup.connection = Some(Connection::ApiKey);
    }
    // A request of this account that nobody heard the answer of is looked for before anything is sent.
    let host = state.desk.as_ref().map(|desk| desk.host.clone());
    let open = state.resume.take().filter(|p| {
        p.host == host
            && crate::account::addresses(p.address.as_deref(), p.apple_id.as_deref()).1
                == addresses.1
    });
    state.sent = open.and_then(|progress| progress.sent);
    state.account = Account {
        shown: addresses.0,
        icloud: addresses.1,
    };
    state.renewing = Some(Renewal {
        grant: Some(grant),
        needed: status == Some(Standing::NeedsPassword),
    });
    match (state.setup.connection, &state.desk) {
        (Some(Connection::ApiKey), None) => operator::enter(state),
        (Some(Connection::ApiKey), Some(_)) if !here => {
            operator::put_away(state, Action::UseOtherKey)
        }
        // Made there, or mail alone chosen, as when it was connected.
        (Some(Connection::ApiKey), Some(desk)) if !desk.connector => operator::show_found(state),
        _ => begin_renewal(state),
    }
}

/// At Apple there is nothing to do: Nylas' page leads to whoever runs the mailbox.
fn renew_elsewhere(mut state: State, account: &AccountRecord) -> Next {
    let (Some(provider), Some(address)) = (elsewhere(&state, account), account.addresses().0)
    else {
        return ignored(state, "accounts: its provider is not connected from here");
    };
    state.resume = None;
    state.sent = None;
    state.account = Account {
        shown: Some(address.clone()),
        icloud: Some(address),
    };
    state.elsewhere = Some(provider);
    state.renewing = Some(Renewal {
        grant: Some(account.grant.clone()),
        needed: account.status == Some(Standing::NeedsPassword),
    });
    let (state, mut effects) = sign_in::enter(state);
    effects.insert(0, Effect::Abort);
    (state, effects)
}

/// Nylas' name of the provider that an account elsewhere can go on to from here.
pub(crate) fn elsewhere(state: &State, account: &AccountRecord) -> Option<&'static str> {
    let name = account.elsewhere.as_deref().filter(|_| state.hosted())?;
    state
        .setup
        .other_providers
        .iter()
        .copied()
        .find(|provider| *provider == name)
}

/// The way of a renewal begins with Apple's page; only an address that no longer parses has to be asked for.
pub(crate) fn begin_renewal(state: State) -> Next {
    if state.account.icloud.is_some() {
        let (state, mut effects) = prepare::enter(state);
        effects.insert(0, Effect::Abort);
        return (state, effects);
    }
    let form = AddressForm::new(&state.account);
    (state.go(Screen::Address(form)), vec![Effect::Abort])
}

fn connect_another(mut state: State) -> Next {
    match (state.setup.connection, &state.desk) {
        (None, _) => {
            state.resume.get_or_insert_with(Progress::fresh);
            (state.go(Screen::Start), vec![Effect::Abort])
        }
        (Some(Connection::ApiKey), None) => {
            state.resume.get_or_insert_with(Progress::fresh);
            operator::enter(state)
        }
        (Some(Connection::ApiKey), Some(desk)) if !desk.connector => {
            state.resume.get_or_insert_with(Progress::fresh);
            operator::show_found(state)
        }
        // Something is open: it comes first.
        _ if state.resume.is_some() => enter_journey(state),
        _ => {
            let form = AddressForm::new(&state.account);
            (state.go(Screen::Address(form)), vec![Effect::Abort])
        }
    }
}
