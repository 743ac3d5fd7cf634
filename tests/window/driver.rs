//! Drives the real window from outside: a private world (its own folders, screen, session bus, keyring) around the program,
//! and WebDriver into its page. Only the names that `docs/architecture.md` lists as an interface are used.
#![expect(clippy::expect_used, clippy::panic, reason = "a test may panic")]

use std::collections::BTreeMap;
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::actions::{
    InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction,
};
use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::time::{sleep, timeout};

use crate::{memory, picture};

/// How long a screen may take to come.
const SCREEN: Duration = Duration::from_secs(30);
/// How long a button may take to be there and enabled.
const BUTTON: Duration = Duration::from_secs(10);
/// How long the program may take to show its window.
const START: Duration = Duration::from_secs(40);

/// A screen, a session bus with an unlocked keyring, and the driver: one process group.
/// It ends when the pipe on its standard input does, so nothing outlives the test, whatever becomes of the test.
/// The bus and Xvfb are ended politely: they have files in /tmp to remove.
const SESSION: &str = r#"
exec 3< <(exec Xvfb -displayfd 1 -screen 0 "$1" -nolisten tcp </dev/null)
xvfb=$!
read -r display <&3 || exit 1
export DISPLAY=":$display"
printf '%s' "$DISPLAY" >"$3"
ulimit -c "$(ulimit -Hc)"
dbus-run-session $BUS -- bash -c '
    ask() { dbus-send --session --print-reply --dest="$1" "$2" "${@:3}"; }
    case "$KEYRING" in
    unlocked|locked) printf "test\n" | gnome-keyring-daemon --unlock --components=secrets >&2 ;;&
    locked)
        ask org.freedesktop.secrets /org/freedesktop/secrets org.freedesktop.Secret.Service.Lock \
            array:objpath:/org/freedesktop/secrets/collection/login >&2 ;;
    silent)
        # Stopped: it has its name on the bus and never answers.
        gnome-keyring-daemon --foreground --unlock --components=secrets < <(printf "test\n") >&2 &
        until ask org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets | grep -q true; do sleep 0.1; done
        kill -STOP $! ;;
    esac
    WebKitWebDriver --host=127.0.0.1 --port="$1" &
    exec cat >/dev/null' session "$2"
kill "$xvfb"; wait "$xvfb"
kill -KILL 0
"#;

/// A session bus that starts no service by itself.
const BARE_BUS: &str = r#"<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default"><allow send_destination="*"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>"#;

/// Stands in for the browser: notes the address and the mask for new files, and opens nothing.
const BROWSER: &str =
    "#!/bin/sh\numask >\"${0%/*}/mask\"\nprintf '%s\\n' \"$1\" >>\"${0%/*}/opened\"\n";

/// The file of a world that names its screen.
const DISPLAY: &str = "display";

/// The folder of a world for what is not the program's: the profile, the browser, what the browser was asked.
const OUTSIDE: &str = "outside";

/// What a [`Desktop`] is to be, before it starts.
pub(crate) struct Builder {
    dir: TempDir,
    env: BTreeMap<String, String>,
    size: Option<(u32, u32)>,
    keyring: Keyring,
    program: PathBuf,
    ordinary: bool,
    bus: Option<String>,
}

/// An ordinary user, where the tests run as root, who may read everything: `nobody`.
const ORDINARY: &str = "65534";

/// The keychain of a world.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Keyring {
    Unlocked,
    /// There and locked, with nobody to open it.
    Locked,
    /// There, and never answering.
    Silent,
    /// No service of that name, and none that could be started.
    Absent,
}

impl Builder {
    /// Another keychain than an unlocked one.
    pub(crate) fn keyring(mut self, keyring: Keyring) -> Self {
        self.keyring = keyring;
        self
    }

    /// The profile the program finds, as TOML.
    pub(crate) fn profile(self, toml: &str) -> Self {
        let path = self.dir.path().join(OUTSIDE).join("profile.toml");
        fs::write(&path, toml).expect("the profile can be written");
        self.env("ICLOUD_CONNECT_PROFILE", &path.to_string_lossy())
    }

    /// A file that is there before the program starts, by its path in the world's folder.
    pub(crate) fn file(self, path: &str, bytes: &[u8]) -> Self {
        let path = self.dir.path().join(path);
        path.parent()
            .map(fs::create_dir_all)
            .transpose()
            .expect("a folder can be made");
        fs::write(&path, bytes).expect("a file can be written");
        self
    }

    /// One more environment variable for the program.
    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.env.insert(name.to_owned(), value.to_owned());
        self
    }

    /// The program and all around it belong to an ordinary user, who may read no more than such a one may.
    pub(crate) fn ordinary(mut self) -> Self {
        self.ordinary = true;
        self
    }

    /// The program finds this as the address of its session bus.
    pub(crate) fn bus(mut self, address: &str) -> Self {
        self.bus = Some(address.to_owned());
        self
    }

    /// The bare window in place of the program.
    pub(crate) fn bare(mut self) -> Self {
        self.program = self.program.with_file_name("examples").join("bare");
        self
    }

    /// The desktop prefers dark.
    pub(crate) fn dark(self) -> Self {
        self.env("GTK_THEME", "Adwaita:dark")
    }

    /// The window's size in pixels, instead of the one the program chooses.
    pub(crate) fn size(mut self, width: u32, height: u32) -> Self {
        self.size = Some((width, height));
        self
    }

    /// Brings the world up and opens the program in it.
    pub(crate) async fn start(self) -> Desktop {
        let mut world = self.set_up().await;
        world.start_app().await;
        world
    }

    /// Brings the world up, with nothing in it yet.
    pub(crate) async fn set_up(self) -> Desktop {
        let dir = self.dir.path();
        let outside = dir.join(OUTSIDE);
        fs::DirBuilder::new()
            .mode(0o700)
            .create(dir.join("run"))
            .expect("the runtime folder can be made");
        let browser = outside.join("xdg-open");
        fs::write(&browser, BROWSER).expect("the browser can be written");
        fs::set_permissions(&browser, fs::Permissions::from_mode(0o755))
            .expect("the browser can be run");

        let mut start = self.program.clone();
        if let Some(bus) = &self.bus {
            start = outside.join("with-another-bus");
            let script = format!(
                "#!/bin/sh\nDBUS_SESSION_BUS_ADDRESS='{bus}' exec '{}'\n",
                self.program.display()
            );
            fs::write(&start, script).expect("a script can be written");
            fs::set_permissions(&start, fs::Permissions::from_mode(0o755))
                .expect("a script can be run");
        }
        let user = (self.ordinary && is_root()).then_some(ORDINARY);
        let mut session = Command::new("bash");
        if let Some(user) = user {
            // Where the program lies, an ordinary user may have no business.
            let name = start.file_name().expect("a program has a name");
            let copy = outside.join(name);
            fs::copy(&start, &copy).expect("the program can be copied");
            start = copy;
            session = as_user(user, "bash");
        }

        let (width, height) = self.size.unwrap_or((1024, 800));
        let port = free_port();
        let log = fs::File::create(dir.join("driver.log")).expect("the log can be made");
        session
            .args([
                "-c",
                SESSION,
                "world",
                &format!("{}x{}x24", width + 100, height + 100),
                &port.to_string(),
            ])
            .arg(dir.join(DISPLAY))
            .current_dir(dir)
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(log.try_clone().expect("the log can be shared"))
            .stderr(log);
        for (name, _) in std::env::vars() {
            if name.starts_with("NYLAS_") || name.starts_with("ICLOUD_CONNECT_") {
                session.env_remove(name);
            }
        }
        session
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("GTK_THEME")
            .env("HOME", dir);
        for (name, folder) in [
            ("XDG_DATA_HOME", "share"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_CACHE_HOME", "cache"),
            ("XDG_STATE_HOME", "state"),
            ("XDG_RUNTIME_DIR", "run"),
            ("ICLOUD_CONNECT_DATA_DIR", "app"),
        ] {
            session.env(name, dir.join(folder));
        }
        for (name, value) in [
            ("TAURI_AUTOMATION", "true"),
            ("TAURI_WEBVIEW_AUTOMATION", "true"),
            ("NO_AT_BRIDGE", "1"),
            ("WEBKIT_DISABLE_DMABUF_RENDERER", "1"),
            ("GDK_BACKEND", "x11"),
            ("LANG", "en_US.UTF-8"),
            ("LANGUAGE", "en"),
        ] {
            session.env(name, value);
        }
        session.env(
            "KEYRING",
            match self.keyring {
                Keyring::Unlocked => "unlocked",
                Keyring::Locked => "locked",
                Keyring::Silent => "silent",
                Keyring::Absent => "absent",
            },
        );
        let bare_bus = outside.join("bus.conf");
        fs::write(&bare_bus, BARE_BUS).expect("the bus can be configured");
        session.env(
            "BUS",
            if self.keyring == Keyring::Absent {
                format!("--config-file={}", bare_bus.display())
            } else {
                String::new()
            },
        );
        let path = std::env::var("PATH").unwrap_or_default();
        session
            .env("PATH", format!("{}:{path}", outside.display()))
            .envs(&self.env);

        if let Some(user) = user {
            let mut chown = Command::new("chown");
            chown.args(["-R", &format!("{user}:{user}")]).arg(dir);
            let given = chown.status().expect("chown can be run");
            assert!(given.success(), "chown says {given}");
        }
        let session = session.spawn().expect(
            "bash, Xvfb, dbus and WebKitWebDriver are installed (cargo xtask test does it)",
        );
        let world = Desktop {
            session,
            port,
            size: self.size,
            window: None,
            program: self.program,
            start,
            user,
            dir: self.dir,
        };
        let driver = async || {
            tokio::net::TcpStream::connect(("127.0.0.1", port))
                .await
                .ok()
        };
        eventually(START, "WebKitWebDriver", driver).await;
        world
    }
}

/// A private world with the program running in it. Dropping it ends every process of it and removes its folder.
pub(crate) struct Desktop {
    session: Child,
    port: u16,
    size: Option<(u32, u32)>,
    window: Option<Window>,
    program: PathBuf,
    /// What starts it.
    start: PathBuf,
    user: Option<&'static str>,
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
        let program = PathBuf::from(env!("CARGO_BIN_EXE_icloud-connect"));
        Builder {
            dir,
            env: BTreeMap::new(),
            size: None,
            keyring: Keyring::Unlocked,
            program,
            ordinary: false,
            bus: None,
        }
    }

    /// The window of the running program.
    pub(crate) fn window(&self) -> &Window {
        self.window.as_ref().expect("the program is running")
    }

    pub(crate) async fn start_app(&mut self) {
        let address = format!("http://127.0.0.1:{}/", self.port);
        let options = json!({"binary": self.start, "args": []});
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
        });
    }

    /// Ends the program as the driver does (without an exit event) and opens it again in the same world.
    pub(crate) async fn restart_app(&mut self) {
        self.end_session().await;
        self.start_app().await;
    }

    /// Ends the program like a power cut. [`Desktop::start_app`] opens it again.
    pub(crate) async fn kill_app(&mut self) {
        self.signal("-KILL", &self.app_pids());
        self.end_session().await;
    }

    /// Lets every process of the program crash as by a fault of its own. [`Desktop::start_app`] opens it again.
    pub(crate) async fn crash_app(&mut self) {
        let (own, all) = (self.app_pids(), self.processes());
        // Its helpers first: they end with it.
        self.signal("-ABRT", &all[own.len()..]);
        self.signal("-ABRT", &own);
        self.end_session().await;
    }

    fn signal(&self, signal: &str, pids: &[String]) {
        assert!(!pids.is_empty(), "the program is running");
        let sent = Command::new("kill").arg(signal).args(pids).status();
        let sent = sent.expect("kill can be run");
        assert!(sent.success(), "kill says {sent}");
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

/// The page of the running program.
pub(crate) struct Window {
    client: Client,
    display: String,
}

impl Window {
    /// Runs a function body in the page and gives what it returns; a promise is awaited.
    pub(crate) async fn js(&self, script: &str, args: &[Value]) -> Value {
        match timeout(SCREEN, self.client.execute(script, args.to_vec())).await {
            Ok(Ok(value)) => value,
            Ok(Err(error)) => panic!("{script}: {error}"),
            Err(_) => panic!("{script}: no answer within {SCREEN:?}"),
        }
    }

    /// The name of the screen that is shown.
    pub(crate) async fn screen(&self) -> String {
        self.string("return document.body.dataset.screen", &[])
            .await
            .unwrap_or_default()
    }

    /// Waits until one of these screens is shown, and says which.
    pub(crate) async fn wait_screen(&self, names: &[&str]) -> String {
        let what = format!("one of the screens {names:?}");
        self.wait(&what, async || {
            Some(self.screen().await).filter(|now| names.contains(&now.as_str()))
        })
        .await
    }

    /// Waits until `look` finds something; says where the window stood when it did not.
    pub(crate) async fn wait<T>(&self, what: &str, look: impl AsyncFnMut() -> Option<T>) -> T {
        match poll(SCREEN, look).await {
            Some(found) => found,
            None => {
                let (screen, problem) = (self.screen().await, self.problem().await);
                panic!("waited {SCREEN:?} for {what}, on screen {screen:?}, problem {problem:?}")
            }
        }
    }

    /// Whether the document holds such an element.
    pub(crate) async fn has(&self, css: &str) -> bool {
        self.js(
            "return document.querySelector(arguments[0]) !== null",
            &[json!(css)],
        )
        .await
            == json!(true)
    }

    /// Waits until presses count again.
    pub(crate) async fn settled(&self) {
        let settled = "return !('settling' in document.body.dataset)";
        let waited = poll(BUTTON, async || {
            (self.js(settled, &[]).await == json!(true)).then_some(())
        });
        waited.await.expect("the page settles");
    }

    /// Presses the button of this action, once it is visible and enabled.
    pub(crate) async fn click(&self, action: &str) {
        let css = format!("button[data-action=\"{action}\"]");
        let ready = "const b = document.querySelector(arguments[0]); return !!b && !b.disabled && b.offsetParent !== null && !('settling' in document.body.dataset)";
        // Twice, because what was pressed before may still be about to change the screen.
        if poll(BUTTON, async || {
            let is_ready = async || self.js(ready, &[json!(css)]).await == json!(true);
            if !is_ready().await {
                return None;
            }
            sleep(Duration::from_millis(150)).await;
            is_ready().await.then_some(())
        })
        .await
        .is_none()
        {
            panic!(
                "no button {action} to press on screen {:?}, problem {:?}",
                self.screen().await,
                self.problem().await
            );
        }
        self.find(&css)
            .await
            .click()
            .await
            .expect("the button can be pressed");
    }

    /// Presses the button of this action twice, as fast as a mouse does, once it is there.
    pub(crate) async fn double_click(&self, action: &str) {
        self.settled().await;
        let element = self
            .find(&format!("button[data-action=\"{action}\"]"))
            .await;
        let to = PointerAction::MoveToElement {
            element,
            duration: None,
            x: 0.0,
            y: 0.0,
        };
        let (down, up) = (
            PointerAction::Down {
                button: MOUSE_BUTTON_LEFT,
            },
            PointerAction::Up {
                button: MOUSE_BUTTON_LEFT,
            },
        );
        let mouse = [to, down.clone(), up.clone(), down, up]
            .into_iter()
            .fold(MouseActions::new("mouse".to_owned()), MouseActions::then);
        self.client
            .perform_actions(mouse)
            .await
            .expect("a mouse can be moved");
    }

    /// Types into an emptied field with real keys; a TAB moves on, as it does for a person.
    pub(crate) async fn fill(&self, name: &str, text: &str) {
        let field = self.find(&format!("[name=\"{name}\"]")).await;
        field.clear().await.expect("the field can be emptied");
        field
            .send_keys(text)
            .await
            .expect("the field can be typed into");
    }

    /// Brings any text into a field, control characters too, as a paste would.
    pub(crate) async fn put(&self, name: &str, text: &str) {
        let script = "const i = document.querySelector(`[name='${arguments[0]}']`); i.focus(); i.value = arguments[1];
            i.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }))";
        self.js(script, &[json!(name), json!(text)]).await;
    }

    /// Presses keys together: `[Key::Tab]`, `[Key::Shift, Key::Tab]`.
    pub(crate) async fn press<K: Into<char>>(&self, keys: impl IntoIterator<Item = K>) {
        self.settled().await;
        let keys: Vec<char> = keys.into_iter().map(Into::into).collect();
        let down = keys.iter().map(|&value| KeyAction::Down { value });
        let up = keys.iter().rev().map(|&value| KeyAction::Up { value });
        let actions = down
            .chain(up)
            .fold(KeyActions::new("keyboard".to_owned()), KeyActions::then);
        self.client
            .perform_actions(actions)
            .await
            .expect("keys can be pressed");
    }

    /// What has the focus: its field name, its action, its id or else its tag.
    pub(crate) async fn focused(&self) -> String {
        let script = "const e = document.activeElement;
            return e ? e.name || e.dataset.action || e.id || e.localName : null";
        self.string(script, &[]).await.unwrap_or_default()
    }

    /// The code of the problem that is shown.
    pub(crate) async fn problem(&self) -> Option<String> {
        self.string(
            "return document.querySelector('[role=alert][data-problem]')?.dataset.problem",
            &[],
        )
        .await
    }

    /// The first grant ID in the document.
    pub(crate) async fn grant_id(&self) -> Option<String> {
        self.string(
            "return document.querySelector('[data-grant-id]')?.textContent.trim()",
            &[],
        )
        .await
    }

    /// Each stage with its status.
    pub(crate) async fn stages(&self) -> BTreeMap<String, String> {
        let script = "return [...document.querySelectorAll('li[data-stage]')].map(l => [l.dataset.stage, l.dataset.status])";
        serde_json::from_value::<Vec<(String, String)>>(self.js(script, &[]).await)
            .expect("every stage has a status")
            .into_iter()
            .collect()
    }

    /// The text of the first such element as a person sees it.
    pub(crate) async fn text(&self, css: &str) -> String {
        self.find(css)
            .await
            .text()
            .await
            .expect("an element has a text")
    }

    /// The whole document, and what its fields hold.
    pub(crate) async fn dom(&self) -> String {
        let script = "return document.documentElement.outerHTML
            + [...document.querySelectorAll('input')].map(i => i.value).join(' ')";
        self.string(script, &[]).await.unwrap_or_default()
    }

    /// Writes what is on the screen as a PNG: what a person sees, not what the engine says it would show.
    pub(crate) async fn picture(&self, path: &Path) {
        // Two frames: what was last changed is painted.
        self.js("await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 200))))", &[]).await;
        let window = self
            .js("return [screenX, screenY, innerWidth, innerHeight]", &[])
            .await;
        let place = |i: usize| {
            i16::try_from(window[i].as_i64().unwrap_or_default()).expect("a window has a place")
        };
        let side = |i: usize| {
            u16::try_from(window[i].as_u64().unwrap_or_default()).expect("a window has a size")
        };
        picture::take(
            &self.display,
            (place(0), place(1)),
            (side(2), side(3)),
            path,
        );
    }

    async fn find(&self, css: &str) -> Element {
        match self.client.find(Locator::Css(css)).await {
            Ok(element) => element,
            Err(error) => panic!("{css} on screen {:?}: {error}", self.screen().await),
        }
    }

    async fn string(&self, script: &str, args: &[Value]) -> Option<String> {
        self.js(script, args).await.as_str().map(str::to_owned)
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
    let end = Instant::now() + limit;
    loop {
        let found = look().await;
        if found.is_some() || Instant::now() > end {
            return found;
        }
        sleep(Duration::from_millis(100)).await;
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
