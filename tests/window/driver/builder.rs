//! A private world: its folders, screen, session bus and keyring.

use super::{Desktop, START, as_user, eventually, free_port, is_root};
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A screen, a session bus with an unlocked keyring, and the driver: one process group.
/// It ends when the pipe on its standard input does, so nothing outlives the test, whatever becomes of the test.
/// The bus and Xvfb are ended politely: they have files in /tmp to remove. Xvfb starts over whenever its last client has
/// gone and refuses whoever comes at that moment; `-noreset` keeps it up.
const SESSION: &str = r#"
exec 3< <(exec Xvfb -displayfd 1 -screen 0 "$1" -nolisten tcp -noreset </dev/null)
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
    $MANAGER </dev/null &
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

/// The system's fonts without all that are not DejaVu's.
const WIDE_LETTERS: &str = r#"<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include>/etc/fonts/fonts.conf</include>
  <selectfont>
    <rejectfont><pattern></pattern></rejectfont>
    <acceptfont>
      <pattern><patelt name="family"><string>DejaVu Sans</string></patelt></pattern>
      <pattern><patelt name="family"><string>DejaVu Sans Mono</string></patelt></pattern>
    </acceptfont>
  </selectfont>
</fontconfig>"#;

/// Stands in for the browser: notes the address, the mask for new files and its environment, and opens nothing.
const BROWSER: &str = "#!/bin/sh\nenv >\"${0%/*}/environment\"\numask >\"${0%/*}/mask\"\nprintf '%s\\n' \"$1\" >>\"${0%/*}/opened\"\n";

/// The file of a world that names its screen.
pub(super) const DISPLAY: &str = "display";

/// The folder of a world for what is not the program's: the profile, the browser, what the browser was asked.
pub(super) const OUTSIDE: &str = "outside";

/// What a [`Desktop`] is to be, before it starts.
pub(crate) struct Builder {
    pub(super) dir: TempDir,
    pub(super) env: BTreeMap<String, String>,
    pub(super) size: Option<(u32, u32)>,
    pub(super) screen: Option<(u32, u32)>,
    pub(super) keyring: Keyring,
    pub(super) program: PathBuf,
    pub(super) ordinary: bool,
    pub(super) bus: Option<String>,
    pub(super) managed: bool,
    pub(super) arguments: Vec<String>,
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

    /// The program is started with this argument, as the system does when a link is opened.
    pub(crate) fn argument(mut self, argument: &str) -> Self {
        self.arguments.push(argument.to_owned());
        self
    }

    /// The program finds this as the address of its session bus.
    pub(crate) fn bus(mut self, address: &str) -> Self {
        self.bus = Some(address.to_owned());
        self
    }

    /// A window manager is there, as on a desktop: it gives windows frames and says which one has the keyboard.
    pub(crate) fn managed(mut self) -> Self {
        self.managed = true;
        self
    }

    /// GTK tells screen readers of the window, too: the accessibility bus knows it.
    pub(crate) fn heard(self) -> Self {
        self.env("NO_AT_BRIDGE", "0")
    }

    /// The bare window in place of the program.
    pub(crate) fn bare(mut self) -> Self {
        self.program = self.program.with_file_name("examples").join("bare");
        self
    }

    /// The computer has no letters but DejaVu's, as many a Linux: they are wider than others.
    pub(crate) fn wide_letters(self) -> Self {
        let file = self.dir.path().join(OUTSIDE).join("fonts.conf");
        fs::write(&file, WIDE_LETTERS).expect("the fonts can be chosen");
        self.env("FONTCONFIG_FILE", &file.to_string_lossy())
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

    /// The screen's size in pixels, instead of one with room to spare.
    pub(crate) fn screen(mut self, width: u32, height: u32) -> Self {
        self.screen = Some((width, height));
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
        let (width, height) = self.screen.unwrap_or((width + 100, height + 100));
        let port = free_port();
        let log = fs::File::create(dir.join("driver.log")).expect("the log can be made");
        session
            .args([
                "-c",
                SESSION,
                "world",
                &format!("{width}x{height}x24"),
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
        session.env(
            "MANAGER",
            if self.managed {
                "openbox --sm-disable"
            } else {
                "true"
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
            scaled: self.env.contains_key("GDK_DPI_SCALE"),
            window: None,
            program: self.program,
            start,
            user,
            arguments: self.arguments,
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
