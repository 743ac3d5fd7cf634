//! One call about an invitation: what is read of the answer, and what a refusal of it means.

use super::{
    Relay,
    way::{Call, in_between, odd},
};
use invitation::{Fault, Refused, RefusedError};
use reqwest::Method;
use serde::de::DeserializeOwned;
use wizard::{Detail, Problem, Report};

/// Why a call brought nothing.
#[derive(Debug)]
pub(super) enum Failure {
    /// There was no answer, or none of a relay.
    Lost(Report),
    /// The relay refused it.
    Refused(Fault, Box<Report>),
}

impl Failure {
    pub(super) fn report(self) -> Report {
        match self {
            Failure::Lost(report) => report,
            Failure::Refused(_, report) => *report,
        }
    }

    /// Its name for the log.
    pub(super) fn name(&self) -> &str {
        match self {
            Failure::Lost(report) => report.problem.code(),
            Failure::Refused(fault, _) => fault.name(),
        }
    }
}

impl Relay {
    /// Sends a call and reads its answer.
    pub(super) async fn call<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: Option<Vec<u8>>,
    ) -> Result<T, Failure> {
        let bytes = self.exchange(method, path, body).await?;
        serde_json::from_slice(&bytes).map_err(|error| {
            log::warn!("the relay's answer to {path}: {:?}", error.classify());
            Failure::Lost(odd(Some(200), "unreadable"))
        })
    }

    /// The same where the answer says nothing.
    pub(super) async fn tell(&self, path: &str, body: Option<Vec<u8>>) -> Result<(), Failure> {
        self.exchange(Method::POST, path, body).await.map(drop)
    }

    async fn exchange(
        &self,
        method: Method,
        path: &str,
        body: Option<Vec<u8>>,
    ) -> Result<Vec<u8>, Failure> {
        let call = Call {
            method,
            url: self.link.call(path),
            name: path,
            bearer: Some(self.bearer.text()),
            body,
        };
        let (status, bytes) = self.way.exchange(call).await.map_err(Failure::Lost)?;
        answered(status, bytes)
    }
}

/// What a relay said, or why that is nothing.
pub(super) fn answered(status: u16, bytes: Vec<u8>) -> Result<Vec<u8>, Failure> {
    match status {
        // Below 500: there a relay that is down has a page of whoever stands before it.
        ..500 if is_page(&bytes) => Err(Failure::Lost(in_between(status))),
        200..=299 => Ok(bytes),
        _ => Err(refused(status, &bytes)),
    }
}

/// A relay speaks JSON here: what begins with a tag is a page for browsers.
fn is_page(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(b"<")
}

/// What a refusal means. A relay's own word for it counts, and nothing else of the answer is shown.
fn refused(status: u16, bytes: &[u8]) -> Failure {
    let Ok(Refused { request_id, error }) = serde_json::from_slice::<Refused>(bytes) else {
        return Failure::Lost(odd(Some(status), "no-relay"));
    };
    let Some(fault) = error.fault() else {
        return Failure::Lost(odd(Some(status), &nylas::quote(&error.r#type)));
    };
    let mut report = Report {
        detail: Box::new(Detail {
            status: Some(status),
            kind: Some(fault.name().to_owned()),
            message: None,
            request_id: Some(nylas::quote(&request_id)),
        }),
        until: until(&error),
        // A relay that has too much to do may have begun all the same.
        may_have_arrived: fault == Fault::Unavailable,
        ..Report::new(problem_of(fault))
    };
    if fault == Fault::SlowDown {
        report = report.kind("slow-down");
    }
    Failure::Refused(fault, Box::new(report))
}

/// A time that a calendar can show.
fn until(error: &RefusedError) -> Option<i64> {
    error
        .until
        .filter(|until| (0..253_402_300_800).contains(until))
}

/// The problem of that code, which the relay and this program have in common.
fn problem_of(fault: Fault) -> Problem {
    let code = fault.problem().unwrap_or_default();
    Problem::ALL
        .iter()
        .copied()
        .find(|problem| problem.code() == code)
        .unwrap_or(Problem::RelayNotAnswering)
}
