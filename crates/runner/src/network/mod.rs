//! The network under the questions to Apple and Nylas: TLS that tells who stood in the way, addresses that race, and
//! whether there is a way to the internet at all.

mod domain;
mod outage;
mod probe;
pub(crate) mod reach;
#[cfg(test)]
mod tests;
pub(crate) mod tls;

pub(crate) use domain::hosted;
pub use outage::Outage;
pub(crate) use probe::{Connectivity, probe};
pub use tls::issuer;

use crate::Config;
use hosts::Owner;
use nylas::Origin;
use std::net::SocketAddr;
use url::Url;
use wizard::{Problem, Report};

/// Where the network itself is asked. Tests put servers of their own here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    /// A page over plain HTTP that says "Success", unless somebody else answers in its place.
    pub probe: Url,
    /// Who knows mail exchanges; `None`: the system's name servers.
    pub name_server: Option<SocketAddr>,
    /// Where mail servers are that are not on this computer; `None`: where the system's resolver says.
    pub mail_server_override: Option<SocketAddr>,
}

impl Default for Network {
    fn default() -> Self {
        // Apple's devices ask for this page whenever they join a network. The address is a constant that parses.
        #[expect(clippy::expect_used, reason = "a constant")]
        let probe = Url::parse("http://captive.apple.com/hotspot-detect.html").expect("an address");
        Network {
            probe,
            name_server: None,
            mail_server_override: None,
        }
    }
}

/// What a network's part in a failed request to Nylas was: who stood in the way, whether anything is reached at all.
pub(crate) async fn explain(config: &Config, origin: &Origin, mut report: Report) -> Report {
    // Of Apple's certificates it is known already.
    if report.problem == Problem::TlsBroken && report.kind.is_empty() {
        let why = config.tls_failures.take(origin.host());
        report = Report {
            detail: report.detail,
            may_have_arrived: report.may_have_arrived,
            ..why.report(false)
        };
    }
    if origin.is_loopback() {
        // On the way to this computer itself nothing is blocked: nobody is there.
        return if report.problem == Problem::PortBlocked {
            Report {
                problem: Problem::NylasUnavailable,
                ..report
            }
        } else {
            report
        };
    }
    if is_network_problem(report.problem) {
        refine_with_connectivity(
            report,
            probe(&config.network, config.proxy.as_deref()).await,
        )
    } else {
        report
    }
}

/// Whether the state of the network could say more about a problem.
pub(crate) const fn is_network_problem(problem: Problem) -> bool {
    matches!(
        problem,
        Problem::NameNotFound | Problem::TlsBroken | Problem::PortBlocked | Problem::Offline
    )
}

/// What a problem on the way to a server is, once the network was looked at.
pub(crate) fn refine_with_connectivity(report: Report, seen: Connectivity) -> Report {
    let problem = match (seen, report.problem) {
        (Connectivity::OtherPage, problem) if is_network_problem(problem) => Problem::ProxyAnswers,
        // Whoever showed a certificate answered.
        (Connectivity::Nothing, Problem::NameNotFound | Problem::PortBlocked) => Problem::Offline,
        (Connectivity::Internet, Problem::Offline) if report.may_have_arrived => {
            Problem::NylasUnavailable
        }
        (Connectivity::Internet, Problem::Offline) => Problem::PortBlocked,
        _ => return report,
    };
    Report {
        problem,
        kind: "",
        values: vec![],
        ..report
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
