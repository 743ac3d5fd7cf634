//! A redirect that says that nobody signed in, and why.

use crate::report::setting;
use nylas::{AuthorizationError, NotSignedIn};
use wizard::{Detail, Problem, Report, Return};

/// What it means for the journey. `callback`: the registered address.
pub(crate) fn meaning(error: &AuthorizationError, callback: &str) -> Return {
    let report = match error.meaning() {
        NotSignedIn::Declined => return Return::Declined,
        NotSignedIn::Expired => return Return::Expired,
        NotSignedIn::ProviderDown => Report::new(Problem::ProviderNotResponding),
        NotSignedIn::PasswordRefused => Report::new(Problem::NylasRefusedPassword).kind("sign-in"),
        NotSignedIn::TooManyAttempts => Report::new(Problem::TooManyAttempts),
        NotSignedIn::CallbackNotAllowed => setting(
            Report::new(Problem::PlanDoesNotAllow).kind("callback"),
            callback.to_owned(),
        ),
        NotSignedIn::NoConnector => Report::new(Problem::NoConnector),
        NotSignedIn::NotInPlan => Report::new(Problem::PlanDoesNotAllow).kind("plan"),
        NotSignedIn::NotUnderstood => Report::new(Problem::NotUnderstood).kind("sign-in"),
    };
    let quoted = |text: &str| Some(nylas::quote(text)).filter(|text| !text.is_empty());
    let names: Vec<String> = [&error.kind, &error.error, &error.code]
        .into_iter()
        .filter_map(|text| quoted(text))
        .collect();
    let kind = quoted(&names.join(" "));
    Return::Failed(Report {
        detail: Box::new(Detail {
            kind,
            message: quoted(&error.description),
            ..Detail::default()
        }),
        ..report
    })
}
