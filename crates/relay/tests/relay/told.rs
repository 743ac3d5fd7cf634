//! What the company is told by itself, and how often.

use crate::between::Between;
use crate::company::{Company, SECRET};
use crate::mails::hurry;
use crate::process::Process;
use crate::site::{Site, answer};
use crate::wizard::Wizard;
use reqwest::Method;
use serde_json::{Value, json};

/// The company is told from now on, by so many relays.
pub(crate) async fn telling(site: &mut Site, relays: usize) -> Company {
    let company = Company::start().await;
    std::fs::write(site.config().with_file_name("told"), SECRET).unwrap();
    site.configure(&format!(
        "[notify]\nurl = \"{}\"\nsecret_file = \"told\"\n",
        company.url
    ));
    site.relays.clear();
    for _ in 0..relays {
        site.start();
    }
    company
}

/// Types, with the invitation that each is about.
pub(crate) fn types(heard: &[Value]) -> Vec<(&str, &str)> {
    heard
        .iter()
        .map(|event| {
            (
                event["type"].as_str().unwrap(),
                event["invitation"].as_str().unwrap_or_default(),
            )
        })
        .collect()
}

on_both! {
    async fn each_step_is_told_once_whichever_relay_finds_it(site: Site) {
        let mut site = site;
        let company = telling(&mut site, 3).await;
        let body = json!({ "account": "bob@icloud.com", "recipient_label": "Bob", "external_id": "crm-17" });
        let (_, made) = site.post("/invitations", body).await;
        let bob = made["id"].as_str().unwrap();
        let wizard = Wizard::new(&site, &crate::site::ticket_of(&made), 'a');
        wizard.claim().await;
        // Most problems pass by themselves.
        wizard.post("/v3/progress", json!({ "step": "password", "problem": "A01" })).await;
        site.age(500).await;
        hurry(&site).await;
        wizard.post("/v3/progress", json!({ "step": "password" })).await;
        site.age(500).await;
        hurry(&site).await;
        company.stays(0).await;
        wizard.post("/v3/progress", json!({ "step": "password", "problem": "A02" })).await;
        site.age(601).await;
        hurry(&site).await;
        company.until(1).await;
        site.age(601).await;
        wizard.post("/v3/progress", json!({ "step": "password", "problem": "A02" })).await;
        hurry(&site).await;
        company.stays(1).await;
        wizard.submit("bob@icloud.com").await;
        wizard.until(10, |connection| connection["state"] == "made").await;
        hurry(&site).await;
        let heard = company.until(2).await;
        assert_eq!(types(&heard), [("invitation.stuck", bob), ("invitation.connected", bob)]);
        let (stuck, connected) = (&heard[0], &heard[1]);
        assert_eq!((&stuck["problem"], &stuck["state"], &stuck["external_id"]), (&json!("A02"), &json!("claimed"), &json!("crm-17")));
        assert_eq!((&connected["state"], &connected["problem"]), (&json!("connected"), &Value::Null));
        assert!(connected["grant_id"].is_string() && connected["at"].as_i64().unwrap() > 1_700_000_000, "{connected}");
        assert_ne!(stuck["id"], connected["id"]);
        // No person's name or address is in what is told.
        assert!(!format!("{heard:?}").contains("icloud.com") && !format!("{heard:?}").contains("Bob"));

        let (eve, ticket) = site.invite("eve@icloud.com").await;
        answer(site.request(Method::POST, &format!("/i/{ticket}/decline"))).await;
        let body = json!({ "account": "ann@icloud.com", "recipient_label": "Ann", "valid_seconds": 60 });
        let (_, made) = site.post("/invitations", body).await;
        site.age(61).await;
        hurry(&site).await;
        let heard = company.until(3).await;
        assert_eq!(types(&heard)[2], ("invitation.declined", eve.as_str()));
        site.relays.remove(0).kill();
        site.start();
        let heard = company.until(4).await;
        assert_eq!(types(&heard)[3], ("invitation.expired", made["id"].as_str().unwrap()));
        site.age(3600).await;
        hurry(&site).await;
        company.stays(4).await;
    }

    async fn while_the_company_is_away_it_is_tried_again_under_the_same_id_for_three_days(site: Site) {
        let mut site = site;
        let company = telling(&mut site, 2).await;
        company.answers(302);
        let (id, ticket) = site.invite("bob@icloud.com").await;
        answer(site.request(Method::POST, &format!("/i/{ticket}/decline"))).await;
        hurry(&site).await;
        company.until(1).await;
        hurry(&site).await;
        company.stays(1).await;
        site.age(61).await;
        company.answers(500);
        hurry(&site).await;
        company.until(2).await;
        site.age(121).await;
        company.answers(204);
        hurry(&site).await;
        let heard = company.until(3).await;
        assert_eq!((&heard[0]["id"], &heard[0]["type"]), (&heard[2]["id"], &heard[2]["type"]));
        site.age(3700).await;
        hurry(&site).await;
        company.stays(3).await;

        company.answers(500);
        let (_, ticket) = site.invite("eve@icloud.com").await;
        answer(site.request(Method::POST, &format!("/i/{ticket}/decline"))).await;
        hurry(&site).await;
        company.until(4).await;
        site.age(3 * 24 * 3600 + 1).await;
        hurry(&site).await;
        company.until(5).await;
        site.age(4000).await;
        hurry(&site).await;
        company.stays(5).await;
        assert_eq!(types(&heard)[0].1, id);
    }

    async fn that_the_company_is_not_ready_is_told_once_each_time(site: Site) {
        let mut site = site;
        let company = telling(&mut site, 1).await;
        let refusing = Between::to(&site.simulator.origin()).await;
        refusing.refuse("POST", "/v3/connect/custom", 403, "No");
        let there = [("ICLOUD_CONNECT_RELAY_NYLAS_API_URL", refusing.origin.clone())];
        let relay = Process::start(&site.config(), &there);
        site.relays.remove(0).kill();
        site.relays.push(relay);
        let (id, ticket) = site.invite("bob@icloud.com").await;
        let wizard = Wizard::new(&site, &ticket, 'a');
        wizard.claim().await;
        for _ in 0..2 {
            wizard.submit("bob@icloud.com").await;
            hurry(&site).await;
        }
        let heard = company.until(1).await;
        assert_eq!(types(&heard), [("invitation.company_not_ready", id.as_str())]);
        site.age(3700).await;
        hurry(&site).await;
        company.stays(1).await;
        wizard.submit("bob@icloud.com").await;
        hurry(&site).await;
        company.until(2).await;
    }
}
