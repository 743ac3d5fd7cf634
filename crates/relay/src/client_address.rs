//! Whose request it is, as far as its address goes. What proxies write counts only where the configuration trusts them.

use ipnet::IpNet;
use std::net::{IpAddr, Ipv6Addr};

/// Where a request came from, by its connection and what stands in front.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ClientAddress(pub(crate) Option<IpAddr>);

/// Longest list of proxies that is looked at.
const MOST: usize = 20;

impl ClientAddress {
    /// `peer` is who connected, nobody by a Unix socket; `forwarded` is `X-Forwarded-For`, as it came.
    pub(crate) fn new(peer: Option<IpAddr>, forwarded: &str, trusted: &[IpNet]) -> ClientAddress {
        let is_trusted = |address: &IpAddr| trusted.iter().any(|net| net.contains(address));
        // By a Unix socket only this computer's own proxy comes.
        if peer.is_some_and(|peer| !is_trusted(&peer.to_canonical())) {
            return ClientAddress(peer.map(|peer| peer.to_canonical()));
        }
        let mut last = peer;
        for entry in forwarded.rsplit(',').take(MOST) {
            let Some(address) = address(entry) else {
                break;
            };
            last = Some(address);
            if !is_trusted(&address) {
                break;
            }
        }
        ClientAddress(last.map(|address| address.to_canonical()))
    }

    /// By which it is counted: an IPv4 address, or the /64 that one household has.
    pub(crate) fn network(self) -> String {
        match self.0 {
            None => "local".to_owned(),
            Some(IpAddr::V4(address)) => address.to_string(),
            Some(IpAddr::V6(address)) => {
                let bits = u128::from(address) >> 64 << 64;
                format!("{}/64", Ipv6Addr::from(bits))
            }
        }
    }
}

fn address(entry: &str) -> Option<IpAddr> {
    let entry = entry.trim().trim_start_matches('[').trim_end_matches(']');
    entry
        .parse::<IpAddr>()
        .ok()
        .map(|address| address.to_canonical())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    fn of(peer: &str, forwarded: &str, trusted: &[&str]) -> String {
        let trusted: Vec<IpNet> = trusted.iter().map(|net| net.parse().unwrap()).collect();
        let peer = (!peer.is_empty()).then(|| peer.parse().unwrap());
        ClientAddress::new(peer, forwarded, &trusted).network()
    }

    #[test]
    fn what_is_forwarded_counts_by_trusted_proxies_only() {
        for (peer, forwarded, trusted, network) in [
            ("203.0.113.9", "", &[][..], "203.0.113.9"),
            ("203.0.113.9", "198.51.100.1", &[], "203.0.113.9"),
            ("10.0.0.1", "198.51.100.1", &["10.0.0.0/8"], "198.51.100.1"),
            // The right-most one that is not ours: what stands left of it, the client wrote itself.
            (
                "10.0.0.1",
                "1.1.1.1, 198.51.100.1, 10.0.0.2",
                &["10.0.0.0/8"],
                "198.51.100.1",
            ),
            (
                "10.0.0.1",
                "1.1.1.1, nonsense, 10.0.0.2",
                &["10.0.0.0/8"],
                "10.0.0.2",
            ),
            ("10.0.0.1", "", &["10.0.0.0/8"], "10.0.0.1"),
            (
                "::ffff:10.0.0.1",
                "198.51.100.1",
                &["10.0.0.0/8"],
                "198.51.100.1",
            ),
            ("", "198.51.100.1", &[], "198.51.100.1"),
            ("", "", &[], "local"),
            ("2001:db8:1:2:3:4:5:6", "", &[], "2001:db8:1:2::/64"),
            (
                "10.0.0.1",
                "[2001:db8:1:2::9]",
                &["10.0.0.0/8"],
                "2001:db8:1:2::/64",
            ),
            (
                "10.0.0.1",
                "::ffff:198.51.100.7",
                &["10.0.0.0/8"],
                "198.51.100.7",
            ),
        ] {
            assert_eq!(of(peer, forwarded, trusted), network, "{peer} {forwarded}");
        }
    }
}
