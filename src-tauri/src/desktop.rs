//! Browser and clipboard of the system.

use crate::{window, zoom::Size};
use arboard::Clipboard;
use runner::{Clock, Desktop, History};
use secrecy::SecretString;
#[cfg(unix)]
use std::os::unix::fs::PermissionsExt;
use std::{
    io::{self, Write},
    path::PathBuf,
    sync::{Mutex, PoisonError},
    time::SystemTime,
};
use tauri::{AppHandle, Manager};
use wizard::{WindowMode, Zoom};

pub(crate) struct SystemDesktop {
    app: AppHandle,
    /// Everything that is written goes to a folder that was named for it.
    own_folder: bool,
    /// That folder, or the system's own place, may be written to.
    writable: bool,
    /// Kept open: on X11 the text is gone with the program that copied it.
    clipboard: Mutex<Option<Clipboard>>,
}

impl SystemDesktop {
    pub(crate) fn new(app: AppHandle, own_folder: bool, writable: bool) -> Self {
        SystemDesktop {
            app,
            own_folder,
            writable,
            clipboard: Mutex::new(None),
        }
    }

    fn with_clipboard<T>(
        &self,
        work: impl FnOnce(&mut Clipboard) -> Result<T, arboard::Error>,
    ) -> Option<T> {
        let mut kept = self
            .clipboard
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if kept.is_none() {
            *kept = Clipboard::new()
                .inspect_err(|error| log::warn!("no clipboard: {error}"))
                .ok();
        }
        let result = work(kept.as_mut()?);
        if result.is_err() {
            *kept = None;
        }
        result.ok()
    }
}

impl Desktop for SystemDesktop {
    fn open(&self, address: &str) -> bool {
        // The library's error names the address, which in practice is only ours; still, only its kind is logged.
        #[cfg(unix)]
        let opened = crate::hardening::as_usual(|| open::that_detached(address));
        #[cfg(not(unix))]
        let opened = open::that_detached(address);
        opened
            .inspect_err(|error| log::warn!("the browser did not open: {}", error.kind()))
            .is_ok()
    }

    fn copy(&self, text: &str) -> bool {
        self.with_clipboard(|clipboard| clipboard.set_text(text))
            .is_some()
    }

    fn clipboard(&self) -> Option<SecretString> {
        self.with_clipboard(Clipboard::get_text)
            .filter(|text| !text.is_empty())
            .map(SecretString::from)
    }

    fn way_back_page(&self, company: Option<&str>) -> String {
        words::callback_page(crate::names::LANGUAGE, company)
    }

    fn save_file(&self, name: &str, text: &str) -> io::Result<PathBuf> {
        let paths = self.app.path();
        let downloads = paths
            .download_dir()
            .ok()
            .filter(|folder| !self.own_folder && folder.is_dir());
        let folder = match downloads {
            Some(downloads) => downloads,
            None if self.writable => paths.app_data_dir().map_err(io::Error::other)?,
            None => return Err(io::ErrorKind::PermissionDenied.into()),
        };
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let names = std::iter::once(name.to_owned())
            .chain((2..100).map(|number| format!("{stem}-{number}.{ending}")));
        for path in names.map(|name| folder.join(name)) {
            match std::fs::File::create_new(&path) {
                Ok(mut file) => {
                    // It is made for others: an administrator's copy must be theirs to read.
                    #[cfg(unix)]
                    file.set_permissions(PermissionsExt::from_mode(crate::hardening::usual()))?;
                    file.write_all(text.as_bytes())?;
                    return Ok(path);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    fn may_peek(&self) -> bool {
        // macOS asks the person before a program may read what another one copied.
        !cfg!(target_os = "macos")
    }

    fn clear_clipboard(&self) -> bool {
        self.with_clipboard(Clipboard::clear).is_some()
    }

    #[cfg(windows)]
    fn clear_history(&self, unwanted: &dyn Fn(&SecretString) -> bool) -> History {
        crate::history::clear(unwanted)
    }

    #[cfg(not(windows))]
    fn clear_history(&self, _unwanted: &dyn Fn(&SecretString) -> bool) -> History {
        // Clipboard managers of other systems have no common way to be asked.
        History::Nothing
    }

    fn set_window_mode(&self, mode: WindowMode) {
        window::set_mode(&self.app, mode);
    }

    fn come_forward(&self) {
        window::bring_to_front(&self.app);
    }

    fn zoom(&self, zoom: Zoom) {
        self.app.state::<Size>().change(&self.app, zoom);
    }

    fn close(&self) {
        window::close(&self.app);
    }

    fn can_conceal(&self) -> bool {
        cfg!(any(windows, target_os = "macos"))
    }

    fn conceal(&self, concealed: bool) {
        if let Some(window) = self.app.get_webview_window(crate::names::LABEL)
            && let Err(error) = window.set_content_protected(concealed)
        {
            log::warn!("pictures of the screen show the window as before: {error}");
        }
    }
}

pub(crate) struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> i64 {
        let now = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
        i64::try_from(now.as_secs()).unwrap_or(i64::MAX)
    }
}
