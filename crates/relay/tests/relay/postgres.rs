//! A PostgreSQL of the tests' own: as an ordinary user, in a folder of its own, gone with the process.

use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{LazyLock, Mutex};
use std::time::{Duration, Instant};
use tempfile::TempDir;

pub(crate) struct Postgres {
    folder: TempDir,
    port: u16,
    server: Option<Child>,
}

/// The tests' common server; each test has a database of its own on it.
pub(crate) static COMMON: LazyLock<Mutex<Postgres>> =
    LazyLock::new(|| Mutex::new(Postgres::start()));

/// Debian keeps the server's programs out of the way.
fn tool(name: &str) -> PathBuf {
    let mut places: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|versions| {
            versions
                .flatten()
                .map(|version| version.path().join("bin"))
                .collect()
        })
        .unwrap_or_default();
    places.sort();
    places.reverse();
    places.extend(["/usr/local/bin", "/usr/bin"].map(PathBuf::from));
    let found = places
        .into_iter()
        .map(|place| place.join(name))
        .find(|path| path.exists());
    found.unwrap_or_else(|| panic!("there is no {name}; `cargo xtask test` installs it"))
}

/// `initdb` and the server refuse root: where the test is root they run as nobody.
fn ordinary(command: &mut Command) -> &mut Command {
    if is_root() {
        command.uid(NOBODY).gid(NOBODY);
    }
    command
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout.starts_with(b"0")
}

const NOBODY: u32 = 65534;

impl Postgres {
    /// One that ends when the tests' process does, whichever way that is.
    pub(crate) fn start() -> Postgres {
        let folder = tempfile::Builder::new()
            .prefix("relay-pg")
            .tempdir_in("/tmp")
            .unwrap();
        if is_root() {
            std::os::unix::fs::chown(folder.path(), Some(NOBODY), Some(NOBODY)).unwrap();
        }
        let data = folder.path().join("data");
        let made = ordinary(Command::new(tool("initdb")).arg("-D").arg(&data).args([
            "--username=relay",
            "--auth=trust",
            "--no-sync",
            "--encoding=UTF8",
            "--locale=C",
        ]))
        .current_dir(folder.path())
        .output()
        .unwrap();
        assert!(
            made.status.success(),
            "{}",
            String::from_utf8_lossy(&made.stderr)
        );
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let mut postgres = Postgres {
            folder,
            port,
            server: None,
        };
        postgres.resume();
        postgres
    }

    /// Starts the server, and waits until it answers.
    pub(crate) fn resume(&mut self) {
        let data = self.folder.path().join("data");
        let mut command = Command::new("sh");
        // What reads this end of a pipe sees when nobody holds the other one any more.
        command.args(["-c", "exec 3<&0; \"$@\" </dev/null & server=$!; cat <&3 >/dev/null; kill -QUIT $server; wait $server", "sh"]);
        command.arg(tool("postgres")).arg("-D").arg(&data).args([
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "fsync=off",
            "-c",
            "max_connections=400",
            "-c",
        ]);
        command.arg(format!("port={}", self.port));
        command.arg("-c").arg(format!(
            "unix_socket_directories={}",
            self.folder.path().display()
        ));
        ordinary(&mut command)
            .current_dir(self.folder.path())
            .stdin(Stdio::piped())
            .stderr(Stdio::null());
        self.server = Some(command.spawn().unwrap());
        let since = Instant::now();
        while !self.answers() {
            assert!(
                since.elapsed() < Duration::from_secs(60),
                "PostgreSQL does not start"
            );
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// Ends the server at once, as an outage does; what it had promised to keep is kept.
    pub(crate) fn stop(&mut self) {
        if let Some(mut server) = self.server.take() {
            drop(server.stdin.take());
            server.wait().unwrap();
        }
    }

    fn answers(&self) -> bool {
        self.sql("SELECT 1", Path::new("postgres")).is_ok()
    }

    fn sql(&self, statement: &str, database: &Path) -> Result<(), String> {
        let output = Command::new(tool("psql"))
            .args([
                "-h",
                "127.0.0.1",
                "-p",
                &self.port.to_string(),
                "-U",
                "relay",
                "-d",
            ])
            .arg(database)
            .args(["-c", statement])
            .output()
            .unwrap();
        match output.status.success() {
            true => Ok(()),
            false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
        }
    }

    /// A new, empty database: its address.
    pub(crate) fn database(&self) -> String {
        let name = format!("t{}", uuid::Uuid::new_v4().simple());
        self.sql(&format!("CREATE DATABASE {name}"), Path::new("postgres"))
            .unwrap();
        format!("postgres://relay@127.0.0.1:{}/{name}", self.port)
    }

    /// Another database with what is in this one now, by PostgreSQL's own tools: its address.
    pub(crate) fn copy_of(&self, url: &str) -> String {
        let dump = self.folder.path().join("dump.sql");
        let copy = self.database();
        for (name, to, url) in [("pg_dump", "--file", url), ("psql", "--file", &copy)] {
            let mut command = Command::new(tool(name));
            let output = ordinary(&mut command)
                .arg(to)
                .arg(&dump)
                .args(["--dbname", url])
                .current_dir(self.folder.path())
                .output()
                .unwrap();
            assert!(
                output.status.success(),
                "{}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
        copy
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.stop();
    }
}
