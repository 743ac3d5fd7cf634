#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod outages;
mod probes;
mod race;
