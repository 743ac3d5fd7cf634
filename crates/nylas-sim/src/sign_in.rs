//! One hosted sign-in: what is known of it, the page it shows and how it leads back.

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use tokio::time::Instant;
use url::Url;

use crate::{answer::Reply, page, token::Challenge};

/// One sign-in on its way.
#[derive(Clone)]
pub(crate) struct SignIn {
    pub(crate) redirect_uri: String,
    pub(crate) public: bool,
    pub(crate) challenge: Option<Challenge>,
    pub(crate) state: Option<String>,
    pub(crate) scope: Vec<String>,
    pub(crate) expires: Instant,
    pub(crate) hint: String,
    /// Those that may be chosen.
    pub(crate) providers: Vec<String>,
    pub(crate) chosen: Option<String>,
    /// How often the page refused.
    pub(crate) strikes: u32,
}

/// Why a sign-in ends without a code.
pub(crate) enum Failure {
    Cancelled,
    LoginExpired,
    Refused,
    TooMany,
    ProviderDown,
    NoConnector,
    PlanLimit,
}

impl Failure {
    /// `error`, `error_type`, `error_code` and `error_description`.
    fn told(
        &self,
    ) -> (
        &'static str,
        Option<&'static str>,
        Option<&'static str>,
        &'static str,
    ) {
        match self {
            Failure::Cancelled => ("access_denied", None, None, "The person did not go on"),
            Failure::LoginExpired => (
                "invalid_request",
                Some("login_id_invalid"),
                None,
                "The login has expired",
            ),
            Failure::Refused => (
                "invalid_request",
                Some("invalid_authentication"),
                Some("25022"),
                "Authentication failed due to wrong input or credentials",
            ),
            Failure::TooMany => (
                "invalid_request",
                Some("auth_limit_reached"),
                None,
                "Too many authentication attempts",
            ),
            Failure::ProviderDown => (
                "server_error",
                Some("provider_not_responding"),
                None,
                "Provider is not responding",
            ),
            Failure::NoConnector => (
                "invalid_request",
                Some("connector_not_found"),
                None,
                "No connector found for this provider",
            ),
            Failure::PlanLimit => (
                "access_denied",
                Some("access_denied"),
                None,
                "The plan of this application does not allow more connected accounts",
            ),
        }
    }
}

impl SignIn {
    pub(crate) fn page(&self, login: &str) -> Response {
        let html = match &self.chosen {
            Some(provider) => page::sign_in(login, provider, &self.hint, self.strikes),
            None => page::choice(login, &self.providers),
        };
        // Browsers hold `form-action` against where a form's answer leads, too.
        let back = Url::parse(&self.redirect_uri).map(|url| match url.origin() {
            origin if origin.is_tuple() => origin.ascii_serialization(),
            _ => format!("{}:", url.scheme()),
        });
        page::response(
            html,
            &format!("form-action 'self' {}", back.unwrap_or_default()),
        )
    }

    pub(crate) fn fail(&self, status: StatusCode, failure: &Failure) -> Response {
        let (error, kind, code, description) = failure.told();
        let mut pairs = vec![("error", error), ("error_description", description)];
        pairs.extend(kind.map(|kind| ("error_type", kind)));
        pairs.extend(code.map(|code| ("error_code", code)));
        self.back(status, &pairs)
    }

    /// Leads back to where the sign-in came from.
    pub(crate) fn back(&self, status: StatusCode, pairs: &[(&str, &str)]) -> Response {
        let Ok(mut url) = Url::parse(&self.redirect_uri) else {
            return Reply::invalid("redirect_uri: not an address").into_response();
        };
        url.query_pairs_mut()
            .extend_pairs(pairs)
            .extend_pairs(self.state.iter().map(|state| ("state", state)));
        (
            status,
            [
                (header::LOCATION, url.as_str()),
                (header::CACHE_CONTROL, "no-store"),
                (header::REFERRER_POLICY, "no-referrer"),
            ],
        )
            .into_response()
    }
}
