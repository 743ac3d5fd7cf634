//! Providers, by the names Nylas gives them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A provider of mail and calendars.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Provider {
    /// iCloud: mail and calendar.
    ICloud,
    /// Any mail server that speaks IMAP: mail only.
    Imap,
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
            Provider::Other(name) => name,
        }
    }
}

impl From<String> for Provider {
    fn from(name: String) -> Self {
        match name.as_str() {
            "icloud" => Provider::ICloud,
            "imap" => Provider::Imap,
            _ => Provider::Other(name),
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
