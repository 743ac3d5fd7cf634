//! Browser and clipboard of the system.

use arboard::Clipboard;
use runner::Desktop;
use secrecy::SecretString;
use std::sync::{Mutex, PoisonError};

#[derive(Default)]
pub(crate) struct SystemDesktop {
    /// Kept open: on X11 the text is gone with the program that copied it.
    clipboard: Mutex<Option<Clipboard>>,
}

impl SystemDesktop {
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
}
