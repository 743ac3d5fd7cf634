//! Holds exchanges against what is known of Nylas' API, as every test with a `Practice` does in its
//! end.

use std::collections::BTreeSet;

use nylas_contract::{call, calls, check_answer, check_request};
use reqwest::Method;
use serde_json::json;

use super::browser::{Browser, REDIRECT, options};
use super::{Practice, reply};
use crate::Exchange;

/// What was accepted was asked as the contract says, and everything was answered as it says.
pub(super) fn check(exchanges: &[Exchange]) {
    for exchange in exchanges {
        if let Err(why) = verdict(exchange) {
            panic!("{why}\n{exchange:#?}");
        }
    }
}

fn verdict(exchange: &Exchange) -> Result<(), String> {
    let Exchange {
        method,
        path,
        status,
        answer,
        ..
    } = exchange;
    // Neither a dropped connection nor a page in place of JSON has a shape.
    if answer.is_null() && matches!(status, 0 | 200) {
        return Ok(());
    }
    if *status >= 400 {
        return check_answer(method, path, *status, answer);
    }
    let query: Vec<_> = url::form_urlencoded::parse(exchange.query.as_bytes())
        .into_owned()
        .collect();
    // The token endpoint also takes a form, which the record does not hold.
    if exchange.request.is_some() || path != "/v3/connect/token" {
        check_request(method, path, &query, exchange.request.as_ref())?;
    }
    check_answer(method, path, *status, answer)
}

#[test]
fn the_check_can_fail() {
    let exchange = |method: &str, request, status, answer| Exchange {
        method: method.into(),
        path: "/v3/connectors".into(),
        query: String::new(),
        request,
        status,
        answer,
    };
    let made = json!({ "request_id": "r", "data": { "provider": "icloud", "name": "icloud" } });
    let asked = Some(json!({ "provider": "icloud" }));
    assert_eq!(
        verdict(&exchange("POST", asked.clone(), 201, made.clone())),
        Ok(())
    );
    for broken in [
        exchange("POST", asked.clone(), 200, made.clone()),
        exchange(
            "POST",
            asked.clone(),
            201,
            json!({ "request_id": "r", "data": {} }),
        ),
        exchange(
            "POST",
            Some(json!({ "provider": "icloud", "colour": "red" })),
            201,
            made.clone(),
        ),
        exchange("POST", asked, 400, made.clone()),
        exchange("POST", None, 201, made.clone()),
        exchange("PUT", None, 404, made),
    ] {
        assert!(verdict(&broken).is_err(), "{broken:?}");
    }
}

#[tokio::test]
async fn every_call_of_the_contract_is_played() {
    let practice = Practice::with(options()).await;
    let made = practice.connect("anna.lind@icloud.com").await;
    practice.get("/v3/applications").await;
    practice.get("/v3/grants").await;
    for data in ["", "/calendars", "/messages"] {
        practice
            .get(&format!("/v3/grants/{}{data}", made.id()))
            .await;
    }
    practice.delete(&format!("/v3/grants/{}", made.id())).await;

    let uris = "/v3/applications/redirect-uris";
    let asked = json!({ "url": format!("{REDIRECT}/2"), "platform": "desktop" });
    let uri = practice.post(uris, asked.clone()).await;
    let uri = format!("{uris}/{}", uri.id());
    practice.get(uris).await;
    practice.get(&uri).await;
    reply(practice.request(Method::PATCH, &uri).json(&asked)).await;
    practice.delete(&uri).await;

    let detect = "/v3/providers/detect?email=anna%40icloud.com";
    reply(practice.request(Method::POST, detect)).await;
    let code = Browser::new(&practice)
        .sign_in("anna.lind@icloud.com")
        .await
        .remove("code");
    let tokens = practice
        .token(&super::tokens::exchange(&code.unwrap()))
        .await;
    let token = tokens.body["access_token"].as_str().unwrap();
    practice
        .get(&format!("/v3/connect/tokeninfo?access_token={token}"))
        .await;
    let revoke = format!("/v3/connect/revoke?token={token}");
    reply(practice.request(Method::POST, &revoke)).await;

    practice
        .post("/v3/connectors", json!({ "provider": "imap" }))
        .await;
    practice.get("/v3/connectors").await;
    practice.get("/v3/connectors/imap").await;
    practice.delete("/v3/connectors/imap").await;

    let told = super::webhooks::Company::default().listen().await;
    let asked = json!({ "webhook_url": told, "trigger_types": ["grant.expired"] });
    let webhook = practice.post("/v3/webhooks", asked).await;
    practice.get("/v3/webhooks").await;
    let rotate = format!("/v3/webhooks/rotate-secret/{}", webhook.id());
    reply(practice.request(Method::POST, &rotate)).await;
    let rotate = format!("/v3/webhooks/{}/rotate-secret", webhook.id());
    reply(practice.request(Method::PUT, &rotate).json(&json!({}))).await;

    let exchanges = practice.simulator.exchanges();
    let accepted = exchanges.iter().filter(|exchange| exchange.status < 400);
    let played: BTreeSet<_> = accepted
        .filter_map(|exchange| call(&exchange.method, &exchange.path))
        .collect();
    assert_eq!(played, calls().collect());
}
