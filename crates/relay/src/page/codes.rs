//! Codes: a person who opened the link on one device goes on at another by eight symbols.

use crate::client_address::ClientAddress;
use crate::page::calls::shown;
use crate::page::ended::{busy, text};
use crate::page::invited::Invited;
use crate::page::parts::{at, page};
use crate::page::text::Text;
use crate::relay::Relay;
use crate::secrets;
use crate::store::{self, Redeemed};
use axum::Extension;
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use invitation::Code;
use maud::html;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use std::sync::Arc;

/// What is typed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Typed {
    code: SecretString,
}

/// `POST /i/{ticket}/code`
pub(crate) async fn make(
    State(relay): State<Arc<Relay>>,
    headers: HeaderMap,
    Invited { found, ticket }: Invited,
) -> Response {
    let Ok(code) = secrets::code() else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let hash = secrets::hash(code.expose_secret());
    match store::add_code(&relay.database, &found, &hash).await {
        Ok(()) => shown(
            &relay,
            &headers,
            &found,
            ticket,
            Some(code.shown().expose_secret()),
        ),
        Err(error) => busy(&relay, &text(&relay, &headers, Some(&found)), &error),
    }
}

/// `GET /c`
pub(crate) async fn form(State(relay): State<Arc<Relay>>, headers: HeaderMap) -> Response {
    let text = text(&relay, &headers, None);
    asked(&relay, &text, None, StatusCode::OK)
}

/// `POST /c`
pub(crate) async fn redeem(
    State(relay): State<Arc<Relay>>,
    Extension(client): Extension<ClientAddress>,
    headers: HeaderMap,
    typed: Result<Form<Typed>, FormRejection>,
) -> Response {
    let text = text(&relay, &headers, None);
    let network = client.network();
    // What is no code at all counts as well: nothing here tells the two apart.
    let typed = typed.ok();
    let code = typed.and_then(|Form(typed)| Code::typed(typed.code.expose_secret()).ok());
    let code = code.map(|code| secrets::hash(code.expose_secret()));
    let Ok(ticket) = secrets::ticket() else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let new = secrets::hash(ticket.expose_secret());
    match store::redeem(&relay.database, &network, code.as_deref(), &new).await {
        Ok(Redeemed::Yes) => {
            let to = at(&relay.config, &format!("/i/{}", ticket.expose_secret()));
            match HeaderValue::try_from(to) {
                Ok(to) => (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response(),
                Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
            }
        }
        Ok(Redeemed::No) => {
            let wrong = text.say("code-wrong");
            asked(&relay, &text, Some(&wrong), StatusCode::NOT_FOUND)
        }
        Ok(Redeemed::Wait(seconds)) => {
            let seconds = seconds.to_string();
            let slow = text.say_with("code-slow", &[("seconds", &seconds)]);
            asked(&relay, &text, Some(&slow), StatusCode::TOO_MANY_REQUESTS)
        }
        Err(error) => busy(&relay, &text, &error),
    }
}

fn asked(relay: &Relay, text: &Text, problem: Option<&str>, status: StatusCode) -> Response {
    let content = html! {
        p { (text.say("code-lead")) }
        @if let Some(problem) = problem {
            p role="alert" { (problem) }
        }
        form method="post" action=(at(&relay.config, "/c")) {
            label for="code" { (text.say("code-field")) }
            input id="code" name="code" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="20" required;
            button { (text.say("code-continue")) }
        }
    };
    page(
        &relay.config,
        text,
        &text.say("code-enter-heading"),
        status,
        content,
    )
}
