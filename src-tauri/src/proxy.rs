//! The system's own word about proxies. Each of the three has a resolver that also runs a network's script (PAC, WPAD).

#[cfg(target_os = "macos")]
mod cf_network;
#[cfg(target_os = "linux")]
mod gio;
#[cfg(windows)]
mod winrt;

#[cfg(target_os = "macos")]
use cf_network as system;
#[cfg(target_os = "linux")]
use gio as system;
#[cfg(windows)]
use winrt as system;

use runner::ProxyResolver;
use std::sync::Arc;

/// The system's resolver, which may take its time.
pub(crate) fn resolver() -> Arc<dyn ProxyResolver> {
    Arc::new(System)
}

struct System;

impl ProxyResolver for System {
    fn proxy_for(&self, address: &str) -> Option<String> {
        system::proxy_for(address)
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::resolver;

    #[test]
    fn where_no_proxy_is_set_up_none_is_named() {
        assert_eq!(resolver().proxy_for("https://nylas.invalid"), None);
    }
}
