//! How long calls may take.

use std::time::Duration;

/// How long calls may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// Until there is a connection.
    pub connect: Duration,
    /// One try of any other call, from its start to the answer's last byte.
    pub safe: Duration,
    /// Custom authentication and the exchange of a code, which are sent once. Nylas states a ceiling of 120 s on its side.
    pub custom_auth: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Timeouts {
            connect: Duration::from_secs(10),
            safe: Duration::from_secs(30),
            custom_auth: Duration::from_secs(130),
        }
    }
}
