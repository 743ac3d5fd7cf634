//! How it goes, in numbers and by name.

use crate::site::{Site, ticket_of};
use crate::wizard::Wizard;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

fn count(rows: &Value, what: &str, of: Option<&str>) -> i64 {
    let rows = rows.as_array().unwrap().iter();
    let of = of.map_or(Value::Null, Value::from);
    rows.filter(|row| row["what"] == what && row["of"] == of)
        .map(|row| row["count"].as_i64().unwrap())
        .sum()
}

async fn connect(site: &Site, ticket: &str, account: &str, password: &str) {
    let wizard = Wizard::new(site, ticket, 'a');
    wizard.claim().await;
    wizard.submit_password(account, password).await;
    wizard
        .until(10, |connection| connection["state"] == "made")
        .await;
}

on_both! {
    async fn the_board_counts_and_names_nobody(site: Site) {
        for account in ["bob@icloud.com", "eve@icloud.com"] {
            let (_, ticket) = site.invite(account).await;
            let wizard = Wizard::new(&site, &ticket, 'a');
            wizard.claim().await;
            wizard.post("/v3/progress", json!({ "step": "password", "problem": "A01" })).await;
        }
        let (tim, ticket) = site.invite("tim@icloud.com").await;
        let wizard = Wizard::new(&site, &ticket, 'a');
        wizard.claim().await;
        wizard.post("/v3/progress", json!({ "step": "prepare", "problem": "A01" })).await;
        let (_, ticket) = site.invite("pam@icloud.com").await;
        connect(&site, &ticket, "pam@icloud.com", "abcd-efgh-ijkl-mnop").await;
        site.invite("ann@icloud.com").await;
        let (over, _) = site.invite("old@icloud.com").await;
        sqlx::query("UPDATE invitations SET expires_at = 1 WHERE account = 'old@icloud.com'")
            .execute(&site.database)
            .await
            .unwrap();
        sqlx::query("UPDATE grants SET standing = 'invalid', since = since + 864000000")
            .execute(&site.database)
            .await
            .unwrap();

        let board: Value = serde_json::from_str(&site.run(&["board", "--json"])).unwrap();
        for (state, wanted) in [("claimed", 3), ("connected", 1), ("created", 1), ("expired", 1), ("revoked", 0)] {
            assert_eq!(count(&board["invitations"], state, None), wanted, "{state} in {board}");
        }
        assert_eq!(count(&board["stuck"], "A01", Some("password")), 2, "{board}");
        assert_eq!(count(&board["stuck"], "A01", Some("prepare")), 1);
        assert_eq!(count(&board["connections"], "invalid", None), 1);
        assert_eq!(count(&board["ended"], "password", Some("within a month")), 1);
        let (status, asked) = site.get("/board").await;
        assert_eq!((status, &asked), (StatusCode::OK, &board));
        let text = site.run(&["board"]);
        let metrics = site.request(Method::GET, "/metrics").bearer_auth(&site.token);
        let metrics = metrics.send().await.unwrap().text().await.unwrap();
        assert!(metrics.contains("stuck{problem=\"A01\"} 3"), "{metrics}");
        for said in [text, board.to_string(), metrics] {
            for name in ["bob@", "eve@", "tim@", "pam@", "ann@", "old@", "Bob", &tim, &over] {
                assert!(!said.contains(name), "{name} in {said}");
            }
        }
    }

    async fn an_invitation_is_found_by_whatever_the_company_knows(site: Site) {
        let body = json!({
            "account": "bob@icloud.com", "recipient_label": "Bob Q", "account_label": "Bakery", "external_id": "crm-17",
        });
        let (_, made) = site.post("/invitations", body).await;
        site.invite("eve@icloud.com").await;
        let reference = made["reference"].as_str().unwrap();
        for text in ["bob@", "bob q", "BAKERY", "crm-17", reference] {
            let found: Value = serde_json::from_str(&site.run(&["board", "--json", "--q", text])).unwrap();
            assert_eq!(found["invitations"].as_array().unwrap().len(), 1, "{text}: {found}");
            assert_eq!((&found["invitations"][0]["id"], &found["more"]), (&made["id"], &json!(false)));
            let line = site.run(&["board", "--q", text]);
            assert!(line.starts_with(reference) && line.lines().count() == 1, "{line}");
        }
        assert_eq!(site.run(&["board", "--q", "nobody"]), "");
        assert_eq!(site.run(&["board", "--q", "%"]), "");
    }

    async fn everybody_whose_connection_ended_is_invited_anew_once(site: Site) {
        for account in ["bob@icloud.com", "eve@icloud.com", "tim@icloud.com"] {
            let (_, ticket) = site.invite(account).await;
            connect(&site, &ticket, account, "abcd-efgh-ijkl-mnop").await;
        }
        for account in ["bob@icloud.com", "eve@icloud.com"] {
            site.simulator.change_apple_password(account);
        }
        sqlx::query("UPDATE grants SET standing = 'invalid' WHERE grant_id IN (SELECT grant_id FROM invitations WHERE account <> 'tim@icloud.com')")
            .execute(&site.database)
            .await
            .unwrap();
        let lines = |line: &[&str]| -> Vec<Value> {
            let said = site.run(line);
            said.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
        };
        let dry = lines(&["renew-many", "--dry-run"]);
        assert_eq!(dry.len(), 2, "{dry:?}");
        assert!(dry.iter().all(|row| row["link"].is_null()));
        assert_eq!(site.get("/invitations").await.1["invitations"].as_array().unwrap().len(), 3);
        let made = lines(&["renew-many"]);
        let mut accounts: Vec<_> = made.iter().map(|row| row["account"].as_str().unwrap()).collect();
        accounts.sort_unstable();
        assert_eq!(accounts, ["bob@icloud.com", "eve@icloud.com"]);
        // They are invited now.
        assert_eq!(lines(&["renew-many"]), [Value::Null; 0]);
        let bob = made.iter().find(|row| row["account"] == "bob@icloud.com").unwrap();
        let (status, seen) = site.get(&format!("/invitations/{}", bob["invitation"].as_str().unwrap())).await;
        assert_eq!((status, &seen["renew"]), (StatusCode::OK, &json!(true)));
        let wizard = Wizard::new(&site, &ticket_of(bob), 'b');
        wizard.claim().await;
        let (_, renewed) = wizard.submit_password("bob@icloud.com", "qrst-qrst-qrst-qrst").await;
        assert_eq!(renewed["connected"]["grant_id"], bob["grant_id"], "{renewed}");
        assert_eq!(site.grants().await, 3);
    }
}
