//! The environment's variables. Secrets are taken out of it, because every child would inherit them.
#![expect(
    unsafe_code,
    reason = "changing the environment is sound only before any thread starts, which main does first"
)]

use runner::Environment;
use secrecy::SecretString;
use std::{env, path::PathBuf};

/// What the environment said.
pub(crate) struct Start {
    pub(crate) environment: Environment,
    /// `ICLOUD_CONNECT_DATA_DIR`: where everything is written instead of the system's places.
    pub(crate) data_dir: Option<PathBuf>,
    /// Whether a test drives the window.
    pub(crate) driven: bool,
}

/// Reads the variables and removes the key. Must run before any thread starts.
pub(crate) fn take() -> Start {
    let path = |name| {
        env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    let text = |name| env::var(name).ok().filter(|value| !value.trim().is_empty());
    let api_key = text("NYLAS_API_KEY").map(|key| SecretString::from(key.trim().to_owned()));
    // SAFETY: no other thread exists yet.
    unsafe { env::remove_var("NYLAS_API_KEY") };
    forget_empty_ones();
    prefer_a_window_that_shows();
    Start {
        environment: Environment {
            profile: path("ICLOUD_CONNECT_PROFILE"),
            api_key,
            api_uri: text("NYLAS_API_URI"),
            built_in: option_env!("ICLOUD_CONNECT_BUILT_IN_PROFILE"),
            network: runner::Network::default(),
            proxy: ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
                .into_iter()
                .any(|name| text(name).is_some()),
        },
        data_dir: path("ICLOUD_CONNECT_DATA_DIR")
            .map(|folder| std::path::absolute(&folder).unwrap_or(folder)),
        driven: env::var_os("TAURI_WEBVIEW_AUTOMATION").is_some_and(|value| value == "true"),
    }
}

/// An empty value means the same as none, but not to every library that reads it.
fn forget_empty_ones() {
    for name in ["DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "HOME"] {
        if env::var_os(name).is_some_and(|value| value.is_empty()) {
            // SAFETY: no other thread exists yet.
            unsafe { env::remove_var(name) };
        }
    }
}

/// WebKitGTK may show a blank window with NVIDIA's driver unless this is off. Set the variable to 0 to decide otherwise.
fn prefer_a_window_that_shows() {
    const RENDERER: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    if cfg!(target_os = "linux")
        && env::var_os(RENDERER).is_none()
        && std::path::Path::new("/sys/module/nvidia").exists()
    {
        // SAFETY: no other thread exists yet.
        unsafe { env::set_var(RENDERER, "1") };
    }
}
