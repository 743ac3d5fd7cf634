//! One submission of a password, from its lease to Nylas' answer.

use crate::config::Provider;
use crate::onboarding::answered::{Sent, answered};
use crate::onboarding::grants::noted;
use crate::onboarding::refusal::{failure, of_custom_auth};
use crate::onboarding::settle::{company, fail, unavailable};
use crate::relay::Relay;
use crate::store::{self, Invitation, Lease};
use apple::{Address, AppPassword, ParsedAddress, parse_address};
use nylas::CustomAuth;
use std::sync::Arc;

/// Connects the account. It returns when there is something to tell the person who waits: the rest goes on by itself.
pub(crate) async fn connect(
    relay: Arc<Relay>,
    lease: Lease,
    invitation: Invitation,
    password: AppPassword,
) {
    let _working = relay.work();
    let (Ok(client), ParsedAddress::Apple(account)) =
        (relay.nylas.client(), parse_address(&invitation.account))
    else {
        return fail(&relay, &lease, company()).await;
    };
    let before = match noted(&client, &account.to_string()).await {
        Ok(before) => before,
        Err(error) => {
            log::warn!("noting the grants: {error}");
            return fail(&relay, &lease, failure(&error)).await;
        }
    };
    let auth = custom_auth(&relay, &account, password, invitation.grant_state.clone());
    let text = serde_json::to_string(&before).unwrap_or_default();
    // Only with the database's word: what is not written down could be sent twice.
    match store::sending(&relay.database, &lease, &text).await {
        Ok(true) => {}
        Ok(false) => return,
        Err(error) => {
            log::error!("nothing was sent: {}", crate::database::told(&error));
            return fail(&relay, &lease, unavailable()).await;
        }
    }
    let answer = client.custom_auth(&auth).await;
    drop(auth);
    let answer = answer.map_err(|error| {
        log::warn!("custom auth: {error}");
        of_custom_auth(&error)
    });
    let sent = Sent {
        lease,
        account,
        before,
        since: invitation.now / 1000,
    };
    answered(&relay, &client, sent, answer).await;
}

/// Built anew from what this relay knows; of the customer's request only the password goes on.
fn custom_auth(
    relay: &Relay,
    account: &Address,
    password: AppPassword,
    state: Option<String>,
) -> CustomAuth {
    let password = password.secret().clone();
    match &relay.config.nylas.provider {
        Provider::ICloud => CustomAuth::ICloud {
            username: account.to_string(),
            password,
            state,
        },
        Provider::Imap(imap) => CustomAuth::Imap {
            imap_username: account.to_string(),
            imap_password: password,
            imap_host: Some(imap.imap_host.clone()),
            imap_port: Some(imap.imap_port),
            smtp_host: Some(imap.smtp_host.clone()),
            smtp_port: Some(imap.smtp_port),
            state,
        },
    }
}
