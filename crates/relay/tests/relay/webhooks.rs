//! What Nylas tells by itself, and what is found where it didn't.

use crate::between::Between;
use crate::process::Process;
use crate::site::{Site, answer};
use crate::wizard::{PASSWORD, Wizard, kind};
use hmac::{Hmac, KeyInit, Mac};
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

pub(crate) const SECRET: &str = "whsec-one";
const PATH: &str = "/webhooks/nylas";
const TYPES: [&str; 4] = [
    "grant.created",
    "grant.updated",
    "grant.expired",
    "grant.deleted",
];

/// The file that the relay's configuration names, from now on.
pub(crate) fn secrets(site: &mut Site, text: &str) {
    let folder = site.config().parent().unwrap().to_owned();
    std::fs::write(folder.join("webhook"), text).unwrap();
    let config = std::fs::read_to_string(site.config()).unwrap();
    if !config.contains("webhook_secret_file") {
        let config = config.replace("[nylas]", "[nylas]\nwebhook_secret_file = \"webhook\"");
        std::fs::write(site.config(), config).unwrap();
        site.relays.remove(0).kill();
        site.start();
    }
}

pub(crate) fn event(site: &Site, kind: &str, grant: &str) -> Value {
    json!({
        "specversion": "1.0", "type": kind, "source": "/nylas/system", "id": "evt-1", "time": 1_795_963_571,
        "webhook_delivery_attempt": 1,
        "data": { "application_id": site.simulator.client_id(), "object": { "code": 25009, "grant_id": grant, "provider": "icloud" } },
    })
}

fn signed(secret: &str, body: &[u8]) -> String {
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(body);
    data_encoding::HEXLOWER.encode(&mac.finalize().into_bytes())
}

pub(crate) fn delivery(site: &Site, secret: &str, event: &Value) -> RequestBuilder {
    let body = event.to_string();
    let signature = signed(secret, body.as_bytes());
    site.request(Method::POST, PATH)
        .header("x-nylas-signature", signature)
        .body(body)
}

async fn connected(site: &Site, account: &str) -> String {
    let (_, ticket) = site.invite(account).await;
    let wizard = Wizard::new(site, &ticket, 'a');
    wizard.claim().await;
    wizard.submit(account).await;
    let made = wizard
        .until(10, |connection| connection["state"] == "made")
        .await;
    made["connected"]["grant_id"].as_str().unwrap().to_owned()
}

/// How this grant stands, as the company sees it.
async fn standing(site: &Site, grant: &str) -> Value {
    let (status, listed) = site.get("/connections").await;
    assert_eq!(status, StatusCode::OK, "{listed}");
    let rows = listed["connections"].as_array().unwrap();
    let row = rows.iter().find(|row| row["grant_id"] == grant);
    row.map_or(Value::Null, |row| row["state"].clone())
}

pub(crate) async fn until(site: &Site, grant: &str, state: &str) {
    let since = Instant::now();
    loop {
        let now = standing(site, grant).await;
        if now == state {
            return;
        }
        assert!(
            since.elapsed() < Duration::from_secs(20),
            "{now} instead of {state}"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Hints that nobody has decided yet.
async fn hints(site: &Site) -> i64 {
    let row = sqlx::query("SELECT count(*) AS hints FROM hints")
        .fetch_one(&site.database)
        .await;
    sqlx::Row::try_get(&row.unwrap(), "hints").unwrap()
}

on_both! {
    async fn the_challenge_comes_back_as_it_is_and_as_nothing_else(site: Site) {
        let asked = |query: &str| site.request(Method::GET, &format!("{PATH}?{query}"));
        for (query, said) in [
            ("challenge=abc-123", "abc-123".to_owned()),
            ("challenge=%3Cscript%3E", "<script>".to_owned()),
            (&format!("x=1&challenge={}", "a".repeat(256)), "a".repeat(256)),
        ] {
            let response = asked(query).send().await.unwrap();
            assert_eq!(response.status(), StatusCode::OK);
            assert_eq!(response.headers()["content-type"], "text/plain; charset=utf-8");
            assert_eq!(response.headers()["x-content-type-options"], "nosniff");
            assert_eq!(response.text().await.unwrap(), said);
        }
        for query in ["", "challenge=", "challenge=a&challenge=b", "challenge=%0d%0aset-cookie", &format!("challenge={}", "a".repeat(257))] {
            let (status, refused) = answer(asked(query)).await;
            assert_eq!((status, kind(&refused)), (StatusCode::BAD_REQUEST, "relay.not_understood"), "{query}");
        }
    }

    async fn a_changed_apple_password_is_heard_of_and_the_renewal_too(site: Site) {
        let mut site = site;
        secrets(&mut site, SECRET);
        let grant = connected(&site, "bob@icloud.com").await;
        until(&site, &grant, "valid").await;
        let other = connected(&site, "eve@icloud.com").await;
        site.simulator.change_apple_password("bob@icloud.com");
        let (status, _) = answer(delivery(&site, SECRET, &event(&site, "grant.expired", &grant))).await;
        assert_eq!(status, StatusCode::OK);
        until(&site, &grant, "invalid").await;
        until(&site, &other, "valid").await;
        let (_, listed) = site.get("/connections?state=invalid").await;
        let row = &listed["connections"][0];
        assert_eq!((listed["connections"].as_array().unwrap().len(), &row["account"]), (1, &json!("bob@icloud.com")));
        let since = row["since"].as_i64().unwrap();

        // The same again changes nothing, not even since when.
        answer(delivery(&site, SECRET, &event(&site, "grant.expired", &grant))).await;
        let (_, invitation) = site.get(&format!("/invitations/{}", row["invitation"].as_str().unwrap())).await;
        assert_eq!((&invitation["grant_id"], &invitation["reference"]), (&json!(grant), &row["reference"]));
        let (_, again) = site.get("/connections?state=invalid").await;
        assert_eq!(again["connections"][0]["since"], since);

        // A further invitation renews it, and that needs no event.
        let body = json!({ "account": "bob@icloud.com", "recipient_label": "Bob", "renew": true });
        let (_, made) = site.post("/invitations", body).await;
        let wizard = Wizard::new(&site, &crate::site::ticket_of(&made), 'b');
        wizard.claim().await;
        let (_, renewed) = wizard.submit_password("bob@icloud.com", "qrst-qrst-qrst-qrst").await;
        assert_eq!(renewed["connected"]["grant_id"], grant, "{renewed}");
        until(&site, &grant, "valid").await;
        let (_, listed) = site.get("/connections").await;
        let row = listed["connections"].as_array().unwrap().iter().find(|row| row["grant_id"] == grant).unwrap().clone();
        assert_eq!(row["invitation"], made["id"]);
        assert!(!site.relays[0].log().contains(SECRET) && !site.relays[0].log().contains(PASSWORD));
    }

    async fn whatever_comes_in_whichever_order_the_grant_is_asked_for(site: Site) {
        let mut site = site;
        secrets(&mut site, SECRET);
        let grant = connected(&site, "bob@icloud.com").await;
        until(&site, &grant, "valid").await;
        // It lives, whatever is told of it.
        for kind in TYPES.iter().chain(&TYPES).rev() {
            assert_eq!(answer(delivery(&site, SECRET, &event(&site, kind, &grant))).await.0, StatusCode::OK);
        }
        let since = Instant::now();
        while hints(&site).await > 0 {
            assert!(since.elapsed() < Duration::from_secs(20));
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(standing(&site, &grant).await, "valid");
        let gone = site.http.delete(format!("{}/v3/grants/{grant}", site.simulator.origin()));
        gone.bearer_auth(site.simulator.api_key()).send().await.unwrap();
        // The event says that it was made.
        answer(delivery(&site, SECRET, &event(&site, "grant.created", &grant))).await;
        until(&site, &grant, "gone").await;
    }

    async fn what_nylas_did_not_sign_or_does_not_concern_this_company_is_not_heard(site: Site) {
        let mut site = site;
        let grant = connected(&site, "bob@icloud.com").await;
        until(&site, &grant, "valid").await;
        let expired = event(&site, "grant.expired", &grant);
        // There is no secret yet: Nylas may try again.
        let (status, refused) = answer(delivery(&site, SECRET, &expired)).await;
        assert_eq!((status, kind(&refused)), (StatusCode::SERVICE_UNAVAILABLE, "relay.unavailable"));
        secrets(&mut site, SECRET);
        site.simulator.change_apple_password("bob@icloud.com");
        let mut strangers = expired.clone();
        strangers["data"]["application_id"] = json!("another");
        let unsigned = site.request(Method::POST, PATH).body(expired.to_string());
        let altered = delivery(&site, SECRET, &expired).body(strangers.to_string());
        for request in [
            unsigned,
            altered,
            delivery(&site, "other", &expired),
            delivery(&site, "", &expired),
            delivery(&site, SECRET, &strangers),
            delivery(&site, SECRET, &json!({ "type": "grant.expired" })),
            delivery(&site, SECRET, &json!("grant.expired")),
            delivery(&site, SECRET, &expired).header("x-nylas-signature", "00"),
        ] {
            let (status, refused) = answer(request).await;
            assert_eq!((status, kind(&refused)), (StatusCode::BAD_REQUEST, "relay.not_understood"), "{refused}");
        }
        let large = "a".repeat(300_000);
        let request = site.request(Method::POST, PATH).header("x-nylas-signature", signed(SECRET, large.as_bytes()));
        assert_eq!(answer(request.body(large)).await.0, StatusCode::PAYLOAD_TOO_LARGE);
        // Of something else, or of somebody else's grant: heard, and nothing more.
        for other in [
            event(&site, "message.created", &grant),
            event(&site, "grant.expired", "00000000-0000-4000-8000-000000000000"),
            event(&site, "grant.expired", "../../applications"),
        ] {
            assert_eq!(answer(delivery(&site, SECRET, &other)).await.0, StatusCode::OK);
        }
        assert_eq!(hints(&site).await, 0);
        assert_eq!(standing(&site, &grant).await, "valid");
        let metrics = site.request(Method::GET, "/metrics").bearer_auth(&site.token);
        let metrics = metrics.send().await.unwrap().text().await.unwrap();
        for line in ["events_total{outcome=\"refused\"} 8", "events_total{outcome=\"ignored\"} 3", "events_total{outcome=\"stored\"} 0", "connections{state=\"valid\"} 1"] {
            assert!(metrics.contains(line), "{line} in {metrics}");
        }
    }

    async fn two_secrets_count_while_one_takes_the_others_place(site: Site) {
        let mut site = site;
        secrets(&mut site, "first\n");
        let grant = connected(&site, "bob@icloud.com").await;
        let expired = event(&site, "grant.expired", &grant);
        for (file, counts) in [
            ("first\n", [true, false, false]),
            ("first\nsecond\n", [true, true, false]),
            ("first\n\n second \r\nthird", [false, true, true]),
            ("third", [false, false, true]),
        ] {
            secrets(&mut site, file);
            for (secret, counts) in ["first", "second", "third"].into_iter().zip(counts) {
                let (status, _) = answer(delivery(&site, secret, &expired)).await;
                assert_eq!(status == StatusCode::OK, counts, "{secret} with {file:?}");
            }
        }
    }

    async fn what_a_dead_relay_had_taken_is_decided_by_the_next(site: Site) {
        let mut site = site;
        let grant = connected(&site, "bob@icloud.com").await;
        until(&site, &grant, "valid").await;
        site.relays.remove(0).kill();
        site.simulator.change_apple_password("bob@icloud.com");
        // As it is left by a relay that took it and died.
        sqlx::query("INSERT INTO hints SELECT grant_id, looked_at, looked_at + 60000, 1 FROM grants")
            .execute(&site.database)
            .await
            .unwrap();
        site.start();
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!((standing(&site, &grant).await, hints(&site).await), (json!("valid"), 1));
        site.age(61).await;
        site.relays.remove(0).kill();
        site.start();
        until(&site, &grant, "invalid").await;
    }

    async fn while_nylas_is_away_what_was_heard_is_kept(site: Site) {
        let mut site = site;
        secrets(&mut site, SECRET);
        let grant = connected(&site, "bob@icloud.com").await;
        site.simulator.change_apple_password("bob@icloud.com");
        let away = Between::to(&site.simulator.origin()).await;
        away.refuse("GET", "/v3/grants/*", 400, "Something else");
        let there = [("ICLOUD_CONNECT_RELAY_NYLAS_API_URL", away.origin.clone())];
        let relay = Process::start(&site.config(), &there);
        site.relays.remove(0).kill();
        site.relays.push(relay);
        let expired = event(&site, "grant.expired", &grant);
        for _ in 0..3 {
            assert_eq!(answer(delivery(&site, SECRET, &expired)).await.0, StatusCode::OK);
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!((standing(&site, &grant).await, hints(&site).await), (json!("valid"), 1));
        // It is back, and one of the relays looks again by itself.
        site.age(200).await;
        site.start();
        until(&site, &grant, "invalid").await;
    }

    async fn what_no_event_told_of_is_found_within_the_hour(site: Site) {
        let mut site = site;
        let grant = connected(&site, "bob@icloud.com").await;
        until(&site, &grant, "valid").await;
        site.simulator.seed_grants(450);
        site.simulator.change_apple_password("bob@icloud.com");
        // An hour later three relays look, and one of them sweeps.
        site.age(3601).await;
        site.relays.remove(0).kill();
        for _ in 0..3 {
            site.start();
        }
        until(&site, &grant, "invalid").await;
        let (_, listed) = site.get("/connections").await;
        assert_eq!(listed["connections"].as_array().unwrap().len(), 1, "nobody else's are kept");
        // Mended by other means, and again without a word.
        let settings = json!({ "username": "bob@icloud.com", "password": "qrst-qrst-qrst-qrst" });
        let renewed = site.http.post(format!("{}/v3/connect/custom", site.simulator.origin()));
        let renewed = renewed.bearer_auth(site.simulator.api_key()).json(&json!({ "provider": "icloud", "settings": settings }));
        assert!(renewed.send().await.unwrap().status().is_success());
        site.age(3601).await;
        until_long(&site, &grant, "valid").await;
    }
}

/// A round is half a minute where nothing is heard.
async fn until_long(site: &Site, grant: &str, state: &str) {
    tokio::time::sleep(Duration::from_secs(25)).await;
    until(site, grant, state).await;
}
