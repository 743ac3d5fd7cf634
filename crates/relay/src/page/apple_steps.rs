//! Apple's steps as a page, for whoever has nothing but a phone: what the app shows one by one.

use crate::page::drawing::{Drawing, drawn};
use crate::page::parts::{leading_away, page};
use crate::page::text::Text;
use crate::relay::Relay;
use apple::Page;
use axum::http::StatusCode;
use axum::response::Response;
use maud::html;

/// The page; its form goes to `to`, and from there on to Nylas.
pub(crate) fn apple_steps(relay: &Relay, text: &Text, to: &str) -> Response {
    let label = relay.config.organization.name.as_str();
    let steps = [
        "apple-1", "apple-2", "apple-3", "apple-4", "apple-5", "apple-6", "apple-7",
    ];
    let snags = [
        ("apple-snag-missing", "apple-snag-missing-text"),
        ("apple-snag-password", "apple-snag-password-text"),
        ("apple-snag-fails", "apple-snag-fails-text"),
        ("apple-snag-closed", "apple-snag-closed-text"),
    ];
    let content = html! {
        p { (text.say("apple-lead")) }
        p { a.button href=(Page::Account.address()) target="_blank" rel="noopener noreferrer" { (text.say("apple-open")) } }
        ol.numbered {
            @for (step, drawing) in steps.iter().zip(Drawing::ALL) {
                li {
                    p { (text.say(step)) }
                    @if drawing == Drawing::Name {
                        p { code.name { (label) } }
                    }
                    (drawn(text, drawing, label))
                }
            }
        }
        p { strong { (text.say("apple-warning")) } }
        section {
            h2 { (text.say("apple-snags")) }
            @for (snag, advice) in snags {
                details {
                    summary { (text.say(snag)) }
                    p { (text.say(advice)) }
                }
            }
        }
        section {
            h2 { (text.say("nylas-heading")) }
            p { (text.say("nylas-words")) }
            p { (text.say("nylas-never")) }
            form method="post" action=(to) {
                button { (text.say("nylas-open")) }
            }
        }
    };
    let heading = text.say("apple-heading");
    leading_away(
        &relay.config,
        page(&relay.config, text, &heading, StatusCode::OK, content),
    )
}
