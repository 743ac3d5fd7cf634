//! Calls whoever looks at another window: the task bar, and a notification where the system has them.

use crate::names::LABEL;
use tauri::{AppHandle, Manager, UserAttentionType};

/// Tells how connecting ended, by title and text, unless the person sees it.
pub(crate) fn tell(app: &AppHandle, (title, text): (String, String)) {
    let Some(window) = app.get_webview_window(LABEL) else {
        return;
    };
    if window.is_focused().unwrap_or(false) {
        return;
    }
    if let Err(error) = window.request_user_attention(Some(UserAttentionType::Informational)) {
        log::info!("the task bar was not asked: {error}");
    }
    #[cfg(target_os = "linux")]
    notify(title, text);
    // Elsewhere a notification needs a program that is installed and was allowed to.
    #[cfg(not(target_os = "linux"))]
    drop((title, text));
}

/// Asks the session bus, on a thread of its own: whoever shows notifications may be absent or silent.
#[cfg(target_os = "linux")]
fn notify(title: String, text: String) {
    use std::{collections::HashMap, thread, time::Duration};
    use zbus::{blocking::connection::Builder, zvariant::Value};

    /// How long the bus may take.
    const PATIENCE: Duration = Duration::from_secs(5);

    let asked = move || -> zbus::Result<()> {
        let bus = Builder::session()?.method_timeout(PATIENCE).build()?;
        let hints = HashMap::from([("desktop-entry", Value::from("icloud-connect"))]);
        let no_actions: [&str; 0] = [];
        let name = "org.freedesktop.Notifications";
        let body = (
            "icloud-connect",
            0_u32,
            "icloud-connect",
            title,
            text,
            no_actions,
            hints,
            -1_i32,
        );
        bus.call_method(
            Some(name),
            "/org/freedesktop/Notifications",
            Some(name),
            "Notify",
            &body,
        )?;
        Ok(())
    };
    let thread = thread::Builder::new().name("notification".to_owned());
    let started = thread.spawn(move || {
        if let Err(error) = asked() {
            log::info!("no notification: {error}");
        }
    });
    drop(started);
}
