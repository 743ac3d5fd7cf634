//! The loop: a connection that an invitation made ends, and comes back by the mail that the company's relay sends. The relay,
//! its database, the mail server and the window are real; Nylas is the simulator.

use crate::{
    age::age,
    driver::{Desktop, Window, eventually},
    invited::{Company, PASSWORD, customer},
    journey::axe,
    post::Post,
};
use serde_json::Value;
use sqlx::AnyPool;
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

/// What is made once Apple took the first one back.
const NEW_PASSWORD: &str = "wxwx-kvkv-jyjy-qzqz";
/// Nobody else is invited for it: whoever is open to be connected is not asked again.
const ACCOUNT: &str = "bakery@icloud.com";
const TO: &str = "nyla@bakery.example";
const SOON: Duration = Duration::from_secs(30);

/// A company whose relay writes mails and tells what happens.
struct Told {
    company: Company,
    post: Post,
    heard: Arc<Mutex<Vec<Value>>>,
    _secret: tempfile::NamedTempFile,
}

impl Told {
    async fn start() -> Told {
        let post = Post::start().await;
        let (address, heard) = listen().await;
        let secret = tempfile::NamedTempFile::new().unwrap_or_else(|error| panic!("{error}"));
        std::fs::write(secret.path(), "notify-one").unwrap_or_else(|error| panic!("{error}"));
        let company = Company::with(&format!(
            "[mail]\nsmtp_url = \"{}\"\nfrom = \"connect@maplecare.example\"\n[notify]\nurl = \"{address}\"\nsecret_file = \"{}\"\n",
            post.url(),
            secret.path().display()
        ))
        .await;
        company.says(&["webhook", "create"]).await;
        let said = ["--label", "Nyla’s Bakery", "--send-to", TO];
        let invite = ["invite", "--account", ACCOUNT, "--for", "Nyla Park"];
        company.says(&[&invite[..], &said[..]].concat()).await;
        Told {
            company,
            post,
            heard,
            _secret: secret,
        }
    }

    /// The link in the last of so many mails.
    async fn link(&self, mails: usize) -> String {
        let mail = self.post.until(mails).await.pop();
        let mail = mail.unwrap_or_else(|| panic!("no mail"));
        assert_eq!(mail.to, TO);
        format!("{}/i/{}", self.company.address, mail.ticket())
    }

    /// As much later; the relay finds what is due then within ten seconds.
    async fn later(&self, seconds: i64) {
        sqlx::any::install_default_drivers();
        let database = AnyPool::connect(&self.company.database()).await;
        age(&database.unwrap_or_else(|error| panic!("{error}")), seconds).await;
    }

    /// Waits for so much of what the company is told, and no more.
    async fn heard(&self, events: usize) -> Vec<(String, String)> {
        let heard = || {
            self.heard
                .lock()
                .map(|heard| heard.clone())
                .unwrap_or_default()
        };
        eventually(SOON, "what the company is told", async || {
            (heard().len() >= events).then_some(())
        })
        .await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        let text = |event: &Value, name: &str| event[name].as_str().unwrap_or_default().to_owned();
        let heard = heard();
        assert_eq!(heard.len(), events, "{heard:?}");
        heard
            .iter()
            .map(|event| (text(event, "type"), text(event, "grant_id")))
            .collect()
    }
}

/// The company's own server: what it is told.
async fn listen() -> (String, Arc<Mutex<Vec<Value>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await;
    let listener = listener.unwrap_or_else(|error| panic!("{error}"));
    let place = listener
        .local_addr()
        .unwrap_or_else(|error| panic!("{error}"));
    let heard: Arc<Mutex<Vec<Value>>> = Arc::default();
    let kept = heard.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let kept = kept.clone();
            tokio::spawn(async move {
                let mut read = vec![];
                loop {
                    let mut more = [0; 4096];
                    let count = stream.read(&mut more).await.unwrap_or(0);
                    read.extend_from_slice(&more[..count]);
                    let text = String::from_utf8_lossy(&read);
                    let body = text.split_once("\r\n\r\n").map(|(_, body)| body);
                    if let Some(Ok(event)) = body.map(serde_json::from_str) {
                        kept.lock()
                            .into_iter()
                            .for_each(|mut heard| heard.push(Value::clone(&event)));
                        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").await;
                        return;
                    }
                    if count == 0 {
                        return;
                    }
                }
            });
        }
    });
    (format!("http://{place}/told"), heard)
}

/// From the link to the grant.
async fn connect(window: &Window, password: &str) -> String {
    window.wait_screen(&["invited"]).await;
    window.click("confirm").await;
    connect_from_welcome(window, password).await
}

async fn connect_from_welcome(window: &Window, password: &str) -> String {
    window.wait_screen(&["welcome"]).await;
    window.click("continue").await;
    window.wait_screen(&["prepare"]).await;
    window.click("have-password").await;
    window.wait_screen(&["password"]).await;
    window.put("app-password", password).await;
    window.click("continue").await;
    window.wait_screen(&["done"]).await;
    window.grant_id().await.unwrap_or_default()
}

/// The program, started by the link in the first mail, with the account connected.
async fn connected(told: &Told) -> (Desktop, String) {
    let link = told.link(1).await;
    let world = customer().start().await;
    world.window().wait_screen(&["start"]).await;
    world.start_again(&link);
    let grant = connect(world.window(), PASSWORD).await;
    assert!(told.company.nylas.grant_exists(&grant), "{grant}");
    (world, grant)
}

/// The simulator's event has come, and the relay has looked.
async fn ended(told: &Told, grant: &str) {
    told.company.nylas.change_apple_password(ACCOUNT);
    eventually(SOON, "the relay's knowledge of it", async || {
        let board = told.company.says(&["board"]).await;
        board.contains("invalid").then_some(())
    })
    .await;
    assert!(told.company.nylas.grant_exists(grant));
}

#[tokio::test]
async fn a_changed_password_ends_in_one_mail_whose_link_renews_the_same_grant_and_the_company_hears_each_step_once()
 {
    let told = Told::start().await;
    let (mut world, grant) = connected(&told).await;
    assert_eq!(
        told.heard(1).await,
        [("invitation.connected".to_owned(), grant.clone())]
    );
    ended(&told, &grant).await;
    told.post.stays(1).await;
    told.later(31 * 60).await;
    let link = told.link(2).await;
    world.restart_app().await;
    world.window().wait_screen(&["accounts"]).await;
    world.start_again(&link);
    let window = world.window();
    window.wait_screen(&["invited"]).await;
    window.click("confirm").await;
    window.wait_screen(&["welcome"]).await;
    assert!(window.text("h1").await.starts_with("Reconnect"));
    let renewed = connect_from_welcome(window, NEW_PASSWORD).await;
    assert_eq!(renewed, grant, "the same one");
    let twice = ("invitation.connected".to_owned(), grant.clone());
    assert_eq!(told.heard(2).await, [twice.clone(), twice]);
    eventually(SOON, "the relay's knowledge of it", async || {
        let board = told.company.says(&["board"]).await;
        (!board.contains("invalid")).then_some(())
    })
    .await;
    told.later(8 * 24 * 3600).await;
    tokio::time::sleep(Duration::from_secs(11)).await;
    told.post.stays(2).await;
}

#[tokio::test]
async fn the_list_of_accounts_sends_a_new_link_to_whoever_the_company_has_and_keeps_no_ticket() {
    let told = Told::start().await;
    let (mut world, grant) = connected(&told).await;
    world.restart_app().await;
    let window = world.window();
    window.wait_screen(&["accounts"]).await;
    assert!(
        !window.has("[data-action=renew]").await,
        "a link leads to the password, and no key"
    );
    assert_eq!(axe(window).await, "");
    window.click("send-link").await;
    let said = window
        .wait("the answer", async || {
            let said = window.text("main").await;
            said.contains("Check your e-mail").then_some(said)
        })
        .await;
    assert!(said.contains("127.0.0.1"), "{said}");
    assert_eq!(axe(window).await, "");
    let link = told.link(2).await;
    for ticket in told.post.got().iter().map(crate::post::Mail::ticket) {
        assert!(world.files_with(&ticket).is_empty(), "no file has it");
    }
    world.start_again(&link);
    assert_eq!(connect(world.window(), NEW_PASSWORD).await, grant);
}
