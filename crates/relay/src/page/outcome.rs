//! How a phone's sign-in stands, as a page; each has a next step.

use crate::config::Config;
use crate::page::parts::{at, leading_away, page};
use crate::page::text::Text;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use maud::{Markup, html};

/// Where the browser asks how it stands, in how many seconds again, and where it begins anew.
pub(crate) const DONE: &str = "/phone/done";
const AGAIN_IN: &str = "3";
pub(crate) const AGAIN: &str = "/phone/again";
pub(crate) const STEPS: &str = "/phone";

/// Why somebody is not connected, in the page's own word or by the code of a problem.
pub(crate) fn stopped(
    config: &Config,
    text: &Text,
    why: &str,
    account: &str,
    status: StatusCode,
) -> Response {
    let with = [("why", why), ("account", account)];
    let content = html! {
        p { (text.say_with("stopped", &with)) }
        p { (text.say_with("stopped-next", &with)) }
        @match next(why) {
            Next::Nothing => {}
            Next::Nylas => (again(config, text)),
            Next::Apple => {
                p { a.button href=(at(config, STEPS)) { (text.say("apple-again")) } }
                (again(config, text))
            }
        }
    };
    let heading = text.say_with("stopped-heading", &with);
    leading_away(config, page(config, text, &heading, status, content))
}

/// What helps.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    /// Somebody else has to do something, or time has to pass.
    Nothing,
    Nylas,
    /// A password has to be made anew, perhaps.
    Apple,
}

fn next(why: &str) -> Next {
    match why {
        "lost" | "slow" | "I08" | "I09" | "I10" => Next::Nothing,
        "N01" | "N03" | "unfinished" => Next::Apple,
        _ => Next::Nylas,
    }
}

fn again(config: &Config, text: &Text) -> Markup {
    html! {
        form method="post" action=(at(config, AGAIN)) {
            button { (text.say("nylas-again")) }
        }
    }
}

/// It is on its way; the browser looks again by itself.
pub(crate) fn working(config: &Config, text: &Text) -> Response {
    let content = html! {
        p { (text.say("working")) }
        p { a.button href=(at(config, DONE)) { (text.say("working-look")) } }
    };
    let heading = text.say("working-heading");
    let mut response = page(config, text, &heading, StatusCode::OK, content);
    let again = HeaderValue::from_static(AGAIN_IN);
    response.headers_mut().insert(header::REFRESH, again);
    response
}

/// There is a connection; what was read through it proves it.
pub(crate) fn connected(config: &Config, text: &Text, calendars: &[String]) -> Response {
    let organization = &config.organization;
    let content = html! {
        p { (text.say("connected")) }
        @if !calendars.is_empty() {
            p { (text.say("connected-calendars")) }
            ul { @for name in calendars { li { (name) } } }
        }
        @if let Some(to) = &organization.return_url {
            p { a.button href=(to) { (text.say("connected-return")) } }
        }
        p.note { (text.say("connected-later")) }
    };
    page(
        config,
        text,
        &text.say("connected-heading"),
        StatusCode::OK,
        content,
    )
}

/// There is a connection, and nothing could be read through it yet.
pub(crate) fn unread(config: &Config, text: &Text) -> Response {
    let content = html! { p { (text.say("unread")) } };
    page(
        config,
        text,
        &text.say("unread-heading"),
        StatusCode::OK,
        content,
    )
}
