//! Before and after: what a person is told, and what the company's side sees to.

use wizard::{Action, Field, Sixdigit};

use super::{Scene, ends, says};
use crate::{
    journey::json,
    world::{KEY, NYLA, World, bare_simulator, grants},
};

#[test]
fn field_case_04_what_needs_the_company_is_told_apart_and_checked_before_anybody_is_invited() {
    let simulator = bare_simulator();
    let world = World::operator(&simulator.origin());
    let mut journey = world.begin();
    journey.give_key("nyk_v0_of_somebody_else");
    ends(&mut journey, "N04", "operator", &[Action::CopyDetails]);
    journey.give_key(KEY).until("no connector yet", |view| {
        json(view)["phase"] == "no-connector"
    });
    journey.press(Action::Continue).screen("welcome");

    let world = World::new();
    let mut journey = world.begin();
    journey.practise();
    journey
        .up_to_password("no-connector@icloud.com")
        .hand_over();
    let view = ends(
        &mut journey,
        "N05",
        "connecting",
        &[Action::Retry, Action::CopyDetails],
    );
    assert!(
        says(&view, "problem-text").contains("can fix this")
            && says(&view, "problem-text").contains("your password isn’t the problem")
    );

    let world = World::new().profile("[connection]\nkey_length = 7\n");
    let mut journey = world.begin();
    ends(
        &mut journey,
        "C11",
        "start",
        &[Action::Retry, Action::CopyDetails],
    );
}

#[test]
fn field_case_07_nobody_has_to_know_what_an_app_password_is() {
    let scene = Scene::good();
    let mut journey = scene.world.begin();
    let mut seen = vec![journey.screen("welcome")];
    seen.push(journey.press(Action::Continue).screen("address"));
    seen.push(
        journey
            .edit(Field::Address, NYLA)
            .press(Action::Continue)
            .screen("prepare"),
    );
    seen.push(journey.press(Action::HavePassword).screen("password"));
    for view in &seen {
        let words = format!("{} {}", says(view, "lead"), says(view, "help-words"));
        assert!(
            !["IMAP", "CalDAV", "http", "2FA"]
                .iter()
                .any(|jargon| words.contains(jargon)),
            "{words}"
        );
        assert!(!says(view, "help-snag-1").is_empty());
    }
    assert!(
        (1..=7).all(|step| !says(&seen[2], &format!("step-{step}")).is_empty()),
        "each step is told, not linked to"
    );
}

#[test]
fn field_case_12_without_two_factor_it_is_said_before_anybody_leaves_for_apples_page() {
    let scene = Scene::good();
    let mut journey = scene.world.begin();
    journey.screen("welcome");
    journey.press(Action::Continue).screen("address");
    let view = journey
        .edit(Field::Address, NYLA)
        .press(Action::Continue)
        .screen("prepare");
    assert!(says(&view, "six-digit-yes").contains("six-digit code"));
    journey.six_digit(Sixdigit::No);
    let view = ends(&mut journey, "A06", "prepare", &[]);
    assert!(says(&view, "problem-next").contains("Two-Factor Authentication"));
    assert!(scene.world.screen.opened().is_empty());
    // It stops nothing.
    journey.press(Action::HavePassword).screen("password");
}

#[test]
fn a_security_key_or_a_passkey_is_two_factor_too() {
    let scene = Scene::good();
    let mut journey = scene.world.begin();
    journey.screen("welcome");
    journey.press(Action::Continue).screen("address");
    journey
        .edit(Field::Address, NYLA)
        .press(Action::Continue)
        .screen("prepare");
    let view = journey.six_digit(Sixdigit::Key).until("advice", |view| {
        crate::journey::json(view)["advice"] == true
    });
    assert!(view.problem.is_none(), "nothing is missing");
    let advice = says(&view, "advice");
    assert!(
        advice.contains("security key") && advice.contains("passkey"),
        "{advice}"
    );
    journey.press(Action::HavePassword).screen("password");
    journey.hand_over().screen("done");
}

#[test]
fn field_case_34_who_has_no_device_for_the_code_is_told_before_apples_page() {
    let scene = Scene::good();
    let mut journey = scene.world.begin();
    let welcome = journey.screen("welcome");
    assert!(
        says(&welcome, "need").contains("the iPhone, iPad or Mac that shows Apple’s sign-in codes")
    );
    journey.press(Action::Continue).screen("address");
    journey
        .edit(Field::Address, NYLA)
        .press(Action::Continue)
        .screen("prepare");
    journey.six_digit(Sixdigit::No);
    let view = ends(&mut journey, "A06", "prepare", &[]);
    assert!(says(&view, "snag-phone-text").contains("We keep your place"));
    assert!(scene.world.screen.opened().is_empty());
    journey.kill();
    scene.world.begin().screen("prepare");
}

#[test]
fn field_case_41_it_is_said_up_front_that_reminders_are_not_among_it() {
    let scene = Scene::good();
    let welcome = scene.world.begin().screen("welcome");
    assert!(
        says(&welcome, "closed").contains("stays private")
            && says(&welcome, "closed-reminders").contains("Reminders")
    );
}

#[test]
fn field_case_44_a_second_account_is_as_good_as_the_first() {
    let scene = Scene::good();
    let mut journey = scene.handed_over(NYLA);
    journey.screen("done");
    journey.press(Action::ConnectAnother).screen("address");
    journey
        .edit(Field::Address, "tove@icloud.com")
        .press(Action::Continue)
        .screen("prepare");
    journey.press(Action::HavePassword).screen("password");
    journey.hand_over().screen("done");
    let accounts: Vec<_> = scene
        .world
        .disk
        .accounts()
        .into_iter()
        .map(|account| account.address)
        .collect();
    assert_eq!(accounts, [NYLA, "tove@icloud.com"]);
    assert!(
        [NYLA, "tove@icloud.com"]
            .iter()
            .all(|address| grants(&scene.simulator, address).len() == 1)
    );
}
