//! Browser, clipboard and window of the system.

use crate::helper::Helper;
use arboard::Clipboard;
use runner::{Clock, Desktop};
use secrecy::SecretString;
use std::{
    sync::{Mutex, PoisonError},
    time::SystemTime,
};
use tauri::{AppHandle, Manager};
use wizard::Shape;

pub(crate) struct SystemDesktop {
    app: AppHandle,
    /// Kept open: on X11 the text is gone with the program that copied it.
    clipboard: Mutex<Option<Clipboard>>,
}

impl SystemDesktop {
    pub(crate) fn new(app: AppHandle) -> Self {
        SystemDesktop { app, clipboard: Mutex::new(None) }
    }

    fn with_clipboard<T>(&self, work: impl FnOnce(&mut Clipboard) -> Result<T, arboard::Error>) -> Option<T> {
        let mut kept = self.clipboard.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.is_none() {
            *kept = Clipboard::new().inspect_err(|error| log::warn!("no clipboard: {error}")).ok();
        }
        let result = work(kept.as_mut()?);
        if result.is_err() {
            *kept = None;
        }
        result.ok()
    }
}

impl Desktop for SystemDesktop {
    fn open(&self, address: &str) -> bool {
        // The library's error names the address, which in practice is only ours; still, only its kind is logged.
        open::that_detached(address).inspect_err(|error| log::warn!("the browser did not open: {}", error.kind())).is_ok()
    }

    fn copy(&self, text: &str) -> bool {
        self.with_clipboard(|clipboard| clipboard.set_text(text)).is_some()
    }

    fn clipboard(&self) -> Option<SecretString> {
        self.with_clipboard(Clipboard::get_text).filter(|text| !text.is_empty()).map(SecretString::from)
    }

    fn way_back_page(&self, company: Option<&str>) -> String {
        words::callback_page(crate::window::LANGUAGE, company)
    }

    fn may_peek(&self) -> bool {
        // macOS asks the person before a program may read what another one copied.
        !cfg!(target_os = "macos")
    }

    fn clear_clipboard(&self) -> bool {
        let cleared = self.with_clipboard(Clipboard::clear).is_some();
        // Windows may keep a history of what was copied, which is not ours to clear.
        cleared && !cfg!(windows)
    }

    fn shape(&self, shape: Shape) {
        self.app.state::<Helper>().shape(&self.app, shape);
    }

    fn close(&self) {
        if let Some(window) = self.app.get_webview_window(crate::window::LABEL)
            && let Err(error) = window.close()
        {
            log::warn!("the window did not close: {error}");
        }
    }
}

/// The system's clock.
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> i64 {
        let now = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
        i64::try_from(now.as_secs()).unwrap_or(i64::MAX)
    }
}
