//! Addresses that are not Apple's: Nylas' page for their provider, and Nylas' word whose they are.

use nylas::Provider;
use nylas_sim::{Options, Simulator};
use wizard::{Action, Field};

use crate::{
    browser::Browser,
    fault_proxy::{Call, Fault, FaultProxy},
    hosted::free_port,
    journey::{code_of, json},
    world::{KEY, World, grants, outside},
};

const GMAIL: &str = "nyla@gmail.com";

#[test]
fn an_address_of_another_provider_goes_on_to_nylas_page_without_apple() {
    let port = free_port();
    let options = Options {
        api_key: Some(KEY.to_owned()),
        connectors: vec!["icloud".to_owned(), "google".to_owned()],
        redirect_uris: vec![format!("http://localhost:{port}/callback")],
        ..Options::default()
    };
    let nylas = outside(Simulator::start(options)).unwrap();
    let world = World::new().profile(&format!(
        "[connection]\nkind = \"hosted\"\nother_providers = [\"google\"]\napi_url = \"{}\"\nclient_id = \"{}\"\nredirect_port = {port}\n",
        nylas.origin(),
        nylas.client_id()
    ));
    let mut journey = world.begin();
    journey.screen("welcome");
    journey.press(Action::Continue).screen("address");
    journey
        .edit(Field::Address, GMAIL)
        .press(Action::Continue)
        .until("the address that can be connected", |view| {
            json(view)["connects"] == GMAIL
        });
    journey.press(Action::UseProvider).screen("sign-in");
    journey
        .press(Action::SignIn)
        .until("the time that is left", |view| {
            json(view)["waiting"] == true
        });
    journey.settle();
    let page = world.screen.opened().pop().unwrap();
    assert!(page.contains("provider=google"), "{page}");
    journey.inside(async {
        let browser = Browser::new();
        let form = browser.go(&page).await;
        browser.send(&form, &[("username", GMAIL)]).await
    });
    journey.screen("done");
    assert_eq!(grants(&nylas, GMAIL)[0].provider, Provider::Google);
    assert_eq!(
        world.screen.opened().len(),
        1,
        "Apple's page was not opened"
    );
    journey.press(Action::Finish).settle();
    assert_eq!(nylas.live_tokens(), 0);
}

/// An operator's computer whose name servers know nobody.
fn operator(proxy: &FaultProxy) -> World {
    let mut world = World::known_operator(proxy.origin());
    world.environment.network.name_server = Some(([127, 0, 0, 1], free_port()).into());
    world
}

#[test]
fn nylas_is_asked_with_the_operators_key_whose_an_address_is() {
    let nylas = crate::world::simulator();
    let proxy = outside(FaultProxy::to(&nylas));
    let answer = |provider: &str, kind: &str| {
        let said = format!(
            r#"{{"request_id":"r","data":{{"email_address":"x","detected":true,"provider":"{provider}","type":"{kind}"}}}}"#
        );
        Fault::say(200, &said)
    };
    proxy.meet(
        Call::Detect,
        [
            answer("imap", "icloud"),
            answer("google", ""),
            Fault::say(
                429,
                r#"{"request_id":"r","error":{"type":"rate_limit_error","message":"x"}}"#,
            ),
        ],
    );
    let world = operator(&proxy);
    let mut journey = world.begin();
    journey.screen("welcome");
    journey.press(Action::Continue).screen("address");
    journey
        .edit(Field::Address, "nyla@one.example")
        .press(Action::Continue)
        .problem("A07");
    journey
        .edit(Field::Address, "")
        .edit(Field::Address, "nyla@two.example")
        .press(Action::Continue);
    journey.until("whose it is", |view| {
        view.problem
            .as_ref()
            .is_some_and(|problem| problem.kind == "other-provider")
    });
    journey
        .edit(Field::Address, "")
        .edit(Field::Address, "nyla@three.example")
        .press(Action::Continue)
        .problem("P05");
    journey.until_sent(&proxy, Call::Detect, 3);
    journey.settle();
    assert_eq!(
        (
            code_of(&journey.view()),
            journey.view().problem.unwrap().kind
        ),
        (Some("P05"), "other"),
        "no answer is no problem"
    );
}
