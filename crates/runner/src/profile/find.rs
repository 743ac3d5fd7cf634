//! Which profile counts.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::{ProfileError, Reason};
use super::{Profile, Rank, load, parse};

/// Where a profile may come from.
#[derive(Clone, Debug)]
pub struct Sources<'a> {
    /// The text compiled into a branded program.
    pub built_in: Option<&'a str>,
    /// The administrator's file, which need not exist: [`administrator_path`].
    pub administrator: PathBuf,
    /// The file named by `--profile` or `ICLOUD_CONNECT_PROFILE`, for this run.
    pub named: Option<PathBuf>,
    /// The copy of the file that the person opened, which need not exist.
    pub opened: Option<PathBuf>,
}

/// Which of them counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    BuiltIn,
    Administrator,
    Named,
    Opened,
    Nowhere,
}

/// Where the profile that counts comes from: built in, else the administrator's if the file exists, else the named one,
/// else the opened one if its copy exists.
pub fn place(sources: &Sources<'_>) -> Place {
    let may_exist =
        |path: &PathBuf| !matches!(fs::symlink_metadata(path), Err(error) if is_absence(&error));
    if sources.built_in.is_some() {
        Place::BuiltIn
    } else if may_exist(&sources.administrator) {
        Place::Administrator
    } else if sources.named.is_some() {
        Place::Named
    } else if sources.opened.as_ref().is_some_and(may_exist) {
        Place::Opened
    } else {
        Place::Nowhere
    }
}

/// Reads the profile that counts, as [`place`] says. None of them gives way to another by failing.
///
/// # Errors
/// The profile that counts cannot be used.
pub fn find(sources: Sources<'_>) -> Result<Option<Profile>, ProfileError> {
    let place = place(&sources);
    let Sources {
        built_in,
        administrator,
        named,
        opened,
    } = sources;
    match place {
        Place::BuiltIn => built_in.map(|text| parse(text, None, Rank::BuiltIn)),
        Place::Administrator => Some(administrators(&administrator)),
        Place::Named => named.map(|path| load(&path, Rank::Loose)),
        Place::Opened => opened.map(|path| load(&path, Rank::Loose)),
        Place::Nowhere => None,
    }
    .transpose()
}

/// One that nobody may even look for cannot be read, and is not taken for absent.
fn administrators(path: &Path) -> Result<Profile, ProfileError> {
    match fs::symlink_metadata(path) {
        Ok(_) => load(path, Rank::Administrator),
        Err(_) => Err(ProfileError::of_file(path, Reason::CannotRead)),
    }
}

fn is_absence(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

/// Where an administrator puts the profile on this system.
#[cfg(target_os = "macos")]
pub fn administrator_path() -> PathBuf {
    PathBuf::from("/Library/Application Support/icloud-connect/profile.toml")
}

/// Where an administrator puts the profile on this system.
#[cfg(all(unix, not(target_os = "macos")))]
pub fn administrator_path() -> PathBuf {
    PathBuf::from("/etc/icloud-connect/profile.toml")
}

/// Where an administrator puts the profile on this system: the file that the machine's policy names. Without a policy
/// a place that only administrators can write, not one that a variable of the environment names.
#[cfg(windows)]
pub fn administrator_path() -> PathBuf {
    windows_registry::LOCAL_MACHINE
        .open(r"SOFTWARE\Policies\icloud-connect")
        .and_then(|policy| policy.get_string("Profile"))
        .map_or_else(
            |_| PathBuf::from(r"C:\Program Files\icloud-connect\profile.toml"),
            PathBuf::from,
        )
}
