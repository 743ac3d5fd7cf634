//! What a company watches.

use crate::site::Site;
use crate::wizard::Wizard;
use reqwest::{Method, StatusCode};
use std::collections::BTreeMap;

/// Every number by its name and label.
async fn numbers(site: &Site) -> BTreeMap<String, u64> {
    let request = site
        .request(Method::GET, "/metrics")
        .bearer_auth(&site.token);
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    let text = response.text().await.unwrap();
    for part in ["bob", "icloud.com", "invitation=\""] {
        assert!(!text.contains(part), "{part} in {text}");
    }
    let mut kinds = BTreeMap::new();
    let mut numbers = BTreeMap::new();
    for line in text.lines() {
        if let Some(kind) = line.strip_prefix("# TYPE ") {
            let (name, kind) = kind.split_once(' ').unwrap();
            assert!(matches!(kind, "counter" | "gauge"), "{line}");
            assert_eq!(
                kinds.insert(name.to_owned(), kind.to_owned()),
                None,
                "{line}"
            );
            continue;
        }
        let (name, number) = line.rsplit_once(' ').unwrap();
        let family = name.split('{').next().unwrap();
        assert!(kinds.contains_key(family), "{line} has no type");
        let name = name.trim_start_matches("icloud_connect_relay_").to_owned();
        assert_eq!(
            numbers.insert(name, number.parse().unwrap()),
            None,
            "{line}"
        );
    }
    numbers
}

on_both! {
    async fn what_happened_is_counted_and_nobody_is_named(site: Site) {
        let before = numbers(&site).await;
        assert!(before.values().filter(|number| **number > 0).count() <= 1, "{before:?}");
        let (_, ticket) = site.invite("bob@icloud.com").await;
        let wizard = Wizard::new(&site, &ticket, 'a');
        wizard.claim().await;
        wizard.submit("bob@icloud.com").await;
        wizard.until(10, |connection| connection["state"] == "made").await;
        let (_, ticket) = site.invite("refused@icloud.com").await;
        let refused = Wizard::new(&site, &ticket, 'b');
        refused.claim().await;
        refused.submit("refused@icloud.com").await;
        Wizard::new(&site, &"z".repeat(32), 'a').claim().await;
        wizard.get("/v3/grants").await;
        let after = numbers(&site).await;
        for (name, number) in [
            ("submissions_total{outcome=\"connected\"}", 1),
            ("submissions_total{outcome=\"not_connected\"}", 1),
            ("submissions_total{outcome=\"uncertain\"}", 0),
            ("refusals_total{fault=\"invitation.not_known\"}", 1),
            ("refusals_total{fault=\"relay.not_found\"}", 1),
            ("refusals_total{fault=\"invitation.used\"}", 0),
            ("invitations{state=\"connected\"}", 1),
            ("invitations{state=\"claimed\"}", 1),
            ("submissions_under_way{where=\"this_process\"}", 0),
            ("answers_total{status=\"4xx\"}", 2),
            ("answers_total{status=\"5xx\"}", 0),
        ] {
            assert_eq!(after.get(name), Some(&number), "{name} in {after:?}");
        }
        assert!(after["answers_total{status=\"2xx\"}"] >= 7);
        assert!(!after.keys().any(|name| name.starts_with("api_key")), "nobody wrote down when it ends");
        let mut site = site;
        site.relays.remove(0).kill();
        let tomorrow = std::time::SystemTime::now() + std::time::Duration::from_secs(86_400);
        let tomorrow = time::OffsetDateTime::from(tomorrow).date().to_string();
        let variable = [("ICLOUD_CONNECT_RELAY_NYLAS_API_KEY_EXPIRES", tomorrow)];
        site.relays.push(crate::process::Process::start(&site.config(), &variable));
        assert_eq!(numbers(&site).await.get("api_key_days_left{key=\"nylas\"}"), Some(&1));
        let stranger = site.request(Method::GET, "/metrics").send().await.unwrap();
        assert_eq!(stranger.status(), StatusCode::UNAUTHORIZED);
    }
}
