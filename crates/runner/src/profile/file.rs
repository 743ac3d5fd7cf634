//! Reads files that somebody else put there: only regular ones, and only so much of them.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::error::{ProfileError, Reason};
use super::{Profile, Rank, guard, parse};

/// A profile is a page of text.
const MAX_KB: u64 = 64;

/// Why a file was not read.
pub(super) enum Fault {
    Absent,
    NotAFile,
    Unreadable,
    TooLarge,
    /// Others could have written an administrator's file.
    OpenToOthers,
}

/// Reads and parses one file. For [`Rank::Administrator`] the file and its folder must be safe from everybody else.
///
/// # Errors
/// The file is absent, no regular file, unreadable, over 64 kB, not UTF-8, writable by others, or [`parse`] refuses it.
pub fn load(path: &Path, rank: Rank) -> Result<Profile, ProfileError> {
    let refuse = |reason| ProfileError::of_file(path, reason);
    let bytes = checked(path, rank, MAX_KB).map_err(|fault| refuse(fault.into()))?;
    let text = std::str::from_utf8(&bytes).map_err(|error| {
        let valid = bytes.iter().take(error.valid_up_to());
        let breaks = valid.filter(|byte| **byte == b'\n').count();
        ProfileError {
            line: u32::try_from(breaks + 1).ok(),
            ..refuse(Reason::NotText)
        }
    })?;
    parse(text, Some(path), rank)
}

/// Reads a file that a profile names, which lies beside it and must be as safe as the profile.
pub(super) fn beside(profile: &Profile, name: &str, max_kb: u64) -> Result<Vec<u8>, Fault> {
    // A built-in profile lies nowhere, and the current folder is anybody's.
    let path: PathBuf = profile
        .file
        .as_ref()
        .map(|file| file.with_file_name(name))
        .ok_or(Fault::Absent)?;
    checked(&path, profile.rank, max_kb)
}

fn checked(path: &Path, rank: Rank, max_kb: u64) -> Result<Vec<u8>, Fault> {
    let file = open(path)?;
    if rank == Rank::Administrator && guard::writable_by_others(path, &file) {
        return Err(Fault::OpenToOthers);
    }
    read(file, max_kb)
}

/// Opens a regular file. Nothing is waited for, so a pipe cannot hold the program up.
fn open(path: &Path) -> Result<File, Fault> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NONBLOCK);
    let file = options.open(path).map_err(|error| {
        // Windows refuses to open a folder, Unix a socket.
        let another_thing = fs::metadata(path).is_ok_and(|found| !found.is_file());
        match error.kind() {
            _ if another_thing => Fault::NotAFile,
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Fault::Absent,
            _ => Fault::Unreadable,
        }
    })?;
    match file.metadata() {
        Ok(found) if found.is_file() => Ok(file),
        Ok(_) => Err(Fault::NotAFile),
        Err(_) => Err(Fault::Unreadable),
    }
}

/// Reads a file of at most `max_kb` kilobytes; the length it claims is not believed.
fn read(file: File, max_kb: u64) -> Result<Vec<u8>, Fault> {
    let max = max_kb * 1024;
    let mut bytes = Vec::new();
    file.take(max + 1)
        .read_to_end(&mut bytes)
        .map_err(|_| Fault::Unreadable)?;
    if bytes.len() as u64 > max {
        return Err(Fault::TooLarge);
    }
    Ok(bytes)
}

impl From<Fault> for Reason {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Absent => Self::NotFound,
            Fault::NotAFile => Self::NotAFile,
            Fault::Unreadable => Self::CannotRead,
            Fault::TooLarge => Self::FileTooLarge { max_kb: MAX_KB },
            Fault::OpenToOthers => Self::WritableByOthers,
        }
    }
}
