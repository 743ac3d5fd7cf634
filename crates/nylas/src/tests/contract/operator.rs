//! What only an operator asks for.

use super::Play;
use crate::{Detected, GrantsQuery, Provider, Trigger};
use nylas_contract::sample;
use secrecy::ExposeSecret;

#[tokio::test]
async fn a_redirect_uri_is_registered_alike() {
    let play = Play::of("redirect-uris-create", 200).await;
    let made = play
        .api
        .client
        .create_redirect_uri("http://127.0.0.1:53682/callback", "desktop")
        .await
        .unwrap();
    play.assert_same();
    assert_eq!(made.id, "0556d035-6cb6-4262-a035-6b77e11cf8fc");
    assert_eq!(
        (made.url.as_str(), made.platform.as_deref()),
        ("http://127.0.0.1:53682/callback", Some("desktop"))
    );
}

#[tokio::test]
async fn redirect_uris_are_listed_alike() {
    let play = Play::of("redirect-uris-list", 200).await;
    assert_eq!(play.api.client.redirect_uris().await.unwrap().len(), 1);
    play.assert_same();
}

#[tokio::test]
async fn a_page_of_grants_is_asked_for_with_the_names_of_the_sdk() {
    let play = Play::of("grants-list", 200).await;
    let query = GrantsQuery {
        email: Some("nyla+test@icloud.com".to_owned()),
        status: Some(crate::GrantStatus::Valid),
        limit: 10,
        offset: 0,
    };
    assert_eq!(
        play.api
            .client
            .grants_page(&query)
            .await
            .unwrap()
            .grants
            .len(),
        1
    );
    play.assert_same_but_query();
    // All but the provider and the order, of which we want Nylas' own.
    let ours = ["email", "grant_status", "limit", "offset"];
    let mut wanted = play.golden.query.clone();
    wanted.retain(|(name, _)| ours.contains(&name.as_str()));
    assert_eq!(play.sent().query, wanted);
}

#[tokio::test]
async fn whose_address_it_is_is_asked_alike() {
    let play = Play::of("detect-provider", 200).await;
    let detected = play
        .api
        .client
        .detect("nyla+test@icloud.com")
        .await
        .unwrap();
    play.assert_same_but_query();
    // Python writes `False`.
    let mut wanted = play.golden.query.clone();
    wanted[1].1 = wanted[1].1.to_lowercase();
    assert_eq!(play.sent().query, wanted);
    assert_eq!(
        detected,
        Detected {
            detected: true,
            provider: Some(Provider::ICloud),
            kind: None
        }
    );
    assert!(detected.is_icloud());
}

pub(super) const WEBHOOK: &str = "UMWjAjMeWQ4D8gYF2moonK4486";

#[tokio::test]
async fn webhooks_are_listed_alike() {
    let play = Play::of("webhooks-list", 200).await;
    let webhooks = play.api.client.webhooks().await.unwrap();
    play.assert_same();
    assert_eq!(webhooks[0].id, WEBHOOK);
    assert_eq!(webhooks[0].triggers, Trigger::GRANTS);
    assert!(webhooks[0].is_active());
}

#[tokio::test]
async fn a_webhook_is_registered_alike() {
    let play = Play::of("webhooks-create", 200).await;
    let made = play
        .api
        .client
        .create_webhook(
            "https://connect.acme.example/webhooks/nylas",
            &Trigger::GRANTS,
            "icloud-connect-relay",
        )
        .await
        .unwrap();
    play.assert_same();
    assert_eq!(made.secret.expose_secret(), "41dD3-nXTUfebYuk81Gr");
    assert!(!format!("{made:?}").contains("41dD3"));
}

#[tokio::test]
async fn a_webhooks_secret_is_rotated_as_the_contract_has_it_or_as_the_sdk() {
    let post = format!("/v3/webhooks/rotate-secret/{WEBHOOK}");
    let api = crate::tests::api::Api::start().await;
    let answer = sample("POST", &post, 200);
    api.answers(&format!("POST {post}"), 200, answer).await;
    let made = api.client.rotate_webhook_secret(WEBHOOK).await.unwrap();
    assert_eq!(made.id, WEBHOOK);
    let [sent] = &api.requests()[..] else {
        panic!("{:?}", api.requests());
    };
    assert_eq!(sent.body, None);

    for status in [404, 405] {
        let play = Play::of("webhooks-rotate-put", 200).await;
        let refused = sample("POST", &post, status);
        play.api
            .answers(&format!("POST {post}"), status, refused)
            .await;
        let made = play
            .api
            .client
            .rotate_webhook_secret(WEBHOOK)
            .await
            .unwrap();
        assert_eq!(made.secret.expose_secret(), "41dD3-nXTUfebYuk81Gr");
        let sent = play.api.requests();
        assert_eq!(sent.len(), 2);
        assert_eq!(
            (&sent[1].method, &sent[1].path, &sent[1].body),
            (&play.golden.method, &play.golden.path, &play.golden.body)
        );
    }
}

#[tokio::test]
async fn a_secret_is_not_rotated_twice_where_nobody_knows_what_became_of_it() {
    let api = crate::tests::api::Api::start().await;
    let post = format!("POST /v3/webhooks/rotate-secret/{WEBHOOK}");
    api.answers_oddly(&post, wiremock::ResponseTemplate::new(503))
        .await;
    assert!(api.client.rotate_webhook_secret(WEBHOOK).await.is_err());
    assert_eq!(api.requests().len(), 1);
}
