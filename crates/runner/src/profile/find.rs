//! Which profile counts.

use std::fs;
use std::io;
use std::path::PathBuf;

use super::error::{ProfileError, Reason};
use super::{Profile, Rank, load, parse};

/// Where a profile may come from.
#[derive(Clone, Debug)]
pub struct Sources<'a> {
    /// The text compiled into a branded program.
    pub built_in: Option<&'a str>,
    /// The administrator's file, which need not exist: [`administrator_path`].
    pub administrator: PathBuf,
    /// The file named by `ICLOUD_CONNECT_PROFILE`.
    pub named: Option<PathBuf>,
}

/// Finds the profile that counts: the built-in one, else the administrator's if the file exists, else the named one.
/// None of them gives way to another by failing.
///
/// # Errors
/// The profile that counts cannot be used.
pub fn find(sources: Sources<'_>) -> Result<Option<Profile>, ProfileError> {
    let Sources {
        built_in,
        administrator,
        named,
    } = sources;
    if let Some(text) = built_in {
        return parse(text, None, Rank::BuiltIn).map(Some);
    }
    match fs::symlink_metadata(&administrator) {
        Ok(_) => load(&administrator, Rank::Administrator).map(Some),
        Err(error) if is_absence(&error) => named.map(|path| load(&path, Rank::Loose)).transpose(),
        Err(_) => Err(ProfileError::of_file(&administrator, Reason::CannotRead)),
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
