//! The relay's client against a relay that is played: what is sent, and what each answer means.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod desk;
mod versions;

use super::{Relay, Told, open};
use crate::{Config, Environment, Keychain, KeychainFault, configure};
use apple::{Address, AppPassword, ParsedAddress, PasswordKind, classify_password, parse_address};
use invitation::{Attempt, Fault, Link, Secret, Ticket};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};
use wiremock::{
    Mock, MockServer, Request, ResponseTemplate,
    matchers::{method, path},
};
use wizard::{Problem, Report, Use};

const TICKET: &str = "qzxvwkjhgfdsp1mkqzxvwkjhgfdsp1mk";
const PASSWORD: &str = "qjxz-wvkb-mfhg-tpyd";

/// A keychain in memory, which may refuse.
#[derive(Default)]
struct Keys {
    kept: Mutex<HashMap<String, String>>,
    refuses: bool,
}

impl Keychain for Keys {
    fn get(&self, origin: &str) -> Result<Option<SecretString>, KeychainFault> {
        if self.refuses {
            return Err(KeychainFault::Unavailable);
        }
        let kept = self.kept.lock().unwrap();
        Ok(kept.get(origin).cloned().map(SecretString::from))
    }

    fn set(&self, origin: &str, key: &SecretString) -> Result<(), KeychainFault> {
        if self.refuses {
            return Err(KeychainFault::Unavailable);
        }
        let text = key.expose_secret().to_owned();
        self.kept.lock().unwrap().insert(origin.to_owned(), text);
        Ok(())
    }

    fn delete(&self, origin: &str) -> Result<(), KeychainFault> {
        self.kept.lock().unwrap().remove(origin);
        Ok(())
    }
}

fn told() -> Value {
    json!({
        "reference": "K7M-2QX",
        "company": { "name": "Maple Care" },
        "smallest_version": "0.0.1",
        "protocol": 1,
        "ready": true,
        "claimed": {
            "state": "claimed",
            "account": "nyla.park@icloud.com",
            "recipient_label": "Nyla\u{202e} Park",
            "account_label": "Bob's Bakery",
            "provider": "icloud",
            "uses": ["mail", "calendar", "contacts", "photos"],
            "support_email": "help@maplecare.example",
            "renew": false,
            "expires_at": 1_900_000_000,
            "tries_left": 5
        }
    })
}

fn connection(state: &str) -> Value {
    let connected = json!({
        "grant_id": "11111111-2222-4333-8444-555555555555",
        "email": "nyla.park@icloud.com",
        "renewed": false,
        "calendars": ["Home", "Work"],
        "mail_read": true,
        "newest_message": 1_700_000_000
    });
    let refusal =
        json!({ "code": "N01", "type": "grant.invalid_authentication", "request_id": "r-1" });
    let mut connection = json!({ "submission": 1, "state": state, "tries_left": 5 });
    if state == "made" {
        connection["connected"] = connected;
    }
    if state == "failed" {
        connection["refusal"] = refusal;
    }
    connection
}

async fn answers(server: &MockServer, verb: &str, of: &str, status: u16, body: Value) {
    Mock::given(method(verb))
        .and(path(format!("/connect{of}")))
        .respond_with(ResponseTemplate::new(status).set_body_json(body))
        .mount(server)
        .await;
}

/// The same, once; the next answer follows.
async fn answers_once(server: &MockServer, verb: &str, of: &str, status: u16, body: Value) {
    Mock::given(method(verb))
        .and(path(format!("/connect{of}")))
        .respond_with(ResponseTemplate::new(status).set_body_json(body))
        .up_to_n_times(1)
        .mount(server)
        .await;
}

fn refusal(fault: Fault) -> Value {
    json!({ "request_id": "r-2", "error": { "type": fault.name(), "message": "no", "until": 1_900_000_000 } })
}

fn config() -> Arc<Config> {
    Arc::new(configure(&Environment::default()))
}

fn link(server: &MockServer) -> Link {
    Link::parse(
        &format!("{}/connect/i/{TICKET}", server.uri()),
        "icloud-connect",
    )
    .unwrap()
}

async fn opened(server: &MockServer, keys: Arc<Keys>) -> Result<(Relay, Told), Report> {
    open(config(), keys, link(server)).await
}

/// A relay that lets an invitation be claimed.
async fn relay() -> (MockServer, Relay) {
    let server = MockServer::start().await;
    answers(&server, "POST", invitation::CLAIM, 200, told()).await;
    answers_once(
        &server,
        "GET",
        invitation::CONNECTION,
        200,
        connection("none"),
    )
    .await;
    let (relay, _) = opened(&server, Arc::default()).await.map_err(drop).unwrap();
    (server, relay)
}

fn address() -> Address {
    match parse_address("nyla.park@icloud.com") {
        ParsedAddress::Apple(address) => address,
        _ => unreachable!(),
    }
}

fn password() -> AppPassword {
    match classify_password(&PASSWORD.into(), "Maple Care") {
        PasswordKind::Whole(password, _) => password,
        _ => unreachable!(),
    }
}

async fn requests(server: &MockServer, of: &str) -> Vec<Request> {
    let all = server.received_requests().await.unwrap();
    all.into_iter()
        .filter(|request| request.url.path() == format!("/connect{of}"))
        .collect()
}

#[tokio::test]
async fn a_claim_bears_ticket_and_secret_and_the_same_computer_keeps_it() {
    let server = MockServer::start().await;
    answers(&server, "POST", invitation::CLAIM, 200, told()).await;
    answers(
        &server,
        "GET",
        invitation::CONNECTION,
        200,
        connection("none"),
    )
    .await;
    let keys = Arc::new(Keys::default());
    let (relay, told) = opened(&server, keys.clone()).await.map_err(drop).unwrap();
    assert_eq!(
        told.invitation.recipient, "Nyla Park",
        "nothing turns the writing"
    );
    assert_eq!(
        told.config.setup.uses,
        [Use::Mail, Use::Calendar, Use::Contacts]
    );
    assert_eq!(
        told.config.setup.organization.as_deref(),
        Some("Maple Care")
    );
    assert!(!told.invitation.sent && told.invitation.ready);
    opened(&server, keys.clone()).await.map_err(drop).unwrap();
    let claims = requests(&server, invitation::CLAIM).await;
    let bearers: Vec<&str> = claims
        .iter()
        .map(|claim| claim.headers["authorization"].to_str().unwrap())
        .collect();
    assert_eq!(bearers[0], bearers[1]);
    let text = bearers[0].strip_prefix(invitation::BEARER).unwrap();
    let (ticket, secret) = text.split_once('.').unwrap();
    assert_eq!(ticket, TICKET);
    assert!(Secret::parse(secret).is_ok() && Ticket::parse(ticket).is_ok());
    assert_eq!(claims[0].headers[invitation::PROTOCOL_HEADER], "1");
    let user = format!("ticket {}", server.uri());
    assert_eq!(keys.get(&user).unwrap().unwrap().expose_secret(), text);
    relay.forget(keys.clone());
    for _ in 0..100 {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        if keys.get(&user).unwrap().is_none() {
            return;
        }
    }
    unreachable!("the claim stays in the keychain");
}

#[tokio::test]
async fn without_a_keychain_the_claim_holds_for_this_run() {
    let server = MockServer::start().await;
    answers(&server, "POST", invitation::CLAIM, 200, told()).await;
    answers(
        &server,
        "GET",
        invitation::CONNECTION,
        200,
        connection("none"),
    )
    .await;
    let keys = Arc::new(Keys {
        refuses: true,
        ..Keys::default()
    });
    assert!(opened(&server, keys).await.is_ok());
}

#[tokio::test]
async fn every_refusal_is_the_problem_that_both_know_it_by() {
    for fault in Fault::ALL {
        let server = MockServer::start().await;
        answers(
            &server,
            "POST",
            invitation::CLAIM,
            fault.status(),
            refusal(fault),
        )
        .await;
        let report = opened(&server, Arc::default()).await.map(drop).unwrap_err();
        let code = fault.problem().unwrap_or("I05");
        assert_eq!(report.problem.code(), code, "{fault:?}");
        assert_eq!(report.until, Some(1_900_000_000));
        assert_eq!(
            report.detail.message, None,
            "nothing of a relay's text is shown"
        );
    }
}

#[tokio::test]
async fn what_no_relay_says_is_no_word_of_one() {
    for (status, body, problem) in [
        (200, json!({ "hello": "world" }), Problem::RelayNotAnswering),
        (500, json!("oops"), Problem::RelayNotAnswering),
        (401, json!({ "error": "no" }), Problem::RelayNotAnswering),
        (302, json!({}), Problem::ProxyAnswers),
        (511, json!({}), Problem::ProxyAnswers),
    ] {
        let server = MockServer::start().await;
        answers(&server, "POST", invitation::CLAIM, status, body).await;
        let report = opened(&server, Arc::default()).await.map(drop).unwrap_err();
        assert_eq!(report.problem, problem, "{status}");
    }
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .respond_with(ResponseTemplate::new(200).set_body_bytes(vec![b' '; 600 << 10]))
        .mount(&server)
        .await;
    let report = opened(&server, Arc::default()).await.map(drop).unwrap_err();
    assert_eq!(
        report.problem,
        Problem::RelayNotAnswering,
        "an endless answer ends"
    );
}

#[tokio::test]
async fn a_relay_says_no_more_of_a_company_than_a_loose_profile_may() {
    let with = |change: fn(&mut Value)| {
        let mut told = told();
        change(&mut told);
        told
    };
    for (why, told) in [
        (
            "Apple's name",
            with(|told| told["company"]["name"] = "Apple Support".into()),
        ),
        (
            "a name that turns",
            with(|told| told["company"]["name"] = "Maple\u{202e}Care".into()),
        ),
        (
            "a long name",
            with(|told| told["company"]["name"] = "x".repeat(31).into()),
        ),
        (
            "no picture",
            with(|told| told["company"]["logo"] = "data:text/html;base64,PGI+".into()),
        ),
        (
            "a drawing",
            with(|told| {
                told["company"]["logo"] = "data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4=".into();
            }),
        ),
        (
            "Apple's mail",
            with(|told| told["claimed"]["support_email"] = "help@apple.example".into()),
        ),
        (
            "a page that is none",
            with(|told| told["claimed"]["return_url"] = "javascript:alert(1)".into()),
        ),
        (
            "another's account",
            with(|told| told["claimed"]["account"] = "nyla@gmail.com".into()),
        ),
        ("no account", with(|told| told["claimed"] = Value::Null)),
    ] {
        let server = MockServer::start().await;
        answers(&server, "POST", invitation::CLAIM, 200, told).await;
        answers(
            &server,
            "GET",
            invitation::CONNECTION,
            200,
            connection("none"),
        )
        .await;
        let report = opened(&server, Arc::default()).await.map(drop).unwrap_err();
        assert_eq!(
            (report.problem, report.kind.name()),
            (Problem::RelayNotAnswering, "odd"),
            "{why}"
        );
    }
    let server = MockServer::start().await;
    let newer = with(|told| told["smallest_version"] = "99.0.0".into());
    answers(&server, "POST", invitation::CLAIM, 200, newer).await;
    answers(
        &server,
        "GET",
        invitation::CONNECTION,
        200,
        connection("none"),
    )
    .await;
    let report = opened(&server, Arc::default()).await.map(drop).unwrap_err();
    assert_eq!(report.problem, Problem::TooOld);
}

#[tokio::test]
async fn a_relay_that_is_not_trusted_hears_nothing() {
    let text = format!("https://relay.stranger.example/i/{TICKET}");
    let link = Link::parse(&text, "icloud-connect").unwrap();
    let report = open(config(), Arc::<Keys>::default(), link)
        .await
        .map(drop)
        .unwrap_err();
    assert_eq!(report.problem, Problem::RelayNotKnown);
}

#[tokio::test]
async fn a_submission_is_sent_once_and_asked_about_until_it_is_over() {
    let (server, relay) = relay().await;
    answers(
        &server,
        "POST",
        invitation::CUSTOM_AUTH,
        202,
        connection("sending"),
    )
    .await;
    answers_once(
        &server,
        "GET",
        invitation::CONNECTION,
        200,
        connection("unsure"),
    )
    .await;
    answers(
        &server,
        "GET",
        invitation::CONNECTION,
        200,
        connection("made"),
    )
    .await;
    let grant = relay.submit(&address(), &password()).await.unwrap();
    assert_eq!(grant.email.as_deref(), Some("nyla.park@icloud.com"));
    let sent = requests(&server, invitation::CUSTOM_AUTH).await;
    assert_eq!(sent.len(), 1);
    let body: Value = serde_json::from_slice(&sent[0].body).unwrap();
    assert_eq!(
        body,
        json!({ "provider": "icloud", "settings": { "username": "nyla.park@icloud.com", "password": PASSWORD } })
    );
    assert_eq!(relay.calendars().await.unwrap(), ["Home", "Work"]);
    assert_eq!(relay.newest_message().await.unwrap(), Some(1_700_000_000));
}

#[tokio::test]
async fn a_refused_password_is_said_by_its_code_and_leaves_nothing_open() {
    let (server, relay) = relay().await;
    answers(
        &server,
        "POST",
        invitation::CUSTOM_AUTH,
        200,
        connection("failed"),
    )
    .await;
    let report = relay.submit(&address(), &password()).await.unwrap_err();
    assert_eq!(report.problem, Problem::NylasRefusedPassword);
    assert!(!report.may_have_arrived);
    assert_eq!(report.detail.request_id.as_deref(), Some("r-1"));
}

#[tokio::test]
async fn a_submission_that_is_under_way_or_did_it_already_is_not_sent_again() {
    for fault in [Fault::UnderWay, Fault::Used] {
        let (server, relay) = relay().await;
        answers(
            &server,
            "POST",
            invitation::CUSTOM_AUTH,
            fault.status(),
            refusal(fault),
        )
        .await;
        answers(
            &server,
            "GET",
            invitation::CONNECTION,
            200,
            connection("made"),
        )
        .await;
        assert!(
            relay.submit(&address(), &password()).await.is_ok(),
            "{fault:?}"
        );
    }
}

#[tokio::test]
async fn after_a_lost_answer_the_relay_tells_what_was_made() {
    for (state, made) in [("none", 0), ("failed", 0), ("made", 1)] {
        let (server, relay) = relay().await;
        answers(
            &server,
            "GET",
            invitation::CONNECTION,
            200,
            connection(state),
        )
        .await;
        assert_eq!(relay.reconcile().await.unwrap().len(), made, "{state}");
    }
    let (server, relay) = relay().await;
    server.reset().await;
    drop(server);
    let report = relay.reconcile().await.unwrap_err();
    assert_eq!(report.problem, Problem::RelayNotAnswering);
}

#[tokio::test]
async fn what_was_there_before_is_not_removed_and_the_person_is_told() {
    for (deleted, problem) in [(true, None), (false, Some("disputed"))] {
        let (server, relay) = relay().await;
        answers(
            &server,
            "POST",
            invitation::NOT_MINE,
            200,
            json!({ "deleted": deleted }),
        )
        .await;
        let kind = relay
            .not_mine()
            .await
            .err()
            .map(|report| report.kind.name());
        assert_eq!(kind, problem);
    }
}

#[test]
fn only_an_end_lets_another_password_be_sent() {
    assert!(Attempt::None.may_send() && Attempt::Failed.may_send());
    assert!(
        !Attempt::Sending.may_send() && !Attempt::Unsure.may_send() && !Attempt::Made.may_send()
    );
}
