//! Is there a way to the internet, or does the network's own page answer?

use super::{Network, way};
use hosts::whose_url;
use nylas::{Connect, Timeouts};
use std::time::Duration;

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
    /// Nobody.
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
        Ok(http) => ask(&http, network)
            .await
            .unwrap_or_else(|fault| unanswered(&fault)),
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

fn unanswered(fault: &reqwest::Error) -> Connectivity {
    match nylas::classify(fault) {
        Connect::Refused | Connect::Reset { .. } => Connectivity::Internet,
        Connect::Proxy => Connectivity::OtherPage,
        Connect::Name | Connect::Tls | Connect::TimedOut { .. } | Connect::Other { .. } => {
            Connectivity::Nothing
        }
    }
}
