//! Where the relay listens.

use super::ConfigError;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Where somebody may connect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listen {
    Tcp(SocketAddr),
    Unix(PathBuf),
}

impl Listen {
    pub(super) fn parse(key: &str, text: &str) -> Result<Listen, ConfigError> {
        if let Some(path) = text.strip_prefix("unix:") {
            return Ok(Listen::Unix(path.into()));
        }
        text.parse().map(Listen::Tcp).map_err(|_| {
            ConfigError(format!(
                "{key} is an address and a port such as 127.0.0.1:8600, or unix: and a path"
            ))
        })
    }

    /// Whether nobody from another computer gets there.
    #[must_use]
    pub fn is_local(&self) -> bool {
        match self {
            Listen::Tcp(address) => address.ip().is_loopback(),
            Listen::Unix(_) => true,
        }
    }
}
