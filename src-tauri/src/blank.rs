//! A window in which nothing appears: somebody is told so outside of it.

use crate::ipc::Screens;
use std::{thread, time::Duration};
use tauri::{AppHandle, Manager};

/// How long a page may take to ask for its first screen.
const PATIENCE: Duration = Duration::from_secs(20);

/// Looks once whether the page asked for a screen. Not for a window that a test drives: nobody would close the dialog.
pub(crate) fn watch(app: &AppHandle) {
    let app = app.clone();
    let thread = thread::Builder::new().name("blank-window".to_owned());
    let started = thread.spawn(move || {
        thread::sleep(PATIENCE);
        if app.state::<Screens>().has_reported() {
            return;
        }
        log::error!("the page did not report within {PATIENCE:?}: the window may be blank");
        if let Err(error) = app.run_on_main_thread(crate::dialog::say_blank) {
            log::error!("nobody could be told: {error}");
        }
    });
    if let Err(error) = started {
        log::warn!("nobody looks whether the window is blank: {error}");
    }
}
