#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

mod outages;
mod probes;
mod race;
