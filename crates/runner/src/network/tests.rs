#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod exchanges;
mod outages;
mod probes;
mod race;

/// No way leads there: a socket may not speak to everybody at once.
const NO_WAY: [std::net::SocketAddr; 2] =
    [std::net::SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::BROADCAST), 9); 2];
