//! A redirect that says that nobody signed in, and why.

use crate::report::{CALLBACK_NOT_ALLOWED, setting};
use wizard::{Detail, Problem, Report, Return};

/// The parameters of a failed redirect.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct AuthorizationError {
    /// `error`
    pub(crate) error: String,
    /// `error_type`
    pub(crate) kind: String,
    /// `error_code`
    pub(crate) code: String,
    /// `error_description`
    pub(crate) description: String,
}

impl AuthorizationError {
    /// What it means. Where Nylas puts which word is not certain, so all of its parameters are looked at.
    pub(crate) fn meaning(&self, callback: &str) -> Return {
        let said = [&self.kind, &self.error, &self.code, &self.description]
            .map(|text| text.to_lowercase());
        let says = |word: &str| said.iter().any(|text| text.contains(word));
        let speaks_of = |word: &str| {
            said[3]
                .split(|c: char| !c.is_alphanumeric())
                .any(|part| part == word)
        };
        let report = if says("provider_not_responding") {
            Report::new(Problem::ProviderNotResponding)
        } else if says("invalid_authentication") {
            Report::new(Problem::NylasRefusedPassword).kind("sign-in")
        } else if says("auth_limit_reached") {
            Report::new(Problem::TooManyAttempts)
        } else if says(CALLBACK_NOT_ALLOWED) || self.code == "701" {
            setting(
                Report::new(Problem::PlanDoesNotAllow).kind("callback"),
                callback.to_owned(),
            )
        } else if says("connector_not_found") {
            Report::new(Problem::NoConnector)
        } else if speaks_of("plan") {
            Report::new(Problem::PlanDoesNotAllow).kind("plan")
        } else if says("login_id_invalid")
            || said[..3].iter().any(|text| text.contains("expired"))
            || speaks_of("login") && speaks_of("expired")
        {
            return Return::Expired;
        } else if says("access_denied") {
            return Return::Declined;
        } else {
            Report::new(Problem::NotUnderstood).kind("sign-in")
        };
        let quoted = |text: &str| Some(nylas::quote(text)).filter(|text| !text.is_empty());
        let names: Vec<String> = [&self.kind, &self.error, &self.code]
            .into_iter()
            .filter_map(|text| quoted(text))
            .collect();
        let kind = quoted(&names.join(" "));
        Return::Failed(Report {
            detail: Box::new(Detail {
                kind,
                message: quoted(&self.description),
                ..Detail::default()
            }),
            ..report
        })
    }
}
