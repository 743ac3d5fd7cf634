//! Browser and clipboard of the system.

use crate::{clipboard::SystemClipboard, limit::within, window, zoom::Size};
use runner::{Clock, Desktop, History, Unreadable};
use secrecy::SecretString;
use std::{
    ffi::OsString,
    fs::File,
    io::{self, Write},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};
use tauri::{AppHandle, Manager};
use wizard::{AddressMail, Ended, InvitationMail, WindowMode, Zoom};

/// How long whoever opens a browser may take to say whether it will.
const OPENING: Duration = Duration::from_secs(5);
/// How soon one of the system's ways to open something says that it cannot.
#[cfg(target_os = "linux")]
const REFUSING: Duration = Duration::from_millis(250);

pub(crate) struct SystemDesktop {
    app: AppHandle,
    /// Everything that is written goes to a folder that was named for it.
    own_folder: bool,
    /// That folder, or the system's own place, may be written to.
    writable: bool,
    clipboard: SystemClipboard,
}

impl SystemDesktop {
    pub(crate) fn new(app: AppHandle, own_folder: bool, writable: bool) -> Self {
        SystemDesktop {
            app,
            own_folder,
            writable,
            clipboard: SystemClipboard::default(),
        }
    }
}

impl SystemDesktop {
    /// Writes where the person finds it; a secret for them alone.
    fn save(&self, name: &str, text: &str, secret: bool) -> io::Result<PathBuf> {
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
            match File::create_new(&path) {
                Ok(mut file) => {
                    if !secret {
                        show_to_others(&file)?;
                    }
                    file.write_all(text.as_bytes())?;
                    return Ok(path);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }
}

/// What is made for others is theirs to read, such as an administrator's copy. Without this program's mask it is anyway.
fn show_to_others(file: &File) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::{fs::Permissions, os::unix::fs::PermissionsExt};
        file.set_permissions(Permissions::from_mode(crate::hardening::usual()))
    }
    #[cfg(not(unix))]
    {
        let _ = file;
        Ok(())
    }
}

/// Asks the system to open an address or a folder.
fn opened(what: &'static str, target: OsString) -> bool {
    let open = move || {
        #[cfg(target_os = "linux")]
        return crate::hardening::as_usual(|| start(target));
        #[cfg(not(target_os = "linux"))]
        open::that_detached(target)
    };
    match within(OPENING, what, open) {
        Some(Ok(())) => true,
        // The library's error names the address, which in practice is only ours; still, only its kind is logged.
        Some(Err(error)) => {
            log::warn!("the {what} did not open: {}", error.kind());
            false
        }
        // It took the order.
        None => true,
    }
}

/// Starts the first of the system's ways that does not refuse at once, with the person's own environment; the library would
/// start it with this program's.
#[cfg(target_os = "linux")]
fn start(target: OsString) -> io::Result<()> {
    use std::{os::unix::process::CommandExt, process::Stdio};
    let mut why = io::ErrorKind::NotFound.into();
    for mut way in open::commands(target) {
        let started = within(REFUSING, "opening", move || {
            crate::environment::leave_out_own(&mut way)
                .process_group(0)
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
        });
        match started {
            Some(Ok(status)) if !status.success() => why = io::Error::other(status.to_string()),
            Some(Err(error)) if error.kind() != io::ErrorKind::NotFound => why = error,
            Some(Err(_)) => {}
            // It runs: the thread waits until it ends.
            Some(Ok(_)) | None => return Ok(()),
        }
    }
    Err(why)
}

impl Desktop for SystemDesktop {
    fn open(&self, address: &str) -> bool {
        opened("browser", address.into())
    }

    fn show_folder(&self, folder: &Path) -> bool {
        opened("folder", folder.into())
    }

    fn copy(&self, text: &str) -> bool {
        self.clipboard.set(text)
    }

    fn clipboard(&self) -> Result<Option<SecretString>, Unreadable> {
        self.clipboard.text()
    }

    fn way_back_page(&self, company: Option<&str>, logo: Option<&str>, ended: Ended) -> String {
        words::callback_page(crate::names::LANGUAGE, company, logo, ended)
    }

    fn invitation_mail(&self, mail: &InvitationMail) -> SecretString {
        words::invitation_mail(crate::names::LANGUAGE, mail)
    }

    fn address_mail(&self, mail: &AddressMail) -> (String, String) {
        words::address_mail(crate::names::LANGUAGE, mail)
    }

    fn save_file(&self, name: &str, text: &str) -> io::Result<PathBuf> {
        self.save(name, text, false)
    }

    fn save_secret_file(&self, name: &str, text: &str) -> io::Result<PathBuf> {
        self.save(name, text, true)
    }

    fn pick_file(&self) -> io::Result<Option<PathBuf>> {
        crate::dialog::pick_file(&self.app, words::choose_file, ("TOML", "toml"))
    }

    fn pick_table(&self) -> io::Result<Option<PathBuf>> {
        crate::dialog::pick_file(&self.app, words::choose_table, ("CSV", "csv"))
    }

    fn may_peek(&self) -> bool {
        // macOS asks the person before a program may read what another one copied.
        !cfg!(target_os = "macos")
    }

    fn clear_clipboard(&self) -> bool {
        self.clipboard.clear()
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
