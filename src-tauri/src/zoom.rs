//! How large everything on the page is: changed by a person, kept for the next start.

use crate::{kept::Kept, names::LABEL};
use std::sync::{Mutex, PoisonError};
use tauri::{AppHandle, Manager};

/// The file, beside the one that says where the window was.
const FILE: &str = ".zoom";
/// The sizes there are, in percent.
const SIZES: [u16; 8] = [75, 90, 100, 110, 125, 150, 175, 200];
const USUAL: u16 = 100;

/// How large everything is now.
pub(crate) struct Size {
    percent: Mutex<u16>,
    kept: Kept,
}

impl Size {
    /// What an earlier run left. `keeps`: something may be written.
    pub(crate) fn left(app: &AppHandle, keeps: bool) -> Self {
        let kept = Kept::new(app, FILE, keeps);
        Size {
            percent: Mutex::new(read(&kept.left())),
            kept,
        }
    }

    /// How large everything is, where 1 is the usual size.
    pub(crate) fn factor(&self) -> f64 {
        f64::from(*self.percent.lock().unwrap_or_else(PoisonError::into_inner)) / 100.0
    }

    /// Shows everything as large as it was left.
    pub(crate) fn show(&self, app: &AppHandle) {
        let percent = *self.percent.lock().unwrap_or_else(PoisonError::into_inner);
        if percent != USUAL {
            set(app, percent);
        }
    }

    pub(crate) fn change(&self, app: &AppHandle, zoom: wizard::Zoom) {
        let mut percent = self.percent.lock().unwrap_or_else(PoisonError::into_inner);
        let after = next(*percent, zoom);
        if after == *percent {
            return;
        }
        *percent = after;
        set(app, after);
        self.kept.keep(&after.to_string());
    }
}

fn set(app: &AppHandle, percent: u16) {
    let window = app.get_webview_window(LABEL);
    let set = window.map(|window| window.set_zoom(f64::from(percent) / 100.0));
    if let Some(Err(error)) = set {
        log::warn!("the page keeps its size: {error}");
    }
}

/// What a file says, or the usual size where that is none of those there are.
fn read(file: &[u8]) -> u16 {
    let said = file.get(..3.min(file.len())).unwrap_or_default();
    let percent = std::str::from_utf8(said)
        .ok()
        .and_then(|said| said.trim().parse().ok());
    percent
        .filter(|percent| SIZES.contains(percent))
        .unwrap_or(USUAL)
}

fn next(percent: u16, zoom: wizard::Zoom) -> u16 {
    let larger = SIZES.iter().find(|size| **size > percent);
    let smaller = SIZES.iter().rev().find(|size| **size < percent);
    match zoom {
        wizard::Zoom::In => larger.copied().unwrap_or(percent),
        wizard::Zoom::Out => smaller.copied().unwrap_or(percent),
        wizard::Zoom::Reset => USUAL,
    }
}

#[cfg(test)]
mod tests {
    use super::{SIZES, next, read};
    use wizard::Zoom;

    #[test]
    fn everything_grows_and_shrinks_within_bounds() {
        let mut percent = 100;
        for expected in [110, 125, 150, 175, 200, 200] {
            percent = next(percent, Zoom::In);
            assert_eq!(percent, expected);
        }
        for expected in [175, 150, 125, 110, 100, 90, 75, 75] {
            percent = next(percent, Zoom::Out);
            assert_eq!(percent, expected);
        }
        assert_eq!(next(percent, Zoom::Reset), 100);
    }

    #[test]
    fn only_a_size_that_there_is_is_read_from_a_file() {
        for size in SIZES {
            assert_eq!(read(size.to_string().as_bytes()), size);
        }
        let odd: [&[u8]; 7] = [
            b"",
            b"0",
            b"99999",
            b"-10",
            b"1e9",
            b"\xff\xff",
            &[b'9'; 100_000],
        ];
        for file in odd {
            assert_eq!(read(file), 100, "{:?}", file.get(..5));
        }
    }
}
