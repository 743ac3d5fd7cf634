//! The link of an invitation. It names one relay and carries one ticket; whether that relay is to be trusted is not decided
//! here.

use crate::ticket::Ticket;
use hosts::{Owner, whose_url};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

/// The longest link that is looked at, in bytes.
pub const MAX_LINK: usize = 2000;
/// What the links begin with that open the program; a company's own build may have one of its own.
pub const SCHEME: &str = "icloud-connect";

/// A link that was read: where the relay is, and the ticket for it.
#[derive(Clone, Debug)]
pub struct Link {
    relay: Url,
    ticket: Ticket,
}

/// Why a text is no link of an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkError {
    /// Far longer than one.
    TooLong,
    /// Not an address at all, or one that leads elsewhere.
    NotALink,
    /// Neither https, nor http on this computer.
    NotHttps,
    /// An address of a relay whose ticket is cut off, or is none.
    Ticket,
}

impl Link {
    /// A link to the relay at `public_url`, which may have a path.
    ///
    /// # Errors
    /// [`LinkError`] where that address could not be a relay's.
    pub fn new(public_url: &Url, ticket: Ticket) -> Result<Link, LinkError> {
        let relay = plain(public_url)?;
        Ok(Link { relay, ticket })
    }

    /// Reads `{public_url}/i/<ticket>`, or `<scheme>://invite?url=` with one of these in it. What mail programs add behind
    /// a link is left out.
    ///
    /// # Errors
    /// [`LinkError`] says what is wrong with it.
    pub fn parse(text: &str, scheme: &str) -> Result<Link, LinkError> {
        let text = text.trim();
        if text.len() > MAX_LINK {
            return Err(LinkError::TooLong);
        }
        let url = Url::parse(text).map_err(|_| LinkError::NotALink)?;
        if url.scheme() != scheme {
            return Link::of_page(&url);
        }
        // Some systems put a slash behind the host.
        if url.host_str() != Some("invite") || !matches!(url.path(), "" | "/") {
            return Err(LinkError::NotALink);
        }
        let mut inner = url.query_pairs().filter(|(name, _)| name == "url");
        let (Some((_, page)), None) = (inner.next(), inner.next()) else {
            return Err(LinkError::NotALink);
        };
        let page = Zeroizing::new(page.into_owned());
        Link::of_page(&Url::parse(&page).map_err(|_| LinkError::NotALink)?)
    }

    fn of_page(url: &Url) -> Result<Link, LinkError> {
        let mut relay = plain(url)?;
        let mut path: Vec<&str> = url
            .path_segments()
            .map(Iterator::collect)
            .unwrap_or_default();
        if path.last() == Some(&"") {
            path.pop();
        }
        let (Some(ticket), Some("i")) = (path.pop(), path.pop()) else {
            return Err(LinkError::NotALink);
        };
        let ticket = Ticket::parse(ticket).map_err(|_| LinkError::Ticket)?;
        relay.set_path(&path.join("/"));
        Ok(Link {
            relay: plain(&relay)?,
            ticket,
        })
    }

    /// Where the relay is: its public address, without a slash at the end of its path.
    #[must_use]
    pub fn relay(&self) -> &Url {
        &self.relay
    }

    /// What it lets one do.
    #[must_use]
    pub fn ticket(&self) -> &Ticket {
        &self.ticket
    }

    /// The address of one of the calls, such as [`crate::CLAIM`]. No ticket is in it.
    #[must_use]
    pub fn call(&self, path: &str) -> Url {
        call(&self.relay, path)
    }

    /// The link as it is sent: the address of a page that says what to do.
    #[must_use]
    pub fn page(&self) -> SecretString {
        let relay = self.relay.as_str().trim_end_matches('/');
        format!("{relay}/i/{}", self.ticket.expose_secret()).into()
    }

    /// The link that opens the program, where that is installed.
    #[must_use]
    pub fn opening(&self, scheme: &str) -> SecretString {
        let page = self.page();
        let page = url::form_urlencoded::byte_serialize(page.expose_secret().as_bytes());
        format!("{scheme}://invite?url={}", page.collect::<String>()).into()
    }
}

/// The relay at an address that was kept.
///
/// # Errors
/// [`LinkError`] where that address could not be a relay's.
pub fn relay_at(text: &str) -> Result<Url, LinkError> {
    if text.len() > MAX_LINK {
        return Err(LinkError::TooLong);
    }
    plain(&Url::parse(text).map_err(|_| LinkError::NotALink)?)
}

/// The address of one of the calls at this relay.
#[must_use]
pub fn call(relay: &Url, path: &str) -> Url {
    let mut url = relay.clone();
    url.set_path(&format!("{}{path}", relay.path().trim_end_matches('/')));
    url
}

/// The address without what no relay's address has; or why it could not be one.
pub(crate) fn plain(url: &Url) -> Result<Url, LinkError> {
    match url.scheme() {
        "https" => {}
        "http" if whose_url(url) == Owner::ThisComputer => {}
        "http" => return Err(LinkError::NotHttps),
        _ => return Err(LinkError::NotALink),
    }
    let hidden = !url.username().is_empty() || url.password().is_some();
    // A path that is another one once it is decoded is nobody's.
    if hidden
        || url.host().is_none()
        || url.path().contains(['%', '\\'])
        || url.path().contains("//")
    {
        return Err(LinkError::NotALink);
    }
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    let path = url.path().trim_end_matches('/').to_owned();
    url.set_path(&path);
    Ok(url)
}
