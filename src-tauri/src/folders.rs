//! The folders that the program writes to are this person's alone, before anything is written there.

use runner::{NoFolder, state_file};
use std::{
    fs,
    path::{Path, PathBuf},
};
use tauri::{Wry, path::PathResolver};

/// Makes them, or takes from others what they may do there. `root`: the folder in which all of them lie.
pub(crate) fn secure(paths: &PathResolver<Wry>, root: Option<&Path>) -> Result<(), NoFolder> {
    let named = [
        paths.app_data_dir(),
        paths.app_local_data_dir(),
        paths.app_config_dir(),
        paths.app_log_dir(),
    ];
    let root = root.map(Path::to_owned);
    for folder in root.into_iter().chain(named.into_iter().flatten()) {
        if system::own(&folder).is_err() {
            return Err(refused(folder));
        }
        tidy(&folder);
    }
    Ok(())
}

fn refused(folder: PathBuf) -> NoFolder {
    let (owner, others) = system::owner(&folder);
    NoFolder {
        folder,
        owner,
        others,
    }
}

/// What an earlier version wrote for everybody is narrowed, too. Nothing is written through a link: it goes, and what it
/// leads to stays. The saved state has somebody else who sets it aside.
fn tidy(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let Ok(kind) = entry.file_type() else {
            continue;
        };
        // Whatever cannot be done here is still behind the folder's own door.
        let _ = if kind.is_file() {
            system::narrow(&entry.path())
        } else if kind.is_symlink() && entry.file_name() != state_file::FILE {
            fs::remove_file(entry.path())
        } else {
            Ok(())
        };
    }
}

#[cfg(unix)]
mod system {
    use rustix::{
        fs::{Mode, OFlags, open},
        process::geteuid,
    };
    use std::{
        fs::{self, File, Permissions},
        io,
        os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt},
        path::Path,
    };

    const OTHERS: u32 = 0o077;
    /// In such a folder everybody keeps something, as in `/tmp`.
    const STICKY: u32 = 0o1000;

    /// Fails where it is somebody else's, no folder but a file or a link, or stays open to others.
    pub(super) fn own(folder: &Path) -> io::Result<()> {
        if let Some(parent) = folder.parent() {
            fs::create_dir_all(parent)?;
        }
        match fs::DirBuilder::new().mode(0o700).create(folder) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
        // What is open is what is looked at, whatever the name comes to mean.
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let open = File::from(open(folder, flags, Mode::empty())?);
        let found = open.metadata()?;
        if found.uid() != geteuid().as_raw() || found.mode() & STICKY != 0 {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        if found.mode() & OTHERS != 0 {
            open.set_permissions(Permissions::from_mode(0o700))?;
        }
        // Some file systems agree to everything and change nothing.
        if open.metadata()?.mode() & OTHERS == 0 {
            Ok(())
        } else {
            Err(io::ErrorKind::Unsupported.into())
        }
    }

    pub(super) fn narrow(file: &Path) -> io::Result<()> {
        let mode = fs::symlink_metadata(file)?.mode();
        if mode & OTHERS == 0 {
            return Ok(());
        }
        fs::set_permissions(file, Permissions::from_mode(mode & 0o700))
    }

    /// Who owns what stands there, or else the folder in which it would lie; and whether that is somebody else.
    pub(super) fn owner(path: &Path) -> (String, bool) {
        let found = path
            .ancestors()
            .find_map(|path| fs::symlink_metadata(path).ok());
        let Some(uid) = found.map(|found| found.uid()) else {
            return (String::new(), false);
        };
        let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
        let named = users.lines().find_map(|line| {
            let mut parts = line.split(':');
            let name = parts.next()?;
            (parts.nth(1)?.parse() == Ok(uid)).then(|| name.to_owned())
        });
        (
            named.unwrap_or_else(|| uid.to_string()),
            uid != geteuid().as_raw(),
        )
    }
}

/// Elsewhere a person's folders are theirs by what they inherit; the rest is the same.
#[cfg(not(unix))]
mod system {
    use std::{fs, io, path::Path};

    pub(super) fn own(folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        if fs::symlink_metadata(folder)?.is_dir() {
            Ok(())
        } else {
            Err(io::ErrorKind::NotADirectory.into())
        }
    }

    pub(super) fn narrow(_file: &Path) -> io::Result<()> {
        Ok(())
    }

    pub(super) fn owner(_path: &Path) -> (String, bool) {
        (String::new(), false)
    }
}
