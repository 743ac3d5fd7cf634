//! What whoever works at a job says of it.

/// What becomes of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Done,
    /// In so many seconds it is tried again.
    Later(i64),
    /// It is written down already, with what it belongs to.
    Written,
}

/// Seconds until the next try: a minute, and twice as long after each further one, up to so many.
pub(crate) fn pause(tries: i64, longest: i64) -> i64 {
    let doubled = u32::try_from(tries.clamp(1, 20) - 1).unwrap_or_default();
    (60_i64 << doubled).min(longest)
}
