//! What an answer of Nylas means to a person: one table.

use nylas::{Connect, Error, ServerError, Unreadable, Why};
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
    Report {
        detail: Box::new(detail(error)),
        retry_after: error.retry_after().map(|wait| u32::try_from(wait.as_secs()).unwrap_or(u32::MAX)),
        may_have_arrived: left_open,
        ..Report::new(problem)
    }
}

const fn connection(connect: Connect) -> Problem {
    match connect {
        Connect::Name => Problem::NameNotFound,
        Connect::Tls => Problem::TlsBroken,
        Connect::Proxy => Problem::ProxyAnswers,
        Connect::Refused | Connect::TimedOut { .. } | Connect::Reset { .. } => Problem::NylasUnavailable,
        Connect::Other { .. } => Problem::Offline,
    }
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
