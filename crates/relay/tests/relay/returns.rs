//! An account that a signed-in customer adds counts once that customer's own browser came back.

use crate::site::{Site, ticket_of};
use crate::wizard::Wizard;
use reqwest::StatusCode;
use serde_json::{Value, json};
use url::Url;

/// From now on it counts like this.
fn confirming(site: &mut Site) {
    let config = std::fs::read_to_string(site.config()).unwrap();
    let config = config
        .replace("[nylas]", "confirm = \"return\"\n[nylas]")
        .replace(
            "[organization]",
            "[organization]\nreturn_url = \"https://maplecare.example/back?page=1\"",
        );
    std::fs::write(site.config(), config).unwrap();
    site.relays.remove(0).kill();
    site.start();
}

/// What the program was told to open in the end, after the page's own query.
fn result(claimed: &Value) -> String {
    let page = claimed["claimed"]["return_url"].as_str().unwrap();
    let page = Url::parse(page).unwrap();
    assert_eq!(
        page.as_str().split('=').next(),
        Some("https://maplecare.example/back?page")
    );
    let mut pairs = page.query_pairs();
    assert_eq!(pairs.next().unwrap(), ("page".into(), "1".into()));
    let (name, value) = pairs.next().unwrap();
    assert_eq!((name.as_ref(), value.len()), ("result", 64));
    value.into_owned()
}

async fn ids(site: &Site, query: &str) -> Vec<Value> {
    let (_, listed) = site.get(&format!("/invitations?state={query}")).await;
    listed["invitations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["id"].clone())
        .collect()
}

on_both! {
    async fn a_connection_counts_when_its_customer_came_back_once(site: Site) {
        let mut site = site;
        confirming(&mut site);
        let (id, ticket) = site.invite("bob@icloud.com").await;
        let give_in = |result: &str| json!({ "result": result, "invitation": id });
        // Somebody opened the link first; their result ends with their claim.
        let (_, claimed) = Wizard::new(&site, &ticket, 'a').claim().await;
        let first = result(&claimed);
        site.post(&format!("/invitations/{id}/release"), json!({})).await;
        let wizard = Wizard::new(&site, &ticket, 'b');
        let (_, claimed) = wizard.claim().await;
        let own = result(&claimed);
        assert_ne!(own, first);
        let (_, again) = wizard.get("/v3/invitation").await;
        assert_eq!(result(&again), own);
        assert!(Wizard::new(&site, &ticket, 'a').get("/v3/invitation").await.1["claimed"].is_null());
        let (status, refused) = site.post("/returns", give_in(&own)).await;
        assert_eq!((status, &refused["error"]["type"]), (StatusCode::CONFLICT, &json!("not_connected")));

        wizard.submit("bob@icloud.com").await;
        let made = wizard.until(10, |connection| connection["state"] == "made").await;
        // To the customer it is connected, to the company not yet.
        let (_, seen) = site.get(&format!("/invitations/{id}")).await;
        assert_eq!((&seen["state"], &seen["grant_id"], &seen["ended_at"]), (&json!("claimed"), &Value::Null, &Value::Null));
        assert_eq!(site.get("/connections").await.1["connections"], json!([]));
        assert_eq!((ids(&site, "connected").await, ids(&site, "claimed").await), (vec![], vec![json!(id)]));
        let long = "a".repeat(100_000);
        for nobody in [first.as_str(), "", "' OR 1=1 --", &ticket, &long] {
            let (status, refused) = site.post("/returns", give_in(nobody)).await;
            assert_eq!((status, &refused["error"]["type"]), (StatusCode::NOT_FOUND, &json!("not_found")), "{nobody}");
        }
        // The session waits for another one: the link was passed on.
        let (other, _) = site.invite("eve@icloud.com").await;
        let (status, _) = site.post("/returns", json!({ "result": own, "invitation": other })).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        for odd in [json!({}), json!({ "result": own }), json!({ "result": 1, "invitation": id }), json!([])] {
            assert_eq!(site.post("/returns", odd).await.0, StatusCode::BAD_REQUEST);
        }

        let (status, seen) = site.post("/returns", give_in(&own)).await;
        let grant = &made["connected"]["grant_id"];
        assert_eq!((status, &seen["id"], &seen["state"], &seen["grant_id"]), (StatusCode::OK, &json!(id), &json!("connected"), grant));
        let (status, refused) = site.post("/returns", give_in(&own)).await;
        assert_eq!((status, &refused["error"]["type"]), (StatusCode::CONFLICT, &json!("used")));
        assert_eq!(&site.get("/connections").await.1["connections"][0]["grant_id"], grant);
        assert_eq!((ids(&site, "connected").await, ids(&site, "claimed").await), (vec![json!(id)], vec![]));
        let (_, history) = site.get(&format!("/invitations/{id}/audit")).await;
        assert_eq!(history["entries"].as_array().unwrap().last().unwrap()["what"], "came back");
        assert!(!site.relays[0].log().contains(&own) && !history.to_string().contains(&own));
    }

    async fn a_renewal_adds_nothing_so_nobody_has_to_come_back(site: Site) {
        let mut site = site;
        confirming(&mut site);
        let body = json!({ "account": "bob@icloud.com", "recipient_label": "Bob", "renew": true });
        let (_, made) = site.post("/invitations", body).await;
        let wizard = Wizard::new(&site, &ticket_of(&made), 'a');
        let (_, claimed) = wizard.claim().await;
        assert_eq!(claimed["claimed"]["return_url"], "https://maplecare.example/back?page=1");
        wizard.submit("bob@icloud.com").await;
        wizard.until(10, |connection| connection["state"] == "made").await;
        let (_, seen) = site.get(&format!("/invitations/{}", made["id"].as_str().unwrap())).await;
        assert_eq!(seen["state"], "connected");
    }
}

#[tokio::test]
async fn who_counts_by_a_return_says_where_to() {
    let site = Site::sqlite().await;
    let config = std::fs::read_to_string(site.config()).unwrap();
    for (confirm, why) in [
        ("return", "organization.return_url is missing"),
        ("later", "confirm is return"),
    ] {
        let changed = config.replace("[nylas]", &format!("confirm = \"{confirm}\"\n[nylas]"));
        std::fs::write(site.config(), changed).unwrap();
        let (well, said) = site.said(&["token", "list"]);
        assert!(!well && said.contains(why), "{said}");
    }
}

#[tokio::test]
async fn a_phone_that_brings_no_result_is_not_offered_where_one_is_needed() {
    let site = Site::sqlite().await;
    let config = std::fs::read_to_string(site.config()).unwrap();
    let both = "confirm = \"return\"\nphone = \"nylas\"\n[nylas]";
    let changed = config.replace("[nylas]", both).replace(
        "[organization]",
        "[organization]\nreturn_url = \"https://maplecare.example/back\"",
    );
    std::fs::write(site.config(), changed).unwrap();
    let (well, said) = site.said(&["token", "list"]);
    assert!(
        !well && said.contains("needs phone = \"computer\""),
        "{said}"
    );
}
