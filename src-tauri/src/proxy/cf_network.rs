//! macOS', by `CFNetwork`, which hands a script back and runs it when it is asked again. What a network announces by DHCP
//! the system has among its settings.
#![expect(
    unsafe_code,
    reason = "CFNetwork is C, and no library has these calls in safe Rust"
)]

use objc2_cf_network::{
    CFNetworkCopyProxiesForURL, CFNetworkCopySystemProxySettings,
    CFNetworkExecuteProxyAutoConfigurationURL, kCFProxyAutoConfigurationURLKey,
    kCFProxyHostNameKey, kCFProxyPortNumberKey, kCFProxyTypeAutoConfigurationURL, kCFProxyTypeHTTP,
    kCFProxyTypeHTTPS, kCFProxyTypeKey, kCFProxyTypeSOCKS,
};
use objc2_core_foundation::{
    CFArray, CFDictionary, CFError, CFNumber, CFRetained, CFRunLoop, CFStreamClientContext,
    CFString, CFType, CFURL, ConcreteType,
};
use std::{ffi::c_void, mem, ptr::NonNull};

/// Seconds that a script may take, as long as whoever asks waits.
const PATIENCE: f64 = 5.0;

/// What there is to be known of a proxy.
type Entry = CFDictionary<CFString, CFType>;

pub(super) fn proxy_for(address: &str) -> Option<String> {
    let target = CFURL::from_string(None, &CFString::from_str(address), None)?;
    // SAFETY: it has no conditions.
    let settings = unsafe { CFNetworkCopySystemProxySettings() }?;
    // SAFETY: these are the settings that it wants.
    let found = unsafe { CFNetworkCopyProxiesForURL(&target, &settings) };
    let entry = first(&found)?;
    // SAFETY: names of CFNetwork's are there from the start.
    let (by_script, script) = unsafe {
        (
            kCFProxyTypeAutoConfigurationURL,
            kCFProxyAutoConfigurationURLKey,
        )
    };
    let kind = value::<CFString>(&entry, kind())?;
    if *kind != *by_script {
        return named(&entry);
    }
    let script = value::<CFURL>(&entry, script)?;
    let said = run(&script, &target)?;
    let entry = first(&said)?;
    named(&entry)
}

fn kind() -> &'static CFString {
    // SAFETY: as above.
    unsafe { kCFProxyTypeKey }
}

fn first(proxies: &CFArray) -> Option<CFRetained<Entry>> {
    // SAFETY: CFNetwork's lists have such entries.
    unsafe { proxies.cast_unchecked::<Entry>() }.get(0)
}

fn value<T: ConcreteType>(entry: &Entry, name: &CFString) -> Option<CFRetained<T>> {
    entry.get(name)?.downcast().ok()
}

/// The address of a proxy. One for HTTPS is itself spoken to by HTTP.
fn named(entry: &Entry) -> Option<String> {
    // SAFETY: as above.
    let (http, https, socks, host, port) = unsafe {
        (
            kCFProxyTypeHTTP,
            kCFProxyTypeHTTPS,
            kCFProxyTypeSOCKS,
            kCFProxyHostNameKey,
            kCFProxyPortNumberKey,
        )
    };
    let kind = value::<CFString>(entry, kind())?;
    let scheme = match &*kind {
        kind if kind == http || kind == https => "http",
        kind if kind == socks => "socks5",
        _ => return None,
    };
    let host = value::<CFString>(entry, host)?.to_string();
    let port = value::<CFNumber>(entry, port)?.as_i64()?;
    // An IPv6 address has colons of its own.
    Some(if host.contains(':') && !host.starts_with('[') {
        format!("{scheme}://[{host}]:{port}")
    } else {
        format!("{scheme}://{host}:{port}")
    })
}

/// What a script says, where it says it in time.
type Said = Option<CFRetained<CFArray>>;

fn run(script: &CFURL, target: &CFURL) -> Said {
    let mut said: Said = None;
    let mut context = CFStreamClientContext {
        version: 0,
        info: (&raw mut said).cast(),
        retain: None,
        release: None,
        copyDescription: None,
    };
    type Bound = unsafe extern "C-unwind" fn(NonNull<c_void>, NonNull<CFArray>, *mut CFError);
    // SAFETY: the same but for the list, which a script that fails does not have.
    let hear = unsafe { mem::transmute::<Hear, Bound>(hear) };
    // SAFETY: `hear` is what is wanted, and the context is copied.
    let source = unsafe {
        CFNetworkExecuteProxyAutoConfigurationURL(
            script,
            target,
            Some(hear),
            NonNull::from(&mut context),
        )
    };
    let (here, mode) = (
        CFRunLoop::current()?,
        CFString::from_static_str("icloud-connect"),
    );
    here.add_source(Some(&source), Some(&mode));
    CFRunLoop::run_in_mode(Some(&mode), PATIENCE, false);
    // From here on nobody writes to what it was to be told.
    here.remove_source(Some(&source), Some(&mode));
    source.invalidate();
    said
}

type Hear = unsafe extern "C-unwind" fn(NonNull<c_void>, Option<NonNull<CFArray>>, *mut CFError);

/// Called within [`run`], on its thread.
unsafe extern "C-unwind" fn hear(
    said: NonNull<c_void>,
    proxies: Option<NonNull<CFArray>>,
    error: *mut CFError,
) {
    if error.is_null() {
        // SAFETY: `run` owns it, waits, and does not look at it meanwhile; the list is there during this call.
        unsafe { *said.cast::<Said>().as_mut() = proxies.map(|list| CFRetained::retain(list)) };
    } else {
        log::info!("the network's script for proxies failed");
    }
    if let Some(here) = CFRunLoop::current() {
        here.stop();
    }
}
