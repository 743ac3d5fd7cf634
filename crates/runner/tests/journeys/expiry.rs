//! A password that nobody uses goes, and a folder that cannot be used is told of.

use std::sync::atomic::Ordering::SeqCst;

use runner::NoFolder;
use wizard::{Action, Field};

use crate::{
    journey::{Journey, code_of, json},
    world::{NYLA, PASSWORD, World, simulator},
};

const HALF_AN_HOUR: u64 = 1800;
/// Longer than it takes until the clock is looked at again.
const A_WHILE: u64 = 15;

/// On `password`, with one in the field.
fn with_a_password(world: &World) -> Journey<'_> {
    let mut journey = world.begin();
    journey.practise();
    journey.up_to_password(NYLA);
    journey
        .edit(Field::AppPassword, PASSWORD)
        .until("the password", |view| json(view)["good"] == true);
    journey
}

#[test]
fn a_held_password_goes_by_itself_half_an_hour_after_the_last_press() {
    let world = World::new();
    let mut journey = with_a_password(&world);
    world.clock.later.store(HALF_AN_HOUR - 60, SeqCst);
    journey.pass(A_WHILE);
    journey.settle();
    assert_eq!(json(&journey.view())["good"], true);
    // Nobody does anything; a computer that slept shows so much later a time.
    world.clock.later.store(HALF_AN_HOUR + 60, SeqCst);
    journey.pass(A_WHILE);
    let gone = journey.until("the word that it is gone", |view| {
        view.notice == Some("password-gone")
    });
    assert_eq!(
        (gone.name, &json(&gone)["good"]),
        ("password", &false.into())
    );
    journey.press(Action::Continue).problem("P03");
    // It is asked for again, and works.
    journey.hand_over().screen("done");
}

#[test]
fn whoever_comes_back_later_meets_no_password_whatever_is_pressed_first() {
    let world = World::new();
    let mut journey = with_a_password(&world);
    world.clock.later.store(HALF_AN_HOUR, SeqCst);
    let refused = journey.press(Action::Continue).problem("P03");
    assert_eq!(refused.notice, Some("password-gone"));
}

#[test]
fn the_window_is_concealed_where_the_system_can_while_a_password_is_shown() {
    let world = World::new();
    let _journey = with_a_password(&world);
    assert!(!world.screen.is_concealed(), "not where it cannot");
    let world = World::new();
    world.screen.conceals.store(true, SeqCst);
    let mut journey = with_a_password(&world);
    assert!(world.screen.is_concealed());
    world.clock.later.store(HALF_AN_HOUR, SeqCst);
    journey.pass(A_WHILE);
    journey.until("the word that it is gone", |view| {
        view.notice == Some("password-gone")
    });
    assert!(!world.screen.is_concealed());
}

#[test]
fn a_folder_of_somebody_else_is_named_and_nothing_is_written_there() {
    let simulator = simulator();
    let world = World::known_operator(&simulator.origin());
    *world.disk.no_folder.lock().unwrap() = Some(NoFolder {
        folder: "/srv/shared\u{7}".into(),
        owner: "root".into(),
        others: true,
    });
    let mut journey = world.begin();
    journey.screen("welcome");
    let told = journey.problem("C10");
    let values = told.problem.unwrap().values;
    assert_eq!(
        values,
        [
            ("folder", "/srv/shared".to_owned()),
            ("owner", "root".to_owned())
        ]
    );
    journey.up_to_password(NYLA);
    let done = journey.hand_over().screen("done");
    assert_eq!(code_of(&done), Some("C10"), "the account is not remembered");
    assert_eq!(world.disk.written(), Vec::<String>::new());
}
