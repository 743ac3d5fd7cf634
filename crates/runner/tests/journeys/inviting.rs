//! The company's own people at their relay, which is played: from the key to the link, the list, and what is left of both.

use crate::{
    journey::{Journey, json},
    world::{World, outside, simulator},
};
use serde_json::json as value;
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{method, path},
};
use wizard::{Action, Field};

const RELAY_KEY: &str = "icr_0123456789abcdefghjkmnpqrstvwxyz";
const TICKET: &str = "0123456789abcdefghjkmnpqrstvwxyz";

/// A relay with one invitation, which a computer holds.
struct Site {
    server: MockServer,
}

impl Site {
    fn start() -> Site {
        let site = Site {
            server: outside(MockServer::start()),
        };
        let seen = |state: &str| {
            value!({
                "id": "1", "reference": "K7M-2QX", "state": state, "account": "nyla@icloud.com",
                "recipient_label": "Nyla", "renew": false, "created_at": 1_690_000_000,
                "expires_at": 1_900_000_000, "links": 1
            })
        };
        let made = value!({
            "id": "1", "link": site.link(), "expires_at": 1_900_000_000, "reference": "K7M-2QX"
        });
        for (verb, of, body) in [
            (
                "GET",
                "/invitations",
                value!({ "invitations": [seen("claimed")] }),
            ),
            ("POST", "/invitations", made.clone()),
            (
                "POST",
                "/invitations/batch",
                value!({ "results": [
                    made.clone(),
                    { "error": { "type": "account_not_apple", "message": "" } }
                ] }),
            ),
            ("POST", "/invitations/1/link", made),
            ("POST", "/invitations/1/release", seen("created")),
        ] {
            let mock = Mock::given(method(verb))
                .and(path(of))
                .respond_with(ResponseTemplate::new(200).set_body_json(body));
            outside(mock.mount(&site.server));
        }
        site
    }

    fn link(&self) -> String {
        format!("{}/i/{TICKET}", self.server.uri())
    }

    /// What came with each request, by its header.
    fn bearers(&self) -> Vec<String> {
        let requests = outside(self.server.received_requests()).unwrap();
        let bearer = |request: &wiremock::Request| {
            let value = request.headers.get("authorization");
            value.unwrap().to_str().unwrap().to_owned()
        };
        requests.iter().map(bearer).collect()
    }
}

/// Address and key are typed.
fn connect(journey: &mut Journey<'_>, site: &Site) {
    journey.until("the fields", |view| json(view)["fields"] == true);
    journey.edit(Field::Relay, &site.server.uri());
    journey.edit(Field::RelayKey, RELAY_KEY);
    journey.press(Action::Continue).screen("invite");
}

fn is_copied(world: &World, what: impl Fn(&str) -> bool) -> bool {
    world.screen.copied().iter().any(|text| what(text))
}

#[test]
fn a_customer_is_invited_and_the_link_is_copied_and_kept_nowhere() {
    let (nylas, site) = (simulator(), Site::start());
    let world = World::known_operator(&nylas.origin());
    let mut journey = world.begin();
    journey.screen("home");
    journey.press(Action::Invite);
    connect(&mut journey, &site);
    journey.edit(Field::Account, "nyla@icloud.com");
    journey.edit(Field::Recipient, "Nyla");
    journey.press(Action::Continue);
    let made = journey.until("the link", |view| json(view)["phase"] == "made");
    assert_eq!(json(&made)["link"], site.link());
    journey.press(Action::CopyLink).copied();
    assert!(is_copied(&world, |text| text == site.link()));
    journey.press(Action::CopyMail).copied();
    assert!(is_copied(&world, |text| {
        text.starts_with("Hello Nyla,") && text.contains(&site.link())
    }));
    let left = journey.press(Action::Continue).screen("home");
    assert!(!json(&left).to_string().contains(TICKET));
    let written = world.disk.written();
    for secret in [TICKET, RELAY_KEY] {
        assert!(
            !written.iter().any(|text| text.contains(secret)),
            "{secret}"
        );
    }
    let bearers = site.bearers();
    assert!(
        bearers
            .iter()
            .all(|bearer| *bearer == format!("Bearer {RELAY_KEY}")),
        "nothing else goes there: {bearers:?}"
    );
    let asked_nylas = nylas.exchanges();
    assert!(
        !format!("{asked_nylas:?}").contains(RELAY_KEY),
        "and it goes nowhere else"
    );
}

#[test]
fn the_key_is_found_after_a_restart_and_gone_once_it_is_forgotten() {
    let (nylas, site) = (simulator(), Site::start());
    let world = World::known_operator(&nylas.origin());
    let mut journey = world.begin();
    journey.screen("home");
    journey.press(Action::Invite);
    connect(&mut journey, &site);
    let user = format!("operator {}", site.server.uri());
    assert_eq!(world.keys.of(&user).as_deref(), Some(RELAY_KEY));
    journey.kill();

    let mut journey = world.begin();
    journey.screen("home");
    journey.press(Action::Invitations);
    let listed = journey.until("the list", |view| json(view)["count"] == 1);
    assert_eq!(json(&listed)["all"]["rows"][0]["state"], "claimed");
    journey.press_for(Action::Release, "1");
    journey.until("that it is released", |view| {
        view.notice == Some("invitation-released")
    });
    journey.press_for(Action::NewLink, "1");
    let made = journey.until("the link", |view| json(view)["phase"] == "made");
    assert_eq!(json(&made)["link"], site.link());
    journey.press(Action::Back).screen("invitations");
    journey.press(Action::ForgetKey).screen("relay-key");
    journey.press(Action::Confirm);
    journey.until("that it is forgotten", |view| {
        view.notice == Some("key-forgotten")
    });
    assert_eq!(world.keys.of(&user), None);
    assert_eq!(world.keys.of("operator"), None);
}

#[test]
fn a_table_of_customers_brings_a_table_with_their_links() {
    let (nylas, site) = (simulator(), Site::start());
    let world = World::known_operator(&nylas.origin());
    let table = world.file("customers.csv");
    std::fs::write(
        &table,
        "account,name\nnyla@icloud.com,Nyla\njo@gmail.com,Jo\n",
    )
    .unwrap();
    let mut journey = world.begin();
    journey.screen("home");
    journey.press(Action::Invite);
    connect(&mut journey, &site);
    journey.press(Action::InviteSeveral).screen("several");
    journey.press(Action::Continue);
    journey.until("that no file was chosen", |view| {
        json(view)["phase"] == "asking"
    });
    world.screen.choose(Some(table));
    journey.press(Action::Continue);
    journey.until("the table", |view| json(view)["count"] == 2);
    journey.press(Action::Continue);
    let done = journey.until("the results", |view| json(view)["phase"] == "done");
    assert_eq!(json(&done)["refused"], 1);
    assert!(
        !json(&done).to_string().contains(TICKET),
        "no screen has it"
    );
    journey.press(Action::SaveLinks);
    journey.until("where they are", |view| json(view)["path"].is_string());
    let files = world.screen.files();
    let saved = files.last().unwrap();
    assert!(saved.contains(&site.link()), "{saved}");
    assert!(
        saved.contains("\"jo@gmail.com\",\"Jo\",\"\",\"\",\"not-apple\""),
        "{saved}"
    );
}
