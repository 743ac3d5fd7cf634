//! From an invitation to a grant.

use crate::site::{Site, ticket_of};
use crate::wizard::{PASSWORD, Wizard, kind};
use reqwest::{Method, StatusCode};
use serde_json::json;

on_both! {
    async fn one_invited_person_makes_one_grant(site: Site) {
        let body = json!({ "account": "bob@icloud.com", "recipient_label": "Bob", "account_label": "Bob's Bakery", "state": "17" });
        let (_, made) = site.post("/invitations", body).await;
        let ticket = ticket_of(&made);
        let wizard = Wizard::new(&site, &ticket, 'a');

        // With the ticket alone one learns who invites, and nothing of whom.
        let request = site.request(Method::GET, "/v3/invitation").header("icloud-connect-protocol", "1");
        let (status, told) = crate::site::answer(request.bearer_auth(&ticket)).await;
        assert_eq!(status, StatusCode::OK, "{told}");
        assert_eq!((&told["company"]["name"], &told["ready"]), (&json!("Maple Care"), &json!(true)));
        assert_eq!(told["reference"], made["reference"]);
        assert!(!told.to_string().to_lowercase().contains("bob"), "{told}");

        let (status, claimed) = wizard.claim().await;
        assert_eq!(status, StatusCode::OK, "{claimed}");
        let claimed = &claimed["claimed"];
        assert_eq!((&claimed["account"], &claimed["recipient_label"]), (&json!("bob@icloud.com"), &json!("Bob")));
        assert_eq!((&claimed["account_label"], &claimed["tries_left"]), (&json!("Bob's Bakery"), &json!(3)));
        assert_eq!(wizard.connection().await["state"], "none");

        let (status, connection) = wizard.submit("Bob@me.com").await;
        assert_eq!((status, &connection["state"]), (StatusCode::OK, &json!("made")), "{connection}");
        let connection = wizard.until(10, |c| c["connected"]["calendars"].is_array()).await;
        let connected = &connection["connected"];
        assert_eq!((&connected["email"], &connected["renewed"]), (&json!("bob@icloud.com"), &json!(false)));
        assert!(!connected["calendars"].as_array().unwrap().is_empty());
        assert!(connected["newest_message"].is_i64());
        assert!(site.simulator.grant_exists(connected["grant_id"].as_str().unwrap()));
        assert_eq!(site.simulator.custom_auth_count(), 1);

        // It ends all links; who made it may still look.
        let other = Wizard::new(&site, &ticket, 'b');
        let (status, refused) = other.claim().await;
        assert_eq!((status, kind(&refused)), (StatusCode::GONE, "invitation.used"));
        let (status, _) = wizard.claim().await;
        assert_eq!(status, StatusCode::OK);
        let (status, refused) = wizard.submit("bob@icloud.com").await;
        assert_eq!((status, kind(&refused)), (StatusCode::GONE, "invitation.used"));
        let (_, seen) = site.get(&format!("/invitations/{}", made["id"].as_str().unwrap())).await;
        assert_eq!((&seen["state"], &seen["grant_id"]), (&json!("connected"), &connected["grant_id"]));

        // What was read is told for a quarter of an hour.
        site.age(16 * 60).await;
        let later = wizard.connection().await;
        assert!(later["connected"]["calendars"].is_null() && later["connected"]["newest_message"].is_null());
        let log = site.relays[0].log();
        for secret in [PASSWORD, &ticket, site.simulator.api_key(), "bob@icloud.com"] {
            assert!(!log.contains(secret), "{log}");
        }
    }

    async fn a_claim_is_one_computers_until_another_may_have_it(site: Site) {
        let (id, ticket) = site.invite("bob@icloud.com").await;
        let (first, second) = (Wizard::new(&site, &ticket, 'a'), Wizard::new(&site, &ticket, 'b'));
        let (status, refused) = first.get("/v3/connection").await;
        assert_eq!((status, kind(&refused)), (StatusCode::CONFLICT, "invitation.not_claimed"));
        assert_eq!(first.claim().await.0, StatusCode::OK);
        assert_eq!(first.claim().await.0, StatusCode::OK);
        for path in ["/v3/connection", "/v3/invitation"] {
            let (status, refused) = second.get(path).await;
            assert_eq!((status, kind(&refused)), (StatusCode::CONFLICT, "invitation.other_computer"));
        }
        assert_eq!(kind(&second.claim().await.1), "invitation.other_computer");

        // By a link that was made after the claim.
        let (_, made) = site.post(&format!("/invitations/{id}/link"), json!({})).await;
        let third = Wizard::new(&site, &ticket_of(&made), 'c');
        assert_eq!(third.claim().await.0, StatusCode::OK);
        assert_eq!(kind(&first.get("/v3/invitation").await.1), "invitation.other_computer");
        assert_eq!(kind(&first.claim().await.1), "invitation.other_computer");

        // By the operator; and the one before is told.
        let (status, seen) = site.post(&format!("/invitations/{id}/release"), json!({})).await;
        assert_eq!((status, &seen["state"]), (StatusCode::OK, &json!("created")));
        assert_eq!(kind(&third.get("/v3/connection").await.1), "invitation.other_computer");
        assert_eq!(second.claim().await.0, StatusCode::OK);

        // By its being silent for an hour.
        site.age(59 * 60).await;
        assert_eq!(kind(&first.claim().await.1), "invitation.other_computer");
        site.age(2 * 60).await;
        assert_eq!(first.claim().await.0, StatusCode::OK);
    }

    async fn what_is_over_says_why(site: Site) {
        let ended = [
            ("expired", "invitation.expired"),
            ("revoked", "invitation.withdrawn"),
            ("declined", "invitation.withdrawn"),
            ("disputed", "invitation.withdrawn"),
            ("connected", "invitation.used"),
        ];
        for (state, fault) in ended {
            let (id, ticket) = site.invite("bob@icloud.com").await;
            sqlx::query("UPDATE invitations SET state = $1 WHERE id = $2")
                .bind(state)
                .bind(id)
                .execute(&site.database)
                .await
                .unwrap();
            let (status, refused) = Wizard::new(&site, &ticket, 'a').claim().await;
            assert_eq!((status, kind(&refused)), (StatusCode::GONE, fault));
        }
        let (_, ticket) = site.invite("bob@icloud.com").await;
        let wizard = Wizard::new(&site, &ticket, 'a');
        wizard.claim().await;
        site.age(15 * 24 * 3600).await;
        assert_eq!(kind(&wizard.submit("bob@icloud.com").await.1), "invitation.expired");
        let unknown = Wizard::new(&site, &"z".repeat(32), 'a');
        let (status, refused) = unknown.claim().await;
        assert_eq!((status, kind(&refused)), (StatusCode::UNAUTHORIZED, "invitation.not_known"));
        assert_eq!(site.simulator.custom_auth_count(), 0);
    }

    async fn five_refusals_a_day_and_three_by_one_claim(site: Site) {
        let (id, ticket) = site.invite("refused@icloud.com").await;
        let first = Wizard::new(&site, &ticket, 'a');
        first.claim().await;
        for left in [2, 1, 0] {
            let (status, connection) = first.submit("refused@me.com").await;
            assert_eq!((status, &connection["state"]), (StatusCode::OK, &json!("failed")), "{connection}");
            assert_eq!(connection["refusal"]["code"], "N01");
            assert!(connection["refusal"]["request_id"].is_string() && connection["refusal"]["type"].is_string());
            assert_eq!(connection["tries_left"], left);
        }
        let (status, refused) = first.submit("refused@icloud.com").await;
        assert_eq!((status, kind(&refused)), (StatusCode::TOO_MANY_REQUESTS, "invitation.too_many_tries"));
        let until = refused["error"]["until"].as_i64().unwrap();
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
        assert!((until - i64::try_from(now).unwrap() - 24 * 3600).abs() < 60, "{until}");
        // Another invitation for the same mailbox by another name has the rest of the day's, and no more.
        let (_, ticket) = site.invite("refused@mac.com").await;
        let second = Wizard::new(&site, &ticket, 'b');
        let (_, claimed) = second.claim().await;
        assert_eq!(claimed["claimed"]["tries_left"], 2);
        second.submit("refused@mac.com").await;
        second.submit("refused@mac.com").await;
        assert_eq!(kind(&second.submit("refused@mac.com").await.1), "invitation.too_many_tries");
        assert_eq!(site.simulator.custom_auth_count(), 5);
        site.post(&format!("/invitations/{id}/reset-tries"), json!({})).await;
        assert_eq!(second.submit("refused@mac.com").await.1["refusal"]["code"], "N01");
        site.age(25 * 3600).await;
        assert_eq!(second.claim().await.1["claimed"]["tries_left"], 3);
    }

    async fn only_the_invited_account_and_only_an_app_password_go_on(site: Site) {
        let (_, ticket) = site.invite("bob@icloud.com").await;
        let wizard = Wizard::new(&site, &ticket, 'a');
        wizard.claim().await;
        for (body, status, fault) in [
            (json!({ "provider": "icloud", "settings": { "username": "eve@icloud.com", "password": PASSWORD } }), 403, "invitation.other_account"),
            (json!({ "provider": "icloud", "settings": { "username": "bob@gmail.com", "password": PASSWORD } }), 403, "invitation.other_account"),
            (json!({ "provider": "icloud", "settings": { "username": "bob@icloud.com", "password": "Summer2026!" } }), 400, "relay.not_understood"),
            (json!({ "provider": "icloud", "settings": { "username": "bob@icloud.com", "password": "" } }), 400, "relay.not_understood"),
            (json!({ "provider": "imap", "settings": { "imap_password": PASSWORD } }), 400, "relay.not_understood"),
            (json!({ "provider": "imap", "settings": { "imap_password": PASSWORD, "imap_host": "evil.example" } }), 400, "relay.not_understood"),
            (json!({ "provider": "google", "settings": { "refresh_token": "x" } }), 400, "relay.not_understood"),
            (json!({ "provider": "icloud", "settings": { "username": "bob@icloud.com", "password": PASSWORD }, "state": "x" }), 400, "relay.not_understood"),
        ] {
            let (got, refused) = wizard.post("/v3/connect/custom", body.clone()).await;
            assert_eq!((got.as_u16(), kind(&refused)), (status, fault), "{body}");
        }
        assert_eq!(site.simulator.custom_auth_count(), 0);
        assert_eq!(wizard.connection().await["tries_left"], 3);
    }

    async fn what_the_company_has_to_mend_is_not_the_persons_fault(site: Site) {
        for account in ["no-connector@icloud.com", "key-refused@icloud.com", "plan-limit@icloud.com"] {
            let (_, ticket) = site.invite(account).await;
            let wizard = Wizard::new(&site, &ticket, 'a');
            let (_, told) = wizard.claim().await;
            assert_eq!(told["ready"], true, "{account}");
            let (status, refused) = wizard.submit(account).await;
            assert_eq!((status, kind(&refused)), (StatusCode::SERVICE_UNAVAILABLE, "invitation.company_not_ready"), "{account}");
            // Nobody else makes a password for nothing, until somebody looks again.
            assert_eq!(wizard.get("/v3/invitation").await.1["ready"], false);
            assert_eq!(kind(&wizard.submit(account).await.1), "invitation.company_not_ready");
            assert_eq!(wizard.connection().await["tries_left"], 3);
            site.age(11 * 60).await;
        }
        assert_eq!(site.simulator.custom_auth_count(), 3);
    }

    async fn a_lost_answer_is_looked_for_and_never_sent_again(site: Site) {
        let (_, ticket) = site.invite("lost-answer@icloud.com").await;
        let wizard = Wizard::new(&site, &ticket, 'a');
        wizard.claim().await;
        let (status, connection) = wizard.submit("lost-answer@icloud.com").await;
        assert!(matches!(status.as_u16(), 200 | 202), "{connection}");
        let connection = wizard.until(20, |c| c["state"] == "made").await;
        assert!(site.simulator.grant_exists(connection["connected"]["grant_id"].as_str().unwrap()));
        assert_eq!(site.simulator.custom_auth_count(), 1);
    }

    async fn another_addresss_grant_is_deleted_and_reported(site: Site) {
        let (id, ticket) = site.invite("other-address@icloud.com").await;
        let wizard = Wizard::new(&site, &ticket, 'a');
        wizard.claim().await;
        let (_, connection) = wizard.submit("other-address@icloud.com").await;
        assert_eq!((&connection["state"], &connection["refusal"]["code"]), (&json!("failed"), &json!("N11")));
        assert_eq!(site.grants().await, 0);
        assert_eq!(site.get(&format!("/invitations/{id}")).await.1["state"], "claimed");
        // The other address is a customer's as well: nobody takes that away.
        let (_, own) = site.invite("someone-else@icloud.com").await;
        let theirs = Wizard::new(&site, &own, 'b');
        theirs.claim().await;
        theirs.submit("someone-else@icloud.com").await;
        assert_eq!(wizard.submit("other-address@icloud.com").await.1["refusal"]["code"], "N11");
        assert_eq!(site.grants().await, 1);
    }

    async fn not_mine_deletes_what_this_invitation_made_and_nothing_else(site: Site) {
        let (_, ticket) = site.invite("bob@icloud.com").await;
        let first = Wizard::new(&site, &ticket, 'a');
        first.claim().await;
        let (status, _) = first.post("/v3/not-mine", json!({})).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        let (_, connection) = first.submit("bob@icloud.com").await;
        let grant = connection["connected"]["grant_id"].as_str().unwrap().to_owned();
        // Somebody else renews it: now it is not only the first one's.
        let (id, ticket) = site.invite("bob@icloud.com").await;
        let second = Wizard::new(&site, &ticket, 'b');
        second.claim().await;
        let (_, connection) = second.submit("bob@icloud.com").await;
        assert_eq!(connection["connected"]["renewed"], true);
        for wizard in [&second, &first] {
            let (status, disowned) = wizard.post("/v3/not-mine", json!({})).await;
            let last = std::ptr::eq(wizard, &first);
            assert_eq!((status, &disowned["deleted"]), (StatusCode::OK, &json!(last)));
            assert_eq!(site.simulator.grant_exists(&grant), !last);
            let (_, again) = wizard.post("/v3/not-mine", json!({})).await;
            assert_eq!(again["deleted"], last);
        }
        assert_eq!(site.get(&format!("/invitations/{id}")).await.1["state"], "disputed");
    }

    async fn the_company_hears_where_somebody_is_stuck_and_nothing_else(site: Site) {
        let (id, ticket) = site.invite("bob@icloud.com").await;
        let wizard = Wizard::new(&site, &ticket, 'a');
        wizard.claim().await;
        let (status, _) = wizard.post("/v3/progress", json!({ "step": "password", "problem": "A02" })).await;
        assert_eq!(status, StatusCode::OK);
        let path = format!("/invitations/{id}");
        let stuck = site.get(&path).await.1["stuck"].clone();
        let fields: Vec<_> = stuck.as_object().unwrap().keys().cloned().collect();
        assert_eq!(fields, ["problem", "since", "step", "system", "version"]);
        assert_eq!((&stuck["step"], &stuck["problem"], &stuck["system"]), (&json!("password"), &json!("A02"), &json!("linux")));
        let (status, _) = wizard.post("/v3/progress", json!({ "step": "password", "problem": "bob@icloud.com" })).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        wizard.post("/v3/progress", json!({ "step": "connecting" })).await;
        assert!(site.get(&path).await.1["stuck"].is_null());
    }
}
