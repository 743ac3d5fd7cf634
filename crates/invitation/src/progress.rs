//! What the company hears of how far somebody is: a step and a problem's code, and nothing else.

use serde::{Deserialize, Deserializer, Serialize, de::Error};

/// Where the person is, by the name of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    Welcome,
    Address,
    Prepare,
    Password,
    Connecting,
    Done,
}

impl Step {
    /// Every step there is.
    pub const ALL: [Step; 6] = [
        Step::Welcome,
        Step::Address,
        Step::Prepare,
        Step::Password,
        Step::Connecting,
        Step::Done,
    ];

    /// The screen's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Step::Welcome => "welcome",
            Step::Address => "address",
            Step::Prepare => "prepare",
            Step::Password => "password",
            Step::Connecting => "connecting",
            Step::Done => "done",
        }
    }
}

/// The body of [`crate::PROGRESS`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Progress {
    pub step: Step,
    /// The code of the problem that stands on the screen, such as `A02`.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "code"
    )]
    pub problem: Option<String>,
}

/// A letter and two digits: no text of anybody's comes this way.
fn code<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let Some(code) = Option::<String>::deserialize(from)? else {
        return Ok(None);
    };
    match code.as_bytes() {
        [b'A'..=b'Z', b'0'..=b'9', b'0'..=b'9'] => Ok(Some(code)),
        _ => Err(D::Error::custom("no code of a problem")),
    }
}
