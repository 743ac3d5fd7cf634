//! Grants, connectors and their data when all goes well, and requests that do not fit.

use std::collections::HashSet;

use reqwest::Method;
use serde_json::{Value, json};

use super::{APP_PASSWORD, Practice, custom, reply};

const ADDRESS: &str = "anna.lind@icloud.com";

#[tokio::test]
async fn an_application_tells_who_it_is() {
    let practice = Practice::start().await;
    let application = practice.get("/v3/applications").await;
    assert_eq!(application.status, 200);
    assert_eq!(application.body["data"]["region"], "us");
    assert_eq!(
        application.headers["x-request-id"],
        application.body["request_id"].as_str().unwrap()
    );
}

#[tokio::test]
async fn a_connector_is_made_once_found_listed_and_deleted() {
    let practice = Practice::start().await;
    let path = "/v3/connectors/icloud";
    assert_eq!(practice.get(path).await.status, 404);
    let asked = json!({ "provider": "icloud" });
    let made = practice.post("/v3/connectors", asked.clone()).await;
    assert_eq!(made.status, 201);
    assert_eq!(made.body["data"]["name"], "icloud");
    assert_eq!(practice.post("/v3/connectors", asked).await.status, 400);
    assert_eq!(practice.get(path).await.body["data"], made.body["data"]);
    let listed = practice.get("/v3/connectors").await;
    assert_eq!(listed.body["data"], json!([made.body["data"]]));
    assert_eq!(practice.delete(path).await.status, 200);
    assert_eq!(practice.delete(path).await.status, 404);
}

#[tokio::test]
async fn without_a_connector_nobody_is_connected() {
    let practice = Practice::start().await;
    let refused = practice.connect(ADDRESS).await;
    assert_eq!(refused.status, 400);
    assert!(
        refused.body["error"]["message"]
            .to_string()
            .contains("connector")
    );
}

#[tokio::test]
async fn a_grant_is_made_read_and_deleted() {
    let practice = Practice::ready().await;
    let mut asked = custom(ADDRESS, APP_PASSWORD);
    asked["state"] = json!("from-the-form");
    let made = practice.post("/v3/connect/custom", asked).await;
    assert_eq!(made.status, 201);
    let grant = &made.body["data"];
    assert_eq!(grant["email"], ADDRESS);
    assert_eq!(grant["state"], "from-the-form");
    assert_eq!(grant["grant_status"], "valid");
    assert_eq!(grant["settings"], json!({}));
    assert_eq!(
        uuid::Uuid::parse_str(made.id()).unwrap().get_version_num(),
        4
    );

    for name in [made.id(), "anna.lind@icloud.com", "Anna.Lind%40icloud.com"] {
        let found = practice.get(&format!("/v3/grants/{name}")).await;
        assert_eq!(found.body["data"], *grant, "{name}");
    }
    assert!(practice.simulator.grant_exists(made.id()));
    let path = format!("/v3/grants/{}", made.id());
    assert_eq!(practice.delete(&path).await.status, 200);
    assert!(!practice.simulator.grant_exists(made.id()));
    for gone in [
        practice.delete(&path).await,
        practice.get(&path).await,
        practice.get(&format!("{path}/calendars")).await,
    ] {
        assert_eq!((gone.status, gone.kind()), (404, "grant.not_found"));
    }
}

#[tokio::test]
async fn an_address_keeps_its_grant_when_it_is_connected_again() {
    let practice = Practice::ready().await;
    let first = practice.connect(ADDRESS).await;
    let again = practice.connect("Anna.Lind@iCloud.com").await;
    assert_eq!(again.status, 201);
    assert_eq!(again.id(), first.id());
    let updated = |reply: &super::Reply| reply.body["data"]["updated_at"].as_u64().unwrap();
    assert!(updated(&again) > updated(&first));
    assert_eq!(
        again.body["data"]["created_at"],
        first.body["data"]["created_at"]
    );
    assert_eq!(practice.get("/v3/grants").await.count(), 1);
    assert_eq!(practice.simulator.custom_auth_count(), 2);
}

#[tokio::test]
async fn grants_are_filtered_and_cut_into_pages() {
    let practice = Practice::ready().await;
    for n in 0..12 {
        practice.connect(&format!("person{n}@me.com")).await;
    }
    let all = practice.get("/v3/grants").await;
    assert_eq!((all.count(), &all.body["limit"]), (10, &json!(10)));
    assert_eq!(all.body["data"][0]["email"], "person11@me.com");
    let rest = practice.get("/v3/grants?limit=200&offset=10").await;
    assert_eq!((rest.count(), &rest.body["offset"]), (2, &json!(10)));
    for (query, count) in [
        ("email=Person3%40me.com", 1),
        ("email=nobody%40me.com", 0),
        ("provider=icloud&limit=200", 12),
        ("provider=imap", 0),
        ("grant_status=invalid", 0),
    ] {
        let found = practice.get(&format!("/v3/grants?{query}")).await;
        assert_eq!(found.count(), count, "{query}");
    }
    for query in ["limit=0", "limit=201", "limit=ten", "grant_status=odd"] {
        let found = practice.get(&format!("/v3/grants?{query}")).await;
        assert_eq!(found.status, 400, "{query}");
    }
}

#[tokio::test]
async fn calendars_and_messages_look_like_a_persons_and_stay_the_same() {
    let practice = Practice::ready().await;
    let made = practice.connect(ADDRESS).await;
    let path = format!("/v3/grants/{}", made.id());
    let calendars = practice.get(&format!("{path}/calendars")).await;
    let calendars = calendars.body["data"].as_array().unwrap();
    let names: HashSet<_> = calendars
        .iter()
        .map(|c| c["name"].as_str().unwrap())
        .collect();
    assert!(
        names.len() == calendars.len() && names.contains("Home") && names.contains("Birthdays")
    );
    for calendar in calendars {
        assert_eq!(calendar["is_primary"], false);
        assert_eq!(calendar["read_only"], calendar["name"] == "Birthdays");
        assert_eq!(calendar["grant_id"], made.id());
    }

    let messages = practice.get(&format!("{path}/messages")).await;
    let dates: Vec<_> = messages.body["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|message| message["date"].as_u64().unwrap())
        .collect();
    let now = crate::clock::now();
    assert!(dates.is_sorted_by(|a, b| a > b) && dates[0] < now && now - dates[0] < 3600);

    practice.delete(&path).await;
    let other = practice.connect(ADDRESS).await;
    let again = practice
        .get(&format!("/v3/grants/{}/calendars", other.id()))
        .await;
    let ids = |list: &[Value]| list.iter().map(|c| c["id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids(again.body["data"].as_array().unwrap()), ids(calendars));
}

#[tokio::test]
async fn cursors_lead_through_every_message_once() {
    let practice = Practice::ready().await;
    let made = practice.connect(ADDRESS).await;
    let path = format!("/v3/grants/{}/messages?limit=4", made.id());
    let first = practice.get(&path).await;
    let cursor = first.body["next_cursor"].as_str().unwrap();
    let second = practice.get(&format!("{path}&page_token={cursor}")).await;
    assert_eq!((first.count(), second.count()), (4, 2));
    assert_eq!(second.body["next_cursor"], Value::Null);
    assert_ne!(first.body["data"][0]["id"], second.body["data"][0]["id"]);
    let foreign = practice.get(&format!("{path}&page_token=made-up")).await;
    assert_eq!(foreign.status, 400);
}

#[tokio::test]
async fn a_body_that_does_not_fit_is_told_by_its_field() {
    let practice = Practice::ready().await;
    let settings = json!({ "username": ADDRESS, "password": APP_PASSWORD });
    for (body, named) in [
        (json!({ "settings": settings }), "provider"),
        (json!({ "provider": 1, "settings": settings }), "provider"),
        (
            json!({ "provider": "google", "settings": settings }),
            "provider",
        ),
        (
            json!({ "provider": "imap", "settings": settings }),
            "settings.imap_username",
        ),
        (
            json!({ "provider": "imap", "settings": { "imap_username": ADDRESS, "imap_password": APP_PASSWORD, "imap_port": "993" } }),
            "settings.imap_port",
        ),
        (
            json!({ "provider": "imap", "settings": { "imap_username": ADDRESS, "imap_password": APP_PASSWORD, "smtp_host": 1 } }),
            "settings.smtp_host",
        ),
        (json!({ "provider": "icloud" }), "settings"),
        (json!({ "provider": "icloud", "settings": [] }), "settings"),
        (
            json!({ "provider": "icloud", "settings": { "username": ADDRESS } }),
            "settings.password",
        ),
        (
            json!({ "provider": "icloud", "settings": { "username": ADDRESS, "password": 9871 } }),
            "settings.password",
        ),
        (
            json!({ "provider": "icloud", "settings": { "username": "", "password": APP_PASSWORD } }),
            "settings.username",
        ),
        (
            json!({ "provider": "icloud", "settings": settings, "state": 7 }),
            "state",
        ),
        (
            json!({ "provider": "icloud", "settings": settings, "scope": "mail" }),
            "scope",
        ),
    ] {
        let refused = practice.post("/v3/connect/custom", body.clone()).await;
        let message = refused.body["error"]["message"].as_str().unwrap();
        assert_eq!(refused.status, 400, "{body}");
        assert!(message.starts_with(&format!("{named}:")), "{message}");
        assert!(!message.contains("9871"));
    }
    for text in ["", "{", "[]"] {
        let request = practice
            .request(Method::POST, "/v3/connect/custom")
            .body(text);
        let refused = reply(request).await;
        assert_eq!(
            (refused.status, refused.kind()),
            (400, "api.invalid_request_payload")
        );
    }
    assert_eq!(practice.get("/v3/grants").await.count(), 0);
}

#[tokio::test]
async fn only_an_app_passwords_shape_is_accepted() {
    let practice = Practice::ready().await;
    for (password, status) in [
        (APP_PASSWORD, 201),
        ("abcdefghijklmnop", 201),
        ("ABCD-EFGH-IJKL-MNOP", 400),
        ("abcd-efgh-ijkl-mno1", 400),
        ("abc-defgh-ijkl-mnop", 400),
        ("abcd efgh ijkl mnop", 400),
        ("abcd-efgh-ijkl", 400),
        ("Sommer2024!", 400),
        ("ábcd-efgh-ijkl-mno", 400),
    ] {
        let answer = practice.connect_with(ADDRESS, password).await;
        assert_eq!(answer.status, status, "{password}");
        if status == 400 {
            assert_eq!(answer.kind(), "grant.invalid_authentication");
        }
    }
}

#[tokio::test]
async fn the_password_is_in_no_record() {
    let practice = Practice::ready().await;
    practice.connect(ADDRESS).await;
    practice.connect_with(ADDRESS, "hunter2hunter2").await;
    let record = format!("{:?}", practice.simulator.exchanges());
    assert!(record.contains("[removed]"));
    assert!(!record.contains(APP_PASSWORD) && !record.contains("hunter2"));
}
