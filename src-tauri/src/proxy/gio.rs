//! GNOME's, by GIO.

use gtk::gio::{Cancellable, IOErrorEnum, ProxyResolver, prelude::ProxyResolverExt};

pub(super) fn proxy_for(address: &str) -> Option<String> {
    match ProxyResolver::default().lookup(address, Cancellable::NONE) {
        Ok(proxies) => proxies
            .first()
            .filter(|first| *first != "direct://")
            .map(ToString::to_string),
        Err(fault) => {
            log::info!("the system's proxies: {:?}", fault.kind::<IOErrorEnum>());
            None
        }
    }
}
