//! What a relay writes, and who gets at it.

use crate::process::{Process, program};
use crate::site::Site;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Stdio;

fn mode(file: &Path) -> u32 {
    std::fs::metadata(file).unwrap().permissions().mode() & 0o777
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_is_its_users_alone_and_a_socket_also_its_groups() {
    let site = Site::sqlite().await;
    assert_eq!(mode(&site.file().unwrap()), 0o600);
    let socket = site.config().with_file_name("relay.sock");
    let listen = format!("unix:{}", socket.display());
    let relay = Process::start(&site.config(), &[("ICLOUD_CONNECT_RELAY_LISTEN", listen)]);
    // A proxy is another user: without the group nobody but the relay itself would get there.
    assert_eq!(mode(&socket), 0o660);
    relay.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_that_may_not_write_its_database_says_so_and_does_not_start() {
    let site = Site::sqlite().await;
    let url = site.database_url();
    let written = url.replace("mode=rwc", "mode=ro");
    let nowhere = url.replace("relay.db", "nowhere/relay.db");
    for url in [written, nowhere] {
        let started = program(&site.config())
            .env("ICLOUD_CONNECT_RELAY_DATABASE_URL", &url)
            .stderr(Stdio::piped())
            .output()
            .unwrap();
        let said = String::from_utf8(started.stderr).unwrap();
        assert!(!started.status.success());
        assert!(
            said.contains("cannot be opened and written"),
            "{url}: {said}"
        );
    }
}
