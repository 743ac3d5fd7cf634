//! What a browser sends, read as it comes: each byte is looked at as often whether it comes alone or with others.

use httparse::{EMPTY_HEADER, Request, Status};

/// The path that is registered at Nylas, behind `http://localhost:PORT`.
pub(super) const PATH: &str = "/callback";
/// Where the redirect is redirected to, so that the code leaves the browser's address bar.
pub(super) const DONE: &str = "/callback/done";

/// The most bytes of a request that are read. Browsers send less than two thousand of their own, but with it the cookies
/// of whatever else runs at `localhost`, whose ports share them.
pub(crate) const MOST_BYTES: usize = 40 << 10;
/// The most headers of a request. Browsers send fewer than twenty; extensions and companies' browsers add theirs.
pub(crate) const MOST_HEADERS: usize = 128;

/// One request, as far as it was heard.
pub(super) struct Head {
    bytes: Vec<u8>,
    /// How many bytes may still come.
    left: usize,
    /// How long it has to be to be looked at again, where it does not end before.
    again: usize,
}

/// What a request is so far.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// It goes on.
    Part,
    Whole(CallbackRequest),
    /// It begins as a browser's way back does, and is more than is read.
    TooMuch,
    /// It is none, or too long.
    Nothing,
}

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct CallbackRequest {
    pub(super) target: Target,
    /// By a person's browser that goes to this address: not by another page's script, and not under another name.
    pub(super) by_browser: bool,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// The redirect, with this query.
    Callback(String),
    /// The redirect, by a browser that wants to have it before anybody goes there.
    Early,
    /// The page on which it ends.
    Done,
    Other,
}

impl Head {
    pub(super) const fn new() -> Self {
        Head {
            bytes: vec![],
            left: MOST_BYTES,
            again: 0,
        }
    }

    /// Takes what was heard on this port.
    pub(super) fn hear(&mut self, piece: &[u8], port: u16) -> Heard {
        let piece = &piece[..piece.len().min(self.left)];
        self.left -= piece.len();
        // Empty lines before a request mean nothing.
        let begun = match self.bytes.is_empty() {
            true => piece.iter().position(|byte| !b"\r\n".contains(byte)),
            false => Some(0),
        };
        let new = self.bytes.len().saturating_sub(2);
        self.bytes
            .extend_from_slice(begun.map_or(&[], |begun| &piece[begun..]));
        let new = &self.bytes[new..];
        let ended = [&b"\n\n"[..], b"\n\r\n"]
            .iter()
            .any(|end| new.windows(end.len()).any(|bytes| bytes == *end))
            || self.left == 0;
        // What is no request at all is turned away at once; what is one is not read again with every byte.
        if !ended && self.bytes.len() < self.again {
            return Heard::Part;
        }
        self.again = 2 * self.bytes.len();
        let mut headers = [EMPTY_HEADER; MOST_HEADERS];
        let mut request = Request::new(&mut headers);
        match request.parse(&self.bytes) {
            Ok(Status::Complete(_)) => Heard::Whole(CallbackRequest::by(&request, port)),
            Ok(Status::Partial) if !ended => Heard::Part,
            Ok(Status::Partial) | Err(httparse::Error::TooManyHeaders) if self.is_way_back() => {
                Heard::TooMuch
            }
            _ => Heard::Nothing,
        }
    }
}

impl Head {
    fn is_way_back(&self) -> bool {
        let target = self.bytes.strip_prefix(b"GET ");
        let rest = target.and_then(|target| target.strip_prefix(PATH.as_bytes()));
        rest.is_some_and(|rest| rest.first().is_some_and(|byte| b"? ".contains(byte)))
    }
}

impl CallbackRequest {
    fn by(request: &Request<'_, '_>, port: u16) -> CallbackRequest {
        let (path, query) = request
            .path
            .map(|target| target.split_once('?').unwrap_or((target, "")))
            .unwrap_or_default();
        let target = match path {
            _ if request.method != Some("GET") => Target::Other,
            PATH if is_early(request) => Target::Early,
            PATH => Target::Callback(query.to_owned()),
            DONE => Target::Done,
            _ => Target::Other,
        };
        CallbackRequest {
            target,
            by_browser: is_of_the_browser(request, port),
        }
    }
}

fn is_of_the_browser(request: &Request<'_, '_>, port: u16) -> bool {
    let mut hosts = request
        .headers
        .iter()
        .filter(|header| header.name.eq_ignore_ascii_case("host"));
    // By name or by either address: browsers and what helps them write one for the other.
    let names = ["localhost", "127.0.0.1", "[::1]"].map(|name| format!("{name}:{port}"));
    let is_ours = |value: &[u8]| {
        let mut names = names.iter();
        names.any(|name| value.eq_ignore_ascii_case(name.as_bytes()))
    };
    let host = hosts.next().is_some_and(|host| is_ours(host.value)) && hosts.next().is_none();
    host && request.headers.iter().all(|header| match header.name {
        name if name.eq_ignore_ascii_case("origin") => false,
        name if name.eq_ignore_ascii_case("sec-fetch-mode") => header.value == b"navigate",
        _ => true,
    })
}

/// Whether the browser only wants to have the page at hand, as it does with an address that is being typed.
fn is_early(request: &Request<'_, '_>) -> bool {
    let names = ["sec-purpose", "purpose", "x-purpose", "x-moz"];
    request.headers.iter().any(|header| {
        let value = header.value.to_ascii_lowercase();
        let says = |word: &[u8]| value.windows(word.len()).any(|part| part == word);
        names
            .iter()
            .any(|name| header.name.eq_ignore_ascii_case(name))
            && (says(b"prefetch") || says(b"prerender") || says(b"preview"))
    })
}
