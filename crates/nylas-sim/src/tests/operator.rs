//! What an operator prepares and asks: redirect URIs, connectors, whose address it is.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use super::{Practice, reply};
use crate::Options;

const REDIRECTS: &str = "/v3/applications/redirect-uris";

#[tokio::test]
async fn an_application_begins_as_it_is_told() {
    let practice = Practice::with(super::browser::options()).await;
    let application = practice.get("/v3/applications").await;
    let data = &application.body["data"];
    assert_eq!(data["application_id"], super::browser::CLIENT);
    assert_eq!(practice.simulator.client_id(), super::browser::CLIENT);
    assert_eq!(
        (
            &data["callback_uris"][0]["url"],
            &data["callback_uris"][0]["platform"]
        ),
        (&json!(super::browser::REDIRECT), &json!("desktop"))
    );
    assert_eq!(practice.get("/v3/connectors/icloud").await.status, 200);
    let other = Practice::start().await;
    assert_eq!(
        other.get("/v3/applications").await.body["data"]["application_id"],
        other.simulator.client_id()
    );
    assert_eq!(other.get(REDIRECTS).await.count(), 0);
}

#[tokio::test]
async fn a_redirect_uri_is_made_found_changed_and_deleted() {
    let practice = Practice::start().await;
    let asked = json!({ "url": "http://localhost:9007/callback", "platform": "desktop" });
    let made = practice.post(REDIRECTS, asked.clone()).await;
    assert_eq!(
        (made.status, &made.body["data"]["platform"]),
        (200, &json!("desktop"))
    );
    assert_eq!(practice.post(REDIRECTS, asked).await.status, 400);
    let path = format!("{REDIRECTS}/{}", made.id());
    assert_eq!(practice.get(&path).await.body["data"], made.body["data"]);
    let changed = json!({ "url": "http://localhost:9008/callback", "platform": "desktop" });
    let changed = reply(practice.request(Method::PATCH, &path).json(&changed)).await;
    assert_eq!((changed.status, changed.id()), (200, made.id()));
    let listed = practice.get(REDIRECTS).await;
    assert_eq!(
        listed.body["data"][0]["url"],
        "http://localhost:9008/callback"
    );
    assert_eq!(practice.delete(&path).await.status, 200);
    for gone in [practice.get(&path).await, practice.delete(&path).await] {
        assert_eq!(gone.status, 404);
    }
}

#[tokio::test]
async fn redirect_uris_lead_to_this_computer_or_by_https() {
    let practice = Practice::start().await;
    for (body, status) in [
        (
            json!({ "url": "http://localhost:1/callback", "platform": "desktop" }),
            200,
        ),
        (
            json!({ "url": "http://127.0.0.1:53682/callback", "platform": "desktop" }),
            200,
        ),
        (
            json!({ "url": "http://[::1]:2/callback", "platform": "desktop" }),
            200,
        ),
        (json!({ "url": "https://acme.example/callback" }), 200),
        (
            json!({ "url": "acme://callback", "platform": "ios", "settings": { "bundle_id": "example.acme" } }),
            200,
        ),
        (
            json!({ "url": "http://acme.example/callback", "platform": "desktop" }),
            400,
        ),
        (
            json!({ "url": "acme://callback", "platform": "desktop" }),
            400,
        ),
        (json!({ "url": "callback", "platform": "desktop" }), 400),
        (json!({ "url": "https://a.example", "platform": "js" }), 400),
        (
            json!({ "url": "https://a.example", "platform": "desktop", "settings": { "origin": "a" } }),
            400,
        ),
        (
            json!({ "url": "https://a.example", "platform": "toaster" }),
            400,
        ),
        (json!({ "platform": "desktop" }), 400),
    ] {
        assert_eq!(
            practice.post(REDIRECTS, body.clone()).await.status,
            status,
            "{body}"
        );
    }
}

#[tokio::test]
async fn an_address_is_known_by_its_domain() {
    let practice = Practice::start().await;
    for (email, detected, provider, kind) in [
        ("a%2Bb%40icloud.com", true, json!("icloud"), Value::Null),
        ("a%40ME.com", true, json!("imap"), json!("icloud")),
        ("a%40gmail.com", true, json!("google"), Value::Null),
        ("a%40hotmail.com", true, json!("microsoft"), Value::Null),
        ("a%40gmx.net", true, json!("imap"), json!("generic")),
        ("a%40nowhere.example", false, Value::Null, Value::Null),
    ] {
        let path = format!("/v3/providers/detect?email={email}&all_provider_types=false");
        let told = reply(practice.request(Method::POST, &path)).await;
        let data = &told.body["data"];
        assert_eq!(
            (
                told.status,
                &data["detected"],
                &data["provider"],
                &data["type"]
            ),
            (200, &json!(detected), &provider, &kind),
            "{email}"
        );
    }
    assert_eq!(
        reply(practice.request(Method::POST, "/v3/providers/detect?email=nobody"))
            .await
            .status,
        400
    );
}

#[tokio::test(start_paused = true)]
async fn addresses_are_told_twenty_times_a_minute() {
    let practice = Practice::with(Options::default()).await;
    let ask = || reply(practice.request(Method::POST, "/v3/providers/detect?email=a%40me.com"));
    for _ in 0..20 {
        assert_eq!(ask().await.status, 200);
    }
    let refused = ask().await;
    assert_eq!(
        (refused.status, refused.kind()),
        (429, "nylas_rate_limit_exceeded")
    );
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(ask().await.status, 200);
}
