//! Everything that is logged, by the program and by the libraries under it, is looked at for secrets.

use std::sync::{Mutex, MutexGuard, Once, OnceLock};

use log::{LevelFilter, Log, Metadata, Record};

#[derive(Default)]
struct Sink {
    secrets: Mutex<Vec<String>>,
    leaks: Mutex<Vec<String>>,
    own: Mutex<Vec<String>>,
}

static SINK: OnceLock<Sink> = OnceLock::new();

fn sink() -> &'static Sink {
    SINK.get_or_init(Sink::default)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}

impl Log for Sink {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &Record<'_>) {
        let line = format!("{} {}: {}", record.level(), record.target(), record.args());
        if lock(&self.secrets)
            .iter()
            .any(|secret| line.contains(secret.as_str()))
        {
            lock(&self.leaks).push(line.clone());
        }
        if ["icloud_connect_runner", "nylas", "icloud_connect_wizard"]
            .iter()
            .any(|own| record.target().starts_with(own))
        {
            lock(&self.own).push(line);
        }
    }

    fn flush(&self) {}
}

/// Begins to listen, and watches for `secrets` from now on.
pub(crate) fn watch(secrets: &[&str]) {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        log::set_logger(sink()).unwrap();
        log::set_max_level(LevelFilter::Trace);
    });
    let mut known = lock(&sink().secrets);
    for secret in secrets {
        if !known.iter().any(|k| k == secret) {
            known.push((*secret).to_owned());
        }
    }
}

/// Is logged on purpose, by the test that a leak would be seen.
pub(crate) const CANARY: &str = "canary-of-the-canary";

/// Lines that held a secret.
pub(crate) fn leaks() -> Vec<String> {
    lock(&sink().leaks)
        .iter()
        .filter(|line| !line.contains(CANARY))
        .cloned()
        .collect()
}

/// Whether the canary was seen.
pub(crate) fn saw_the_canary() -> bool {
    lock(&sink().leaks).iter().any(|line| line.contains(CANARY))
}

/// What the program itself logged.
pub(crate) fn lines() -> Vec<String> {
    lock(&sink().own).clone()
}
