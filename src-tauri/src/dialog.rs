//! The system's own windows: for choosing a file, and for a word where the page shows none.

use crate::names;
use std::{io, path::PathBuf, sync::mpsc};
use tauri::{AppHandle, Manager};

/// Waits until the person chose a file of this kind, or none.
pub(crate) fn pick_file(
    app: &AppHandle,
    title: fn(&str) -> String,
    (kind, ending): (&'static str, &'static str),
) -> io::Result<Option<PathBuf>> {
    let (said, hears) = mpsc::channel();
    let (parent, title) = (app.get_webview_window(names::LABEL), title(names::LANGUAGE));
    // GTK and AppKit make their windows on the main thread only.
    app.run_on_main_thread(move || {
        let mut dialog = rfd::AsyncFileDialog::new()
            .set_title(title)
            .add_filter(kind, &[ending]);
        if let Some(parent) = &parent {
            dialog = dialog.set_parent(parent);
        }
        let chosen = dialog.pick_file();
        tauri::async_runtime::spawn(async move {
            let file = chosen.await.map(|file| file.path().to_owned());
            // Whoever asked may have gone with the window.
            let _ = said.send(file);
        });
    })
    .map_err(io::Error::other)?;
    hears.recv().map_err(io::Error::other)
}

/// Says that the window may be blank, in a window that is drawn without the web view; on the main thread.
pub(crate) fn say_blank() {
    let (title, text) = words::blank(names::LANGUAGE, std::env::consts::OS);
    let dialog = rfd::AsyncMessageDialog::new()
        .set_level(rfd::MessageLevel::Error)
        .set_title(title)
        .set_description(text)
        .show();
    // The dialog goes when it is closed, and the window with its own button.
    tauri::async_runtime::spawn(dialog);
}
