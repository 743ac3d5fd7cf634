//! What an outage means to a person.

use super::{
    super::{Connectivity, Outage, explain, refine_with_connectivity},
    NO_WAY,
};
use crate::{
    Config,
    network::Network,
    report::{NylasCall, report},
};
use nylas::{Connect, Error, Origin, Unreadable, Why};
use std::time::Duration;
use wizard::{Problem, Report};

fn code(why: &Outage, reached: bool) -> &'static str {
    why.report(reached).problem.code()
}

#[test]
fn every_outage_has_its_problem() {
    let tls = || Outage::Tls { issuer: None };
    let throttled = || Outage::Throttled { retry_after: None };
    for (why, before_tls, after) in [
        (Outage::Name, "C02", "C02"),
        (Outage::Refused, "C05", "A04"),
        (Outage::TimedOut, "C05", "A04"),
        (Outage::Reset, "C05", "A04"),
        (Outage::Unreachable, "C01", "C01"),
        (tls(), "C03", "C03"),
        (Outage::Clock, "C06", "C06"),
        (Outage::Proxy, "C04", "C04"),
        (Outage::Elsewhere, "C04", "C04"),
        (throttled(), "A04", "A04"),
        (Outage::Unavailable, "A04", "A04"),
        (Outage::NotUnderstood, "A04", "A04"),
    ] {
        assert_eq!(
            (code(&why, false), code(&why, true)),
            (before_tls, after),
            "{why:?}"
        );
        for reached in [false, true] {
            let report = why.report(reached);
            assert!(
                !report.problem.refuses_password() && report.problem.field().is_none(),
                "{why:?}"
            );
            assert_eq!(report.detail.kind.as_deref(), Some(why.name()));
        }
    }
}

#[test]
fn an_issuer_is_named_and_a_pause_is_kept() {
    let report = Outage::Tls {
        issuer: Some("Acme Firewall".into()),
    }
    .report(false);
    assert_eq!(
        (report.kind.name(), report.values),
        ("issuer", vec![("value", "Acme Firewall".to_owned())])
    );
    assert_eq!(
        Outage::Throttled {
            retry_after: Some(Duration::from_secs(90))
        }
        .report(true)
        .retry_after,
        Some(90)
    );
    assert_eq!(
        Outage::Throttled {
            retry_after: Some(Duration::MAX)
        }
        .report(true)
        .retry_after,
        Some(u32::MAX)
    );
}

#[test]
fn an_answer_of_nylas_that_never_came_has_its_problem() {
    for (connect, code) in [
        (Connect::Name, "C02"),
        (Connect::Tls, "C03"),
        (Connect::Proxy, "C04"),
        (Connect::Refused, "C05"),
        (Connect::TimedOut { sent: false }, "C05"),
        (Connect::TimedOut { sent: true }, "N07"),
        (Connect::Reset { sent: false }, "C05"),
        (Connect::Reset { sent: true }, "N07"),
        (Connect::Other { sent: false }, "C01"),
    ] {
        assert_eq!(
            report(&Error::Connect(connect), NylasCall::Company("grants.read"))
                .problem
                .code(),
            code,
            "{connect:?}"
        );
    }
}

#[test]
fn networks_are_told_apart() {
    use Problem::{
        ClockWrong, KeyRefused, NameNotFound, NylasUnavailable, Offline, PortBlocked, ProxyAnswers,
        TlsBroken,
    };
    for (problem, internet, other_page, nothing) in [
        (NameNotFound, NameNotFound, ProxyAnswers, Offline),
        (PortBlocked, PortBlocked, ProxyAnswers, Offline),
        (Offline, PortBlocked, ProxyAnswers, Offline),
        (TlsBroken, TlsBroken, ProxyAnswers, TlsBroken),
        (ClockWrong, ClockWrong, ClockWrong, ClockWrong),
        (
            NylasUnavailable,
            NylasUnavailable,
            NylasUnavailable,
            NylasUnavailable,
        ),
        (KeyRefused, KeyRefused, KeyRefused, KeyRefused),
    ] {
        for (seen, expected) in [
            (Connectivity::Internet, internet),
            (Connectivity::OtherPage, other_page),
            (Connectivity::Nothing, nothing),
        ] {
            assert_eq!(
                refine_with_connectivity(problem.into(), seen).problem,
                expected,
                "{problem:?} {seen:?}"
            );
        }
    }
    let half_way = Report {
        may_have_arrived: true,
        ..Report::new(Offline)
    };
    assert_eq!(
        refine_with_connectivity(half_way, Connectivity::Internet).problem,
        NylasUnavailable,
        "the network is up, and something was sent"
    );
}

#[test]
fn offline_is_said_only_where_two_witnesses_say_so() {
    use Problem::{NameNotFound, NylasUnavailable, Offline, PortBlocked};
    let of = |connect| report(&Error::Connect(connect), NylasCall::Exchange);
    let filtered = Connectivity::Network { names: false };
    let silent = Connectivity::Network { names: true };
    for (said, seen, problem, kind) in [
        (of(Connect::Refused), Connectivity::Nothing, PortBlocked, ""),
        (
            of(Connect::Reset { sent: false }),
            Connectivity::Nothing,
            PortBlocked,
            "",
        ),
        (
            of(Connect::TimedOut { sent: false }),
            Connectivity::Nothing,
            Offline,
            "",
        ),
        (
            of(Connect::TimedOut { sent: false }),
            filtered,
            PortBlocked,
            "",
        ),
        (of(Connect::Name), Connectivity::Nothing, Offline, ""),
        (of(Connect::Name), filtered, NameNotFound, "no-names"),
        (of(Connect::Name), silent, NameNotFound, ""),
        (
            of(Connect::Other { sent: false }),
            filtered,
            PortBlocked,
            "",
        ),
        (
            of(Connect::Other { sent: true }),
            silent,
            NylasUnavailable,
            "",
        ),
        (
            Outage::Refused.report(false),
            Connectivity::Nothing,
            PortBlocked,
            "",
        ),
        (
            Outage::Reset.report(false),
            Connectivity::Nothing,
            PortBlocked,
            "",
        ),
        (Outage::TimedOut.report(false), silent, PortBlocked, ""),
    ] {
        let refined = refine_with_connectivity(said.clone(), seen);
        assert_eq!(
            (refined.problem, refined.kind.name()),
            (problem, kind),
            "{said:?} {seen:?}"
        );
    }
}

#[tokio::test]
async fn a_page_in_nylas_place_is_the_networks_and_on_this_computer_nobodys() {
    let config = Config::default();
    for (status, origin, code) in [
        (200, "https://api.us.nylas.com", "C04"),
        (404, "https://api.us.nylas.com", "C04"),
        (502, "https://api.us.nylas.com", "N07"),
        (200, "http://127.0.0.1:1", "N08"),
    ] {
        let page = Error::Unreadable(Unreadable {
            status,
            request_id: None,
            retry_after: None,
            why: Why::Html,
        });
        let said = report(&page, NylasCall::CustomAuth);
        let said = explain(&config, &Origin::parse(origin).unwrap(), said).await;
        assert_eq!(said.problem.code(), code, "{status} {origin}");
    }
}

#[tokio::test]
async fn this_computer_itself_needs_no_network() {
    // Nobody listens there: if it were asked, everything would be "offline".
    let network = Network {
        probe: "http://127.0.0.1:9/".parse().unwrap(),
        name_server: None,
        mail_server_override: None,
        outside: NO_WAY,
    };
    let config = Config {
        network,
        ..Config::default()
    };
    for origin in [
        "http://127.0.0.1:1",
        "http://[::1]:1",
        "https://localhost:1",
    ] {
        let origin = Origin::parse(origin).unwrap();
        for (problem, expected) in [
            (Problem::PortBlocked, Problem::NylasUnavailable),
            (Problem::NameNotFound, Problem::NameNotFound),
            (Problem::Offline, Problem::Offline),
        ] {
            assert_eq!(
                explain(&config, &origin, problem.into()).await.problem,
                expected
            );
        }
    }
}
