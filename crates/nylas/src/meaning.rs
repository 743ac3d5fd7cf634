//! What an answer to custom auth means: whose fault it is, and whether something may have been made all the same.

use crate::{Error, ServerError, Unreadable};

/// Why custom auth brought no grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// The provider refused address and password.
    PasswordRefused,
    /// The provider did not answer Nylas.
    ProviderDown,
    /// Nylas counts too many attempts for this address.
    TooManyAttempts,
    /// Nylas refuses the API key.
    KeyRefused,
    /// The application has no connector for the provider.
    NoConnector,
    /// The application's plan does not allow it.
    NotInPlan,
    /// Nylas asks for a pause.
    RateLimited,
    /// Nylas is not there, or does not work.
    Unavailable,
    /// The account that was to be renewed has another address.
    OtherAddress,
    /// Something else.
    NotUnderstood,
}

impl Error {
    /// What this answer to custom auth means.
    #[must_use]
    pub fn meaning(&self) -> Meaning {
        match self {
            Error::Key => Meaning::KeyRefused,
            Error::Connect(_) => Meaning::Unavailable,
            Error::Server(error) => server(error),
            Error::Unreadable(answer) => unreadable(answer),
        }
    }

    /// Whether Nylas knows the key, and does not let it do this.
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        matches!(self, Error::Server(error) if error.status == 403 && !error.speaks_of_plan())
    }

    /// Whether custom auth may have made a grant without telling.
    #[must_use]
    pub fn leaves_open(&self) -> bool {
        match self {
            Error::Server(error) => error.status >= 500 || error.status == 408,
            other => other.may_have_arrived(),
        }
    }
}

/// What became of a key that was good once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormerKey {
    /// Its time is over.
    Expired,
    /// Somebody ended it.
    Disabled,
}

impl FormerKey {
    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            FormerKey::Expired => "expired",
            FormerKey::Disabled => "disabled",
        }
    }
}

impl ServerError {
    /// Whether Nylas speaks of what is paid for.
    #[must_use]
    pub fn speaks_of_plan(&self) -> bool {
        let said = format!("{} {}", self.kind, self.message).to_lowercase();
        let mut words = said.split(|c: char| !c.is_alphanumeric());
        words.any(|word| {
            matches!(
                word,
                "plan" | "plans" | "quota" | "upgrade" | "billing" | "subscription" | "trial"
            )
        })
    }

    /// What became of a key that was good once, where Nylas says so.
    #[must_use]
    pub fn former_key(&self) -> Option<FormerKey> {
        let said = format!("{} {}", self.kind, self.message).to_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| said.contains(word));
        if says(&["expired"]) {
            Some(FormerKey::Expired)
        } else if says(&["disabled", "revoked", "deactivated", "inactive"]) {
            Some(FormerKey::Disabled)
        } else {
            None
        }
    }
}

fn server(error: &ServerError) -> Meaning {
    let message = error.message.to_lowercase();
    let speaks_of = |words: &[&str]| words.iter().any(|word| message.contains(word));
    match (error.status, error.kind.as_str()) {
        (_, "auth_limit_reached") => Meaning::TooManyAttempts,
        (429, _) | (_, "rate_limit_error" | "nylas_rate_limit_exceeded") => Meaning::RateLimited,
        (401, "authentication_error" | "unauthorized" | "unauthorized_access")
        | (400, "unauthorized_access") => Meaning::KeyRefused,
        (_, "reauth_email_invalid") => Meaning::OtherAddress,
        (_, "provider_required") => Meaning::NoConnector,
        (400..=499, _) if speaks_of(&["connector"]) => Meaning::NoConnector,
        (400 | 401, "invalid_authentication") => Meaning::PasswordRefused,
        (400 | 401, _) if speaks_of(&["password", "credential", "authentication"]) => {
            Meaning::PasswordRefused
        }
        (_, "provider_error" | "provider_not_responding") => Meaning::ProviderDown,
        (408 | 500.., _) => Meaning::Unavailable,
        (402 | 403, _) => Meaning::NotInPlan,
        (404, _) => Meaning::NoConnector,
        _ => Meaning::NotUnderstood,
    }
}

fn unreadable(answer: &Unreadable) -> Meaning {
    match answer.status {
        429 => Meaning::RateLimited,
        408 | 500.. => Meaning::Unavailable,
        _ => Meaning::NotUnderstood,
    }
}
