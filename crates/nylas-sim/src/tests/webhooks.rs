//! Who wants to be told of events is asked first, and told by signed ones.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::Bytes,
    extract::{RawQuery, State},
    http::{HeaderMap, StatusCode},
    routing::get,
};
use hmac::{Hmac, KeyInit, Mac};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::{Practice, reply};

/// A company's server.
#[derive(Clone, Default)]
pub(super) struct Company(Arc<Mutex<Told>>);

#[derive(Default)]
struct Told {
    events: Vec<(String, Bytes)>,
    /// Refuses so many.
    refuses: usize,
}

impl Company {
    /// Listens; the address that wants to be told.
    pub(super) async fn listen(&self) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/hook", listener.local_addr().unwrap());
        let router = Router::new()
            .route("/hook", get(challenge).post(delivered))
            .with_state(self.clone());
        tokio::spawn(async { axum::serve(listener, router).await });
        address
    }

    /// The events, once there are so many.
    async fn events(&self, count: usize) -> Vec<(String, Bytes)> {
        let since = Instant::now();
        loop {
            let events = self.0.lock().unwrap().events.clone();
            if events.len() >= count {
                return events;
            }
            assert!(since.elapsed() < Duration::from_secs(20), "{events:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

async fn challenge(RawQuery(query): RawQuery) -> String {
    let query = query.unwrap_or_default();
    query.trim_start_matches("challenge=").to_owned()
}

async fn delivered(State(company): State<Company>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let mut told = company.0.lock().unwrap();
    if told.refuses > 0 {
        told.refuses -= 1;
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    let signature = headers["x-nylas-signature"].to_str().unwrap().to_owned();
    told.events.push((signature, body));
    StatusCode::OK
}

fn signed(secret: &str, body: &[u8]) -> String {
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(body);
    data_encoding::HEXLOWER.encode(&mac.finalize().into_bytes())
}

#[tokio::test]
async fn what_becomes_of_a_grant_is_told_signed() {
    let practice = Practice::ready().await;
    let company = Company::default();
    let asked = json!({
        "trigger_types": ["grant.created", "grant.updated", "grant.expired", "grant.deleted"],
        "webhook_url": company.listen().await,
    });
    let made = practice.post("/v3/webhooks", asked).await;
    assert_eq!(made.status, 200, "{}", made.body);
    let listed = practice.get("/v3/webhooks").await;
    assert_eq!(
        (listed.count(), &listed.body["data"][0]["webhook_secret"]),
        (1, &Value::Null)
    );
    let mut secret = made.body["data"]["webhook_secret"]
        .as_str()
        .unwrap()
        .to_owned();

    let grant = practice.connect("anna@icloud.com").await;
    company.events(1).await;
    practice.simulator.change_apple_password("anna@icloud.com");
    company.events(2).await;
    practice
        .connect_with("anna@icloud.com", "qrst-qrst-qrst-qrst")
        .await;
    let events = company.events(3).await;
    let told: Vec<Value> = events
        .iter()
        .map(|(_, body)| serde_json::from_slice(body).unwrap())
        .collect();
    let kinds: Vec<_> = told
        .iter()
        .map(|event| event["type"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["grant.created", "grant.expired", "grant.updated"]);
    for ((signature, body), event) in events.iter().zip(&told) {
        assert_eq!(*signature, signed(&secret, body));
        assert_eq!(event["data"]["object"]["grant_id"], grant.id());
        assert_eq!(
            event["data"]["application_id"],
            practice.simulator.client_id()
        );
    }

    // The former secret ends at once, whichever way it was asked.
    let id = made.id();
    for request in [
        practice.request(Method::POST, &format!("/v3/webhooks/rotate-secret/{id}")),
        practice
            .request(Method::PUT, &format!("/v3/webhooks/{id}/rotate-secret"))
            .json(&json!({})),
    ] {
        let rotated = reply(request).await;
        let new = rotated.body["data"]["webhook_secret"]
            .as_str()
            .unwrap()
            .to_owned();
        assert_ne!(new, secret);
        secret = new;
    }
    company.0.lock().unwrap().refuses = 1;
    practice.delete(&format!("/v3/grants/{}", grant.id())).await;
    let (signature, body) = company.events(4).await.pop().unwrap();
    assert_eq!(signature, signed(&secret, &body));
    let deleted: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(
        (&deleted["type"], &deleted["webhook_delivery_attempt"]),
        (&json!("grant.deleted"), &json!(2))
    );
}

#[tokio::test]
async fn whoever_does_not_answer_the_challenge_is_not_told() {
    let practice = Practice::start().await;
    let here = Company::default().listen().await;
    for (url, triggers) in [
        (
            here.replace("/hook", "/elsewhere"),
            json!(["grant.created"]),
        ),
        (
            "http://127.0.0.1:1/hook".to_owned(),
            json!(["grant.created"]),
        ),
        // It speaks to nobody else than this computer.
        (
            "https://example.com/hook".to_owned(),
            json!(["grant.created"]),
        ),
        (
            "http://example.com/hook".to_owned(),
            json!(["grant.created"]),
        ),
        ("hook".to_owned(), json!(["grant.created"])),
        (here.clone(), json!([])),
        (here.clone(), json!(["message.created"])),
        (here, json!("grant.created")),
    ] {
        let asked = json!({ "webhook_url": url, "trigger_types": triggers });
        let refused = practice.post("/v3/webhooks", asked).await;
        assert_eq!(refused.status, 400, "{url} {triggers}");
    }
    assert_eq!(practice.get("/v3/webhooks").await.count(), 0);
    let unknown = practice.request(Method::POST, "/v3/webhooks/rotate-secret/x");
    assert_eq!(reply(unknown).await.status, 400);
}
