//! The company's own server, which is told what happens.

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode, header};
use axum::routing::post;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

pub(crate) const SECRET: &str = "notify-one";

pub(crate) struct Company {
    pub(crate) url: String,
    shared: Arc<Mutex<Shared>>,
}

struct Shared {
    /// What was told, also what it did not take.
    heard: Vec<Value>,
    answers: u16,
}

impl Company {
    pub(crate) async fn start() -> Company {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/told", listener.local_addr().unwrap());
        let shared = Arc::new(Mutex::new(Shared {
            heard: vec![],
            answers: 200,
        }));
        let kept = shared.clone();
        let told = move |headers: HeaderMap, body: Bytes| {
            let shared = kept.clone();
            async move {
                assert_eq!(
                    headers["icloud-connect-signature"].to_str().unwrap(),
                    signed(&body)
                );
                assert_eq!(headers[header::CONTENT_TYPE], "application/json");
                let mut shared = shared.lock().unwrap();
                shared.heard.push(serde_json::from_slice(&body).unwrap());
                let elsewhere = [(header::LOCATION, "http://127.0.0.1:1/")];
                (StatusCode::from_u16(shared.answers).unwrap(), elsewhere)
            }
        };
        let router = Router::new().route("/told", post(told));
        tokio::spawn(async { axum::serve(listener, router).await });
        Company { url, shared }
    }

    /// From now on it answers this.
    pub(crate) fn answers(&self, status: u16) {
        self.shared.lock().unwrap().answers = status;
    }

    pub(crate) fn heard(&self) -> Vec<Value> {
        self.shared.lock().unwrap().heard.clone()
    }

    /// Waits for so many, and no more.
    pub(crate) async fn until(&self, events: usize) -> Vec<Value> {
        let since = Instant::now();
        while self.heard().len() < events {
            let heard = self.heard();
            assert!(since.elapsed() < Duration::from_secs(40), "{heard:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        self.stays(events).await
    }

    /// Whether there are no more than so many, also a little later.
    pub(crate) async fn stays(&self, events: usize) -> Vec<Value> {
        tokio::time::sleep(Duration::from_millis(700)).await;
        let heard = self.heard();
        assert_eq!(heard.len(), events, "{heard:?}");
        heard
    }
}

fn signed(body: &[u8]) -> String {
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(body);
    data_encoding::HEXLOWER.encode(&mac.finalize().into_bytes())
}
