//! What is asked of a CalDAV server, and what its answers (RFC 4918 and RFC 4791) say.

use roxmltree::{Document, Node};

const DAV: &str = "DAV:";
const CALDAV: &str = "urn:ietf:params:xml:ns:caldav";

/// Who is logged in (RFC 5397).
pub(super) const ASK_PRINCIPAL: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<propfind xmlns="DAV:"><prop><current-user-principal/></prop></propfind>"#;
/// Where the calendars of a principal are.
pub(super) const ASK_HOME: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<propfind xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><prop><c:calendar-home-set/></prop></propfind>"#;
/// What is in a calendar home.
pub(super) const ASK_CALENDARS: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<propfind xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><prop><resourcetype/><displayname/><c:supported-calendar-component-set/></prop></propfind>"#;

/// The answer is no multistatus document.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NotDav;

/// The principal's address, where there is one.
pub(super) fn principal(xml: &str) -> Result<Option<String>, NotDav> {
    Ok(responses(&multistatus(xml)?)
        .find_map(|response| href_in(response, (DAV, "current-user-principal"))))
}

/// The calendar home's address, where there is one.
pub(super) fn home(xml: &str) -> Result<Option<String>, NotDav> {
    Ok(responses(&multistatus(xml)?)
        .find_map(|response| href_in(response, (CALDAV, "calendar-home-set"))))
}

/// The names of the calendars that hold events: no inbox, no reminders.
pub(super) fn calendars(xml: &str) -> Result<Vec<String>, NotDav> {
    Ok(responses(&multistatus(xml)?)
        .filter(|response| holds_events(*response))
        .map(name)
        .collect())
}

fn multistatus(xml: &str) -> Result<Document<'_>, NotDav> {
    // Nothing may stand before an XML declaration, but what is meant is clear.
    Document::parse(xml.trim_start())
        .ok()
        .filter(|document| document.root_element().has_tag_name((DAV, "multistatus")))
        .ok_or(NotDav)
}

fn responses<'a, 'input>(document: &'a Document<'input>) -> impl Iterator<Item = Node<'a, 'input>> {
    document
        .root_element()
        .children()
        .filter(|node| node.has_tag_name((DAV, "response")))
}

/// A property that the server has: others come with a status of their own, such as 404.
fn property<'a, 'input>(
    response: Node<'a, 'input>,
    name: (&'static str, &'static str),
) -> Option<Node<'a, 'input>> {
    let found = response
        .children()
        .filter(|node| node.has_tag_name((DAV, "propstat")))
        .filter(|propstat| {
            let status = child(*propstat, (DAV, "status")).and_then(|status| status.text());
            status.is_none_or(|line| line.split_whitespace().nth(1) == Some("200"))
        });
    found
        .filter_map(|propstat| child(propstat, (DAV, "prop")))
        .find_map(|prop| child(prop, name))
}

fn child<'a, 'input>(
    node: Node<'a, 'input>,
    name: (&'static str, &'static str),
) -> Option<Node<'a, 'input>> {
    node.children().find(|child| child.has_tag_name(name))
}

fn href_in(response: Node<'_, '_>, name: (&'static str, &'static str)) -> Option<String> {
    let href = child(property(response, name)?, (DAV, "href"))?
        .text()?
        .trim();
    (!href.is_empty()).then(|| href.to_owned())
}

fn holds_events(response: Node<'_, '_>) -> bool {
    let is_calendar = property(response, (DAV, "resourcetype"))
        .is_some_and(|kinds| child(kinds, (CALDAV, "calendar")).is_some());
    // A server that does not say takes everything (RFC 4791, section 5.2.3).
    let takes_events =
        property(response, (CALDAV, "supported-calendar-component-set")).is_none_or(|set| {
            set.children().any(|kind| {
                kind.has_tag_name((CALDAV, "comp")) && kind.attribute("name") == Some("VEVENT")
            })
        });
    is_calendar && takes_events
}

/// What people called it; a calendar without a name goes by the last part of its address.
fn name(response: Node<'_, '_>) -> String {
    let shown = property(response, (DAV, "displayname"))
        .and_then(|name| name.text())
        .map(str::trim)
        .filter(|name| !name.is_empty());
    let address = || {
        child(response, (DAV, "href"))
            .and_then(|href| href.text())
            .and_then(|href| href.trim().trim_end_matches('/').rsplit('/').next())
    };
    nylas::quote(shown.or_else(address).unwrap_or_default())
}
