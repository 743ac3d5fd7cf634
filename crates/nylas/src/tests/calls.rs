//! What the single calls make of answers that keep the contract.

use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use super::api::{Api, GRANT, data, grant_json, icloud, refusal};
use crate::{Client, Error, GrantId, GrantStatus, Provider};

fn grant_id() -> GrantId {
    GRANT.parse().unwrap()
}

fn calendars_call() -> String {
    format!("GET /v3/grants/{GRANT}/calendars")
}

#[tokio::test]
async fn an_array_of_applications_is_tolerated() {
    let api = Api::start().await;
    let application = json!({ "application_id": "app-1", "branding": null });
    let body = data(&json!([application, { "application_id": "app-2" }]));
    api.answers_oddly(
        "GET /v3/applications",
        ResponseTemplate::new(200).set_body_json(body),
    )
    .await;
    let application = api.client.application().await.unwrap();
    assert_eq!(
        (application.application_id.as_str(), application.name),
        ("app-1", None)
    );
}

#[tokio::test]
async fn a_connector_that_is_not_there_is_none() {
    let api = Api::start().await;
    api.answers(
        "GET /v3/connectors/icloud",
        404,
        &refusal("not_found_error"),
    )
    .await;
    assert_eq!(api.client.connector(Provider::ICloud).await, Ok(None));
}

#[tokio::test]
async fn a_key_refused_is_no_absent_connector() {
    let api = Api::start().await;
    api.answers("GET /v3/connectors/icloud", 401, &refusal("unauthorized"))
        .await;
    let error = api.client.connector(Provider::ICloud).await.unwrap_err();
    assert_eq!(error.status(), Some(401));
}

#[tokio::test]
async fn a_providers_name_cannot_leave_its_place_in_the_path() {
    let api = Api::start().await;
    api.answers_oddly(
        "GET /v3/connectors/..%2Fgrants%3Fa",
        ResponseTemplate::new(404),
    )
    .await;
    let _ = api
        .client
        .connector(Provider::Other("../grants?a".to_owned()))
        .await;
    assert_eq!(api.requests()[0].path, "/v3/connectors/..%2Fgrants%3Fa");
}

#[tokio::test]
async fn without_a_state_none_is_sent() {
    let api = Api::start().await;
    api.answers("POST /v3/connect/custom", 201, &data(&grant_json()))
        .await;
    api.client.custom_auth(&icloud(None)).await.unwrap();
    let settings = json!({ "username": "nyla@icloud.com", "password": super::api::PASSWORD });
    assert_eq!(
        api.requests()[0].body,
        Some(json!({ "provider": "icloud", "settings": settings }))
    );
}

#[tokio::test]
async fn a_grant_with_the_least_the_contract_asks_is_read() {
    let api = Api::start().await;
    let least = json!({ "id": "g", "provider": "imap", "scope": [], "created_at": 1 });
    api.answers("GET /v3/grants/g", 200, &data(&least)).await;
    let grant = api.client.grant(&"g".parse().unwrap()).await.unwrap();
    assert_eq!(
        (grant.status, grant.updated_at, grant.email),
        (GrantStatus::Unknown, None, None)
    );
}

#[tokio::test]
async fn a_grant_that_is_gone_counts_as_deleted() {
    let api = Api::start().await;
    api.answers(
        &format!("DELETE /v3/grants/{GRANT}"),
        404,
        &refusal("grant.not_found"),
    )
    .await;
    assert_eq!(api.client.delete_grant(&grant_id()).await, Ok(()));
}

#[tokio::test]
async fn deleted_without_a_word_is_deleted() {
    let api = Api::start().await;
    api.answers_oddly(
        &format!("DELETE /v3/grants/{GRANT}"),
        ResponseTemplate::new(204),
    )
    .await;
    assert_eq!(api.client.delete_grant(&grant_id()).await, Ok(()));
}

#[tokio::test]
async fn a_gateways_not_found_says_nothing_of_a_grant() {
    for body in [
        json!({ "message": "no Route matched with those values" }),
        json!({ "detail": "Not Found" }),
    ] {
        let api = Api::start().await;
        api.answers_oddly(
            &format!("DELETE /v3/grants/{GRANT}"),
            ResponseTemplate::new(404).set_body_json(&body),
        )
        .await;
        assert!(
            api.client
                .delete_grant(&grant_id())
                .await
                .is_err_and(|error| !error.is_absent()),
            "{body}"
        );
    }
}

#[tokio::test]
async fn no_message_yet_is_no_failure() {
    let api = Api::start().await;
    api.answers(
        &format!("GET /v3/grants/{GRANT}/messages"),
        200,
        &data(&json!([])),
    )
    .await;
    assert_eq!(api.client.newest_message(&grant_id()).await, Ok(None));
}

#[tokio::test]
async fn a_rate_limit_on_reading_is_told_apart() {
    let api = Api::start().await;
    let body = json!({ "request_id": "r-1", "error": { "type": "nylas_rate_limit_exceeded", "message": "Slow." } });
    api.answers(&calendars_call(), 429, &body).await;
    match api.client.calendars(&grant_id()).await {
        Err(Error::Server(error)) => assert_eq!(error.kind, "nylas_rate_limit_exceeded"),
        other => panic!("{other:?}"),
    }
}

fn calendar_page(id: &str, next: &Value) -> Value {
    json!({ "request_id": "r", "data": [{ "id": id, "name": id }], "next_cursor": next })
}

#[tokio::test]
async fn calendars_are_read_page_by_page() {
    let api = Api::start().await;
    let answer = |body: Value| ResponseTemplate::new(200).set_body_json(body);
    api.answers_once(
        &calendars_call(),
        answer(calendar_page("one", &json!("c+1"))),
    )
    .await;
    api.answers(&calendars_call(), 200, &calendar_page("two", &json!(null)))
        .await;
    let calendars = api.client.calendars(&grant_id()).await.unwrap();
    assert_eq!(
        calendars.iter().map(|c| c.id.as_str()).collect::<Vec<_>>(),
        ["one", "two"]
    );
    let queries: Vec<_> = api.requests().into_iter().map(|sent| sent.query).collect();
    assert_eq!(
        queries,
        [vec![], vec![("page_token".to_owned(), "c+1".to_owned())]]
    );
}

#[tokio::test]
async fn a_cursor_that_comes_again_ends_the_list() {
    let api = Api::start().await;
    api.answers(
        &calendars_call(),
        200,
        &calendar_page("one", &json!("again")),
    )
    .await;
    assert_eq!(api.client.calendars(&grant_id()).await.unwrap().len(), 1);
    assert_eq!(api.requests().len(), 2);
}

#[tokio::test]
async fn a_list_without_end_is_left_after_ten_pages() {
    let api = Api::start().await;
    for page in 0..12 {
        let body = calendar_page(&page.to_string(), &json!(format!("c{page}")));
        let answer = ResponseTemplate::new(200).set_body_json(body);
        api.answers_once(&calendars_call(), answer).await;
    }
    assert_eq!(api.client.calendars(&grant_id()).await.unwrap().len(), 10);
}

#[test]
fn calls_can_be_made_from_any_thread() {
    fn assert_send<T: Send>(_: &T) {}
    fn every_call(client: &Client, id: &GrantId) {
        assert_send(client);
        assert_send(&client.custom_auth(&icloud(None)));
        assert_send(&client.calendars(id));
        assert_send(&client.delete_grant(id));
        assert_send(&client.create_connector(Provider::ICloud));
    }
    let _ = every_call;
}
