//! Drives the real window from outside: a private world (its own folders, screen, session bus, keyring) around the program,
//! and WebDriver into its page. Only the names that `docs/architecture.md` lists as an interface are used.
#![expect(clippy::expect_used, clippy::panic, reason = "a test may panic")]

mod builder;
mod page;
mod person;

use std::collections::BTreeMap;
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use fantoccini::ClientBuilder;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use tempfile::TempDir;
use tokio::time::{sleep, timeout};

use crate::memory;

pub(crate) use builder::{Builder, Keyring};
use builder::{DISPLAY, OUTSIDE};
pub(crate) use page::Window;
pub(crate) use person::{Person, send};

/// Between two looks: the longer something takes, the more seldom it is looked for. Each look costs the program work, too.
const PAUSE: [Duration; 2] = [Duration::from_millis(20), Duration::from_millis(200)];
/// How long a screen may take to come.
const SCREEN: Duration = Duration::from_secs(30);
/// How long a button may take to be there and enabled.
const BUTTON: Duration = Duration::from_secs(10);
/// How long the program may take to show its window.
const START: Duration = Duration::from_secs(40);

/// A private world with the program running in it. Dropping it ends every process of it and removes its folder.
pub(crate) struct Desktop {
    session: Child,
    port: u16,
    size: Option<(u32, u32)>,
    scaled: bool,
    window: Option<Window>,
    program: PathBuf,
    /// What starts it.
    start: PathBuf,
    user: Option<&'static str>,
    /// What it is started with.
    arguments: Vec<String>,
    dir: TempDir,
}

impl Desktop {
    /// A world without a profile, light, with the program's own window size.
    pub(crate) fn builder() -> Builder {
        let dir = tempfile::Builder::new()
            .prefix("icloud-connect-")
            .tempdir()
            .expect("a temporary folder can be made");
        fs::create_dir(dir.path().join(OUTSIDE)).expect("a folder can be made");
        // The benchmark measures a release build.
        let release = std::env::var_os("ICLOUD_CONNECT_RELEASE");
        let program = release.map_or_else(
            || PathBuf::from(env!("CARGO_BIN_EXE_icloud-connect")),
            |folder| PathBuf::from(folder).join("icloud-connect"),
        );
        Builder {
            dir,
            env: BTreeMap::new(),
            size: None,
            screen: None,
            keyring: Keyring::Unlocked,
            program,
            ordinary: false,
            bus: None,
            managed: false,
            arguments: vec![],
        }
    }

    /// The window of the running program.
    pub(crate) fn window(&self) -> &Window {
        self.window.as_ref().expect("the program is running")
    }

    pub(crate) async fn start_app(&mut self) {
        let address = format!("http://127.0.0.1:{}/", self.port);
        let options = json!({"binary": self.start, "args": self.arguments});
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(
            [("webkitgtk:browserOptions".to_owned(), options)]
                .into_iter()
                .collect(),
        );
        let client = match timeout(START, builder.connect(&address)).await {
            Ok(Ok(client)) => client,
            Ok(Err(error)) => panic!("the window did not open: {error}"),
            Err(_) => panic!("the window did not open within {START:?}"),
        };
        if let Some((width, height)) = self.size {
            client
                .set_window_size(width, height)
                .await
                .expect("the window takes a size");
        }
        self.window = Some(Window {
            client,
            display: self.display(),
            scaled: self.scaled,
            pressed: Mutex::default(),
        });
    }

    /// Ends the program as the driver does (without an exit event) and opens it again in the same world.
    pub(crate) async fn restart_app(&mut self) {
        self.end_session().await;
        self.start_app().await;
    }

    /// Ends the program like a power cut. [`Desktop::start_app`] opens it again.
    pub(crate) async fn kill_app(&mut self) {
        send("-KILL", &self.app_pids());
        self.end_session().await;
    }

    /// Lets every process of the program crash as by a fault of its own. [`Desktop::start_app`] opens it again.
    pub(crate) async fn crash_app(&mut self) {
        let (own, all) = (self.app_pids(), self.processes());
        // Its helpers first: they end with it.
        send("-ABRT", &all[own.len()..]);
        send("-ABRT", &own);
        self.end_session().await;
    }

    /// Ends the process in which the page is, as a crash would.
    pub(crate) fn kill_page(&self) {
        send("-KILL", &self.pages());
    }

    /// The processes in which the page is.
    pub(crate) fn pages(&self) -> Vec<String> {
        self.processes()
            .into_iter()
            .filter(|pid| {
                fs::read_to_string(format!("/proc/{pid}/comm"))
                    .is_ok_and(|name| name.starts_with("WebKitWebProc"))
            })
            .collect()
    }

    /// The address of the world's session bus.
    pub(crate) fn bus(&self) -> String {
        let name = "DBUS_SESSION_BUS_ADDRESS=";
        let drivers = self.in_group("WebKitWebDriver");
        drivers
            .iter()
            .filter_map(|pid| memory::of_process(pid, "environ"))
            .find_map(|environment| {
                let environment = String::from_utf8_lossy(&environment).into_owned();
                let address = environment.split('\0').find_map(|it| it.strip_prefix(name));
                address.map(str::to_owned)
            })
            .expect("a world has a session bus")
            .to_owned()
    }

    /// Starts the program once more in this world, with this argument, and waits until it ends: its exit code, and what it said.
    pub(crate) fn start_again(&self, argument: &str) -> (Option<i32>, String) {
        let mut program = self.same_user(&self.start.to_string_lossy());
        let output = program
            .arg(argument)
            .env("DISPLAY", self.display())
            .env("DBUS_SESSION_BUS_ADDRESS", self.bus())
            .env("HOME", self.path(""))
            .env("ICLOUD_CONNECT_DATA_DIR", self.path("app"))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("NO_AT_BRIDGE", "1")
            .output()
            .expect("the program can be started again");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), said)
    }

    /// Another program of the same user.
    pub(crate) fn same_user(&self, program: &str) -> Command {
        let mut command = self
            .user
            .map_or_else(|| Command::new(program), |user| as_user(user, program));
        command.current_dir(self.dir.path());
        command
    }

    /// Where something lies in the world's folder.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    /// The program's own processes; what they started is not among them.
    pub(crate) fn own_processes(&self) -> Vec<String> {
        let own = self.app_pids();
        assert!(!own.is_empty(), "the program is running");
        own
    }

    /// Every file of this world that holds `needle`, but for the keyring, the profile and the browser, which are not the program's.
    pub(crate) fn files_with(&self, needle: &str) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut folders = vec![self.dir.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                let kind = entry.file_type().expect("a file has a type");
                if kind.is_dir() && entry.file_name() != "keyrings" && entry.file_name() != OUTSIDE
                {
                    folders.push(path);
                } else if kind.is_file() {
                    let bytes = fs::read(&path).unwrap_or_default();
                    if bytes
                        .windows(needle.len())
                        .any(|window| window == needle.as_bytes())
                    {
                        found.push(path);
                    }
                }
            }
        }
        found
    }

    /// The name of the screen, as `DISPLAY` has it.
    pub(crate) fn display(&self) -> String {
        fs::read_to_string(self.dir.path().join(DISPLAY)).expect("the screen has a name")
    }

    /// The program's process, and all that it started.
    pub(crate) fn processes(&self) -> Vec<String> {
        let mut all = self.app_pids();
        let mut next = 0;
        while let Some(parent) = all.get(next) {
            let listed = Command::new("pgrep")
                .args(["-P", parent])
                .output()
                .expect("pgrep can be run");
            all.extend(
                String::from_utf8_lossy(&listed.stdout)
                    .split_whitespace()
                    .map(str::to_owned),
            );
            next += 1;
        }
        all
    }

    /// How often `needle` stands in the memory of the program itself and in that of all its processes, as bytes or as UTF-16.
    pub(crate) fn copies_in_memory(&self, needle: &str) -> (usize, usize) {
        let (own, all) = (self.app_pids(), self.processes());
        let count = |pids: &[String]| pids.iter().map(|pid| memory::copies(pid, needle)).sum();
        (count(&own), count(&all))
    }

    /// Whether such a file is there, by its path in the world's folder.
    pub(crate) fn has_file(&self, path: &str) -> bool {
        self.dir.path().join(path).exists()
    }

    /// The environment of every process that the program started.
    pub(crate) fn children(&self) -> Vec<String> {
        let started = self.processes().split_off(self.app_pids().len());
        assert!(!started.is_empty(), "the program has its web process");
        let environments = started
            .iter()
            .filter_map(|pid| memory::of_process(pid, "environ"));
        environments
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .collect()
    }

    /// The addresses that the system browser was asked to open, in order.
    pub(crate) fn opened(&self) -> Vec<String> {
        let text =
            fs::read_to_string(self.dir.path().join(OUTSIDE).join("opened")).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    /// Ends the session, and with it the program; returns when the program is gone, so that the next is the only instance.
    async fn end_session(&mut self) {
        if let Some(Window { client, .. }) = self.window.take() {
            // After a kill the driver has nobody to talk to, and may say so.
            let _ = timeout(BUTTON, client.close()).await;
        }
        eventually(BUTTON, "the end of the program", async || {
            self.app_pids().is_empty().then_some(())
        })
        .await;
    }

    /// The program's processes in this world: those of its process group that have its name. Which binary a process runs,
    /// only root is told of a program that hides its memory.
    fn app_pids(&self) -> Vec<String> {
        let name = self.program.file_name().expect("a program has a name");
        self.in_group(&name.to_string_lossy())
    }

    /// The processes of this world with this name.
    fn in_group(&self, name: &str) -> Vec<String> {
        let group = self.session.id().to_string();
        let ours = |process: &Path| {
            let stat = fs::read_to_string(process.join("stat")).unwrap_or_default();
            // pid (name) state parent group …
            let in_group = stat
                .rsplit(')')
                .next()
                .and_then(|rest| rest.split(' ').nth(3))
                == Some(&group);
            in_group
                && fs::read_to_string(process.join("comm"))
                    .is_ok_and(|comm| comm.trim_end() == name)
        };
        let processes = fs::read_dir("/proc")
            .expect("Linux has /proc")
            .flatten()
            .map(|entry| entry.path());
        processes
            .filter(|process| ours(process))
            .filter_map(|process| Some(process.file_name()?.to_string_lossy().into_owned()))
            .collect()
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let log = fs::read_to_string(self.dir.path().join("driver.log")).unwrap_or_default();
            eprintln!("the world's log:\n{log}");
        }
        drop(self.session.stdin.take());
        let _ = self.session.wait();
    }
}

fn is_root() -> bool {
    fs::metadata("/proc/self").expect("Linux has /proc").uid() == 0
}

/// A program that another user starts, who is not root.
fn as_user(user: &str, program: &str) -> Command {
    let mut command = Command::new("setpriv");
    command
        .args([&format!("--reuid={user}"), &format!("--regid={user}")])
        .args(["--clear-groups", program]);
    command
}

pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("there is a free port");
    listener
        .local_addr()
        .expect("a listener has an address")
        .port()
}

async fn poll<T>(limit: Duration, mut look: impl AsyncFnMut() -> Option<T>) -> Option<T> {
    let begin = Instant::now();
    loop {
        let found = look().await;
        let waited = begin.elapsed();
        if found.is_some() || waited > limit {
            return found;
        }
        sleep((waited / 10).clamp(PAUSE[0], PAUSE[1])).await;
    }
}

pub(crate) async fn eventually<T>(
    limit: Duration,
    what: &str,
    look: impl AsyncFnMut() -> Option<T>,
) -> T {
    poll(limit, look)
        .await
        .unwrap_or_else(|| panic!("waited {limit:?} for {what}"))
}
