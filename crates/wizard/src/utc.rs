//! Times as text, for whoever helps.

use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// A time as RFC 3339 has it; none where the clock was never told.
pub(crate) fn utc(seconds: i64) -> Option<String> {
    let time = OffsetDateTime::from_unix_timestamp(seconds)
        .ok()
        .filter(|_| seconds > 0)?;
    time.format(&Rfc3339).ok()
}
