//! What `accounts` shows.

use crate::screens::{ACCOUNTS, About, Accounts, All, Key, Question, elsewhere, may_ask_for_key};
use crate::{AccountRecord, Connection, ListedGrant, Means, Reaches, Showing, Standing, State};
use serde::Serialize;
use std::ops::Range;

/// The body of `accounts`.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountsView {
    /// What was connected from this computer, oldest first, a part of it where it is much; nothing while all grants are shown.
    pub rows: Vec<AccountView>,
    /// There are accounts that were connected before these.
    pub earlier: bool,
    /// There are accounts that were connected after these.
    pub later: bool,
    /// Nothing was connected.
    pub empty: bool,
    /// `looking`, `ready` or `none`.
    pub key: &'static str,
    /// The host that the key works at; not while all grants are shown, which need the room.
    pub host: Option<String>,
    /// What its application is called.
    pub application: Option<String>,
    /// Whether it makes sense to ask for the states.
    pub can_check: bool,
    /// Whether they are being asked for.
    pub checking: bool,
    /// Whether a key would help.
    pub ask_for_key: bool,
    /// Something is asked, so the way on waits.
    pub asked: bool,
    /// A grant is being deleted.
    pub removing: bool,
    /// What was disconnected.
    pub removed: Option<RemovedView>,
    /// All grants of the application.
    pub all: Option<AllView>,
}

/// One account that was connected from this computer.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountView {
    /// The grant's ID.
    pub grant: String,
    /// The address as the person writes it.
    pub address: String,
    /// `mail-and-calendar` or `mail`.
    pub reaches: Reaches,
    /// Since when, in Unix seconds.
    pub since: Option<i64>,
    /// `works`, `needs-password`, `gone`, `unknown` or, while it is asked for, `checking`.
    pub state: &'static str,
    /// When the state was asked for, in Unix seconds; `None` while that is now.
    pub checked_at: Option<i64>,
    /// Only the company can see the state.
    pub theirs: bool,
    /// A new password can be made for it from here.
    pub renewable: bool,
    /// There is something to disconnect.
    pub connected: bool,
    /// What is asked about it: `disconnect`, `by-hand`, `forget` or nothing.
    pub asking: &'static str,
    /// The name of its entry at Apple.
    pub label: String,
    /// `elsewhere` for a mailbox that is not at Apple's, where Apple's page is no help.
    pub mailbox: &'static str,
}

/// An account whose grant was just deleted.
#[derive(Clone, Debug, Serialize)]
pub struct RemovedView {
    /// Its address.
    pub address: String,
    /// The name of its entry at Apple.
    pub label: String,
    /// As [`AccountView::mailbox`].
    pub mailbox: &'static str,
}

/// All grants of the application, as far as they were read.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AllView {
    /// How many fit the search.
    pub count: usize,
    /// The place of the first of `rows`.
    pub first: usize,
    /// The rows that can be seen, and some around them.
    pub rows: Vec<GrantView>,
    /// Whether all were read.
    pub complete: bool,
    /// Whether a page is being read.
    pub loading: bool,
    /// Which are listed.
    pub showing: Showing,
    /// What is asked about one of them.
    pub question: Option<QuestionView>,
}

/// What is asked about a grant.
#[derive(Clone, Debug, Serialize)]
pub struct QuestionView {
    /// The grant's ID.
    pub grant: String,
    /// Its address.
    pub address: String,
    /// As [`AccountView::mailbox`].
    pub mailbox: &'static str,
}

/// One grant of the application.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GrantView {
    /// Its ID.
    pub grant: String,
    /// Its address.
    pub address: String,
    /// Its provider's name at Nylas.
    pub provider: String,
    /// `works`, `needs-password` or `unknown`.
    pub state: &'static str,
    /// Since when, in Unix seconds.
    pub since: Option<i64>,
    /// Custom auth can renew it.
    pub renewable: bool,
    /// Its place in the list, from 1.
    pub place: usize,
}

/// A time that a calendar can show, to the end of the year 9999. No other reaches the page: it could not write it.
fn showable(seconds: Option<i64>) -> Option<i64> {
    seconds.filter(|seconds| (0..253_402_300_800).contains(seconds))
}

const fn mailbox(elsewhere: bool) -> &'static str {
    if elsewhere { "elsewhere" } else { "" }
}

const fn standing(standing: Option<Standing>) -> &'static str {
    match standing {
        Some(Standing::Works) => "works",
        Some(Standing::NeedsPassword) => "needs-password",
        Some(Standing::Gone) => "gone",
        None => "unknown",
    }
}

/// The places of the accounts that are shown.
pub(super) fn part(state: &State, screen: &Accounts) -> Range<usize> {
    let all = state.accounts.len();
    let end = all.saturating_sub(screen.page(all) * ACCOUNTS);
    end.saturating_sub(ACCOUNTS)..end
}

pub(super) fn accounts(state: &State, screen: &Accounts) -> AccountsView {
    let listing = screen.all.is_none();
    let part = part(state, screen);
    AccountsView {
        earlier: listing && part.start > 0,
        later: listing && part.end < state.accounts.len(),
        rows: if listing {
            let shown = state.accounts.get(part).unwrap_or_default();
            shown
                .iter()
                .map(|account| row(state, screen, account))
                .collect()
        } else {
            vec![]
        },
        empty: listing && state.accounts.is_empty(),
        key: match screen.key {
            Key::Finding | Key::Checking => "looking",
            Key::Settled if state.desk.is_some() => "ready",
            Key::Settled => "none",
        },
        host: state
            .desk
            .as_ref()
            .filter(|_| listing)
            .map(|desk| desk.host.clone()),
        application: state.desk.as_ref().map(|desk| desk.application.clone()),
        can_check: listing && !state.accounts.is_empty() && state.desk.is_some(),
        checking: !screen.checking.is_empty(),
        ask_for_key: listing && may_ask_for_key(state),
        asked: screen.question.is_some() || screen.removed.is_some(),
        removing: screen.removing.is_some(),
        removed: screen.removed.as_ref().map(|removed| RemovedView {
            address: removed.address.clone(),
            label: removed.label.clone(),
            mailbox: mailbox(removed.elsewhere),
        }),
        all: screen
            .all
            .as_deref()
            .map(|all| grants(screen.question.as_ref(), all)),
    }
}

fn row(state: &State, screen: &Accounts, account: &AccountRecord) -> AccountView {
    let checking = screen.checking.contains(&account.grant);
    let hosted = account.connection == Some(Means::Hosted);
    let known_here = state
        .desk
        .as_ref()
        .is_some_and(|desk| account.is_known_to(desk));
    AccountView {
        grant: account.grant.clone(),
        address: account.address.clone(),
        reaches: account.reaches.unwrap_or(Reaches::MailAndCalendar),
        since: showable(account.connected_at),
        state: if checking {
            "checking"
        } else {
            standing(account.status)
        },
        checked_at: showable(account.checked_at).filter(|_| !checking && account.status.is_some()),
        theirs: !known_here && !checking && screen.key == Key::Settled,
        renewable: if account.elsewhere.is_some() {
            elsewhere(state, account).is_some()
        } else {
            !hosted
                || !matches!(state.setup.connection, None | Some(Connection::ApiKey))
                || known_here
        },
        connected: account.status != Some(Standing::Gone),
        asking: match &screen.question {
            Some(question) if question.grant == account.grant => match question.about {
                About::Disconnect => "disconnect",
                About::ByHand => "by-hand",
                About::Forget => "forget",
            },
            _ => "",
        },
        label: account
            .label
            .clone()
            .unwrap_or_else(|| state.setup.label.clone()),
        mailbox: mailbox(account.elsewhere.is_some()),
    }
}

fn grants(question: Option<&Question>, all: &All) -> AllView {
    let (first, rows) = all.window();
    let address = |grant: &ListedGrant| grant.email.clone().unwrap_or_default();
    AllView {
        count: all.counts().1,
        first,
        rows: rows
            .into_iter()
            .enumerate()
            .map(|(at, grant)| GrantView {
                grant: grant.id.clone(),
                address: address(grant),
                provider: grant.provider.clone(),
                state: standing(grant.standing),
                since: showable(grant.created_at),
                renewable: grant.provider == "icloud" && grant.email.is_some(),
                place: first + at + 1,
            })
            .collect(),
        complete: all.complete,
        loading: all.loading,
        showing: all.showing,
        question: question.map(|question| QuestionView {
            grant: question.grant.clone(),
            address: all
                .find(&question.grant)
                .map(ListedGrant::name)
                .unwrap_or_default(),
            mailbox: mailbox(
                all.find(&question.grant)
                    .is_some_and(ListedGrant::is_elsewhere),
            ),
        }),
    }
}
