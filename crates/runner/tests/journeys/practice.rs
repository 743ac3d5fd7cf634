//! Practice: the whole journey with nothing real in it.

use std::{sync::atomic::Ordering::SeqCst, time::Duration};

use wizard::Action;

use crate::{
    journey::{code_of, json, stages},
    world::{KEY, NO_APPLE, NYLA, PASSWORD, World, simulator},
};

#[test]
fn practice_goes_from_start_to_done_with_a_grant_that_the_simulator_knows() {
    let world = World::new();
    let mut journey = world.begin();
    journey.screen("start");
    let simulator = journey.practise();
    journey.up_to_password(NYLA);
    let connecting = journey.hand_over().screen("connecting");
    assert_eq!(
        stages(&connecting),
        ["running", "running", "waiting", "waiting", "waiting"]
    );

    let done = json(&journey.screen("done"));
    assert!(simulator.grant_exists(done["grantId"].as_str().unwrap()));
    assert_eq!(simulator.custom_auth_count(), 1);
    assert_eq!(done["practice"], true);
    assert!(done["calendars"].as_array().unwrap().len() > 1);
    assert!(done["newest"].is_i64());
    let before_done = journey
        .views()
        .into_iter()
        .rfind(|view| view.name == "connecting")
        .unwrap();
    assert_eq!(stages(&before_done)[..3], ["done", "done", "done"]);

    journey.press(Action::Finish).screen("start");
}

#[test]
fn practice_leaves_nothing_behind() {
    let world = World::new();
    let mut journey = world.begin();
    journey.practise();
    journey.up_to_password(NYLA).hand_over().screen("done");
    assert_eq!(world.disk.written(), Vec::<String>::new());
    assert!(world.keys.is_empty());
    journey.kill();
    assert!(
        world.rehearsal.simulator().is_none(),
        "the simulator ends with the program"
    );

    world.begin().screen("start");
}

#[test]
fn back_from_welcome_leads_to_start_and_practice_can_be_chosen_again() {
    let world = World::new();
    let mut journey = world.begin();
    for _ in 0..2 {
        journey.press(Action::UsePractice).screen("welcome");
        journey.press(Action::Back).screen("start");
    }
    journey.practise();
    journey.up_to_password(NYLA).hand_over().screen("done");
}

#[test]
fn who_is_faster_than_practice_starts_is_not_told_that_it_is_missing() {
    let world = World::new();
    world.rehearsal.delay_millis.store(300, SeqCst);
    let mut journey = world.begin();
    journey.press(Action::UsePractice);
    journey
        .up_to_password("apple-refused@icloud.com")
        .hand_over();
    let end = journey.until("an end", |view| view.problem.is_some());
    assert_eq!(code_of(&end), Some("A01"), "{}", journey.trail());
}

#[test]
fn practice_never_opens_apples_own_page_not_even_while_it_starts() {
    let world = World::new();
    world.rehearsal.delay_millis.store(1000, SeqCst);
    let mut journey = world.begin();
    journey
        .press(Action::UsePractice)
        .press(Action::Continue)
        .screen("address");
    journey
        .edit(wizard::Field::Address, NYLA)
        .press(Action::Continue)
        .screen("prepare");
    journey.press(Action::OpenApple);
    journey.rest(Duration::from_secs(2));
    assert!(
        world
            .screen
            .opened()
            .iter()
            .all(|address| address.starts_with("http://127.0.0.1:")),
        "{:?}",
        world.screen.opened()
    );
}

#[test]
fn practice_that_a_profile_asks_for_has_no_start() {
    let world = World::new()
        .profile("[organization]\nname = \"Acme CRM\"\n[connection]\nkind = \"practice\"\n");
    let mut journey = world.begin();
    let welcome = journey.screen("welcome");
    assert!(!welcome.back);
    journey.settle();
    journey.up_to_password(NYLA).hand_over().screen("done");
    journey.press(Action::Finish).screen("welcome");
}

#[test]
fn a_pasted_password_comes_by_the_button_too() {
    let world = World::new();
    let mut journey = world.begin();
    journey.practise();
    journey.up_to_password(NYLA);
    journey
        .press(Action::Paste)
        .until("the notice", |view| view.notice == Some("nothing-to-paste"));
    world.screen.put_on_clipboard(&format!(" {PASSWORD}\n"));
    let held = json(
        &journey
            .press(Action::Paste)
            .until("the password", |view| json(view)["good"] == true),
    );
    assert_eq!(held["held"], "qjxz-••••-••••-••••");
    journey.press(Action::Continue).screen("done");
}

#[test]
fn practice_opens_its_own_page_and_copies_the_label() {
    let world = World::new();
    let mut journey = world.begin();
    let simulator = journey.practise();
    journey.press(Action::Continue).screen("address");
    journey
        .edit(wizard::Field::Address, NYLA)
        .press(Action::Continue)
        .screen("prepare");
    journey.press(Action::OpenApple).settle();
    journey.press(Action::CopyLabel).copied();
    assert_eq!(world.screen.opened(), [simulator.practice_page()]);
    assert_eq!(world.screen.copied(), ["icloud-connect"]);

    world.screen.refuses.store(true, SeqCst);
    journey.press(Action::OpenApple).problem("C08");
    world.screen.refuses.store(false, SeqCst);
    journey.press(Action::Continue).screen("password");
}

#[test]
fn practice_that_does_not_start_says_so_and_can_be_tried_again() {
    let world = World::new();
    world.rehearsal.failures.store(1, SeqCst);
    let mut journey = world.begin();
    journey.press(Action::UsePractice).problem("N07");
    journey
        .press(Action::Retry)
        .until("no problem", |view| view.problem.is_none());
    journey.settle();
    journey.up_to_password(NYLA).hand_over().screen("done");
    assert_eq!(world.rehearsal.starts(), 2);
}

#[test]
fn practice_that_fails_late_can_be_tried_again_too() {
    let world = World::new();
    world.rehearsal.failures.store(1, SeqCst);
    world.rehearsal.delay_millis.store(500, SeqCst);
    let mut journey = world.begin();
    journey.press(Action::UsePractice).press(Action::Continue);
    assert_eq!(journey.problem("N07").name, "welcome");
    journey.press(Action::Retry);
    journey.rest(Duration::from_secs(1));
    journey.up_to_password(NYLA).hand_over().screen("done");
}

#[test]
fn after_practice_a_real_journey_has_nothing_to_do_with_it() {
    let nylas = simulator();
    let world = World::new().profile(NO_APPLE).api_uri(&nylas.origin());
    let mut journey = world.begin();
    journey.practise();
    journey.up_to_password(NYLA).hand_over().screen("done");
    journey.press(Action::Finish).screen("start");

    journey.press(Action::UseApiKey).screen("operator");
    journey.give_key(KEY);
    journey.up_to_password(NYLA);
    journey.press(Action::OpenApple).settle();
    assert!(
        world.screen.opened()[0].starts_with("https://account.apple.com"),
        "{:?}",
        world.screen.opened()
    );
    let connecting = journey.hand_over().until("Apple's stages", |view| {
        stages(view).get(2).is_some_and(|grant| grant == "running")
    });
    assert_eq!(stages(&connecting)[..2], ["skipped", "skipped"]);
    let done = json(&journey.screen("done"));
    assert!(nylas.grant_exists(done["grantId"].as_str().unwrap()));
}

#[test]
fn practice_that_starts_late_does_not_take_over_a_real_journey() {
    let nylas = simulator();
    let world = World::new().profile(NO_APPLE).api_uri(&nylas.origin());
    world.rehearsal.delay_millis.store(1500, SeqCst);
    let mut journey = world.begin();
    journey.press(Action::UsePractice).screen("welcome");
    journey.press(Action::Back).screen("start");
    journey.press(Action::UseApiKey).screen("operator");
    journey.give_key(KEY).screen("welcome");
    journey.rest(Duration::from_secs(2));
    journey.press(Action::Continue).screen("address");
    journey.press(Action::Back).screen("welcome");
    journey.up_to_password(NYLA).hand_over();
    let done = json(&journey.screen("done"));
    assert!(
        nylas.grant_exists(done["grantId"].as_str().unwrap()),
        "the grant was made in practice and called real"
    );
}
