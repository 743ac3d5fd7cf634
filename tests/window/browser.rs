//! A real browser beside the window: Chromium without a screen, driven as a person would use it.
#![expect(clippy::expect_used, reason = "a test may panic")]

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::driver::{eventually, free_port};

/// How long a page may take to come.
const PAGE: Duration = Duration::from_secs(20);
/// What Chromium does besides showing pages has no place in a test.
const ARGUMENTS: [&str; 9] = [
    "--headless",
    // Tests may run as root, where Chromium has no sandbox.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// The browser. Dropping it ends the driver, and the browser ends with that.
pub(crate) struct Browser {
    driver: Child,
    client: Client,
    _home: TempDir,
}

impl Browser {
    pub(crate) async fn start() -> Browser {
        let home = tempfile::Builder::new().prefix("icloud-connect-browser-").tempdir().expect("a temporary folder can be made");
        let port = free_port();
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .env("HOME", home.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromium-driver is installed (cargo xtask test does it)");
        eventually(PAGE, "chromedriver", async || tokio::net::TcpStream::connect(("127.0.0.1", port)).await.ok()).await;
        let profile = format!("--user-data-dir={}", home.path().join("profile").display());
        let arguments: Vec<&str> = ARGUMENTS.into_iter().chain([profile.as_str()]).collect();
        let options = json!({ "args": arguments });
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities([("goog:chromeOptions".to_owned(), options)].into_iter().collect());
        let client = builder.connect(&format!("http://127.0.0.1:{port}")).await.expect("Chromium starts");
        Browser { driver, client, _home: home }
    }

    /// Goes to an address, as if it had been opened from outside.
    pub(crate) async fn go(&self, address: &str) {
        self.client.goto(address).await.expect("Chromium goes there");
    }

    pub(crate) async fn url(&self) -> String {
        self.client.current_url().await.expect("Chromium is somewhere").into()
    }

    pub(crate) async fn text(&self) -> String {
        let body = self.client.find(Locator::Css("body")).await.expect("a page has a body");
        body.text().await.expect("a body has a text")
    }

    /// Types into an emptied field of the page.
    pub(crate) async fn fill(&self, name: &str, text: &str) {
        let field = self.client.wait().at_most(PAGE).for_element(Locator::Css(&format!("[name=\"{name}\"]"))).await.expect("the page has the field");
        field.clear().await.expect("the field can be emptied");
        field.send_keys(text).await.expect("the field can be typed into");
    }

    /// Presses a button of the page.
    pub(crate) async fn press(&self, css: &str) {
        let button = self.client.wait().at_most(PAGE).for_element(Locator::Css(css)).await.expect("the page has the button");
        button.click().await.expect("the button can be pressed");
    }

    /// What a script on the page that is shown is told when it asks for `address`: the status, or that it may not.
    pub(crate) async fn fetch(&self, address: &str) -> Value {
        let script = "const done = arguments[1]; fetch(arguments[0]).then(answer => done(answer.status), () => done('refused'))";
        self.client.execute_async(script, vec![json!(address)]).await.expect("a script can run")
    }

    /// Waits until the browser is at an address that ends like this.
    pub(crate) async fn wait_url(&self, end: &str) {
        eventually(PAGE, end, async || self.url().await.ends_with(end).then_some(())).await;
    }

    /// Closes the browser, as a person does.
    pub(crate) async fn close(mut self) {
        // The driver may be gone before it answers.
        let _ = self.client.clone().close().await;
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
