//! Pages on which nobody goes on, and the words of every page.

use crate::database::told;
use crate::page::parts::page;
use crate::page::text::Text;
use crate::relay::Relay;
use crate::store::Found;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use invitation::Fault;
use maud::{Markup, html};

/// The page of an invitation that came to its end.
pub(crate) fn ended_by(relay: &Relay, text: &Text, fault: Fault, more: Option<Markup>) -> Response {
    let why = match fault {
        Fault::Used => "used",
        Fault::Expired => "expired",
        _ => "withdrawn",
    };
    ended(relay, text, why, StatusCode::GONE, more)
}

/// The sentences in the invitation's language, else in the browser's.
pub(crate) fn text(relay: &Relay, headers: &HeaderMap, found: Option<&Found>) -> Text {
    let asked = header_text(headers, header::ACCEPT_LANGUAGE.as_str());
    let asked = asked.split([',', ';']).next().unwrap_or_default().trim();
    let wanted = found.and_then(|found| found.invitation.language.as_deref());
    Text::new(wanted.unwrap_or(asked), &relay.config.organization)
}

/// The database does not answer.
pub(crate) fn busy(relay: &Relay, text: &Text, error: &sqlx::Error) -> Response {
    log::error!("the database: {}", told(error));
    let content = html! { p { (text.say("busy")) } };
    let status = StatusCode::SERVICE_UNAVAILABLE;
    page(
        &relay.config,
        text,
        &text.say("busy-heading"),
        status,
        content,
    )
}

/// The page that says why there is nothing to go on with.
pub(crate) fn ended(
    relay: &Relay,
    text: &Text,
    why: &str,
    status: StatusCode,
    more: Option<Markup>,
) -> Response {
    let why = [("why", why)];
    let content = html! {
        p { (text.say_with("ended", &why)) }
        @if let Some(more) = more { (more) }
    };
    page(
        &relay.config,
        text,
        &text.say_with("ended-heading", &why),
        status,
        content,
    )
}

pub(crate) fn header_text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}
