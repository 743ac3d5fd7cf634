//! Addresses, and which of them a profile of which rank may name.

use std::net::IpAddr;

use url::{Host, Url};

use super::Rank;
use super::error::Reason;
use super::value::at_most;

/// Nylas' two hosts: the servers of its OpenAPI document.
const NYLAS: [&str; 2] = ["api.us.nylas.com", "api.eu.nylas.com"];
/// Apple's own domains; accounts, mail and calendars live below them.
const APPLE: [&str; 4] = ["icloud.com", "me.com", "mac.com", "apple.com"];
/// As in RFC 1035, 2.3.4, without the length bytes.
const LONGEST_HOST: usize = 253;

/// A server that is sent passwords, keys or tickets.
pub(super) fn service(text: &str, rank: Rank) -> Result<Url, Reason> {
    let url = web(text)?;
    without_extras(&url)?;
    let host = url.host().ok_or(Reason::NotAUrl)?;
    allowed(&host, rank)?;
    if url.scheme() == "http" && !is_loopback(&host) {
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
pub(super) fn host(text: &str, rank: Rank) -> Result<String, Reason> {
    at_most(LONGEST_HOST, text)?;
    let host = match text.parse() {
        Ok(IpAddr::V4(address)) => Host::Ipv4(address),
        Ok(IpAddr::V6(address)) => Host::Ipv6(address),
        Err(_) if text.starts_with('[') => return Err(Reason::NotAHost),
        Err(_) => Host::parse(text).map_err(|_| Reason::NotAHost)?,
    };
    allowed(&host, rank)?;
    Ok(match host {
        Host::Domain(name) => name,
        Host::Ipv4(address) => address.to_string(),
        Host::Ipv6(address) => address.to_string(),
    })
}

fn allowed<S: AsRef<str>>(host: &Host<S>, rank: Rank) -> Result<(), Reason>
where
    Host<S>: ToString,
{
    let known = match host {
        Host::Domain(name) => NYLAS.contains(&name.as_ref()) || is_apple(name.as_ref()),
        Host::Ipv4(_) | Host::Ipv6(_) => false,
    };
    if rank == Rank::Loose && !known && !is_loopback(host) {
        return Err(Reason::HostNotAllowed {
            host: host.to_string(),
        });
    }
    Ok(())
}

/// Whether a host, in lower case, is Apple's own.
pub(crate) fn is_apple(name: &str) -> bool {
    APPLE.iter().any(|domain| {
        name.strip_suffix(domain)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    })
}

fn is_loopback<S: AsRef<str>>(host: &Host<S>) -> bool {
    match host {
        Host::Domain(name) => name.as_ref() == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
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
