//! What is tried again, and what never is.

use std::time::{Duration, Instant};

use serde_json::json;
use wiremock::ResponseTemplate;

use super::api::{Api, GRANT, data, grant_json, icloud, refusal};
use crate::Provider;

const APPLICATION: &str = "GET /v3/applications";

fn no(status: u16) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(refusal("api.internal_error"))
}

async fn yes(api: &Api) {
    api.answers(
        APPLICATION,
        200,
        &data(&json!({ "application_id": "app-1" })),
    )
    .await;
}

#[tokio::test]
async fn a_safe_call_is_repeated_until_it_works() {
    for status in [429, 500, 502, 503, 504] {
        let api = Api::start().await;
        api.answers_once(APPLICATION, no(status)).await;
        api.answers_once(
            APPLICATION,
            ResponseTemplate::new(status).set_body_string("<html>"),
        )
        .await;
        yes(&api).await;
        assert!(api.client.application().await.is_ok());
        assert_eq!(api.requests().len(), 3);
    }
}

#[tokio::test]
async fn a_safe_call_is_repeated_three_times_at_most() {
    let api = Api::start().await;
    api.answers_oddly(APPLICATION, no(503)).await;
    assert_eq!(
        api.client.application().await.unwrap_err().status(),
        Some(503)
    );
    assert_eq!(api.requests().len(), 4);
}

#[tokio::test]
async fn a_no_that_stays_no_is_not_repeated() {
    for status in [400, 401, 403, 423, 501] {
        let api = Api::start().await;
        api.answers_oddly(APPLICATION, no(status)).await;
        assert_eq!(
            api.client.application().await.unwrap_err().status(),
            Some(status)
        );
        assert_eq!(api.requests().len(), 1);
    }
}

#[tokio::test]
async fn a_server_that_asks_for_a_second_gets_it() {
    let api = Api::start().await;
    api.answers_once(APPLICATION, no(429).insert_header("retry-after", "1"))
        .await;
    yes(&api).await;
    let started = Instant::now();
    assert!(api.client.application().await.is_ok());
    assert!(started.elapsed() >= Duration::from_secs(1));
}

#[tokio::test]
async fn a_server_that_asks_for_more_than_half_a_minute_is_not_waited_for() {
    let api = Api::start().await;
    api.answers_oddly(APPLICATION, no(429).insert_header("retry-after", "31"))
        .await;
    let error = api.client.application().await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(31)));
    assert_eq!(api.requests().len(), 1);
}

#[tokio::test]
async fn deleting_is_repeated_because_gone_is_gone() {
    let api = Api::start().await;
    let call = format!("DELETE /v3/grants/{GRANT}");
    api.answers_once(&call, no(502)).await;
    api.answers(&call, 404, &refusal("grant.not_found")).await;
    assert_eq!(
        api.client.delete_grant(&GRANT.parse().unwrap()).await,
        Ok(())
    );
    assert_eq!(api.requests().len(), 2);
}

#[tokio::test]
async fn custom_authentication_is_sent_once_whatever_is_answered() {
    for status in [400, 401, 408, 425, 429, 500, 502, 503, 504] {
        let api = Api::start().await;
        api.answers_once(
            "POST /v3/connect/custom",
            no(status).insert_header("retry-after", "0"),
        )
        .await;
        api.answers("POST /v3/connect/custom", 201, &data(&grant_json()))
            .await;
        let error = api.client.custom_auth(&icloud(None)).await.unwrap_err();
        assert_eq!(error.status(), Some(status));
        assert_eq!(api.requests().len(), 1);
    }
}

#[tokio::test]
async fn making_a_connector_is_sent_once() {
    let api = Api::start().await;
    api.answers_oddly("POST /v3/connectors", no(503)).await;
    assert!(api.client.create_connector(Provider::ICloud).await.is_err());
    assert_eq!(api.requests().len(), 1);
}
