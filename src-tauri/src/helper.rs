//! The small window beside the browser, and the way back to the large one.

use std::sync::{Mutex, PoisonError};
use tauri::{LogicalSize, PhysicalPosition, PhysicalSize, WebviewWindow};
use wizard::WindowMode;

/// Width and height of the small window in logical pixels: as narrow as the page can be, and beside most browsers.
const SMALL: LogicalSize<f64> = LogicalSize {
    width: 380.0,
    height: 720.0,
};

/// The large window, while the small one is there.
struct Large {
    size: PhysicalSize<u32>,
    position: Option<PhysicalPosition<i32>>,
    maximized: bool,
}

/// Changes the window's shape and knows the way back.
#[derive(Default)]
pub(crate) struct Helper {
    large: Mutex<Option<Large>>,
}

impl Helper {
    pub(crate) fn set_mode(&self, window: &WebviewWindow, mode: WindowMode) {
        let mut large = self.large.lock().unwrap_or_else(PoisonError::into_inner);
        let done = match (mode, large.take()) {
            (WindowMode::Helper, None) => shrink(window).map(|before| *large = Some(before)),
            (WindowMode::Helper, before) => {
                *large = before;
                Ok(())
            }
            (WindowMode::Full, Some(before)) => grow(window, &before),
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
}

fn shrink(window: &WebviewWindow) -> tauri::Result<Large> {
    let maximized = window.is_maximized()?;
    if maximized {
        window.unmaximize()?;
    }
    // Where a window is, is not told everywhere (Wayland); then it stays there.
    let before = Large {
        size: window.inner_size()?,
        position: window.outer_position().ok(),
        maximized,
    };
    if let Some(monitor) = window.current_monitor()? {
        let (area, mut small) = (
            monitor.work_area(),
            SMALL.to_physical::<u32>(monitor.scale_factor()),
        );
        small.height = small.height.min(area.size.height);
        window.set_size(small)?;
        let right = area.position.x
            + i32::try_from(area.size.width.saturating_sub(small.width)).unwrap_or_default();
        window.set_position(PhysicalPosition::new(right, area.position.y))?;
    } else {
        window.set_size(SMALL)?;
    }
    window.set_always_on_top(true)?;
    Ok(before)
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
