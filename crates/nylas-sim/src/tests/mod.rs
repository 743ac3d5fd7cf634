#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

mod api;
mod browser;
mod contract;
mod grants;
mod hosted;
mod operator;
mod outcomes;
mod surroundings;
mod tokens;
mod webhooks;

use reqwest::{Method, header::HeaderMap};
use serde_json::{Value, json};

use crate::{Options, Simulator};

const APP_PASSWORD: &str = "abcd-efgh-ijkl-mnop";

/// A simulator and a client that holds its key. When it goes, everything it saw is held against
/// Nylas' contract.
struct Practice {
    simulator: Simulator,
    client: reqwest::Client,
}

struct Reply {
    status: u16,
    headers: HeaderMap,
    body: Value,
}

impl Practice {
    async fn start() -> Self {
        Self::with(Options::default()).await
    }

    async fn with(options: Options) -> Self {
        let record = true;
        // The client does not start without, though nothing here is encrypted.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Self {
            simulator: Simulator::start(Options { record, ..options })
                .await
                .unwrap(),
            client: reqwest::Client::builder().no_proxy().build().unwrap(),
        }
    }

    /// An application that has its iCloud connector.
    async fn ready() -> Self {
        let practice = Self::start().await;
        practice
            .post("/v3/connectors", json!({ "provider": "icloud" }))
            .await;
        practice
    }

    fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.client
            .request(method, format!("{}{path}", self.simulator.origin()))
            .bearer_auth(self.simulator.api_key())
    }

    async fn get(&self, path: &str) -> Reply {
        reply(self.request(Method::GET, path)).await
    }

    async fn delete(&self, path: &str) -> Reply {
        reply(self.request(Method::DELETE, path)).await
    }

    async fn post(&self, path: &str, body: Value) -> Reply {
        reply(self.request(Method::POST, path).json(&body)).await
    }

    async fn connect_with(&self, address: &str, password: &str) -> Reply {
        self.post("/v3/connect/custom", custom(address, password))
            .await
    }

    async fn connect(&self, address: &str) -> Reply {
        self.connect_with(address, APP_PASSWORD).await
    }
}

impl Drop for Practice {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            contract::check(&self.simulator.exchanges());
        }
    }
}

impl Reply {
    fn kind(&self) -> &str {
        self.body["error"]["type"].as_str().unwrap_or_default()
    }

    fn id(&self) -> &str {
        self.body["data"]["id"].as_str().unwrap_or_default()
    }

    fn count(&self) -> usize {
        self.body["data"].as_array().map_or(0, Vec::len)
    }
}

async fn reply(request: reqwest::RequestBuilder) -> Reply {
    let response = request.send().await.unwrap();
    Reply {
        status: response.status().as_u16(),
        headers: response.headers().clone(),
        body: serde_json::from_str(&response.text().await.unwrap()).unwrap_or_default(),
    }
}

fn custom(address: &str, password: &str) -> Value {
    json!({ "provider": "icloud", "settings": { "username": address, "password": password } })
}
