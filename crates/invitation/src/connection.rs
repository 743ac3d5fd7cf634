//! How a submission stands, and what it brought.

use serde::{Deserialize, Serialize};

/// What became of the last password that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Attempt {
    /// None was sent.
    None,
    /// It is under way; ask again.
    Sending,
    /// There is a grant.
    Made,
    /// Nothing was made: another may be sent.
    Failed,
    /// The relay does not know and looks; nothing may be sent, ask again.
    Unsure,
}

impl Attempt {
    /// Whether another password may be sent now.
    #[must_use]
    pub const fn may_send(self) -> bool {
        matches!(self, Attempt::None | Attempt::Failed)
    }
}

/// The answer of [`crate::CONNECTION`]; and of [`crate::CUSTOM_AUTH`], with 200 when it is over and 202 while it is not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connection {
    /// Counts the submissions of the invitation, so that an answer is never taken for another one's.
    pub submission: u64,
    pub state: Attempt,
    /// Why nothing was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Refusal>,
    /// What was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connected: Option<Connected>,
    /// Refused passwords that are still allowed now.
    pub tries_left: usize,
}

/// A refusal about this account, in Nylas' own type and without its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The problem's code, such as `N01`.
    pub code: String,
    /// Nylas' type, such as `grant.invalid_authentication`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    /// Nylas' number for the request, for its support.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

/// What was made; what was read through it is told for a quarter of an hour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connected {
    pub grant_id: String,
    /// The address that Nylas connected.
    pub email: String,
    /// Whether the grant was there before.
    pub renewed: bool,
    /// The names of the calendars; `None` while they were not read, and after a quarter of an hour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendars: Option<Vec<String>>,
    /// When mail was read, even where there was none.
    #[serde(default)]
    pub mail_read: bool,
    /// When the newest message came, in Unix seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub newest_message: Option<i64>,
}
