//! `/v3/connect/token`, `revoke` and `tokeninfo`. No API key stands before them.

use std::{collections::HashMap, sync::Arc};

use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, Uri, header},
};
use data_encoding::BASE64URL_NOPAD;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::{
    answer::Reply,
    clock::now,
    custom::{rate_limited, unavailable},
    outcomes::{Outcome, chosen_by},
    query,
    state::{Shared, Store},
    token::{Code, Signed, Token, random},
};

pub(crate) async fn exchange(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Reply, Reply> {
    let fields = fields(&headers, &body).ok_or_else(|| {
        Reply::oauth(
            "invalid_request",
            "The body is neither a JSON object of texts nor a form",
        )
    })?;
    let text = |name: &str| {
        fields
            .get(name)
            .map(String::as_str)
            .filter(|text| !text.is_empty())
    };
    let required = |name: &str| {
        text(name).ok_or_else(|| Reply::oauth("invalid_request", &format!("{name} is required")))
    };
    if required("grant_type")? != "authorization_code" {
        return Err(Reply::oauth(
            "unsupported_grant_type",
            "Only authorization_code is simulated",
        ));
    }
    let (client_id, redirect_uri, code) = (
        required("client_id")?,
        required("redirect_uri")?,
        required("code")?,
    );
    if client_id != shared.application_id {
        return Err(Reply::oauth("invalid_client", "client_id is not known"));
    }
    let secret = text("client_secret");
    if secret.is_some_and(|secret| secret != shared.api_key) {
        return Err(Reply::oauth("invalid_client", "client_secret is wrong"));
    }
    let mut store = shared.store();
    let signed = store.use_code(code, redirect_uri, text("code_verifier"))?;
    let outcome = chosen_by(&signed.address);
    let needs_secret = shared.demand_client_secret
        || !signed.public
        || signed.challenge.is_none()
        || outcome == Some(Outcome::KeyRefused);
    if needs_secret && secret.is_none() {
        return Err(Reply::oauth("invalid_client", "client_secret is required"));
    }
    match outcome {
        Some(Outcome::RateLimited) if store.attempt(&signed.address) == 1 => {
            return Err(rate_limited());
        }
        Some(Outcome::Unavailable) if store.attempt(&signed.address) == 1 => {
            return Err(unavailable());
        }
        Some(Outcome::Down) => return Err(unavailable()),
        Some(Outcome::Garbled) => return Ok(Reply::garbled()),
        _ => {}
    }
    if let Some(password) = signed.password {
        store.passwords.used(&signed.address, password);
    }
    let grant = store.authenticate(&shared, &signed.email, &signed.provider, signed.made);
    let (id, scope) = (grant.id, grant.scope().join(" "));
    let token = random("at");
    let claims = Token {
        grant: id,
        expires: Instant::now() + shared.token_lifetime,
        email: signed.email.clone(),
        audience: redirect_uri.to_owned(),
        issued_at: now(),
        expires_at: now() + shared.token_lifetime.as_secs(),
    };
    let answer = json!({
        "access_token": token,
        "token_type": "Bearer",
        "expires_in": shared.token_lifetime.as_secs(),
        "id_token": id_token(&claims.info(), &signed.provider),
        "email": signed.email,
        "scope": scope,
        "grant_id": id,
        "provider": signed.provider,
    });
    store.tokens.insert(token.clone(), claims);
    store.codes.insert(code.to_owned(), Code::Used(Some(token)));
    Ok(if outcome == Some(Outcome::LostAnswer) {
        Reply::dropped()
    } else {
        Reply::bare(answer)
    })
}

impl Store {
    /// Uses a code up, whether it fits or not. A second use also ends the token of the first.
    fn use_code(
        &mut self,
        code: &str,
        redirect_uri: &str,
        verifier: Option<&str>,
    ) -> Result<Box<Signed>, Reply> {
        let refused = |description| Err(Reply::oauth("invalid_grant", description));
        let signed = match self
            .codes
            .get_mut(code)
            .map(|code| std::mem::replace(code, Code::Used(None)))
        {
            Some(Code::Fresh(signed)) => signed,
            Some(Code::Used(token)) => {
                token.and_then(|token| self.tokens.remove(&token));
                return refused("The code was used already");
            }
            None => return refused("The code is not known"),
        };
        if signed.expires <= Instant::now() {
            return refused("The code has expired");
        }
        if signed.redirect_uri != redirect_uri {
            return refused("redirect_uri is not the one of the sign-in");
        }
        match (&signed.challenge, verifier) {
            (Some(_), None) => refused("code_verifier is required"),
            (Some(challenge), Some(verifier)) if !challenge.fits(verifier) => {
                refused("code_verifier does not fit")
            }
            _ => Ok(signed),
        }
    }
}

/// The fields of a JSON object of texts, or of a form.
fn fields(headers: &HeaderMap, body: &[u8]) -> Option<HashMap<String, String>> {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    if kind.starts_with("application/x-www-form-urlencoded") {
        return Some(url::form_urlencoded::parse(body).into_owned().collect());
    }
    serde_json::from_slice(body).ok()
}

/// A JWT that nobody signed.
fn id_token(info: &Value, provider: &str) -> String {
    let mut claims = info.clone();
    claims["email_verified"] = Value::from(true);
    claims["provider"] = Value::from(provider);
    let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    format!(
        "{}.{}.practice",
        part(&json!({ "alg": "none", "typ": "JWT" })),
        part(&claims)
    )
}

#[derive(Deserialize)]
struct TokenBody {
    token: Option<String>,
    access_token: Option<String>,
}

/// Ends a token; one that is not there has ended already (RFC 7009).
pub(crate) async fn revoke(State(shared): State<Arc<Shared>>, uri: Uri) -> Result<Reply, Reply> {
    let Ok(TokenBody {
        token: Some(token), ..
    }) = query::read(&uri)
    else {
        return Err(Reply::oauth("invalid_request", "token is required"));
    };
    shared.store().tokens.remove(&token);
    Ok(Reply::bare(json!({ "success": true })))
}

pub(crate) async fn info(State(shared): State<Arc<Shared>>, uri: Uri) -> Result<Reply, Reply> {
    let Ok(TokenBody {
        access_token: Some(token),
        ..
    }) = query::read(&uri)
    else {
        return Err(Reply::oauth("invalid_request", "access_token is required"));
    };
    let store = shared.store();
    let token = store
        .tokens
        .get(&token)
        .filter(|token| token.expires > Instant::now());
    let token = token
        .ok_or_else(|| Reply::oauth("invalid_token", "The token is not known or has expired"))?;
    Ok(Reply::object(axum::http::StatusCode::OK, token.info()))
}
