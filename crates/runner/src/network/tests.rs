#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod exchanges;
mod outages;
mod probes;
mod race;
