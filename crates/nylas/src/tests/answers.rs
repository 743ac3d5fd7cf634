//! Answers as they should not be.

use std::time::{Duration, Instant, SystemTime};

use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use super::api::{Api, GRANT, data, grant_json, icloud};
use crate::{Client, Error, Grant, GrantStatus, ServerError, Unreadable, Why, quote};

const CUSTOM: &str = "POST /v3/connect/custom";

/// What custom authentication, which is sent once, makes of an answer.
async fn made_of(answer: ResponseTemplate) -> Result<Grant, Error> {
    let api = Api::start().await;
    api.answers_oddly(CUSTOM, answer).await;
    api.client.custom_auth(&icloud(None)).await
}

async fn refusal_of(status: u16, body: Value) -> ServerError {
    match made_of(ResponseTemplate::new(status).set_body_json(body)).await {
        Err(Error::Server(error)) => error,
        other => panic!("not a server's error: {other:?}"),
    }
}

async fn unreadable(answer: ResponseTemplate) -> Unreadable {
    match made_of(answer).await {
        Err(Error::Unreadable(error)) => error,
        other => panic!("not unreadable: {other:?}"),
    }
}

fn raw(status: u16, body: &str, kind: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_raw(body, kind)
}

#[tokio::test]
async fn a_wrong_type_is_named_by_its_path() {
    for value in [json!(5), json!("../me"), json!(null)] {
        let mut grant = grant_json();
        grant["id"] = value;
        let error = unreadable(ResponseTemplate::new(201).set_body_json(data(&grant))).await;
        assert_eq!(
            error.why,
            Why::Shape {
                path: "data.id".to_owned()
            }
        );
        assert_eq!(error.status, 201);
    }
}

#[tokio::test]
async fn a_grant_with_an_odd_field_is_still_that_grant() {
    for (field, value) in [
        ("provider", json!(null)),
        ("provider", json!(["icloud"])),
        ("grant_status", json!(true)),
        ("email", json!(["a"])),
        ("created_at", json!("yesterday")),
        ("created_at", json!(1.5)),
        ("updated_at", json!(true)),
        ("state", json!(5)),
        ("scope", json!("a b")),
        ("scope", json!(["a", 5])),
    ] {
        let mut grant = grant_json();
        grant[field] = value;
        let read = made_of(ResponseTemplate::new(201).set_body_json(data(&grant)))
            .await
            .unwrap();
        assert_eq!(read.id.as_str(), GRANT, "{field}");
        grant.as_object_mut().unwrap().remove(field);
        assert_eq!(
            made_of(ResponseTemplate::new(201).set_body_json(data(&grant))).await,
            Ok(read),
            "{field} is as good as not there"
        );
    }
}

#[tokio::test]
async fn what_is_within_one_application_or_one_list_is_named_too() {
    let api = Api::start().await;
    let body = data(&json!([{ "application_id": "a", "branding": { "name": 5 } }]));
    api.answers_oddly(
        "GET /v3/applications",
        ResponseTemplate::new(200).set_body_json(body),
    )
    .await;
    let body = data(&json!([{ "id": "a" }, { "id": 5 }]));
    let call = format!("GET /v3/grants/{GRANT}/calendars");
    api.answers_oddly(&call, ResponseTemplate::new(200).set_body_json(body))
        .await;
    for (error, expected) in [
        (
            api.client.application().await.unwrap_err(),
            "data[0].branding.name",
        ),
        (
            api.client
                .calendars(&GRANT.parse().unwrap())
                .await
                .unwrap_err(),
            "data[1].id",
        ),
    ] {
        match error {
            Error::Unreadable(Unreadable {
                why: Why::Shape { path },
                ..
            }) => assert_eq!(path, expected),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn times_may_be_text_and_a_strange_status_is_unknown() {
    let mut grant = grant_json();
    grant["created_at"] = json!("2021-04-07T17:38:29Z");
    grant["updated_at"] = json!(null);
    grant["grant_status"] = json!("resting");
    grant["scope"] = json!(null);
    let grant = made_of(ResponseTemplate::new(201).set_body_json(data(&grant)))
        .await
        .unwrap();
    assert_eq!(
        (grant.created_at, grant.updated_at),
        (Some(1_617_817_109), None)
    );
    assert_eq!(grant.status, GrantStatus::Unknown);
}

#[tokio::test]
async fn answers_that_are_not_nylas_say_what_they_are() {
    let more = format!("{} and more", data(&grant_json()));
    let page = "\n<!DOCTYPE html><title>Sign in to the airport</title>";
    for (answer, why) in [
        (raw(200, page, "text/html; charset=utf-8"), Why::Html),
        (raw(200, page, "application/json"), Why::Html),
        (raw(502, "<h1>Bad Gateway</h1>", "text/html"), Why::Html),
        (raw(201, &more, "application/json"), Why::NotJson),
        (raw(401, "who?", "text/plain"), Why::NotJson),
        (raw(200, "", "application/json"), Why::NotJson),
        (raw(200, "{\"data\": ?}", "application/json"), Why::NotJson),
        (
            raw(201, "{\"data\":{\"id\":\"g", "application/json"),
            Why::CutOff,
        ),
        (
            raw(500, "[]", "application/json"),
            Why::Shape {
                path: "error".to_owned(),
            },
        ),
        (
            raw(200, "{\"ok\":true}", "application/json"),
            Why::Shape {
                path: ".".to_owned(),
            },
        ),
    ] {
        assert_eq!(unreadable(answer).await.why, why);
    }
}

#[tokio::test]
async fn an_unreadable_no_keeps_its_status_its_id_and_its_patience() {
    let answer = raw(503, "<p>busy", "text/html")
        .insert_header("retry-after", "9")
        .insert_header("x-request-id", "r-9");
    let error = unreadable(answer).await;
    assert_eq!(
        (error.status, error.request_id.as_deref()),
        (503, Some("r-9"))
    );
    assert_eq!(error.retry_after, Some(Duration::from_secs(9)));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Api::start().await;
    for status in [301, 302, 303, 307, 308] {
        let there = format!("{}/v3/connect/custom", elsewhere.client.origin());
        let error =
            unreadable(ResponseTemplate::new(status).insert_header("location", there)).await;
        assert_eq!((error.status, error.why), (status, Why::Redirect));
    }
    assert!(elsewhere.requests().is_empty());
}

#[tokio::test]
async fn an_http_client_that_follows_redirects_is_not_believed() {
    let api = Api::start().await;
    let there = format!("{}/elsewhere", api.client.origin());
    api.answers_oddly(
        "GET /v3/connectors",
        ResponseTemplate::new(302).insert_header("location", there),
    )
    .await;
    let connectors = ResponseTemplate::new(200).set_body_json(data(&json!([])));
    api.answers_unheard("GET /elsewhere", connectors).await;
    let http = crate::transport(&crate::Timeouts::default())
        .redirect(reqwest::redirect::Policy::default())
        .no_proxy()
        .build()
        .unwrap();
    let client = Client::builder(api.client.origin().clone(), super::api::KEY.into())
        .http(http)
        .build()
        .unwrap();
    match client.connectors().await {
        Err(Error::Unreadable(error)) => assert_eq!(error.why, Why::Redirect),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn ten_megabytes_are_too_large() {
    let answer = ResponseTemplate::new(200).set_body_bytes(vec![b' '; 10 * 1024 * 1024]);
    assert_eq!(unreadable(answer).await.why, Why::TooLarge);
}

#[tokio::test]
async fn a_type_counts_without_its_prefix() {
    for (kind, suffix) in [
        ("grant.invalid_authentication", "invalid_authentication"),
        ("invalid_authentication", "invalid_authentication"),
        ("a.b.c", "c"),
    ] {
        assert_eq!(
            refusal_of(400, super::api::refusal(kind)).await.kind,
            suffix
        );
    }
}

#[tokio::test]
async fn a_providers_error_may_be_anything() {
    for provider_error in [json!("Login failed"), json!({ "code": 5 }), json!([1])] {
        let error = json!({ "type": "t", "message": "m", "provider_error": provider_error });
        let error = refusal_of(400, json!({ "request_id": "r", "error": error })).await;
        assert_eq!(error.provider_error.as_deref(), Some(&provider_error));
    }
}

#[tokio::test]
async fn other_shapes_of_no_are_tolerated() {
    for (body, kind, message) in [
        (
            json!({ "error": "invalid_grant", "error_description": "Expired." }),
            "invalid_grant",
            "Expired.",
        ),
        (
            json!({ "error": "token.oops", "error_code": 5 }),
            "oops",
            "",
        ),
        (
            json!({ "message": "no Route matched" }),
            "",
            "no Route matched",
        ),
        (json!({ "error": {} }), "", ""),
        (
            json!({ "success": false, "error": { "type": "invalid_authentication" } }),
            "invalid_authentication",
            "",
        ),
    ] {
        let error = refusal_of(400, body).await;
        assert_eq!(
            (error.kind.as_str(), error.message.as_str()),
            (kind, message)
        );
    }
}

#[tokio::test]
async fn the_request_id_comes_from_the_body_or_else_the_header() {
    let answer = |body| {
        ResponseTemplate::new(400)
            .set_body_json(body)
            .insert_header("x-request-id", "header")
    };
    for (body, id) in [
        (json!({ "request_id": "body", "error": {} }), "body"),
        (json!({ "error": {} }), "header"),
    ] {
        assert_eq!(
            made_of(answer(body)).await.unwrap_err().request_id(),
            Some(id)
        );
    }
}

#[tokio::test]
async fn patience_is_read_as_seconds_or_date_and_bounded() {
    let wait = async |value: &str| {
        let answer = ResponseTemplate::new(429).set_body_json(json!({ "error": {} }));
        made_of(answer.insert_header("retry-after", value))
            .await
            .unwrap_err()
            .retry_after()
    };
    assert_eq!(wait("7").await, Some(Duration::from_secs(7)));
    assert_eq!(wait("999999999").await, Some(Duration::from_secs(3600)));
    assert_eq!(wait("soon").await, None);
    assert_eq!(
        wait("Wed, 21 Oct 2015 07:28:00 GMT").await,
        Some(Duration::ZERO)
    );
    let later = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(60));
    let seconds = wait(&later).await.unwrap().as_secs();
    assert!((50..=60).contains(&seconds), "{seconds}");
}

#[tokio::test]
async fn a_no_to_custom_authentication_is_told_at_once() {
    let started = Instant::now();
    let answer = ResponseTemplate::new(429)
        .set_body_json(json!({ "error": {} }))
        .insert_header("retry-after", "20");
    assert_eq!(made_of(answer).await.unwrap_err().status(), Some(429));
    assert!(started.elapsed() < Duration::from_secs(10));
}

#[test]
fn a_servers_words_are_quoted_short_and_tame() {
    assert_eq!(quote("Incorrect app password"), "Incorrect app password");
    assert_eq!(quote(" a\r\n\tb\u{1b}[31m\u{0}c "), "a   b[31mc");
    assert_eq!(quote("\u{202e}evil\u{2066}\u{200f}\u{61c}"), "evil");
    assert_eq!(quote(&"é".repeat(200)), "é".repeat(200));
    let long = quote(&"é".repeat(5000));
    assert_eq!(long.chars().count(), 200);
    assert!(long.ends_with('…'));
}

#[tokio::test]
async fn a_refusals_texts_arrive_quoted() {
    let error = json!({ "type": "t\u{202e}", "message": "x".repeat(999), "provider_error": "y".repeat(999) });
    let error = refusal_of(400, json!({ "request_id": "r\u{7}", "error": error })).await;
    assert_eq!(
        (error.kind.as_str(), error.request_id.as_deref()),
        ("t", Some("r"))
    );
    assert_eq!(error.message.chars().count(), 200);
    assert!(format!("{error:?}").len() < 700);
}
