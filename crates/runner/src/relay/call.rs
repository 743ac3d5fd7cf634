//! One call to the relay: sent once, read up to a limit, and what a refusal of it means.

use super::Relay;
use invitation::{BEARER, Fault, PROTOCOL, PROTOCOL_HEADER, Refused, RefusedError};
use nylas::Connect;
use reqwest::{
    Method, Response,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue, USER_AGENT},
};
use secrecy::ExposeSecret;
use serde::de::DeserializeOwned;
use std::time::Duration;
use wizard::{Detail, Problem, Report};

/// The most bytes of an answer: a picture of 256 kB as text, and everything else.
const LARGEST: usize = 512 << 10;
/// A relay answers a submission within ten seconds, and everything else sooner.
const PATIENCE: Duration = Duration::from_secs(30);

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
            if is_page(&bytes) {
                return Failure::Lost(in_between(200));
            }
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
        let bearer = format!("{BEARER}{}", self.bearer.text().expose_secret());
        let mut bearer = HeaderValue::try_from(bearer)
            .map_err(|_| Failure::Lost(Problem::InvitationNotKnown.into()))?;
        bearer.set_sensitive(true);
        let mut request = self
            .http
            .request(method, self.link.call(path))
            .timeout(PATIENCE)
            .header(ACCEPT, "application/json")
            .header(AUTHORIZATION, bearer)
            .header(PROTOCOL_HEADER, PROTOCOL)
            .header(
                USER_AGENT,
                concat!("icloud-connect/", env!("CARGO_PKG_VERSION")),
            );
        if let Some(body) = body {
            request = request.header(CONTENT_TYPE, "application/json").body(body);
        }
        let lost = async |error: reqwest::Error| {
            let why = nylas::classify(&error);
            log::warn!("the relay, {path}: {why:?}");
            Failure::Lost(self.explained(unheard(why)).await)
        };
        let response = match request.send().await {
            Ok(response) => response,
            Err(error) => return Err(lost(error).await),
        };
        let status = response.status().as_u16();
        let bytes = match bounded(response).await {
            Ok(Some(bytes)) => bytes,
            Ok(None) => return Err(Failure::Lost(odd(Some(status), "too-long"))),
            Err(error) => return Err(lost(error).await),
        };
        match status {
            200..=299 => Ok(bytes),
            // Somebody between here and there.
            300..=399 | 407 | 511 => Err(Failure::Lost(in_between(status))),
            // Below 500: there a relay that is down has a page of whoever stands before it.
            ..500 if is_page(&bytes) => Err(Failure::Lost(in_between(status))),
            _ => Err(refused(status, &bytes)),
        }
    }
}

/// The body, unless it is longer than any that is expected.
async fn bounded(mut response: Response) -> reqwest::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if bytes.len() + chunk.len() > LARGEST {
            return Ok(None);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(Some(bytes))
}

/// No answer at all.
fn unheard(why: Connect) -> Report {
    let problem = match why {
        Connect::Name => Problem::NameNotFound,
        Connect::Tls => Problem::TlsBroken,
        Connect::Proxy => Problem::ProxyAnswers,
        Connect::Refused | Connect::TimedOut { .. } | Connect::Reset { .. } => Problem::PortBlocked,
        Connect::Other { .. } => Problem::Offline,
    };
    Report {
        detail: detail(None, &format!("{why:?}")),
        may_have_arrived: why.sent(),
        ..Report::new(problem)
    }
}

/// A relay speaks JSON here: what begins with a tag is a page for browsers.
fn is_page(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(b"<")
}

/// Somebody between here and there answered in the relay's place.
fn in_between(status: u16) -> Report {
    Report {
        detail: detail(Some(status), "page"),
        ..Report::new(Problem::ProxyAnswers)
    }
}

/// An answer that no relay gives.
fn odd(status: Option<u16>, kind: &str) -> Report {
    Report {
        detail: detail(status, kind),
        may_have_arrived: true,
        ..Report::new(Problem::RelayNotAnswering)
    }
}

fn detail(status: Option<u16>, kind: &str) -> Box<Detail> {
    Box::new(Detail {
        status,
        kind: Some(kind.to_owned()),
        ..Detail::default()
    })
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
