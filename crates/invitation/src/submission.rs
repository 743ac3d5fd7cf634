//! The body of custom auth, as the wizard sends it to a relay: as to Nylas, without anything that the relay knows better.

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize, Serializer};

/// A password that goes over the wire. Only where it is sent does it become text.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub struct Password(pub SecretString);

impl Serialize for Password {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.0.expose_secret())
    }
}

/// The body of [`crate::CUSTOM_AUTH`]. A field that is not here is refused: hosts, ports and user name of a mailbox come
/// from the relay's own configuration and from the account that was invited.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(
    tag = "provider",
    content = "settings",
    rename_all = "lowercase",
    deny_unknown_fields
)]
pub enum Submission {
    /// Mail and calendars.
    ICloud {
        /// The address that was typed; another account's is refused.
        username: String,
        password: Password,
    },
    /// Mail alone.
    Imap { imap_password: Password },
}

impl Submission {
    /// The password, whatever it is called.
    #[must_use]
    pub fn password(&self) -> &SecretString {
        match self {
            Submission::ICloud { password, .. } => &password.0,
            Submission::Imap { imap_password } => &imap_password.0,
        }
    }
}
