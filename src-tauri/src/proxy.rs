//! The system's own word about proxies: GNOME's, which also runs a network's script (PAC, WPAD), by GIO. For what Windows
//! and macOS have, WinHTTP and `CFNetwork`, no small library is known that is well kept: there a profile names the proxy.

use runner::ProxyResolver;
use std::sync::Arc;

/// Whom to ask; `None` where the system has nobody.
pub(crate) fn resolver() -> Option<Arc<dyn ProxyResolver>> {
    #[cfg(target_os = "linux")]
    return Some(Arc::new(Gio));
    #[cfg(not(target_os = "linux"))]
    return None;
}

#[cfg(target_os = "linux")]
struct Gio;

#[cfg(target_os = "linux")]
impl ProxyResolver for Gio {
    fn proxy_for(&self, address: &str) -> Option<String> {
        use gtk::gio::{self, prelude::ProxyResolverExt};
        let resolver = gio::ProxyResolver::default();
        match resolver.lookup(address, gio::Cancellable::NONE) {
            Ok(proxies) => proxies
                .first()
                .filter(|first| *first != "direct://")
                .map(ToString::to_string),
            Err(fault) => {
                log::info!(
                    "the system's proxies: {:?}",
                    fault.kind::<gio::IOErrorEnum>()
                );
                None
            }
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::resolver;

    #[test]
    fn where_no_proxy_is_set_up_none_is_named() {
        let named = resolver().and_then(|resolver| resolver.proxy_for("https://nylas.invalid"));
        assert_eq!(named, None);
    }
}
