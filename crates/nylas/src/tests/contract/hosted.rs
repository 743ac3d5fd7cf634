//! Hosted sign-in: a public client sends what the SDK does, without the API key.

use nylas_contract::{check_request, record, sample};
use secrecy::ExposeSecret;
use serde_json::json;

use super::{Play, grant_id, server_error};
use crate::tests::api::{CLIENT_ID, KEY};
use crate::tests::hosted::{REDIRECT, VERIFIER, authorization, decoded};
use crate::{AuthorizationRequest, Origin, Pkce};

#[test]
fn challenges_are_those_of_the_sdk() {
    assert!(record().pkce.len() >= 4);
    for (verifier, challenge) in &record().pkce {
        let pkce = Pkce::from_verifier(verifier.as_str().into());
        assert_eq!(pkce.challenge(), *challenge, "{verifier}");
    }
}

#[test]
fn the_authorization_address_is_the_sdks_parameter_for_parameter() {
    let query = &record().authorize_query;
    let url = authorization().url(&Origin::parse("http://127.0.0.1:8000").unwrap());
    assert_eq!((url.path(), url.fragment()), ("/v3/connect/auth", None));
    let sorted = |mut pairs: Vec<(String, String)>| {
        pairs.sort();
        pairs
    };
    // The SDK writes the method in lower case, the published contract in upper case.
    let wanted = decoded(&query.replace("=s256", "=S256"));
    assert_eq!(sorted(decoded(url.query().unwrap())), sorted(wanted));
    // And each is encoded alike where a careless reader could go wrong.
    for encoded in ["login_hint=nyla%2Btest%40icloud.com", "%20", "%2B%3D%26"] {
        assert!(
            query.contains(encoded) && url.query().unwrap().contains(encoded),
            "{encoded} in {url}"
        );
    }
    assert!(!url.query().unwrap().contains('+'));
}

#[test]
fn the_authorization_address_keeps_the_contract() {
    let origin = Origin::parse("https://api.eu.nylas.com").unwrap();
    let request = AuthorizationRequest {
        provider: None,
        login_hint: None,
        ..authorization()
    };
    for url in [authorization().url(&origin), request.url(&origin)] {
        let query = decoded(url.query().unwrap());
        assert_eq!(check_request("GET", url.path(), &query, None), Ok(()));
    }
}

#[tokio::test]
async fn a_code_is_exchanged_as_a_public_client_does() {
    let play = Play::of("token-pkce", 200).await;
    let tokens = play
        .api
        .public()
        .exchange_code(&"code-1".into(), REDIRECT, &VERIFIER.into())
        .await
        .unwrap();
    let sent = play.sent();
    // The SDK is a server's client and adds the API key to body and header; a public one has none.
    let mut body = play.golden.body.clone().unwrap();
    body.as_object_mut()
        .unwrap()
        .remove("client_secret")
        .unwrap();
    assert_eq!(sent.body, Some(body));
    assert_eq!((sent.authorization.as_str(), sent.query.len()), ("", 0));
    assert_eq!(tokens.access_token.expose_secret(), "at-recorded");
    assert_eq!(
        (tokens.grant_id, tokens.email.as_deref()),
        (Some(grant_id()), Some("nyla@icloud.com"))
    );
}

#[tokio::test]
async fn a_code_is_exchanged_with_the_key_as_a_server_does() {
    let play = Play::of("token-pkce", 200).await;
    let exchanged = play
        .api
        .client
        .exchange_code(CLIENT_ID, &"code-1".into(), REDIRECT, &VERIFIER.into())
        .await;
    let sent = play.sent();
    let mut body = play.golden.body.clone().unwrap();
    body["client_secret"] = json!(KEY);
    assert_eq!(sent.body, Some(body));
    assert_eq!(sent.authorization, format!("Bearer {KEY}"));
    assert_eq!(exchanged.unwrap().grant_id, Some(grant_id()));
}

#[tokio::test]
async fn a_refused_code_is_read_whole() {
    let play = Play::of("token-pkce", 400).await;
    let exchanged = play
        .api
        .public()
        .exchange_code(&"code-1".into(), REDIRECT, &VERIFIER.into())
        .await;
    let error = server_error(exchanged);
    let given = sample(&play.golden.method, &play.golden.path, 400);
    assert_eq!(
        json!([error.status, error.kind, error.message, error.request_id]),
        json!([
            400,
            given["error"],
            given["error_description"],
            given["request_id"]
        ])
    );
}

#[tokio::test]
async fn a_token_is_revoked_alike_but_without_a_key() {
    let play = Play::of("revoke", 200).await;
    assert_eq!(play.api.public().revoke(&"at-1".into()).await, Ok(()));
    let sent = play.sent();
    assert_eq!(sent.query, play.golden.query);
    assert_eq!(
        (sent.authorization.as_str(), &sent.body),
        ("Bearer at-1", &None)
    );
}
