//! What `accounts` shows.

use super::{
    all_view::{AllView, NAMED, shown},
    renewal::other_provider,
    send_link::{LinkOffer, offer, trusted},
    show::{mailbox, showable, status},
    state::{ACCOUNTS, About, Accounts, KeySearch, LinkPhase},
};
use crate::{
    AccountRecord, Connection, ConnectionKind, GrantStatus, Scope, held::place, session::Session,
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
    /// Grants are being deleted: which of them is now, from 1, and how many.
    removing: bool,
    place: usize,
    places: usize,
    removed: Option<RemovedView>,
    /// Who reads this has the company's key, and the accounts are other people's.
    operator: bool,
    /// Nobody here can see how some of these do now.
    theirs: bool,
    /// How many grants are selected.
    selected: usize,
    /// How many are asked about at once, and how many of these are not named.
    several: usize,
    others: usize,
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
    /// A new password can be made for it from here.
    renewable: bool,
    /// It does not work until that is done.
    urgent: bool,
    /// There is something to disconnect.
    connected: bool,
    /// What is asked about it: `disconnect`, `by-hand`, `forget` or nothing.
    asking: &'static str,
    /// A new link for it: `offered`, `asking`, `asked`, `by-company` where that is to be asked, or nothing.
    link: &'static str,
    /// Where the relay is that sends one.
    relay: Option<String>,
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

impl Accounts {
    pub(super) fn shown(&self, session: &Session) -> View {
        let listing = self.all.is_none();
        let application = session.application.as_ref();
        let is_known = |account: &AccountRecord| {
            application.is_some_and(|application| account.is_known_to(application))
        };
        let list = self.all.as_ref().map(|all| &all.list);
        let (loaded, found) = list.map_or((0, 0), |list| list.counts());
        let part = self.part(session.accounts.len());
        let rows = session.accounts.get(part.clone()).unwrap_or_default();
        let rows = rows.iter().filter(|_| listing);
        let (place, places) = self.removing.as_ref().map_or((0, 0), |removing| {
            let place = removing.done + 1;
            (place, place + removing.next.len())
        });
        let several = self.question.as_ref().map_or(0, |q| q.grants.len());
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
            searched: list.is_some_and(|list| list.is_searched()),
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
            place,
            places,
            selected: list.map_or(0, |list| list.selection().0),
            several,
            others: several.saturating_sub(NAMED),
            operator: session.by_key() || application.is_some(),
            theirs: listing
                && self.key == KeySearch::Settled
                && session.accounts.iter().any(|account| !is_known(account)),
            removed: self.removed.as_ref().map(|removed| RemovedView {
                address: removed.address.clone(),
                label: removed.label.clone(),
                mailbox: mailbox(removed.elsewhere),
            }),
            all: self
                .all
                .as_deref()
                .map(|all| shown(all, self.question.as_ref())),
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
        let question = self.question.as_ref();
        let question = question.filter(|q| q.alone() == Some(&account.grant));
        let offer = offer(session, account);
        let renewable = if account.provider.is_some() {
            other_provider(session, account).is_some()
        } else if offer != LinkOffer::None {
            // Its key is the company's, and so is the link that leads to a new password.
            false
        } else {
            !hosted
                || !matches!(session.setup.connection, None | Some(Connection::ApiKey))
                || known_here
        };
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
            renewable,
            urgent: renewable
                && !checking
                && matches!(
                    account.status,
                    Some(GrantStatus::NeedsPassword | GrantStatus::Gone)
                ),
            connected: account.status != Some(GrantStatus::Gone),
            asking: match question.map(|question| question.about) {
                Some(About::Disconnect) => "disconnect",
                Some(About::ByHand) => "by-hand",
                Some(About::Forget) => "forget",
                None => "",
            },
            link: match (offer, self.links.get(&account.grant)) {
                (LinkOffer::None, _) => "",
                (LinkOffer::ByCompany, _) => "by-company",
                (LinkOffer::ByRelay, Some(LinkPhase::Asking)) => "asking",
                (LinkOffer::ByRelay, Some(LinkPhase::Asked)) => "asked",
                (LinkOffer::ByRelay, Some(LinkPhase::Failed) | None) => "offered",
            },
            relay: account
                .relay
                .as_deref()
                .and_then(|relay| trusted(session, relay))
                .map(|relay| place(&relay)),
            label: account.label.clone().unwrap_or_else(|| session.label()),
            mailbox: mailbox(account.provider.is_some()),
        }
    }
}
