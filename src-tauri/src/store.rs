//! What is kept between starts: one JSON file by tauri-plugin-store, and its last good copy beside it.
//!
//! The plugin ignores errors while loading and writes in place, so the file is read and put in order by `runner::state_file`
//! before the plugin sees it, and every write is followed by a copy that is complete or not there (copy, sync, rename).

use runner::{AccountRecord, NoFolder, SavedState, Store, state_file};
use serde_json::{Value, json};
use std::{
    fs, io,
    path::PathBuf,
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};
use tauri::{AppHandle, Manager, Wry};
use tauri_plugin_store::StoreBuilder;
use wizard::{Progress, SCHEMA_VERSION, Tries};

pub(crate) struct DiskStore {
    app: AppHandle,
    store: OnceLock<Arc<tauri_plugin_store::Store<Wry>>>,
    /// Two writes at once would mix up their copies.
    writing: Mutex<()>,
    /// There is no folder, or a damaged file could not be set aside: nothing is written over it.
    locked: AtomicBool,
    /// Why nothing is read or written at all.
    no_folder: Option<NoFolder>,
}

impl DiskStore {
    pub(crate) fn new(app: AppHandle, no_folder: Option<NoFolder>) -> Self {
        DiskStore {
            app,
            store: OnceLock::new(),
            writing: Mutex::new(()),
            locked: AtomicBool::new(no_folder.is_some()),
            no_folder,
        }
    }

    fn folder(&self) -> io::Result<PathBuf> {
        self.app.path().app_data_dir().map_err(io::Error::other)
    }

    fn store(&self) -> io::Result<&Arc<tauri_plugin_store::Store<Wry>>> {
        if let Some(store) = self.store.get() {
            return Ok(store);
        }
        let store = StoreBuilder::new(&self.app, state_file::FILE)
            .disable_auto_save()
            .build()
            .map_err(io::Error::other)?;
        Ok(self.store.get_or_init(|| store))
    }

    /// Changes the file and, only when that worked, its good copy.
    fn write(&self, change: impl FnOnce(&tauri_plugin_store::Store<Wry>)) -> io::Result<()> {
        let _one_at_a_time = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        if self.locked.load(Ordering::Acquire) {
            return Err(io::Error::other("something is in the way"));
        }
        let folder = self.folder()?;
        let store = self.store()?;
        store.set("schema_version", SCHEMA_VERSION);
        change(store);
        store.save().map_err(io::Error::other)?;
        let half = folder.join("state.last-good.json.new");
        fs::copy(folder.join(state_file::FILE), &half)?;
        // Windows writes out only what was opened for writing.
        fs::OpenOptions::new().write(true).open(&half)?.sync_all()?;
        fs::rename(&half, folder.join(state_file::GOOD_COPY))
    }
}

impl Store for DiskStore {
    fn load(&self) -> SavedState {
        if let Some(no_folder) = self.no_folder.clone() {
            return SavedState {
                no_folder: Some(no_folder),
                ..SavedState::default()
            };
        }
        let Ok(folder) = self
            .folder()
            .inspect_err(|error| log::warn!("no place to keep anything: {error}"))
        else {
            return SavedState::default();
        };
        let (saved, writable) = state_file::load(&folder);
        self.locked.store(!writable, Ordering::Release);
        saved
    }

    fn save(&self, progress: Option<&Progress>) -> io::Result<()> {
        self.write(|store| store.set("progress", json!(progress)))
    }

    fn save_tries(&self, tries: &[Tries]) -> io::Result<()> {
        self.write(|store| store.set("tries", json!(tries)))
    }

    fn save_api_origin(&self, origin: Option<&str>) -> io::Result<()> {
        self.write(|store| store.set("desk", json!(origin)))
    }

    fn save_invitation(&self, relay: Option<&str>) -> io::Result<()> {
        self.write(|store| store.set("invitation", json!(relay)))
    }

    fn save_accounts(&self, accounts: &[AccountRecord]) -> io::Result<()> {
        self.write(|store| store.set("accounts", json!(accounts)))
    }

    fn record(&self, accounts: &[AccountRecord]) -> io::Result<()> {
        self.write(|store| {
            store.set("accounts", json!(accounts));
            store.set("progress", Value::Null);
            store.set("invitation", Value::Null);
        })
    }
}
