//! The network under the questions to Apple and Nylas: TLS that tells who stood in the way, addresses that race, and
//! whether there is a way to the internet at all.

mod domain;
mod outage;
mod probe;
mod proxy;
pub(crate) mod reach;
#[cfg(test)]
mod tests;
pub(crate) mod tls;
mod way;

pub(crate) use domain::hosted;
pub use outage::Outage;
pub(crate) use probe::{Connectivity, probe};
pub use proxy::{ProxyChoice, ProxyResolver};
pub use tls::issuer;
pub use way::Network;
pub(crate) use way::way;

use crate::Config;
use nylas::Origin;
use wizard::{Problem, Report, ReportKind};

/// What a network's part in a failed request to Nylas was: who stood in the way, whether anything is reached at all.
pub(crate) async fn explain(config: &Config, origin: &Origin, mut report: Report) -> Report {
    // Of Apple's certificates it is known already.
    if report.problem == Problem::TlsBroken && report.kind == ReportKind::Plain {
        let why = config.tls_failures.take(origin.host());
        report = Report {
            detail: report.detail,
            may_have_arrived: report.may_have_arrived,
            ..why.report(false)
        };
    }
    if origin.is_loopback() {
        // On the way to this computer itself nothing is blocked, and nobody stands in between: nobody is there, or it
        // shows a page of its own.
        let is_page = report.detail.kind.as_deref() == Some("Html");
        return Report {
            problem: match report.problem {
                Problem::PortBlocked => Problem::NylasUnavailable,
                Problem::ProxyAnswers if is_page => Problem::NotUnderstood,
                problem => problem,
            },
            ..report
        };
    }
    if is_network_problem(report.problem) {
        refine_with_connectivity(
            report,
            probe(&config.network, config.proxy.get().as_deref()).await,
        )
    } else {
        report
    }
}

/// Whether a proxy that only the system knows may be the way there: nothing was reached and nothing sent.
pub(crate) fn proxy_may_help(origin: &Origin, report: &Report) -> bool {
    let unreached = matches!(
        report.problem,
        Problem::NameNotFound
            | Problem::PortBlocked
            | Problem::Offline
            | Problem::RelayNotAnswering
    );
    unreached && !report.may_have_arrived && !origin.is_loopback()
}

/// Whether the state of the network could say more about a problem.
pub(crate) const fn is_network_problem(problem: Problem) -> bool {
    matches!(
        problem,
        Problem::NameNotFound | Problem::TlsBroken | Problem::PortBlocked | Problem::Offline
    )
}

/// What a problem on the way to a server is, once the network was looked at. *Offline* needs two witnesses: the question,
/// which nobody answered, and the network, to which no way leads.
pub(crate) fn refine_with_connectivity(report: Report, seen: Connectivity) -> Report {
    let answered = report.detail.kind.as_deref().is_some_and(|kind| {
        let mut answers = ["refused", "reset"].into_iter();
        answers.any(|answer| kind.to_ascii_lowercase().starts_with(answer))
    });
    let online = matches!(seen, Connectivity::Internet | Connectivity::Network { .. });
    let (problem, kind) = match (seen, report.problem) {
        (Connectivity::OtherPage, problem) if is_network_problem(problem) => {
            (Problem::ProxyAnswers, "")
        }
        // Whoever refused, hung up or showed a certificate answered.
        (Connectivity::Nothing, Problem::NameNotFound) => (Problem::Offline, ""),
        (Connectivity::Nothing, Problem::PortBlocked) if !answered => (Problem::Offline, ""),
        (_, Problem::Offline) if online && report.may_have_arrived => {
            (Problem::NylasUnavailable, "")
        }
        (_, Problem::Offline) if online => (Problem::PortBlocked, ""),
        // A browser may still work here: it asks the network for a proxy, which then finds the names.
        (Connectivity::Network { names: false }, Problem::NameNotFound) => {
            (Problem::NameNotFound, "no-names")
        }
        _ => return report,
    };
    Report {
        problem,
        kind: kind.into(),
        values: vec![],
        ..report
    }
}
