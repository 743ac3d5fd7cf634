//! `POST /v3/connect/custom`: a grant from an address and an app password.
//! Shapes and types follow Nylas' table of errors where it says something; `docs/practice.md` names those it does not.

use std::{sync::Arc, time::Duration};

use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, header},
};
use serde_json::json;

use crate::{
    answer::Reply,
    body::{Fields, object},
    grant::Made,
    outcomes::{OTHER_ADDRESS, Outcome, SLOW_SECONDS, STRIKES, chosen_by},
    passwords::Fingerprint,
    state::Shared,
};

/// A request to make a grant, after its password was judged.
struct CustomAuthBody {
    provider: &'static str,
    address: String,
    password: Fingerprint,
    made: Made,
}

pub(crate) async fn authenticate(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Reply, Reply> {
    shared.store().custom_auths += 1;
    tokio::time::sleep(shared.custom_auth_pace).await;
    let CustomAuthBody {
        provider,
        address,
        password,
        made,
    } = read(&shared, &body, &headers)?;
    let attempt = {
        let mut store = shared.store();
        if store.connector(provider).is_none() {
            return Err(no_connector(provider));
        }
        store.attempt(&address)
    };
    let outcome = chosen_by(&address);
    match outcome {
        Some(
            Outcome::AppleRefused | Outcome::NoMailbox | Outcome::NoCalendar | Outcome::Refused,
        ) => Err(refused()),
        Some(Outcome::AppleBusy | Outcome::ProviderDown) => Err(provider_down()),
        Some(Outcome::TooMany) if attempt < STRIKES => Err(refused()),
        Some(Outcome::TooMany) => Err(too_many()),
        Some(Outcome::KeyRefused) => Err(Reply::unauthorized()),
        Some(Outcome::NoConnector) => Err(no_connector(provider)),
        Some(Outcome::RateLimited) if attempt == 1 => Err(rate_limited()),
        Some(Outcome::Unavailable) if attempt == 1 => Err(unavailable()),
        Some(Outcome::Down) => Err(unavailable()),
        Some(Outcome::Garbled) => Ok(Reply::garbled()),
        Some(Outcome::PlanLimit) => Err(plan_limit()),
        None
        | Some(
            Outcome::RateLimited
            | Outcome::Unavailable
            | Outcome::UnreadableGrant
            | Outcome::Slow
            | Outcome::LostAnswer
            | Outcome::OtherAddress
            | Outcome::Empty,
        ) => {
            if outcome == Some(Outcome::Slow) {
                tokio::time::sleep(Duration::from_secs(SLOW_SECONDS)).await;
            }
            let email = match outcome {
                Some(Outcome::OtherAddress) => OTHER_ADDRESS,
                _ => &address,
            };
            let mut store = shared.store();
            store.passwords.used(&address, password);
            let grant = store.authenticate(&shared, email, provider, made);
            Ok(match outcome {
                Some(Outcome::LostAnswer) => Reply::dropped(),
                _ => Reply::object(StatusCode::CREATED, grant.json(&shared.application_id)),
            })
        }
    }
}

fn read(shared: &Shared, body: &[u8], headers: &HeaderMap) -> Result<CustomAuthBody, Reply> {
    let body = object(body)?;
    let fields = Fields::of(&body, "");
    let (provider, username, password) = match fields.required_text("provider")? {
        "icloud" => ("icloud", "username", "password"),
        "imap" => ("imap", "imap_username", "imap_password"),
        _ => {
            return Err(Reply::invalid(
                "provider: only icloud and imap are simulated",
            ));
        }
    };
    let settings = fields
        .object("settings")?
        .ok_or_else(|| Reply::invalid("settings: required"))?;
    let settings = Fields::of(settings, "settings.");
    let address = settings.required_text(username)?.trim();
    let password = settings.required_text(password)?;
    if provider == "imap" {
        for host in ["imap_host", "smtp_host"] {
            settings.text(host)?;
        }
        for port in ["imap_port", "smtp_port"] {
            settings.port(port)?;
        }
    }
    let made = Made {
        state: fields.text("state")?.map(str::to_owned),
        scope: fields
            .texts("scope")?
            .into_iter()
            .map(str::to_owned)
            .collect(),
        user_agent: user_agent(headers),
    };
    match shared.store().passwords.check(address, password) {
        Some(password) if address.contains('@') => Ok(CustomAuthBody {
            provider,
            address: address.to_owned(),
            password,
            made,
        }),
        _ => Err(refused()),
    }
}

pub(crate) fn user_agent(headers: &HeaderMap) -> String {
    headers
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned()
}

fn refused() -> Reply {
    Reply::error(
        StatusCode::BAD_REQUEST,
        "grant.invalid_authentication",
        "Authentication failed due to wrong input or credentials",
    )
}

fn too_many() -> Reply {
    Reply::error(
        StatusCode::BAD_REQUEST,
        "grant.auth_limit_reached",
        "Too many authentication attempts",
    )
}

fn provider_down() -> Reply {
    Reply::error(
        StatusCode::GATEWAY_TIMEOUT,
        "api.provider_error",
        "Provider is not responding",
    )
    .with_provider_error(json!({ "type": "provider_not_responding" }))
}

fn no_connector(provider: &str) -> Reply {
    Reply::invalid(&format!("No connector found for provider {provider}"))
}

pub(crate) fn rate_limited() -> Reply {
    Reply::error(
        StatusCode::TOO_MANY_REQUESTS,
        "api.rate_limit_error",
        "Rate limit error.",
    )
    .with_retry_after(7)
}

pub(crate) fn unavailable() -> Reply {
    Reply::error(
        StatusCode::SERVICE_UNAVAILABLE,
        "api.internal_error",
        "Service unavailable",
    )
}

fn plan_limit() -> Reply {
    Reply::error(
        StatusCode::FORBIDDEN,
        "grant.access_denied",
        "The plan of this application does not allow more connected accounts",
    )
}
