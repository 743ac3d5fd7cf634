//! What only an operator asks for: redirect URIs, whole lists, pages of grants, whose address it is.

use serde_json::{Value, json};
use wiremock::{Request, ResponseTemplate};

use super::api::{Api, data, grant_json, refusal};
use crate::{Error, GrantStatus, GrantsQuery, Provider};

const REDIRECTS: &str = "GET /v3/applications/redirect-uris";
const GRANTS: &str = "GET /v3/grants";

fn pairs(query: &[(&str, &str)]) -> Vec<(String, String)> {
    query
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

/// Grants with the numbers `from..to`.
fn grants(from: usize, to: usize) -> Vec<Value> {
    let grant = |n| {
        let mut grant = grant_json();
        grant["id"] = json!(format!("g-{n}"));
        grant
    };
    (from..to).map(grant).collect()
}

async fn answers_page(api: &Api, call: &str, data: &[Value], limit: usize) {
    let body = json!({ "request_id": "r", "data": data, "limit": limit, "offset": 0 });
    api.answers_once(call, ResponseTemplate::new(200).set_body_json(body))
        .await;
}

#[tokio::test]
async fn a_redirect_uri_is_registered_once_whatever_is_answered() {
    let api = Api::start().await;
    api.answers_oddly(
        "POST /v3/applications/redirect-uris",
        ResponseTemplate::new(503),
    )
    .await;
    assert!(
        api.client
            .create_redirect_uri("http://localhost:9007/callback", "desktop")
            .await
            .is_err()
    );
    assert_eq!(api.requests().len(), 1);
}

#[tokio::test]
async fn redirect_uris_are_listed_without_the_deleted_ones() {
    let api = Api::start().await;
    let uri = |id: &str, deleted: Value| json!({ "id": id, "url": "http://localhost:9007/callback", "platform": "desktop", "deleted_at": deleted });
    let body = data(
        &json!([uri("one", json!(null)), uri("two", json!(1_617_817_109)), uri("three", json!(0)), { "id": "four", "url": "https://a.example" }]),
    );
    api.answers(REDIRECTS, 200, &body).await;
    let listed = api.client.redirect_uris().await.unwrap();
    assert_eq!(
        listed.iter().map(|uri| uri.id.as_str()).collect::<Vec<_>>(),
        ["one", "three", "four"]
    );
    assert_eq!(listed[2].platform, None);
}

#[tokio::test]
async fn more_connectors_than_one_page_are_all_read() {
    let api = Api::start().await;
    let connector = |n: usize| json!({ "provider": format!("p-{n}") });
    answers_page(
        &api,
        "GET /v3/connectors",
        &(0..10).map(connector).collect::<Vec<_>>(),
        10,
    )
    .await;
    answers_page(
        &api,
        "GET /v3/connectors",
        &(10..12).map(connector).collect::<Vec<_>>(),
        200,
    )
    .await;
    let connectors = api.client.connectors().await.unwrap();
    assert_eq!(connectors.len(), 12);
    assert_eq!(connectors[11].provider, Provider::Other("p-11".to_owned()));
    let queries: Vec<_> = api.requests().into_iter().map(|sent| sent.query).collect();
    assert_eq!(
        queries,
        [vec![], pairs(&[("limit", "200"), ("offset", "10")])]
    );
}

#[tokio::test]
async fn all_grants_of_an_address_are_read_by_its_address() {
    let api = Api::start().await;
    answers_page(&api, GRANTS, &grants(0, 10), 10).await;
    answers_page(&api, GRANTS, &grants(10, 13), 200).await;
    assert_eq!(
        api.client.grants_for("a+b@icloud.com").await.unwrap().len(),
        13
    );
    let second = pairs(&[
        ("email", "a+b@icloud.com"),
        ("limit", "200"),
        ("offset", "10"),
    ]);
    assert_eq!(api.requests()[1].query, second);
}

#[tokio::test]
async fn a_list_that_comes_again_and_again_ends() {
    let api = Api::start().await;
    let body = json!({ "request_id": "r", "data": grants(0, 10) });
    api.answers(GRANTS, 200, &body).await;
    assert_eq!(
        api.client.grants_for("a@icloud.com").await.unwrap().len(),
        10
    );
    // Without a `limit` in the answer, ten of 200 asked for are the last.
    assert_eq!(api.requests().len(), 2);
    let api = Api::start().await;
    for _ in 0..3 {
        answers_page(&api, GRANTS, &grants(0, 10), 10).await;
    }
    assert_eq!(
        api.client.grants_for("a@icloud.com").await.unwrap().len(),
        10
    );
    assert_eq!(api.requests().len(), 2);
}

#[tokio::test]
async fn an_endless_list_is_left_after_ten_pages() {
    let api = Api::start().await;
    for page in 0..12 {
        answers_page(&api, GRANTS, &grants(page * 10, page * 10 + 10), 10).await;
    }
    assert_eq!(
        api.client.grants_for("a@icloud.com").await.unwrap().len(),
        100
    );
    assert_eq!(api.requests().len(), 10);
}

#[tokio::test]
async fn a_page_is_full_at_the_limit_of_the_answer() {
    let api = Api::start().await;
    for (count, limit, more) in [
        (50, 50, true),
        (49, 50, false),
        (0, 0, false),
        (200, 500, true),
    ] {
        answers_page(&api, GRANTS, &grants(0, count), limit).await;
        assert_eq!(
            api.client
                .grants_page(&GrantsQuery::default())
                .await
                .unwrap()
                .more,
            more,
            "{count} of {limit}"
        );
    }
}

#[tokio::test]
async fn ways_back_have_no_pages_unless_the_answer_says_so() {
    let uri = |n: usize| json!({ "id": format!("id-{n}"), "url": format!("https://{n}.example/back"), "platform": "web" });
    let api = Api::start().await;
    api.answers(REDIRECTS, 200, &data(&(0..10).map(uri).collect()))
        .await;
    assert_eq!(
        (
            api.client.redirect_uris().await.unwrap().len(),
            api.requests().len()
        ),
        (10, 1)
    );
    let api = Api::start().await;
    let page = move |request: &Request| {
        let rest = request.url.query() == Some("limit=200&offset=10");
        let uris: Vec<Value> = if rest { 10..12 } else { 0..10 }.map(uri).collect();
        ResponseTemplate::new(200)
            .set_body_json(json!({ "request_id": "r", "data": uris, "limit": 10, "offset": 0 }))
    };
    api.answers_unheard(REDIRECTS, page).await;
    assert_eq!(api.client.redirect_uris().await.unwrap().len(), 12);
}

#[tokio::test]
async fn a_page_of_grants_is_asked_for_by_state_address_and_place() {
    let api = Api::start().await;
    api.answers(
        GRANTS,
        200,
        &json!({ "request_id": "r", "data": grants(0, 3), "limit": 200, "offset": 0 }),
    )
    .await;
    let email = || Some("nyla+test@icloud.com".to_owned());
    for (query, sent) in [
        (
            GrantsQuery::default(),
            pairs(&[("limit", "200"), ("offset", "0")]),
        ),
        (
            GrantsQuery {
                email: email(),
                status: Some(GrantStatus::Invalid),
                limit: 50,
                offset: 400,
            },
            pairs(&[
                ("email", "nyla+test@icloud.com"),
                ("grant_status", "invalid"),
                ("limit", "50"),
                ("offset", "400"),
            ]),
        ),
        (
            GrantsQuery {
                status: Some(GrantStatus::Valid),
                ..GrantsQuery::default()
            },
            pairs(&[("grant_status", "valid"), ("limit", "200"), ("offset", "0")]),
        ),
        (
            GrantsQuery {
                status: Some(GrantStatus::Unknown),
                ..GrantsQuery::default()
            },
            pairs(&[("limit", "200"), ("offset", "0")]),
        ),
    ] {
        let page = api.client.grants_page(&query).await.unwrap();
        assert_eq!((page.grants.len(), page.more), (3, false));
        assert_eq!(api.requests().last().unwrap().query, sent);
    }
}

#[tokio::test]
async fn icloud_is_told_in_two_ways() {
    let api = Api::start().await;
    for (answer, icloud) in [
        (
            json!({ "email_address": "a@b.c", "detected": true, "provider": "imap", "type": "icloud" }),
            true,
        ),
        (
            json!({ "email_address": "a@b.c", "detected": true, "provider": "imap", "type": "generic" }),
            false,
        ),
        (
            json!({ "email_address": "a@b.c", "detected": true, "provider": "google" }),
            false,
        ),
        (
            json!({ "email_address": "a@b.c", "detected": false }),
            false,
        ),
    ] {
        api.answers_once(
            "POST /v3/providers/detect",
            ResponseTemplate::new(200).set_body_json(data(&answer)),
        )
        .await;
        let detected = api.client.detect("a@b.c").await.unwrap();
        assert_eq!(detected.is_icloud(), icloud, "{answer}");
        assert_eq!(detected.detected, answer["detected"]);
    }
}

#[tokio::test]
async fn whose_address_it_is_is_not_asked_again_when_it_was_asked_too_often() {
    let api = Api::start().await;
    let answer = ResponseTemplate::new(429)
        .set_body_json(refusal("nylas_rate_limit_exceeded"))
        .insert_header("retry-after", "0");
    api.answers_oddly("POST /v3/providers/detect", answer).await;
    match api.client.detect("a@b.c").await {
        Err(Error::Server(error)) => assert_eq!(
            (error.status, error.kind.as_str()),
            (429, "nylas_rate_limit_exceeded")
        ),
        other => panic!("{other:?}"),
    }
    assert_eq!(api.requests().len(), 1);
}
