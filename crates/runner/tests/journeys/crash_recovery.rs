//! A program that is killed goes on where it was: same step, same address, one grant.

use std::time::Duration;

use nylas_sim::Simulator;
use wizard::{Action, Field, Step};

use crate::{
    fault_proxy::{Call, Fault, FaultProxy},
    journey::{Journey, json},
    world::{NYLA, World, grants, outside, simulator},
};

fn behind_a_proxy() -> (Simulator, FaultProxy, World) {
    let nylas = simulator();
    let proxy = outside(FaultProxy::to(&nylas));
    let world = World::known_operator(proxy.origin());
    (nylas, proxy, world)
}

fn one_grant(journey: &mut Journey<'_>, nylas: &Simulator) {
    let done = json(&journey.screen("done"));
    let grants = grants(nylas, NYLA);
    assert_eq!(grants.len(), 1);
    assert_eq!(done["grantId"], grants[0].id.as_str());
}

#[test]
fn every_step_is_returned_to_with_its_address() {
    let nylas = simulator();
    let world = World::known_operator(&nylas.origin());
    let mut journey = world.begin();
    journey.screen("welcome");
    journey.kill();

    let mut journey = world.begin();
    journey.screen("welcome");
    journey.press(Action::Continue).screen("address");
    journey.edit(Field::Address, NYLA).settle();
    journey.kill();

    let mut journey = world.begin();
    journey.screen("address");
    journey
        .edit(Field::Address, NYLA)
        .press(Action::Continue)
        .screen("prepare");
    journey.kill();

    let mut journey = world.begin();
    journey.screen("prepare");
    let address = json(&journey.press(Action::Back).screen("address"));
    assert_eq!(address["address"], NYLA);
    journey.press(Action::Continue).screen("prepare");
    journey.press(Action::HavePassword).screen("password");
    journey
        .paste(Field::AppPassword, crate::world::PASSWORD)
        .settle();
    journey.kill();

    let mut journey = world.begin();
    let password = journey.screen("password");
    assert_eq!(
        json(&password)["good"],
        false,
        "the password was never kept"
    );
    journey.hand_over();
    one_grant(&mut journey, &nylas);
    assert_eq!(nylas.custom_auth_count(), 1);
    journey.kill();

    assert_eq!(world.disk.progress(), None);
    assert_eq!(world.disk.accounts().len(), 1);
    world.begin().screen("home");
}

#[test]
fn an_address_elsewhere_comes_back_with_the_icloud_address() {
    let nylas = simulator();
    let world = World::known_operator(&nylas.origin());
    let mut journey = world.begin();
    journey.screen("welcome");
    journey.press(Action::Continue).screen("address");
    journey
        .edit(Field::Address, "nyla@park.example")
        .press(Action::Continue)
        .problem("P05");
    journey
        .edit(Field::AppleId, NYLA)
        .press(Action::Continue)
        .screen("prepare");
    journey.kill();

    let mut journey = world.begin();
    journey.screen("prepare");
    let address = json(&journey.press(Action::Back).screen("address"));
    assert_eq!(
        (&address["address"], &address["appleId"]),
        (&"nyla@park.example".into(), &NYLA.into())
    );
    journey.press(Action::Continue).screen("prepare");
    journey.press(Action::HavePassword).screen("password");
    journey.hand_over();
    one_grant(&mut journey, &nylas);
    assert_eq!(world.disk.accounts()[0].address, "nyla@park.example");
}

#[test]
fn killed_before_custom_auth_nothing_was_sent() {
    let (nylas, proxy, world) = behind_a_proxy();
    proxy.meet(Call::Grants, [Fault::SILENCE]);
    let mut journey = world.begin();
    journey
        .up_to_password(NYLA)
        .hand_over()
        .screen("connecting");
    journey.settle();
    journey.kill();

    let mut journey = world.begin();
    journey.screen("password");
    assert_eq!(proxy.seen(Call::CustomAuth).len(), 0);
    journey.hand_over();
    one_grant(&mut journey, &nylas);
    assert_eq!(proxy.seen(Call::CustomAuth).len(), 1);
}

/// Kills the program when custom auth is on its way and meets `fault`.
fn killed_on_the_way(world: &World, proxy: &FaultProxy, fault: Fault) {
    proxy.meet(Call::CustomAuth, [fault]);
    let mut journey = world.begin();
    journey.up_to_password(NYLA).hand_over();
    journey.until_sent(proxy, Call::CustomAuth, 1);
    journey.settle();
    journey.kill();
    let progress = world.disk.progress().unwrap();
    assert_eq!(
        (
            progress.step,
            progress.address.as_deref(),
            progress.grants_before_submit.is_some()
        ),
        (Step::Password, Some(NYLA), true)
    );
}

#[test]
fn killed_after_custom_auth_arrived_its_grant_is_found() {
    let (nylas, proxy, world) = behind_a_proxy();
    killed_on_the_way(&world, &proxy, Fault::DONE_IN_SILENCE);
    let mut journey = world.begin();
    one_grant(&mut journey, &nylas);
    assert_eq!(proxy.seen(Call::CustomAuth).len(), 1);
    assert!(
        journey.views().iter().all(|view| view.name != "password"),
        "nobody is asked for a password again"
    );
}

#[test]
fn killed_before_custom_auth_arrived_it_is_sent_once_more() {
    let (nylas, proxy, world) = behind_a_proxy();
    killed_on_the_way(&world, &proxy, Fault::SILENCE);
    let mut journey = world.begin();
    let password = journey.screen("password");
    assert_eq!(password.notice, Some("not-made"));
    journey.hand_over();
    one_grant(&mut journey, &nylas);
    assert_eq!(nylas.custom_auth_count(), 1);
}

#[test]
fn killed_while_nylas_still_works_its_grant_is_found_later_and_not_made_twice() {
    let (nylas, proxy, world) = behind_a_proxy();
    killed_on_the_way(&world, &proxy, Fault::dawdle(Duration::from_secs(2)));
    let mut journey = world.begin();
    journey.screen("password");
    // The password is typed again while the first request comes through.
    journey.rest(Duration::from_secs(3));
    journey.hand_over();
    one_grant(&mut journey, &nylas);
    assert_eq!(proxy.seen(Call::CustomAuth).len(), 1);
}

#[test]
fn killed_while_looking_or_reading_nothing_is_made_twice() {
    let (nylas, proxy, world) = behind_a_proxy();
    killed_on_the_way(&world, &proxy, Fault::DONE_IN_SILENCE);
    proxy.meet(Call::Grants, [Fault::SILENCE]);
    let journey = world.begin();
    // Noted before custom auth, looked for after it.
    journey.until_sent(&proxy, Call::Grants, 2);
    journey.kill();

    proxy.meet(Call::Calendars, [Fault::SILENCE]);
    let journey = world.begin();
    journey.until_sent(&proxy, Call::Calendars, 1);
    journey.kill();

    let mut journey = world.begin();
    one_grant(&mut journey, &nylas);
    assert_eq!(proxy.seen(Call::CustomAuth).len(), 1);
}

#[test]
fn killed_on_a_problem_the_address_is_still_there() {
    let (nylas, proxy, world) = behind_a_proxy();
    proxy.meet(
        Call::CustomAuth,
        [Fault::say(
            429,
            r#"{"error":{"type":"api.rate_limit_error","message":"slower"}}"#,
        )],
    );
    let mut journey = world.begin();
    journey.up_to_password(NYLA).hand_over().problem("N06");
    journey.kill();

    let mut journey = world.begin();
    journey.screen("password");
    journey.hand_over();
    one_grant(&mut journey, &nylas);
}

#[test]
fn a_key_that_is_refused_meanwhile_loses_no_step() {
    let nylas = simulator();
    let world = World::known_operator(&nylas.origin());
    let mut journey = world.begin();
    journey.up_to_password(NYLA);
    journey.kill();

    world.keys.put(&nylas.origin(), "nyk_v0_revoked");
    let mut journey = world.begin();
    journey.problem("N04");
    journey.kill();

    let mut journey = world.begin();
    journey.problem("N04");
    journey.give_key(crate::world::KEY).screen("password");
    journey.hand_over();
    one_grant(&mut journey, &nylas);
}

#[test]
fn another_connections_unfinished_attempt_proves_nothing_here() {
    let (_first, proxy, world) = behind_a_proxy();
    killed_on_the_way(&world, &proxy, Fault::SILENCE);

    // An account that this Nylas has had for long; the attempt was made at another one.
    let other = simulator();
    let auth = nylas::CustomAuth::ICloud {
        username: NYLA.to_owned(),
        password: "abcd-efgh-ijkl-mnop".into(),
        state: None,
    };
    outside(async { crate::world::client(&other).custom_auth(&auth).await }).unwrap();
    let mut moved = World::known_operator(&other.origin().replace("127.0.0.1", "localhost"));
    moved.disk = world.disk.clone();
    let mut journey = moved.begin();
    let view = journey.until("a screen", |view| {
        ["done", "password", "prepare", "welcome"].contains(&view.name)
    });
    assert_ne!(view.name, "done", "a grant from long ago was called new");
}
