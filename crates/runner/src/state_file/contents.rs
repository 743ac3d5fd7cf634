//! What a file says, and the file that says it.

use crate::AccountRecord;
use serde_json::json;
use wizard::{Progress, SCHEMA_VERSION, Tries};

/// The most bytes of a file that are read. Ten thousand accounts take four million as they are, and sixteen if each of
/// their values is as long as it may be.
pub(super) const LARGEST: u64 = 16 << 20;

/// What was read of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contents {
    /// Where the person was.
    pub progress: Option<Progress>,
    /// The origin of the API that the operator's key was checked at.
    pub saved_api_origin: Option<String>,
    /// Where the invitation is that was open.
    pub invitation: Option<String>,
    /// What was connected from this computer, oldest first.
    pub accounts: Vec<AccountRecord>,
    /// How many tries addresses have left.
    pub tries: Vec<Tries>,
}

impl Contents {
    /// The file that says this. What was read of any file reads back the same.
    pub fn written(&self) -> Vec<u8> {
        let Contents {
            progress,
            saved_api_origin,
            invitation,
            accounts,
            tries,
        } = self;
        json!({ "schema_version": SCHEMA_VERSION, "progress": progress, "desk": saved_api_origin, "invitation": invitation, "accounts": accounts, "tries": tries })
            .to_string()
            .into_bytes()
    }
}
