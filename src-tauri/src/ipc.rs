//! The two commands by which page and runner speak. The page asks for what is newer than what it has, and the answer waits
//! until there is something: an event would come as a script, of which WebKit keeps every one for a while.

use runner::Handle;
use serde_json::Value;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};
use tauri::{AppHandle, Manager, State};
use tokio::{sync::watch, time::timeout};
use wizard::Input;
use words::{Newest, Numbered, Screen};

/// How long an answer may wait for a new screen: less than the minute after which macOS ends a request by default.
const ANSWER: Duration = Duration::from_secs(50);
/// How long a page may take to ask again once there is another screen.
#[cfg(target_os = "linux")]
const HANGING: Duration = Duration::from_secs(20);

/// The newest screen, for the page that asks.
#[derive(Clone)]
pub(crate) struct Screens {
    app: AppHandle,
    newest: watch::Sender<Newest>,
    /// Whether a page asked for a screen, so that the window is not blank.
    reported: Arc<AtomicBool>,
    /// How many screens there were when the page last asked.
    asked: Arc<AtomicU64>,
}

impl Screens {
    pub(crate) fn new(app: AppHandle) -> Self {
        Screens {
            app,
            newest: watch::Sender::default(),
            reported: Arc::default(),
            asked: Arc::default(),
        }
    }

    /// Whether closing the window now would leave something that is under way.
    pub(crate) fn asks_before_closing(&self) -> bool {
        let newest = self.newest.borrow();
        newest
            .screen()
            .is_some_and(|screen| says(screen, "underWay") && !says(screen, "closing"))
    }

    pub(crate) fn has_reported(&self) -> bool {
        self.reported.load(Ordering::Acquire)
    }

    /// The screen as it is now, if there is one, for a page that has none yet.
    pub(crate) fn now(&self) -> Option<Numbered> {
        self.newest.borrow().since(None)
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

    /// Ends a page that does not ask again while it has a new screen to show: it is loaded anew, as one that ended by itself.
    fn await_page(&self) {
        #[cfg(target_os = "linux")]
        if self.has_reported() {
            let (screens, number) = (self.clone(), self.newest.borrow().number());
            tauri::async_runtime::spawn(async move {
                tokio::time::sleep(HANGING).await;
                if screens.asked.load(Ordering::Acquire) >= number {
                    return;
                }
                if let Some(window) = screens.app.get_webview_window(crate::names::LABEL)
                    && let Err(error) = crate::webview::end_page(&window)
                {
                    log::warn!("a page that hangs was not ended: {error}");
                }
            });
        }
    }

    /// Gives the window the title of what it shows.
    pub(crate) fn name_window(&self) {
        let title = self.newest.borrow().screen().map(|s| s.title.clone());
        if let Some(title) = title
            && let Some(window) = self.app.get_webview_window(crate::names::LABEL)
            && let Err(error) = window.set_title(&title)
        {
            log::warn!("the window kept its title: {error}");
        }
    }

    pub(crate) fn show(&self, screen: Screen) {
        let mut before = None;
        self.newest
            .send_modify(|newest| before = newest.replace(screen.clone()));
        self.tell_desktop(before.as_ref(), &screen);
    }

    /// What is newer than the screen of this number, or nothing where that takes too long.
    async fn since(&self, seen: Option<u64>) -> Option<Numbered> {
        let mut newest = self.newest.subscribe();
        self.asked
            .store(newest.borrow().number(), Ordering::Release);
        self.reported.store(true, Ordering::Release);
        let mut found = None;
        let newer = newest.wait_for(|newest| {
            found = newest.since(seen);
            found.is_some()
        });
        // It can't be the last of its kind: this sends.
        let _ = timeout(ANSWER, newer).await;
        found
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

/// The screen as it is now, to a page that has the one of this number or none. Waits for one that is newer; without any the
/// page asks again.
#[tauri::command]
pub(crate) async fn current_screen(
    seen: Option<u64>,
    screens: State<'_, Screens>,
) -> Result<Option<Numbered>, ()> {
    Ok(screens.since(seen).await)
}
