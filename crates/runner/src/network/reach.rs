//! Reaching a host: IPv4 and IPv6 race, then TLS.

use super::{Network, Outage, tls::Tls};
use hosts::{LOCALHOST, LOCALHOST_ADDRESSES, Owner, whose};
use rustls::pki_types::ServerName;
use std::{
    io::{self, ErrorKind},
    net::SocketAddr,
    sync::Arc,
    time::Duration,
};
use tokio::{
    net::{TcpStream, lookup_host},
    task::JoinSet,
    time::{sleep, timeout},
};
use tokio_rustls::{TlsConnector, client::TlsStream};

/// The longest from the name to TLS.
pub(crate) const CONNECTING: Duration = Duration::from_secs(8);
/// The most addresses of one host that are tried. Apple's have fewer than ten.
const MOST_ADDRESSES: usize = 16;
/// The head start of one address before the next (RFC 8305, section 5).
const HEAD_START: Duration = Duration::from_millis(250);

/// A connection to `host` that TLS stands on.
pub(crate) async fn connect(
    host: &str,
    port: u16,
    tls: &Tls,
    network: &Network,
) -> Result<TlsStream<TcpStream>, Outage> {
    let connecting = async {
        let found = addresses(host, port, network).await?;
        let stream = race(families_in_turn(&found))
            .await
            .map_err(|fault| outage(&fault, host, tls))?;
        // Short questions and answers: nothing is gained by holding a packet back.
        let _ = stream.set_nodelay(true);
        let name = ServerName::try_from(host.to_owned()).map_err(|_| Outage::Name)?;
        TlsConnector::from(Arc::new(tls.config.clone()))
            .connect(name, stream)
            .await
            .map_err(|fault| outage(&fault, host, tls))
    };
    timeout(CONNECTING, connecting)
        .await
        .unwrap_or(Err(Outage::TimedOut))
}

/// Where a host is. What `localhost` is, no resolver is asked.
pub(super) async fn addresses(
    host: &str,
    port: u16,
    network: &Network,
) -> Result<Vec<SocketAddr>, Outage> {
    if host == LOCALHOST {
        return Ok(LOCALHOST_ADDRESSES
            .map(|address| SocketAddr::new(address, port))
            .to_vec());
    }
    let whose = hosts::parse(host).map(|host| whose(&host, Some(port)));
    if let Some(mail_server_override) = network.mail_server_override
        && whose != Some(Owner::ThisComputer)
    {
        return Ok(vec![mail_server_override]);
    }
    let found = lookup_host((host, port)).await;
    Ok(found.map_err(|_| Outage::Name)?.collect())
}

/// The system's order, but alternating between the families; no more than are tried.
pub(super) fn families_in_turn(found: &[SocketAddr]) -> Vec<SocketAddr> {
    let Some(first) = found.first() else {
        return vec![];
    };
    let (mut one, mut other): (Vec<_>, Vec<_>) = found
        .iter()
        .partition(|address| address.is_ipv4() == first.is_ipv4());
    one.reverse();
    other.reverse();
    let mut order = vec![];
    while let Some(address) = one.pop().or_else(|| other.pop()) {
        order.push(address);
        order.extend(other.pop());
    }
    order.truncate(MOST_ADDRESSES);
    order
}

/// The first connection that stands. An address that fails or hesitates lets the next one start.
pub(super) async fn race(addresses: Vec<SocketAddr>) -> io::Result<TcpStream> {
    let mut waiting = addresses.into_iter();
    let mut tries = JoinSet::new();
    let mut fault = io::Error::from(ErrorKind::HostUnreachable);
    loop {
        if let Some(address) = waiting.next() {
            tries.spawn(TcpStream::connect(address));
        }
        tokio::select! {
            ended = tries.join_next() => match ended {
                Some(Ok(Ok(stream))) => return Ok(stream),
                Some(Ok(Err(latest))) => fault = latest,
                Some(Err(latest)) => fault = latest.into(),
                None => return Err(fault),
            },
            () = sleep(HEAD_START), if waiting.len() > 0 => {}
        }
    }
}

/// What a fault of the connection means.
pub(crate) fn outage(fault: &io::Error, host: &str, tls: &Tls) -> Outage {
    match fault.kind() {
        _ if fault
            .get_ref()
            .is_some_and(|behind| behind.is::<rustls::Error>()) =>
        {
            tls.tls_failures.take(host)
        }
        ErrorKind::ConnectionRefused => Outage::Refused,
        ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::BrokenPipe
        | ErrorKind::UnexpectedEof
        | ErrorKind::NotConnected => Outage::Reset,
        ErrorKind::TimedOut => Outage::TimedOut,
        _ => Outage::Unreachable,
    }
}
