//! A new password for an account that is connected already; its grant stays the same one.

use super::{
    grants::is_icloud,
    send_link::{LinkOffer, offer},
    state::Accounts,
};
use crate::{
    AccountRecord, Connection, ConnectionKind, GrantStatus, Renewal,
    account::addresses,
    journey::Account,
    session::Session,
    transition::{Context, Goto, Next},
};

impl Accounts {
    pub(super) fn renew(&mut self, cx: &mut Context<'_>, grant: String) -> Next {
        let known = cx
            .session
            .accounts
            .iter()
            .find(|account| account.grant == grant)
            .cloned();
        if known
            .as_ref()
            .is_some_and(|account| offer(cx.session, account) != LinkOffer::None)
        {
            return Next::Ignored("accounts: a new link leads to its password");
        }
        if let Some(account) = known.as_ref().filter(|account| account.provider.is_some()) {
            return renew_elsewhere(cx, account);
        }
        let listed = self.all.as_ref().and_then(|all| all.list.find(&grant));
        let (account, status) = match (&known, listed.filter(|grant| is_icloud(grant))) {
            (Some(account), _) => (account.addresses(), account.status),
            (None, Some(listed)) => (addresses(listed.email.as_deref(), None), listed.status),
            (None, None) => return Next::Ignored("accounts: not an account of Apple's"),
        };
        if cx.session.setup.connection.is_none() {
            if known
                .as_ref()
                .is_some_and(|known| known.connection == Some(ConnectionKind::Hosted))
            {
                return Next::Ignored("accounts: its connection is not set up here");
            }
            cx.session.setup.connection = Some(Connection::ApiKey);
        }
        // A request of this account that nobody heard the answer of is looked for before anything is sent.
        let host = cx
            .session
            .application
            .as_ref()
            .map(|application| &application.host);
        let open = cx.session.resume.take().filter(|left| {
            left.host.as_ref() == host
                && addresses(left.address.as_deref(), left.apple_id.as_deref()).1 == account.1
        });
        cx.journey.grants_before_submit = open.and_then(|left| left.grants_before_submit);
        cx.journey.account = Account {
            shown: account.0,
            icloud: account.1,
        };
        let needed = status == Some(GrantStatus::NeedsPassword);
        cx.journey.chosen_among_all = self.all.is_some();
        cx.journey.renewal = Some(Renewal {
            grant: Some(grant),
            needed,
        });
        if !cx.session.by_key() {
            return Goto::Renewal.into();
        }
        let here = |application| {
            known
                .as_ref()
                .is_none_or(|known| known.is_known_to(application))
        };
        match &cx.session.application {
            None => Goto::FindKey.into(),
            Some(application) if !here(application) => Goto::OtherKey { forget: false }.into(),
            // Made there, or mail alone chosen, as when it was connected.
            Some(application) if !application.connector => Goto::MissingConnector.into(),
            Some(_) => Goto::Renewal.into(),
        }
    }
}

/// At Apple there is nothing to do: Nylas' page leads to whoever runs the mailbox.
fn renew_elsewhere(cx: &mut Context<'_>, account: &AccountRecord) -> Next {
    let (Some(provider), Some(address)) =
        (other_provider(cx.session, account), account.addresses().0)
    else {
        return Next::Ignored("accounts: its provider is not connected from here");
    };
    cx.new_journey();
    cx.session.resume = None;
    cx.journey.account = Account {
        shown: Some(address.clone()),
        icloud: Some(address),
    };
    cx.journey.provider = Some(provider);
    cx.journey.renewal = Some(Renewal {
        grant: Some(account.grant.clone()),
        needed: account.status == Some(GrantStatus::NeedsPassword),
    });
    cx.abort();
    Goto::SignIn.into()
}

/// Nylas' name of the provider that an account elsewhere can go on to from here.
pub(super) fn other_provider(session: &Session, account: &AccountRecord) -> Option<&'static str> {
    let name = account.provider.as_deref().filter(|_| session.hosted())?;
    session
        .setup
        .other_providers
        .iter()
        .copied()
        .find(|provider| *provider == name)
}
