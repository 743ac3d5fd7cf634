//! Connections that end, and how they come back: who is written to, when, and when not.

use crate::company::Company;
use crate::mails::{history, hurry, mailing, one, until};
use crate::post::Post;
use crate::site::{Site, answer};
use crate::told::{telling, types};
use crate::webhooks::{self, SECRET, delivery, event, secrets};
use crate::wizard::Wizard;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use std::collections::HashSet;
use std::time::{Duration, Instant};

const DAY: i64 = 24 * 3600;
const MINUTE: i64 = 60;
const NEW_PASSWORD: &str = "qrst-qrst-qrst-qrst";

/// A company with all there is, and so many relays.
async fn company(site: &mut Site, relays: usize) -> (Post, Company) {
    secrets(site, SECRET);
    let company = telling(site, 0).await;
    (mailing(site, relays).await, company)
}

/// Somebody who was invited by mail, and connected: the invitation and the grant.
async fn connected(site: &Site, post: &Post, name: &str) -> (String, String) {
    let account = format!("{name}@icloud.com");
    let to = format!("{name}@example.com");
    let body = json!({ "account": account, "recipient_label": name, "send_to": to, "external_id": format!("crm-{name}") });
    let (_, made) = site.post("/invitations", body).await;
    let id = made["id"].as_str().unwrap().to_owned();
    let ticket = mail_to(post, &to).await;
    let connection = connect(site, &ticket, &account, crate::wizard::PASSWORD).await;
    let grant = connection["connected"]["grant_id"].as_str().unwrap();
    (id, grant.to_owned())
}

async fn connect(site: &Site, ticket: &str, account: &str, password: &str) -> Value {
    let wizard = Wizard::new(site, ticket, 'a');
    assert_eq!(wizard.claim().await.0, StatusCode::OK);
    wizard.submit_password(account, password).await;
    wizard
        .until(10, |connection| connection["state"] == "made")
        .await
}

/// The ticket of the last mail to this address.
async fn mail_to(post: &Post, to: &str) -> String {
    let since = Instant::now();
    loop {
        if let Some(mail) = post.got().iter().rev().find(|mail| mail.to == to) {
            return mail.ticket();
        }
        assert!(since.elapsed() < Duration::from_secs(20));
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Apple refuses the password from now on, Nylas notices, and its event comes: twice, to each relay.
async fn ends(site: &Site, name: &str, grant: &str) {
    site.simulator
        .change_apple_password(&format!("{name}@icloud.com"));
    for _ in 0..2 {
        let told = delivery(site, SECRET, &event(site, "grant.expired", grant));
        assert_eq!(answer(told).await.0, StatusCode::OK);
    }
    webhooks::until(site, grant, "invalid").await;
}

/// As much later, with everything done that is due then.
async fn later(site: &Site, seconds: i64) {
    site.age(seconds).await;
    hurry(site).await;
}

/// The invitations that follow this one.
async fn following(site: &Site, id: &str) -> Vec<Value> {
    let (_, listed) = site.get("/invitations").await;
    let rows = listed["invitations"].as_array().unwrap().iter();
    rows.filter(|row| row["parent"] == id).cloned().collect()
}

on_both! {
    async fn a_changed_apple_password_is_mended_by_one_mail_and_the_company_hears_of_each_step_once(site: Site) {
        let mut site = site;
        let (post, company) = company(&mut site, 3).await;
        let (first, grant) = connected(&site, &post, "bob").await;
        hurry(&site).await;
        company.until(1).await;
        ends(&site, "bob", &grant).await;
        later(&site, 29 * MINUTE).await;
        post.stays(1).await;
        later(&site, 2 * MINUTE).await;
        let mail = post.until(2).await.remove(1);
        assert_eq!((mail.to.as_str(), mail.header("Subject").as_str()), ("bob@example.com", "Please reconnect your iCloud account to Maple Care"));
        let follows = following(&site, &first).await;
        assert_eq!(follows.len(), 1);
        let second = follows[0]["id"].as_str().unwrap();
        assert_eq!((&follows[0]["renew"], &follows[0]["account"], &follows[0]["send_to"]), (&json!(true), &json!("bob@icloud.com"), &json!("bob@example.com")));

        let renewed = connect(&site, &mail.ticket(), "bob@icloud.com", NEW_PASSWORD).await;
        assert_eq!((&renewed["connected"]["grant_id"], &renewed["connected"]["renewed"]), (&json!(grant), &json!(true)));
        webhooks::until(&site, &grant, "valid").await;
        assert_eq!(site.grants().await, 1);
        hurry(&site).await;
        let heard = company.until(2).await;
        assert_eq!(types(&heard), [("invitation.connected", first.as_str()), ("invitation.connected", second)]);
        for event in &heard {
            assert_eq!((&event["external_id"], &event["grant_id"]), (&json!("crm-bob"), &json!(grant)));
        }
        // And once more, a year later.
        later(&site, 8 * DAY).await;
        post.stays(2).await;
        ends(&site, "bob", &grant).await;
        later(&site, 31 * MINUTE).await;
        post.until(3).await;
        assert_eq!(following(&site, &first).await.len(), 2);
    }

    async fn what_works_again_by_itself_frightens_nobody(site: Site) {
        let mut site = site;
        let (post, _company) = company(&mut site, 2).await;
        let (first, grant) = connected(&site, &post, "bob").await;
        ends(&site, "bob", &grant).await;
        // Mended by other means within half an hour; the event is lost, and the grant is looked at before anybody is told.
        let settings = json!({ "username": "bob@icloud.com", "password": NEW_PASSWORD });
        let mended = site.http.post(format!("{}/v3/connect/custom", site.simulator.origin())).bearer_auth(site.simulator.api_key());
        let mended = mended.json(&json!({ "provider": "icloud", "settings": settings })).send().await.unwrap();
        assert!(mended.status().is_success());
        later(&site, 31 * MINUTE).await;
        webhooks::until(&site, &grant, "valid").await;
        post.stays(1).await;
        assert_eq!(following(&site, &first).await, [] as [Value; 0]);
    }

    async fn a_renewal_ends_when_the_grant_works_again_or_is_deleted(site: Site) {
        let mut site = site;
        let (post, _company) = company(&mut site, 1).await;
        let (bob, bobs) = connected(&site, &post, "bob").await;
        let (eve, eves) = connected(&site, &post, "eve").await;
        ends(&site, "bob", &bobs).await;
        ends(&site, "eve", &eves).await;
        later(&site, 31 * MINUTE).await;
        post.until(4).await;
        let settings = json!({ "username": "bob@icloud.com", "password": NEW_PASSWORD });
        let mended = site.http.post(format!("{}/v3/connect/custom", site.simulator.origin())).bearer_auth(site.simulator.api_key());
        mended.json(&json!({ "provider": "icloud", "settings": settings })).send().await.unwrap();
        let gone = site.http.delete(format!("{}/v3/grants/{eves}", site.simulator.origin()));
        gone.bearer_auth(site.simulator.api_key()).send().await.unwrap();
        let mut updated = event(&site, "grant.updated", &bobs);
        updated["data"]["object"]["code"] = json!(25027);
        for told in [updated, event(&site, "grant.deleted", &eves)] {
            answer(delivery(&site, SECRET, &told)).await;
        }
        for (id, why) in [(bob, "it works again"), (eve, "the grant was deleted")] {
            let follows = following(&site, &id).await[0]["id"].as_str().unwrap().to_owned();
            until(&site, &follows, |now| now["state"] == "revoked").await;
            assert_eq!(history(&site, &follows).await.last().unwrap(), &format!("revoked {why}"));
        }
        later(&site, 4 * DAY).await;
        post.stays(4).await;
    }

    async fn whoever_declines_to_renew_is_left_alone(site: Site) {
        let mut site = site;
        let (post, company) = company(&mut site, 1).await;
        let (first, grant) = connected(&site, &post, "bob").await;
        ends(&site, "bob", &grant).await;
        later(&site, 31 * MINUTE).await;
        let ticket = post.until(2).await[1].ticket();
        answer(site.request(Method::POST, &format!("/i/{ticket}/decline"))).await;
        hurry(&site).await;
        let heard = company.until(2).await;
        assert_eq!(types(&heard)[1].0, "invitation.declined");
        for _ in 0..3 {
            later(&site, 4 * DAY).await;
            answer(delivery(&site, SECRET, &event(&site, "grant.expired", &grant))).await;
        }
        post.stays(2).await;
        let follows = following(&site, &first).await;
        assert_eq!((follows.len(), &follows[0]["state"]), (1, &json!("declined")));
        company.stays(2).await;
    }

    async fn five_hundred_that_end_at_once_wait_for_an_operator(site: Site) {
        const MANY: usize = 500;
        let mut site = site;
        let (post, company) = company(&mut site, 1).await;
        let mut table = "grant_id,account,name,send_to\n".to_owned();
        for n in 0..MANY {
            let settings = json!({ "username": format!("u{n}@icloud.com"), "password": NEW_PASSWORD });
            let made = site.http.post(format!("{}/v3/connect/custom", site.simulator.origin())).bearer_auth(site.simulator.api_key());
            let (_, made) = answer(made.json(&json!({ "provider": "icloud", "settings": settings }))).await;
            let grant = made["data"]["id"].as_str().unwrap();
            table.push_str(&format!("{grant},u{n}@icloud.com,User {n},u{n}@example.com\n"));
        }
        let file = site.config().with_file_name("grants.csv");
        std::fs::write(&file, table).unwrap();
        let file = file.to_str().unwrap();
        assert_eq!(site.run(&["adopt", "--dry-run", file]), "500 would be adopted, 0 known already, 0 refused");
        assert_eq!(site.run(&["adopt", file]), "500 adopted, 0 known already, 0 refused");
        assert_eq!(site.run(&["adopt", file]), "0 adopted, 500 known already, 0 refused");
        for n in 0..MANY {
            site.simulator.change_apple_password(&format!("u{n}@icloud.com"));
        }
        // Nylas' events are lost: the hourly look finds them.
        site.age(3601).await;
        site.relays.remove(0).kill();
        site.start();
        let since = Instant::now();
        while site.get("/renewals").await.1["waiting"] != MANY {
            assert!(since.elapsed() < Duration::from_secs(120));
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        later(&site, 31 * MINUTE).await;
        let heard = company.until(1).await;
        assert_eq!((&heard[0]["type"], &heard[0]["waiting"]), (&json!("renewals.held"), &json!(MANY)));
        assert_eq!(site.get("/renewals").await.1, json!({ "held": true, "waiting": MANY }));
        let metrics = site.request(Method::GET, "/metrics").bearer_auth(&site.token);
        let (_, metrics) = answer(metrics).await;
        assert!(metrics.as_str().unwrap().contains("renewals_held{why=\"too_many\"} 1"), "{metrics}");
        later(&site, 3600).await;
        post.stays(0).await;

        let (status, waits) = site.post("/renewals/wait", json!({})).await;
        assert_eq!((status, waits), (StatusCode::OK, json!({ "held": false, "waiting": MANY })));
        assert_eq!(site.post("/renewals/wait", json!({})).await.0, StatusCode::CONFLICT);
        later(&site, 3600).await;
        post.stays(0).await;
        later(&site, DAY).await;
        company.until(2).await;
        let (status, sent) = site.post("/renewals/send", json!({})).await;
        assert_eq!((status, &sent["held"]), (StatusCode::OK, &json!(false)));
        let mails = post.until(MANY).await;
        let people: HashSet<_> = mails.iter().map(|mail| mail.to.clone()).collect();
        assert_eq!(people.len(), MANY);
        later(&site, 3601).await;
        post.stays(MANY).await;
        company.stays(2).await;
    }

    async fn an_ended_link_brings_a_new_one_to_the_address_that_the_company_has_once_an_hour(site: Site) {
        let mut site = site;
        let (post, _company) = company(&mut site, 2).await;
        let (first, grant) = connected(&site, &post, "bob").await;
        let used = post.got()[0].ticket();
        let asked = |ticket: &str| site.request(Method::POST, &format!("/i/{ticket}/again"));
        let (status, page) = answer(site.request(Method::GET, &format!("/i/{used}"))).await;
        assert_eq!(status, StatusCode::GONE);
        assert!(page.as_str().unwrap().contains(&format!("action=\"/i/{used}/again\"")), "{page}");
        let (status, said) = answer(asked(&used)).await;
        assert_eq!(status, StatusCode::OK);
        let mail = post.until(2).await.remove(1);
        assert_eq!((mail.to.as_str(), mail.header("Subject").as_str()), ("bob@example.com", "Your new link for Maple Care"));
        // Whatever is asked with, the same is said; and for an hour nothing more is sent.
        for ticket in [used.as_str(), &mail.ticket(), &"z".repeat(32), "nonsense"] {
            assert_eq!(answer(asked(ticket)).await, (status, said.clone()), "{ticket}");
        }
        hurry(&site).await;
        post.stays(2).await;
        later(&site, 3601).await;
        answer(asked(&used)).await;
        post.until(3).await;
        let follows = following(&site, &first).await;
        assert_eq!((follows.len(), &follows[0]["renew"]), (1, &json!(true)), "the one that is open is sent again");
        let renewed = connect(&site, &mail.ticket(), "bob@icloud.com", NEW_PASSWORD).await;
        assert_eq!(renewed["connected"]["grant_id"], grant);
        // The program asks by the connection. It's the same hour, and the same answer for everybody.
        let by_grant = |grant: &str| {
            let request = site.request(Method::POST, invitation::AGAIN);
            let request = request.header(invitation::PROTOCOL_HEADER, invitation::PROTOCOL.to_string());
            request.json(&json!({ "grant_id": grant }))
        };
        let mails = post.got().len();
        for grant in [&grant, "00000000-0000-4000-8000-000000000000", "", "' OR 1=1 --"] {
            assert_eq!(answer(by_grant(grant)).await, (StatusCode::OK, json!({})), "{grant}");
        }
        hurry(&site).await;
        post.stays(mails).await;
        later(&site, 3601).await;
        for _ in 0..2 {
            assert_eq!(answer(by_grant(&grant)).await, (StatusCode::OK, json!({})));
        }
        hurry(&site).await;
        let got = post.until(mails + 1).await;
        assert_eq!(got.last().unwrap().to, "bob@example.com");
        hurry(&site).await;
        post.stays(mails + 1).await;
        let newest = following(&site, &first).await.into_iter().find(|one| one["state"] != "connected");
        assert_eq!(newest.unwrap()["renew"], true);
        for odd in [json!({}), json!({ "grant_id": 1 }), json!({ "grant_id": grant, "send_to": "eve@example.com" })] {
            let (status, refused) = answer(by_grant("").json(&odd)).await;
            assert_eq!((status, &refused["error"]["type"]), (StatusCode::BAD_REQUEST, &json!("relay.not_understood")), "{odd}");
        }

        // One that expired brings one that does not renew; one that was withdrawn or declined, none.
        for (n, (state, mails)) in [("expired", 1), ("revoked", 0), ("declined", 0)].into_iter().enumerate() {
            let name = format!("eve{n}");
            let body = json!({ "account": format!("{name}@icloud.com"), "recipient_label": "Eve", "send_to": format!("{name}@example.com") });
            let (_, made) = site.post("/invitations", body).await;
            let id = made["id"].as_str().unwrap();
            until(&site, id, |now| now["state"] == "sent").await;
            let ticket = mail_to(&post, &format!("{name}@example.com")).await;
            match state {
                "expired" => site.age(15 * DAY).await,
                "revoked" => drop(site.post(&format!("/invitations/{id}/revoke"), json!({})).await),
                _ => drop(answer(site.request(Method::POST, &format!("/i/{ticket}/decline"))).await),
            }
            let before = post.got().len();
            assert_eq!(answer(asked(&ticket)).await, (status, said.clone()));
            hurry(&site).await;
            post.until(before + mails).await;
            assert_eq!(one(&site, id).await["state"], state);
            let page = answer(site.request(Method::GET, &format!("/i/{ticket}"))).await.1;
            assert_eq!(page.as_str().unwrap().contains("/again"), mails > 0, "{page}");
            // Whoever does not want the new one is sent none by the old link, either.
            if mails > 0 {
                let new = mail_to(&post, &format!("{name}@example.com")).await;
                answer(site.request(Method::POST, &format!("/i/{new}/decline"))).await;
                later(&site, 3601).await;
                let before = post.got().len();
                assert_eq!(answer(asked(&ticket)).await, (status, said.clone()));
                hurry(&site).await;
                post.stays(before).await;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_adopted_is_told_by_its_line() {
    let site = Site::sqlite().await;
    let settings = json!({ "username": "bob@icloud.com", "password": NEW_PASSWORD });
    let made = site
        .http
        .post(format!("{}/v3/connect/custom", site.simulator.origin()))
        .bearer_auth(site.simulator.api_key());
    let body = json!({ "provider": "icloud", "settings": settings });
    let (_, made) = answer(made.json(&body)).await;
    let grant = made["data"]["id"].as_str().unwrap();
    let nobodys = "00000000-0000-4000-8000-000000000000";
    let file = site.config().with_file_name("grants.csv");
    std::fs::write(
        &file,
        format!(
            "grant_id,account,name,send_to\n{nobodys},bob@icloud.com,Bob,\n{grant},eve@icloud.com,Eve,\n{grant},bob@example.com,Bob,\n{grant},bob@icloud.com,Bob,not an address\n../x,bob@icloud.com,Bob,\n{grant},bob@me.com,Bob,bob@example.com\n"
        ),
    )
    .unwrap();
    let output = crate::process::program(&site.config())
        .arg("adopt")
        .arg(&file)
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(!output.status.success());
    for line in [
        "line 2: Nylas has no such grant",
        "line 3: the grant is another account's",
        "line 4: The account is",
        "line 5: send_to is no e-mail address.",
        "line 6: grant_id is no grant's ID",
        "1 adopted, 0 known already, 5 refused",
    ] {
        assert!(said.contains(line), "{line} in {said}");
    }
    let (_, listed) = site.get("/connections").await;
    assert_eq!(listed["connections"][0]["grant_id"], grant);
}
