//! A key: asked for once, kept, forgotten, refused, and sent to nobody else.

use secrecy::SecretString;
use wizard::{Action, Field};

use crate::{
    fault_proxy::{Call, Fault, FaultProxy, http},
    journey::{is_busy, json},
    world::{KEY, NO_APPLE, NYLA, World, outside, simulator},
};

#[test]
fn a_key_is_asked_for_once() {
    let nylas = simulator();
    let world = World::operator(&nylas.origin());
    let mut journey = world.begin();
    journey.give_key(KEY).screen("welcome");
    journey.settle();
    assert_eq!(world.keys.of(&nylas.origin()).as_deref(), Some(KEY));
    assert_eq!(world.disk.saved_api_origin(), Some(nylas.origin()));
    journey.kill();

    let mut journey = world.begin();
    journey.screen("welcome");
    assert!(
        journey
            .views()
            .iter()
            .all(|view| json(view)["asking"] != true)
    );
}

#[test]
fn a_saved_connection_needs_no_profile_to_name_it() {
    let nylas = simulator();
    let world = World::new().profile(NO_APPLE).api_uri(&nylas.origin());
    let mut journey = world.begin();
    journey.press(Action::UseApiKey);
    journey.give_key(KEY).screen("welcome");
    journey.settle();
    journey.kill();

    let mut elsewhere = World::new().profile(NO_APPLE);
    elsewhere.disk = world.disk.clone();
    elsewhere.keys = world.keys.clone();
    let mut journey = elsewhere.begin();
    journey.up_to_password(NYLA).hand_over().screen("done");
    assert!(
        journey
            .views()
            .iter()
            .all(|view| json(view)["asking"] != true)
    );
}

#[test]
fn a_forgotten_key_is_gone_and_asked_for_again() {
    let nylas = simulator();
    let world = World::known_operator(&nylas.origin());
    let mut journey = world.begin();
    journey.screen("home");
    journey
        .press(Action::ForgetKey)
        .press(Action::Confirm)
        .until("that it is forgotten", |view| {
            view.notice == Some("key-forgotten")
        });
    assert_eq!(json(&journey.view())["asking"], true);
    assert!(world.keys.is_empty());
    assert_eq!(world.disk.saved_api_origin(), None);
    journey.kill();

    let mut journey = world.begin();
    journey.until("the key's field", |view| json(view)["asking"] == true);
    assert!(journey.views().iter().all(|view| view.name != "welcome"));
}

#[test]
fn a_refused_key_stays_on_operator_and_the_right_one_goes_on() {
    let nylas = simulator();
    let world = World::operator(&nylas.origin());
    let mut journey = world.begin();
    journey.give_key("nyk_v0_of_somebody_else");
    let refused = journey.problem("N04");
    assert_eq!(
        (refused.name, refused.problem.unwrap().field),
        ("operator", Some(Field::ApiKey))
    );
    assert!(world.keys.is_empty());
    journey
        .edit(Field::ApiKey, KEY)
        .until("no problem", |view| view.problem.is_none());
    journey.press(Action::Continue).screen("welcome");
    journey.settle();
    assert_eq!(world.keys.of(&nylas.origin()).as_deref(), Some(KEY));
}

#[test]
fn what_cannot_be_a_key_is_sent_nowhere() {
    let nylas = simulator();
    let before = nylas.exchanges().len();
    let world = World::operator(&nylas.origin());
    let mut journey = world.begin();
    for typed in ["", "   ", "two words", "clé", &"k".repeat(501)] {
        journey.give_key(typed).problem("N04");
    }
    assert_eq!(nylas.exchanges().len(), before);
}

#[test]
fn a_key_in_the_keychain_goes_to_its_own_origin_only() {
    let (mine, other) = (simulator(), simulator());
    let (mine_before, other_before) = (mine.exchanges().len(), other.exchanges().len());
    let world = World::operator(&other.origin());
    world.keys.put(&mine.origin(), KEY);
    let mut journey = world.begin();
    journey.until("the key's field", |view| json(view)["asking"] == true);
    journey.settle();
    assert_eq!(
        (mine.exchanges().len(), other.exchanges().len()),
        (mine_before, other_before)
    );
    journey.give_key(KEY).screen("welcome");
    assert_eq!(mine.exchanges().len(), mine_before);
    assert!(other.exchanges().len() > other_before);
    assert_eq!(
        world.keys.of(&mine.origin()).as_deref(),
        Some(KEY),
        "another origin's key is not touched"
    );
}

#[test]
fn a_redirect_takes_neither_key_nor_password_along() {
    let (nylas, other) = (simulator(), simulator());
    let before = other.exchanges().len();
    let proxy = outside(FaultProxy::to(&nylas));
    let to_other = |status, path: &str| Fault {
        reply: crate::fault_proxy::Reply::Bytes(http(
            status,
            &[("location", &format!("{}{path}", other.origin()))],
            "",
        )),
        done: false,
        ..Fault::NONE
    };
    proxy.meet(Call::Application, [to_other(302, "/v3/applications")]);
    proxy.meet(Call::CustomAuth, [to_other(307, "/v3/connect/custom")]);
    let world = World::known_operator(proxy.origin());
    let mut journey = world.begin();
    journey.problem("C04");
    journey.press(Action::Retry);
    journey.up_to_password(NYLA).hand_over().problem("C04");
    assert_eq!(other.exchanges().len(), before);
    journey.press(Action::Retry).screen("done");
}

#[test]
fn the_key_of_the_environment_wins_and_is_never_kept() {
    let nylas = simulator();
    let mut world = World::operator(&nylas.origin());
    world.keys.put(&nylas.origin(), "nyk_v0_an_old_one");
    world.environment.api_key = Some(SecretString::from(KEY));
    let mut journey = world.begin();
    journey.screen("welcome");
    assert_eq!(
        json(&journey.press(Action::Back).screen("home"))["fromEnvironment"],
        true
    );
    journey.press(Action::Continue);
    journey.up_to_password(NYLA).hand_over().screen("done");
    assert_eq!(
        world.keys.of(&nylas.origin()).as_deref(),
        Some("nyk_v0_an_old_one")
    );
    assert_eq!(world.disk.saved_api_origin(), None);
    journey.kill();

    world.environment.api_key = None;
    world.begin().problem("N04");
}

#[test]
fn the_key_of_the_environment_counts_only_where_a_profile_asks_for_one() {
    let nylas = simulator();
    let before = nylas.exchanges().len();
    let mut world = World::new().api_uri(&nylas.origin());
    world.environment.api_key = Some(SecretString::from(KEY));
    let mut journey = world.begin();
    journey.screen("start");
    journey
        .press(Action::UseApiKey)
        .until("the key's field", |view| json(view)["asking"] == true);
    assert_eq!(nylas.exchanges().len(), before);
}

#[test]
fn checking_a_key_can_be_cancelled_and_another_given() {
    let nylas = simulator();
    let proxy = outside(FaultProxy::to(&nylas));
    proxy.meet(Call::Application, [Fault::SILENCE]);
    let world = World::operator(proxy.origin());
    let mut journey = world.begin();
    journey.give_key(KEY).until("the check", |view| {
        is_busy(view) && json(view)["phase"] == "checking"
    });
    journey.settle();
    journey
        .press(Action::Cancel)
        .until("the key's field", |view| json(view)["asking"] == true);
    journey.give_key(KEY).screen("welcome");
}
