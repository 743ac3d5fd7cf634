//! Whose a host is. Whatever sends a secret, trusts a certificate or goes through a proxy asks [`whose`], and nothing
//! else decides about it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

#[cfg(test)]
mod tests;

/// Nylas' hosts: the servers of its OpenAPI document.
pub const NYLAS_US: &str = "api.us.nylas.com";
/// The other region.
pub const NYLAS_EU: &str = "api.eu.nylas.com";
/// What the program calls this computer.
pub const LOCALHOST: &str = "localhost";
/// What `localhost` is, by the program's own word: a resolver could say something else.
pub const LOCALHOST_ADDRESSES: [IpAddr; 2] = [
    IpAddr::V4(Ipv4Addr::LOCALHOST),
    IpAddr::V6(Ipv6Addr::LOCALHOST),
];

const HTTPS: u16 = 443;
const IMAPS: u16 = 993;
const SUBMISSION: [u16; 2] = [587, 465];

/// Apple's services that hear an app-specific password, where they are, and their ports. Accounts of mainland China
/// live at `icloud.com.cn`.
const APPLE: [(&str, &[u16]); 6] = [
    ("caldav.icloud.com", &[HTTPS]),
    ("caldav.icloud.com.cn", &[HTTPS]),
    ("imap.mail.me.com", &[IMAPS]),
    ("imap.mail.icloud.com.cn", &[IMAPS]),
    ("smtp.mail.me.com", &SUBMISSION),
    ("smtp.mail.icloud.com.cn", &SUBMISSION),
];

/// Whose a host is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Owner {
    /// One of Apple's services that know app-specific passwords.
    Apple,
    /// One of Nylas' two APIs.
    Nylas,
    /// `localhost`, 127.0.0.0/8 and `::1`.
    ThisComputer,
    /// Everybody else's; a profile that names it says that it is the company's.
    Company,
}

/// Whose `host` is at `port`; without a port, at any. Names are compared as they stand: a parser of addresses has put
/// them in lower case, and a dot at the end makes another name of it.
pub fn whose<S: AsRef<str>>(host: &Host<S>, port: Option<u16>) -> Owner {
    let at = |ports: &[u16]| port.is_none_or(|port| ports.contains(&port));
    match host {
        Host::Ipv4(address) if address.is_loopback() => Owner::ThisComputer,
        Host::Ipv6(address) if address.is_loopback() => Owner::ThisComputer,
        Host::Ipv4(_) | Host::Ipv6(_) => Owner::Company,
        Host::Domain(name) => match name.as_ref() {
            LOCALHOST => Owner::ThisComputer,
            NYLAS_US | NYLAS_EU if at(&[HTTPS]) => Owner::Nylas,
            name if apples_ports(name).is_some_and(at) => Owner::Apple,
            _ => Owner::Company,
        },
    }
}

/// Whose the host of an address is.
pub fn whose_url(url: &Url) -> Owner {
    url.host().map_or(Owner::Company, |host| {
        whose(&host, url.port_or_known_default())
    })
}

/// A host by its name or IP address alone, with or without brackets, as profiles and certificates have it.
pub fn parse(text: &str) -> Option<Host<String>> {
    match text.parse() {
        Ok(IpAddr::V4(address)) => Some(Host::Ipv4(address)),
        Ok(IpAddr::V6(address)) => Some(Host::Ipv6(address)),
        Err(_) => Host::parse(text).ok(),
    }
}

/// A host as it is shown: with its port, unless that is what its protocol has anyway.
pub fn shown<S: AsRef<str>>(host: &Host<S>, port: Option<u16>, usual: u16) -> String
where
    Host<S>: std::fmt::Display,
{
    match port.filter(|port| *port != usual) {
        Some(port) => format!("{host}:{port}"),
        None => host.to_string(),
    }
}

/// The ports of a service, also for a part of it: accounts live on hosts such as `p34-caldav.icloud.com`.
fn apples_ports(name: &str) -> Option<&'static [u16]> {
    let service = name
        .strip_prefix('p')
        .and_then(|rest| rest.split_once('-'))
        .filter(|(number, _)| {
            (1..=3).contains(&number.len()) && number.bytes().all(|digit| digit.is_ascii_digit())
        })
        .map_or(name, |(_, service)| service);
    APPLE
        .iter()
        .find(|(known, _)| *known == service)
        .map(|(_, ports)| *ports)
}
