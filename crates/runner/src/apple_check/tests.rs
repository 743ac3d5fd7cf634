#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

mod documents;
mod forms;
mod rules;
