//! One submission, from its lease to its end.

use crate::config::Provider;
use crate::logs;
use crate::onboarding::grants::{self, Noted, noted};
use crate::onboarding::look::look;
use crate::onboarding::patience::written;
use crate::onboarding::refusal::{Outcome, failure, of_custom_auth};
use crate::onboarding::settle::{company, fail, finish, unavailable};
use crate::relay::Relay;
use crate::store::{self, Failure, Invitation, Lease, Made};
use apple::{Address, AppPassword, ParsedAddress, parse_address};
use nylas::{Client, CustomAuth, Grant};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

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
    match answer {
        Ok(grant) => made(&relay, &client, &lease, &account, &before, grant).await,
        Err(error) => {
            log::warn!("custom auth: {error}");
            match of_custom_auth(&error) {
                Outcome::Failed(failure) => fail(&relay, &lease, failure).await,
                Outcome::Unsure(failure) => {
                    relay.metrics.uncertain();
                    let marked = written(|| store::unsure(&relay.database, &lease)).await;
                    if marked == Some(true) {
                        let looking = look(
                            relay.clone(),
                            lease,
                            account,
                            before,
                            Duration::ZERO,
                            failure,
                        );
                        tokio::spawn(looking);
                    }
                }
            }
        }
    }
}

/// Nylas made a grant, or renewed one. It has to be this account's.
async fn made(
    relay: &Arc<Relay>,
    client: &Client,
    lease: &Lease,
    account: &Address,
    before: &[Noted],
    grant: Grant,
) {
    let id = grant.id.as_str().to_owned();
    let existed = before.iter().any(|known| known.id == id);
    let email = match grant.email {
        Some(email) => Some(email),
        None => client
            .grant(&grant.id)
            .await
            .ok()
            .and_then(|grant| grant.email),
    };
    let email = email.filter(|email| account.is_mailbox_of(email));
    let Some(email) = email else {
        // Somebody else's account was connected: what this made goes again, what was there before stays.
        if !existed && grants::delete(relay, &id).await.is_err() {
            logs::event("another address's grant stays", json!({ "grant": id }));
        }
        let other = Failure {
            code: "N11",
            ..Failure::default()
        };
        return fail(relay, lease, other).await;
    };
    let found = Made {
        grant_id: id,
        email,
        existed,
    };
    finish(relay, lease, &found).await;
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
