//! What custom authentication sends (`POST /v3/connect/custom`).

use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

/// A request for a grant by an account's own credentials: the shapes of Nylas' contract that an onboarding needs.
///
/// `state` comes back on the grant; an empty `scope` is not sent.
///
/// It can be printed without telling its secret:
///
/// ```
/// use nylas::CustomAuth;
///
/// let auth = CustomAuth::ICloud {
///     username: "nyla@icloud.com".to_owned(),
///     password: "abcd-efgh-ijkl-mnop".into(),
///     state: None,
/// };
/// assert!(!format!("{auth:?}").contains("abcd"));
/// ```
#[derive(Debug, Clone)]
pub enum CustomAuth {
    /// iCloud: mail and calendar. It has no scopes.
    ICloud {
        /// The iCloud address.
        username: String,
        /// An app-specific password, as Apple showed it.
        password: SecretString,
        /// Comes back on the grant.
        state: Option<String>,
    },
    /// Any mail server: mail only. It has no scopes.
    Imap {
        /// The address, with which the server is also signed in to.
        imap_username: String,
        /// The password; Nylas takes ASCII only.
        imap_password: SecretString,
        /// Left out, Nylas finds it by the address.
        imap_host: Option<String>,
        /// Left out, Nylas finds it by the address.
        imap_port: Option<u16>,
        /// Left out, Nylas finds it by the address.
        smtp_host: Option<String>,
        /// Left out, Nylas finds it by the address.
        smtp_port: Option<u16>,
        /// Comes back on the grant.
        state: Option<String>,
    },
    /// An account that signed in at its provider already.
    OAuth {
        /// At which.
        provider: OAuthProvider,
        /// What the provider gave.
        refresh_token: SecretString,
        /// Which of the connector's credentials, where it has several.
        credential_id: Option<String>,
        /// What is asked for.
        scope: Vec<String>,
        /// Comes back on the grant.
        state: Option<String>,
    },
}

/// A provider where people sign in and Nylas keeps a refresh token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OAuthProvider {
    /// Google.
    Google,
    /// Microsoft.
    Microsoft,
    /// Yahoo.
    Yahoo,
}

#[derive(Serialize)]
pub(crate) struct Body<'a> {
    provider: &'static str,
    settings: Settings<'a>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    scope: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Settings<'a> {
    ICloud {
        username: &'a str,
        password: &'a str,
    },
    Imap {
        imap_username: &'a str,
        imap_password: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        imap_host: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        imap_port: Option<u16>,
        #[serde(skip_serializing_if = "Option::is_none")]
        smtp_host: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        smtp_port: Option<u16>,
    },
    OAuth {
        refresh_token: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        credential_id: Option<&'a str>,
    },
}

impl CustomAuth {
    pub(crate) fn body(&self) -> Body<'_> {
        let (provider, settings, scope, state): (_, _, &[String], _) = match self {
            CustomAuth::ICloud {
                username,
                password,
                state,
            } => (
                "icloud",
                Settings::ICloud {
                    username,
                    password: password.expose_secret(),
                },
                &[],
                state,
            ),
            CustomAuth::Imap {
                imap_username,
                imap_password,
                imap_host,
                imap_port,
                smtp_host,
                smtp_port,
                state,
            } => {
                let settings = Settings::Imap {
                    imap_username,
                    imap_password: imap_password.expose_secret(),
                    imap_host: imap_host.as_deref(),
                    imap_port: *imap_port,
                    smtp_host: smtp_host.as_deref(),
                    smtp_port: *smtp_port,
                };
                ("imap", settings, &[], state)
            }
            CustomAuth::OAuth {
                provider,
                refresh_token,
                credential_id,
                scope,
                state,
            } => {
                let settings = Settings::OAuth {
                    refresh_token: refresh_token.expose_secret(),
                    credential_id: credential_id.as_deref(),
                };
                (provider.as_str(), settings, scope, state)
            }
        };
        Body {
            provider,
            settings,
            scope,
            state: state.as_deref(),
        }
    }

    /// The secret that no answer may carry on.
    pub(crate) fn secret(&self) -> &SecretString {
        match self {
            CustomAuth::ICloud {
                password: secret, ..
            }
            | CustomAuth::Imap {
                imap_password: secret,
                ..
            }
            | CustomAuth::OAuth {
                refresh_token: secret,
                ..
            } => secret,
        }
    }
}

impl OAuthProvider {
    fn as_str(self) -> &'static str {
        match self {
            OAuthProvider::Google => "google",
            OAuthProvider::Microsoft => "microsoft",
            OAuthProvider::Yahoo => "yahoo",
        }
    }
}
