//! What is told of an invitation: with the ticket alone whose it is, after the claim also whom it is for.

use crate::state::State;
use serde::{Deserialize, Serialize};

/// The system that the program runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum System {
    Linux,
    Macos,
    Windows,
    Other,
}

impl System {
    /// Its name, as the company hears it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            System::Linux => "linux",
            System::Macos => "macos",
            System::Windows => "windows",
            System::Other => "other",
        }
    }
}

/// The body of [`crate::CLAIM`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// The program's version, such as `0.1.0`.
    pub version: String,
    pub system: System,
}

/// The body of [`crate::AGAIN`]. Nobody guesses the ID, and whoever has it learns nothing by asking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Again {
    /// The connection that has ended.
    pub grant_id: String,
}

/// The answer of [`crate::INVITATION`], and of [`crate::CLAIM`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// Short and no secret: what a person reads out on the phone.
    pub reference: String,
    pub company: Company,
    /// The language that the company thinks the person reads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The oldest version of the program that is served.
    pub smallest_version: String,
    /// The protocol that the relay speaks.
    pub protocol: u32,
    /// Whether a password would lead anywhere: key, connector and plan are as they must be.
    pub ready: bool,
    /// Only for who claimed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claimed: Option<Claimed>,
}

/// Who invites.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Company {
    pub name: String,
    /// A picture, as a `data:` address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<String>,
}

/// What only the computer that claimed the invitation is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claimed {
    pub state: State,
    /// The address that may be connected.
    pub account: String,
    /// Whom the company wrote to.
    pub recipient_label: String,
    /// Which account at the company it is added to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_label: Option<String>,
    /// `icloud`, or `imap` for mail alone.
    pub provider: String,
    /// What the company will use: `mail`, `sending`, `calendar`, `contacts`.
    pub uses: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub support_email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub support_phone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub privacy_url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_url: Option<String>,
    /// Whether the account was connected before and only needs a new password.
    pub renew: bool,
    /// When the invitation ends, in Unix seconds.
    pub expires_at: i64,
    /// Refused passwords that are still allowed now.
    pub tries_left: usize,
}

/// The answer of [`crate::NOT_MINE`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disowned {
    /// Whether the grant is gone. One that was there before is left for the company to look at.
    pub deleted: bool,
}
