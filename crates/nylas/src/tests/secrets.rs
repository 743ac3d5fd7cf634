//! No secret and no address in anything that can be printed.

use serde_json::json;
use wiremock::ResponseTemplate;

use super::api::{Api, KEY, PASSWORD, client, icloud};
use crate::{Client, Error, Origin};

fn assert_clean(printed: &str) {
    for secret in [KEY, PASSWORD, "http://", "https://", "127.0.0.1"] {
        assert!(!printed.contains(secret), "{secret} in {printed}");
    }
}

#[test]
fn a_client_and_a_request_print_no_secret() {
    let client = client("http://127.0.0.1:1");
    assert_eq!(
        format!("{client:?}"),
        "Client { origin: Origin(http://127.0.0.1:1), .. }"
    );
    assert_clean(&format!("{:?}", icloud(None)));
}

#[tokio::test]
async fn a_refusal_that_repeats_what_was_sent_loses_the_secrets() {
    let api = Api::start().await;
    let echo = format!("cannot log in with {PASSWORD} by {KEY}");
    let error = json!({ "type": "t", "message": echo, "provider_error": { "sent": echo } });
    let answer =
        ResponseTemplate::new(400).set_body_json(json!({ "request_id": "r", "error": error }));
    api.answers_oddly("POST /v3/connect/custom", answer).await;
    let error = api.client.custom_auth(&icloud(None)).await.unwrap_err();
    assert_clean(&format!("{error:?} {error}"));
    assert!(error.to_string().contains("cannot log in with [removed]"));
    let Error::Server(error) = error else {
        panic!("{error:?}")
    };
    assert_clean(&error.provider_error.unwrap().to_string());
}

#[tokio::test]
async fn an_unreachable_server_is_told_without_its_address() {
    let error = client("http://127.0.0.1:1")
        .custom_auth(&icloud(None))
        .await
        .unwrap_err();
    assert_clean(&format!("{error:?} {error}"));
}

#[test]
fn a_key_that_no_header_carries_is_refused_without_a_word_of_it() {
    for key in ["", "nyk_v0\nx", "nyk_v0 x", "nyk_v0_ключ"] {
        let error =
            Client::new(Origin::parse("http://127.0.0.1:1").unwrap(), key.into()).unwrap_err();
        assert_eq!(error, Error::Key);
        assert!(!error.may_have_arrived());
        assert!(!format!("{error:?} {error}").contains("nyk"));
    }
}
