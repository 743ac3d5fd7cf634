//! The two commands and the one event between page and runner.

use runner::Handle;
use std::sync::{Arc, Mutex, PoisonError};
use tauri::{AppHandle, Emitter, State};
use tokio::sync::watch;
use wizard::Input;
use words::{Screen, Told};

/// The newest screen, for whoever asks, and the event for whoever listens.
#[derive(Clone)]
pub(crate) struct Screens {
    app: AppHandle,
    newest: watch::Sender<Option<Screen>>,
    told: Arc<Mutex<Told>>,
}

impl Screens {
    pub(crate) fn new(app: AppHandle) -> Self {
        Screens {
            app,
            newest: watch::Sender::new(None),
            told: Arc::default(),
        }
    }

    pub(crate) fn show(&self, screen: Screen) {
        self.newest.send_replace(Some(screen.clone()));
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let screen = told.tell(screen);
        if let Err(error) = self
            .app
            .emit_to(crate::window::LABEL, "screen-changed", screen)
        {
            log::warn!("the page was not told of a screen: {error}");
        }
    }
}

/// The person did something, on what is shown under this number.
#[tauri::command]
pub(crate) fn dispatch(input: Input, shown: u32, handle: State<'_, Handle>) {
    handle.dispatch(input, Some(shown));
}

/// The screen as it is now, with its picture, because a page that asks is a new one; waits for the first one.
#[tauri::command]
pub(crate) async fn current_screen(screens: State<'_, Screens>) -> Result<Screen, ()> {
    let mut newest = screens.newest.subscribe();
    newest
        .wait_for(Option::is_some)
        .await
        .ok()
        .and_then(|screen| screen.clone())
        .map(Screen::with_picture)
        .ok_or(())
}
