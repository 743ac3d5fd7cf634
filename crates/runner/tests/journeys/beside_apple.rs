//! Beside Apple's page and after it: the small window, the clipboard, the budget of tries, through a kill and a day.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

use wizard::{Action, Field};

use crate::{
    journey::{Journey, json},
    ports::Screen,
    world::{NYLA, PASSWORD, World},
};

/// The person presses `open-apple` on `prepare` and comes back with this on the clipboard.
fn back_with<'w>(world: &'w World, text: &str) -> Journey<'w> {
    let mut journey = world.begin();
    journey.practise();
    journey.press(Action::Continue).screen("address");
    journey
        .edit(Field::Address, NYLA)
        .press(Action::Continue)
        .screen("prepare");
    journey
        .press(Action::OpenApple)
        .until("the small window", |view| json(view)["helper"] == true);
    world.screen.put_on_clipboard(text);
    journey.come_back();
    journey
}

#[test]
fn the_window_is_small_beside_apples_page_and_large_again_for_the_password() {
    let world = World::new();
    let mut journey = back_with(&world, "");
    assert!(world.screen.is_small());
    journey.press(Action::HavePassword).screen("password");
    journey.settle();
    assert!(!world.screen.is_small());
}

#[test]
fn the_copied_password_is_offered_used_and_taken_off_the_clipboard() {
    let world = World::new();
    let mut journey = back_with(&world, PASSWORD);
    let offer = journey.until("the offer", |view| !json(view)["offered"].is_null());
    assert_eq!(json(&offer)["offered"], "qjxz-••••-••••-••••");
    journey.press(Action::UseCopied).screen("done");
    journey.settle();
    assert_eq!(world.screen.on_clipboard(), None);
    assert_eq!(journey.view().notice, None);
}

#[test]
fn what_was_copied_since_stays_on_the_clipboard() {
    let world = World::new();
    let mut journey = back_with(&world, PASSWORD);
    journey.until("the offer", |view| !json(view)["offered"].is_null());
    world.screen.put_on_clipboard("a recipe");
    journey.press(Action::UseCopied).screen("done");
    journey.settle();
    assert_eq!(world.screen.on_clipboard().as_deref(), Some("a recipe"));
}

#[test]
fn where_the_system_asks_first_the_clipboard_is_not_looked_at() {
    let world = World::new();
    world.screen.asks_first.store(true, SeqCst);
    let mut journey = back_with(&world, PASSWORD);
    journey.settle();
    assert!(json(&journey.view())["offered"].is_null());
    journey.press(Action::HavePassword).screen("password");
    journey
        .edit(Field::AppPassword, PASSWORD)
        .press(Action::Continue)
        .screen("done");
    journey.settle();
    assert_eq!(
        world.screen.on_clipboard().as_deref(),
        Some(PASSWORD),
        "not even to see whether it is still there"
    );
    assert_eq!(
        journey.view().notice,
        Some("copied-remains"),
        "which nobody knows then"
    );
}

#[test]
fn what_could_not_be_looked_at_or_emptied_is_never_said_to_be_empty() {
    type Fault = fn(&Screen) -> &AtomicBool;
    let faults: [(&str, Fault); 3] = [
        ("it cannot be read", |screen| &screen.unreadable),
        ("it cannot be emptied", |screen| &screen.uncleared),
        ("it is filled again", |screen| &screen.refilled),
    ];
    for (what, fault) in faults {
        let world = World::new();
        let mut journey = back_with(&world, PASSWORD);
        journey.press(Action::HavePassword).screen("password");
        journey
            .press(Action::Paste)
            .until("the pasted password", |view| json(view)["good"] == true);
        fault(&world.screen).store(true, SeqCst);
        journey.press(Action::Continue).screen("done");
        journey.until(what, |view| view.notice == Some("copied-remains"));
    }
}

#[test]
fn a_clipboard_that_cannot_be_read_is_not_called_empty_and_typing_works() {
    let world = World::new();
    world.screen.unreadable.store(true, SeqCst);
    let mut journey = back_with(&world, PASSWORD);
    journey.settle();
    assert!(json(&journey.view())["offered"].is_null());
    journey.press(Action::HavePassword).screen("password");
    journey
        .press(Action::Paste)
        .until("the word about it", |view| {
            view.notice == Some("clipboard-unreadable")
        });
    journey
        .edit(Field::AppPassword, PASSWORD)
        .press(Action::Continue)
        .screen("done");
    journey.until("the word at the end", |view| {
        view.notice == Some("copied-remains")
    });
}

/// The journey to `done` with the password pasted by the button.
fn paste_and_connect<'w>(world: &'w World) -> Journey<'w> {
    let mut journey = back_with(world, PASSWORD);
    journey.press(Action::HavePassword).screen("password");
    journey
        .press(Action::Paste)
        .until("the pasted password", |view| json(view)["good"] == true);
    journey.press(Action::Continue).screen("done");
    journey
}

#[test]
fn the_password_is_taken_out_of_the_systems_history_and_nothing_else_is() {
    let world = World::new();
    world.screen.keep_history();
    world.screen.put_on_clipboard("a recipe");
    world.screen.put_on_clipboard(&format!("  {PASSWORD}\r\n"));
    world.screen.put_on_clipboard("abcd-efgh-ijkl-mnop");
    let journey = paste_and_connect(&world);
    journey.settle();
    assert_eq!(world.screen.history(), ["a recipe", "abcd-efgh-ijkl-mnop"]);
    assert_eq!(world.screen.on_clipboard(), None);
    assert_eq!(journey.view().notice, None);
}

#[test]
fn the_history_is_cleaned_also_when_something_else_was_copied_since() {
    let world = World::new();
    world.screen.keep_history();
    let mut journey = back_with(&world, PASSWORD);
    journey.until("the offer", |view| !json(view)["offered"].is_null());
    world.screen.put_on_clipboard("a recipe");
    journey.press(Action::UseCopied).screen("done");
    journey.settle();
    assert_eq!(world.screen.history(), ["a recipe"]);
    assert_eq!(world.screen.on_clipboard().as_deref(), Some("a recipe"));
    assert_eq!(journey.view().notice, None);
}

#[test]
fn a_history_that_refuses_is_told_of() {
    let world = World::new();
    world.screen.keep_history();
    world.screen.history_refuses.store(true, SeqCst);
    let mut journey = paste_and_connect(&world);
    journey.until("the word about the history", |view| {
        view.notice == Some("copied-remains")
    });
    assert_eq!(
        world.screen.on_clipboard(),
        None,
        "the clipboard is emptied all the same"
    );
}

#[test]
fn where_the_system_keeps_no_history_nothing_is_said_of_one() {
    let world = World::new();
    world.screen.history_refuses.store(true, SeqCst);
    let journey = paste_and_connect(&world);
    journey.settle();
    assert_eq!(world.screen.on_clipboard(), None);
    assert_eq!(journey.view().notice, None);
}

#[test]
fn refusals_count_after_a_kill_and_are_forgotten_in_time() {
    let simulator = crate::world::simulator();
    let world = World::known_operator(&simulator.origin());
    let refused = "refused@icloud.com";
    let mut journey = world.begin();
    journey.up_to_password(refused);
    for number in 0..3 {
        journey.hand_over_other(number).problem("N01");
    }
    journey.kill();
    assert_eq!(simulator.custom_auth_count(), 3);

    let mut journey = world.begin();
    journey.screen("password");
    journey.hand_over().until("no try left", |view| {
        view.problem.as_ref().is_some_and(|p| p.kind == "no-tries")
    });
    journey.settle();
    assert_eq!(simulator.custom_auth_count(), 3, "nothing was sent");
    journey.kill();

    world.clock.later.store(3600 + 60, SeqCst);
    let mut journey = world.begin();
    journey.screen("password");
    journey.hand_over().problem("N01");
    assert_eq!(simulator.custom_auth_count(), 4);
}
