//! A keychain that is not there, or does not answer, is told about and stops nobody.

use std::sync::atomic::Ordering::SeqCst;

use runner::KeychainFault;
use wizard::Action;

use crate::{
    journey::{code_of, json},
    world::{KEY, NYLA, World, simulator},
};

#[test]
fn without_a_keychain_the_key_is_typed_and_the_journey_goes_on() {
    for fault in [
        KeychainFault::Unavailable,
        KeychainFault::Silent,
        KeychainFault::Damaged,
    ] {
        let nylas = simulator();
        let world = World::operator(&nylas.origin());
        world.keys.fail(Some(fault));
        let mut journey = world.begin();
        let told = journey.problem("C07");
        assert_eq!(
            (told.name, json(&told)["asking"].as_bool()),
            ("operator", Some(true))
        );
        journey.give_key(KEY).screen("home");
        let not_kept = journey.problem("C07");
        assert_eq!(not_kept.problem.unwrap().kind, "this-run-only");
        assert_eq!(
            world.disk.saved_api_origin(),
            None,
            "what is not kept is not looked for at the next start"
        );
        journey.up_to_password(NYLA).hand_over().screen("done");
    }
}

#[test]
fn a_keychain_that_is_unlocked_meanwhile_is_asked_again() {
    let nylas = simulator();
    let world = World::known_operator(&nylas.origin());
    world.keys.fail(Some(KeychainFault::Unavailable));
    let mut journey = world.begin();
    journey.problem("C07");
    world.keys.fail(None);
    journey.press(Action::Retry).screen("welcome");
}

#[test]
fn a_silent_keychain_does_not_freeze_the_window() {
    let nylas = simulator();
    let world = World::new().api_uri(&nylas.origin());
    world.keys.fail(Some(KeychainFault::Silent));
    let mut journey = world.begin();
    journey.press(Action::UseApiKey).screen("operator");
    let started = std::time::Instant::now();
    journey.press(Action::Help).until("help", |view| view.help);
    journey
        .press(Action::Help)
        .press(Action::Back)
        .screen("start");
    journey.press(Action::UsePractice).screen("welcome");
    assert!(
        started.elapsed().as_secs() < 2,
        "the person waited for the keychain"
    );
    // Its answer comes to a screen that did not ask.
    journey.rest(std::time::Duration::from_secs(3));
    assert_eq!(
        (journey.view().name, code_of(&journey.view())),
        ("welcome", None)
    );
}

#[test]
fn a_key_that_could_not_be_removed_is_not_called_forgotten() {
    let nylas = simulator();
    let world = World::known_operator(&nylas.origin());
    let mut journey = world.begin();
    journey.screen("home");
    world.keys.fail(Some(KeychainFault::Unavailable));
    let told = journey
        .press(Action::ForgetKey)
        .press(Action::Confirm)
        .problem("C07");
    assert_eq!(told.problem.unwrap().kind, "not-forgotten");
    assert!(
        journey
            .views()
            .iter()
            .all(|view| view.notice != Some("key-forgotten"))
    );
    world.keys.fail(None);
    journey
        .press(Action::ForgetKey)
        .press(Action::Confirm)
        .until("that it is forgotten", |view| {
            view.notice == Some("key-forgotten")
        });
    assert!(world.keys.is_empty());
}

#[test]
fn a_full_disk_is_told_once_and_stops_nobody() {
    let nylas = simulator();
    let world = World::known_operator(&nylas.origin());
    world.disk.full.store(true, SeqCst);
    let mut journey = world.begin();
    journey.screen("welcome");
    journey.problem("C10");
    journey.press(Action::Continue).screen("address");
    assert_eq!(code_of(&journey.view()), None);
    journey.press(Action::Back);
    let done = journey.up_to_password(NYLA).hand_over().screen("done");
    // The account is connected, and the person is told that this computer does not know.
    assert_eq!(code_of(&done), Some("C10"));
}
