//! What is held of people: for how long, told to them, and erased.

use crate::site::{Site, answer};
use crate::wizard::{Wizard, kind};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sqlx::Row;
use std::time::{Duration, Instant};

/// Every table with every row, as text.
async fn everything(site: &Site) -> String {
    let tables = match site.file() {
        Some(_) => "SELECT name FROM sqlite_master WHERE type = 'table'",
        None => {
            "SELECT CAST(table_name AS TEXT) AS name FROM information_schema.tables WHERE table_schema = 'public'"
        }
    };
    let mut text = String::new();
    for table in sqlx::query(tables).fetch_all(&site.database).await.unwrap() {
        let table: String = table.get("name");
        // Its times are of a type that nothing here reads.
        if table == "_sqlx_migrations" {
            continue;
        }
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!("SELECT * FROM {table}")));
        for row in rows.fetch_all(&site.database).await.unwrap() {
            for at in 0..row.len() {
                match row.try_get::<Option<String>, _>(at) {
                    Ok(value) => text += &value.unwrap_or_default(),
                    Err(_) => {
                        text += &row
                            .get::<Option<i64>, _>(at)
                            .unwrap_or_default()
                            .to_string();
                    }
                }
                text += "\n";
            }
        }
    }
    text
}

async fn connected(site: &Site, account: &str) -> (String, String) {
    let (id, ticket) = site.invite(account).await;
    let wizard = Wizard::new(site, &ticket, 'a');
    wizard.claim().await;
    wizard.submit(account).await;
    let made = wizard
        .until(10, |connection| connection["state"] == "made")
        .await;
    (
        id,
        made["connected"]["grant_id"].as_str().unwrap().to_owned(),
    )
}

/// The relay's rounds begin with its start.
fn again(site: &mut Site) {
    site.relays.remove(0).kill();
    site.start();
}

async fn until_gone(site: &Site, id: &str) {
    let since = Instant::now();
    while site.get(&format!("/invitations/{id}")).await.0 != StatusCode::NOT_FOUND {
        assert!(
            since.elapsed() < Duration::from_secs(20),
            "{id} is still there"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

const DAY: i64 = 86_400;

on_both! {
    async fn what_ended_goes_after_its_days_and_a_connection_with_its_grant(site: Site) {
        let mut site = site;
        let (bob, grant) = connected(&site, "bob@icloud.com").await;
        let (eve, ticket) = site.invite("eve@icloud.com").await;
        site.post(&format!("/invitations/{eve}/revoke"), json!({})).await;
        let (tim, _) = site.invite("tim@icloud.com").await;
        site.age(29 * DAY).await;
        let (ann, _) = site.invite("ann@icloud.com").await;
        again(&mut site);
        // A round takes the first that ended; nothing has ended for thirty days.
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(site.get(&format!("/invitations/{eve}")).await.1["state"], "revoked");
        site.age(2 * DAY).await;
        again(&mut site);
        until_gone(&site, &eve).await;
        assert_eq!(site.get(&format!("/invitations/{tim}")).await.1["state"], "expired");
        let (status, refused) = Wizard::new(&site, &ticket, 'a').claim().await;
        assert_eq!((status, kind(&refused)), (StatusCode::UNAUTHORIZED, "invitation.not_known"));
        // Deleted at Nylas without a word: looked for after a week.
        let gone = site.http.delete(format!("{}/v3/grants/{grant}", site.simulator.origin()));
        gone.bearer_auth(site.simulator.api_key()).send().await.unwrap();
        // It ended after fourteen days.
        site.age(14 * DAY).await;
        again(&mut site);
        until_gone(&site, &tim).await;
        let since = Instant::now();
        while site.get("/connections").await.1["connections"][0]["state"] != "gone" {
            assert!(since.elapsed() < Duration::from_secs(60));
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        site.age(29 * DAY).await;
        assert_eq!(site.get(&format!("/invitations/{bob}")).await.0, StatusCode::OK);
        site.age(2 * DAY).await;
        again(&mut site);
        until_gone(&site, &bob).await;
        until_gone(&site, &ann).await;
        assert_eq!(site.get("/connections").await.1["connections"], json!([]));
        let left = everything(&site).await;
        for name in ["bob", "eve", "tim", "ann@", &grant[..8]] {
            let audited = left.matches(name).count();
            // The audit has the grant's number, and nobody's name.
            assert_eq!(audited > 0, name == &grant[..8], "{name}: {left}");
        }
        let (_, history) = site.get(&format!("/invitations/{eve}/audit")).await;
        let last = history["entries"].as_array().unwrap().last().unwrap().clone();
        assert_eq!((&last["what"], &last["who"]), (&json!("purged"), &json!("relay")));
    }

    async fn an_erased_invitation_leaves_a_number_and_its_link_is_nobodys(site: Site) {
        let (id, ticket) = site.invite("bob@icloud.com").await;
        let path = format!("/invitations/{id}");
        Wizard::new(&site, &ticket, 'a').claim().await;
        // Not while a password is on its way.
        let under_way = "UPDATE invitations SET attempt = 'sending', lease_until = 9000000000000";
        sqlx::query(under_way).execute(&site.database).await.unwrap();
        let (status, refused) = site.operator(Method::DELETE, &path, None).await;
        assert_eq!((status, &refused["error"]["type"]), (StatusCode::CONFLICT, &json!("under_way")));
        sqlx::query("UPDATE invitations SET attempt = 'none'").execute(&site.database).await.unwrap();
        assert_eq!(site.operator(Method::DELETE, &path, None).await.0, StatusCode::NO_CONTENT);
        for method in [Method::GET, Method::DELETE] {
            assert_eq!(site.operator(method, &path, None).await.0, StatusCode::NOT_FOUND);
        }
        let (status, refused) = Wizard::new(&site, &ticket, 'a').claim().await;
        assert_eq!((status, kind(&refused)), (StatusCode::UNAUTHORIZED, "invitation.not_known"));
        let (_, history) = site.get(&format!("{path}/audit")).await;
        let last = history["entries"].as_array().unwrap().last().unwrap().clone();
        assert_eq!((&last["what"], &last["who"]), (&json!("erased"), &json!("anna")));
        assert!(!everything(&site).await.contains("bob@"));
        // Nor in what SQLite's file has between its rows, nor in its log.
        for file in site.file().iter().flat_map(|file| [file.clone(), file.with_extension("db-wal")]) {
            let bytes = std::fs::read(&file).unwrap();
            assert!(!bytes.windows(4).any(|part| part == b"bob@"), "{}", file.display());
        }
        // The same account may be invited anew.
        site.invite("bob@icloud.com").await;
    }

    async fn of_an_erased_person_nothing_is_found(site: Site) {
        let mut site = site;
        let body = json!({
            "account": "bob.private@me.com", "recipient_label": "Bob Quixote", "account_label": "Bob's Bakery in Ghent",
            "external_id": "crm-bob-17", "state": "state-of-bob", "send_to": "quixote@bakery.example", "language": "nl-BE",
        });
        let (_, made) = site.post("/invitations", body).await;
        let ticket = crate::site::ticket_of(&made);
        let wizard = Wizard::new(&site, &ticket, 'a');
        wizard.claim().await;
        wizard.post("/v3/progress", json!({ "step": "password", "problem": "A01" })).await;
        wizard.submit("bob.private@icloud.com").await;
        wizard.until(10, |connection| connection["state"] == "made").await;
        let code = site.request(Method::POST, &format!("/i/{ticket}/code"));
        code.send().await.unwrap();
        // A second invitation, by the other spelling of the same mailbox; and somebody else.
        site.invite("bob.private@icloud.com").await;
        let (other, _) = site.invite("eve@icloud.com").await;

        let exported: Value = serde_json::from_str(&site.run(&["person", "export", "Bob.Private@mac.com"])).unwrap();
        assert_eq!(exported["held"]["invitations"].as_array().unwrap().len(), 2, "{exported}");
        let first = &exported["held"]["invitations"][0];
        for (column, value) in [
            ("account", "bob.private@me.com"),
            ("recipient_label", "Bob Quixote"),
            ("account_label", "Bob's Bakery in Ghent"),
            ("external_id", "crm-bob-17"),
            ("grant_state", "state-of-bob"),
            ("send_to", "quixote@bakery.example"),
            ("language", "nl-BE"),
            ("state", "connected"),
            ("system", "linux"),
        ] {
            assert_eq!(first[column], value, "{column}");
        }
        let at = first["created_at"].as_i64().unwrap();
        assert!((1_700_000_000..4_000_000_000).contains(&at), "{at}");
        assert!(exported["audit"].as_array().unwrap().iter().any(|line| line["entry"]["what"] == "connected"));
        for table in ["tickets", "tries", "mailboxes", "grants"] {
            assert!(!exported["held"][table].as_array().unwrap().is_empty(), "{table}: {exported}");
        }
        let text = exported.to_string();
        assert!(!text.contains("eve@") && !text.contains("hash") && !text.contains(&ticket), "{text}");
        // By where it was sent, too.
        let sent: Value = serde_json::from_str(&site.run(&["person", "export", "quixote@bakery.example"])).unwrap();
        assert_eq!(sent["held"]["invitations"].as_array().unwrap().len(), 1);

        let said: Value = serde_json::from_str(&site.run(&["person", "erase", "bob.private@icloud.com"])).unwrap();
        assert_eq!(said["invitations_erased"], 2);
        assert_eq!(said["grants"].as_array().unwrap().len(), 1, "{said}");
        let traces = ["bob.private", "Quixote", "Ghent", "crm-bob", "state-of-bob", "quixote", "nl-BE"];
        let left = everything(&site).await;
        let mut bytes = left.clone().into_bytes();
        if let Some(file) = site.file() {
            let backup = site.config().with_file_name("after.db");
            site.run(&["backup", backup.to_str().unwrap()]);
            for file in [file.clone(), file.with_extension("db-wal"), backup] {
                bytes.extend(std::fs::read(&file).unwrap());
            }
        }
        bytes.extend(site.relays[0].log().into_bytes());
        for trace in traces {
            let found = bytes.windows(trace.len()).any(|part| part == trace.as_bytes());
            assert!(!found, "{trace} is still there");
        }
        assert!(bytes.windows(4).any(|part| part == b"eve@"), "what is looked through is what there is");
        assert_eq!(site.get(&format!("/invitations/{other}")).await.1["account"], "eve@icloud.com");
        let nobody: Value = serde_json::from_str(&site.run(&["person", "erase", "bob.private@icloud.com"])).unwrap();
        assert_eq!(nobody, json!({ "invitations_erased": 0, "grants": [] }));
        again(&mut site);
    }

    async fn the_audit_is_told_line_by_line_since_a_day(site: Site) {
        let (id, _) = site.invite("bob@icloud.com").await;
        // More than a page of them.
        let rows: Vec<_> = (0..600)
            .map(|n| json!({ "account": format!("user{n:03}@icloud.com"), "recipient_label": "U" }))
            .collect();
        site.post("/invitations/batch", json!({ "invitations": rows })).await;
        let lines = |since: &[&str]| -> Vec<Value> {
            let text = site.run(&[&["audit"], since].concat());
            assert!(!text.contains('@'), "{text}");
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
        };
        let all = lines(&[]);
        assert_eq!(all.len(), 602);
        assert_eq!((&all[0]["what"], &all[0]["detail"]), (&json!("token made"), &json!("anna")));
        assert_eq!((&all[1]["invitation"], &all[1]["who"]), (&json!(id), &json!("anna")));
        assert!(all.windows(2).all(|two| two[0]["at"].as_i64() <= two[1]["at"].as_i64()));
        for (since, count) in [("2w", 602), ("1m", 602), ("2020-02-29", 602), ("2199-12-31", 0)] {
            assert_eq!(lines(&["--since", since]).len(), count, "{since}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_no_person_is_said() {
    let site = Site::sqlite().await;
    for line in [
        &["person", "export", "nobody"][..],
        &["person", "erase", ""],
        &["person", "erase"],
        &["audit", "--since", "soon"],
    ] {
        let (well, text) = site.said(line);
        assert!(!well && !text.is_empty(), "{line:?}: {text}");
    }
    let (status, _) = answer(site.request(Method::DELETE, "/invitations/x")).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
}
