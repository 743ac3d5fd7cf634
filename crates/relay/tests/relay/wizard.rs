//! The wizard's side of a test: a computer with a ticket, and a secret of its own.

use crate::site::{Site, answer};
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

pub(crate) const PASSWORD: &str = "abcd-efgh-ijkl-mnop";

pub(crate) struct Wizard<'a> {
    site: &'a Site,
    ticket: String,
    secret: String,
    /// Which of the relays it speaks to.
    pub(crate) relay: usize,
}

impl<'a> Wizard<'a> {
    /// A computer; `symbol` makes its secret another one's.
    pub(crate) fn new(site: &'a Site, ticket: &str, symbol: char) -> Wizard<'a> {
        Wizard {
            site,
            ticket: ticket.to_owned(),
            secret: symbol.to_string().repeat(52),
            relay: 0,
        }
    }

    pub(crate) fn bearer(&self) -> String {
        format!("{}.{}", self.ticket, self.secret)
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let address = format!("{}{path}", self.site.relays[self.relay].address);
        self.site
            .http
            .request(method, address)
            .header("icloud-connect-protocol", "1")
            .bearer_auth(self.bearer())
    }

    pub(crate) async fn get(&self, path: &str) -> (StatusCode, Value) {
        answer(self.request(Method::GET, path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> (StatusCode, Value) {
        answer(self.request(Method::POST, path).json(&body)).await
    }

    pub(crate) async fn claim(&self) -> (StatusCode, Value) {
        let body = json!({ "version": "0.1.0", "system": "linux" });
        self.post("/v3/invitation/claim", body).await
    }

    pub(crate) async fn submit(&self, username: &str) -> (StatusCode, Value) {
        self.submit_password(username, PASSWORD).await
    }

    pub(crate) async fn submit_password(
        &self,
        username: &str,
        password: &str,
    ) -> (StatusCode, Value) {
        let settings = json!({ "username": username, "password": password });
        self.post(
            "/v3/connect/custom",
            json!({ "provider": "icloud", "settings": settings }),
        )
        .await
    }

    pub(crate) async fn connection(&self) -> Value {
        let (status, connection) = self.get("/v3/connection").await;
        assert_eq!(status, StatusCode::OK, "{connection}");
        connection
    }

    /// Asks on until it is so.
    pub(crate) async fn until(&self, seconds: u64, is_so: impl Fn(&Value) -> bool) -> Value {
        let since = Instant::now();
        loop {
            let connection = self.connection().await;
            if is_so(&connection) {
                return connection;
            }
            assert!(
                since.elapsed() < Duration::from_secs(seconds),
                "{connection}"
            );
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

/// The type of a refusal.
pub(crate) fn kind(refused: &Value) -> &str {
    refused["error"]["type"].as_str().unwrap_or_default()
}
