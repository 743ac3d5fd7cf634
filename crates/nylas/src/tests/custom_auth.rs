//! The shapes of custom authentication, as the contract has them.

use serde_json::json;

use super::api::{Api, PASSWORD, data, grant_json};
use super::contract::imap;
use crate::{CustomAuth, Error, OAuthProvider};

fn state() -> Option<String> {
    Some("st-1".to_owned())
}

#[tokio::test]
async fn each_shape_has_its_own_fields_and_only_those_that_are_told() {
    let scope = || vec!["a.b".to_owned(), "c".to_owned()];
    let address = || "nyla@example.com".to_owned();
    let oauth = |provider, credential_id: Option<&str>, scope| CustomAuth::OAuth {
        provider,
        refresh_token: "rt-nyla-nyla".into(),
        credential_id: credential_id.map(str::to_owned),
        scope,
        state: state(),
    };
    let cases = [
        (
            CustomAuth::Imap {
                imap_username: address(),
                imap_password: PASSWORD.into(),
                imap_host: None,
                imap_port: None,
                smtp_host: None,
                smtp_port: None,
                state: None,
            },
            json!({ "provider": "imap", "settings": { "imap_username": "nyla@example.com", "imap_password": PASSWORD } }),
        ),
        (
            oauth(OAuthProvider::Google, None, scope()),
            json!({ "provider": "google", "settings": { "refresh_token": "rt-nyla-nyla" }, "scope": ["a.b", "c"], "state": "st-1" }),
        ),
        (
            oauth(OAuthProvider::Microsoft, Some("cred-1"), vec![]),
            json!({ "provider": "microsoft", "settings": { "refresh_token": "rt-nyla-nyla", "credential_id": "cred-1" }, "state": "st-1" }),
        ),
        (
            oauth(OAuthProvider::Yahoo, None, vec![]),
            json!({ "provider": "yahoo", "settings": { "refresh_token": "rt-nyla-nyla" }, "state": "st-1" }),
        ),
    ];
    let api = Api::start().await;
    api.answers("POST /v3/connect/custom", 201, &data(&grant_json()))
        .await;
    for (nth, (auth, body)) in cases.into_iter().enumerate() {
        let printed = format!("{auth:?}");
        assert!(
            !printed.contains(PASSWORD) && !printed.contains("rt-nyla"),
            "{printed}"
        );
        api.client.custom_auth(&auth).await.unwrap();
        assert_eq!(api.requests()[nth].body, Some(body));
    }
}

#[tokio::test]
async fn whatever_secret_was_sent_is_removed_from_a_refusal() {
    let auth = CustomAuth::OAuth {
        provider: OAuthProvider::Google,
        refresh_token: "rt-nyla-nyla".into(),
        credential_id: None,
        scope: vec![],
        state: None,
    };
    for (auth, secret) in [(auth, "rt-nyla-nyla"), (imap(), PASSWORD)] {
        let api = Api::start().await;
        let refusal = json!({ "request_id": "r", "error": { "type": "t", "message": format!("what is {secret}?") } });
        api.answers("POST /v3/connect/custom", 400, &refusal).await;
        let Err(Error::Server(error)) = api.client.custom_auth(&auth).await else {
            panic!()
        };
        assert_eq!(error.message, "what is [removed]?");
    }
}
