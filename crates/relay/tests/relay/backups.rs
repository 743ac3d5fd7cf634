//! Yesterday's backup, put back: nobody can use a used ticket, and no grant is lost.

use crate::between::Between;
use crate::postgres::COMMON;
use crate::process::{Process, program};
use crate::site::{Site, ticket_of};
use crate::wizard::{Wizard, kind};
use reqwest::StatusCode;
use serde_json::{Value, json};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

/// A backup as the company makes one with this database.
enum Backup {
    /// SQLite's, by the program itself.
    File(PathBuf),
    /// PostgreSQL's, in another database: its address.
    Database(String),
}

fn backup(site: &Site) -> Backup {
    if site.file().is_none() {
        let copy = COMMON.lock().unwrap().copy_of(&site.database_url());
        return Backup::Database(copy);
    }
    let file = site.config().with_file_name("yesterday.db");
    let said = site.run(&["backup", file.to_str().unwrap()]);
    assert!(said.contains("was checked"), "{said}");
    let mode = std::fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    Backup::File(file)
}

/// The database is lost, and the backup is what there is.
fn put_back(site: &mut Site, backup: &Backup) -> Value {
    for relay in site.relays.drain(..) {
        relay.kill();
    }
    let said = match backup {
        Backup::File(file) => {
            lose(site);
            site.run(&["restore", file.to_str().unwrap(), "--json"])
        }
        Backup::Database(url) => {
            site.use_database(url);
            site.run(&["restore", "--json"])
        }
    };
    serde_json::from_str(&said).unwrap()
}

fn lose(site: &Site) {
    let file = site.file().unwrap();
    for suffix in ["db", "db-wal", "db-shm"] {
        // Not all of them are there.
        let _ = std::fs::remove_file(file.with_extension(suffix));
    }
}

async fn connect(site: &Site, ticket: &str, account: &str) -> String {
    let wizard = Wizard::new(site, ticket, 'a');
    assert_eq!(wizard.claim().await.0, StatusCode::OK);
    wizard.submit(account).await;
    let made = wizard
        .until(10, |connection| connection["state"] == "made")
        .await;
    made["connected"]["grant_id"].as_str().unwrap().to_owned()
}

async fn is_nobodys(site: &Site, ticket: &str) {
    for symbol in ['a', 'b'] {
        let wizard = Wizard::new(site, ticket, symbol);
        let (status, refused) = wizard.claim().await;
        assert_eq!(
            (status, kind(&refused)),
            (StatusCode::UNAUTHORIZED, "invitation.not_known")
        );
        assert_eq!(
            wizard.submit("bob@icloud.com").await.0,
            StatusCode::UNAUTHORIZED
        );
    }
}

on_both! {
    async fn nobody_uses_a_used_ticket_and_no_grant_is_lost(site: Site) {
        let mut site = site;
        let (bob, bobs) = site.invite("bob@me.com").await;
        let (eve, eves) = site.invite("eve@icloud.com").await;
        let (tim, tims) = site.invite("tim@icloud.com").await;
        let (_, pams) = site.invite("pam@icloud.com").await;
        let pams_grant = connect(&site, &pams, "pam@icloud.com").await;
        // Opened on a computer already.
        Wizard::new(&site, &bobs, 'a').claim().await;
        Wizard::new(&site, &eves, 'a').claim().await;
        let yesterday = backup(&site);

        // What the backup knows nothing of.
        let bobs_grant = connect(&site, &bobs, "bob@icloud.com").await;
        let (_, anns) = site.invite("ann@icloud.com").await;
        let anns_grant = connect(&site, &anns, "ann@icloud.com").await;
        site.post(&format!("/invitations/{tim}/revoke"), json!({})).await;
        let body = json!({ "account": "pam@icloud.com", "recipient_label": "Pam", "renew": true });
        let (_, renewal) = site.post("/invitations", body).await;
        let late = ticket_of(&renewal);

        let found = put_back(&mut site, &yesterday);
        let ids = |name: &str, field: &str| -> Vec<String> {
            let rows = found[name].as_array().unwrap().iter();
            let mut ids: Vec<_> = rows.map(|row| row[field].as_str().unwrap().to_owned()).collect();
            ids.sort();
            ids
        };
        assert_eq!(ids("connected", "id"), [bob.as_str()], "{found}");
        assert_eq!(ids("connected", "grant_id"), [bobs_grant.as_str()]);
        let mut open = [eve.clone(), tim.clone()];
        open.sort();
        assert_eq!(ids("need_a_link", "id"), open, "{found}");
        assert_eq!(found["other_grants"], json!([anns_grant]));
        assert_eq!(found["tokens"], json!(["anna"]));

        site.start();
        for ticket in [&bobs, &eves, &tims, &pams, &anns, &late] {
            is_nobodys(&site, ticket).await;
        }
        let made = site.simulator.custom_auth_count();
        assert_eq!(site.grants().await, 3);
        let (_, seen) = site.get(&format!("/invitations/{bob}")).await;
        assert_eq!((&seen["state"], &seen["grant_id"]), (&json!("connected"), &json!(bobs_grant)));
        let (_, listed) = site.get("/connections").await;
        let mut grants: Vec<_> = listed["connections"].as_array().unwrap().iter().map(|row| row["grant_id"].clone()).collect();
        grants.sort_by_key(ToString::to_string);
        let mut wanted = vec![json!(bobs_grant), json!(pams_grant)];
        wanted.sort_by_key(ToString::to_string);
        assert_eq!(grants, wanted);
        let (_, history) = site.get(&format!("/invitations/{eve}/audit")).await;
        assert!(history["entries"].as_array().unwrap().iter().any(|entry| entry["what"] == "links ended, backup restored"));

        // A new link goes on where the old one ended.
        let (status, link) = site.post(&format!("/invitations/{eve}/link"), json!({})).await;
        assert_eq!(status, StatusCode::CREATED);
        connect(&site, &ticket_of(&link), "eve@icloud.com").await;
        assert_eq!((site.grants().await, site.simulator.custom_auth_count()), (4, made + 1));
        // It was made good once.
        assert!(!site.relays[0].log().contains("a backup was put back"));
    }

    async fn a_renewal_that_the_backup_did_not_hear_of_is_found(site: Site) {
        let mut site = site;
        let (_, ticket) = site.invite("bob@icloud.com").await;
        let grant = connect(&site, &ticket, "bob@icloud.com").await;
        site.simulator.change_apple_password("bob@icloud.com");
        let body = json!({ "account": "bob@icloud.com", "recipient_label": "Bob", "renew": true });
        let (_, renewal) = site.post("/invitations", body).await;
        let yesterday = backup(&site);
        let wizard = Wizard::new(&site, &ticket_of(&renewal), 'b');
        wizard.claim().await;
        let (_, renewed) = wizard.submit_password("bob@icloud.com", "qrst-qrst-qrst-qrst").await;
        assert_eq!(renewed["connected"]["grant_id"], grant, "{renewed}");
        let found = put_back(&mut site, &yesterday);
        assert_eq!(found["connected"][0]["id"], renewal["id"], "{found}");
        assert_eq!((&found["need_a_link"], &found["other_grants"]), (&json!([]), &json!([])));
        site.start();
        assert_eq!(site.grants().await, 1);
    }

    async fn nothing_is_served_before_nylas_was_asked(site: Site) {
        let mut site = site;
        let (id, ticket) = site.invite("bob@icloud.com").await;
        let yesterday = backup(&site);
        let grant = connect(&site, &ticket, "bob@icloud.com").await;
        for relay in site.relays.drain(..) {
            relay.kill();
        }
        // SQLite's copy says by itself that it is one, also where it is put back by hand.
        match &yesterday {
            Backup::File(file) => {
                lose(&site);
                std::fs::copy(file, site.file().unwrap()).unwrap();
            }
            Backup::Database(url) => site.use_database(url),
        }
        let away = Between::to(&site.simulator.origin()).await;
        away.refuse("GET", "/v3/grants", 400, "Not now");
        for line in [&["restore"][..], &["serve"]] {
            let mut command = program(&site.config());
            command.env("ICLOUD_CONNECT_RELAY_NYLAS_API_URL", &away.origin);
            let output = command.args(line).output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(!output.status.success() && said.contains("was a backup"), "{line:?}: {said}");
        }
        site.relays.push(Process::start(&site.config(), &[]));
        let put_back = site.relays[0].lines("a backup was put back");
        assert_eq!((put_back.len(), &put_back[0]["connected"]), (1, &json!(1)));
        assert!(!site.relays[0].log().contains("bob"));
        is_nobodys(&site, &ticket).await;
        assert_eq!(site.get(&format!("/invitations/{id}")).await.1["grant_id"], grant);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_is_whole_and_takes_nothings_place() {
    let mut site = Site::sqlite().await;
    site.invite("bob@icloud.com").await;
    let config = site.config();
    let beside = |name: &str| config.with_file_name(name);
    let (good, damaged) = (beside("good.db"), beside("damaged.db"));
    let text = |path: &PathBuf| path.to_str().unwrap().to_owned();
    site.run(&["backup", &text(&good)]);
    // Made while relays write; not over what is there, and not where nobody may.
    let (well, said) = site.said(&["backup", &text(&good)]);
    assert!(!well && said.contains("is there already"), "{said}");
    let (well, said) = site.said(&["backup", "/nowhere/at-all.db"]);
    assert!(!well && said.contains("cannot be written"), "{said}");
    let (well, said) = site.said(&["restore", &text(&good)]);
    assert!(
        !well && said.contains("relay.db is there already"),
        "{said}"
    );
    assert_eq!(site.get("/invitations").await.0, StatusCode::OK);

    let mut bytes = std::fs::read(&good).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..].fill(0xff);
    std::fs::write(&damaged, &bytes).unwrap();
    std::fs::write(beside("text.db"), "no database").unwrap();
    std::fs::write(beside("empty.db"), "").unwrap();
    site.relays.clear();
    let kept = site.file().unwrap();
    lose(&site);
    for name in ["damaged.db", "text.db", "empty.db", "absent.db"] {
        let (well, said) = site.said(&["restore", &text(&beside(name))]);
        assert!(!well && !said.is_empty(), "{name}: {said}");
        assert!(!kept.exists(), "{name}");
        let parts = std::fs::read_dir(config.parent().unwrap()).unwrap();
        let left = parts
            .flatten()
            .filter(|entry| entry.file_name().to_string_lossy().contains(".part"));
        assert_eq!(left.count(), 0, "{name}");
    }
    let said = site.run(&["restore", &text(&good)]);
    assert!(
        said.contains("Still open; each needs a new link: 1"),
        "{said}"
    );
    assert!(!said.contains("bob"), "{said}");
    site.start();
    assert_eq!(
        site.get("/invitations").await.1["invitations"][0]["account"],
        "bob@icloud.com"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "starts PostgreSQL: cargo xtask test brings it"]
async fn postgresqls_own_tools_make_its_backups() {
    let site = Site::postgres().await;
    for line in [&["backup", "x.db"][..], &["restore", "x.db"]] {
        let (well, said) = site.said(line);
        assert!(!well && said.contains("pg_dump"), "{said}");
    }
}
