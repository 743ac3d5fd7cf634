//! What `accounts` shows.

use super::{
    all::AllGrants,
    renewal::other_provider,
    state::{ACCOUNTS, About, Accounts, KeySearch, Question},
};
use crate::{
    AccountRecord, Connection, ConnectionKind, GrantStatus, ListedGrant, Scope, Showing,
    session::Session,
};
use serde::Serialize;
use std::ops::Range;

/// The body of `accounts`.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct View {
    /// What was connected from this computer, oldest first; nothing while all grants are shown.
    rows: Vec<AccountView>,
    /// There are accounts that were connected before these.
    earlier: bool,
    /// There are accounts that were connected after these.
    later: bool,
    /// The places of the first and the last of them, from 1.
    first: usize,
    last: usize,
    empty: bool,
    /// The accounts of this computer are listed, not all grants.
    listing: bool,
    /// How many grants were read.
    loaded: usize,
    /// How many are listed: accounts, or grants that fit the search.
    count: usize,
    /// Whether all grants were read.
    complete: bool,
    /// Whether something is searched for.
    searched: bool,
    /// `looking`, `ready` or `none`.
    key: &'static str,
    /// Whether it makes sense to ask for the states.
    can_check: bool,
    /// Whether they are being asked for.
    checking: bool,
    /// Whether a key would help.
    ask_for_key: bool,
    /// Something is asked, so the way on waits.
    asked: bool,
    /// A grant is being deleted.
    removing: bool,
    removed: Option<RemovedView>,
    /// All grants of the application.
    all: Option<AllView>,
}

/// One account that was connected from this computer.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AccountView {
    grant: String,
    /// The address as the person writes it.
    address: String,
    /// `mail-and-calendar` or `mail`.
    reaches: Scope,
    /// Since when, in Unix seconds.
    since: Option<i64>,
    /// `works`, `needs-password`, `gone`, `unknown` or, while it is asked for, `checking`.
    state: &'static str,
    /// When the state was asked for, in Unix seconds; `None` while that is now.
    checked_at: Option<i64>,
    /// Only the company can see the state.
    theirs: bool,
    /// A new password can be made for it from here.
    renewable: bool,
    /// There is something to disconnect.
    connected: bool,
    /// What is asked about it: `disconnect`, `by-hand`, `forget` or nothing.
    asking: &'static str,
    /// The name of its entry at Apple.
    label: String,
    /// `elsewhere` for a mailbox that is not at Apple's, where Apple's page is no help.
    mailbox: &'static str,
}

/// An account whose grant was just deleted.
#[derive(Clone, Debug, Serialize)]
pub(super) struct RemovedView {
    address: String,
    /// The name of its entry at Apple.
    label: String,
    /// As [`AccountView::mailbox`].
    mailbox: &'static str,
}

/// All grants of the application, as far as they were read.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AllView {
    /// How many fit the search.
    count: usize,
    /// The place of the first of `rows`.
    first: usize,
    /// The rows that can be seen, and some around them.
    rows: Vec<GrantView>,
    /// Whether all were read.
    complete: bool,
    /// Whether a page is being read.
    loading: bool,
    showing: Showing,
    /// What is asked about one of them.
    question: Option<QuestionView>,
}

/// What is asked about a grant.
#[derive(Clone, Debug, Serialize)]
pub(super) struct QuestionView {
    grant: String,
    address: String,
    /// As [`AccountView::mailbox`].
    mailbox: &'static str,
}

/// One grant of the application.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GrantView {
    grant: String,
    address: String,
    /// Its provider's name at Nylas.
    provider: String,
    /// `works`, `needs-password` or `unknown`.
    state: &'static str,
    /// Since when, in Unix seconds.
    since: Option<i64>,
    /// Custom auth can renew it.
    renewable: bool,
    /// Its place in the list, from 1.
    place: usize,
}

/// A time that a calendar can show, to the end of the year 9999. No other reaches the page: it could not write it.
fn showable(seconds: Option<i64>) -> Option<i64> {
    seconds.filter(|seconds| (0..253_402_300_800).contains(seconds))
}

const fn mailbox(elsewhere: bool) -> &'static str {
    if elsewhere { "elsewhere" } else { "" }
}

const fn status(status: Option<GrantStatus>) -> &'static str {
    match status {
        Some(GrantStatus::Works) => "works",
        Some(GrantStatus::NeedsPassword) => "needs-password",
        Some(GrantStatus::Gone) => "gone",
        None => "unknown",
    }
}

impl Accounts {
    pub(super) fn shown(&self, session: &Session) -> View {
        let listing = self.all.is_none();
        let application = session.application.as_ref();
        let (loaded, found) = self.all.as_ref().map_or((0, 0), |all| all.counts());
        let part = self.part(session.accounts.len());
        let rows = session.accounts.get(part.clone()).unwrap_or_default();
        let rows = rows.iter().filter(|_| listing);
        View {
            rows: rows.map(|account| self.row(session, account)).collect(),
            earlier: listing && part.start > 0,
            later: listing && part.end < session.accounts.len(),
            first: part.start + 1,
            last: part.end,
            empty: listing && session.accounts.is_empty(),
            listing,
            loaded,
            count: if listing {
                session.accounts.len()
            } else {
                found
            },
            complete: self.all.as_ref().is_some_and(|all| all.complete),
            searched: self.all.as_ref().is_some_and(|all| all.is_searched()),
            key: match self.key {
                KeySearch::Finding | KeySearch::Checking => "looking",
                KeySearch::Settled if application.is_some() => "ready",
                KeySearch::Settled => "none",
            },
            can_check: listing && !session.accounts.is_empty() && application.is_some(),
            checking: !self.checking.is_empty(),
            ask_for_key: listing && self.may_ask_for_key(session),
            asked: self.question.is_some() || self.removed.is_some(),
            removing: self.removing.is_some(),
            removed: self.removed.as_ref().map(|removed| RemovedView {
                address: removed.address.clone(),
                label: removed.label.clone(),
                mailbox: mailbox(removed.elsewhere),
            }),
            all: self.all.as_deref().map(|all| self.grants(all)),
        }
    }

    /// The places of the accounts that are shown.
    fn part(&self, all: usize) -> Range<usize> {
        let end = all.saturating_sub(self.page(all) * ACCOUNTS);
        end.saturating_sub(ACCOUNTS)..end
    }

    fn row(&self, session: &Session, account: &AccountRecord) -> AccountView {
        let checking = self.checking.contains(&account.grant);
        let hosted = account.connection == Some(ConnectionKind::Hosted);
        let known_here = session
            .application
            .as_ref()
            .is_some_and(|a| account.is_known_to(a));
        let question = self.question.as_ref().filter(|q| q.grant == account.grant);
        AccountView {
            grant: account.grant.clone(),
            address: account.address.clone(),
            reaches: account.scope.unwrap_or(Scope::MailAndCalendar),
            since: showable(account.connected_at),
            state: if checking {
                "checking"
            } else {
                status(account.status)
            },
            checked_at: showable(account.checked_at)
                .filter(|_| !checking && account.status.is_some()),
            theirs: !known_here && !checking && self.key == KeySearch::Settled,
            renewable: if account.provider.is_some() {
                other_provider(session, account).is_some()
            } else {
                !hosted
                    || !matches!(session.setup.connection, None | Some(Connection::ApiKey))
                    || known_here
            },
            connected: account.status != Some(GrantStatus::Gone),
            asking: match question.map(|question| question.about) {
                Some(About::Disconnect) => "disconnect",
                Some(About::ByHand) => "by-hand",
                Some(About::Forget) => "forget",
                None => "",
            },
            label: account.label.clone().unwrap_or_else(|| session.label()),
            mailbox: mailbox(account.provider.is_some()),
        }
    }

    fn grants(&self, all: &AllGrants) -> AllView {
        let (first, rows) = all.window();
        let question = |question: &Question| {
            let asked = all.find(&question.grant);
            QuestionView {
                grant: question.grant.clone(),
                address: asked.map(ListedGrant::name).unwrap_or_default(),
                mailbox: mailbox(asked.is_some_and(ListedGrant::is_elsewhere)),
            }
        };
        AllView {
            count: all.counts().1,
            first,
            rows: rows
                .into_iter()
                .enumerate()
                .map(|(at, grant)| GrantView {
                    grant: grant.id.clone(),
                    address: grant.email.clone().unwrap_or_default(),
                    provider: grant.provider.clone(),
                    state: status(grant.status),
                    since: showable(grant.created_at),
                    renewable: grant.provider == "icloud" && grant.email.is_some(),
                    place: first + at + 1,
                })
                .collect(),
            complete: all.complete,
            loading: all.loading,
            showing: all.showing,
            question: self.question.as_ref().map(question),
        }
    }
}
