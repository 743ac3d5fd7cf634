//! The page of an invitation.

use crate::config::Phone;
use crate::page::ended::{busy, ended, header_text, text};
use crate::page::invited::Invited;
use crate::page::parts::{self, at, page};
use crate::page::system::Visitor;
use crate::relay::Relay;
use crate::store::{self, Found};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use invitation::{Link, Ticket};
use maud::html;
use secrecy::ExposeSecret;
use std::sync::Arc;

/// `GET /i/{ticket}`
pub(crate) async fn landing(
    State(relay): State<Arc<Relay>>,
    headers: HeaderMap,
    Invited { found, ticket }: Invited,
) -> Response {
    shown(&relay, &headers, &found, ticket, None)
}

/// `POST /i/{ticket}/decline`
pub(crate) async fn decline(
    State(relay): State<Arc<Relay>>,
    headers: HeaderMap,
    Invited { found, .. }: Invited,
) -> Response {
    let text = text(&relay, &headers, Some(&found));
    match store::decline(&relay.database, &found.invitation.id).await {
        Ok(true) => {
            let content = html! { p { (text.say("declined")) } };
            page(
                &relay.config,
                &text,
                &text.say("declined-heading"),
                StatusCode::OK,
                content,
            )
        }
        Ok(false) => {
            let content = html! { p { (text.say("declined-not")) } };
            page(
                &relay.config,
                &text,
                &text.say("busy-heading"),
                StatusCode::CONFLICT,
                content,
            )
        }
        Err(error) => busy(&relay, &text, &error),
    }
}

/// `GET /page.css`
pub(crate) async fn style() -> Response {
    let kind = [(header::CONTENT_TYPE, "text/css; charset=utf-8")];
    (kind, include_str!("page.css")).into_response()
}

/// The page of an invitation, with a code where one was just made.
pub(crate) fn shown(
    relay: &Relay,
    headers: &HeaderMap,
    found: &Found,
    ticket: Ticket,
    code: Option<&str>,
) -> Response {
    let config = &relay.config;
    let text = text(relay, headers, Some(found));
    let Ok(link) = Link::new(&config.public_url, ticket.clone()) else {
        return ended(relay, &text, "unknown", StatusCode::NOT_FOUND, None);
    };
    let here = at(config, &format!("/i/{}", ticket.expose_secret()));
    let visitor = Visitor::of(header_text(headers, header::USER_AGENT.as_str()));
    let content = html! {
        p { (text.say("invites")) }
        @if let Some(label) = &found.invitation.account_label {
            p { strong { (text.say_with("label", &[("label", label)])) } }
        }
        p { (text.say("unexpected")) }
        @match (visitor, config.phone) {
            (Visitor::Phone, Phone::Nylas) => (parts::phone_here(&text, &here)),
            (Visitor::Phone, Phone::Computer) => (parts::phone(&text, link.page().expose_secret())),
            _ => (parts::steps(config, &text, visitor, link.opening(&config.scheme).expose_secret())),
        }
        // An iPad calls itself a Mac.
        @if (visitor, config.phone) == (Visitor::Computer("macos"), Phone::Nylas) {
            p { a href={ (here) "/phone" } { (text.say("phone-here-tablet")) } }
        }
        (parts::opens(&text, visitor == Visitor::Phone && config.phone == Phone::Nylas))
        (parts::code(config, &text, visitor, &here, code))
        (parts::decline(&text, &here))
    };
    page(config, &text, &text.say("heading"), StatusCode::OK, content)
}
