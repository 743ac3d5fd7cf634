//! Reads the file that is kept between starts, however damaged it is: what can be read is taken, what cannot is set aside
//! under another name, and nothing that was read is lost. Writing is the desktop's.

use crate::{AccountRecord, Kept};
use serde::Deserialize;
use serde_json::{Value, json};
use std::{
    collections::HashSet,
    fs,
    io::{self, Read, Write},
    path::{Path, PathBuf},
};
use wizard::{Progress, SCHEMA_VERSION, Tries};

#[cfg(test)]
mod tests;

/// The file.
pub const FILE: &str = "state.json";
/// Its last complete copy.
pub const GOOD_COPY: &str = "state.last-good.json";
/// Far more than ten thousand accounts need, in bytes.
const LARGEST: u64 = 16 << 20;

/// What was read of a file.
#[derive(Default)]
struct Contents {
    progress: Option<Progress>,
    desk: Option<String>,
    accounts: Vec<AccountRecord>,
    tries: Vec<Tries>,
}

/// The file as this version writes it.
#[derive(Deserialize)]
struct Whole {
    schema_version: u32,
    #[serde(default)]
    progress: Option<Progress>,
    #[serde(default)]
    desk: Option<String>,
    #[serde(default)]
    accounts: Vec<AccountRecord>,
    #[serde(default)]
    tries: Vec<Tries>,
}

enum Found {
    Nothing,
    Whole(Contents),
    Damaged(Contents),
}

/// Everything that is kept in `folder`, and whether the file may be written from now on: one that could not be set aside
/// must not be written over.
pub fn load(folder: &Path) -> (Kept, bool) {
    let (file, copy) = (folder.join(FILE), folder.join(GOOD_COPY));
    let damaged = match read(&file) {
        Found::Whole(contents) => return (kept(contents, None), true),
        // Set aside and not yet written anew, or never written.
        Found::Nothing => None,
        Found::Damaged(contents) => Some(contents),
    };
    let good = match read(&copy) {
        Found::Nothing => Contents::default(),
        Found::Whole(contents) | Found::Damaged(contents) => contents,
    };
    let Some(damaged) = damaged else {
        let nothing = good.progress.is_none() && good.desk.is_none() && good.accounts.is_empty();
        let writable = nothing
            || write(folder, &good)
                .and_then(|new| fs::rename(new, &file))
                .inspect_err(cannot("put back"))
                .is_ok();
        return (kept(good, None), writable);
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
        Ok(aside) => (kept(contents, Some(aside)), true),
        // Nothing was moved, and nothing may be written over what is there.
        Err(_) => (kept(contents, None), false),
    }
}

fn cannot(what: &str) -> impl FnOnce(&io::Error) {
    move |error| log::warn!("{FILE} cannot be {what}: {}", error.kind())
}

fn kept(contents: Contents, set_aside: Option<String>) -> Kept {
    let Contents {
        progress,
        desk,
        mut accounts,
        tries,
    } = contents;
    // One line for each grant, whoever wrote the file.
    let mut seen = HashSet::new();
    accounts.retain(|account| seen.insert(account.grant.clone()));
    Kept {
        progress,
        desk,
        accounts,
        tries,
        set_aside,
        no_folder: None,
    }
}

/// What the damaged file still says, and from the copy what it does not.
fn merge(damaged: Contents, copy: Contents) -> Contents {
    let mut accounts = placed(damaged.accounts);
    let more = placed(copy.accounts).into_iter().filter(|(_, account)| {
        accounts
            .iter()
            .all(|(_, known)| known.grant != account.grant)
    });
    accounts.extend(more.collect::<Vec<_>>());
    accounts.sort_by_key(|(at, _)| *at);
    let accounts = accounts.into_iter().map(|(_, account)| account).collect();
    let tries = if damaged.tries.is_empty() {
        copy.tries
    } else {
        damaged.tries
    };
    Contents {
        progress: damaged.progress.or(copy.progress),
        desk: damaged.desk.or(copy.desk),
        accounts,
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
    match serde_json::from_slice::<Whole>(&bytes) {
        Ok(Whole {
            schema_version,
            progress,
            desk,
            accounts,
            tries,
        }) if schema_version <= SCHEMA_VERSION => Found::Whole(Contents {
            progress,
            desk,
            accounts,
            tries,
        }),
        Ok(whole) => {
            log::warn!("{} was written by a newer version", path.display());
            Found::Damaged(Contents {
                progress: None,
                desk: whole.desk,
                accounts: whole.accounts,
                tries: vec![],
            })
        }
        // The library's own words may quote a value, such as an address.
        Err(error) => {
            log::warn!(
                "{}: {:?} in line {}, column {}",
                path.display(),
                error.classify(),
                error.line(),
                error.column()
            );
            Found::Damaged(salvage(&String::from_utf8_lossy(&bytes)))
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

/// What can still be made out: every object that is an account, wherever it stands, and the rest where the frame is whole.
fn salvage(text: &str) -> Contents {
    let frame: Value = serde_json::from_str(text).unwrap_or_default();
    let ours = frame["schema_version"]
        .as_u64()
        .is_some_and(|version| version <= SCHEMA_VERSION.into());
    let progress = serde_json::from_value(frame["progress"].clone())
        .ok()
        .filter(|_| ours);
    let tries = serde_json::from_value(frame["tries"].clone()).unwrap_or_default();
    let mut contents = Contents {
        progress,
        desk: frame["desk"].as_str().map(str::to_owned),
        accounts: vec![],
        tries,
    };
    let mut from = 0;
    while let Some(at) = text
        .get(from..)
        .and_then(|rest| rest.find('{'))
        .map(|at| from + at)
    {
        let mut values = serde_json::Deserializer::from_str(&text[at..]).into_iter::<Value>();
        match values.next().and_then(Result::ok).and_then(account) {
            Some(account) => {
                from = at + values.byte_offset();
                if contents
                    .accounts
                    .iter()
                    .all(|known| known.grant != account.grant)
                {
                    contents.accounts.push(account);
                }
            }
            None => from = at + 1,
        }
    }
    contents
}

/// An account, if only by its three first fields.
fn account(value: Value) -> Option<AccountRecord> {
    let field = |name: &str| {
        value[name]
            .as_str()
            .filter(|text| !text.is_empty() && !text.contains('\u{fffd}'))
            .map(str::to_owned)
    };
    let least = AccountRecord::new(field("grant")?, field("address")?, field("origin")?);
    Some(serde_json::from_value(value).unwrap_or(least))
}

/// Writes the contents beside the file, complete or not at all.
fn write(folder: &Path, contents: &Contents) -> io::Result<PathBuf> {
    let Contents {
        progress,
        desk,
        accounts,
        tries,
    } = contents;
    let text = json!({ "schema_version": SCHEMA_VERSION, "progress": progress, "desk": desk, "accounts": accounts, "tries": tries });
    let path = folder.join("state.json.new");
    let mut file = fs::File::create(&path)?;
    file.write_all(text.to_string().as_bytes())?;
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
