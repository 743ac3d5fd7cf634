//! What custom authentication sends (`POST /v3/connect/custom`).

use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

/// A request for a grant by an account's own credentials.
#[derive(Debug, Clone)]
pub enum CustomAuth {
    /// iCloud: mail and calendar.
    ICloud {
        /// The iCloud address.
        username: String,
        /// An app-specific password, as Apple showed it.
        password: SecretString,
        /// Comes back on the grant.
        state: Option<String>,
    },
}

#[derive(Serialize)]
pub(crate) struct Body<'a> {
    provider: &'static str,
    settings: Settings<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Settings<'a> {
    ICloud { username: &'a str, password: &'a str },
}

impl CustomAuth {
    pub(crate) fn body(&self) -> Body<'_> {
        match self {
            CustomAuth::ICloud { username, password, state } => {
                Body { provider: "icloud", settings: Settings::ICloud { username, password: password.expose_secret() }, state: state.as_deref() }
            }
        }
    }

    /// The secret that no answer may carry on.
    pub(crate) fn secret(&self) -> &SecretString {
        match self {
            CustomAuth::ICloud { password, .. } => password,
        }
    }
}
