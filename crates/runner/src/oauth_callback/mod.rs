//! The browser's way back: a listener on this computer that takes one redirect of Nylas' page and nothing else.

mod error;
mod listener;
mod request;
mod response;
#[cfg(test)]
mod tests;

pub(crate) use error::meaning;
pub(crate) use listener::{Came, Listener};
use request::PATH;
pub(crate) use response::{Expected, Refused};
#[cfg(test)]
pub(crate) use {
    request::{MOST_BYTES, MOST_HEADERS},
    response::LONGEST_ADDRESS,
};

/// The address that is registered at Nylas, byte for byte.
pub(crate) fn address(port: u16) -> String {
    format!("http://localhost:{port}{PATH}")
}

/// What a whole request says to a listener on this port: the query of a redirect by a person's browser.
pub(crate) fn callback_in(request: &[u8], piece: usize, port: u16) -> Option<String> {
    let mut head = request::Head::new();
    for piece in request.chunks(piece.max(1)) {
        match head.hear(piece, port) {
            request::Heard::Part => {}
            request::Heard::Whole(request::CallbackRequest {
                target: request::Target::Callback(query),
                by_browser: true,
            }) => return Some(query),
            request::Heard::Whole(_) | request::Heard::TooMuch | request::Heard::Nothing => {
                return None;
            }
        }
    }
    None
}
