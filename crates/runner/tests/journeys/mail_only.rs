//! Plain IMAP: a grant for mail, without calendars, at the desk and on Nylas' own page.

use nylas::Provider;
use nylas_sim::{Options, Simulator};
use wizard::{Action, Field};

use crate::{
    fault_proxy::{Call, Fault, FaultProxy},
    journey::{json, stages},
    world::{KEY, NYLA, PASSWORD, World, bare_simulator, client, grants, outside},
};

fn operator(origin: &str, more: &str) -> World {
    let world = World::new().profile(&format!(
        "[connection]\nkind = \"api-key\"\n{more}\n[apple]\ncheck_first = false\n"
    ));
    world.keys.put(origin, KEY);
    world.api_uri(origin)
}

fn has_connector(nylas: &Simulator, provider: Provider) -> bool {
    outside(async { client(nylas).connector(provider).await })
        .unwrap()
        .is_some()
}

#[test]
fn at_the_desk_a_connector_is_made_and_a_grant_for_mail() {
    let nylas = bare_simulator();
    let proxy = outside(FaultProxy::to(&nylas));
    let world = operator(proxy.origin(), "provider = \"imap\"\nsmtp_port = 588");
    let mut journey = world.begin();
    journey.until("the missing connector", |view| {
        json(view)["phase"] == "no-connector"
    });
    journey.press(Action::Continue);
    let welcome = journey.screen("welcome");
    assert_eq!(json(&welcome)["scope"], "mail", "it is said before");
    assert!(has_connector(&nylas, Provider::Imap) && !has_connector(&nylas, Provider::ICloud));
    journey.up_to_password(NYLA).hand_over();
    let done = journey.screen("done");
    assert_eq!(json(&done)["scope"], "mail", "it is said after");
    assert_eq!(
        (
            json(&done)["calendarsRead"].clone(),
            json(&done)["mailRead"].clone()
        ),
        (false.into(), true.into())
    );
    assert_eq!(proxy.seen(Call::Calendars).len(), 0);
    let body: serde_json::Value =
        serde_json::from_str(&proxy.seen(Call::CustomAuth)[0].body).unwrap();
    let settings = serde_json::json!({
        "imap_username": NYLA, "imap_password": PASSWORD, "imap_host": "imap.mail.me.com", "imap_port": 993,
        "smtp_host": "smtp.mail.me.com", "smtp_port": 588,
    });
    assert_eq!(
        (body["provider"].as_str(), &body["settings"]),
        (Some("imap"), &settings)
    );
    assert_eq!(grants(&nylas, NYLA)[0].provider, Provider::Imap);
}

#[test]
fn the_stages_of_calendars_are_left_out() {
    let nylas = bare_simulator();
    let world = operator(&nylas.origin(), "provider = \"imap\"");
    let mut journey = world.begin();
    journey.until("the missing connector", |view| {
        json(view)["phase"] == "no-connector"
    });
    journey.press(Action::Continue);
    journey.up_to_password(NYLA).hand_over();
    let view = journey.until("the grant", |view| {
        stages(view).get(2).is_some_and(|grant| grant == "done")
    });
    assert_eq!(
        (stages(&view)[0].as_str(), stages(&view)[3].as_str()),
        ("skipped", "skipped")
    );
    journey.screen("done");
}

#[test]
fn where_the_icloud_connector_is_refused_mail_alone_is_offered() {
    let nylas = bare_simulator();
    let proxy = outside(FaultProxy::to(&nylas));
    let no = Fault::say(
        403,
        r#"{"request_id":"r","error":{"type":"forbidden","message":"not in this plan"}}"#,
    );
    proxy.meet(Call::MakeConnector, [no]);
    let world = operator(proxy.origin(), "");
    let mut journey = world.begin();
    journey.until("the missing connector", |view| {
        json(view)["phase"] == "no-connector"
    });
    journey.press(Action::Continue);
    let view = journey.problem("N09");
    assert!(view.problem.unwrap().actions.contains(&Action::UseImap));
    journey.press(Action::UseImap).screen("welcome");
    assert!(has_connector(&nylas, Provider::Imap));
    journey.up_to_password(NYLA).hand_over().screen("done");
    assert_eq!(grants(&nylas, NYLA)[0].provider, Provider::Imap);
}

#[test]
fn on_nylas_page_it_is_a_grant_for_mail_too() {
    let port = crate::hosted::free_port();
    let options = Options {
        api_key: Some(KEY.to_owned()),
        connectors: vec!["imap".to_owned()],
        redirect_uris: vec![format!("http://localhost:{port}/callback")],
        ..Options::default()
    };
    let nylas = outside(Simulator::start(options)).unwrap();
    let world = World::new().profile(&format!(
        "[connection]\nkind = \"hosted\"\nprovider = \"imap\"\napi_url = \"{}\"\nclient_id = \"{}\"\nredirect_port = {port}\n",
        nylas.origin(),
        nylas.client_id()
    ));
    crate::hosted::connect_with(&nylas, &world);
    assert_eq!(grants(&nylas, NYLA)[0].provider, Provider::Imap);
    assert_eq!(nylas.live_tokens(), 0);
}

#[test]
fn practice_can_be_mail_alone_as_well() {
    let world = World::new().profile("[connection]\nkind = \"practice\"\nprovider = \"imap\"\n");
    let mut journey = world.begin();
    journey.screen("welcome");
    journey.press(Action::Continue).screen("address");
    journey
        .edit(Field::Address, NYLA)
        .press(Action::Continue)
        .screen("prepare");
    journey.press(Action::HavePassword).screen("password");
    journey.hand_over();
    let view = journey.until("Apple's word", |view| {
        stages(view).get(1).is_some_and(|mail| mail == "done")
    });
    assert_eq!(stages(&view)[0], "skipped");
    assert_eq!(json(&journey.screen("done"))["scope"], "mail");
}

/// Nylas' word when a server did not answer it, also where that lets only known addresses in.
const NOT_RESPONDING: &str =
    r#"{"request_id":"r","error":{"type":"api.provider_not_responding","message":"no"}}"#;

/// Whether Nylas' static addresses are spoken of, the first and the second time that it gets no answer.
fn speaks_of_addresses(nylas: &Simulator, world: &World, proxy: &FaultProxy) -> [bool; 2] {
    let no = || Fault::say(504, NOT_RESPONDING);
    proxy.meet(Call::CustomAuth, [no(), no()]);
    let mut journey = world.begin();
    if !has_connector(nylas, Provider::Imap) && !has_connector(nylas, Provider::ICloud) {
        journey.until("the missing connector", |view| {
            json(view)["phase"] == "no-connector"
        });
        journey.press(Action::Continue);
    }
    journey.up_to_password(NYLA).hand_over();
    [false, true].map(|lasting| {
        let view = journey.until("N02", |view| {
            let problem = view.problem.as_ref();
            problem.is_some_and(|problem| problem.code == "N02") && view.lasting == lasting
        });
        journey.press(Action::Retry);
        words::screen(&view, "en").text["problem-next"].contains("fixed addresses")
    })
}

#[test]
fn a_mail_server_that_never_answers_nylas_may_want_its_static_addresses_and_apples_does_not() {
    for (provider, spoken_of) in [("imap", [false, true]), ("icloud", [false, false])] {
        let nylas = bare_simulator();
        let proxy = outside(FaultProxy::to(&nylas));
        let world = operator(proxy.origin(), &format!("provider = \"{provider}\""));
        assert_eq!(
            speaks_of_addresses(&nylas, &world, &proxy),
            spoken_of,
            "{provider}"
        );
    }
}
