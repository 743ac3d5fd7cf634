//! Whether an administrator's file is the administrator's alone.

use std::fs::{self, File};
use std::path::Path;

/// Whether anybody but an administrator can change the open file or put another in its place.
/// A link counts with the folder it lies in and the folder it leads to. What cannot be found out counts as yes.
pub(super) fn writable_by_others(path: &Path, file: &File) -> bool {
    let Ok(real) = fs::canonicalize(path) else {
        return true;
    };
    // The folder of a bare file name is the current one, and `real` knows it.
    let named_folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folders = named_folder.into_iter().chain(real.parent());
    system::file_is_open_to_others(file, &real)
        || folders.into_iter().any(system::folder_is_open_to_others)
}

#[cfg(unix)]
pub(super) mod system {
    use std::fs::{self, File, Metadata};
    use std::os::unix::fs::MetadataExt;
    use std::path::Path;

    const GROUP_OR_OTHERS_WRITE: u32 = 0o022;

    pub(super) fn file_is_open_to_others(file: &File, _path: &Path) -> bool {
        file.metadata().map_or(true, |found| open(&found))
    }

    pub(super) fn folder_is_open_to_others(folder: &Path) -> bool {
        fs::metadata(folder).map_or(true, |found| open(&found))
    }

    fn open(found: &Metadata) -> bool {
        is_open(found.uid(), found.mode())
    }

    /// An access control list shows in the group's bits: they are its mask.
    pub(in super::super) fn is_open(owner: u32, mode: u32) -> bool {
        owner != 0 || mode & GROUP_OR_OTHERS_WRITE != 0
    }
}

/// Windows knows who may write, but only through calls that are not safe Rust. So the program tries: it runs as an
/// ordinary user, and what it may open for change, that user may change. Opening changes nothing.
#[cfg(windows)]
mod system {
    use std::fs::{File, OpenOptions};
    use std::os::windows::fs::OpenOptionsExt;
    use std::path::Path;

    /// Access rights of the Windows headers: write data (in a folder: add a file), append data (add a folder),
    /// delete a child, delete, change the rights, change the owner.
    const CHANGING: [u32; 6] = [0x2, 0x4, 0x40, 0x1_0000, 0x4_0000, 0x8_0000];
    /// Without it a folder cannot be opened.
    const FILE_FLAG_BACKUP_SEMANTICS: u32 = 0x0200_0000;

    pub(super) fn file_is_open_to_others(_file: &File, path: &Path) -> bool {
        may_change(path)
    }

    pub(super) fn folder_is_open_to_others(folder: &Path) -> bool {
        may_change(folder)
    }

    fn may_change(path: &Path) -> bool {
        CHANGING.iter().any(|right| {
            OpenOptions::new()
                .access_mode(*right)
                .custom_flags(FILE_FLAG_BACKUP_SEMANTICS)
                .open(path)
                .is_ok()
        })
    }
}
