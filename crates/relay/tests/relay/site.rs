//! A company with its relay: a database, a simulator in Nylas' place, an operator with a token, and as many relays as wanted.

use crate::age::age;
use crate::postgres::COMMON;
use crate::process::{Process, program};
use nylas_sim::{Options, Simulator};
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use sqlx::AnyPool;
use std::path::PathBuf;
use std::time::Duration;
use tempfile::TempDir;

pub(crate) struct Site {
    pub(crate) simulator: Simulator,
    pub(crate) relays: Vec<Process>,
    pub(crate) http: Client,
    pub(crate) token: String,
    pub(crate) database: AnyPool,
    folder: TempDir,
}

impl Site {
    pub(crate) async fn sqlite() -> Site {
        let folder = tempfile::tempdir().unwrap();
        let url = sqlite_in(&folder);
        Site::new(folder, url).await
    }

    pub(crate) async fn postgres() -> Site {
        let url = COMMON.lock().unwrap().database();
        Site::new(tempfile::tempdir().unwrap(), url).await
    }

    pub(crate) async fn new(folder: TempDir, database_url: String) -> Site {
        Site::at_pace(folder, database_url, Duration::ZERO).await
    }

    /// With a Nylas that takes its time for a custom authentication.
    pub(crate) async fn at_pace(folder: TempDir, database_url: String, pace: Duration) -> Site {
        let simulator = Simulator::start(Options {
            connectors: vec!["icloud".to_owned()],
            custom_auth_pace: pace,
            ..Options::default()
        })
        .await
        .unwrap();
        std::fs::write(folder.path().join("key"), simulator.api_key()).unwrap();
        let config = format!(
            r#"
            listen = "127.0.0.1:0"
            public_url = "http://127.0.0.1:8600"
            database_url = "{database_url}"
            [nylas]
            api_url = "{}"
            api_key_file = "key"
            [organization]
            name = "Maple Care"
            uses = ["mail", "calendar", "contacts"]
            support_email = "help@maplecare.example"
            "#,
            simulator.origin()
        );
        std::fs::write(folder.path().join("relay.toml"), config).unwrap();
        sqlx::any::install_default_drivers();
        let mut site = Site {
            simulator,
            relays: vec![],
            http: nylas::transport(&nylas::Timeouts::default())
                .redirect(reqwest::redirect::Policy::default())
                .no_proxy()
                .build()
                .unwrap(),
            token: String::new(),
            database: AnyPool::connect_lazy(&database_url).unwrap(),
            folder,
        };
        site.token = site.run(&["token", "create", "--name", "anna", "--role", "admin"]);
        site.start();
        site
    }

    /// Adds to the configuration, for relays that start from now on.
    pub(crate) fn configure(&self, more: &str) {
        let config = std::fs::read_to_string(self.config()).unwrap();
        std::fs::write(self.config(), format!("{config}\n{more}")).unwrap();
    }

    pub(crate) fn config(&self) -> PathBuf {
        self.folder.path().join("relay.toml")
    }

    /// What the program prints for this line.
    pub(crate) fn run(&self, line: &[&str]) -> String {
        let (well, said) = self.said(line);
        assert!(well, "{said}");
        said
    }

    /// What the program prints for this line, to whichever output; and whether that is good news.
    pub(crate) fn said(&self, line: &[&str]) -> (bool, String) {
        let output = program(&self.config()).args(line).output().unwrap();
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        (output.status.success(), said.trim().to_owned())
    }

    /// SQLite's file, where it is SQLite.
    pub(crate) fn file(&self) -> Option<PathBuf> {
        let sqlite = self.database_url().starts_with("sqlite:");
        sqlite.then(|| self.folder.path().join("relay.db"))
    }

    /// The database that the configuration names.
    pub(crate) fn database_url(&self) -> String {
        let config = std::fs::read_to_string(self.config()).unwrap();
        let url = config.split("database_url = \"").nth(1).unwrap();
        url.split('"').next().unwrap().to_owned()
    }

    /// Another database, from the next start on.
    pub(crate) fn use_database(&mut self, url: &str) {
        let config = std::fs::read_to_string(self.config()).unwrap();
        let config = config.replace(&self.database_url(), url);
        std::fs::write(self.config(), config).unwrap();
        self.database = AnyPool::connect_lazy(url).unwrap();
    }

    /// One relay more, on the same database.
    pub(crate) fn start(&mut self) {
        self.start_with(&[]);
    }

    /// The same, with this in its environment.
    pub(crate) fn start_with(&mut self, environment: &[(&str, String)]) {
        let relay = Process::start(&self.config(), environment);
        self.relays.push(relay);
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http
            .request(method, format!("{}{path}", self.relays[0].address))
    }

    /// An operator's call, with what is answered.
    pub(crate) async fn operator(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> (StatusCode, Value) {
        let mut request = self.request(method.clone(), path).bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let (status, answer) = answer(request).await;
        crate::document::judge(&method, path, status, &answer);
        (status, answer)
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> (StatusCode, Value) {
        self.operator(Method::POST, path, Some(body)).await
    }

    pub(crate) async fn get(&self, path: &str) -> (StatusCode, Value) {
        self.operator(Method::GET, path, None).await
    }

    /// How many grants there are at Nylas.
    pub(crate) async fn grants(&self) -> usize {
        let request = self
            .http
            .get(format!("{}/v3/grants", self.simulator.origin()));
        let (_, grants) = answer(request.bearer_auth(self.simulator.api_key())).await;
        grants["data"].as_array().unwrap().len()
    }

    /// An invitation for this account: its ID, and the ticket in its link.
    pub(crate) async fn invite(&self, account: &str) -> (String, String) {
        let body = json!({ "account": account, "recipient_label": "Bob" });
        let (status, made) = self.post("/invitations", body).await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
        (made["id"].as_str().unwrap().to_owned(), ticket_of(&made))
    }
}

impl Site {
    /// As if that much time had passed: everything in the database happened earlier.
    pub(crate) async fn age(&self, seconds: i64) {
        age(&self.database, seconds).await;
    }
}

/// The address of a SQLite file in that folder.
pub(crate) fn sqlite_in(folder: &TempDir) -> String {
    format!(
        "sqlite://{}?mode=rwc",
        folder.path().join("relay.db").display()
    )
}

/// The ticket in the link of an answer.
pub(crate) fn ticket_of(made: &Value) -> String {
    let link = made["link"].as_str().unwrap();
    link.rsplit('/').next().unwrap().to_owned()
}

pub(crate) async fn answer(request: RequestBuilder) -> (StatusCode, Value) {
    let response = request.send().await.unwrap();
    let status = response.status();
    let text = response.text().await.unwrap();
    (
        status,
        serde_json::from_str(&text).unwrap_or(Value::String(text)),
    )
}
