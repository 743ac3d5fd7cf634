//! The one window, locked: it shows the app's own page and nothing else.

use crate::{helper::Helper, ipc::Screens, names::LABEL, place, zoom::Size};
use runner::state_file::Left;
use std::{path::Path, thread, time::Duration};
use tauri::{
    App, AppHandle, Manager, RunEvent, Theme, WebviewUrl, WebviewWindowBuilder, Window,
    WindowEvent, webview::NewWindowResponse, window::Color,
};
use tauri_plugin_window_state::StateFlags;
use wizard::{Action, Input, WindowMode};

/// Opens the window. `driven`: WebKitGTK lets itself be driven only in a context that is not ephemeral. `folder`: where
/// the web view may write instead of the program's own folder. Windows' writes a little even when it is private.
/// `left`: where an earlier run left the window.
pub(crate) fn open(
    app: &App,
    driven: bool,
    folder: Option<&Path>,
    left: Option<Left>,
) -> tauri::Result<()> {
    let mut builder = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title("icloud-connect")
        .inner_size(place::USUAL.width, place::USUAL.height)
        .min_inner_size(place::SMALLEST.width, place::SMALLEST.height)
        // No history, no cache, no form memory.
        .incognito(!driven)
        .general_autofill_enabled(false)
        .devtools(cfg!(debug_assertions))
        .disable_drag_drop_handler()
        .on_navigation(|url| {
            matches!(url.scheme(), "tauri")
                || (url.scheme() == "http" && url.host_str() == Some("tauri.localhost"))
        })
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false);
    if let Some(folder) = folder {
        builder = builder.data_directory(folder.to_owned());
    }
    let window = builder.build()?;
    app.state::<Screens>().name_window();
    app.state::<Size>().show(app.handle());
    let is_dark = window.theme().is_ok_and(|theme| theme == Theme::Dark) || names_dark_theme();
    // The first frame comes before the page's own colours.
    window.set_background_color(Some(if is_dark { DARK } else { LIGHT }))?;
    #[cfg(target_os = "linux")]
    crate::webview::set_up(&window, driven)?;
    if let Err(error) = place::fit(app.handle(), &window, left) {
        log::warn!("the window stays where it is: {error}");
    }
    Ok(())
}

/// Whether a dark theme was named for this program alone. The web view minds that, too.
fn names_dark_theme() -> bool {
    let theme = std::env::var("GTK_THEME").unwrap_or_default();
    cfg!(target_os = "linux") && (theme.ends_with(":dark") || theme.ends_with("-dark"))
}

/// Lets the next start open the window where this one leaves it. What an earlier one left is looked at first; it does not
/// say whether the window can be seen or has a frame.
pub(crate) fn remember(app: &AppHandle) -> tauri::Result<Option<Left>> {
    let folder = app.path().app_config_dir().ok();
    let left = folder.and_then(|folder| runner::state_file::window(&folder, LABEL));
    let flags = StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED;
    let plugin = tauri_plugin_window_state::Builder::new().with_state_flags(flags);
    app.plugin(plugin.build())?;
    Ok(left)
}

/// The page's own background, as style.css has it.
const LIGHT: Color = Color(0xf5, 0xf4, 0xf0, 0xff);
const DARK: Color = Color(0x15, 0x16, 0x1a, 0xff);

/// How long the window system may take to make the window large again.
const GROWING: Duration = Duration::from_millis(300);

/// Makes the window small beside the browser, or large again.
pub(crate) fn set_mode(app: &AppHandle, mode: WindowMode) {
    if let Some(window) = app.get_webview_window(LABEL) {
        app.state::<Helper>().set_mode(&window, mode);
    }
}

/// Closes the window as its own button would.
pub(crate) fn close(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(LABEL)
        && let Err(error) = window.close()
    {
        log::warn!("the window did not close: {error}");
    }
}

/// Tells the wizard that the person came back, and lets the window close only in its large shape: its size is remembered.
pub(crate) fn happened(window: &Window, event: &WindowEvent) {
    match event {
        WindowEvent::Focused(true) => {
            // Before the runner is there nobody needs to know.
            if let Some(handle) = window.try_state::<runner::Handle>() {
                handle.returned();
            }
        }
        WindowEvent::Moved(_) => {
            if let Some(helper) = window.try_state::<Helper>() {
                helper.moved();
            }
        }
        WindowEvent::CloseRequested { api, .. }
            if window.state::<Screens>().asks_before_closing() =>
        {
            api.prevent_close();
            let runner = window.state::<runner::Handle>();
            runner.dispatch(Input::Press(Action::Close), None);
        }
        WindowEvent::CloseRequested { api, .. } if window.state::<Helper>().is_small() => {
            api.prevent_close();
            let window = window.clone();
            thread::spawn(move || {
                set_mode(window.app_handle(), WindowMode::Full);
                thread::sleep(GROWING);
                if let Err(error) = window.close() {
                    log::warn!("the window did not close: {error}");
                }
            });
        }
        _ => {}
    }
}

/// The window is gone; the program follows once the runner has tidied up. Then it is told to, which brings a code.
pub(crate) fn last_closed(app: &AppHandle, event: RunEvent) {
    let RunEvent::ExitRequested {
        code: None, api, ..
    } = event
    else {
        return;
    };
    let Some(handle) = app
        .try_state::<runner::Handle>()
        .map(|handle| handle.inner().clone())
    else {
        return;
    };
    api.prevent_exit();
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        handle.close().await;
        app.exit(0);
    });
}

pub(crate) fn bring_to_front(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(LABEL) {
        let shown = window
            .unminimize()
            .and_then(|()| window.show())
            .and_then(|()| window.set_focus());
        if let Err(error) = shown {
            log::warn!("the window did not come to the front: {error}");
        }
    }
}
