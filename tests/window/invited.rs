//! An invitation in the real window, against the company's real relay and a simulator in Nylas' place.

use crate::{
    driver::{Builder, Desktop, eventually, free_port},
    journey::axe,
};
use nylas_sim::{Options, Simulator};
use sqlx::{AnyPool, AssertSqlSafe};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

/// A password that stands in no sentence of ours.
pub(crate) const PASSWORD: &str = "qzqz-wxwx-kvkv-jyjy";
const ADDRESS: &str = "nyla.park@icloud.com";
/// Nobody's real Apple is asked.
const NO_APPLE: &str = "[apple]\ncheck_first = false\n";

/// A company: its Nylas, its relay, and a link for one customer.
pub(crate) struct Company {
    pub(crate) nylas: Simulator,
    pub(crate) link: String,
    /// Where the relay is, and the key of one of its people.
    pub(crate) address: String,
    pub(crate) key: String,
    relay: Child,
    folder: tempfile::TempDir,
}

impl Drop for Company {
    fn drop(&mut self) {
        let _ = self.relay.kill();
        let _ = self.relay.wait();
    }
}

impl Company {
    /// How many calls Nylas has had, besides the relay's own look for connections that ended.
    fn asked_of_nylas(&self) -> usize {
        let calls = self.nylas.exchanges();
        calls
            .iter()
            .filter(|call| call.path != "/v3/grants")
            .count()
    }

    /// What the relay's program says to this line.
    pub(crate) async fn says(&self, line: &[&str]) -> String {
        let config = self.folder.path().join("relay.toml");
        let line: Vec<String> = line.iter().map(|&word| word.to_owned()).collect();
        // Nylas and the mail server are in this process, and have to answer meanwhile.
        let said = tokio::task::spawn_blocking(move || {
            let line: Vec<&str> = line.iter().map(String::as_str).collect();
            relay_says(&config, &line)
        });
        said.await.unwrap_or_else(|error| panic!("{error}"))
    }

    /// Where the relay keeps what it knows.
    pub(crate) fn database(&self) -> String {
        format!("sqlite://{}", self.folder.path().join("relay.db").display())
    }

    /// Changes invitations behind the relay's back, to be as they would be later.
    pub(crate) async fn change(&self, how: &str) {
        sqlx::any::install_default_drivers();
        let database = AnyPool::connect(&self.database()).await;
        let database = database.unwrap_or_else(|error| panic!("{error}"));
        let statement = format!("UPDATE invitations SET {how}");
        let changed = sqlx::query(AssertSqlSafe(statement))
            .execute(&database)
            .await;
        let changed = changed.unwrap_or_else(|error| panic!("{error}"));
        assert!(changed.rows_affected() > 0, "{how}");
    }

    pub(crate) async fn start() -> Company {
        Company::with("").await
    }

    /// With this at the end of the relay's configuration.
    pub(crate) async fn with(more: &str) -> Company {
        Company::set_up("", more).await
    }

    /// With this at its beginning, too, and at its end.
    pub(crate) async fn set_up(first: &str, more: &str) -> Company {
        let port = free_port();
        let options = Options {
            connectors: vec!["icloud".into()],
            redirect_uris: vec![format!("http://127.0.0.1:{port}/phone/callback")],
            record: true,
            ..Options::default()
        };
        let nylas = Simulator::start(options)
            .await
            .unwrap_or_else(|error| panic!("no simulator: {error}"));
        let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
        let config = folder.path().join("relay.toml");
        let database = folder.path().join("relay.db");
        write(&folder.path().join("key"), nylas.api_key());
        write(
            &config,
            &format!(
                "{first}\nlisten = \"127.0.0.1:{port}\"\npublic_url = \"http://127.0.0.1:{port}\"\ndatabase_url = \"sqlite://{}?mode=rwc\"\n[nylas]\napi_url = \"{}\"\napi_key_file = \"key\"\nwebhook_secret_file = \"webhook\"\n[organization]\nname = \"Maple Care\"\nuses = [\"mail\", \"calendar\"]\nsupport_email = \"help@maplecare.example\"\n{more}",
                database.display(),
                nylas.origin()
            ),
        );
        let said = |line: &[&str], begins: &str| {
            let text = relay_says(&config, line);
            assert!(text.starts_with(begins), "{text}");
            text
        };
        let mut invite = vec!["invite", "--account", ADDRESS, "--for", "Nyla Park"];
        invite.extend(["--label", "Nyla’s Bakery, n…@gmail.com"]);
        let link = said(&invite, "http://127.0.0.1");
        let token = ["token", "create", "--name", "anna", "--role", "admin"];
        let key = said(&token, "icr_");
        let running = relay(&config)
            .arg("serve")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{error}"));
        eventually(Duration::from_secs(20), "the relay", async || {
            tokio::net::TcpStream::connect(("127.0.0.1", port))
                .await
                .ok()
        })
        .await;
        Company {
            nylas,
            link,
            address: format!("http://127.0.0.1:{port}"),
            key,
            relay: running,
            folder,
        }
    }
}

/// What the relay's program says to this line.
fn relay_says(config: &Path, line: &[&str]) -> String {
    let said = relay(config)
        .args(line)
        .output()
        .unwrap_or_else(|error| panic!("{error}"));
    let refused = String::from_utf8_lossy(&said.stderr);
    assert!(said.status.success(), "{line:?}: {refused}");
    String::from_utf8_lossy(&said.stdout).trim().to_owned()
}

fn write(path: &Path, text: &str) {
    fs::write(path, text).unwrap_or_else(|error| panic!("{error}"));
}

/// The relay's program lies beside this one.
fn relay(config: &Path) -> Command {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_icloud-connect"));
    let mut command = Command::new(program.with_file_name("icloud-connect-relay"));
    command.arg("--config").arg(config);
    command
}

pub(crate) fn customer() -> Builder {
    Desktop::builder().profile(NO_APPLE)
}

#[tokio::test]
async fn from_the_link_to_the_grant_in_four_presses_and_a_paste_with_nothing_typed_and_no_key() {
    let company = Company::start().await;
    let world = customer().argument(&company.link).start().await;
    let window = world.window();
    window.wait_screen(&["invited"]).await;
    assert_eq!(axe(window).await, "");
    assert_eq!(company.asked_of_nylas(), 0, "nothing is contacted yet");
    window.click("confirm").await;
    window.wait_screen(&["welcome"]).await;
    assert_eq!(axe(window).await, "");
    let said = window.text("main").await;
    for told in ["Maple Care", "Nyla Park", ADDRESS, "127.0.0.1"] {
        assert!(said.contains(told), "{told}: {said}");
    }
    window.click("continue").await;
    window.wait_screen(&["prepare"]).await;
    window.click("have-password").await;
    window.wait_screen(&["password"]).await;
    assert!(window.text("footer").await.contains("Send to 127.0.0.1"));
    assert_eq!(axe(window).await, "");
    window.put("app-password", PASSWORD).await;
    window.click("continue").await;
    window.wait_screen(&["done"]).await;
    let grant = window.grant_id().await.unwrap_or_default();
    assert!(company.nylas.grant_exists(&grant), "{grant}");
    assert_eq!(company.nylas.custom_auth_count(), 1);
    let key = company.nylas.api_key();
    let ticket = company.link.rsplit('/').next().unwrap_or_default();
    for secret in [key, PASSWORD, ticket] {
        assert!(
            !secret.is_empty() && world.files_with(secret).is_empty(),
            "{secret} is in a file"
        );
    }
    assert_eq!(
        world.copies_in_memory(key),
        (0, 0),
        "the key is nowhere on this side"
    );
}

#[tokio::test]
async fn a_second_start_hands_its_link_to_the_first_which_asks() {
    let company = Company::start().await;
    let world = customer().start().await;
    let window = world.window();
    window.wait_screen(&["start"]).await;
    let (code, said) = world.start_again(&company.link);
    assert_eq!(code, Some(0), "{said}");
    window.wait_screen(&["invited"]).await;
    window.click("cancel").await;
    window.click("continue").await;
    window.wait_screen(&["start"]).await;
    assert_eq!(company.asked_of_nylas(), 0);
    let ticket = company.link.rsplit('/').next().unwrap_or_default();
    assert!(
        !said.contains(ticket) && world.files_with(ticket).is_empty(),
        "no log has it"
    );
    let stranger = "icloud-connect://invite?url=https%3A%2F%2Frelay.stranger.example%2Fi%2Fqzxvwkjhgfdsp1mkqzxvwkjhgfdsp1mk";
    world.start_again(stranger);
    window.wait_screen(&["invited"]).await;
    let problem = window.wait("I07", async || window.problem().await).await;
    assert_eq!(problem, "I07");
    assert_eq!(axe(window).await, "");
}

#[tokio::test]
async fn a_program_that_was_closed_goes_on_with_the_invitation_and_without_its_link() {
    let company = Company::start().await;
    let mut world = customer().start().await;
    let window = world.window();
    window.wait_screen(&["start"]).await;
    world.start_again(&company.link);
    window.wait_screen(&["invited"]).await;
    window.click("confirm").await;
    window.wait_screen(&["welcome"]).await;
    // Whoever has another address writes to the company; the mail program has the message.
    window.click("tell-address").await;
    let message = window
        .wait("the message", async || {
            let opened = world.opened();
            opened.into_iter().find(|page| page.starts_with("mailto:"))
        })
        .await;
    assert!(
        message.starts_with("mailto:help@maplecare.example?subject=My%20iCloud%20address"),
        "{message}"
    );
    world.restart_app().await;
    let window = world.window();
    window.wait_screen(&["welcome"]).await;
    let said = window.text("main").await;
    assert!(
        said.contains("Nyla Park") && said.contains(ADDRESS),
        "{said}"
    );
    let ticket = company.link.rsplit('/').next().unwrap_or_default();
    assert!(world.files_with(ticket).is_empty(), "no file has it");
}
