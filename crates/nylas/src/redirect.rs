//! What a browser brings back from Nylas' page.

use secrecy::{ExposeSecret, SecretString};
use url::form_urlencoded;

use crate::Secrets;

/// The type of the error where an address is not registered.
const CALLBACK_NOT_ALLOWED: &str = "callback_uri_not_allowed";

/// A redirect of Nylas' page.
#[derive(Debug, Clone)]
pub struct Redirect {
    /// What [`AuthorizationRequest::state`](crate::AuthorizationRequest::state) was, and empty where none came. It alone
    /// tells whose redirect this is.
    pub state: SecretString,
    /// What the page answered.
    pub answer: AuthorizationResponse,
}

/// What Nylas' page answered.
#[derive(Debug, Clone)]
pub enum AuthorizationResponse {
    /// The person signed in. The code works once.
    Code(SecretString),
    /// They did not.
    Failed(AuthorizationError),
}

/// The parameters of a failed redirect. Which of them are there and what they hold is not certain, so all are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuthorizationError {
    /// `error`
    pub error: String,
    /// `error_type`
    pub kind: String,
    /// `error_code`
    pub code: String,
    /// `error_description`
    pub description: String,
}

/// Why nobody signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotSignedIn {
    /// The person did not go on.
    Declined,
    /// The page was open for too long.
    Expired,
    /// The provider did not answer Nylas.
    ProviderDown,
    /// The provider refused what was typed.
    PasswordRefused,
    /// Too much was tried.
    TooManyAttempts,
    /// The address that the page was to lead back to is not registered.
    CallbackNotAllowed,
    /// The application has no connector for the provider.
    NoConnector,
    /// The application's plan does not allow it.
    NotInPlan,
    /// Something else.
    NotUnderstood,
}

impl Redirect {
    /// Reads the query of a redirect. `None` where it says something twice: which of the two would count is anybody's guess.
    #[must_use]
    pub fn read(query: &str) -> Option<Redirect> {
        let (mut state, mut code) = (None, None);
        let mut failure: [Option<String>; 4] = Default::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let at = match name.as_ref() {
                "state" => &mut state,
                "code" => &mut code,
                "error" => &mut failure[0],
                "error_type" => &mut failure[1],
                "error_code" => &mut failure[2],
                "error_description" => &mut failure[3],
                _ => continue,
            };
            if at.replace(value.into_owned()).is_some() {
                return None;
            }
        }
        let state = SecretString::from(state.unwrap_or_default());
        let code = code.map(SecretString::from);
        let answer = match code {
            Some(code)
                if failure.iter().all(Option::is_none) && !code.expose_secret().is_empty() =>
            {
                AuthorizationResponse::Code(code)
            }
            _ => AuthorizationResponse::Failed(AuthorizationError::without(
                &state,
                code.as_ref(),
                failure,
            )),
        };
        Some(Redirect { state, answer })
    }
}

impl AuthorizationError {
    /// It may repeat the address that the browser was sent with, or came with.
    fn without(
        state: &SecretString,
        code: Option<&SecretString>,
        failure: [Option<String>; 4],
    ) -> AuthorizationError {
        let nonce = state.expose_secret().rsplit('.').next().unwrap_or_default();
        let nonce = SecretString::from(nonce);
        let secrets = Secrets::new([state, &nonce].into_iter().chain(code));
        let [error, kind, code, description] =
            failure.map(|text| secrets.cut_from(&text.unwrap_or_default()));
        AuthorizationError {
            error,
            kind,
            code,
            description,
        }
    }

    /// What it means. Where Nylas puts which word is not certain, so all of its parameters are looked at.
    #[must_use]
    pub fn meaning(&self) -> NotSignedIn {
        let said = [&self.kind, &self.error, &self.code, &self.description]
            .map(|text| text.to_lowercase());
        let says = |word: &str| said.iter().any(|text| text.contains(word));
        let speaks_of = |word: &str| {
            said[3]
                .split(|c: char| !c.is_alphanumeric())
                .any(|part| part == word)
        };
        if says("provider_not_responding") {
            NotSignedIn::ProviderDown
        } else if says("invalid_authentication") {
            NotSignedIn::PasswordRefused
        } else if says("auth_limit_reached") {
            NotSignedIn::TooManyAttempts
        } else if says(CALLBACK_NOT_ALLOWED) || self.code == "701" {
            NotSignedIn::CallbackNotAllowed
        } else if says("connector_not_found") {
            NotSignedIn::NoConnector
        } else if speaks_of("plan") {
            NotSignedIn::NotInPlan
        } else if says("login_id_invalid")
            || said[..3].iter().any(|text| text.contains("expired"))
            || speaks_of("login") && speaks_of("expired")
        {
            NotSignedIn::Expired
        } else if says("access_denied") {
            NotSignedIn::Declined
        } else {
            NotSignedIn::NotUnderstood
        }
    }
}
