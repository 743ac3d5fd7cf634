//! Where an API lives: scheme, host and port, and nothing else.

use std::fmt;

use hosts::{Owner, whose};
use serde::{Deserialize, Serialize};
use url::Url;

/// A region of Nylas. An application lives in exactly one; the other one's host answers its key with 401.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Region {
    /// The United States.
    Us,
    /// The European Union.
    Eu,
}

impl Region {
    /// Every region there is.
    pub const ALL: [Region; 2] = [Region::Us, Region::Eu];

    /// The host of this region (the contract's `servers`).
    #[must_use]
    pub fn origin(self) -> Origin {
        let host = match self {
            Region::Us => hosts::NYLAS_US,
            Region::Eu => hosts::NYLAS_EU,
        };
        Origin {
            text: format!("https://{host}"),
            host: host.to_owned(),
            whose: Owner::Nylas,
        }
    }
}

/// Scheme, host and port of an API: https anywhere, plain http only on this computer.
///
/// An API key belongs to an origin and is never sent to another.
///
/// ```
/// use nylas::{Origin, OriginError};
///
/// assert!(Origin::parse("https://api.eu.nylas.com").is_ok());
/// assert!(Origin::parse("http://localhost:8080").is_ok());
/// assert_eq!(Origin::parse("http://api.eu.nylas.com"), Err(OriginError::NotLoopback));
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Origin {
    text: String,
    host: String,
    whose: Owner,
}

/// Why a text is no [`Origin`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OriginError {
    /// Not an absolute address with a host.
    NotAnAddress,
    /// Neither https nor http.
    Scheme,
    /// Plain http to another computer.
    NotLoopback,
    /// A user name or a password stands in the address.
    UserInfo,
    /// More than scheme, host and port: a path, a query or a fragment.
    MoreThanOrigin,
}

impl Origin {
    /// Reads an address such as `https://api.us.nylas.com`.
    ///
    /// # Errors
    /// [`OriginError`] names what is wrong with it.
    pub fn parse(text: &str) -> Result<Origin, OriginError> {
        let url = Url::parse(text.trim()).map_err(|_| OriginError::NotAnAddress)?;
        let host = url.host().ok_or(OriginError::NotAnAddress)?;
        let whose = whose(&host, url.port_or_known_default());
        match url.scheme() {
            "https" => {}
            "http" if whose == Owner::ThisComputer => {}
            "http" => return Err(OriginError::NotLoopback),
            _ => return Err(OriginError::Scheme),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(OriginError::UserInfo);
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(OriginError::MoreThanOrigin);
        }
        Ok(Origin {
            text: url.origin().ascii_serialization(),
            host: host.to_string(),
            whose,
        })
    }

    /// The host alone; an IPv6 address stands in brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Host and, where it is not the scheme's own, port: what a person is shown.
    #[must_use]
    pub fn place(&self) -> &str {
        self.text
            .split_once("://")
            .map_or(self.text.as_str(), |(_, place)| place)
    }

    /// Scheme, host and, where it is not the scheme's own, port; no slash at the end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The same as an address, to which a path can be added.
    #[expect(
        clippy::expect_used,
        reason = "the text is an address's own origin, or one of ours, and tests parse those"
    )]
    pub(crate) fn url(&self) -> Url {
        Url::parse(&self.text).expect("an origin is an address")
    }

    /// Whose the API is.
    #[must_use]
    pub fn whose(&self) -> Owner {
        self.whose
    }

    /// Whether the API runs on this computer.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.whose == Owner::ThisComputer
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Origin({})", self.text)
    }
}

impl fmt::Display for OriginError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            OriginError::NotAnAddress => "not an absolute address",
            OriginError::Scheme => "neither https nor http",
            OriginError::NotLoopback => "plain http to another computer",
            OriginError::UserInfo => "a user name or password in the address",
            OriginError::MoreThanOrigin => "more than scheme, host and port",
        })
    }
}

impl std::error::Error for OriginError {}
