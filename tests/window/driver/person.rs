//! The program as a person starts it: nobody drives it, so it is seen from outside only.

use super::Desktop;
use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command};

/// It runs until it ends by itself, or is dropped.
pub(crate) struct Person {
    child: Child,
    log: PathBuf,
}

impl Desktop {
    /// Starts the program on this world's screen, without its bus. `with`: what is different this time.
    pub(crate) fn person(&self, name: &str, with: impl FnOnce(&mut Command)) -> Person {
        let log = self.path(&format!("said-{name}"));
        let file = fs::File::create(&log).expect("the log can be made");
        let mut program = Command::new(&self.program);
        program
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .env("DISPLAY", self.display())
            .env("HOME", self.path(""))
            .env("ICLOUD_CONNECT_DATA_DIR", self.path("app"))
            .env("NO_AT_BRIDGE", "1")
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
            .stdout(file.try_clone().expect("the log can be shared"))
            .stderr(file);
        with(&mut program);
        Person {
            child: program.spawn().expect("the program can be started"),
            log,
        }
    }
}

impl Person {
    /// All that it said.
    pub(crate) fn said(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// How it ended, if it did: with a code, or by a signal.
    pub(crate) fn ended(&mut self) -> Option<Option<i32>> {
        let status = self.child.try_wait().expect("a program can be waited for");
        status.map(|status| status.code())
    }

    /// Sends it a signal.
    pub(crate) fn signal(&self, signal: &str) {
        send(signal, &[self.child.id().to_string()]);
    }

    /// The process in which its page is, once there is one.
    pub(crate) fn page(&self) -> Option<String> {
        let id = self.child.id().to_string();
        let listed = Command::new("pgrep")
            .args(["-P", &id, "WebKitWebProc"])
            .output();
        let listed = listed.expect("pgrep can be run").stdout;
        let listed = String::from_utf8_lossy(&listed);
        listed.split_whitespace().next().map(str::to_owned)
    }
}

impl Drop for Person {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{}:\n{}", self.log.display(), self.said());
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a signal to processes that run.
pub(crate) fn send(signal: &str, pids: &[String]) {
    assert!(!pids.is_empty(), "the program is running");
    let sent = Command::new("kill").arg(signal).args(pids).status();
    let sent = sent.expect("kill can be run");
    assert!(sent.success(), "kill says {sent}");
}
