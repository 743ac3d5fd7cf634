//! An invitation is claimed: from then on it belongs to this computer, which proves it by a secret in its keychain.

use super::{Relay, Told, call::Failure};
use crate::{Config, Keychain, network};
use invitation::{Bearer, Link, Secret, System};
use reqwest::Method;
use secrecy::{ExposeSecret, SecretString, zeroize::Zeroizing};
use std::sync::Arc;
use wizard::Report;

/// The keychain's user for the claim at a relay.
pub(crate) fn user(origin: &str) -> String {
    format!("ticket {origin}")
}

/// Claims the invitation of a link, or takes up the claim that this computer has, and hears what it is.
pub(crate) async fn open(
    config: Arc<Config>,
    keychain: Arc<dyn Keychain>,
    link: Link,
) -> Result<(Relay, Told), Report> {
    let origin = link.relay().origin().ascii_serialization();
    let ticket = link.ticket().clone();
    let kept =
        tokio::task::spawn_blocking(move || secret_for(keychain.as_ref(), &origin, ticket)).await;
    let secret = kept.unwrap_or_else(|_| new_secret());
    let mut relay = Relay::new(&config, link.clone(), secret.clone())?;
    let claim = invitation::Claim {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        system: system(),
    };
    let body = serde_json::to_vec(&claim).map_err(|_| wizard::Problem::RelayNotAnswering)?;
    let mut claimed = relay.claim(&body).await;
    // Nothing was heard of it yet, and a second claim with this secret is the same one.
    if let Err(Failure::Lost(report)) = &claimed
        && network::proxy_may_help(relay.origin(), report)
        && config.proxy.look_for(relay.origin().as_str()).await
    {
        relay = Relay::new(&config, link, secret)?;
        claimed = relay.claim(&body).await;
    }
    let invitation = claimed.map_err(Failure::report)?;
    let sent = relay.look_once().await.map_err(Failure::report)?;
    let told = Told::new(&config, relay.origin(), &invitation, &sent)?;
    Ok((relay, told))
}

/// The secret that was kept for this ticket, or a new one, which is kept before it is used: a computer that stops in between
/// must not lose its claim.
fn secret_for(keychain: &dyn Keychain, origin: &str, ticket: invitation::Ticket) -> Secret {
    let user = user(origin);
    let kept = keychain.get(&user).ok().flatten();
    let kept = kept.and_then(|text| Bearer::parse(text.expose_secret()).ok());
    if let Some(bearer) = kept
        && bearer.ticket.expose_secret() == ticket.expose_secret()
        && let Some(secret) = bearer.secret
    {
        return secret;
    }
    let secret = new_secret();
    let text: SecretString = Bearer {
        ticket,
        secret: Some(secret.clone()),
    }
    .text();
    if let Err(fault) = keychain.set(&user, &text) {
        // It counts for this run; after a restart the company has to let another computer in.
        log::warn!("the claim cannot be kept: {fault:?}");
    }
    secret
}

#[expect(clippy::expect_used, reason = "nobody could go on without randomness")]
fn new_secret() -> Secret {
    let mut bytes = Zeroizing::new([0; Secret::BYTES]);
    getrandom::fill(bytes.as_mut_slice()).expect("the operating system has randomness");
    Secret::from_random(&bytes)
}

const fn system() -> System {
    if cfg!(target_os = "linux") {
        System::Linux
    } else if cfg!(target_os = "macos") {
        System::Macos
    } else if cfg!(windows) {
        System::Windows
    } else {
        System::Other
    }
}

impl Relay {
    async fn claim(&self, body: &[u8]) -> Result<invitation::Invitation, Failure> {
        self.call(Method::POST, invitation::CLAIM, Some(body.to_vec()))
            .await
    }

    /// Keeps the claim in the keychain, where another one may have taken its place.
    pub(crate) fn keep(&self, keychain: Arc<dyn Keychain>) {
        let (user, text) = (user(self.origin().as_str()), self.bearer.text());
        tokio::task::spawn_blocking(move || {
            if let Err(fault) = keychain.set(&user, &text) {
                log::warn!("the claim cannot be kept: {fault:?}");
            }
        });
    }

    /// The claim is of no more use.
    pub(crate) fn forget(&self, keychain: Arc<dyn Keychain>) {
        forget_claim(self.origin().as_str(), keychain);
    }
}

/// Nothing is left in the keychain of the claim at this relay.
pub(crate) fn forget_claim(origin: &str, keychain: Arc<dyn Keychain>) {
    let user = user(origin);
    tokio::task::spawn_blocking(move || {
        if let Err(fault) = keychain.delete(&user) {
            log::warn!("the claim stays in the keychain: {fault:?}");
        }
    });
}
