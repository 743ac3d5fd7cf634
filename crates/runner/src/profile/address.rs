//! Addresses, and which of them a profile of which rank may name.

use hosts::{Owner, whose};
use url::{Host, Url};

use super::Rank;
use super::error::Reason;
use super::value::at_most;

/// Whose hosts a loose profile may name for Nylas' API, which hears the key.
pub(super) const API: &[Owner] = &[Owner::Nylas, Owner::ThisComputer];
/// Whose for Apple's services, which hear the app-specific password.
pub(super) const APPLE: &[Owner] = &[Owner::Apple, Owner::ThisComputer];
/// Whose for a relay, which hears a ticket and the app-specific password.
pub(super) const RELAY: &[Owner] = &[Owner::ThisComputer];
const HTTPS: u16 = 443;
pub(super) const IMAPS: u16 = 993;
/// As in RFC 1035, 2.3.4, without the length bytes.
const LONGEST_HOST: usize = 253;

/// A server that is sent passwords, keys or tickets; a loose profile may name only what is `owned` like this.
pub(super) fn service(text: &str, rank: Rank, owned: &[Owner]) -> Result<Url, Reason> {
    let url = web(text)?;
    without_extras(&url)?;
    let host = url.host().ok_or(Reason::NotAUrl)?;
    // Plain http is refused below; until then the host is what matters.
    let port = url.port().unwrap_or(HTTPS);
    allowed(&host, port, HTTPS, rank, owned)?;
    if url.scheme() == "http" && whose(&host, Some(port)) != Owner::ThisComputer {
        return Err(Reason::PlainHttp);
    }
    Ok(url)
}

/// A page that a person's browser opens.
pub(super) fn page(text: &str) -> Result<Url, Reason> {
    let url = web(text)?;
    if url.scheme() != "https" {
        return Err(Reason::NotHttps);
    }
    without_credentials(&url)?;
    Ok(url)
}

/// A proxy; it sees no password, because nothing goes through it without TLS.
pub(super) fn proxy(text: &str) -> Result<Url, Reason> {
    let url = complete(text).ok_or(Reason::NotAProxy)?;
    let has_host = url.host_str().is_some_and(|host| !host.is_empty());
    if !has_host || !["http", "https", "socks5"].contains(&url.scheme()) {
        return Err(Reason::NotAProxy);
    }
    without_extras(&url)?;
    if !["", "/"].contains(&url.path()) {
        return Err(Reason::NotAProxy);
    }
    Ok(url)
}

/// A server by its name or IP address alone, without brackets.
pub(super) fn host(text: &str) -> Result<String, Reason> {
    at_most(LONGEST_HOST, text)?;
    if text.starts_with('[') {
        return Err(Reason::NotAHost);
    }
    Ok(match hosts::parse(text).ok_or(Reason::NotAHost)? {
        Host::Domain(name) => name,
        Host::Ipv4(address) => address.to_string(),
        Host::Ipv6(address) => address.to_string(),
    })
}

/// Whether a profile of this rank may name the mail server `host` at `port`.
pub(super) fn mail_server(host: &str, port: u16, rank: Rank) -> Result<(), Reason> {
    let host = hosts::parse(host).ok_or(Reason::NotAHost)?;
    allowed(&host, port, IMAPS, rank, APPLE)
}

fn allowed<S: AsRef<str>>(
    host: &Host<S>,
    port: u16,
    usual: u16,
    rank: Rank,
    owned: &[Owner],
) -> Result<(), Reason>
where
    Host<S>: std::fmt::Display,
{
    if rank == Rank::Loose && !owned.contains(&whose(host, Some(port))) {
        return Err(Reason::HostNotAllowed {
            host: hosts::shown(host, Some(port), usual),
        });
    }
    Ok(())
}

fn web(text: &str) -> Result<Url, Reason> {
    complete(text)
        .filter(|url| ["http", "https"].contains(&url.scheme()))
        .ok_or(Reason::NotAUrl)
}

/// The parser forgives what a browser's address bar forgives; a file has no need of that.
fn complete(text: &str) -> Option<Url> {
    let careless = text.contains(|c: char| c.is_whitespace() || c == '\\');
    if careless || !text.contains("://") {
        return None;
    }
    Url::parse(text).ok()
}

fn without_extras(url: &Url) -> Result<(), Reason> {
    if url.query().is_some() || url.fragment().is_some() {
        return Err(Reason::UrlHasExtras);
    }
    without_credentials(url)
}

fn without_credentials(url: &Url) -> Result<(), Reason> {
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Reason::UrlHasExtras);
    }
    Ok(())
}
