//! The readers of what others send, without the network around them: for targets of a fuzzer and for tests of growth.
//! Nothing else may rely on this.

#[cfg(test)]
mod tests;

pub use crate::apple_check::read::*;
pub use crate::network::issuer as certificate;
pub use crate::relay::read::*;

use crate::oauth_callback::{Expected, Refused, callback_in};
use nylas::AuthorizationResponse;
use secrecy::ExposeSecret;

/// What a redirect was read as.
#[derive(Debug, PartialEq, Eq)]
pub enum Redirect {
    /// The one that is waited for, with a code.
    Code(String),
    /// The one that is waited for, without one.
    Failed,
    /// Another one, or none.
    Refused,
}

/// The request of a browser to a listener on `port` that waits for `state`, in pieces of `piece` bytes.
pub fn redirect_request(request: &[u8], piece: usize, port: u16, state: &str) -> Redirect {
    match callback_in(request, piece, port) {
        Some(query) => told(Expected::new(port, state.into()).query(&query)),
        None => Redirect::Refused,
    }
}

/// An address that was pasted while `state` was waited for on `port`.
pub fn redirect_address(address: &str, port: u16, state: &str) -> Redirect {
    told(Expected::new(port, state.into()).pasted(&address.into()))
}

fn told(read: Result<AuthorizationResponse, Refused>) -> Redirect {
    match read {
        Ok(AuthorizationResponse::Code(code)) => Redirect::Code(code.expose_secret().to_owned()),
        Ok(AuthorizationResponse::Failed(_)) => Redirect::Failed,
        Err(_) => Redirect::Refused,
    }
}
