//! A settings file that a person opens: looked at, asked about, kept, put away.

use crate::{
    journey::{code_of, json},
    world::World,
};
use std::{fs, sync::atomic::Ordering::SeqCst};
use wizard::{Action, Field};

const ACME: &str = "[organization]\nname = \"Acme CRM\"\n[connection]\nkind = \"practice\"\n";

/// A computer where somebody chooses a file that says this.
fn world(text: &str) -> World {
    let world = World::new().with_folder();
    let file = world.file("acme.toml");
    fs::write(&file, text).unwrap();
    world.screen.choose(Some(file));
    world
}

#[test]
fn a_file_that_was_opened_counts_after_a_yes_also_at_the_next_start_until_it_is_put_away() {
    let world = world(ACME);
    let mut journey = world.begin();
    journey.screen("start");
    journey.press(Action::UseInvitation);
    let view = journey.press(Action::OpenFile).screen("invited");
    assert_eq!(json(&view)["says"], "Acme CRM");
    let copy = world.environment.opened.clone().unwrap();
    assert!(!copy.exists(), "nothing is kept before the yes");
    let view = journey.press(Action::Confirm).screen("welcome");
    assert_eq!(json(&view)["company"], "Acme CRM");
    assert_eq!(fs::read_to_string(&copy).unwrap(), ACME);
    // The copy counts, whatever becomes of the file itself.
    fs::remove_file(world.file("acme.toml")).unwrap();
    journey.kill();
    let mut journey = world.begin();
    let view = journey.screen("welcome");
    assert_eq!(json(&view)["company"], "Acme CRM");
    let view = journey.press(Action::UseNoFile).screen("start");
    assert!(json(&view)["company"].is_null());
    assert!(!copy.exists());
    journey.kill();
    world.begin().screen("start");
}

#[test]
fn a_file_that_was_not_expected_leaves_nothing_behind() {
    let world = world(ACME);
    let mut journey = world.begin();
    journey.screen("start");
    journey.press(Action::UseInvitation);
    journey.press(Action::OpenFile).screen("invited");
    journey.press(Action::Cancel);
    let view = journey.press(Action::Continue).screen("start");
    assert!(json(&view)["company"].is_null());
    assert!(!world.environment.opened.clone().unwrap().exists());
}

#[test]
fn where_no_window_for_files_comes_the_place_of_the_file_is_pasted() {
    let world = world(ACME);
    world.screen.refuses.store(true, SeqCst);
    let mut journey = world.begin();
    journey.screen("start");
    journey.press(Action::UseInvitation);
    let view = journey.press(Action::OpenFile).problem("C11");
    assert_eq!(view.problem.unwrap().kind, "no-dialog");
    let place = world.file("acme.toml").display().to_string();
    journey.edit(Field::Invitation, &place);
    let view = journey.press(Action::Continue).screen("invited");
    assert_eq!(json(&view)["says"], "Acme CRM");
}

#[test]
fn an_opened_file_may_do_no_more_than_a_loose_profile() {
    let world = world(
        "[connection]\nkind = \"hosted\"\napi_url = \"https://acme.example\"\nclient_id = \"x\"\n",
    );
    let mut journey = world.begin();
    journey.screen("start");
    journey.press(Action::UseInvitation);
    let view = journey.press(Action::OpenFile).problem("C11");
    assert_eq!(view.name, "start");
    assert_eq!(view.problem.unwrap().kind, "host-not-allowed");
}

#[test]
fn what_cannot_be_kept_counts_for_this_run_and_a_copy_that_broke_can_be_put_away() {
    let mut world = world(ACME);
    let copy = world.environment.opened.take().unwrap();
    let mut journey = world.begin();
    journey.screen("start");
    journey.press(Action::UseInvitation);
    journey.press(Action::OpenFile).screen("invited");
    let view = journey.press(Action::Confirm).screen("welcome");
    assert_eq!(code_of(&view), Some("C10"));
    assert_eq!(json(&view)["company"], "Acme CRM");
    journey.kill();

    world.environment.opened = Some(copy.clone());
    fs::create_dir_all(copy.parent().unwrap()).unwrap();
    fs::write(&copy, "[connection]\nkind = 'nonsense'\n").unwrap();
    let mut journey = world.begin();
    let view = journey.problem("C11");
    assert_eq!(view.name, "start");
    let view = journey
        .press(Action::UseNoFile)
        .until("nothing in the way", |view| {
            view.name == "start" && view.problem.is_none()
        });
    assert_eq!(json(&view)["choosing"], true);
}

#[test]
fn a_profile_that_was_named_goes_before_an_opened_one() {
    let world = World::new().with_folder();
    let copy = world.environment.opened.clone().unwrap();
    fs::create_dir_all(copy.parent().unwrap()).unwrap();
    fs::write(&copy, ACME).unwrap();
    let world =
        world.profile("[organization]\nname = \"Named\"\n[connection]\nkind = \"practice\"\n");
    let mut journey = world.begin();
    let view = journey.screen("welcome");
    assert_eq!(json(&view)["company"], "Named");
    assert_eq!(json(&view)["fileUsed"], false);
}
