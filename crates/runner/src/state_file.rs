//! Reads the file that is kept between starts, however damaged it is: what can be read is taken, what cannot is set aside
//! under another name, and nothing that was read is lost. Writing is the desktop's.

mod checked;
mod contents;
mod read;
mod salvage;
#[cfg(test)]
mod tests;
mod window;

use crate::{AccountRecord, SavedState};
pub(crate) use checked::newest;
use contents::LARGEST;
use std::{
    collections::HashSet,
    fs,
    io::{self, Read, Write},
    path::{Path, PathBuf},
};
pub use window::{Left, WINDOW, is_plausible, read_small, window};
#[doc(hidden)]
pub use {contents::Contents, read::contents};

pub const FILE: &str = "state.json";
/// Its last complete copy.
pub const GOOD_COPY: &str = "state.last-good.json";

enum Found {
    Nothing,
    Whole(Contents),
    Damaged(Contents),
}

/// Everything that is kept in `folder`, and whether the file may be written from now on: one that could not be set aside
/// must not be written over.
pub fn load(folder: &Path) -> (SavedState, bool) {
    let (file, copy) = (folder.join(FILE), folder.join(GOOD_COPY));
    let damaged = match read(&file) {
        Found::Whole(contents) => return (saved(contents, None), true),
        // Set aside and not yet written anew, or never written.
        Found::Nothing => None,
        Found::Damaged(contents) => Some(contents),
    };
    let good = match read(&copy) {
        Found::Nothing => Contents::default(),
        Found::Whole(contents) | Found::Damaged(contents) => contents,
    };
    let Some(damaged) = damaged else {
        let nothing = good.progress.is_none()
            && good.saved_api_origin.is_none()
            && good.invitation.is_none()
            && good.accounts.is_empty();
        let writable = nothing
            || write(folder, &good)
                .and_then(|new| fs::rename(new, &file))
                .inspect_err(cannot("put back"))
                .is_ok();
        return (saved(good, None), writable);
    };
    let contents = merge(damaged, good);
    // First what was read is safe, then the damaged file moves.
    let moved = write(folder, &contents)
        .inspect_err(cannot("written"))
        .and_then(|new| {
            let aside = set_aside(folder).inspect_err(cannot("set aside"))?;
            fs::rename(new, &file)?;
            Ok(aside)
        });
    match moved {
        Ok(aside) => (saved(contents, Some(aside)), true),
        // Nothing was moved, and nothing may be written over what is there.
        Err(_) => (saved(contents, None), false),
    }
}

fn cannot(what: &str) -> impl FnOnce(&io::Error) {
    move |error| log::warn!("{FILE} cannot be {what}: {}", error.kind())
}

fn saved(contents: Contents, set_aside: Option<String>) -> SavedState {
    let Contents {
        progress,
        saved_api_origin,
        invitation,
        mut accounts,
        tries,
    } = contents;
    // One line for each grant, whoever wrote the file.
    let mut seen = HashSet::new();
    accounts.retain(|account| seen.insert(account.grant.clone()));
    SavedState {
        progress,
        saved_api_origin,
        invitation,
        accounts,
        tries,
        set_aside,
        no_folder: None,
    }
}

/// What the damaged file still says, and from the copy what it does not.
fn merge(damaged: Contents, copy: Contents) -> Contents {
    let mut accounts = placed(damaged.accounts);
    let known: HashSet<String> = accounts
        .iter()
        .map(|(_, account)| account.grant.clone())
        .collect();
    let copied = placed(copy.accounts).into_iter();
    accounts.extend(copied.filter(|(_, account)| !known.contains(&account.grant)));
    accounts.sort_by_key(|(at, _)| *at);
    let accounts = accounts.into_iter().map(|(_, account)| account).collect();
    let tries = if damaged.tries.is_empty() {
        copy.tries
    } else {
        damaged.tries
    };
    Contents {
        progress: damaged.progress.or(copy.progress),
        saved_api_origin: damaged.saved_api_origin.or(copy.saved_api_origin),
        invitation: damaged.invitation.or(copy.invitation),
        accounts: newest(accounts),
        tries,
    }
}

/// Each with the time of its place in the list: one that lost its own stays behind the one before it.
fn placed(accounts: Vec<AccountRecord>) -> Vec<(Option<i64>, AccountRecord)> {
    let mut last = None;
    let time = |account: AccountRecord| {
        last = account.connected_at.or(last);
        (last, account)
    };
    accounts.into_iter().map(time).collect()
}

fn read(path: &Path) -> Found {
    let bytes = match bytes(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Found::Nothing,
        Err(error) => {
            log::warn!("{} cannot be read: {}", path.display(), error.kind());
            return Found::Damaged(Contents::default());
        }
    };
    match contents(&bytes) {
        (contents, None) => Found::Whole(contents),
        (contents, Some(why)) => {
            log::warn!("{}: {why}", path.display());
            Found::Damaged(contents)
        }
    }
}

fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // Of a pipe nobody would ever see the end, and behind a link is somebody else's file.
    if !fs::symlink_metadata(path)?.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    fs::File::open(path)?
        .take(LARGEST + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        Err(io::ErrorKind::FileTooLarge.into())
    } else {
        Ok(bytes)
    }
}

/// Writes the contents beside the file, complete or not at all.
fn write(folder: &Path, contents: &Contents) -> io::Result<PathBuf> {
    let path = folder.join("state.json.new");
    let mut file = fs::File::create(&path)?;
    file.write_all(&contents.written())?;
    file.sync_all()?;
    Ok(path)
}

/// Renames what cannot be read, so that it is kept and never written over.
fn set_aside(folder: &Path) -> io::Result<String> {
    let mut names = (1..1000).map(|n| format!("state.unreadable-{n}.json"));
    let free = names
        .find(|name| fs::symlink_metadata(folder.join(name)).is_err())
        .ok_or(io::ErrorKind::AlreadyExists)?;
    fs::rename(folder.join(FILE), folder.join(&free))?;
    Ok(free)
}
