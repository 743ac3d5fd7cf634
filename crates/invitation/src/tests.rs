#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod bodies;
mod links;
mod sites;
mod tickets;
