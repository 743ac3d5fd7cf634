//! The wrong kind of password, or one that is no more.

use wizard::{Action, Field};

use super::{Scene, ends, refused_dav, refused_mail, says};
use crate::{
    apple::scripted::good_dav,
    fault_proxy::Call,
    journey::json,
    world::{NYLA, grants},
};

/// A normal password: seen at once, wiped, and sent to nobody.
fn a_normal_password_goes_nowhere(text: &str) {
    let scene = Scene::good();
    let mut journey = scene.world.begin();
    journey.up_to_password(NYLA).paste(Field::AppPassword, text);
    let view = ends(&mut journey, "P01", "password", &[]);
    assert!(view.wiped > 0 && json(&view)["good"] == false);
    assert!(says(&view, "problem-text").contains("we need a different kind of password"));
    assert!(
        says(&view, "problem-next").contains("abcd-efgh-ijkl-mnop"),
        "what the right one looks like"
    );
    journey.press(Action::Continue).settle();
    assert_eq!(journey.view().name, "password");
    assert!(scene.apple.heard_nothing() && scene.simulator.custom_auth_count() == 0);
    journey.hand_over().screen("done");
}

#[test]
fn field_case_01_the_normal_apple_password_is_seen_before_anything_is_sent() {
    a_normal_password_goes_nowhere("Summer2024!");
}

#[test]
fn field_case_02_a_password_that_is_certainly_right_may_be_the_wrong_kind() {
    a_normal_password_goes_nowhere("correct horse 7 battery");
}

#[test]
fn field_case_10_with_two_factor_on_the_normal_password_is_still_the_wrong_kind() {
    a_normal_password_goes_nowhere("xK9mPq-bT4wRz-hV7nLc");
}

#[test]
fn field_case_25_all_app_passwords_died_with_the_old_apple_password() {
    let scene = Scene::new(refused_dav, refused_mail);
    let mut journey = scene.handed_over(NYLA);
    let view = ends(
        &mut journey,
        "A01",
        "password",
        &[Action::ClosedTooEarly, Action::CopyDetails],
    );
    assert!(says(&view, "problem-text").contains(
        "your Apple password changed recently: that stops all older app-specific passwords"
    ));
    assert!(says(&view, "alert-closed-too-early").contains("new password"));
    journey
        .press(Action::ClosedTooEarly)
        .until("Apple's page again", |view| json(view)["again"] == true);
}

#[test]
fn field_case_26_a_new_password_keeps_the_same_grant_and_nothing_has_to_be_deleted() {
    let scene = Scene::good();
    let mut journey = scene.handed_over(NYLA);
    let first = json(&journey.screen("done"))["grantId"].clone();
    journey.press(Action::ConnectAnother).screen("address");
    journey
        .edit(Field::Address, NYLA)
        .press(Action::Continue)
        .screen("prepare");
    journey.press(Action::HavePassword).screen("password");
    let again = json(&journey.hand_over().screen("done"))["grantId"].clone();
    assert_eq!((first, grants(&scene.simulator, NYLA).len()), (again, 1));
    assert!(scene.proxy.seen(Call::DeleteGrant).is_empty());
}

#[test]
fn field_case_28_basic_is_sent_at_once_and_a_second_scheme_changes_nothing() {
    let scene = Scene::new(refused_dav, refused_mail);
    let mut journey = scene.handed_over(NYLA);
    ends(
        &mut journey,
        "A01",
        "password",
        &[Action::ClosedTooEarly, Action::CopyDetails],
    );
    let heard = scene.apple.calendar.heard();
    assert!(heard.len() == 1 && heard[0].contains("authorization: Basic "));
}

#[test]
fn field_case_31_an_app_password_is_tried_only_where_it_can_work() {
    let scene = Scene::new(good_dav, refused_mail);
    let mut journey = scene.world.begin();
    journey.screen("welcome");
    journey.press(Action::Continue).screen("address");
    journey
        .edit(Field::Address, NYLA)
        .press(Action::Continue)
        .screen("prepare");
    journey
        .press(Action::OpenApple)
        .until("Apple's page", |view| json(view)["opened"] == true);
    journey.press(Action::HavePassword).screen("password");
    assert!(says(&journey.view(), "help-snag-3").contains("don’t try it on icloud.com"));
    journey.hand_over().problem("A02");
    assert!(
        scene
            .apple
            .calendar
            .heard()
            .iter()
            .all(|request| request.starts_with("PROPFIND "))
    );
    assert!(scene.apple.mail.heard().iter().all(|line| {
        [" LOGIN ", " EXAMINE INBOX", " LOGOUT"]
            .iter()
            .any(|known| line.contains(known))
    }));
    assert!(
        scene
            .world
            .screen
            .opened()
            .iter()
            .all(|page| page.starts_with("https://account.apple.com/"))
    );
}
