//! A few characters about the window that are kept for the next start, beside the file that says where it was.

use runner::state_file::read_small;
use std::{
    fs,
    path::{Path, PathBuf},
};
use tauri::{AppHandle, Manager};

/// A small file, or none where nothing may be written.
#[derive(Default)]
pub(crate) struct Kept(Option<PathBuf>);

impl Kept {
    /// `writable`: something may be written.
    pub(crate) fn new(app: &AppHandle, name: &str, writable: bool) -> Self {
        let folder = app.path().app_config_dir().ok().filter(|_| writable);
        Kept(
            folder
                .map(|folder| folder.join(name))
                .filter(|file| is_ours(file)),
        )
    }

    /// What an earlier run left; nothing where that cannot be read.
    pub(crate) fn left(&self) -> Vec<u8> {
        let left = self.0.as_ref().and_then(|file| read_small(file).ok());
        left.unwrap_or_default()
    }

    pub(crate) fn keep(&self, text: &str) {
        let kept = self.0.as_ref().map(|file| fs::write(file, text));
        if let Some(Err(error)) = kept {
            log::warn!("the next start does not know of {text}: {}", error.kind());
        }
    }
}

/// Whether something may be written there: a pipe would never take it, and a link leads to somebody else's file.
fn is_ours(file: &Path) -> bool {
    fs::symlink_metadata(file).map_or(true, |found| found.is_file())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may panic")]

    use super::{Kept, is_ours};
    use std::fs;

    #[test]
    fn nothing_is_written_to_what_is_no_file() {
        let folder = tempfile::tempdir().unwrap();
        assert!(is_ours(&folder.path().join("new")));
        fs::write(folder.path().join("old"), "125").unwrap();
        assert!(is_ours(&folder.path().join("old")));
        fs::create_dir(folder.path().join("folder")).unwrap();
        assert!(!is_ours(&folder.path().join("folder")));
    }

    #[test]
    fn what_was_kept_is_left_to_the_next_start() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("kept");
        assert!(Kept(Some(file.clone())).left().is_empty());
        Kept(Some(file.clone())).keep("12 34");
        assert_eq!(Kept(Some(file)).left(), b"12 34");
        assert!(Kept(None).left().is_empty());
    }
}
