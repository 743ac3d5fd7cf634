//! What an answer of Nylas, or none of Apple, means to a person: one table each.

use crate::{asking_apple::Answer, network::Outage};
use nylas::{Connect, Error, ServerError, Unreadable, Why};
use std::time::Duration;
use wizard::{Detail, Problem, Report};

/// What was asked, because the same answer means different things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// Custom auth: a refusal may be about the account's password.
    CustomAuth,
    /// Anything that only the API key opens.
    Company,
}

/// The problem that an error is.
pub(crate) fn report(error: &Error, asked: Asked) -> Report {
    let problem = match error {
        Error::Key => Problem::KeyRefused,
        Error::Connect(connect) => connection(*connect),
        Error::Server(error) => server(error, asked),
        Error::Unreadable(answer) => unreadable(answer),
    };
    // After these, custom auth may have made a grant without telling.
    let left_open = match error {
        Error::Server(error) => error.status >= 500 || error.status == 408,
        other => other.may_have_arrived(),
    };
    Report { detail: Box::new(detail(error)), retry_after: error.retry_after().map(seconds), may_have_arrived: left_open, ..Report::new(problem) }
}

const fn connection(connect: Connect) -> Problem {
    match connect {
        Connect::Name => Problem::NameNotFound,
        Connect::Tls => Problem::TlsBroken,
        Connect::Proxy => Problem::ProxyAnswers,
        Connect::Refused | Connect::TimedOut { sent: false } => Problem::PortBlocked,
        Connect::TimedOut { sent: true } | Connect::Reset { .. } => Problem::NylasUnavailable,
        Connect::Other { .. } => Problem::Offline,
    }
}

/// What one of Apple's services said, where that is a problem of its own and not about the password.
pub(crate) fn apple(answer: &Answer) -> Option<Report> {
    match answer {
        Answer::NoAnswer { why } => Some(outage(why, true)),
        Answer::Skipped { why } => Some(outage(why, false)),
        Answer::Locked => Some(Problem::AccountLocked.into()),
        Answer::Accepted | Answer::Refused | Answer::Closed => None,
    }
}

/// The problem that an outage is; `reached`: TLS stood, so that it was Apple who gave no answer.
pub(crate) fn outage(why: &Outage, reached: bool) -> Report {
    let problem = match why {
        Outage::Name => Problem::NameNotFound,
        Outage::Tls { .. } => Problem::TlsBroken,
        Outage::Clock => Problem::ClockWrong,
        Outage::Proxy => Problem::ProxyAnswers,
        Outage::Refused | Outage::TimedOut | Outage::Reset if !reached => Problem::PortBlocked,
        Outage::Unreachable => Problem::Offline,
        Outage::Refused | Outage::TimedOut | Outage::Reset | Outage::Throttled { .. } | Outage::Unavailable | Outage::NotUnderstood => {
            Problem::AppleNotAnswering
        }
    };
    let detail = Box::new(Detail { kind: Some(why.name().to_owned()), ..Detail::default() });
    let report = Report { detail, ..Report::new(problem) };
    match why {
        Outage::Tls { issuer: Some(issuer) } => Report { values: vec![("value", issuer.clone())], ..report.kind("issuer") },
        Outage::Throttled { retry_after: Some(wait) } => Report { retry_after: Some(seconds(*wait)), ..report },
        _ => report,
    }
}

fn seconds(wait: Duration) -> u32 {
    u32::try_from(wait.as_secs()).unwrap_or(u32::MAX)
}

fn server(error: &ServerError, asked: Asked) -> Problem {
    let kind = error.kind.as_str();
    let message = error.message.to_lowercase();
    match (error.status, kind) {
        (_, "auth_limit_reached") => Problem::TooManyAttempts,
        (429, _) | (_, "rate_limit_error" | "nylas_rate_limit_exceeded") => Problem::RateLimited,
        (401, "authentication_error" | "unauthorized" | "unauthorized_access") | (400, "unauthorized_access") => Problem::KeyRefused,
        (_, "reauth_email_invalid") => Problem::OtherAddress,
        (_, "provider_required") => Problem::NoConnector,
        (400..=499, _) if message.contains("connector") => Problem::NoConnector,
        (400 | 401, "invalid_authentication") if asked == Asked::CustomAuth => Problem::NylasRefusedPassword,
        (400 | 401, _) if asked == Asked::CustomAuth && ["password", "credential", "authentication"].iter().any(|word| message.contains(word)) => {
            Problem::NylasRefusedPassword
        }
        (401, _) if asked == Asked::Company => Problem::KeyRefused,
        (_, "provider_error" | "provider_not_responding") => Problem::ProviderNotResponding,
        (407 | 511, _) => Problem::ProxyAnswers,
        (408 | 500.., _) => Problem::NylasUnavailable,
        (402 | 403, _) => Problem::PlanDoesNotAllow,
        (404, _) if asked == Asked::CustomAuth => Problem::NoConnector,
        _ => Problem::NotUnderstood,
    }
}

const fn unreadable(answer: &Unreadable) -> Problem {
    match (answer.status, &answer.why) {
        (407 | 511, _) | (_, Why::Redirect) => Problem::ProxyAnswers,
        (429, _) => Problem::RateLimited,
        (408 | 500.., _) => Problem::NylasUnavailable,
        _ => Problem::NotUnderstood,
    }
}

fn detail(error: &Error) -> Detail {
    let (kind, message) = match error {
        Error::Key => (Some("key".to_owned()), None),
        Error::Connect(connect) => (Some(format!("{connect:?}")), None),
        Error::Server(error) => (Some(nylas::quote(&error.kind)), Some(error.message.clone()).filter(|m| !m.is_empty())),
        Error::Unreadable(answer) => (Some(format!("{:?}", answer.why)), None),
    };
    Detail { status: error.status(), kind, message, request_id: error.request_id().map(nylas::quote) }
}
