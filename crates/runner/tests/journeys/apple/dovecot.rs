//! A real Dovecot, in a folder of its own.

use super::{authority::Authority, free_port};
use std::{
    fs,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// Names as Dovecot's passwords have them, lower case.
const USERS: &str = "\
nyla.park:{PLAIN}abcd-efgh-ijkl-mnop
full.only@icloud.com:{PLAIN}abcd-efgh-ijkl-mnop
in.trouble:{PLAIN}abcd-efgh-ijkl-mnop
";

/// A mail server that stops when it is dropped.
pub(crate) struct Dovecot {
    pub(crate) port: u16,
    process: Child,
    _folder: TempDir,
}

impl Dovecot {
    /// Tests that call this are ignored where nobody brings Dovecot 2.3.
    pub(crate) fn start(authority: &Authority) -> Self {
        let version =
            said("dovecot", &["--version"]).or_else(|| said("/usr/sbin/dovecot", &["--version"]));
        assert!(
            version
                .as_deref()
                .is_some_and(|version| version.starts_with("2.3.")),
            "there is no Dovecot 2.3 here ({version:?}): cargo xtask test brings it"
        );
        let folder = tempfile::Builder::new()
            .prefix("dovecot")
            .tempdir()
            .unwrap();
        let port = free_port();
        write_files(folder.path(), port, authority);
        let program = if Path::new("/usr/sbin/dovecot").exists() {
            "/usr/sbin/dovecot"
        } else {
            "dovecot"
        };
        let process = Command::new(program)
            .arg("-F")
            .arg("-c")
            .arg(folder.path().join("dovecot.conf"))
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        let mut dovecot = Dovecot {
            port,
            process,
            _folder: folder,
        };
        wait_for(port, &mut dovecot.process);
        dovecot
    }
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        // Asked politely, it takes its children along.
        let _ = Command::new("kill")
            .arg(self.process.id().to_string())
            .status();
        let end = Instant::now() + Duration::from_secs(5);
        while Instant::now() < end && matches!(self.process.try_wait(), Ok(None)) {
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Waits until somebody listens on `port`.
pub(crate) fn wait_for(port: u16, process: &mut Child) {
    let end = Instant::now() + Duration::from_secs(20);
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(
            Instant::now() < end && matches!(process.try_wait(), Ok(None)),
            "the server does not start"
        );
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn said(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn write_files(folder: &Path, port: u16, authority: &Authority) {
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).unwrap();
    let (certificate, key) = authority.certify("localhost");
    write("cert.pem", &certificate);
    write("key.pem", &key);
    write("users", USERS);
    fs::create_dir(folder.join("mail")).unwrap();
    // A file where the mailbox should be: the server's own trouble.
    write("mail/in.trouble", "");
    let root = said("id", &["-u"]).as_deref() == Some("0");
    // As root, Dovecot insists on its own users; as anybody else, it has to be that one.
    let (me, group) = (said("id", &["-un"]).unwrap(), said("id", &["-gn"]).unwrap());
    let (internal, login, mail_user, mail_group) = if root {
        ("dovecot", "dovenull", "nobody", "nogroup")
    } else {
        (me.as_str(), me.as_str(), me.as_str(), group.as_str())
    };
    let internal_group = if root { "dovecot" } else { group.as_str() };
    if root {
        let _ = Command::new("chmod")
            .args(["-R", "a+rX"])
            .arg(folder)
            .status();
        let _ = Command::new("chmod")
            .arg("a+rwx")
            .arg(folder.join("mail"))
            .status();
    }
    let here = folder.display();
    write(
        "dovecot.conf",
        &format!(
            "protocols = imap
base_dir = {here}/run
state_dir = {here}/state
log_path = {here}/log
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
first_valid_uid = 1
auth_mechanisms = plain
auth_failure_delay = 0
disable_plaintext_auth = yes
ssl = required
ssl_cert = <{here}/cert.pem
ssl_key = <{here}/key.pem
mail_location = maildir:{here}/mail/%u
passdb {{
  driver = passwd-file
  args = {here}/users
}}
userdb {{
  driver = static
  args = uid={mail_user} gid={mail_group} home={here}/mail/%u
}}
service anvil {{
  chroot =
  # No waiting after a refusal.
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {port}
    ssl = yes
  }}
}}
"
        ),
    );
}
