//! Whether an administrator's file is the administrator's alone.

use std::fs::File;
use std::path::Path;

/// Whether anybody but an administrator can change the open file or put another in its place.
/// What cannot be found out counts as yes.
pub(super) fn writable_by_others(path: &Path, file: &File) -> bool {
    system::file_is_open_to_others(file, path) || system::way_is_open_to_others(path)
}

#[cfg(unix)]
pub(super) mod system {
    use std::collections::VecDeque;
    use std::ffi::OsString;
    use std::fs::{self, File, Metadata};
    use std::io;
    use std::os::unix::fs::MetadataExt;
    use std::path::{Component, Path, PathBuf};

    const GROUP_OR_OTHERS_WRITE: u32 = 0o022;
    const OTHERS_WRITE: u32 = 0o002;
    /// In such a folder nobody moves what is not theirs.
    const STICKY: u32 = 0o1000;
    /// The group of administrators on macOS.
    const ADMIN: u32 = 80;
    /// As many as Linux follows.
    const MOST_LINKS: u32 = 40;

    pub(in super::super) fn file_is_open_to_others(file: &File, path: &Path) -> bool {
        file.metadata()
            .map_or(true, |found| is_open(found.uid(), found.mode()))
            || has_open_list(path)
    }

    /// Every folder and every link on the way counts: whoever can change one of them leads the way elsewhere.
    pub(in super::super) fn way_is_open_to_others(path: &Path) -> bool {
        walk(path).unwrap_or(true)
    }

    fn walk(path: &Path) -> io::Result<bool> {
        let mut at = PathBuf::from("/");
        let mut ahead = parts(&std::path::absolute(path)?);
        let mut links = 0;
        while let Some(part) = ahead.pop_front() {
            if part == ".." {
                at.pop();
                continue;
            }
            if folder_is_open(&fs::metadata(&at)?, ahead.is_empty()) || has_open_list(&at) {
                return Ok(true);
            }
            let next = at.join(&part);
            let found = fs::symlink_metadata(&next)?;
            // In a sticky folder only what is root's own stays what it is.
            if found.uid() != 0 {
                return Ok(true);
            }
            if !found.is_symlink() {
                at = next;
                continue;
            }
            links += 1;
            if links > MOST_LINKS {
                return Ok(true);
            }
            let target = fs::read_link(&next)?;
            if target.is_absolute() {
                at = PathBuf::from("/");
            }
            let mut way = parts(&target);
            way.append(&mut ahead);
            ahead = way;
        }
        Ok(false)
    }

    fn parts(path: &Path) -> VecDeque<OsString> {
        path.components()
            .filter(|part| matches!(part, Component::Normal(_) | Component::ParentDir))
            .map(|part| part.as_os_str().to_owned())
            .collect()
    }

    /// The file's own folder must be closed; one above it may also be sticky, such as `/tmp`.
    fn folder_is_open(found: &Metadata, own: bool) -> bool {
        let (owner, mode) = (found.uid(), found.mode());
        let by_admins_only =
            cfg!(target_os = "macos") && found.gid() == ADMIN && mode & OTHERS_WRITE == 0;
        let bearable = !own && owner == 0 && (mode & STICKY != 0 || by_admins_only);
        is_open(owner, mode) && !bearable
    }

    /// On Linux an access control list shows in the group's bits: they are its mask.
    pub(in super::super) fn is_open(owner: u32, mode: u32) -> bool {
        owner != 0 || mode & GROUP_OR_OTHERS_WRITE != 0
    }

    /// On macOS a list is beside the bits, and may allow what they do not.
    #[cfg(target_os = "macos")]
    fn has_open_list(path: &Path) -> bool {
        use exacl::Perm;
        let changing = Perm::WRITE
            | Perm::APPEND
            | Perm::DELETE
            | Perm::DELETE_CHILD
            | Perm::WRITESECURITY
            | Perm::CHOWN;
        exacl::getfacl(path, None).map_or(true, |list| {
            list.iter()
                .any(|entry| entry.allow && entry.perms.intersects(changing))
        })
    }

    #[cfg(not(target_os = "macos"))]
    fn has_open_list(_path: &Path) -> bool {
        false
    }
}

/// Windows knows who may write, but only through calls that are not safe Rust. So the program tries: it runs as an
/// ordinary user, and what it may open for change, that user may change. Opening changes nothing.
#[cfg(windows)]
mod system {
    use std::fs::{self, File, OpenOptions};
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

    /// The folder that is named and the one that a link leads to. Those above them are not looked at: everybody may make
    /// a folder in the root of a drive.
    pub(super) fn way_is_open_to_others(path: &Path) -> bool {
        let Ok(real) = fs::canonicalize(path) else {
            return true;
        };
        // The folder of a bare file name is the current one, and `real` knows it.
        let named = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        named.into_iter().chain(real.parent()).any(may_change)
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
