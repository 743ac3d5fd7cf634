//! One sign-in on Nylas' own page, from the browser's way back to Nylas' answer. The password never comes here.

use crate::onboarding::answered::{Sent, answered};
use crate::onboarding::grants::Noted;
use crate::onboarding::refusal::{Outcome, failure, of_exchange};
use crate::onboarding::settle::{company, fail, give_up, unavailable};
use crate::relay::Relay;
use crate::store::{self, Failure, Invitation, Lease};
use apple::{ParsedAddress, parse_address};
use nylas::{Client, Grant};
use secrecy::SecretString;
use std::sync::Arc;

/// What a browser brought back, and what is known of when it left.
pub(crate) struct Returned {
    pub(crate) client_id: String,
    pub(crate) code: SecretString,
    pub(crate) verifier: SecretString,
    pub(crate) before: Vec<Noted>,
    /// When it left, in Unix seconds.
    pub(crate) since: i64,
}

/// Turns the code into a grant.
pub(crate) async fn sign_in(
    relay: Arc<Relay>,
    lease: Lease,
    invitation: Invitation,
    returned: Returned,
) {
    let _working = relay.work();
    let (Ok(client), ParsedAddress::Apple(account)) =
        (relay.nylas.client(), parse_address(&invitation.account))
    else {
        return fail(&relay, &lease, company()).await;
    };
    let text = serde_json::to_string(&returned.before).unwrap_or_default();
    match store::sending(&relay.database, &lease, &text).await {
        Ok(true) => {}
        Ok(false) => return,
        Err(error) => {
            log::error!("no code was sent: {}", crate::database::told(&error));
            return fail(&relay, &lease, unavailable()).await;
        }
    }
    let answer = exchanged(&relay, &client, &returned).await;
    let sent = Sent {
        lease,
        account,
        before: returned.before,
        since: returned.since,
    };
    answered(&relay, &client, sent, answer).await;
}

/// The grant that the code stands for. The token that comes with it is not kept: the key reads what has to be read.
async fn exchanged(relay: &Relay, client: &Client, returned: &Returned) -> Result<Grant, Outcome> {
    let tokens = client
        .exchange_code(
            &returned.client_id,
            &returned.code,
            &relay.config.phone_callback(),
            &returned.verifier,
        )
        .await
        .map_err(|error| {
            log::warn!("the code of a sign-in: {error}");
            of_exchange(&error)
        })?;
    // There is a grant from here on, so whatever is not known has to be looked for.
    let Some(id) = tokens.grant_id else {
        return Err(Outcome::Unsure(Failure {
            code: "N08",
            ..Failure::default()
        }));
    };
    client.grant(&id).await.map_err(|error| {
        log::warn!("the grant of a sign-in: {error}");
        Outcome::Unsure(failure(&error))
    })
}

/// Nobody signed in. What a browser says of the company is believed for this person alone: anybody can write it into an
/// address.
pub(crate) async fn not_signed_in(relay: &Relay, lease: &Lease, why: Failure) {
    give_up(relay, lease, why).await;
}
