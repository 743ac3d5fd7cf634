//! Where a relay answers its company's own people: an address that one of them typed, or that a profile names.

use crate::link::{LinkError, MAX_LINK, plain};
use hosts::{Owner, whose_url};
use std::fmt;
use url::{Host, Url};

/// The address under which the operators' calls are: https, or http on this computer; it may have a path.
#[derive(Clone, PartialEq, Eq)]
pub struct Site(Url);

impl Site {
    /// Reads what somebody typed. Without a scheme it is https, except on this computer.
    ///
    /// # Errors
    /// [`LinkError`] says what is wrong with it.
    pub fn parse(text: &str) -> Result<Site, LinkError> {
        let text = text.trim();
        if text.len() > MAX_LINK {
            return Err(LinkError::TooLong);
        }
        if text.contains("://") {
            return Site::of(text);
        }
        let secure = Site::of(&format!("https://{text}"))?;
        if secure.is_this_computer() {
            return Site::of(&format!("http://{text}"));
        }
        Ok(secure)
    }

    fn of(text: &str) -> Result<Site, LinkError> {
        let url = Url::parse(text).map_err(|_| LinkError::NotALink)?;
        if url.query().is_some() || url.fragment().is_some() {
            return Err(LinkError::NotALink);
        }
        let site = Site(plain(&url)?);
        // A single word is no server's name, but may be a password that was typed into the wrong field.
        let is_word = matches!(site.0.host(), Some(Host::Domain(name)) if !name.contains('.'));
        if is_word && !site.is_this_computer() {
            return Err(LinkError::NotALink);
        }
        Ok(site)
    }

    /// Whether nothing leaves this computer on the way there, as far as this program is concerned.
    #[must_use]
    pub fn is_this_computer(&self) -> bool {
        whose_url(&self.0) == Owner::ThisComputer
    }

    /// Scheme, host and port, to which its key belongs.
    #[must_use]
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// Host and, where it is not that of https, port: as people are told of it.
    #[must_use]
    pub fn place(&self) -> String {
        let port = self.0.port_or_known_default();
        let shown = self.0.host().map(|host| hosts::shown(&host, port, 443));
        shown.unwrap_or_default()
    }

    /// The whole address, as it is kept.
    #[must_use]
    pub fn address(&self) -> &str {
        self.0.as_str().trim_end_matches('/')
    }

    /// The address of a call, such as [`crate::operator::INVITATIONS`], and of what is under it. Whatever is in `under`, it
    /// leads nowhere else.
    #[must_use]
    pub fn call(&self, path: &str, under: &[&str]) -> Url {
        let mut url = self.0.clone();
        url.set_path(&format!("{}{path}", self.0.path().trim_end_matches('/')));
        if let Ok(mut segments) = url.path_segments_mut() {
            // A dot and two are the only segments that mean another place.
            segments.extend(under.iter().filter(|part| !matches!(**part, "." | "..")));
        }
        url
    }
}

/// What was typed may have been meant for another field.
impl fmt::Debug for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Site")
    }
}
