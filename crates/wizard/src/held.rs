//! An invitation that is open: whose link it was, and what the company's relay says of it.

use crate::Setup;
use apple::Address;
use hosts::Owner;
use invitation::{Link, LinkError, SCHEME};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

/// What the relay says after the claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Short and no secret: what a person reads out on the phone.
    pub reference: String,
    /// The account that may be connected, and no other.
    pub account: Address,
    /// Whom the company wrote to.
    pub recipient: String,
    /// Which account at the company it is added to.
    pub account_label: Option<String>,
    /// The account was connected before.
    pub renew: bool,
    /// A password would lead somewhere.
    pub ready: bool,
    /// One was sent already, and what became of it is to be asked.
    pub sent: bool,
}

/// What a yes opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedInvitation {
    pub setup: Setup,
    pub invitation: Invitation,
}

/// The invitation that this run is about, and what counted before it.
#[derive(Debug)]
pub(crate) struct Held {
    pub(crate) link: Box<Link>,
    pub(crate) told: Invitation,
    pub(crate) before: Box<Setup>,
}

/// Whether a relay may hear its ticket and, after a yes, the app password: it is on this computer, listed in the
/// source, or named by the company's own build or an administrator's profile.
pub fn trusts(setup: &Setup, relay: &Url) -> bool {
    let local = relay.host().is_some_and(|host| {
        hosts::whose(&host, relay.port_or_known_default()) == Owner::ThisComputer
    });
    local || setup.relays.contains(&place(relay))
}

/// Host and, where it is not that of https, port of a relay.
pub(crate) fn place(relay: &Url) -> String {
    let port = relay.port_or_known_default();
    relay
        .host()
        .map(|host| hosts::shown(&host, port, 443))
        .unwrap_or_default()
}

/// The part of the host that somebody registered: whose it is.
pub(crate) fn domain(relay: &Url) -> String {
    let registered = match relay.host() {
        Some(url::Host::Domain(name)) => psl::domain_str(name).map(str::to_owned),
        _ => None,
    };
    registered.unwrap_or_else(|| place(relay))
}

/// Whether this is the link of the invitation that is open: the button in the mail was pressed twice.
pub(crate) fn is_open(held: Option<&Held>, text: &SecretString) -> bool {
    let (Some(held), Ok(link)) = (held, link_in(text.expose_secret())) else {
        return false;
    };
    held.link.ticket().expose_secret() == link.ticket().expose_secret()
}

/// The link in a text, whatever mail programs and people put around it or into it.
pub(crate) fn link_in(text: &str) -> Result<Link, LinkError> {
    let begins = ["https://", "http://", "icloud-connect://"];
    let lower = text.to_ascii_lowercase();
    let starts = begins.iter().flat_map(|begin| lower.match_indices(begin));
    let mut starts: Vec<usize> = starts.map(|(at, _)| at).collect();
    starts.sort_unstable();
    let mut why = LinkError::NotALink;
    // Of many addresses one is an invitation; nobody pastes more than a few.
    for start in starts.into_iter().take(10) {
        let Some(rest) = text.get(start..) else {
            continue;
        };
        let end = rest.find(|c: char| !belongs(c)).unwrap_or(rest.len());
        // A line that was too long for a mail goes on after the break.
        let joined: String = rest.chars().filter(|c| c.is_ascii_graphic()).collect();
        let joined_end = joined.find(|c: char| !belongs(c)).unwrap_or(joined.len());
        for candidate in [&rest[..end], &joined[..joined_end]] {
            match read(candidate) {
                Ok(link) => return Ok(link),
                Err(error) if why == LinkError::NotALink => why = error,
                Err(_) => {}
            }
        }
    }
    Err(why)
}

/// What may stand in an address, of the characters that people do not put around one.
fn belongs(c: char) -> bool {
    c.is_ascii_graphic() && !"\"'<>`()[]{}|^\\*".contains(c)
}

fn read(candidate: &str) -> Result<Link, LinkError> {
    let candidate = candidate.trim_end_matches(['.', ',', ';', ':', '!', '?', '=']);
    let read = Link::parse(candidate, SCHEME);
    if read.is_ok() || read.as_ref().is_err_and(|why| *why == LinkError::TooLong) {
        return read;
    }
    // Some companies' mail programs send every press by an address of their own, with the real one in it.
    let wrapper = url::Url::parse(candidate).ok();
    let pairs = wrapper.iter().flat_map(|url| url.query_pairs());
    let mut inner = pairs.filter_map(|(_, value)| Link::parse(&value, SCHEME).ok());
    inner.next().map_or(read, Ok)
}
