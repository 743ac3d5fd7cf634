//! A new link for an account that was connected by an invitation: the company's relay sends it, and nobody here hears whether
//! it did.

use super::state::{Accounts, LinkPhase};
use crate::{
    AccountRecord, ConnectionKind, Report, Request,
    held::{domain, place, trusts},
    session::Session,
    transition::{Context, Next},
};
use url::Url;

/// How a new link for an account is come by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LinkOffer {
    /// It was not connected by an invitation.
    None,
    /// No relay is known that may be asked; the company is.
    ByCompany,
    ByRelay,
}

impl Accounts {
    pub(super) fn send_link(&mut self, cx: &mut Context<'_>, grant: String) -> Next {
        let known = account(cx.session, &grant).and_then(|account| account.relay.clone());
        let Some(relay) = known.filter(|relay| trusted(cx.session, relay).is_some()) else {
            return Next::Ignored("accounts: no relay can be asked about this one");
        };
        let before = self.links.insert(grant.clone(), LinkPhase::Asking);
        if matches!(before, Some(LinkPhase::Asking | LinkPhase::Asked)) {
            self.links.extend(before.map(|before| (grant, before)));
            return Next::Ignored("accounts: the relay heard of it");
        }
        cx.session.report = None;
        cx.ask(Request::SendLink { relay, grant })
    }

    /// Asks again for what could not be asked for.
    pub(super) fn send_failed_links(&mut self, cx: &mut Context<'_>) -> Next {
        let failed = self.failed_links();
        self.links.retain(|_, phase| *phase != LinkPhase::Failed);
        for grant in failed {
            self.send_link(cx, grant);
        }
        Next::Stay
    }

    /// The accounts for which a link could not be asked for.
    pub(super) fn failed_links(&self) -> Vec<String> {
        let failed = self.links.iter();
        failed
            .filter(|(_, phase)| **phase == LinkPhase::Failed)
            .map(|(grant, _)| grant.clone())
            .collect()
    }

    pub(super) fn on_link(
        &mut self,
        cx: &mut Context<'_>,
        grant: &str,
        asked: Result<(), Report>,
    ) -> Next {
        let Some(phase) = self.links.get_mut(grant) else {
            return Next::Ignored("accounts: nobody waits for a link");
        };
        match asked {
            Ok(()) => {
                *phase = LinkPhase::Asked;
                Next::Stay
            }
            Err(report) => {
                *phase = LinkPhase::Failed;
                let relay = account(cx.session, grant).and_then(|account| account.relay.clone());
                let relay = relay.and_then(|relay| invitation::relay_at(&relay).ok());
                let named =
                    relay.map(|relay| vec![("domain", domain(&relay)), ("host", place(&relay))]);
                cx.fail(Report {
                    values: [named.unwrap_or_default(), report.values].concat(),
                    ..report
                })
            }
        }
    }
}

/// How a new link for it is come by.
pub(super) fn offer(session: &Session, account: &AccountRecord) -> LinkOffer {
    if account.connection != Some(ConnectionKind::Invitation) {
        return LinkOffer::None;
    }
    let relay = account.relay.as_deref();
    match relay.and_then(|relay| trusted(session, relay)) {
        Some(_) => LinkOffer::ByRelay,
        None => LinkOffer::ByCompany,
    }
}

/// Where that relay is, if it may be asked: what the disk has of it is no reason to trust it.
pub(super) fn trusted(session: &Session, relay: &str) -> Option<Url> {
    let relay = invitation::relay_at(relay).ok()?;
    trusts(&session.setup, &relay).then_some(relay)
}

fn account<'a>(session: &'a Session, grant: &str) -> Option<&'a AccountRecord> {
    let mut accounts = session.accounts.iter();
    accounts.find(|account| account.grant == grant)
}
