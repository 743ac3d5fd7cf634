//! Nylas is asked to tell a relay of events, once, and signs them with what is kept in a file.

use crate::between::Between;
use crate::process::program;
use crate::site::{Site, answer};
use crate::wizard::{PASSWORD, Wizard};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

/// Its public address is where it listens, and a file for the secret is named.
fn reachable(site: &mut Site) {
    let address = site.relays[0].address.clone();
    let config = std::fs::read_to_string(site.config()).unwrap();
    let config = config
        .replace("http://127.0.0.1:8600", &address)
        .replace("127.0.0.1:0", address.trim_start_matches("http://"))
        .replace("[nylas]", "[nylas]\nwebhook_secret_file = \"webhook\"");
    std::fs::write(site.config(), config).unwrap();
    site.relays.remove(0).kill();
    site.start();
}

fn secrets(site: &Site) -> Vec<String> {
    let text = std::fs::read_to_string(site.config().with_file_name("webhook")).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

/// What Nylas has.
async fn webhooks(site: &Site) -> Vec<Value> {
    let asked = site
        .http
        .get(format!("{}/v3/webhooks", site.simulator.origin()));
    let (_, listed) = answer(asked.bearer_auth(site.simulator.api_key())).await;
    listed["data"].as_array().unwrap().clone()
}

/// What the program says to this line, with the API between it and Nylas; and whether that is good news.
fn said(site: &Site, api: &str, line: &[&str]) -> (bool, String) {
    let mut command = program(&site.config());
    command.env("ICLOUD_CONNECT_RELAY_NYLAS_API_URL", api);
    let output = command.args(line).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8(text).unwrap();
    assert!(!text.contains(site.simulator.api_key()), "{text}");
    for secret in secrets(site) {
        assert!(!text.contains(&secret), "{text}");
    }
    (output.status.success(), text)
}

async fn until(site: &Site, state: &str) {
    let since = Instant::now();
    loop {
        let (_, listed) = site.get("/connections").await;
        if listed["connections"][0]["state"] == state {
            return;
        }
        assert!(since.elapsed() < Duration::from_secs(20), "{listed}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nylas_tells_a_relay_that_registered_once_and_signs_by_what_it_keeps() {
    let mut site = Site::sqlite().await;
    reachable(&mut site);
    let nylas = site.simulator.origin();
    let (well, text) = said(&site, &nylas, &["webhook", "create"]);
    assert!(well && text.contains("from now on"), "{text}");
    assert_eq!(secrets(&site).len(), 1);
    let file = std::fs::metadata(site.config().with_file_name("webhook")).unwrap();
    assert_eq!(file.permissions().mode() & 0o777, 0o600);
    let registered = webhooks(&site).await;
    let address = format!("{}/webhooks/nylas", site.relays[0].address);
    assert_eq!(registered[0]["webhook_url"], address);
    let types = ["created", "updated", "expired", "deleted"].map(|kind| format!("grant.{kind}"));
    assert_eq!(registered[0]["trigger_types"], json!(types));

    // The same again names what is there.
    let (well, text) = said(&site, &nylas, &["webhook", "create"]);
    let id = registered[0]["id"].as_str().unwrap();
    assert!(
        well && text.contains("already") && text.contains(id),
        "{text}"
    );
    assert_eq!((webhooks(&site).await.len(), secrets(&site).len()), (1, 1));

    // What Nylas sends by itself is believed, and after a change of the secret, too.
    let (_, ticket) = site.invite("bob@icloud.com").await;
    let wizard = Wizard::new(&site, &ticket, 'a');
    wizard.claim().await;
    wizard.submit_password("bob@icloud.com", PASSWORD).await;
    until(&site, "valid").await;
    site.simulator.change_apple_password("bob@icloud.com");
    until(&site, "invalid").await;
    let (well, text) = said(&site, &nylas, &["webhook", "rotate"]);
    assert!(well, "{text}");
    let both = secrets(&site);
    assert_eq!(both.len(), 2);
    assert_ne!(both[0], both[1]);
    let grant = site.get("/connections").await.1["connections"][0]["grant_id"].clone();
    let gone = format!("{nylas}/v3/grants/{}", grant.as_str().unwrap());
    let gone = site.http.delete(gone).bearer_auth(site.simulator.api_key());
    gone.send().await.unwrap();
    until(&site, "gone").await;
    let metrics = site
        .request(Method::GET, "/metrics")
        .bearer_auth(&site.token);
    let metrics = metrics.send().await.unwrap().text().await.unwrap();
    assert!(
        metrics.contains("events_total{outcome=\"refused\"} 0"),
        "{metrics}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn why_nylas_does_not_tell_is_said_and_nothing_is_lost() {
    let mut site = Site::sqlite().await;
    let nylas = site.simulator.origin();
    let (well, text) = said(&site, &nylas, &["webhook", "create"]);
    assert!(
        !well && text.contains("webhook_secret_file is missing"),
        "{text}"
    );
    // The public address is another one's.
    let config = std::fs::read_to_string(site.config()).unwrap();
    let named = config.replace("[nylas]", "[nylas]\nwebhook_secret_file = \"webhook\"");
    let named = named.replace("http://127.0.0.1:8600", "http://127.0.0.1:1");
    std::fs::write(site.config(), named).unwrap();
    let (well, text) = said(&site, &nylas, &["webhook", "create"]);
    assert!(
        !well && text.contains("is a relay running there?"),
        "{text}"
    );
    let (well, text) = said(&site, &nylas, &["webhook", "rotate"]);
    assert!(!well && text.contains("`webhook create`"), "{text}");
    assert_eq!(webhooks(&site).await.len(), 0);
    std::fs::write(site.config(), config).unwrap();

    reachable(&mut site);
    let away = Between::to(&nylas).await;
    away.refuse("POST", "/v3/webhooks", 403, "No");
    let (well, text) = said(&site, &away.origin, &["webhook", "create"]);
    assert!(!well && text.contains("this key may not"), "{text}");
    assert_eq!(secrets(&site), [""; 0]);
    assert!(said(&site, &nylas, &["webhook", "create"]).0);

    // The file was lost: a new secret is brought.
    std::fs::write(site.config().with_file_name("webhook"), "").unwrap();
    let (well, text) = said(&site, &nylas, &["webhook", "create"]);
    assert!(!well && text.contains("`webhook rotate`"), "{text}");
    // Without an end of its line.
    std::fs::write(site.config().with_file_name("webhook"), "former").unwrap();
    assert!(said(&site, &nylas, &["webhook", "rotate"]).0);
    let both = secrets(&site);
    assert_eq!((both.len(), both[0].as_str()), (2, "former"));

    // What Nylas says is not believed blindly.
    let id = webhooks(&site).await[0]["id"].as_str().unwrap().to_owned();
    for secret in ["", "two\nlines", "spa ce"] {
        let odd = Between::to(&nylas).await;
        let path = format!("/v3/webhooks/rotate-secret/{id}").leak();
        let body = json!({ "request_id": "r", "data": { "id": id, "webhook_secret": secret } });
        odd.answer("POST", path, 200, &body.to_string());
        let (well, text) = said(&site, &odd.origin, &["webhook", "rotate"]);
        assert!(
            !well && text.contains("no secret that a line can hold"),
            "{text}"
        );
    }
    assert_eq!(secrets(&site), both);
    let failing = Between::to(&nylas).await;
    let mut known = webhooks(&site).await;
    known[0]["status"] = json!("failing");
    let body = json!({ "request_id": "r", "data": known });
    failing.answer("GET", "/v3/webhooks", 200, &body.to_string());
    let (well, text) = said(&site, &failing.origin, &["webhook", "create"]);
    assert!(!well && text.contains("has it as failing"), "{text}");
    assert_eq!(site.get("/invitations").await.0, StatusCode::OK);
}
