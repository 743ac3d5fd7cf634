//! The company's own people at a relay that is played: where their key goes, what is made, what each refusal means.

use super::{Keys, config};
use crate::{
    Config, Environment, Keychain, configure,
    relay::{Desk, find, forget},
};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use std::sync::Arc;
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{header, method, path},
};
use wizard::{InvitationChange, InvitationForm, Problem, RelayForm, Report};

const KEY: &str = "icr_0123456789abcdefghjkmnpqrstvwxyz";
const TICKET: &str = "qzxvwkjhgfdsp1mkqzxvwkjhgfdsp1mk";

fn typed(address: &str) -> RelayForm {
    RelayForm {
        address: address.into(),
        key: KEY.into(),
    }
}

fn customer() -> InvitationForm {
    InvitationForm {
        account: "Nyla+x@me.com".into(),
        name: " Nyla Park ".into(),
        label: "".into(),
    }
}

/// A relay under a path, which knows [`KEY`] and answers what is made like this.
async fn relay(status: u16, made: Value) -> MockServer {
    let server = MockServer::start().await;
    for (verb, status, body) in [
        ("GET", 200, json!({ "invitations": [] })),
        ("POST", status, made),
    ] {
        Mock::given(method(verb))
            .and(path("/relay/invitations"))
            .and(header("authorization", format!("Bearer {KEY}").as_str()))
            .respond_with(ResponseTemplate::new(status).set_body_json(body))
            .mount(&server)
            .await;
    }
    server
}

fn made(link: &str) -> Value {
    json!({ "id": "1", "link": link, "expires_at": 1_900_000_000, "reference": "K7M-2QX" })
}

async fn desk(server: &MockServer, keys: Arc<Keys>) -> Result<Desk, Report> {
    let address = format!("{}/relay", server.uri());
    Desk::check(config(), keys, typed(&address)).await
}

#[tokio::test]
async fn a_checked_key_is_kept_for_its_origin_and_found_again_until_it_is_forgotten() {
    let server = relay(201, json!({})).await;
    let keys = Arc::new(Keys::default());
    let checked = desk(&server, keys.clone()).await.map_err(drop).unwrap();
    let place = server.uri().replace("http://", "");
    assert_eq!(
        (checked.shown().place, checked.shown().kept),
        (place.clone(), true)
    );
    let user = format!("operator {}", server.uri());
    let kept = |user: &str| keys.kept.lock().unwrap().get(user).cloned();
    assert_eq!(kept(&user).as_deref(), Some(KEY));
    assert_eq!(kept("operator"), Some(format!("{}/relay", server.uri())));
    let found = find(&config(), keys.as_ref()).unwrap().unwrap();
    assert_eq!((found.shown().place, found.shown().kept), (place, true));
    forget(Some(found.origin()), keys.as_ref()).unwrap();
    assert!(keys.kept.lock().unwrap().is_empty());
    assert!(find(&config(), keys.as_ref()).unwrap().is_none());
}

#[tokio::test]
async fn without_a_keychain_the_key_counts_for_this_run() {
    let server = relay(201, json!({})).await;
    let keys = Arc::new(Keys {
        refuses: true,
        ..Keys::default()
    });
    let checked = desk(&server, keys.clone()).await.map_err(drop).unwrap();
    assert!(!checked.shown().kept);
    let report = find(&config(), keys.as_ref()).map(drop).unwrap_err();
    assert_eq!(report.problem, Problem::KeychainUnavailable);
}

#[tokio::test]
async fn an_invitation_is_asked_for_once_and_its_link_comes_back_as_a_secret() {
    let link = format!("https://connect.maplecare.com/i/{TICKET}");
    let server = relay(201, made(&link)).await;
    let desk = desk(&server, Arc::default()).await.map_err(drop).unwrap();
    let made = desk.make(&customer()).await.unwrap();
    assert_eq!(made.link.expose_secret(), link);
    assert_eq!(
        (made.name.as_str(), made.label.as_ref()),
        ("Nyla Park", None)
    );
    assert!(!format!("{made:?}").contains(TICKET));
    let requests = server.received_requests().await.unwrap();
    let bodies: Vec<Value> = requests
        .iter()
        .filter(|request| request.method == "POST")
        .map(|request| serde_json::from_slice(&request.body).unwrap())
        .collect();
    assert_eq!(
        bodies,
        [json!({ "account": "nyla@me.com", "recipient_label": "Nyla Park" })]
    );
}

#[tokio::test]
async fn a_link_that_could_be_no_invitation_is_not_passed_on() {
    for link in [
        json!(null),
        json!("https://evil.example/"),
        json!(format!("http://connect.maplecare.com/i/{TICKET}")),
        json!("javascript:alert(1)"),
    ] {
        let mut body = made("");
        body["link"] = link.clone();
        let server = relay(201, body).await;
        let desk = desk(&server, Arc::default()).await.map_err(drop).unwrap();
        let report = desk.make(&customer()).await.unwrap_err();
        assert_eq!(
            (report.problem, report.kind.name()),
            (Problem::RelayNotAnswering, "desk-odd"),
            "{link}"
        );
    }
}

#[tokio::test]
async fn every_refusal_names_what_is_wrong_and_shows_nothing_of_the_relays_words() {
    for (status, name, problem, kind) in [
        (401, "token_not_known", Problem::RelayKeyRefused, ""),
        (403, "role_too_small", Problem::RelayKeyRefused, "role"),
        (
            409,
            "external_id_taken",
            Problem::InvitationRefused,
            "taken",
        ),
        (409, "ended", Problem::InvitationRefused, "ended"),
        (409, "under_way", Problem::InvitationRefused, "under-way"),
        (404, "not_found", Problem::InvitationRefused, "not-found"),
        (422, "account", Problem::InvitationRefused, "account"),
        (
            422,
            "account_not_apple",
            Problem::InvitationRefused,
            "not-apple",
        ),
        (422, "recipient_label", Problem::InvitationRefused, "name"),
        (422, "account_label", Problem::InvitationRefused, "label"),
        (
            400,
            "not_understood",
            Problem::InvitationRefused,
            "not-understood",
        ),
        (
            422,
            "something_new",
            Problem::InvitationRefused,
            "not-understood",
        ),
        (
            404,
            "relay.not_found",
            Problem::RelayNotAnswering,
            "desk-elsewhere",
        ),
        (429, "", Problem::RelayNotAnswering, "desk-slow-down"),
        (503, "unavailable", Problem::RelayNotAnswering, "desk"),
    ] {
        let said = json!({ "error": { "type": name, "message": "<b>canary</b>" } });
        let server = relay(status, said).await;
        let desk = desk(&server, Arc::default()).await.map_err(drop).unwrap();
        let report = desk.make(&customer()).await.unwrap_err();
        assert_eq!(
            (report.problem, report.kind.name()),
            (problem, kind),
            "{status} {name}"
        );
        assert!(!format!("{report:?}").contains("canary"));
        assert!(report.values.iter().any(|(name, _)| *name == "relay"));
    }
}

#[tokio::test]
async fn a_key_follows_no_redirect_and_goes_nowhere_but_to_its_relay() {
    let elsewhere = MockServer::start().await;
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .respond_with(
            ResponseTemplate::new(307).insert_header("location", elsewhere.uri().as_str()),
        )
        .mount(&server)
        .await;
    let report = desk(&server, Arc::default()).await.map(drop).unwrap_err();
    assert_eq!(report.problem, Problem::ProxyAnswers);
    assert!(elsewhere.received_requests().await.unwrap().is_empty());
    // What an administrator fixed holds for what the keychain says, too.
    let fixed: Arc<Config> = Arc::new(configure(&Environment {
        built_in: Some(
            "[connection]\nkind = 'api-key'\nrelay_url = 'https://connect.maplecare.com'\n",
        ),
        ..Environment::default()
    }));
    assert_eq!(
        fixed.setup.only_relay.as_deref(),
        Some("connect.maplecare.com")
    );
    let keys = Keys::default();
    for (user, text) in [
        ("operator", "https://evil.example"),
        ("operator https://evil.example", KEY),
    ] {
        keys.set(user, &SecretString::from(text)).unwrap();
    }
    assert!(find(&fixed, &keys).unwrap().is_none());
    let refused = Desk::check(fixed, Arc::new(keys), typed("https://evil.example")).await;
    let report = refused.map(drop).unwrap_err();
    assert_eq!(
        (report.problem, report.kind.name()),
        (Problem::InvitationRefused, "relay-not-allowed")
    );
}

#[tokio::test]
async fn a_relay_that_is_not_there_is_said() {
    let refused = Desk::check(
        config(),
        Arc::default() as Arc<Keys>,
        typed("http://127.0.0.1:9"),
    )
    .await;
    let report = refused.map(drop).unwrap_err();
    assert_eq!(
        (report.problem, report.kind.name()),
        (Problem::RelayNotAnswering, "desk")
    );
}

/// An invitation as a hostile relay may tell of it.
fn told(id: &str) -> Value {
    json!({
        "id": id, "reference": "K7M\u{202e}-2QX", "state": "claimed", "account": "nyla.park@icloud.com",
        "recipient_label": format!("Nyla\u{202e} {}", "x".repeat(200)), "account_label": "\u{200b}",
        "send_to": "canary@acme.example", "renew": false, "created_at": 1_690_000_000, "expires_at": 1_700_000_000,
        "stuck": { "step": "password", "problem": "<b>", "since": 1, "version": "1", "system": "linux" }, "links": 1
    })
}

#[tokio::test]
async fn the_list_is_read_by_its_cursor_and_cleaned() {
    let server = MockServer::start().await;
    let rows = [told("1"), told("a b"), told("")];
    Mock::given(method("GET"))
        .and(path("/relay/invitations"))
        .respond_with(
            ResponseTemplate::new(200)
                .set_body_json(json!({ "invitations": rows, "next_cursor": "17.1" })),
        )
        .mount(&server)
        .await;
    let desk = desk(&server, Arc::default()).await.map_err(drop).unwrap();
    let (rows, next) = desk.list(" a&b=c ", Some("16.x")).await.unwrap();
    assert_eq!(next.as_deref(), Some("17.1"));
    assert_eq!(rows.len(), 1, "what cannot be asked for again is left out");
    let row = &rows[0];
    assert_eq!(row.reference, "K7M-2QX");
    assert!(row.recipient_label.chars().count() <= 80 && !row.recipient_label.contains('\u{202e}'));
    assert_eq!((&row.account_label, &row.send_to), (&None, &None));
    assert_eq!(row.stuck.as_ref().unwrap().problem, "");
    let asked = server.received_requests().await.unwrap();
    let query = asked.last().unwrap().url.query_pairs().into_owned();
    assert_eq!(
        query.collect::<Vec<_>>(),
        [
            ("q".to_owned(), "a&b=c".to_owned()),
            ("cursor".to_owned(), "16.x".to_owned())
        ]
    );
}

#[tokio::test]
async fn what_is_done_about_one_goes_to_its_own_address() {
    let server = relay(201, json!({})).await;
    for (verb, of, body) in [
        ("POST", "/relay/invitations/1/release", told("1")),
        ("POST", "/relay/invitations/1/reset-tries", told("1")),
        ("POST", "/relay/invitations/1/revoke", told("1")),
        ("PATCH", "/relay/invitations/1", told("1")),
        (
            "POST",
            "/relay/invitations/1/link",
            made(&format!("https://connect.maplecare.com/i/{TICKET}")),
        ),
    ] {
        Mock::given(method(verb))
            .and(path(of))
            .respond_with(ResponseTemplate::new(200).set_body_json(body))
            .expect(1)
            .mount(&server)
            .await;
    }
    let desk = desk(&server, Arc::default()).await.map_err(drop).unwrap();
    for change in [
        InvitationChange::Release,
        InvitationChange::ResetTries,
        InvitationChange::Revoke,
        InvitationChange::Correct {
            account: "nyla@me.com".into(),
            label: "".into(),
        },
    ] {
        assert_eq!(desk.change("1", &change).await.unwrap().id, "1");
    }
    let requests = server.received_requests().await.unwrap();
    let corrected = requests.iter().find(|request| request.method == "PATCH");
    let body: Value = serde_json::from_slice(&corrected.unwrap().body).unwrap();
    assert_eq!(body, json!({ "account": "nyla@me.com" }));
    let seen = serde_json::from_value(told("1")).unwrap();
    let link = desk.new_link(&seen).await.unwrap();
    assert!(link.link.expose_secret().ends_with(TICKET));
    // An ID leads to no other call.
    let report = desk
        .change("../1", &InvitationChange::Revoke)
        .await
        .unwrap_err();
    assert_eq!(report.kind.name(), "desk-elsewhere");
}

#[tokio::test]
async fn the_numbers_are_read_and_what_could_be_no_problem_is_left_out() {
    let server = relay(201, json!({})).await;
    let desk = desk(&server, Arc::default()).await.map_err(drop).unwrap();
    // A relay of an earlier version.
    assert!(desk.board().await.is_err());
    let counted = json!({
        "invitations": [{ "what": "sent", "count": 3 }],
        "stuck": [
            { "what": "N01", "of": "password", "count": 2 },
            { "what": "<b>call 555</b>", "of": "password", "count": 9 }
        ],
        "connections": [], "ended": []
    });
    Mock::given(method("GET"))
        .and(path("/relay/board"))
        .and(header("authorization", format!("Bearer {KEY}").as_str()))
        .respond_with(ResponseTemplate::new(200).set_body_json(counted))
        .mount(&server)
        .await;
    let board = desk.board().await.map_err(drop).unwrap();
    assert_eq!(board.invitations[0].count, 3);
    assert_eq!(
        (board.stuck.len(), board.stuck[0].what.as_str()),
        (1, "N01")
    );
}
