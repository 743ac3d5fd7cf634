//! Telling why there was no answer, from what the HTTP library reports.

use std::error::Error as StdError;
use std::io::{self, ErrorKind};

use crate::Connect;

/// Why `error` happened. Only for errors that come before a complete answer.
pub fn classify(error: &reqwest::Error) -> Connect {
    // Errors of the connector end before the first byte of the request; everything later may have sent it.
    let sent = !(error.is_connect() || error.is_builder());
    let chain = || std::iter::successors(error.source(), |&cause| behind(cause));

    // The types of the tunnel's and the SOCKS connector's errors are not public.
    if chain()
        .map(ToString::to_string)
        .any(|text| text.starts_with("tunnel error") || text.contains("socks proxy"))
    {
        return Connect::Proxy;
    }
    if error.is_dns() {
        return Connect::Name;
    }
    if !sent && chain().any(|cause| cause.is::<rustls::Error>()) {
        return Connect::Tls;
    }
    if error.is_timeout() {
        return Connect::TimedOut { sent };
    }
    for cause in chain() {
        if let Some(io) = cause.downcast_ref::<io::Error>() {
            match io.kind() {
                ErrorKind::ConnectionRefused => return Connect::Refused,
                ErrorKind::ConnectionReset
                | ErrorKind::ConnectionAborted
                | ErrorKind::NotConnected
                | ErrorKind::BrokenPipe
                | ErrorKind::UnexpectedEof => {
                    return Connect::Reset { sent };
                }
                _ => {}
            }
        }
        if let Some(http) = cause.downcast_ref::<hyper::Error>()
            && (http.is_incomplete_message() || http.is_canceled() || http.is_closed())
        {
            return Connect::Reset { sent };
        }
    }
    Connect::Other { sent }
}

/// What is behind `error`. `source` of an I/O error leaves out the very error it wraps.
fn behind<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a (dyn StdError + 'static)> {
    match error
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref)
    {
        Some(wrapped) => Some(wrapped),
        None => error.source(),
    }
}
