//! What WebKitGTK is told besides: its menu, and what to do when the page's process ends or hangs.

use crate::names::LABEL;
use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};
use tauri::WebviewWindow;
use webkit2gtk::{
    ContextMenu, ContextMenuAction, ContextMenuExt, ContextMenuItemExt, HardwareAccelerationPolicy,
    SettingsExt, WebViewExt,
};

/// How often the page is brought back within [`AWHILE`]; then it would end again.
const OFTEN: usize = 3;
const AWHILE: Duration = Duration::from_secs(60);

/// `driven`: nobody is there who would close a dialog.
///
/// # Errors
/// When the window is gone.
pub(crate) fn set_up(window: &WebviewWindow, driven: bool) -> tauri::Result<()> {
    window.with_webview(move |webview| {
        let view = webview.inner();
        if let Some(settings) = WebViewExt::settings(&view) {
            // A form needs no graphics card, whose drivers take tens of megabytes and may show nothing.
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
        view.connect_context_menu(|_, menu, _, _| {
            only_editing(menu);
            // Where nothing is left, there is no menu.
            menu.n_items() == 0
        });
        let ended = Mutex::new(vec![]);
        view.connect_web_process_terminated(move |view, reason| {
            let mut ended = ended.lock().unwrap_or_else(PoisonError::into_inner);
            if may_come_back(&mut ended, Instant::now()) {
                log::warn!("the page of {LABEL} ended ({reason:?}) and is loaded again");
                // Everything it showed is known here, and it asks for it.
                view.reload();
            } else {
                log::error!("the page of {LABEL} ended ({reason:?}) too often");
                if !driven {
                    crate::dialog::say_blank();
                }
            }
        });
    })
}

/// Ends a page that hangs.
///
/// # Errors
/// When the window is gone.
pub(crate) fn end_page(window: &WebviewWindow) -> tauri::Result<()> {
    log::error!("the page of {LABEL} hangs and is ended");
    window.with_webview(|webview| webview.inner().terminate_web_process())
}

/// How large the system wants text, where 1 is usual; to be asked on the main thread.
pub(crate) fn text_scale() -> f64 {
    /// Dots of an inch in which text has its usual size.
    const USUAL: f64 = 96.0;
    let screen = gtk::gdk::Screen::default();
    let scale = screen.map_or(1.0, |screen| screen.resolution() / USUAL);
    // A resolution that is not known is negative.
    if (0.5..=4.0).contains(&scale) {
        scale
    } else {
        1.0
    }
}

/// Takes out of a menu what is not for editing text, such as *Reload*, with which typed text would go.
fn only_editing(menu: &ContextMenu) {
    for item in menu.items() {
        let kept = matches!(
            item.stock_action(),
            ContextMenuAction::Copy
                | ContextMenuAction::Cut
                | ContextMenuAction::Paste
                | ContextMenuAction::Delete
                | ContextMenuAction::SelectAll
        );
        if !kept {
            menu.remove(&item);
        }
    }
}

/// Whether a page that ended now is loaded again.
fn may_come_back(ended: &mut Vec<Instant>, now: Instant) -> bool {
    ended.retain(|before| now.duration_since(*before) < AWHILE);
    ended.push(now);
    ended.len() <= OFTEN
}

#[cfg(test)]
mod tests {
    use super::{AWHILE, OFTEN, may_come_back};
    use std::time::{Duration, Instant};

    #[test]
    fn a_page_that_ends_again_and_again_is_given_up_until_a_while_has_passed() {
        let (mut ended, start) = (vec![], Instant::now());
        for _ in 0..OFTEN {
            assert!(may_come_back(&mut ended, start));
        }
        assert!(!may_come_back(&mut ended, start));
        assert!(may_come_back(
            &mut ended,
            start + AWHILE + Duration::from_secs(1)
        ));
    }
}
