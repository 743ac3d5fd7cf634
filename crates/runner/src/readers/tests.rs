//! What the readers cost: little, and twice as much for twice as much. What goes beyond a limit is refused at the limit.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod calendar;
mod certificates;
mod mail;
mod redirects;

use std::time::Duration;

use testing::grows_linearly;

/// The longest that reading one thing may take in a debug build, which is ten times slower than another.
const LONGEST: Duration = Duration::from_millis(100);

/// As [`grows_linearly`]; and what is read up to its limits takes no time that anybody notices.
fn is_cheap<I>(what: &str, n: usize, input: impl Fn(usize) -> I, read: impl FnMut(&I)) {
    let most = grows_linearly(what, n, input, read);
    assert!(most < LONGEST, "{what} takes {most:?}");
}
