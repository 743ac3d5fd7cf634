#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may panic"
)]

mod answers;
mod api;
mod calls;
mod contract;
mod custom_auth;
mod hosted;
mod limits;
mod network;
mod operator;
mod origins;
mod redirect;
mod retries;
mod secrets;
mod tls;
