//! The small window beside the browser, and the way back to the large one.

use crate::{kept::Kept, place, zoom};
use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};
use tauri::{AppHandle, Manager, PhysicalPosition, PhysicalSize, WebviewWindow};
use wizard::WindowMode;

/// The file that says where a person put the small window.
const FILE: &str = ".beside";
/// How long the window system may take to make the window small. What moves it later is a person.
const SHRINKING: Duration = Duration::from_secs(1);

/// The large window, while the small one is there.
struct Large {
    size: PhysicalSize<u32>,
    position: Option<PhysicalPosition<i32>>,
    maximized: bool,
    /// When the window became small, and whether somebody moved it since.
    since: Instant,
    dragged: bool,
}

/// Changes the window's shape and knows the way back.
pub(crate) struct Helper {
    large: Mutex<Option<Large>>,
    /// Where a person put the small window, in this run or an earlier one.
    put: Mutex<Option<PhysicalPosition<i32>>>,
    kept: Kept,
}

impl Helper {
    /// `keeps`: something may be written.
    pub(crate) fn left(app: &AppHandle, keeps: bool) -> Self {
        let kept = Kept::new(app, FILE, keeps);
        Helper {
            large: Mutex::default(),
            put: Mutex::new(read(&kept.left())),
            kept,
        }
    }

    pub(crate) fn set_mode(&self, window: &WebviewWindow, mode: WindowMode) {
        let mut large = self.large.lock().unwrap_or_else(PoisonError::into_inner);
        let mut put = self.put.lock().unwrap_or_else(PoisonError::into_inner);
        let done = match (mode, large.take()) {
            (WindowMode::Helper, None) => shrink(window, *put).map(|before| *large = Some(before)),
            (WindowMode::Helper, before) => {
                *large = before;
                Ok(())
            }
            (WindowMode::Full, Some(before)) => {
                if before.dragged
                    && let Ok(now) = window.outer_position()
                {
                    *put = Some(now);
                    self.kept.keep(&format!("{} {}", now.x, now.y));
                }
                grow(window, &before)
            }
            (WindowMode::Full, None) => Ok(()),
        };
        if let Err(error) = done {
            log::warn!("the window kept its shape: {error}");
        }
    }

    /// Whether the window is small now.
    pub(crate) fn is_small(&self) -> bool {
        self.large
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .is_some()
    }

    /// The window is somewhere else now. Never waits: who changes its shape may be waiting for whoever calls this.
    pub(crate) fn moved(&self) {
        if let Ok(mut large) = self.large.try_lock()
            && let Some(large) = large.as_mut()
        {
            large.dragged |= large.since.elapsed() > SHRINKING;
        }
    }
}

/// What a file says; nothing where that is no place.
fn read(file: &[u8]) -> Option<PhysicalPosition<i32>> {
    let (x, y) = std::str::from_utf8(file).ok()?.trim().split_once(' ')?;
    Some(PhysicalPosition::new(x.parse().ok()?, y.parse().ok()?))
}

fn shrink(window: &WebviewWindow, put: Option<PhysicalPosition<i32>>) -> tauri::Result<Large> {
    let maximized = window.is_maximized()?;
    if maximized {
        window.unmaximize()?;
    }
    // Where a window is, is not told everywhere (Wayland); then it stays there.
    let before = Large {
        size: window.inner_size()?,
        position: window.outer_position().ok(),
        maximized,
        since: Instant::now(),
        dragged: false,
    };
    let app = window.app_handle();
    let text = text_scale(window) * app.state::<zoom::Size>().factor();
    if let Some(place) = place::beside(app, window, text, put)? {
        place::resize(window, place)?;
        window.set_position(PhysicalPosition::new(place.x, place.y))?;
    }
    window.set_always_on_top(true)?;
    Ok(before)
}

/// How large the system wants text, where 1 is usual. Only the main thread may ask.
#[cfg(target_os = "linux")]
fn text_scale(window: &WebviewWindow) -> f64 {
    let (tell, told) = std::sync::mpsc::channel();
    let asked = window.run_on_main_thread(move || {
        let _ = tell.send(crate::webview::text_scale());
    });
    let said = asked.ok().and_then(|()| told.recv_timeout(SHRINKING).ok());
    said.unwrap_or(1.0)
}

/// Elsewhere it is part of the scale of the screen.
#[cfg(not(target_os = "linux"))]
fn text_scale(_window: &WebviewWindow) -> f64 {
    1.0
}

fn grow(window: &WebviewWindow, before: &Large) -> tauri::Result<()> {
    window.set_always_on_top(false)?;
    window.set_size(before.size)?;
    if let Some(position) = before.position {
        window.set_position(position)?;
    }
    if before.maximized {
        window.maximize()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::read;
    use tauri::PhysicalPosition;

    #[test]
    fn only_a_place_is_read_from_a_file() {
        assert_eq!(read(b"-12 34\n"), Some(PhysicalPosition { x: -12, y: 34 }));
        for odd in ["", "12", "12 ", "a b", "1 2 3", "1e3 4", "99999999999 1"] {
            assert_eq!(read(odd.as_bytes()), None, "{odd}");
        }
        assert_eq!(read(b"\xff 1"), None);
    }
}
