//! Is there a way to the internet, or does the network's own page answer?

use super::{Network, is_loopback};
use nylas::{Connect, Timeouts};
use std::time::Duration;

/// The longest that is waited for the page.
const PATIENCE: Duration = Duration::from_secs(3);
/// The page is far shorter; of another one no more is read, in bytes.
const ENOUGH: usize = 4096;

/// What answers when a well-known page is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    /// The page itself, or at least somebody who refuses: it is no fault of the whole network.
    Internet,
    /// Another page, or a redirect to one.
    OtherPage,
    /// Nobody.
    Nothing,
}

/// Asks for the page once, over plain HTTP and with nothing secret in it. Takes at most three seconds.
pub(crate) async fn look(network: &Network, proxy: Option<&str>) -> Seen {
    let timeouts = Timeouts {
        connect: PATIENCE,
        ..Timeouts::default()
    };
    // Plain HTTP: no authority is needed, and reading the system's takes a moment.
    let mut http = nylas::transport(&timeouts)
        .tls_certs_only([])
        .timeout(PATIENCE);
    if network.probe.host().is_some_and(|host| is_loopback(&host)) {
        http = http.no_proxy();
    } else if let Some(proxy) = proxy.and_then(|proxy| reqwest::Proxy::all(proxy).ok()) {
        http = http.proxy(proxy);
    }
    let seen = match http.build() {
        Ok(http) => ask(&http, network)
            .await
            .unwrap_or_else(|fault| unanswered(&fault)),
        Err(_) => Seen::Internet,
    };
    log::info!("the network: {seen:?}");
    seen
}

async fn ask(http: &reqwest::Client, network: &Network) -> reqwest::Result<Seen> {
    let mut answer = http.get(network.probe.clone()).send().await?;
    match answer.status().as_u16() {
        200 => {}
        // A fault of the page's own servers is none of the network.
        500..=510 | 512.. => return Ok(Seen::Internet),
        _ => return Ok(Seen::OtherPage),
    }
    let mut page = vec![];
    while page.len() < ENOUGH
        && let Some(piece) = answer.chunk().await?
    {
        page.extend_from_slice(&piece[..piece.len().min(ENOUGH - page.len())]);
    }
    Ok(if String::from_utf8_lossy(&page).contains("Success") {
        Seen::Internet
    } else {
        Seen::OtherPage
    })
}

fn unanswered(fault: &reqwest::Error) -> Seen {
    match nylas::classify(fault) {
        Connect::Refused | Connect::Reset { .. } => Seen::Internet,
        Connect::Proxy => Seen::OtherPage,
        Connect::Name | Connect::Tls | Connect::TimedOut { .. } | Connect::Other { .. } => {
            Seen::Nothing
        }
    }
}
