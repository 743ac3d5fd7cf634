//! A limit on what another process is asked: it may be stopped, or never answer.

use std::{sync::mpsc, thread, time::Duration};

/// What `work` gives on a thread of its own, or nothing when that takes longer; then the thread is left to itself.
pub(crate) fn within<T: Send + 'static>(
    limit: Duration,
    name: &str,
    work: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    let (answer, answered) = mpsc::sync_channel(1);
    let thread = thread::Builder::new().name(name.to_owned());
    thread
        .spawn(move || answer.send(work()))
        .inspect_err(|error| log::error!("no thread for the {name}: {error}"))
        .ok()
        .and_then(|_| answered.recv_timeout(limit).ok())
}

#[cfg(test)]
mod tests {
    use super::within;
    use std::{thread, time::Duration};

    #[test]
    fn what_does_not_answer_is_not_waited_for() {
        let never = || loop {
            thread::park();
        };
        let (soon, late) = (Duration::from_millis(20), Duration::from_secs(20));
        assert_eq!(within::<()>(soon, "silent", never), None);
        assert_eq!(within(late, "quick", || 7), Some(7));
    }

    #[test]
    fn what_panics_has_no_answer() {
        let late = Duration::from_secs(20);
        let breaks = || std::panic::resume_unwind(Box::new(()));
        assert_eq!(within::<()>(late, "broken", breaks), None);
    }
}
