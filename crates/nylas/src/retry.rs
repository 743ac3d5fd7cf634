//! Which failures of a safe call are worth another try, and when.

use std::time::Duration;

use backon::ExponentialBuilder;

use crate::{Connect, Error, Why};

/// How often a call is repeated at most.
const TRIES: usize = 3;
/// The longest `Retry-After` that is waited for (as Nylas' own command line tool does).
const PATIENCE: Duration = Duration::from_secs(30);
/// What Nylas' own command line tool repeats.
const PASSING: [u16; 5] = [429, 500, 502, 503, 504];

/// The waits between tries: doubling from `first`, with jitter.
pub(crate) fn backoff(first: Duration) -> ExponentialBuilder {
    ExponentialBuilder::new()
        .with_min_delay(first)
        .with_max_times(TRIES)
        .with_jitter()
}

/// Whether to try again after `error`. `stubborn` counts the failures that seldom pass by themselves:
/// those are tried once more only.
pub(crate) fn worthwhile(error: &Error, stubborn: &mut u8) -> bool {
    match error {
        Error::Connect(Connect::Name | Connect::Tls | Connect::Proxy) => {
            *stubborn += 1;
            *stubborn == 1
        }
        // Whoever asked has waited the whole time already.
        Error::Connect(Connect::TimedOut { sent: true }) | Error::Key => false,
        Error::Connect(_) => true,
        Error::Unreadable(answer) if answer.why == Why::CutOff => true,
        Error::Server(_) | Error::Unreadable(_) => error
            .status()
            .is_some_and(|status| PASSING.contains(&status)),
    }
}

/// How long to wait before the next try, where one is `planned`; none if the server asks for too much patience.
pub(crate) fn pause(error: &Error, planned: Option<Duration>) -> Option<Duration> {
    let planned = planned?;
    match error.retry_after() {
        Some(wait) if wait > PATIENCE => None,
        Some(wait) => Some(wait.max(planned)),
        None => Some(planned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use backon::BackoffBuilder;
    use std::collections::HashSet;

    #[test]
    fn clients_that_failed_together_do_not_come_back_together() {
        let first = Duration::from_millis(500);
        let waits: HashSet<_> = (0..8)
            .filter_map(|_| backoff(first).build().next())
            .collect();
        assert!(waits.len() > 1, "{waits:?}");
        assert!(waits.iter().all(|wait| (first..=2 * first).contains(wait)));
    }

    /// The first wait of each program that starts, because a seed that is the same in all of them differs in none.
    #[test]
    fn programs_that_start_together_do_not_wait_alike() {
        const INSIDE: &str = "ICLOUD_CONNECT_TEST_INSIDE";
        if std::env::var_os(INSIDE).is_some() {
            eprintln!(
                "waits {:?}",
                backoff(Duration::from_millis(500)).build().next()
            );
            return;
        }
        let name = "retry::tests::programs_that_start_together_do_not_wait_alike";
        let waits: HashSet<_> = (0..4)
            .filter_map(|_| {
                let program = std::env::current_exe().ok()?;
                let said = std::process::Command::new(program)
                    .args(["--exact", name, "--nocapture", "--test-threads=1"])
                    .env(INSIDE, "1")
                    .output()
                    .ok()?;
                let text = String::from_utf8_lossy(&said.stderr).into_owned();
                let wait = text.split("waits ").nth(1)?;
                wait.split_once(')').map(|(wait, _)| wait.to_owned())
            })
            .collect();
        assert!(waits.len() > 1, "{waits:?}");
    }
}
