//! What custom authentication sends (`POST /v3/connect/custom`).

use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

/// A request for a grant by an account's own credentials, in the shapes of Nylas' contract.
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
    /// An account of a Google Workspace whose administrator gave a service account to the connector.
    GoogleBulk {
        /// The account's address.
        email_address: String,
        /// The service account's ID at Nylas.
        credential_id: String,
        /// What is asked for.
        scope: Vec<String>,
        /// Comes back on the grant.
        state: Option<String>,
    },
    /// An account of an organization at Microsoft whose administrator consented for all.
    MicrosoftBulk {
        /// The account's address.
        email_address: String,
        /// The consent's ID at Nylas.
        credential_id: String,
        /// What is asked for.
        scope: Vec<String>,
        /// Comes back on the grant.
        state: Option<String>,
    },
    /// Exchange on a server of its own.
    Ews {
        /// The account's address.
        email: String,
        /// What the server calls the person.
        ews_username: String,
        /// Their password.
        ews_password: SecretString,
        /// Left out, Nylas finds it by the address.
        ews_host: Option<String>,
        /// Left out, 443.
        ews_port: Option<u16>,
        /// What is asked for, such as `ews.calendars`.
        scope: Vec<String>,
        /// Comes back on the grant.
        state: Option<String>,
    },
    /// A calendar that lives at Nylas alone.
    VirtualCalendar {
        /// Any text that names it.
        email: String,
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
    Bulk {
        email_address: &'a str,
        credential_id: &'a str,
        /// Google's, whose scopes lie here and have another name.
        #[serde(skip_serializing_if = "<[String]>::is_empty")]
        scopes: &'a [String],
    },
    Ews {
        email: &'a str,
        ews_username: &'a str,
        ews_password: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        ews_host: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        ews_port: Option<u16>,
    },
    VirtualCalendar {
        email: &'a str,
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
            CustomAuth::GoogleBulk {
                email_address,
                credential_id,
                scope,
                state,
            } => (
                "google",
                Settings::Bulk {
                    email_address,
                    credential_id,
                    scopes: scope,
                },
                &[],
                state,
            ),
            CustomAuth::MicrosoftBulk {
                email_address,
                credential_id,
                scope,
                state,
            } => (
                "microsoft",
                Settings::Bulk {
                    email_address,
                    credential_id,
                    scopes: &[],
                },
                scope,
                state,
            ),
            CustomAuth::Ews {
                email,
                ews_username,
                ews_password,
                ews_host,
                ews_port,
                scope,
                state,
            } => {
                let settings = Settings::Ews {
                    email,
                    ews_username,
                    ews_password: ews_password.expose_secret(),
                    ews_host: ews_host.as_deref(),
                    ews_port: *ews_port,
                };
                ("ews", settings, scope, state)
            }
            CustomAuth::VirtualCalendar { email, state } => (
                "virtual-calendar",
                Settings::VirtualCalendar { email },
                &[],
                state,
            ),
        };
        Body {
            provider,
            settings,
            scope,
            state: state.as_deref(),
        }
    }

    /// The secret that no answer may carry on.
    pub(crate) fn secret(&self) -> Option<&SecretString> {
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
            }
            | CustomAuth::Ews {
                ews_password: secret,
                ..
            } => Some(secret),
            CustomAuth::GoogleBulk { .. }
            | CustomAuth::MicrosoftBulk { .. }
            | CustomAuth::VirtualCalendar { .. } => None,
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
