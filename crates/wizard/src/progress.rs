//! What survives closing and killing the app. Never a secret.

use crate::{GrantSnapshot, Renewal};
use serde::{Deserialize, Serialize};
use strum::VariantArray;

/// The version of [`Progress`] that this program writes. A change of meaning raises it; a file of a higher version is set aside.
pub const SCHEMA_VERSION: u32 = 1;

/// Where a person was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// [`SCHEMA_VERSION`] of the program that wrote it.
    pub schema_version: u32,
    pub step: Step,
    /// The address as the person writes it, once it parsed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The iCloud address, where the other is elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub apple_id: Option<String>,
    /// Custom auth was sent and its answer is not known: what there was before it.
    #[serde(rename = "sent", default, skip_serializing_if = "Option::is_none")]
    pub grants_before_submit: Option<Vec<GrantSnapshot>>,
    /// The host that it was sent to; grants of another say nothing about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// An account is renewed, so its address stays as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renews: Option<Renewal>,
}

impl Progress {
    /// Whether there is something to go on with; having seen the first step is nothing.
    pub(crate) fn is_pending(&self) -> bool {
        self.step > Step::Welcome || self.grants_before_submit.is_some()
    }

    /// The first step, with nothing entered.
    pub(crate) fn fresh() -> Self {
        Progress {
            schema_version: SCHEMA_VERSION,
            step: Step::Welcome,
            address: None,
            apple_id: None,
            grants_before_submit: None,
            host: None,
            renews: None,
        }
    }
}

/// A step that can be returned to.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, VariantArray,
)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    Welcome,
    Address,
    Prepare,
    SignIn,
    Password,
}

/// The refusals that an address met lately. `left` and `last` are what earlier versions wrote, and still read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tries {
    /// The address that signs in.
    pub address: String,
    /// Tries left as earlier versions count them, 0 to 2.
    pub left: u8,
    /// When it was last refused, in Unix seconds.
    pub last: i64,
    /// Oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refusals: Vec<Refusal>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// When, in Unix seconds.
    pub at: i64,
    /// Nylas refused it, not Apple.
    pub by_nylas: bool,
}
