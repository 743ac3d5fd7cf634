//! Whole invitations: from a link to the grant, with a relay that is played.

use crate::{
    journey::{Journey, json},
    world::{NO_APPLE, PASSWORD, World, outside},
};
use runner::KeychainFault;
use serde_json::{Value, json as value};
use std::time::Duration;
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{method, path},
};
use wizard::{Action, ConnectionKind, Field};

const TICKET: &str = "0123456789abcdefghjkmnpqrstvwxyz";
const GRANT: &str = "11111111-2222-4333-8444-555555555555";

struct Site {
    server: MockServer,
}

fn connection(state: &str) -> Value {
    let connected = value!({
        "grant_id": GRANT, "email": "nyla.park@icloud.com", "renewed": false,
        "calendars": ["Home"], "mail_read": true, "newest_message": 1_700_000_000
    });
    match state {
        "made" => {
            value!({ "submission": 1, "state": state, "tries_left": 5, "connected": connected })
        }
        "failed" => {
            value!({ "submission": 1, "state": state, "tries_left": 4, "refusal": { "code": "N01" } })
        }
        _ => value!({ "submission": 0, "state": state, "tries_left": 5 }),
    }
}

impl Site {
    fn start() -> Site {
        let site = Site {
            server: outside(MockServer::start()),
        };
        site.answers("POST", invitation::CLAIM, 200, &value!({
            "reference": "K7M-2QX", "company": { "name": "Maple Care" }, "smallest_version": "0.0.1",
            "protocol": 1, "ready": true,
            "claimed": {
                "state": "claimed", "account": "nyla.park@icloud.com", "recipient_label": "Nyla Park",
                "account_label": "Bob's Bakery", "provider": "icloud", "uses": ["mail"],
                "renew": false, "expires_at": 1_900_000_000, "tries_left": 5
            }
        }));
        site.answers("POST", invitation::PROGRESS, 200, &value!({}));
        site.answers("GET", invitation::INVITATION, 200, &value!({
            "reference": "K7M-2QX", "company": { "name": "Maple Care" }, "smallest_version": "0.0.1",
            "protocol": 1, "ready": true
        }));
        site
    }

    fn answers(&self, verb: &str, of: &str, status: u16, body: &Value) {
        self.mount(verb, of, status, body, u64::MAX);
    }

    /// So many times; then what is said later counts.
    fn mount(&self, verb: &str, of: &str, status: u16, body: &Value, times: u64) {
        let mock = Mock::given(method(verb))
            .and(path(of))
            .respond_with(ResponseTemplate::new(status).set_body_json(body));
        let mock = if times == u64::MAX {
            mock
        } else {
            mock.up_to_n_times(times)
        };
        outside(mock.mount(&self.server));
    }

    fn link(&self) -> String {
        format!("{}/i/{TICKET}", self.server.uri())
    }

    fn bodies(&self, of: &str) -> Vec<Value> {
        let requests = outside(self.server.received_requests()).unwrap();
        requests
            .iter()
            .filter(|request| request.url.path() == of)
            .map(|request| serde_json::from_slice(&request.body).unwrap_or(Value::Null))
            .collect()
    }
}

/// From the link to the password, as it is typed.
fn up_to_sending<'w>(world: &'w World, site: &Site) -> Journey<'w> {
    let mut journey = world.begin();
    journey.screen("start");
    journey.open_link(&site.link()).screen("invited");
    let view = journey.press(Action::Confirm).screen("welcome");
    assert_eq!(json(&view)["company"], "Maple Care");
    assert_eq!(json(&view)["address"], "nyla.park@icloud.com");
    journey.press(Action::Continue).screen("prepare");
    journey.press(Action::HavePassword).screen("password");
    journey.edit(Field::AppPassword, PASSWORD);
    journey.press(Action::Continue);
    journey
}

#[test]
fn a_link_leads_to_the_grant_and_leaves_nothing_but_the_account() {
    let site = Site::start();
    site.mount("GET", invitation::CONNECTION, 200, &connection("none"), 1);
    site.answers("GET", invitation::CONNECTION, 200, &connection("made"));
    site.answers("POST", invitation::CUSTOM_AUTH, 200, &connection("made"));
    let world = World::new().profile(NO_APPLE);
    let mut journey = up_to_sending(&world, &site);
    let view = journey.screen("done");
    assert_eq!(json(&view)["grantId"], GRANT);
    assert_eq!(json(&view)["calendars"], value!(["Home"]));
    let accounts = world.disk.accounts();
    assert_eq!(accounts.len(), 1);
    assert_eq!(accounts[0].connection, Some(ConnectionKind::Invitation));
    assert_eq!(world.disk.progress(), None);
    journey.rest(Duration::from_millis(500));
    assert!(world.keys.is_empty(), "the claim is forgotten");
    assert_eq!(site.bodies(invitation::CUSTOM_AUTH).len(), 1);
    let steps: Vec<Value> = site
        .bodies(invitation::PROGRESS)
        .into_iter()
        .map(|told| told["step"].clone())
        .collect();
    for step in ["welcome", "prepare", "password", "connecting", "done"] {
        assert!(steps.contains(&step.into()), "{step}: {steps:?}");
    }
    let ticket = world
        .disk
        .written()
        .iter()
        .any(|text| text.contains(TICKET));
    assert!(!ticket, "no file has the ticket");
}

#[test]
fn an_invitation_goes_on_after_no_to_another_one_that_could_not_be_opened() {
    let (site, over) = (
        Site::start(),
        Site {
            server: outside(MockServer::start()),
        },
    );
    site.mount("GET", invitation::CONNECTION, 200, &connection("none"), 1);
    site.answers("GET", invitation::CONNECTION, 200, &connection("made"));
    site.answers("POST", invitation::CUSTOM_AUTH, 200, &connection("made"));
    let expired =
        value!({ "request_id": "r", "error": { "type": "invitation.expired", "message": "" } });
    over.answers("POST", invitation::CLAIM, 410, &expired);
    let world = World::new().profile(NO_APPLE);
    let mut journey = world.begin();
    journey.screen("start");
    journey.open_link(&site.link()).screen("invited");
    journey.press(Action::Confirm).screen("welcome");
    let another = over.link().replace("0123", "3210");
    journey.open_link(&another).screen("invited");
    journey.press(Action::Confirm).problem("I01");
    journey.press(Action::Cancel);
    journey.press(Action::Continue).screen("welcome");
    journey.press(Action::Continue).screen("prepare");
    journey.press(Action::HavePassword).screen("password");
    journey.edit(Field::AppPassword, PASSWORD);
    let view = journey.press(Action::Continue).screen("done");
    assert_eq!(json(&view)["grantId"], GRANT);
    assert!(over.bodies(invitation::CUSTOM_AUTH).is_empty());
}

#[test]
fn a_refused_password_can_be_followed_by_another() {
    let site = Site::start();
    site.mount("GET", invitation::CONNECTION, 200, &connection("none"), 1);
    site.mount(
        "POST",
        invitation::CUSTOM_AUTH,
        200,
        &connection("failed"),
        1,
    );
    site.answers("POST", invitation::CUSTOM_AUTH, 200, &connection("made"));
    site.answers("GET", invitation::CONNECTION, 200, &connection("made"));
    let world = World::new().profile(NO_APPLE);
    let mut journey = up_to_sending(&world, &site);
    let view = journey.problem("N01");
    assert_eq!(view.name, "password");
    journey.edit(Field::AppPassword, "qjxz-wvkb-mfhg-tpye");
    journey.press(Action::Continue).screen("done");
}

#[test]
fn what_became_of_a_lost_answer_is_asked_and_nothing_is_sent_again() {
    let site = Site::start();
    site.mount("GET", invitation::CONNECTION, 200, &connection("none"), 1);
    let busy =
        value!({ "request_id": "r", "error": { "type": "relay.unavailable", "message": "" } });
    site.answers("POST", invitation::CUSTOM_AUTH, 503, &busy);
    site.answers("GET", invitation::CONNECTION, 200, &connection("made"));
    let world = World::new().profile(NO_APPLE);
    let mut journey = up_to_sending(&world, &site);
    journey.screen("done");
    assert_eq!(site.bodies(invitation::CUSTOM_AUTH).len(), 1);
}

#[test]
fn after_a_restart_the_invitation_goes_on_without_its_link_and_with_the_same_claim() {
    let site = Site::start();
    site.mount("GET", invitation::CONNECTION, 200, &connection("none"), 1);
    site.mount(
        "GET",
        invitation::CONNECTION,
        200,
        &connection("sending"),
        1,
    );
    site.answers("GET", invitation::CONNECTION, 200, &connection("made"));
    let world = World::new().profile(NO_APPLE);
    let mut journey = world.begin();
    journey.screen("start");
    journey.open_link(&site.link()).screen("invited");
    journey.press(Action::Confirm).screen("welcome");
    journey.kill();
    let uri = format!("{}/", site.server.uri());
    assert_eq!(world.disk.invitation(), Some(uri));
    let mut journey = world.begin();
    journey.screen("done");
    assert_eq!(world.disk.invitation(), None);
    assert!(site.bodies(invitation::CUSTOM_AUTH).is_empty());
    let claims = outside(site.server.received_requests()).unwrap();
    let bearers: Vec<_> = claims
        .iter()
        .filter(|request| request.url.path() == invitation::CLAIM)
        .map(|request| request.headers["authorization"].clone())
        .collect();
    assert_eq!((bearers.len(), &bearers[0]), (2, &bearers[1]));
}

#[test]
fn a_restart_asks_for_the_link_where_the_claim_was_not_kept_or_nobody_wants_it() {
    let site = Site::start();
    site.answers("GET", invitation::CONNECTION, 200, &connection("none"));
    let world = World::new().profile(NO_APPLE);
    let mut journey = world.begin();
    journey.screen("start");
    journey.open_link(&site.link()).screen("invited");
    journey.press(Action::Confirm).screen("welcome");
    journey.kill();
    world.keys.remove(&format!("ticket {}", site.server.uri()));
    let mut journey = world.begin();
    journey.screen("start");
    journey.open_link(&site.link()).screen("invited");
    journey.press(Action::Confirm).screen("welcome");
    journey.kill();

    let expired =
        value!({ "request_id": "r", "error": { "type": "invitation.expired", "message": "" } });
    outside(site.server.reset());
    site.answers("POST", invitation::CLAIM, 410, &expired);
    let mut journey = world.begin();
    assert_eq!(journey.problem("I01").name, "invited");
    journey.press(Action::Cancel);
    journey.press(Action::Continue).screen("start");
    journey.rest(Duration::from_millis(500));
    assert!(world.keys.is_empty() && world.disk.invitation().is_none());
}

#[test]
fn a_keychain_that_is_silent_at_the_start_leaves_the_way_by_the_link() {
    let site = Site::start();
    site.answers("GET", invitation::CONNECTION, 200, &connection("none"));
    let world = World::new().profile(NO_APPLE);
    let mut journey = world.begin();
    journey.screen("start");
    journey.open_link(&site.link()).screen("invited");
    journey.press(Action::Confirm).screen("welcome");
    journey.kill();
    world.keys.fail(Some(KeychainFault::Silent));
    let mut journey = world.begin();
    journey.screen("start");
    world.keys.fail(None);
    journey.open_link(&site.link()).screen("invited");
    journey.press(Action::Confirm).screen("welcome");
}

#[test]
fn no_sends_nothing_and_an_unknown_host_is_not_even_asked() {
    let site = Site::start();
    let world = World::new().profile(NO_APPLE);
    let mut journey = world.begin();
    journey.screen("start");
    journey.open_link(&site.link()).screen("invited");
    journey.press(Action::Cancel);
    journey.press(Action::Continue).screen("start");
    journey.open_link(&format!("https://relay.stranger.example/i/{TICKET}"));
    let view = journey.problem("I07");
    assert_eq!(view.name, "invited");
    assert!(outside(site.server.received_requests()).unwrap().is_empty());
    assert!(world.keys.is_empty());
}

#[test]
fn a_company_s_own_program_names_its_relay_and_opens_on_the_question_for_the_link() {
    let mut world = World::new();
    world.environment.built_in = Some(
        "[organization]\nname = 'Maple Care'\n[connection]\nkind = 'invitation'\nrelay_url = 'https://connect.maplecare.example'\n",
    );
    let mut journey = world.begin();
    let view = journey.screen("start");
    assert_eq!(json(&view)["asked"], true);
    assert_eq!(json(&view)["company"], "Maple Care");
    journey.open_link(&format!("https://connect.maplecare.example/i/{TICKET}"));
    let view = journey.screen("invited");
    assert_eq!(json(&view)["asking"], true);
    journey.press(Action::Cancel);
    journey.open_link(&format!("https://maplecare.example/i/{TICKET}"));
    journey.problem("I07");
}

/// Connected by an invitation, and back at what is connected from here.
fn connected<'w>(world: &'w World, site: &Site) -> Journey<'w> {
    site.mount("GET", invitation::CONNECTION, 200, &connection("none"), 1);
    site.answers("GET", invitation::CONNECTION, 200, &connection("made"));
    site.answers("POST", invitation::CUSTOM_AUTH, 200, &connection("made"));
    up_to_sending(world, site).screen("done");
    world.begin()
}

#[test]
fn an_account_keeps_where_its_relay_is_and_asks_it_for_a_new_link_without_any_ticket() {
    let site = Site::start();
    let world = World::new().profile(NO_APPLE);
    let mut journey = connected(&world, &site);
    assert_eq!(
        world.disk.accounts()[0].relay,
        Some(format!("{}/", site.server.uri()))
    );
    site.mount("POST", invitation::AGAIN, 404, &value!({ "error": {} }), 1);
    let busy =
        value!({ "request_id": "r", "error": { "type": "relay.unavailable", "message": "" } });
    site.mount("POST", invitation::AGAIN, 503, &busy, 1);
    site.answers("POST", invitation::AGAIN, 200, &value!({}));
    let view = journey.screen("accounts");
    assert_eq!(json(&view)["rows"][0]["link"], "offered");
    let view = journey.press_for(Action::SendLink, GRANT).problem("I05");
    assert_eq!(json(&view)["problem"]["kind"], "no-links", "an older relay");
    journey.press(Action::Retry);
    let view = journey.until("the other problem", |view| {
        view.problem
            .as_ref()
            .is_some_and(|problem| problem.kind != "no-links")
    });
    assert_eq!(view.problem.unwrap().code, "I05");
    journey.press(Action::Retry);
    journey.until("the answer", |view| {
        json(view)["rows"][0]["link"] == "asked"
    });
    assert_eq!(
        site.bodies(invitation::AGAIN),
        vec![value!({ "grant_id": GRANT }); 3]
    );
    let asked = outside(site.server.received_requests()).unwrap();
    let asked = asked
        .iter()
        .filter(|request| request.url.path() == invitation::AGAIN);
    for request in asked {
        assert!(!request.headers.contains_key("authorization"));
        assert_eq!(request.headers[invitation::PROTOCOL_HEADER], "1");
    }
}
