//! The browser's way back: a listener on this computer that takes one redirect of Nylas' page and nothing else.

mod answer;
mod listener;
#[cfg(test)]
mod tests;

pub(crate) use answer::{Answer, Expected, Failure, Refused};
pub(crate) use listener::Listener;

/// The path that is registered at Nylas, behind `http://localhost:PORT`.
const PATH: &str = "/callback";

/// The address that is registered at Nylas, byte for byte.
pub(crate) fn address(port: u16) -> String {
    format!("http://localhost:{port}{PATH}")
}
