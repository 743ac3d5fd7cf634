//! The operator's desk: a key, where it goes, what is sent with it, and how to take a grant back.

use nylas::CustomAuth;
use runner::Variable;
use secrecy::SecretString;
use serde_json::{Value, json as value};
use wizard::{Action, Field};

use crate::{
    fault_proxy::{Call, Fault, FaultProxy},
    journey::{code_of, json, stages},
    world::{
        KEY, NO_APPLE, NYLA, PASSWORD, World, asked, bare_simulator, client, elsewhere, grants,
        outside, simulator,
    },
};

#[test]
fn a_typed_key_leads_to_a_grant() {
    let nylas = simulator();
    let world = World::operator(&nylas.origin());
    let mut journey = world.begin();
    journey.give_key(KEY);
    let welcome = json(&journey.screen("welcome"));
    assert_eq!(
        (&welcome["host"], &welcome["application"]),
        (
            &value!(nylas.origin().trim_start_matches("http://")),
            &value!("Practice")
        )
    );
    assert_eq!(welcome["practice"], false);
    journey.up_to_password(NYLA).hand_over();
    let skipped = journey.until("Nylas' turn", |view| {
        stages(view).get(2).is_some_and(|grant| grant == "running")
    });
    assert_eq!(stages(&skipped)[..2], ["skipped", "skipped"]);

    let done = json(&journey.screen("done"));
    let grant = done["grantId"].as_str().unwrap();
    assert!(nylas.grant_exists(grant));
    assert_eq!(nylas.custom_auth_count(), 1);
    let accounts = world.disk.accounts();
    assert_eq!(accounts.len(), 1);
    assert_eq!(
        (
            accounts[0].grant.as_str(),
            accounts[0].address.as_str(),
            accounts[0].origin.as_str()
        ),
        (grant, NYLA, nylas.origin().as_str())
    );
    assert_eq!(world.disk.progress(), None);

    journey.press(Action::CopyGrant).copied();
    assert_eq!(world.screen.copied(), [grant]);
    journey.press(Action::Finish).screen("home");
}

#[test]
fn the_account_is_on_disk_before_done_is_shown() {
    let nylas = simulator();
    let world = World::known_operator(&nylas.origin());
    let mut journey = world.begin();
    journey.up_to_password(NYLA);
    world
        .disk
        .slow_millis
        .store(400, std::sync::atomic::Ordering::SeqCst);
    journey.hand_over().screen("done");
    assert_eq!(world.disk.accounts().len(), 1);
    assert_eq!(world.disk.progress(), None);
}

#[test]
fn custom_auth_sends_provider_and_settings_and_nothing_else() {
    let nylas = simulator();
    let proxy = outside(FaultProxy::to(&nylas));
    let world = World::known_operator(proxy.origin());
    let mut journey = world.begin();
    journey
        .up_to_password("Nyla.Park+Shops@me.com")
        .hand_over()
        .screen("done");

    let seen = proxy.seen(Call::CustomAuth);
    assert_eq!(seen.len(), 1);
    let body: Value = serde_json::from_str(&seen[0].body).unwrap();
    // Apple delivers to a tag but lets nobody sign in with it.
    assert_eq!(
        body,
        value!({ "provider": "icloud", "settings": { "username": "nyla.park@me.com", "password": PASSWORD } })
    );
    assert_eq!(
        seen[0].authorization.as_deref(),
        Some(format!("Bearer {KEY}").as_str())
    );
    let exchange = nylas
        .exchanges()
        .into_iter()
        .find(|e| e.path == "/v3/connect/custom")
        .unwrap();
    assert_eq!(
        (
            exchange.method.as_str(),
            exchange.query.as_str(),
            exchange.status
        ),
        ("POST", "", 201)
    );
    assert_eq!(exchange.answer["data"]["state"], Value::Null);
}

#[test]
fn a_profiles_state_comes_back_on_the_grant() {
    let nylas = simulator();
    let profile = format!(
        "{NO_APPLE}[connection]\nkind = \"api-key\"\napi_url = \"{}\"\nstate = \"customer 42\"\n",
        nylas.origin()
    );
    let world = World::new().profile(&profile);
    world.keys.put(&nylas.origin(), KEY);
    world
        .begin()
        .up_to_password(NYLA)
        .hand_over()
        .screen("done");
    let exchange = nylas
        .exchanges()
        .into_iter()
        .find(|e| e.path == "/v3/connect/custom")
        .unwrap();
    let settings = value!({ "username": NYLA, "password": "[removed]" });
    assert_eq!(
        exchange.request,
        Some(value!({ "provider": "icloud", "settings": settings, "state": "customer 42" }))
    );
    assert_eq!(
        grants(&nylas, NYLA)[0].state.as_deref(),
        Some("customer 42")
    );
}

#[test]
fn a_missing_connector_is_asked_for_and_then_made() {
    let nylas = bare_simulator();
    let world = World::operator(&nylas.origin());
    let mut journey = world.begin();
    journey
        .give_key(KEY)
        .until("the question", |view| json(view)["phase"] == "no-connector");
    journey.settle();
    assert_eq!(
        asked(&nylas, "POST", "/v3/connectors"),
        0,
        "nothing is made unasked"
    );
    journey.press(Action::Continue);
    journey.up_to_password(NYLA).hand_over().screen("done");
    let made: Vec<_> = nylas
        .exchanges()
        .into_iter()
        .filter(|e| e.method == "POST" && e.path == "/v3/connectors")
        .collect();
    assert_eq!(made.len(), 1);
    assert_eq!(made[0].request, Some(value!({ "provider": "icloud" })));
}

#[test]
fn a_connector_that_somebody_else_made_meanwhile_is_as_good() {
    let nylas = bare_simulator();
    let world = World::operator(&nylas.origin());
    let mut journey = world.begin();
    journey
        .give_key(KEY)
        .until("the question", |view| json(view)["phase"] == "no-connector");
    outside(async {
        client(&nylas)
            .create_connector(nylas::Provider::ICloud)
            .await
    })
    .unwrap();
    journey.press(Action::Continue).screen("welcome");
}

#[test]
fn a_connector_that_may_not_be_made_is_the_companys_matter() {
    let nylas = bare_simulator();
    let proxy = outside(FaultProxy::to(&nylas));
    let refusal = r#"{"error":{"type":"api.access_denied","message":"Sandbox applications cannot be changed"}}"#;
    proxy.meet(Call::MakeConnector, [Fault::say(403, refusal)]);
    let world = World::known_operator(proxy.origin());
    let mut journey = world.begin();
    journey.until("the question", |view| json(view)["phase"] == "no-connector");
    let refused = journey.press(Action::Continue).problem("N09");
    assert_eq!(refused.problem.unwrap().kind, "connector");
    journey.press(Action::Continue).screen("welcome");
}

#[test]
fn what_is_not_mine_is_deleted_at_nylas() {
    let nylas = simulator();
    let world = World::known_operator(&nylas.origin());
    let mut journey = world.begin();
    journey.up_to_password(NYLA).hand_over().screen("done");
    let grant = json(&journey.view())["grantId"]
        .as_str()
        .unwrap()
        .to_owned();
    journey
        .press(Action::NotMine)
        .press(Action::Confirm)
        .until("that it is removed", |view| json(view)["removed"] == true);
    assert!(!nylas.grant_exists(&grant));
    journey.press(Action::ConnectAnother).screen("address");
}

#[test]
fn what_existed_before_is_deleted_only_after_a_question() {
    let nylas = simulator();
    let auth = CustomAuth::ICloud {
        username: NYLA.to_owned(),
        password: SecretString::from("abcd-efgh-ijkl-mnop"),
        state: None,
    };
    let before = outside(async { client(&nylas).custom_auth(&auth).await }).unwrap();
    let world = World::known_operator(&nylas.origin());
    let mut journey = world.begin();
    let done = json(&journey.up_to_password(NYLA).hand_over().screen("done"));
    assert_eq!(done["grantId"], before.id.as_str());

    journey
        .press(Action::NotMine)
        .until("the question", |view| json(view)["confirm"] == true);
    journey
        .press(Action::Cancel)
        .until("nothing asked", |view| json(view)["confirm"] == false);
    journey.settle();
    assert!(nylas.grant_exists(before.id.as_str()));
    journey
        .press(Action::NotMine)
        .until("the question", |view| json(view)["confirm"] == true);
    journey
        .press(Action::Confirm)
        .until("that it is removed", |view| json(view)["removed"] == true);
    assert!(!nylas.grant_exists(before.id.as_str()));
}

#[test]
fn a_grant_that_cannot_be_deleted_now_can_be_later() {
    let nylas = simulator();
    let proxy = outside(FaultProxy::to(&nylas));
    proxy.meet(
        Call::DeleteGrant,
        [Fault::say(
            403,
            r#"{"error":{"type":"api.forbidden","message":"no"}}"#,
        )],
    );
    let world = World::known_operator(proxy.origin());
    let mut journey = world.begin();
    journey.up_to_password(NYLA).hand_over().screen("done");
    let failed = journey
        .press(Action::NotMine)
        .press(Action::Confirm)
        .until("a problem", |view| view.problem.is_some());
    assert_eq!(
        (failed.name, json(&failed)["removed"].as_bool()),
        ("done", Some(false))
    );
    journey
        .press(Action::NotMine)
        .press(Action::Confirm)
        .until("that it is removed", |view| json(view)["removed"] == true);
    assert_eq!(grants(&nylas, NYLA), []);
}

#[test]
fn one_account_after_the_other_can_be_connected() {
    let nylas = simulator();
    let world = World::known_operator(&nylas.origin());
    let mut journey = world.begin();
    journey.up_to_password(NYLA).hand_over().screen("done");
    let first = json(&journey.view())["grantId"].clone();
    let address = journey.press(Action::ConnectAnother).screen("address");
    assert_eq!(json(&address)["address"], "");
    journey
        .edit(Field::Address, "ray@mac.com")
        .press(Action::Continue)
        .screen("prepare");
    let password = journey.press(Action::HavePassword).screen("password");
    assert_eq!(
        json(&password)["good"],
        false,
        "a password belongs to the account it was entered for"
    );
    journey.hand_over().screen("done");
    assert_ne!(json(&journey.view())["grantId"], first);
    assert_eq!(world.disk.accounts().len(), 2);
}

#[test]
fn a_profile_that_names_a_foreign_host_sends_nothing_and_says_which() {
    let world = World::new()
        .profile("[connection]\nkind = \"api-key\"\napi_url = \"https://nylas.example\"\n");
    let mut journey = world.begin();
    let broken = journey.problem("C11");
    assert_eq!(broken.name, "start");
    assert!(format!("{:?}", broken.problem).contains("nylas.example"));
    journey
        .press(Action::UseApiKey)
        .press(Action::UsePractice)
        .settle();
    assert_eq!(
        (journey.view().name, code_of(&journey.view())),
        ("start", Some("C11"))
    );
}

#[test]
fn a_mended_profile_is_read_again() {
    let nylas = simulator();
    let world = World::new()
        .profile("[connection]\nkind = \"api-kee\"\n")
        .api_uri(&nylas.origin());
    world.keys.put(&nylas.origin(), KEY);
    let mut journey = world.begin();
    journey.problem("C11");
    journey.press(Action::Retry).problem("C11");
    std::fs::write(
        world.environment.profile.as_ref().unwrap(),
        "[connection]\nkind = \"api-key\"\n",
    )
    .unwrap();
    journey.press(Action::Retry).screen("welcome");
}

#[test]
fn a_variable_that_does_not_do_is_named_as_it_was_set() {
    for name in ["NYLAS_API_URI", "NYLAS_API_BASE_URL"] {
        let mut world = World::new().profile("[connection]\nkind = \"api-key\"\n");
        world.environment.api_uri = Some(Variable {
            name,
            value: "https://api.stranger.example".into(),
        });
        let mut journey = world.begin();
        let view = journey.problem("C11");
        let said = &words::screen(&view, "en").text["problem-text"];
        assert!(said.contains(name), "{said}");
    }
}

#[test]
fn nylas_that_is_not_there_is_not_called_a_refused_key() {
    let origin = {
        let gone = elsewhere()
            .block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))
            .unwrap();
        format!("http://{}", gone.local_addr().unwrap())
    };
    let world = World::operator(&origin);
    let mut journey = world.begin();
    journey.give_key(KEY).problem("N07");
    assert!(world.keys.is_empty());
}
