//! What is said about an address that cannot be taken as it is.

use crate::{Connection, Problem, Report, ReportKind, Setup};
use apple::{Address, AddressError};

pub(super) fn problem(kind: impl Into<ReportKind>) -> Report {
    Report::new(Problem::NotAnAppleAddress).kind(kind)
}

/// What is wrong with a text that is no address, with the character that it is about.
pub(super) fn about(error: AddressError) -> Report {
    let (kind, character) = match error {
        AddressError::NoAt => ("no-at", None),
        AddressError::ManyAts => ("many-ats", None),
        AddressError::Space => ("space", None),
        AddressError::Comma => ("comma", None),
        AddressError::Accent(c) => ("accent", Some(c)),
        AddressError::Alphabet(c) => ("alphabet", Some(c)),
        AddressError::Sign(c) => ("character", Some(c)),
        AddressError::Unfinished => ("unfinished", None),
        AddressError::TooLong => ("too-long", None),
    };
    Report {
        values: character
            .map(|c| ("value", c.to_string()))
            .into_iter()
            .collect(),
        ..problem(kind)
    }
}

/// It is elsewhere: by a slip, or at somebody who is not known by name.
pub(super) fn somewhere(address: &Address, kind: ReportKind) -> Report {
    Report {
        values: vec![("value", address.domain().to_owned())],
        ..problem(kind)
    }
}

/// The domain of which it is said that it is elsewhere, and not yet at whom.
pub(super) fn unknown_domain(report: &Report) -> Option<&str> {
    let unknown = report.problem == Problem::NotAnAppleAddress && report.kind == ReportKind::Other;
    report.value("value").filter(|_| unknown)
}

pub(super) fn at_provider(address: &Address, provider: &'static str) -> Report {
    Report {
        values: vec![
            ("value", address.domain().to_owned()),
            ("provider", provider.to_owned()),
        ],
        ..problem(ReportKind::OtherProvider)
    }
}

/// Nylas' name of the provider that an address of `provider` may go on to, if the company wants that.
pub(super) fn offered(setup: &Setup, provider: &str) -> Option<&'static str> {
    let names: &[&str] = match provider {
        "google" => &["google"],
        "microsoft" => &["microsoft", "ews"],
        "yahoo" => &["yahoo", "imap"],
        // Nobody gets there without a program of their own.
        "proton" => &[],
        _ => &["imap"],
    };
    let allowed = |name: &&str| {
        setup
            .other_providers
            .iter()
            .find(|allowed| *allowed == name)
    };
    let by_its_page = setup.connection == Some(Connection::Hosted);
    names
        .iter()
        .find_map(allowed)
        .copied()
        .filter(|_| by_its_page)
}
