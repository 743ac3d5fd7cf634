//! A real browser beside the window: Chromium without a screen, driven as a person would use it.
#![expect(clippy::expect_used, reason = "a test may panic")]

use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::driver::{eventually, free_port};
use crate::journey::{AXE, axe_source, barriers};

/// How long a page may take to come.
const PAGE: Duration = Duration::from_secs(20);
/// The driver, in a process group with the browser. It ends when the pipe on its standard input does, so nothing outlives
/// the test, whatever becomes of the test.
const SESSION: &str =
    r#"chromedriver --port="$1" >/dev/null 2>&1 </dev/null & cat >/dev/null; kill -KILL 0"#;

/// The narrowest page that has to be readable, in pixels.
pub(crate) const NARROW: u32 = 360;

/// Where scripts are off, timers are as well, and axe-core goes on by them. Promises are kept.
const TIMERS: &str = "window.setTimeout = (f, _, ...args) => { Promise.resolve().then(() => f(...args)); return 0; }";

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

/// The browser. Dropping it ends it.
pub(crate) struct Browser {
    session: Child,
    client: Client,
    _home: TempDir,
}

impl Browser {
    pub(crate) async fn start() -> Browser {
        Browser::begin(&[], json!({})).await
    }

    /// One that runs no script of a page, in a window as narrow as a phone; what a test itself runs in it is run.
    pub(crate) async fn narrow(dark: bool, agent: &str) -> Browser {
        // Blink's own names: 0 is dark, 1 is light.
        let scheme = u8::from(!dark);
        let settings =
            format!("--blink-settings=scriptEnabled=false,preferredColorScheme={scheme}");
        let screen = json!({ "width": NARROW, "height": 2400, "pixelRatio": 1, "touch": false, "mobile": false });
        let looks = json!({ "deviceMetrics": screen, "userAgent": agent });
        Browser::begin(&[&settings], json!({ "mobileEmulation": looks })).await
    }

    async fn begin(arguments: &[&str], mut options: Value) -> Browser {
        let home = tempfile::Builder::new()
            .prefix("icloud-connect-browser-")
            .tempdir()
            .expect("a temporary folder can be made");
        let port = free_port();
        let session = Command::new("bash")
            .args(["-c", SESSION, "browser", &port.to_string()])
            .env("HOME", home.path())
            .process_group(0)
            .stdin(Stdio::piped())
            .spawn()
            .expect("chromium-driver is installed (cargo xtask test does it)");
        eventually(PAGE, "chromedriver", async || {
            tokio::net::TcpStream::connect(("127.0.0.1", port))
                .await
                .ok()
        })
        .await;
        let profile = format!("--user-data-dir={}", home.path().join("profile").display());
        let own = [profile.as_str()];
        let arguments: Vec<&str> = ARGUMENTS
            .into_iter()
            .chain(own)
            .chain(arguments.iter().copied())
            .collect();
        options["args"] = json!(arguments);
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(
            [("goog:chromeOptions".to_owned(), options)]
                .into_iter()
                .collect(),
        );
        let client = builder
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("Chromium starts");
        Browser {
            session,
            client,
            _home: home,
        }
    }

    /// Goes to an address, as if it had been opened from outside.
    pub(crate) async fn go(&self, address: &str) {
        self.client
            .goto(address)
            .await
            .expect("Chromium goes there");
    }

    pub(crate) async fn url(&self) -> String {
        self.client
            .current_url()
            .await
            .expect("Chromium is somewhere")
            .into()
    }

    pub(crate) async fn text(&self) -> String {
        let body = self
            .client
            .find(Locator::Css("body"))
            .await
            .expect("a page has a body");
        body.text().await.expect("a body has a text")
    }

    /// Types into an emptied field of the page. The page may just be giving way to the next one: then it is looked for again.
    pub(crate) async fn fill(&self, name: &str, text: &str) {
        let css = format!("[name=\"{name}\"]");
        let typed = async || {
            let field = self.client.find(Locator::Css(&css)).await.ok()?;
            field.clear().await.ok()?;
            field.send_keys(text).await.ok()
        };
        eventually(PAGE, &css, typed).await;
    }

    /// Presses a button of the page; looks for it again as [`Browser::fill`] does.
    pub(crate) async fn press(&self, css: &str) {
        eventually(PAGE, css, async || {
            self.client
                .find(Locator::Css(css))
                .await
                .ok()?
                .click()
                .await
                .ok()
        })
        .await;
    }

    /// What a script on the page that is shown is told when it asks for `address`: the status, or that it may not.
    pub(crate) async fn fetch(&self, address: &str) -> Value {
        let script = "const done = arguments[1]; fetch(arguments[0]).then(answer => done(answer.status), () => done('refused'))";
        self.client
            .execute_async(script, vec![json!(address)])
            .await
            .expect("a script can run")
    }

    /// Waits until the browser is at an address that ends like this.
    pub(crate) async fn wait_url(&self, end: &str) {
        eventually(PAGE, end, async || {
            self.url().await.ends_with(end).then_some(())
        })
        .await;
    }

    /// Waits until the page that is shown says this.
    pub(crate) async fn wait_text(&self, text: &str) {
        // While a page goes and another comes there is none to be read.
        let says = async || {
            self.client
                .find(Locator::Css("body"))
                .await
                .ok()?
                .text()
                .await
                .ok()
        };
        eventually(PAGE, text, async || {
            says().await.filter(|shown| shown.contains(text))
        })
        .await;
    }

    /// What axe-core finds on the page, as text; nothing where all is well.
    pub(crate) async fn axe(&self) -> String {
        self.js(TIMERS).await;
        self.js(&axe_source()).await;
        barriers(&self.js(AXE).await)
    }

    /// Runs a script of the test's own.
    pub(crate) async fn js(&self, script: &str) -> Value {
        self.client
            .execute(script, vec![])
            .await
            .expect("a script can run")
    }

    /// Keeps a picture where pictures are wanted.
    pub(crate) async fn keep(&self, name: &str) {
        if let Some(folder) = std::env::var_os("ICLOUD_CONNECT_TOUR") {
            let picture = self.client.screenshot().await;
            let path = std::path::PathBuf::from(folder).join(format!("{name}.png"));
            std::fs::write(path, picture.expect("Chromium shows itself"))
                .expect("a picture can be kept");
        }
    }

    /// Closes the browser, as a person does.
    pub(crate) async fn close(self) {
        // Dropping it ends it also when the driver does not answer any more.
        let _ = self.client.clone().close().await;
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        drop(self.session.stdin.take());
        let _ = self.session.wait();
    }
}
