//! What an invitation has come to.

use serde::{Deserialize, Serialize};

/// The state of an invitation. The last five are ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Made, and nobody has opened it.
    #[default]
    Created,
    /// The mail with the link left.
    Sent,
    /// A computer holds it.
    Claimed,
    /// It made, or renewed, its grant.
    Connected,
    /// Its time is over.
    Expired,
    /// The company took it back.
    Revoked,
    /// Whoever got it does not want it.
    Declined,
    /// Its holder says that the account is not theirs, and the grant was there before.
    Disputed,
}

impl State {
    /// Every state there is.
    pub const ALL: [State; 8] = [
        State::Created,
        State::Sent,
        State::Claimed,
        State::Connected,
        State::Expired,
        State::Revoked,
        State::Declined,
        State::Disputed,
    ];

    /// Its name, in the relay's database and answers.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            State::Created => "created",
            State::Sent => "sent",
            State::Claimed => "claimed",
            State::Connected => "connected",
            State::Expired => "expired",
            State::Revoked => "revoked",
            State::Declined => "declined",
            State::Disputed => "disputed",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Whether somebody can still connect with it.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, State::Created | State::Sent | State::Claimed)
    }
}
