//! What only an operator asks for.

use super::Play;
use crate::{Detected, GrantsQuery, Provider};

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
