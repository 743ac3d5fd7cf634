//! Hosted sign-in: the challenge, the address, the exchange and the token's end.

use std::collections::HashSet;

use secrecy::ExposeSecret;
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use super::api::{Api, CLIENT_ID, GRANT, KEY, data, grant_json, public_client};
use super::contract::{grant_id, server_error};
use crate::{
    AuthorizationRequest, Client, Connect, Error, GrantId, Origin, Pkce, Tokens, Unreadable, Why,
};

const TOKEN: &str = "POST /v3/connect/token";
pub(super) const REDIRECT: &str = "http://127.0.0.1:53682/callback";
pub(super) const VERIFIER: &str = "5967ca40-a2d8-4ee0-a0e0-6f18ace39a90";
const CODE: &str = "code-nyla-1";
const ACCESS: &str = "at-nyla-1-secret";

fn token_json() -> Value {
    json!({ "access_token": ACCESS, "token_type": "Bearer", "expires_in": 3600, "grant_id": GRANT, "email": "nyla@icloud.com", "provider": "icloud", "scope": "" })
}

async fn exchanged(api: &Api) -> Result<Tokens, Error> {
    api.public()
        .exchange_code(&CODE.into(), REDIRECT, &VERIFIER.into())
        .await
}

pub(super) fn authorization() -> AuthorizationRequest {
    AuthorizationRequest {
        client_id: CLIENT_ID.to_owned(),
        redirect_uri: REDIRECT.to_owned(),
        provider: Some("icloud".to_owned()),
        login_hint: Some("nyla+test@icloud.com".to_owned()),
        state: "st-1 /+=&".into(),
        challenge: Pkce::from_verifier(VERIFIER.into()).challenge(),
    }
}

pub(super) fn decoded(query: &str) -> Vec<(String, String)> {
    url::form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect()
}

#[test]
fn every_verifier_is_another_and_fits_the_standard() {
    let verifiers: HashSet<String> = (0..100)
        .map(|_| Pkce::new().verifier().expose_secret().to_owned())
        .collect();
    assert_eq!(verifiers.len(), 100);
    for verifier in &verifiers {
        assert_eq!(verifier.len(), 43);
        assert!(
            verifier
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
        );
        let challenge = Pkce::from_verifier(verifier.as_str().into()).challenge();
        assert!(
            challenge.len() == 86 && challenge.bytes().all(|byte| byte.is_ascii_alphanumeric()),
            "{challenge}"
        );
    }
}

#[test]
fn the_authorization_address_is_at_the_origin_and_leaves_out_what_is_not_told() {
    let url = authorization().url(&Origin::parse("https://api.eu.nylas.com").unwrap());
    assert!(
        url.as_str()
            .starts_with("https://api.eu.nylas.com/v3/connect/auth?client_id=")
    );
    let request = AuthorizationRequest {
        provider: None,
        login_hint: None,
        ..authorization()
    };
    let short = request.url(&Origin::parse("https://api.eu.nylas.com").unwrap());
    assert!(
        !short.query().unwrap().contains("provider")
            && !short.query().unwrap().contains("login_hint")
    );
    assert!(!format!("{request:?}").contains("st-1"));
}

#[tokio::test]
async fn tokens_need_little_and_ignore_what_they_do_not_know() {
    for body in [
        json!({ "access_token": ACCESS, "grant_id": GRANT }),
        json!({ "access_token": ACCESS, "grant_id": GRANT, "email": null, "provider": null, "expires_in": null, "scope": null, "id_token": 5 }),
        json!({ "access_token": ACCESS, "grant_id": GRANT, "expires_in": 60, "novelty": { "a": [] } }),
    ] {
        let api = Api::start().await;
        api.answers_oddly(TOKEN, ResponseTemplate::new(200).set_body_json(&body))
            .await;
        let tokens = exchanged(&api).await.unwrap();
        assert_eq!(
            (tokens.grant_id.map(String::from), tokens.email),
            (Some(GRANT.to_owned()), None)
        );
        assert!(!format!("{:?}", tokens.access_token).contains(ACCESS));
    }
}

#[tokio::test]
async fn a_token_is_not_lost_over_what_stands_beside_it() {
    for (field, value) in [
        ("grant_id", json!("../a")),
        ("grant_id", json!(null)),
        ("expires_in", json!("3600")),
        ("email", json!(5)),
        ("scope", json!(["a"])),
    ] {
        let mut body = token_json();
        body[field] = value;
        let api = Api::start().await;
        api.answers_oddly(TOKEN, ResponseTemplate::new(200).set_body_json(&body))
            .await;
        assert_eq!(
            exchanged(&api).await.unwrap().access_token.expose_secret(),
            ACCESS,
            "{field}"
        );
    }
}

#[tokio::test]
async fn tokens_of_another_shape_are_named_by_their_field_and_nothing_else() {
    for (field, value, path) in [
        ("access_token", json!(5), "access_token"),
        ("access_token", json!(null), "access_token"),
    ] {
        let mut body = token_json();
        body[field] = value;
        let api = Api::start().await;
        api.answers_oddly(TOKEN, ResponseTemplate::new(200).set_body_json(&body))
            .await;
        let error = exchanged(&api).await.unwrap_err();
        assert!(!format!("{error:?} {error}").contains(ACCESS));
        assert!(
            matches!(error, Error::Unreadable(Unreadable { status: 200, why: Why::Shape { path: found }, .. }) if found == path)
        );
    }
}

#[tokio::test]
async fn both_shapes_of_no_to_a_code_are_understood() {
    let flat = |code: Value| json!({ "error": "invalid_grant", "error_code": code, "error_description": "No.", "error_uri": "https://e.example", "request_id": "r" });
    for (body, status, kind, message) in [
        (flat(json!(100_241)), 400, "invalid_grant", "No."),
        (flat(json!("100241")), 400, "invalid_grant", "No."),
        (flat(json!(null)), 401, "invalid_grant", "No."),
        (
            json!({ "error": "invalid_client" }),
            401,
            "invalid_client",
            "",
        ),
        (
            json!({ "error": "invalid_request", "error_description": null, "error_uri": null }),
            400,
            "invalid_request",
            "",
        ),
        (
            json!({ "error": "token.exchange_failed", "error_description": "No." }),
            400,
            "exchange_failed",
            "No.",
        ),
        (
            json!({ "request_id": "r", "error": { "type": "token.exchange_failed", "message": "No." } }),
            400,
            "exchange_failed",
            "No.",
        ),
        (
            json!({ "request_id": "r", "error": { "type": "unauthorized", "message": "No." } }),
            401,
            "unauthorized",
            "No.",
        ),
        (
            json!({ "success": false, "error": { "type": "invalid_request_error" } }),
            400,
            "invalid_request_error",
            "",
        ),
    ] {
        let api = Api::start().await;
        api.answers_oddly(TOKEN, ResponseTemplate::new(status).set_body_json(&body))
            .await;
        let error = server_error(exchanged(&api).await);
        assert_eq!(
            (error.status, error.kind.as_str(), error.message.as_str()),
            (status, kind, message),
            "{body}"
        );
    }
}

#[tokio::test]
async fn a_code_is_sent_once_whatever_is_answered() {
    for status in [400, 401, 408, 429, 500, 502, 503, 504] {
        let api = Api::start().await;
        let no = ResponseTemplate::new(status)
            .set_body_json(json!({ "error": "no" }))
            .insert_header("retry-after", "0");
        api.answers_once(TOKEN, no).await;
        api.answers(TOKEN, 200, &token_json()).await;
        assert_eq!(exchanged(&api).await.unwrap_err().status(), Some(status));
        assert_eq!(api.requests().len(), 1);
    }
}

#[tokio::test]
async fn a_no_that_repeats_code_or_verifier_loses_them() {
    let api = Api::start().await;
    let echo =
        json!({ "error": "invalid_grant", "error_description": format!("{CODE} with {VERIFIER}") });
    api.answers(TOKEN, 400, &echo).await;
    assert_eq!(
        server_error(exchanged(&api).await).message,
        "[removed] with [removed]"
    );
}

#[tokio::test]
async fn revoking_is_repeated_because_ended_is_ended() {
    let api = Api::start().await;
    api.answers_once("POST /v3/connect/revoke", ResponseTemplate::new(503))
        .await;
    api.answers("POST /v3/connect/revoke", 200, &json!({}))
        .await;
    assert_eq!(api.public().revoke(&ACCESS.into()).await, Ok(()));
    assert_eq!(api.requests().len(), 2);
}

#[tokio::test]
async fn a_refused_or_unheard_revocation_tells_neither_token_nor_address() {
    let api = Api::start().await;
    let echo = json!({ "error": "invalid_request", "error_description": format!("no such token {ACCESS}") });
    api.answers("POST /v3/connect/revoke", 400, &echo).await;
    let unheard = public_client("http://127.0.0.1:1")
        .revoke(&ACCESS.into())
        .await
        .unwrap_err();
    assert_eq!(unheard, Error::Connect(Connect::Refused));
    for error in [
        api.public().revoke(&ACCESS.into()).await.unwrap_err(),
        unheard,
    ] {
        let printed = format!("{error:?} {error}");
        assert!(
            !printed.contains(ACCESS) && !printed.contains("http"),
            "{printed}"
        );
    }
}

#[tokio::test]
async fn an_access_token_reads_its_own_grant() {
    let api = Api::start().await;
    api.answers("GET /v3/grants/me", 200, &data(&grant_json()))
        .await;
    api.answers(
        "GET /v3/grants/me/calendars",
        200,
        &data(&json!([{ "id": "c", "grant_id": GRANT, "name": "Home", "object": "calendar", "read_only": false, "is_owned_by_user": true }])),
    )
    .await;
    api.answers("GET /v3/grants/me/messages", 200, &data(&json!([])))
        .await;
    let me = GrantId::me();
    let client = Client::new(api.client.origin().clone(), ACCESS.into()).unwrap();
    assert_eq!(client.grant(&me).await.unwrap().id, grant_id());
    assert_eq!(client.calendars(&me).await.unwrap()[0].name, "Home");
    assert_eq!(client.newest_message(&me).await, Ok(None));
    assert!(
        api.requests()
            .iter()
            .all(|sent| sent.authorization == format!("Bearer {ACCESS}")
                && !sent.authorization.contains(KEY))
    );
}

#[test]
fn a_public_client_prints_who_it_is() {
    let printed = format!("{:?}", public_client("http://127.0.0.1:1"));
    assert_eq!(
        printed,
        format!(
            "PublicClient {{ origin: Origin(http://127.0.0.1:1), client_id: \"{CLIENT_ID}\", .. }}"
        )
    );
}
