//! A real Radicale, in a folder of its own.

use super::{ADDRESS, PASSWORD, authority::Authority, dovecot::wait_for, free_port};
use std::{
    fs,
    path::Path,
    process::{Child, Command, Stdio},
};
use tempfile::TempDir;

/// A calendar server that stops when it is dropped.
pub(crate) struct Radicale {
    pub(crate) port: u16,
    process: Child,
    _folder: TempDir,
}

impl Radicale {
    /// Tests that call this are ignored where nobody brings Radicale.
    pub(crate) fn start(authority: &Authority) -> Self {
        let python = std::env::var_os("ICLOUD_CONNECT_SDK_PYTHON").unwrap_or("python3".into());
        let found = Command::new(&python)
            .args(["-m", "radicale", "--version"])
            .output()
            .is_ok_and(|said| said.status.success());
        assert!(
            found,
            "ICLOUD_CONNECT_SDK_PYTHON names no Python with radicale: cargo xtask test brings it"
        );
        let folder = tempfile::Builder::new()
            .prefix("radicale")
            .tempdir()
            .unwrap();
        let port = free_port();
        write_files(folder.path(), port, authority);
        let mut command = Command::new(python);
        command
            .args(["-m", "radicale", "--config"])
            .arg(folder.path().join("config"))
            .stdin(Stdio::null())
            .stderr(Stdio::null());
        let mut radicale = Radicale {
            port,
            process: command.spawn().unwrap(),
            _folder: folder,
        };
        wait_for(port, &mut radicale.process);
        radicale
    }
}

impl Drop for Radicale {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn write_files(folder: &Path, port: u16, authority: &Authority) {
    let (certificate, key) = authority.certify("localhost");
    fs::write(folder.join("cert.pem"), certificate).unwrap();
    fs::write(folder.join("key.pem"), key).unwrap();
    fs::write(folder.join("users"), format!("{ADDRESS}:{PASSWORD}\nfull.only@icloud.com:{PASSWORD}\nin.trouble@icloud.com:{PASSWORD}\n")).unwrap();
    for (name, shown, kind) in [
        ("home", "Home", "VEVENT"),
        ("family", "Family 👪", "VEVENT,VTODO"),
        ("tasks", "Reminders", "VTODO"),
    ] {
        let calendar = folder
            .join("collections/collection-root")
            .join(ADDRESS)
            .join(name);
        fs::create_dir_all(&calendar).unwrap();
        let properties = serde_json::json!({"tag": "VCALENDAR", "D:displayname": shown, "C:supported-calendar-component-set": kind});
        fs::write(calendar.join(".Radicale.props"), properties.to_string()).unwrap();
    }
    let here = folder.display();
    let config = format!(
        "[server]
hosts = 127.0.0.1:{port}
ssl = True
certificate = {here}/cert.pem
key = {here}/key.pem
[auth]
type = htpasswd
htpasswd_filename = {here}/users
htpasswd_encryption = plain
delay = 0
[storage]
filesystem_folder = {here}/collections
[logging]
level = error
"
    );
    fs::write(folder.join("config"), config).unwrap();
}
