//! The system's clipboard. What is on it another program hands over, which may be stopped: every call has a limit.

use crate::limit::within;
use arboard::{Clipboard, Error};
use runner::Unreadable;
use secrecy::SecretString;
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// How long a call may take. The library gives up a silent program after four seconds, and then calls the clipboard empty.
const PATIENCE: Duration = Duration::from_secs(3);
/// How many calls may hang before no other is tried: each keeps a thread.
const HANGING: usize = 4;

/// Kept open: on X11 the text is gone with the program that copied it.
type Kept = Arc<Mutex<Option<Clipboard>>>;

#[derive(Default)]
pub(crate) struct SystemClipboard {
    kept: Mutex<Kept>,
    /// Shared with every call that did not end yet.
    pending: Arc<()>,
}

impl SystemClipboard {
    /// The text; `None` where there is none.
    pub(crate) fn text(&self) -> Result<Option<SecretString>, Unreadable> {
        self.call(|clipboard| match clipboard.get_text() {
            Ok(text) => Ok(Some(text)
                .filter(|text| !text.is_empty())
                .map(SecretString::from)),
            Err(Error::ContentNotAvailable) => Ok(None),
            Err(error) => Err(error),
        })
    }

    /// Whether the text is there now.
    pub(crate) fn set(&self, text: &str) -> bool {
        let text = text.to_owned();
        self.call(move |clipboard| clipboard.set_text(text)).is_ok()
    }

    /// Whether it was emptied.
    pub(crate) fn clear(&self) -> bool {
        self.call(Clipboard::clear).is_ok()
    }

    fn call<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Clipboard) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Unreadable> {
        if Arc::strong_count(&self.pending) > HANGING {
            return Err(Unreadable);
        }
        let kept = lock(&self.kept).clone();
        let pending = self.pending.clone();
        let done = within(PATIENCE, "clipboard", move || {
            let _pending = pending;
            with(&mut lock(&kept), work)
        });
        match done {
            Some(Ok(done)) => Ok(done),
            Some(Err(error)) => {
                log::warn!("the clipboard: {error}");
                Err(Unreadable)
            }
            None => {
                log::warn!("the clipboard did not answer within {PATIENCE:?}");
                // The next call does not wait for this one.
                *lock(&self.kept) = Kept::default();
                Err(Unreadable)
            }
        }
    }
}

fn with<T>(
    kept: &mut Option<Clipboard>,
    work: impl FnOnce(&mut Clipboard) -> Result<T, Error>,
) -> Result<T, Error> {
    let clipboard = match kept {
        Some(clipboard) => clipboard,
        None => kept.insert(Clipboard::new()?),
    };
    let done = work(clipboard);
    if done.is_err() {
        *kept = None;
    }
    done
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
