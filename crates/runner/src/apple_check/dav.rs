//! What is asked of a CalDAV server, and what its answers (RFC 4918 and RFC 4791) say.

use super::limits::{DEEPEST, LONGEST_DOCUMENT, LONGEST_TEXT, MOST_ATTRIBUTES, MOST_PIECES};
use quick_xml::{
    NsReader,
    escape::resolve_xml_entity,
    events::{BytesRef, BytesStart, Event},
    name::{Namespace, ResolveResult},
};
use std::mem;

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
<propfind xmlns="DAV:"><prop><resourcetype/></prop></propfind>"#;

/// The answer is no multistatus document, or more of one than there is a reason for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotDav;

/// What an answer says, as far as it is asked for.
#[derive(Default)]
pub(super) struct Multistatus(Vec<Response>);

impl Multistatus {
    /// The principal's address, where there is one.
    pub(super) fn principal(&self) -> Option<String> {
        let mut responses = self.0.iter();
        responses.find_map(|response| address(response.found.principal.as_deref()?))
    }

    /// The calendar home's address, where there is one.
    pub(super) fn home(&self) -> Option<String> {
        let mut responses = self.0.iter();
        responses.find_map(|response| address(response.found.home.as_deref()?))
    }
}

/// What reaches the limit may have been cut.
fn address(text: &str) -> Option<String> {
    let address = text.trim();
    (text.len() < LONGEST_TEXT && !address.is_empty()).then(|| address.to_owned())
}

/// What is said about one resource.
#[derive(Default)]
struct Response {
    found: Properties,
}

/// Properties with a status of their own.
#[derive(Default)]
struct Propstat {
    status: Option<String>,
    found: Properties,
}

#[derive(Default)]
struct Properties {
    principal: Option<String>,
    home: Option<String>,
}

impl Propstat {
    /// Properties that a server does not have come with another status, such as 404.
    fn is_there(&self) -> bool {
        let status = self.status.as_deref();
        status.is_none_or(|line| line.split_whitespace().nth(1) == Some("200"))
    }
}

impl Properties {
    /// What is told first counts.
    fn add(&mut self, more: Properties) {
        self.principal = self.principal.take().or(more.principal);
        self.home = self.home.take().or(more.home);
    }
}

/// Reads a document from its beginning to its end, once, and keeps nothing of it but what is asked for above. The
/// namespaces that stand at once are limited by the XML reader, to 128.
pub(super) fn read(xml: &str) -> Result<Multistatus, NotDav> {
    if xml.len() > LONGEST_DOCUMENT {
        return Err(NotDav);
    }
    // Nothing may stand before an XML declaration, but what is meant is clear.
    let mut xml = NsReader::from_str(xml.trim_start());
    xml.config_mut().expand_empty_elements = true;
    let mut reading = Reading::default();
    for _ in 0..MOST_PIECES {
        match xml.read_resolved_event().map_err(|_| NotDav)? {
            (namespace, Event::Start(start)) => {
                let tag = Tag::of(&namespace, start.local_name().as_ref());
                reading.open(tag, &start)?;
            }
            (_, Event::End(_)) => reading.close(),
            (_, Event::Text(text)) => reading.hear(&text.into_inner()),
            (_, Event::CData(text)) => reading.hear(&text.into_inner()),
            (_, Event::GeneralRef(reference)) => reading.refer(&reference)?,
            // Nothing expands.
            (_, Event::DocType(_)) => return Err(NotDav),
            (_, Event::Eof) => return reading.end(),
            (_, Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::Empty(_)) => {}
        }
    }
    Err(NotDav)
}

/// The elements that mean something here.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tag {
    Multistatus,
    Response,
    Href,
    Propstat,
    Status,
    Prop,
    Principal,
    Home,
    Other,
}

impl Tag {
    fn of(namespace: &ResolveResult<'_>, name: &str) -> Tag {
        let ResolveResult::Bound(Namespace(namespace)) = *namespace else {
            return Tag::Other;
        };
        match (namespace, name) {
            (DAV, "multistatus") => Tag::Multistatus,
            (DAV, "response") => Tag::Response,
            (DAV, "href") => Tag::Href,
            (DAV, "propstat") => Tag::Propstat,
            (DAV, "status") => Tag::Status,
            (DAV, "prop") => Tag::Prop,
            (DAV, "current-user-principal") => Tag::Principal,
            (CALDAV, "calendar-home-set") => Tag::Home,
            _ => Tag::Other,
        }
    }
}

#[derive(Default)]
struct Reading {
    /// The elements that are open.
    path: Vec<Tag>,
    begun: bool,
    responses: Vec<Response>,
    /// The one that is open.
    propstat: Propstat,
}

impl Reading {
    fn open(&mut self, tag: Tag, start: &BytesStart<'_>) -> Result<(), NotDav> {
        use Tag::{Multistatus, Propstat};
        // There is one root.
        if self.path.is_empty() && (tag != Multistatus || self.begun) {
            return Err(NotDav);
        }
        self.begun = true;
        self.path.push(tag);
        if self.path.len() > DEEPEST {
            return Err(NotDav);
        }
        for (count, attribute) in start.attributes().enumerate() {
            if attribute.is_err() || count >= MOST_ATTRIBUTES {
                return Err(NotDav);
            }
        }
        // A second element of one kind says nothing.
        match self.text() {
            Some(Some(_)) => self.forget_tag(),
            Some(text) => *text = Some(String::new()),
            None => {}
        }
        match self.path.as_slice() {
            [Multistatus, Tag::Response] => self.responses.push(Response::default()),
            [Multistatus, Tag::Response, Propstat] => self.propstat = Default::default(),
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self) {
        if let [Tag::Multistatus, Tag::Response, Tag::Propstat] = self.path.as_slice() {
            let propstat = mem::take(&mut self.propstat);
            if let Some(response) = self.responses.last_mut().filter(|_| propstat.is_there()) {
                response.found.add(propstat.found);
            }
        }
        self.path.pop();
    }

    fn forget_tag(&mut self) {
        if let Some(tag) = self.path.last_mut() {
            *tag = Tag::Other;
        }
    }

    /// Where the text of the element that is open belongs.
    fn text(&mut self) -> Option<&mut Option<String>> {
        use Tag::{Home, Href, Multistatus, Principal, Prop, Propstat, Status};
        let found = &mut self.propstat.found;
        match self.path.as_slice() {
            [Multistatus, Tag::Response, Propstat, rest @ ..] => match rest {
                [Status] => Some(&mut self.propstat.status),
                [Prop, Principal, Href] => Some(&mut found.principal),
                [Prop, Home, Href] => Some(&mut found.home),
                _ => None,
            },
            _ => None,
        }
    }

    fn hear(&mut self, more: &str) {
        if let Some(Some(text)) = self.text() {
            let room = LONGEST_TEXT.saturating_sub(text.len());
            text.extend(more.chars().take(room));
        }
    }

    /// A character by its number, or one of the five that XML itself knows.
    fn refer(&mut self, reference: &BytesRef<'_>) -> Result<(), NotDav> {
        match reference.resolve_char_ref().map_err(|_| NotDav)? {
            Some(character) => self.hear(character.encode_utf8(&mut [0; 4])),
            None => self.hear(resolve_xml_entity(reference).ok_or(NotDav)?),
        }
        Ok(())
    }

    fn end(self) -> Result<Multistatus, NotDav> {
        if self.begun && self.path.is_empty() {
            Ok(Multistatus(self.responses))
        } else {
            Err(NotDav)
        }
    }
}
