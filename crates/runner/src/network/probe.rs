//! Is there a way to the internet, or does the network's own page answer?

use super::{Network, way};
use hosts::whose_url;
use nylas::{Connect, Timeouts};
use std::{
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    time::Duration,
};
use tokio::net::UdpSocket;

/// The longest that is waited for the page.
const PATIENCE: Duration = Duration::from_secs(3);
/// The page is far shorter; of another one no more is read, in bytes.
const ENOUGH: usize = 4096;

/// What answers when a well-known page is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Connectivity {
    /// The page itself, or at least somebody who refuses: it is no fault of the whole network.
    Internet,
    /// Another page, or a redirect to one.
    OtherPage,
    /// No page, but something shows that there is a network: somebody was connected to, a name was found, or the system
    /// knows a way to the outside. `names`: names are found here.
    Network { names: bool },
    /// Nobody, and no way to anybody.
    Nothing,
}

/// Asks for the page once, over plain HTTP and with nothing secret in it. Takes at most three seconds.
pub(crate) async fn probe(network: &Network, proxy: Option<&str>) -> Connectivity {
    let timeouts = Timeouts {
        connect: PATIENCE,
        ..Timeouts::default()
    };
    // Plain HTTP: no authority is needed, and reading the system's takes a moment.
    let http = nylas::transport(&timeouts)
        .tls_certs_only([])
        .timeout(PATIENCE);
    let http = way(http, whose_url(&network.probe), proxy).and_then(reqwest::ClientBuilder::build);
    let seen = match http {
        Ok(http) => match ask(&http, network).await {
            Ok(seen) => seen,
            Err(fault) => unanswered(&fault, network).await,
        },
        Err(_) => Connectivity::Internet,
    };
    log::info!("the network: {seen:?}");
    seen
}

async fn ask(http: &reqwest::Client, network: &Network) -> reqwest::Result<Connectivity> {
    let mut answer = http.get(network.probe.clone()).send().await?;
    match answer.status().as_u16() {
        200 => {}
        // A fault of the page's own servers is none of the network.
        500..=510 | 512.. => return Ok(Connectivity::Internet),
        _ => return Ok(Connectivity::OtherPage),
    }
    let mut page = vec![];
    while page.len() < ENOUGH
        && let Some(piece) = answer.chunk().await?
    {
        page.extend_from_slice(&piece[..piece.len().min(ENOUGH - page.len())]);
    }
    Ok(if String::from_utf8_lossy(&page).contains("Success") {
        Connectivity::Internet
    } else {
        Connectivity::OtherPage
    })
}

async fn unanswered(fault: &reqwest::Error, network: &Network) -> Connectivity {
    match nylas::classify(fault) {
        Connect::Refused | Connect::Reset { .. } => Connectivity::Internet,
        Connect::Proxy => Connectivity::OtherPage,
        // Whoever took the question is there.
        connect if connect.sent() => Connectivity::Network { names: true },
        // The page's own name may be filtered here, and its host may be blocked: that alone is no proof of anything.
        _ if !has_way(network).await => Connectivity::Nothing,
        Connect::Name => Connectivity::Network { names: false },
        _ => Connectivity::Network { names: true },
    }
}

/// Whether the system knows a way to somewhere outside. Nothing is sent: a datagram's socket only looks the way up.
async fn has_way(network: &Network) -> bool {
    for far in network.outside {
        let here = match far {
            SocketAddr::V4(_) => SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0)),
            SocketAddr::V6(_) => SocketAddr::from((Ipv6Addr::UNSPECIFIED, 0)),
        };
        if let Ok(socket) = UdpSocket::bind(here).await
            && socket.connect(far).await.is_ok()
        {
            return true;
        }
    }
    false
}
