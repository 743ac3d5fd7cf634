//! At the company's desk a profile is made for its customers; with it alone one of them connects.

use std::path::MAIN_SEPARATOR;

use nylas_sim::{Options, Simulator};
use runner::profile::{self, Kind, Rank};
use wizard::{Action, Field, Input, MailProvider, Use};

use crate::{
    fault_proxy::{Call, Fault, FaultProxy},
    hosted::{connect_with, free_port},
    journey::{Journey, code_of, json},
    world::{KEY, World, client, outside},
};

fn nylas() -> Simulator {
    let options = Options {
        api_key: Some(KEY.to_owned()),
        connectors: vec!["icloud".to_owned(), "imap".to_owned()],
        record: true,
        ..Options::default()
    };
    outside(Simulator::start(options)).unwrap()
}

/// An operator's computer whose profile names a port.
fn operator(origin: &str, port: u16) -> World {
    let world = World::new().profile(&format!(
        "[organization]\nname = \"Acme CRM\"\nuses = [\"mail\"]\nsupport_email = \"help@acme.example\"\n[connection]\nkind = \"api-key\"\nredirect_port = {port}\n[apple]\ncheck_first = false\n"
    ));
    world.keys.put(origin, KEY);
    world.api_uri(origin)
}

fn registered(nylas: &Simulator) -> Vec<(String, Option<String>)> {
    let uris = outside(async { client(nylas).redirect_uris().await }).unwrap();
    uris.into_iter()
        .map(|uri| (uri.url, uri.platform))
        .collect()
}

#[test]
fn a_profile_made_by_the_operator_connects_an_account_with_no_key_anywhere() {
    let nylas = nylas();
    let port = free_port();
    let operator = operator(&nylas.origin(), port);
    let mut journey = operator.begin();
    journey.screen("home");
    let view = journey
        .press(Action::MakeProfile)
        .until("what will be in it", |view| json(view)["phase"] == "ready");
    assert_eq!(json(&view)["clientId"], nylas.client_id());
    assert_eq!(json(&view)["registered"], false);
    assert_eq!(json(&view)["connectors"], "icloud, imap");
    assert_eq!(json(&view)["company"], "Acme CRM");
    let view = journey
        .press(Action::Continue)
        .until("the profile", |view| json(view)["phase"] == "made");
    assert_eq!(
        json(&view)["path"],
        format!("Downloads{MAIN_SEPARATOR}1-profile.toml")
    );
    assert_eq!(
        registered(&nylas),
        [(
            format!("http://localhost:{port}/callback"),
            Some("desktop".to_owned())
        )]
    );
    let text = operator.screen.files().pop().unwrap();
    journey.press(Action::CopyProfile).copied();
    assert_eq!(operator.screen.copied(), std::slice::from_ref(&text));
    assert!(!text.contains(KEY));

    let profile = profile::parse(&text, None, Rank::Loose).unwrap();
    assert_eq!(
        (profile.connection.kind, profile.connection.redirect_port),
        (Some(Kind::Hosted), port)
    );
    assert_eq!(
        profile.organization.support_email.as_deref(),
        Some("help@acme.example")
    );
    connect_with(&nylas, &World::new().profile(&text));
    assert_eq!(nylas.live_tokens(), 0);
}

#[test]
fn the_way_back_is_registered_once() {
    let nylas = nylas();
    let operator = operator(&nylas.origin(), 9007);
    for expected in [false, true] {
        let mut journey = operator.begin();
        journey.screen("home");
        let view = journey
            .press(Action::MakeProfile)
            .until("what will be in it", |view| json(view)["phase"] == "ready");
        assert_eq!(json(&view)["registered"], expected);
        journey
            .press(Action::Continue)
            .until("the profile", |view| json(view)["phase"] == "made");
    }
    assert_eq!(registered(&nylas).len(), 1);
    assert_eq!(operator.screen.files().len(), 2, "nothing is written over");
}

#[test]
fn a_way_back_for_the_web_would_demand_a_secret_and_is_said() {
    let nylas = nylas();
    outside(async {
        client(&nylas)
            .create_redirect_uri("http://localhost:9007/callback", "web")
            .await
    })
    .unwrap();
    let operator = operator(&nylas.origin(), 9007);
    let mut journey = operator.begin();
    journey.screen("home");
    journey.press(Action::MakeProfile).screen("make-profile");
    let view = journey.problem("N09");
    assert_eq!(view.problem.as_ref().unwrap().kind, "register");
    assert!(view.problem.unwrap().details.contains(&(
        "setting",
        "http://localhost:9007/callback = desktop".to_owned()
    )));
}

#[test]
fn what_nylas_or_this_computer_does_not_allow_is_said_and_can_be_tried_again() {
    let nylas = nylas();
    let proxy = outside(FaultProxy::to(&nylas));
    let operator = operator(proxy.origin(), 9007);
    let no = Fault::say(
        403,
        r#"{"request_id":"r","error":{"type":"forbidden","message":"not in this plan"}}"#,
    );
    proxy.meet(Call::Register, [no]);
    let mut journey = operator.begin();
    journey.screen("home");
    journey
        .press(Action::MakeProfile)
        .until("what will be in it", |view| json(view)["phase"] == "ready");
    journey.press(Action::Continue).problem("N09");
    operator
        .screen
        .refuses
        .store(true, std::sync::atomic::Ordering::SeqCst);
    journey.press(Action::Continue).problem("C10");
    operator
        .screen
        .refuses
        .store(false, std::sync::atomic::Ordering::SeqCst);
    journey
        .press(Action::Continue)
        .until("the profile", |view| json(view)["phase"] == "made");
}

#[test]
fn a_name_that_a_profile_may_not_bear_is_refused_before_it_is_written() {
    let nylas = nylas();
    let operator = operator(&nylas.origin(), 9007);
    let mut journey = operator.begin();
    journey.screen("home");
    journey
        .press(Action::MakeProfile)
        .until("what will be in it", |view| json(view)["phase"] == "ready");
    for (name, kind) in [
        ("Apple Support", "name-not-allowed"),
        ("A name of more than thirty characters", "too-long"),
        ("Acme\u{202e}", "control-characters"),
    ] {
        journey.edit(Field::Company, name).press(Action::Continue);
        let view = journey.until("a problem", |view| code_of(view).is_some());
        assert_eq!(
            (code_of(&view), view.problem.unwrap().kind),
            (Some("C11"), kind),
            "{name}"
        );
    }
    assert!(operator.screen.files().is_empty() && registered(&nylas).is_empty());
    journey
        .edit(Field::Company, "Acme \"CRM\"\\")
        .press(Action::Continue)
        .until("the profile", |view| json(view)["phase"] == "made");
    let profile = profile::parse(&operator.screen.files()[0], None, Rank::Loose).unwrap();
    assert_eq!(profile.organization.name.as_deref(), Some("Acme \"CRM\"\\"));
}

/// At the form, with what the operator's own profile says.
fn at_form(world: &World) -> Journey<'_> {
    let mut journey = world.begin();
    journey.screen("home");
    journey
        .press(Action::MakeProfile)
        .until("what will be in it", |view| json(view)["phase"] == "ready");
    journey
}

#[test]
fn everything_that_was_entered_is_in_the_profile_and_seen_before_that_as_customers_see_it() {
    let nylas = nylas();
    let operator = operator(&nylas.origin(), 9007);
    let mut journey = at_form(&operator);
    let view = json(&journey.view());
    assert_eq!(view["initial"]["supportEmail"], "help@acme.example");
    assert_eq!(
        view["usesChosen"][0]["chosen"], true,
        "what it says already"
    );
    journey.tell(Input::Use {
        what: Use::Contacts,
        on: true,
    });
    journey.tell(Input::OtherProvider {
        what: MailProvider::Google,
        on: true,
    });
    for (field, text) in [
        (Field::Company, " Acme Care "),
        (Field::SupportEmail, "care@acme.example"),
        (Field::SupportPhone, "+1 555 0100"),
        (Field::PrivacyPage, "https://acme.example/privacy"),
        (Field::ReturnPage, "https://acme.example/connected"),
    ] {
        journey.edit(field, text);
    }
    let view = journey
        .press(Action::PreviewProfile)
        .until("the first screen", |view| view.name == "welcome");
    let shown = json(&view);
    assert_eq!(
        (&shown["preview"], &shown["company"], &shown["uses"]),
        (
            &true.into(),
            &"Acme Care".into(),
            &serde_json::json!(["mail", "contacts"])
        )
    );
    assert_eq!(shown["support"], "care@acme.example · +1 555 0100");
    assert_eq!(
        (&shown["privacy"], &shown["hosted"]),
        (&true.into(), &true.into())
    );
    assert!(
        operator.screen.files().is_empty() && registered(&nylas).is_empty(),
        "looking changes nothing"
    );
    journey.press(Action::Back).screen("make-profile");
    journey
        .press(Action::Continue)
        .until("the profile", |view| json(view)["phase"] == "made");
    let text = operator.screen.files().pop().unwrap();
    let profile = profile::parse(&text, None, Rank::Loose).unwrap();
    let said = &profile.organization;
    assert_eq!(said.name.as_deref(), Some("Acme Care"));
    assert_eq!(said.uses, [Use::Mail, Use::Contacts]);
    assert_eq!(said.support_email.as_deref(), Some("care@acme.example"));
    assert_eq!(said.support_phone.as_deref(), Some("+1 555 0100"));
    let pages = [&said.privacy_url, &said.return_url];
    assert_eq!(
        pages.map(|page| page.as_ref().unwrap().as_str()),
        [
            "https://acme.example/privacy",
            "https://acme.example/connected"
        ]
    );
    assert_eq!(profile.connection.other_providers, ["google"]);
    journey.press(Action::ShowFile).settle();
    assert_eq!(
        operator.screen.opened(),
        ["Downloads"],
        "the folder that it is in"
    );
}

#[test]
fn what_does_not_fit_is_said_of_its_field() {
    let nylas = nylas();
    let operator = operator(&nylas.origin(), 9007);
    for (field, text, kind) in [
        (Field::SupportEmail, "help at acme", "not-an-email-address"),
        (
            Field::SupportEmail,
            "help@icloud-care.example",
            "name-not-allowed",
        ),
        (Field::SupportPhone, "call us", "not-a-phone-number"),
        (Field::PrivacyPage, "acme.example", "not-a-url"),
        (Field::ReturnPage, "http://acme.example", "not-https"),
    ] {
        for action in [Action::PreviewProfile, Action::TryProfile, Action::Continue] {
            let mut journey = at_form(&operator);
            journey.edit(field, text).press(action);
            let view = journey.until("a problem", |view| code_of(view).is_some());
            let problem = view.problem.unwrap();
            assert_eq!(
                (view.name, problem.kind, problem.field),
                ("make-profile", kind, Some(field)),
                "{text}"
            );
            journey.kill();
        }
    }
    assert!(operator.screen.files().is_empty());
}

#[test]
fn a_profile_is_tried_in_practice_under_its_name_and_the_operator_comes_back() {
    let nylas = nylas();
    let operator = operator(&nylas.origin(), 9007);
    let before = nylas.exchanges().len();
    let mut journey = at_form(&operator);
    journey
        .edit(Field::Company, "Acme Care")
        .press(Action::TryProfile)
        .screen("welcome");
    let view = json(&journey.view());
    assert_eq!(
        (&view["practice"], &view["company"], &view["label"]),
        (&true.into(), &"Acme Care".into(), &"Acme Care".into())
    );
    journey
        .up_to_password("nyla.park@icloud.com")
        .hand_over()
        .screen("done");
    assert!(
        nylas.exchanges()[before..]
            .iter()
            .all(|exchange| exchange.path != "/v3/connect/custom"),
        "nothing of it reaches Nylas"
    );
    assert!(operator.disk.accounts().is_empty(), "and nothing is kept");
    journey.press(Action::Finish).screen("make-profile");
    journey
        .press(Action::Continue)
        .until("the profile", |view| json(view)["phase"] == "made");
    let text = operator.screen.files().pop().unwrap();
    assert!(
        text.contains("Acme Care"),
        "what was entered is still there"
    );
}
