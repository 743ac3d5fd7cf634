//! How times, states and mailboxes are shown in both lists.

use crate::GrantStatus;

/// A time that a calendar can show, to the end of the year 9999. No other reaches the page: it could not write it.
pub(super) fn showable(seconds: Option<i64>) -> Option<i64> {
    seconds.filter(|seconds| (0..253_402_300_800).contains(seconds))
}

pub(super) const fn mailbox(elsewhere: bool) -> &'static str {
    if elsewhere { "elsewhere" } else { "" }
}

pub(super) const fn status(status: Option<GrantStatus>) -> &'static str {
    match status {
        Some(GrantStatus::Works) => "works",
        Some(GrantStatus::NeedsPassword) => "needs-password",
        Some(GrantStatus::Gone) => "gone",
        None => "unknown",
    }
}
