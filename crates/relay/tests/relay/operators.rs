//! What a company's own people do.

use crate::site::{Site, answer, ticket_of};
use reqwest::{Method, StatusCode};
use serde_json::json;

on_both! {
    async fn an_invitation_is_made_once_and_its_link_is_told_once(site: Site) {
        let body = json!({
            "account": "Bob+shop@me.com", "recipient_label": "Bob", "account_label": "Bob's Bakery, b…@gmail.com",
            "external_id": "crm-17", "state": "17", "language": "de",
        });
        let (status, made) = site.post("/invitations", body.clone()).await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
        assert_eq!(ticket_of(&made).len(), 32);
        let (status, again) = site.post("/invitations", body.clone()).await;
        assert_eq!((status, &again["id"]), (StatusCode::OK, &made["id"]));
        assert!(again["link"].is_null());
        let mut other = body;
        other["account"] = json!("eve@icloud.com");
        let (status, refused) = site.post("/invitations", other).await;
        assert_eq!(status, StatusCode::CONFLICT);
        assert_eq!(refused["error"]["type"], "external_id_taken");

        let id = made["id"].as_str().unwrap();
        let (status, seen) = site.get(&format!("/invitations/{id}")).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(seen["account"], "bob@me.com");
        assert_eq!((&seen["state"], &seen["links"]), (&json!("created"), &json!(1)));
        assert!(!seen.to_string().contains(&ticket_of(&made)));
        let valid = seen["expires_at"].as_i64().unwrap() - seen["created_at"].as_i64().unwrap();
        assert_eq!(valid, 14 * 24 * 3600);
    }

    async fn what_is_no_invitation_is_refused_with_its_field(site: Site) {
        for (body, kind) in [
            (json!({ "account": "bob@gmail.com", "recipient_label": "Bob" }), "account_not_apple"),
            (json!({ "account": "bob", "recipient_label": "Bob" }), "account"),
            (json!({ "account": "bob@icloud.com", "recipient_label": " " }), "recipient_label"),
            (json!({ "account": "bob@icloud.com", "recipient_label": "a\u{202e}b" }), "recipient_label"),
            (json!({ "account": "bob@icloud.com", "recipient_label": "x".repeat(81) }), "recipient_label"),
            (json!({ "account": "bob@icloud.com", "recipient_label": "Bob", "language": "../x" }), "language"),
            (json!({ "account": "bob@icloud.com", "recipient_label": "Bob", "send_to": "x" }), "send_to"),
            (json!({ "account": "bob@icloud.com", "recipient_label": "Bob", "valid_seconds": 1 }), "valid_seconds"),
            (json!({ "account": "bob@icloud.com", "recipient_label": "Bob", "grant": "1" }), "not_understood"),
            (json!({ "account": "bob@icloud.com" }), "not_understood"),
            (json!([]), "not_understood"),
        ] {
            let (status, refused) = site.post("/invitations", body.clone()).await;
            assert!(status.is_client_error(), "{body}: {status}");
            assert_eq!(refused["error"]["type"], kind, "{body}");
        }
    }

    async fn a_token_does_what_its_role_allows_until_it_is_ended(site: Site) {
        let (id, _) = site.invite("bob@icloud.com").await;
        let read = site.run(&["token", "create", "--name", "rita", "--role", "read"]);
        let invite = site.run(&["token", "create", "--name", "ines", "--role", "invite"]);
        let body = json!({ "account": "eve@icloud.com", "recipient_label": "Eve" });
        for (token, statuses) in [
            (read.as_str(), [200, 403, 403]),
            (invite.as_str(), [200, 201, 403]),
            (site.token.as_str(), [200, 201, 200]),
            ("icr_nobody", [401, 401, 401]),
            ("", [401, 401, 401]),
        ] {
            let calls = [
                site.request(Method::GET, "/invitations"),
                site.request(Method::POST, "/invitations").json(&body),
                site.request(Method::POST, &format!("/invitations/{id}/reset-tries")),
            ];
            for (call, status) in calls.into_iter().zip(statuses) {
                let (got, said) = answer(call.bearer_auth(token)).await;
                assert_eq!(got.as_u16(), status, "{token} {said}");
            }
        }
        site.run(&["token", "revoke", "--name", "ines"]);
        let call = site.request(Method::GET, "/invitations").bearer_auth(&invite);
        assert_eq!(answer(call).await.0, StatusCode::UNAUTHORIZED);
        let short = site.run(&["token", "create", "--name", "tom", "--role", "read", "--expires", "1"]);
        tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
        let call = site.request(Method::GET, "/invitations").bearer_auth(&short);
        assert_eq!(answer(call).await.0, StatusCode::UNAUTHORIZED);
        assert!(!site.run(&["token", "list"]).contains("icr_"));
    }

    async fn an_invitation_is_corrected_linked_anew_and_taken_back(site: Site) {
        let (id, _) = site.invite("bob@icloud.com").await;
        let path = format!("/invitations/{id}");
        let (status, seen) = site
            .operator(Method::PATCH, &path, Some(json!({ "account": "rob@icloud.com", "account_label": "Rob's" })))
            .await;
        assert_eq!((status, &seen["account"]), (StatusCode::OK, &json!("rob@icloud.com")));
        assert_eq!((&seen["account_label"], &seen["recipient_label"]), (&json!("Rob's"), &json!("Bob")));
        for links in [2, 3, 4, 5, 5, 5] {
            let (status, made) = site.post(&format!("{path}/link"), json!({})).await;
            assert_eq!(status, StatusCode::CREATED, "{made}");
            assert_eq!(site.get(&path).await.1["links"], links);
        }
        let (status, seen) = site.post(&format!("{path}/revoke"), json!({})).await;
        assert_eq!((status, &seen["state"]), (StatusCode::OK, &json!("revoked")));
        for call in ["link", "revoke", "release"] {
            let (status, refused) = site.post(&format!("{path}/{call}"), json!({})).await;
            assert_eq!((status, &refused["error"]["type"]), (StatusCode::CONFLICT, &json!("ended")));
        }
        let (status, _) = site.post("/invitations/nobody/revoke", json!({})).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        let (_, audit) = site.get(&format!("{path}/audit")).await;
        let what: Vec<_> = audit["entries"].as_array().unwrap().iter().map(|entry| entry["what"].clone()).collect();
        assert_eq!(what.first(), Some(&json!("invitation made")));
        assert_eq!(what.last(), Some(&json!("revoked")));
        assert_eq!(what.len(), 9);
        assert!(audit["entries"].as_array().unwrap().iter().all(|entry| entry["who"] == "anna"));
    }

    async fn tables_of_the_version_before_are_brought_up_to_date_and_of_the_one_after_left_alone(site: Site) {
        let mut site = site;
        let (id, _) = site.invite("bob@icloud.com").await;
        // As the first version left them; and as if a later one had been here.
        for statement in [
            "DROP INDEX invitations_untold",
            "DROP INDEX invitations_stuck",
            "DROP INDEX invitations_over",
            "DROP INDEX invitations_counted",
            "DROP TABLE sign_ins",
            "DROP TABLE hints",
            "DROP TABLE grants",
            "ALTER TABLE invitations DROP COLUMN return_hash",
            "ALTER TABLE invitations DROP COLUMN confirmed_at",
            "DROP TABLE jobs",
            "DROP INDEX invitations_by_renews",
            "ALTER TABLE invitations DROP COLUMN parent",
            "ALTER TABLE invitations DROP COLUMN renews",
            "ALTER TABLE invitations DROP COLUMN bounced_at",
            "ALTER TABLE invitations DROP COLUMN again_at",
            "ALTER TABLE invitations DROP COLUMN told",
            "ALTER TABLE invitations DROP COLUMN told_problem_at",
            "DELETE FROM _sqlx_migrations WHERE version > 1",
            // Of somebody whom no invitation is for any more: it goes with the next round.
            "INSERT INTO tries (mailbox, place, free_at) VALUES ('eve@icloud.com', 0, 1)",
            "DELETE FROM facts",
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
             SELECT 99, 'later', success, checksum, 0 FROM _sqlx_migrations WHERE version = 1",
        ] {
            sqlx::query(statement).execute(&site.database).await.unwrap();
        }
        site.relays.remove(0).kill();
        site.start();
        site.start();
        assert_eq!(site.get(&format!("/invitations/{id}")).await.1["state"], "created");
        assert_eq!(site.get("/connections").await.0, StatusCode::OK);
        let since = std::time::Instant::now();
        let left = || sqlx::query("SELECT 1 FROM tries").fetch_optional(&site.database);
        while left().await.unwrap().is_some() {
            assert!(since.elapsed() < std::time::Duration::from_secs(20));
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        // A later version comes while this one runs.
        let later = "ALTER TABLE invitations ADD COLUMN later TEXT";
        sqlx::query(later).execute(&site.database).await.unwrap();
        for _ in 0..5 {
            assert_eq!(site.get(&format!("/invitations/{id}")).await.0, StatusCode::OK);
            assert_eq!(site.get("/invitations").await.0, StatusCode::OK);
        }
    }

    async fn the_audit_only_grows(site: Site) {
        site.invite("bob@icloud.com").await;
        for statement in ["UPDATE audit SET who = 'nobody'", "DELETE FROM audit"] {
            let refused = sqlx::query(statement).execute(&site.database).await;
            assert!(refused.is_err(), "{statement}");
        }
    }

    async fn invitations_are_listed_by_pages_state_and_text(site: Site) {
        let rows: Vec<_> = (0..120)
            .map(|n| json!({ "account": format!("user{n:03}@icloud.com"), "recipient_label": format!("User {n}") }))
            .chain([json!({ "account": "x@gmail.com", "recipient_label": "X" })])
            .collect();
        let (status, batch) = site.post("/invitations/batch", json!({ "invitations": rows })).await;
        assert_eq!(status, StatusCode::OK);
        let results = batch["results"].as_array().unwrap();
        assert_eq!(results.len(), 121);
        assert!(results[..120].iter().all(|row| row["link"].is_string()));
        assert_eq!(results[120]["error"]["type"], "account_not_apple");

        let (mut seen, mut cursor) = (vec![], String::new());
        for page in 1.. {
            let (_, listed) = site.get(&format!("/invitations{cursor}")).await;
            seen.extend(listed["invitations"].as_array().unwrap().iter().map(|row| row["account"].to_string()));
            match listed["next_cursor"].as_str() {
                Some(next) => cursor = format!("?cursor={next}"),
                None => {
                    assert_eq!(page, 3);
                    break;
                }
            }
        }
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 120);
        for (query, found) in [
            ("q=user007", 1),
            ("q=USER%2011", 11),
            ("q=nobody", 0),
            ("q=%25", 0),
            ("state=created&q=user00", 10),
            ("state=connected", 0),
            ("state=expired", 0),
        ] {
            let (_, listed) = site.get(&format!("/invitations?{query}")).await;
            assert_eq!(listed["invitations"].as_array().unwrap().len(), found, "{query}");
        }
        for wrong in ["state=x", "cursor=x", "limit=3"] {
            assert_eq!(site.get(&format!("/invitations?{wrong}")).await.0, StatusCode::BAD_REQUEST);
        }
        sqlx::query("UPDATE invitations SET expires_at = 1 WHERE account = 'user007@icloud.com'")
            .execute(&site.database)
            .await
            .unwrap();
        for (query, found) in [("state=expired", 1), ("state=created&q=user00", 9)] {
            let (_, listed) = site.get(&format!("/invitations?{query}")).await;
            assert_eq!(listed["invitations"].as_array().unwrap().len(), found, "{query}");
        }
    }
}

#[tokio::test]
async fn health_says_that_it_lives_and_ready_that_it_can_work() {
    let site = Site::sqlite().await;
    for path in ["/health", "/ready"] {
        let response = site.request(Method::GET, path).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        for (name, value) in [
            ("cache-control", "no-store"),
            ("referrer-policy", "no-referrer"),
            ("x-content-type-options", "nosniff"),
        ] {
            assert_eq!(response.headers()[name], value);
        }
    }
}
