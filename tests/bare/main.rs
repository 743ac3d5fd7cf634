//! The least that a Tauri window can be: a field, and a command that takes its text and does nothing. The measure for
//! what WebKit itself keeps of a typed text, and for how fast a window can open.

use tauri::{WebviewUrl, WebviewWindowBuilder};

#[tauri::command]
fn dispatch(input: String) {
    drop(input);
}

fn main() -> tauri::Result<()> {
    tauri::Builder::default()
        .invoke_handler(tauri::generate_handler![dispatch])
        .setup(|app| {
            WebviewWindowBuilder::new(app, "main", WebviewUrl::default())
                .inner_size(1024.0, 760.0)
                .build()?;
            Ok(())
        })
        .run(tauri::generate_context!("tests/bare/tauri.conf.json"))
}
