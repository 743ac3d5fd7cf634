//! What is told of an invitation, and to whom.

use crate::config::Provider;
use crate::relay::Relay;
use crate::store::{self, Found};
use invitation::operator::RESULT;
use invitation::{Attempt, Claimed, Company, Connected, Connection, Invitation, PROTOCOL, Refusal};
use secrecy::ExposeSecret;
use url::Url;

/// How long what was read through a grant is told, in milliseconds.
const KEPT: i64 = 15 * 60 * 1000;

/// What there is to know: with the ticket alone little.
pub(crate) async fn invitation(relay: &Relay, found: &Found) -> sqlx::Result<Invitation> {
    let organization = &relay.config.organization;
    let known = &found.invitation;
    let claimed = if found.holds() {
        Some(Claimed {
            state: known.state,
            account: known.account.clone(),
            recipient_label: known.recipient_label.clone(),
            account_label: known.account_label.clone(),
            provider: match relay.config.nylas.provider {
                Provider::ICloud => "icloud".to_owned(),
                Provider::Imap(_) => "imap".to_owned(),
            },
            uses: organization.uses.clone(),
            support_email: organization.support_email.clone(),
            support_phone: organization.support_phone.clone(),
            privacy_url: organization.privacy_url.clone(),
            return_url: return_url(relay, found),
            renew: known.renew,
            expires_at: known.expires_at / 1000,
            tries_left: left(relay, found).await?,
        })
    } else {
        None
    };
    Ok(Invitation {
        reference: known.reference.clone(),
        company: Company {
            name: organization.name.clone(),
            logo: relay.config.logo.clone(),
        },
        language: known.language.clone(),
        smallest_version: relay.config.smallest_version.clone(),
        protocol: PROTOCOL,
        ready: relay.ready().await?,
        claimed,
    })
}

/// Where the customer goes in the end: where the company counts a connection only when they come back, with what proves it.
fn return_url(relay: &Relay, found: &Found) -> Option<String> {
    let page = relay.config.organization.return_url.clone()?;
    let Some(result) = found
        .result
        .as_ref()
        .filter(|_| relay.config.confirm && !found.invitation.renew)
    else {
        return Some(page);
    };
    let mut page = Url::parse(&page).ok()?;
    page.query_pairs_mut()
        .append_pair(RESULT, result.expose_secret());
    Some(page.into())
}

/// How the submission stands.
pub(crate) async fn connection(relay: &Relay, found: &Found) -> sqlx::Result<Connection> {
    let known = &found.invitation;
    let state = match known.attempt.as_str() {
        "noting" | "sending" => Attempt::Sending,
        "unsure" => Attempt::Unsure,
        "made" => Attempt::Made,
        "failed" => Attempt::Failed,
        _ => Attempt::None,
    };
    let refusal = known.refusal.clone().map(|code| Refusal {
        code,
        r#type: known.refusal_type.clone(),
        request_id: known.refusal_request.clone(),
    });
    let fresh = known.made_at.is_some_and(|at| known.now - at < KEPT);
    let connected = known.grant_id.clone().map(|grant_id| Connected {
        grant_id,
        email: known.grant_email.clone().unwrap_or_default(),
        renewed: known.grant_existed,
        calendars: known
            .calendars
            .as_deref()
            .filter(|_| fresh)
            .and_then(|text| serde_json::from_str(text).ok()),
        mail_read: known.mail_read,
        newest_message: known.newest.filter(|_| fresh),
    });
    Ok(Connection {
        submission: u64::try_from(known.submission).unwrap_or_default(),
        state,
        refusal: refusal.filter(|_| state == Attempt::Failed),
        connected: connected.filter(|_| state == Attempt::Made),
        tries_left: left(relay, found).await?,
    })
}

async fn left(relay: &Relay, found: &Found) -> sqlx::Result<usize> {
    let claim = found.claim_hash.as_deref().unwrap_or_default();
    store::left(&relay.database, &found.invitation.mailbox, claim).await
}
