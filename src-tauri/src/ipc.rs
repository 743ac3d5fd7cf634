//! The two commands and the one event between page and runner.

use runner::Handle;
use serde_json::Value;
use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};
use tauri::{AppHandle, Emitter, Manager, State};
use tokio::sync::watch;
use wizard::Input;
use words::{Screen, Told};

/// The newest screen, for whoever asks, and the event for whoever listens.
#[derive(Clone)]
pub(crate) struct Screens {
    app: AppHandle,
    newest: watch::Sender<Option<Screen>>,
    told: Arc<Mutex<Told>>,
    /// Whether a page asked for a screen, so that the window is not blank.
    reported: Arc<AtomicBool>,
}

impl Screens {
    pub(crate) fn new(app: AppHandle) -> Self {
        Screens {
            app,
            newest: watch::Sender::new(None),
            told: Arc::default(),
            reported: Arc::default(),
        }
    }

    /// Whether closing the window now would leave something that is under way.
    pub(crate) fn asks_before_closing(&self) -> bool {
        let newest = self.newest.borrow();
        newest
            .as_ref()
            .is_some_and(|screen| says(screen, "underWay") && !says(screen, "closing"))
    }

    pub(crate) fn has_reported(&self) -> bool {
        self.reported.load(Ordering::Acquire)
    }

    /// The screen as it is now, if there is one, for a page that has no picture yet.
    pub(crate) fn now(&self) -> Option<Screen> {
        self.newest.borrow().clone().map(Screen::with_picture)
    }

    /// What a desktop shows of a screen: its title, and that something is done while somebody looks elsewhere.
    fn tell_desktop(&self, before: Option<&Screen>, screen: &Screen) {
        if before.is_none_or(|before| before.title != screen.title) {
            self.name_window();
            self.await_page();
        }
        if before.is_some_and(|before| says(before, "underWay")) && !says(screen, "underWay") {
            crate::notice::tell(&self.app, screen.finished());
        }
    }

    /// Looks whether a page that is there still answers.
    fn await_page(&self) {
        #[cfg(target_os = "linux")]
        if self.has_reported()
            && let Some(window) = self.app.get_webview_window(crate::names::LABEL)
            && let Err(error) = crate::webview::await_answer(&window)
        {
            log::warn!("nobody looks whether the page answers: {error}");
        }
    }

    /// Gives the window the title of what it shows.
    pub(crate) fn name_window(&self) {
        let newest = self.newest.borrow().clone();
        if let Some(screen) = newest
            && let Some(window) = self.app.get_webview_window(crate::names::LABEL)
            && let Err(error) = window.set_title(&screen.title)
        {
            log::warn!("the window kept its title: {error}");
        }
    }

    pub(crate) fn show(&self, screen: Screen) {
        let before = self.newest.send_replace(Some(screen.clone()));
        self.tell_desktop(before.as_ref(), &screen);
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let screen = told.tell(screen);
        if let Err(error) = self
            .app
            .emit_to(crate::names::LABEL, "screen-changed", screen)
        {
            log::warn!("the page was not told of a screen: {error}");
        }
    }
}

/// Whether the view of a screen says so.
fn says(screen: &Screen, name: &str) -> bool {
    screen.view.get(name) == Some(&Value::Bool(true))
}

/// The person did something, on what is shown under this number.
#[tauri::command]
pub(crate) fn dispatch(input: Input, shown: u32, handle: State<'_, Handle>) {
    handle.dispatch(input, Some(shown));
}

/// The screen as it is now, with its picture, because a page that asks is a new one; waits for the first one.
#[tauri::command]
pub(crate) async fn current_screen(screens: State<'_, Screens>) -> Result<Screen, ()> {
    screens.reported.store(true, Ordering::Release);
    let mut newest = screens.newest.subscribe();
    newest.wait_for(Option::is_some).await.map_err(drop)?;
    screens.now().ok_or(())
}
