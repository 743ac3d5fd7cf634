//! Providers, by the names Nylas gives them.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::bounded::cut;

/// A provider of mail and calendars.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Provider {
    /// iCloud: mail and calendar.
    ICloud,
    /// Any mail server that speaks IMAP: mail only.
    Imap,
    /// Google: Gmail and Google Workspace.
    Google,
    /// Microsoft: Outlook.com and Microsoft 365.
    Microsoft,
    /// Yahoo.
    Yahoo,
    /// Exchange on a server of its own.
    Ews,
    /// A calendar that lives at Nylas alone.
    VirtualCalendar,
    /// One that onboarding has nothing to do with, by its name at Nylas.
    Other(String),
}

impl Provider {
    /// The name at Nylas, such as `icloud`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Provider::ICloud => "icloud",
            Provider::Imap => "imap",
            Provider::Google => "google",
            Provider::Microsoft => "microsoft",
            Provider::Yahoo => "yahoo",
            Provider::Ews => "ews",
            Provider::VirtualCalendar => "virtual-calendar",
            Provider::Other(name) => name,
        }
    }
}

impl From<String> for Provider {
    fn from(name: String) -> Self {
        match name.as_str() {
            "icloud" => Provider::ICloud,
            "imap" => Provider::Imap,
            "google" => Provider::Google,
            "microsoft" => Provider::Microsoft,
            "yahoo" => Provider::Yahoo,
            "ews" => Provider::Ews,
            "virtual-calendar" => Provider::VirtualCalendar,
            _ => Provider::Other(cut(name)),
        }
    }
}

impl From<Provider> for String {
    fn from(provider: Provider) -> Self {
        provider.as_str().to_owned()
    }
}

impl fmt::Display for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
