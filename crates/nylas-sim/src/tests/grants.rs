//! A grant's life: plain IMAP, Apple's password change, and very many of them.

use std::{collections::HashSet, time::Instant};

use serde_json::{Value, json};

use super::{APP_PASSWORD, Practice};
use crate::{AppleAnswer, Options, Verdict};

const ADDRESS: &str = "anna.lind@icloud.com";
const ANOTHER: &str = "qrst-uvwx-yzab-cdef";

fn imap(address: &str, password: &str) -> Value {
    let settings = json!({
        "imap_username": address, "imap_password": password, "imap_host": "imap.mail.me.com", "imap_port": 993, "smtp_host": "smtp.mail.me.com", "smtp_port": 587,
    });
    json!({ "provider": "imap", "settings": settings, "state": "st-1" })
}

async fn with_imap() -> Practice {
    Practice::with(Options {
        connectors: vec!["imap".into()],
        ..Options::default()
    })
    .await
}

#[tokio::test]
async fn plain_imap_is_mail_without_calendar() {
    let practice = with_imap().await;
    let made = practice
        .post("/v3/connect/custom", imap(ADDRESS, APP_PASSWORD))
        .await;
    assert_eq!(
        (
            made.status,
            &made.body["data"]["provider"],
            &made.body["data"]["state"]
        ),
        (201, &json!("imap"), &json!("st-1"))
    );
    let path = format!("/v3/grants/{}", made.id());
    assert!(practice.get(&format!("{path}/messages")).await.count() > 0);
    let calendars = practice.get(&format!("{path}/calendars")).await;
    assert_eq!(
        (calendars.status, calendars.kind()),
        (400, "api.invalid_request_error")
    );
    let refused = practice
        .post("/v3/connect/custom", imap(ADDRESS, "my main password"))
        .await;
    assert_eq!(
        (refused.status, refused.kind()),
        (400, "grant.invalid_authentication")
    );
    let without = practice.connect(ADDRESS).await;
    assert!(
        without.body["error"]["message"]
            .as_str()
            .unwrap()
            .contains("icloud"),
        "{}",
        without.body
    );
}

#[tokio::test]
async fn an_address_has_one_grant_whatever_its_provider() {
    let practice = with_imap().await;
    practice
        .post("/v3/connectors", json!({ "provider": "icloud" }))
        .await;
    let first = practice
        .post("/v3/connect/custom", imap(ADDRESS, APP_PASSWORD))
        .await;
    let second = practice.connect(ADDRESS).await;
    assert_eq!(
        (second.id(), &second.body["data"]["provider"]),
        (first.id(), &json!("icloud"))
    );
    assert_eq!(practice.get("/v3/grants").await.count(), 1);
}

#[tokio::test]
async fn changing_apples_password_ends_every_app_password_and_grant_of_the_account() {
    let practice = Practice::ready().await;
    let made = practice.connect(ADDRESS).await;
    let bystander = practice.connect("bystander@icloud.com").await;
    let path = format!("/v3/grants/{}", made.id());
    // Apple knows the account by any of its domains.
    practice.simulator.change_apple_password("Anna.Lind@me.com");

    let invalid = practice.get(&path).await;
    assert_eq!(
        (invalid.status, &invalid.body["data"]["grant_status"]),
        (200, &json!("invalid"))
    );
    for data in ["calendars", "messages"] {
        let read = practice.get(&format!("{path}/{data}")).await;
        assert_eq!((read.status, read.kind()), (401, "grant.expired"));
        assert_eq!(
            practice
                .get(&format!("/v3/grants/{}/{data}", bystander.id()))
                .await
                .status,
            200
        );
    }
    assert_eq!(
        practice.get("/v3/grants?grant_status=invalid").await.body["data"][0]["id"],
        made.id()
    );

    for dead in [APP_PASSWORD, "abcdefghijklmnop"] {
        let refused = practice.connect_with(ADDRESS, dead).await;
        assert_eq!(
            (refused.status, refused.kind()),
            (400, "grant.invalid_authentication")
        );
    }
    let ask = |password| practice.simulator.ask_apple(ADDRESS, password);
    let (refused, accepted) = (Verdict::Refused, Verdict::Accepted);
    assert_eq!(
        ask(APP_PASSWORD),
        AppleAnswer {
            calendar: refused,
            mail: refused
        }
    );
    assert_eq!(
        ask(ANOTHER),
        AppleAnswer {
            calendar: accepted,
            mail: accepted
        }
    );

    let renewed = practice.connect_with(ADDRESS, ANOTHER).await;
    assert_eq!(
        (
            renewed.status,
            renewed.id(),
            &renewed.body["data"]["grant_status"]
        ),
        (201, made.id(), &json!("valid"))
    );
    assert!(renewed.body["data"]["updated_at"].as_u64() > made.body["data"]["updated_at"].as_u64());
    assert_eq!(practice.get(&format!("{path}/calendars")).await.status, 200);
}

#[tokio::test]
async fn many_grants_come_in_pages_each_once_and_are_of_every_kind() {
    let practice = Practice::start().await;
    practice.simulator.seed_grants(450);
    let mut ids = HashSet::new();
    for (offset, count) in [(0, 200), (200, 200), (400, 50), (600, 0)] {
        let page = practice
            .get(&format!("/v3/grants?limit=200&offset={offset}"))
            .await;
        assert_eq!(page.count(), count);
        ids.extend(
            page.body["data"]
                .as_array()
                .unwrap()
                .iter()
                .map(|grant| grant["id"].to_string()),
        );
    }
    assert_eq!(ids.len(), 450);
    for provider in ["icloud", "imap", "google", "microsoft"] {
        let found = practice
            .get(&format!("/v3/grants?provider={provider}&limit=200"))
            .await;
        assert!(found.count() >= 90 && found.body["data"][0]["provider"] == provider);
    }
    let invalid = practice
        .get("/v3/grants?grant_status=invalid&limit=200")
        .await;
    assert_eq!(invalid.count(), 64);
    let one = practice
        .get("/v3/grants?email=Person-00003%40outlook.com")
        .await;
    assert_eq!(
        (one.count(), &one.body["data"][0]["provider"]),
        (1, &json!("microsoft"))
    );
}

#[tokio::test]
async fn grants_are_sorted_as_asked() {
    let practice = Practice::ready().await;
    practice.simulator.seed_grants(10);
    // The oldest is authenticated again, and so is the newest update.
    practice.connect("person-00000@icloud.com").await;
    let first = async |query: &str| {
        practice
            .get(&format!("/v3/grants?limit=1&{query}"))
            .await
            .body["data"][0]["email"]
            .clone()
    };
    assert_eq!(first("").await, "person-00009@mail.example");
    assert_eq!(
        first("sort_by=created_at&order_by=desc").await,
        "person-00009@mail.example"
    );
    assert_eq!(first("order_by=asc").await, "person-00000@icloud.com");
    assert_eq!(first("sort_by=updated_at").await, "person-00000@icloud.com");
    assert_eq!(
        first("sort_by=updated_at&order_by=asc").await,
        "person-00001@gmail.com"
    );
    assert_eq!(practice.get("/v3/grants?sort_by=colour").await.status, 400);
    assert_eq!(practice.get("/v3/grants?order_by=odd").await.status, 400);
}

#[tokio::test]
async fn ten_thousand_grants_cost_no_more_on_the_last_page_than_on_the_first() {
    let practice = Practice::start().await;
    practice.simulator.seed_grants(10_000);
    let mut times = Vec::new();
    for offset in [0, 9_800] {
        let start = Instant::now();
        for _ in 0..5 {
            assert_eq!(
                practice
                    .get(&format!("/v3/grants?limit=200&offset={offset}"))
                    .await
                    .count(),
                200
            );
        }
        times.push(start.elapsed());
    }
    // Generous: the machine is busy. A page that walked from the start would take many times as long.
    assert!(
        times[1] < times[0] * 4 + std::time::Duration::from_millis(200),
        "{times:?}"
    );
}
