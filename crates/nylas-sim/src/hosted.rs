//! Hosted sign-in: `GET /v3/connect/auth` and the pages it leads to. What is published is the way in and the way out; the
//! pages between are the simulator's own. What a failed redirect says is made up, `docs/practice.md` tells how.

use std::{collections::HashMap, sync::Arc, time::Duration};

use axum::{
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use tokio::time::Instant;

use crate::{
    answer::Reply,
    connectors::PROVIDERS,
    custom::user_agent,
    grant::Made,
    outcomes::{OTHER_ADDRESS, Outcome, SLOW_SECONDS, STRIKES, chosen_by},
    page,
    passwords::Fingerprint,
    query,
    sign_in::{Failure, SignIn},
    state::{Shared, Store},
    token::{Challenge, Code, Signed, random},
};

/// How long a code counts.
const CODE_LIFETIME: Duration = Duration::from_secs(600);
/// The most characters of a state.
const LONGEST_STATE: usize = 256;

#[derive(Deserialize)]
struct AuthorizationQuery {
    client_id: Option<String>,
    redirect_uri: Option<String>,
    response_type: Option<String>,
    provider: Option<String>,
    login_hint: Option<String>,
    state: Option<String>,
    scope: Option<String>,
    access_type: Option<String>,
    code_challenge: Option<String>,
    code_challenge_method: Option<String>,
}

pub(crate) async fn begin(State(shared): State<Arc<Shared>>, uri: Uri) -> Result<Response, Reply> {
    let asked: AuthorizationQuery = query::read(&uri)?;
    if asked.client_id.as_ref() != Some(&shared.application_id) {
        return Err(Reply::invalid("client_id: not known"));
    }
    let redirect_uri = asked
        .redirect_uri
        .ok_or_else(|| Reply::invalid("redirect_uri: required"))?;
    let mut store = shared.store();
    let Some(registered) = store
        .redirect_uris
        .iter()
        .find(|registered| registered.url == redirect_uri)
    else {
        return Err(Reply::error(
            StatusCode::BAD_REQUEST,
            "grant.callback_uri_not_allowed",
            "The callback URI is not registered",
        ));
    };
    if asked.response_type.as_deref() != Some("code") {
        return Err(Reply::invalid("response_type: must be code"));
    }
    if !matches!(
        asked.access_type.as_deref(),
        None | Some("online" | "offline")
    ) {
        return Err(Reply::invalid("access_type: must be online or offline"));
    }
    if asked
        .state
        .as_ref()
        .is_some_and(|state| state.chars().count() > LONGEST_STATE)
    {
        return Err(Reply::invalid("state: at most 256 characters"));
    }
    let sign_in = SignIn {
        public: registered.is_public(),
        redirect_uri,
        challenge: challenge(asked.code_challenge, asked.code_challenge_method.as_deref())?,
        state: asked.state,
        scope: asked
            .scope
            .iter()
            .flat_map(|scope| scope.split(' '))
            .filter(|scope| !scope.is_empty())
            .map(str::to_owned)
            .collect(),
        expires: Instant::now() + shared.login_lifetime,
        hint: asked.login_hint.unwrap_or_default(),
        providers: providers(&store, asked.provider.as_deref())?,
        chosen: None,
        strikes: 0,
    };
    if sign_in.providers.is_empty() {
        return Ok(sign_in.fail(StatusCode::FOUND, &Failure::NoConnector));
    }
    let login = random("login");
    let chosen = if let [only] = &sign_in.providers[..] {
        Some(only.clone())
    } else {
        None
    };
    store
        .sign_ins
        .insert(login.clone(), SignIn { chosen, ..sign_in });
    Ok((
        StatusCode::FOUND,
        [(header::LOCATION, format!("/hosted/{login}"))],
    )
        .into_response())
}

fn challenge(challenge: Option<String>, method: Option<&str>) -> Result<Option<Challenge>, Reply> {
    match (challenge.filter(|challenge| !challenge.is_empty()), method) {
        (None, None) => Ok(None),
        (None, Some(_)) => Err(Reply::invalid("code_challenge: required with a method")),
        (Some(challenge), None | Some("plain")) => Ok(Some(Challenge::Plain(challenge))),
        // The contract has it in upper case, the official clients in lower case.
        (Some(challenge), Some("S256" | "s256")) => Ok(Some(Challenge::Sha256(challenge))),
        (Some(_), Some(_)) => Err(Reply::invalid(
            "code_challenge_method: must be plain or S256",
        )),
    }
}

/// Of those asked for, or of all, the ones that the application has a connector for.
fn providers(store: &Store, asked: Option<&str>) -> Result<Vec<String>, Reply> {
    let wanted: Option<Vec<&str>> = asked.map(|list| list.split(',').collect());
    if wanted
        .iter()
        .flatten()
        .any(|name| !PROVIDERS.contains(name))
    {
        return Err(Reply::invalid("provider: not one of Nylas' providers"));
    }
    let connected = store
        .connectors
        .iter()
        .filter_map(|connector| connector["provider"].as_str());
    Ok(connected
        .filter(|name| wanted.as_ref().is_none_or(|wanted| wanted.contains(name)))
        .map(str::to_owned)
        .collect())
}

pub(crate) async fn show(
    State(shared): State<Arc<Shared>>,
    Path(login): Path<String>,
) -> Result<Response, Reply> {
    Ok(match shared.store().sign_in(&login)? {
        Ok(sign_in) => sign_in.page(&login),
        Err(expired) => expired,
    })
}

pub(crate) async fn answer(
    State(shared): State<Arc<Shared>>,
    Path(login): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Reply> {
    let mut sign_in = match shared.store().sign_in(&login)? {
        Ok(sign_in) => sign_in,
        Err(expired) => return Ok(expired),
    };
    let fields: HashMap<String, String> = url::form_urlencoded::parse(&body).into_owned().collect();
    if fields.contains_key("cancel") {
        return Ok(shared.store().fail(&login, &sign_in, &Failure::Cancelled));
    }
    if let Some(choice) = fields
        .get("choose")
        .filter(|choice| sign_in.providers.contains(choice))
    {
        sign_in.chosen = Some(choice.clone());
        shared.store().sign_ins.insert(login.clone(), sign_in);
        return Ok((
            StatusCode::SEE_OTHER,
            [(header::LOCATION, format!("/hosted/{login}"))],
        )
            .into_response());
    }
    let Some(provider) = sign_in.chosen.clone() else {
        return Ok(sign_in.page(&login));
    };
    let address = fields
        .get("username")
        .map(|text| text.trim())
        .unwrap_or_default();
    let password = fields
        .get("password")
        .map(|text| text.trim())
        .unwrap_or_default();
    let judged = if page::asks_password(&provider) {
        shared.store().passwords.check(address, password).map(Some)
    } else {
        Some(None)
    };
    address.clone_into(&mut sign_in.hint);
    let outcome = chosen_by(address);
    let failure = match (judged, outcome) {
        (Some(password), outcome) if address.contains('@') && !is_refused_on_the_page(outcome) => {
            match outcome {
                Some(Outcome::Refused) => Failure::Refused,
                Some(Outcome::AppleBusy | Outcome::ProviderDown) => Failure::ProviderDown,
                Some(Outcome::NoConnector) => Failure::NoConnector,
                Some(Outcome::PlanLimit) => Failure::PlanLimit,
                _ => {
                    if outcome == Some(Outcome::Slow) {
                        tokio::time::sleep(Duration::from_secs(SLOW_SECONDS)).await;
                    }
                    return Ok(shared.store().succeed(
                        &login,
                        sign_in,
                        provider,
                        password,
                        &user_agent(&headers),
                    ));
                }
            }
        }
        _ if sign_in.strikes + 1 < STRIKES => {
            sign_in.strikes += 1;
            let page = sign_in.page(&login);
            shared.store().sign_ins.insert(login, sign_in);
            return Ok(page);
        }
        _ => Failure::TooMany,
    };
    Ok(shared.store().fail(&login, &sign_in, &failure))
}

/// What Nylas' page itself says, and lets try again.
fn is_refused_on_the_page(outcome: Option<Outcome>) -> bool {
    matches!(
        outcome,
        Some(Outcome::AppleRefused | Outcome::NoMailbox | Outcome::NoCalendar | Outcome::TooMany)
    )
}

impl Store {
    /// The sign-in of a login ID; one that has expired leads back.
    fn sign_in(&mut self, login: &str) -> Result<Result<SignIn, Response>, Reply> {
        let unknown = || {
            Reply::error(
                StatusCode::BAD_REQUEST,
                "grant.login_id_invalid",
                "The login ID is invalid or has expired",
            )
        };
        let sign_in = self.sign_ins.get(login).cloned().ok_or_else(unknown)?;
        Ok(if sign_in.expires > Instant::now() {
            Ok(sign_in)
        } else {
            Err(self.fail(login, &sign_in, &Failure::LoginExpired))
        })
    }

    fn fail(&mut self, login: &str, sign_in: &SignIn, failure: &Failure) -> Response {
        self.sign_ins.remove(login);
        sign_in.fail(StatusCode::SEE_OTHER, failure)
    }

    /// Ends a sign-in with a code, once.
    fn succeed(
        &mut self,
        login: &str,
        sign_in: SignIn,
        provider: String,
        password: Option<Fingerprint>,
        user_agent: &str,
    ) -> Response {
        if self.sign_ins.remove(login).is_none() {
            return Reply::error(
                StatusCode::BAD_REQUEST,
                "grant.login_id_invalid",
                "The login ID was used already",
            )
            .into_response();
        }
        let code = random("code");
        let back = sign_in.back(StatusCode::SEE_OTHER, &[("code", &code)]);
        let address = sign_in.hint;
        let email = if chosen_by(&address) == Some(Outcome::OtherAddress) {
            OTHER_ADDRESS.to_owned()
        } else {
            address.clone()
        };
        let signed = Signed {
            redirect_uri: sign_in.redirect_uri,
            public: sign_in.public,
            challenge: sign_in.challenge,
            address,
            email,
            provider,
            password,
            made: Made {
                state: sign_in.state,
                scope: sign_in.scope,
                user_agent: user_agent.to_owned(),
            },
            expires: Instant::now() + CODE_LIFETIME,
        };
        self.codes.insert(code, Code::Fresh(Box::new(signed)));
        back
    }
}
