//! Where the network itself is asked, and whether a proxy stands on the way to a host.

use hosts::Owner;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use url::Url;

/// Where the network itself is asked. Tests put servers of their own here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    /// A page over plain HTTP that says "Success", unless somebody else answers in its place.
    pub probe: Url,
    /// Who knows mail exchanges; `None`: the system's name servers.
    pub name_server: Option<SocketAddr>,
    /// Where mail servers are that are not on this computer; `None`: where the system's resolver says.
    pub mail_server_override: Option<SocketAddr>,
    /// Somewhere outside, by each kind of address: whether the system knows a way there is looked up, and nothing is sent.
    pub outside: [SocketAddr; 2],
}

/// Addresses that belong to nobody (RFC 5737, RFC 3849).
const OUTSIDE: [SocketAddr; 2] = [
    SocketAddr::new(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)), 9),
    SocketAddr::new(
        IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1)),
        9,
    ),
];

impl Default for Network {
    fn default() -> Self {
        // Apple's devices ask for this page whenever they join a network. The address is a constant that parses.
        #[expect(clippy::expect_used, reason = "a constant")]
        let probe = Url::parse("http://captive.apple.com/hotspot-detect.html").expect("an address");
        Network {
            probe,
            name_server: None,
            mail_server_override: None,
            outside: OUTSIDE,
        }
    }
}

/// The way to a host: between this computer and itself no proxy has any business.
pub(crate) fn way(
    http: reqwest::ClientBuilder,
    whose: Owner,
    proxy: Option<&str>,
) -> reqwest::Result<reqwest::ClientBuilder> {
    Ok(match proxy {
        _ if whose == Owner::ThisComputer => http.no_proxy(),
        Some(proxy) => http.proxy(reqwest::Proxy::all(proxy)?),
        None => http,
    })
}
