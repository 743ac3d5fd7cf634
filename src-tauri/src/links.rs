//! Links that open the program, from the system or from a second start, on their way to the wizard.

use secrecy::SecretString;
use tauri::{AppHandle, Manager, RunEvent};

/// Hands a link to the wizard. It is a secret, and nothing here looks into it.
pub(crate) fn open(app: &AppHandle, link: SecretString) {
    match app.try_state::<runner::Handle>() {
        Some(handle) => handle.open_link(link),
        None => log::warn!("a link was opened before there was anybody to take it"),
    }
}

/// macOS hands links over while the program runs, the first one too.
pub(crate) fn opened(app: &AppHandle, event: &RunEvent) {
    #[cfg(target_os = "macos")]
    if let RunEvent::Opened { urls } = event
        && let Some(url) = urls.first()
    {
        open(app, SecretString::from(url.as_str().to_owned()));
        crate::window::bring_to_front(app);
    }
    #[cfg(not(target_os = "macos"))]
    let _ = (app, event);
}
