//! What an answer of Nylas means to a person.

use crate::NoFolder;
use nylas::{Connect, Error, FormerKey, ServerError, Unreadable, Why};
use std::time::Duration;
use wizard::{Detail, Problem, Report};

/// What was asked, because the same answer means different things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NylasCall {
    /// Custom auth: a refusal may be about the account's password.
    CustomAuth,
    /// The exchange of a code: there is no key that could be refused.
    Exchange,
    /// Anything that only the API key opens, and the permission that Nylas wants for it, in its own words.
    Company(&'static str),
}

impl NylasCall {
    /// What a key may lack. Nylas does not tell publicly which one guards custom auth; making grants is what it does.
    const fn permission(self) -> Option<&'static str> {
        match self {
            NylasCall::CustomAuth => Some("grants.create"),
            NylasCall::Company(permission) => Some(permission),
            NylasCall::Exchange => None,
        }
    }
}

/// The problem that an error is.
pub(crate) fn report(error: &Error, asked: NylasCall) -> Report {
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
    let (kind, values) = variant(problem, error, asked);
    Report {
        kind: kind.into(),
        values,
        detail: Box::new(detail(error)),
        retry_after: error.retry_after().map(seconds),
        may_have_arrived: left_open,
        ..Report::new(problem)
    }
}

/// The variant of a problem's sentence that an answer speaks for, and what that names.
fn variant(
    problem: Problem,
    error: &Error,
    asked: NylasCall,
) -> (&'static str, Vec<(&'static str, String)>) {
    let Error::Server(error) = error else {
        return ("", vec![]);
    };
    match (problem, asked.permission()) {
        (Problem::KeyRefused, Some(_)) => {
            let former = error.former_key().map(FormerKey::name);
            (former.unwrap_or_default(), vec![])
        }
        (Problem::PlanDoesNotAllow, _) if error.status == 402 || error.speaks_of_plan() => {
            ("plan", vec![])
        }
        (Problem::PlanDoesNotAllow, Some(permission)) if error.status == 403 => {
            ("permission", vec![("value", permission.to_owned())])
        }
        _ => ("", vec![]),
    }
}

/// The problem that a failed exchange of a code is; `callback` is the address that is registered for it.
pub(crate) fn exchange(error: &Error, callback: &str) -> Report {
    let report = report(error, NylasCall::Exchange);
    match report.problem {
        Problem::KeyRefused => setting(
            report.kind("secret-demanded"),
            format!("{callback} = desktop"),
        ),
        Problem::PlanDoesNotAllow if is_callback(error) => {
            setting(report.kind("callback"), callback.to_owned())
        }
        Problem::NotUnderstood => report.kind("sign-in"),
        _ => report,
    }
}

/// Why a grant that was just signed in to does not say whose it is. No key was used, so none was refused.
pub(crate) fn grant_identity_error(error: &Error) -> Report {
    let report = report(error, NylasCall::Exchange);
    match report.problem {
        Problem::KeyRefused | Problem::PlanDoesNotAllow | Problem::NotUnderstood => Report {
            problem: Problem::NotUnderstood,
            ..report.kind("sign-in")
        },
        _ => report,
    }
}

/// What the company has to change, for the details.
pub(crate) fn setting(report: Report, what: String) -> Report {
    Report {
        values: vec![("setting", what)],
        ..report
    }
}

/// Why nothing can be kept on this computer.
pub(crate) fn no_folder(why: &NoFolder) -> Report {
    let plain = |text: &str| {
        let signs = text.chars().filter(|sign| !sign.is_control());
        signs.take(LONGEST_FOLDER).collect::<String>()
    };
    let kind = if why.others { "folder-owner" } else { "folder" };
    Report {
        values: vec![
            ("folder", plain(&why.folder.to_string_lossy())),
            ("owner", plain(&why.owner)),
        ],
        ..Report::new(Problem::CannotSave).kind(kind)
    }
}

/// Characters of a folder's name that are shown.
const LONGEST_FOLDER: usize = 200;

fn is_callback(error: &Error) -> bool {
    matches!(error, Error::Server(error) if error.kind == CALLBACK_NOT_ALLOWED)
}

/// The type of the error where an address is not registered.
pub(crate) const CALLBACK_NOT_ALLOWED: &str = "callback_uri_not_allowed";

const fn connection(connect: Connect) -> Problem {
    match connect {
        Connect::Name => Problem::NameNotFound,
        Connect::Tls => Problem::TlsBroken,
        Connect::Proxy => Problem::ProxyAnswers,
        // Whoever hangs up before TLS stood has not proved to be Nylas.
        Connect::Refused | Connect::TimedOut { sent: false } | Connect::Reset { sent: false } => {
            Problem::PortBlocked
        }
        Connect::TimedOut { sent: true } | Connect::Reset { sent: true } => {
            Problem::NylasUnavailable
        }
        Connect::Other { .. } => Problem::Offline,
    }
}

/// Whole seconds to wait.
pub(crate) fn seconds(wait: Duration) -> u32 {
    u32::try_from(wait.as_secs()).unwrap_or(u32::MAX)
}

fn server(error: &ServerError, asked: NylasCall) -> Problem {
    let kind = error.kind.as_str();
    let message = error.message.to_lowercase();
    match (error.status, kind) {
        (_, "auth_limit_reached") => Problem::TooManyAttempts,
        (429, _) | (_, "rate_limit_error" | "nylas_rate_limit_exceeded") => Problem::RateLimited,
        (_, CALLBACK_NOT_ALLOWED) => Problem::PlanDoesNotAllow,
        // Without a key there is one thing that can be demanded.
        (401, _) if asked == NylasCall::Exchange => Problem::KeyRefused,
        (400..=499, "invalid_client" | "unauthorized_client") if asked == NylasCall::Exchange => {
            Problem::KeyRefused
        }
        (400..=499, _)
            if asked == NylasCall::Exchange
                && ["client_secret", "client secret"]
                    .iter()
                    .any(|word| message.contains(word)) =>
        {
            Problem::KeyRefused
        }
        (401, "authentication_error" | "unauthorized" | "unauthorized_access")
        | (400, "unauthorized_access") => Problem::KeyRefused,
        (_, "reauth_email_invalid") => Problem::OtherAddress,
        (_, "provider_required") => Problem::NoConnector,
        (400..=499, _) if message.contains("connector") => Problem::NoConnector,
        (400 | 401, "invalid_authentication") if asked == NylasCall::CustomAuth => {
            Problem::NylasRefusedPassword
        }
        (400 | 401, _)
            if asked == NylasCall::CustomAuth
                && ["password", "credential", "authentication"]
                    .iter()
                    .any(|word| message.contains(word)) =>
        {
            Problem::NylasRefusedPassword
        }
        (401, _) if matches!(asked, NylasCall::Company(_)) => Problem::KeyRefused,
        (_, "provider_error" | "provider_not_responding") => Problem::ProviderNotResponding,
        (407 | 511, _) => Problem::ProxyAnswers,
        (408 | 500.., _) => Problem::NylasUnavailable,
        (402 | 403, _) => Problem::PlanDoesNotAllow,
        (404, _) if asked == NylasCall::CustomAuth => Problem::NoConnector,
        _ => Problem::NotUnderstood,
    }
}

const fn unreadable(answer: &Unreadable) -> Problem {
    match (answer.status, &answer.why) {
        (407 | 511, _) | (_, Why::Redirect) => Problem::ProxyAnswers,
        (429, _) => Problem::RateLimited,
        (408 | 500.., _) => Problem::NylasUnavailable,
        // Nylas speaks JSON: whoever shows a page stands in between.
        (_, Why::Html) => Problem::ProxyAnswers,
        _ => Problem::NotUnderstood,
    }
}

fn detail(error: &Error) -> Detail {
    let (kind, message) = match error {
        Error::Key => (Some("key".to_owned()), None),
        Error::Connect(connect) => (Some(format!("{connect:?}")), None),
        Error::Server(error) => (
            Some(nylas::quote(&error.kind)),
            Some(error.message.clone()).filter(|m| !m.is_empty()),
        ),
        Error::Unreadable(answer) => (Some(format!("{:?}", answer.why)), None),
    };
    Detail {
        status: error.status(),
        kind,
        message,
        request_id: error.request_id().map(nylas::quote),
    }
}
