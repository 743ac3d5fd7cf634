//! What can go wrong, without addresses and without secrets.

use std::fmt;
use std::time::Duration;

use serde_json::Value;

/// Why a call brought no result. Its texts are for logs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// The API key is empty or holds characters that no header carries. Nothing was sent.
    Key,
    /// There was no complete answer.
    Connect(Connect),
    /// Nylas said no.
    Server(ServerError),
    /// Something answered, but not as the contract has it.
    Unreadable(Unreadable),
}

/// Why there was no answer.
///
/// `sent` is false only when the connection was surely never established.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Connect {
    /// The host's name was not found.
    Name,
    /// Nothing listens there.
    Refused,
    /// No trusted TLS connection could be made.
    Tls,
    /// It took too long.
    TimedOut {
        /// Whether the request may have arrived.
        sent: bool,
    },
    /// The connection was closed before the answer.
    Reset {
        /// Whether the request may have arrived.
        sent: bool,
    },
    /// The proxy would not, or could not, connect us.
    Proxy,
    /// Anything else, such as no route, or an answer that is not HTTP.
    Other {
        /// Whether the request may have arrived.
        sent: bool,
    },
}

/// An answer that says no. Every text in it is [`quote`]d.
#[derive(Clone, PartialEq, Eq)]
pub struct ServerError {
    /// The HTTP status.
    pub status: u16,
    /// The error's type without its prefix, such as `invalid_authentication`; empty where none was given.
    /// Nylas uses the same types with and without a prefix.
    pub kind: String,
    /// Nylas' own words; may be empty.
    pub message: String,
    /// What Nylas' support asks for.
    pub request_id: Option<String>,
    /// What the provider said: an object in the contract, also seen as a text.
    pub provider_error: Option<Box<Value>>,
    /// How long to wait, at most one hour.
    pub retry_after: Option<Duration>,
}

/// An answer that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// The HTTP status.
    pub status: u16,
    /// What Nylas' support asks for.
    pub request_id: Option<String>,
    /// How long to wait, at most one hour.
    pub retry_after: Option<Duration>,
    /// What is wrong with it.
    pub why: Why,
}

/// What is wrong with an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// A page, as proxies and gateways send.
    Html,
    /// Not JSON.
    NotJson,
    /// It ends in the middle.
    CutOff,
    /// More than 5 MiB.
    TooLarge,
    /// It points elsewhere; redirects are not followed.
    Redirect,
    /// JSON of another shape.
    Shape {
        /// Which field, such as `data.grant_status`; `.` is the whole.
        path: String,
    },
}

impl Error {
    /// False only when the request surely never reached the other side.
    #[must_use]
    pub fn may_have_arrived(&self) -> bool {
        match self {
            Error::Key => false,
            Error::Connect(connect) => connect.sent(),
            Error::Server(_) | Error::Unreadable(_) => true,
        }
    }

    /// Whether Nylas knows no such thing. A gateway's bare "not found" says nothing about what Nylas has.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        matches!(self, Error::Server(error) if error.status == 404 && !error.kind.is_empty())
    }

    /// The HTTP status, where there was an answer.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Error::Key | Error::Connect(_) => None,
            Error::Server(error) => Some(error.status),
            Error::Unreadable(error) => Some(error.status),
        }
    }

    /// What Nylas' support asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Error::Key | Error::Connect(_) => None,
            Error::Server(error) => error.request_id.as_deref(),
            Error::Unreadable(error) => error.request_id.as_deref(),
        }
    }

    /// How long the other side asks to wait, at most one hour.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Error::Key | Error::Connect(_) => None,
            Error::Server(error) => error.retry_after,
            Error::Unreadable(error) => error.retry_after,
        }
    }
}

impl Connect {
    /// Whether the request may have arrived.
    #[must_use]
    pub fn sent(self) -> bool {
        match self {
            Connect::Name | Connect::Refused | Connect::Tls | Connect::Proxy => false,
            Connect::TimedOut { sent } | Connect::Reset { sent } | Connect::Other { sent } => sent,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Key => f.write_str("the API key cannot be sent in a header"),
            Error::Connect(connect) => write!(f, "no answer: {connect:?}"),
            Error::Server(e) => write!(f, "refused: {} {}: {}", e.status, e.kind, e.message),
            Error::Unreadable(e) => write!(f, "unreadable answer: {} {:?}", e.status, e.why),
        }?;
        match self.request_id() {
            Some(id) => write!(f, " (request {id})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {}

impl fmt::Debug for ServerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let provider_error = self.provider_error.as_ref().map(|e| quote(&e.to_string()));
        f.debug_struct("ServerError")
            .field("status", &self.status)
            .field("kind", &self.kind)
            .field("message", &self.message)
            .field("request_id", &self.request_id)
            .field("provider_error", &provider_error)
            .field("retry_after", &self.retry_after)
            .finish()
    }
}

/// The most characters of a server's text that are shown or logged.
const QUOTED: usize = 200;

/// A server's text as it may be shown: at most 200 characters, on one line, without what [`is_unseen`] and
/// without spaces of no width.
#[must_use]
pub fn quote(text: &str) -> String {
    quote_within(text, QUOTED)
}

/// As [`quote`], with another number of characters.
#[must_use]
pub fn quote_within(text: &str, most: usize) -> String {
    let mut clean = text
        .chars()
        .filter(|&c| c.is_whitespace() || !(is_unseen(c) || c == '\u{200b}'))
        .map(|c| if c.is_whitespace() { ' ' } else { c });
    let mut quoted: String = clean.by_ref().take(most).collect();
    if clean.next().is_some() {
        quoted.pop();
        quoted.push('…');
    }
    quoted.trim().to_owned()
}

/// Whether it controls the text around it in place of being read: control characters, separators of lines, and what
/// changes the direction of writing. Joiners are not among them, because scripts and emoji need them.
#[must_use]
pub fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
