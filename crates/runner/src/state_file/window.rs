//! Where the window was and how large. A plugin of Tauri's reads it and believes every number, so it is looked at before.

use serde::Deserialize;
use std::{
    collections::HashMap,
    fs,
    io::{self, Read},
    path::Path,
};

/// The file, as the plugin calls it.
pub const WINDOW: &str = ".window-state.json";
/// The most bytes of the file. One window takes some two hundred.
const LARGEST: u64 = 16 << 10;
/// The most pixels of a side, and from the first screen's corner.
const MOST_PIXELS: u32 = 20_000;

#[derive(Deserialize)]
struct Window {
    width: u32,
    height: u32,
    x: i32,
    y: i32,
    prev_x: i32,
    prev_y: i32,
    #[serde(default)]
    maximized: bool,
}

/// Where an earlier run left a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    pub x: i32,
    pub y: i32,
    pub width: u32,
    pub height: u32,
}

/// Where an earlier run left the window of this name. Removes the file from `folder` if it says what no window is, or is
/// none: then the window is as it was at first.
pub fn window(folder: &Path, name: &str) -> Option<Left> {
    let path = folder.join(WINDOW);
    let removed = match read_small(&path) {
        Ok(bytes) if is_plausible(&bytes) => return left(&bytes, name),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
        Ok(_) | Err(_) => fs::remove_file(&path),
    };
    match removed {
        Ok(()) => log::warn!("{WINDOW} was of no use and is gone"),
        Err(error) => log::warn!("{WINDOW} is of no use and stays: {}", error.kind()),
    }
    None
}

fn left(bytes: &[u8], name: &str) -> Option<Left> {
    let windows: HashMap<String, Window> = serde_json::from_slice(bytes).ok()?;
    let window = windows.get(name)?;
    // A maximized window says where it was before that.
    let (x, y) = if window.maximized {
        (window.prev_x, window.prev_y)
    } else {
        (window.x, window.y)
    };
    let (width, height) = (window.width, window.height);
    (width > 0 && height > 0).then_some(Left {
        x,
        y,
        width,
        height,
    })
}

/// A small file beside the program's own state, as far as it may be long.
///
/// # Errors
/// When it cannot be read, or is no file of its own.
pub fn read_small(path: &Path) -> io::Result<Vec<u8>> {
    // Of a pipe nobody would ever see the end, and a link leads to somebody else's file.
    if !fs::symlink_metadata(path)?.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let mut bytes = Vec::new();
    let mut file = fs::File::open(path)?.take(LARGEST + 1);
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Whether these are sizes and places of windows.
#[doc(hidden)]
pub fn is_plausible(bytes: &[u8]) -> bool {
    let near = |place: &i32| place.unsigned_abs() <= MOST_PIXELS;
    bytes.len() as u64 <= LARGEST
        && serde_json::from_slice::<HashMap<String, Window>>(bytes).is_ok_and(|windows| {
            windows.values().all(|window| {
                window.width.max(window.height) <= MOST_PIXELS
                    && [window.x, window.y, window.prev_x, window.prev_y]
                        .iter()
                        .all(near)
            })
        })
}
