//! What is kept between starts: one JSON file by tauri-plugin-store, and its last good copy beside it.
//!
//! The plugin ignores errors while loading and writes in place, so the file is checked before the plugin sees it, and
//! every write is followed by a copy that is complete or not there (copy, sync, rename).

use runner::{AccountRecord, Kept, Store};
use serde::Deserialize;
use serde_json::{Value, json};
use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, OnceLock, PoisonError},
};
use tauri::{AppHandle, Manager, Wry};
use tauri_plugin_store::StoreBuilder;
use wizard::{Progress, SCHEMA_VERSION, Tries};

const FILE: &str = "state.json";
const GOOD_COPY: &str = "state.last-good.json";
/// Far more than ten thousand accounts need, in bytes.
const LARGEST: u64 = 16 << 20;

pub(crate) struct DiskStore {
    app: AppHandle,
    store: OnceLock<Arc<tauri_plugin_store::Store<Wry>>>,
    /// Two writes at once would mix up their copies.
    writing: Mutex<()>,
}

/// The file as this version knows it.
#[derive(Deserialize)]
struct Contents {
    schema_version: u32,
    #[serde(default)]
    progress: Option<Progress>,
    #[serde(default)]
    desk: Option<String>,
    #[serde(default)]
    tries: Vec<Tries>,
    #[serde(default)]
    #[expect(dead_code, reason = "parsed so that a damaged list is noticed at the start")]
    accounts: Vec<AccountRecord>,
}

impl DiskStore {
    pub(crate) fn new(app: AppHandle) -> Self {
        DiskStore { app, store: OnceLock::new(), writing: Mutex::new(()) }
    }

    fn folder(&self) -> io::Result<PathBuf> {
        let folder = self.app.path().app_data_dir().map_err(io::Error::other)?;
        fs::create_dir_all(&folder)?;
        Ok(folder)
    }

    fn store(&self) -> io::Result<&Arc<tauri_plugin_store::Store<Wry>>> {
        if let Some(store) = self.store.get() {
            return Ok(store);
        }
        let store = StoreBuilder::new(&self.app, FILE).disable_auto_save().build().map_err(io::Error::other)?;
        Ok(self.store.get_or_init(|| store))
    }

    /// Changes the file and, only when that worked, its good copy.
    fn write(&self, change: impl FnOnce(&tauri_plugin_store::Store<Wry>)) -> io::Result<()> {
        let _one_at_a_time = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = self.folder()?;
        let store = self.store()?;
        store.set("schema_version", SCHEMA_VERSION);
        change(store);
        store.save().map_err(io::Error::other)?;
        let half = folder.join("state.last-good.json.new");
        fs::copy(folder.join(FILE), &half)?;
        fs::File::open(&half)?.sync_all()?;
        fs::rename(&half, folder.join(GOOD_COPY))
    }
}

impl Store for DiskStore {
    fn load(&self) -> Kept {
        let Ok(folder) = self.folder().inspect_err(|error| log::warn!("no place to keep anything: {error}")) else { return Kept::default() };
        let (contents, set_aside) = match read(&folder.join(FILE)) {
            Ok(contents) => (contents, false),
            Err(fault) => {
                log::warn!("{FILE} cannot be read: {fault}");
                put_aside(&folder);
                // The copy becomes the file again, so that what it knows is not lost with the next write.
                let good = read(&folder.join(GOOD_COPY)).inspect_err(|fault| log::warn!("{GOOD_COPY} cannot be read: {fault}")).unwrap_or_default();
                if good.is_some()
                    && let Err(error) = fs::copy(folder.join(GOOD_COPY), folder.join(FILE))
                {
                    log::warn!("{GOOD_COPY} cannot be put back: {error}");
                }
                (good, true)
            }
        };
        match contents {
            Some(Contents { progress, desk, tries, .. }) => Kept { progress, desk, tries, set_aside },
            None => Kept { set_aside, ..Kept::default() },
        }
    }

    fn save(&self, progress: Option<&Progress>) -> io::Result<()> {
        self.write(|store| store.set("progress", json!(progress)))
    }

    fn keep_tries(&self, tries: &[Tries]) -> io::Result<()> {
        self.write(|store| store.set("tries", json!(tries)))
    }

    fn keep_desk(&self, origin: Option<&str>) -> io::Result<()> {
        self.write(|store| store.set("desk", json!(origin)))
    }

    fn record(&self, account: &AccountRecord) -> io::Result<()> {
        self.write(|store| {
            let mut accounts: Vec<Value> = store.get("accounts").and_then(|list| serde_json::from_value(list).ok()).unwrap_or_default();
            accounts.retain(|known| known["grant"] != account.grant.as_str());
            accounts.push(json!(account));
            store.set("accounts", accounts);
            store.set("progress", Value::Null);
        })
    }
}

/// The file's contents; `None` where there is none.
fn read(path: &Path) -> io::Result<Option<Contents>> {
    let file = match fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(io::Error::other("too large"));
    }
    // The library's own words may quote a value, such as an address.
    let unreadable = |error: serde_json::Error| io::Error::other(format!("{:?} in line {}, column {}", error.classify(), error.line(), error.column()));
    let contents: Contents = serde_json::from_slice(&bytes).map_err(unreadable)?;
    if contents.schema_version > SCHEMA_VERSION {
        return Err(io::Error::other("written by a newer version"));
    }
    Ok(Some(contents))
}

/// Renames what cannot be read, so that it is kept and never written over.
fn put_aside(folder: &Path) {
    let free = (1..1000).map(|n| folder.join(format!("state.unreadable-{n}.json"))).find(|path| !path.exists());
    let Some(free) = free else { return };
    if let Err(error) = fs::rename(folder.join(FILE), free) {
        log::warn!("{FILE} cannot be set aside: {error}");
    }
}
