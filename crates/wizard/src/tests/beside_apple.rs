//! Beside Apple's page: the small window, and the password on the clipboard.

use super::play::{NORMAL_PASSWORD, PASSWORD, Play, report};
use crate::{Action, Answer, Effect, Event, Field, Problem, Request, WindowMode};

fn copied(play: &mut Play, text: &str) {
    play.feed(Event::Returned)
        .did(&["PeekClipboard"])
        .answer(Answer::PeekClipboard(Some(text.into())));
}

/// Apple's page was opened.
fn beside() -> Play {
    let mut play = Play::api_key().up_to_prepare();
    play.press(Action::OpenApple);
    play
}

#[test]
fn the_window_is_small_while_apples_page_is_open_and_large_again_for_the_password() {
    let mut play = beside();
    assert_eq!(play.reshaped(), Some(WindowMode::Helper));
    play.shows("helper", true)
        .shows("stepsShown", vec![1])
        .press(Action::HavePassword)
        .on("password");
    assert_eq!(play.reshaped(), Some(WindowMode::Full));
    let mut play = beside();
    play.press(Action::Back).on("address");
    assert_eq!(play.reshaped(), Some(WindowMode::Full));
}

#[test]
fn one_step_at_a_time_to_the_last_and_back_to_the_first() {
    let mut play = beside();
    for step in 2..=7 {
        play.shows("main", "next")
            .press(Action::Continue)
            .shows("stepsShown", vec![step]);
    }
    play.shows("main", "have");
    for step in (1..=6).rev() {
        play.press(Action::Back).shows("stepsShown", vec![step]);
    }
    play.press(Action::Continue)
        .press(Action::OpenApple)
        .shows("stepsShown", vec![2]);
    play.press(Action::Back).press(Action::Back).on("address");
}

#[test]
fn each_step_has_a_drawing_of_its_own() {
    let drawn = |mut play: Play| {
        play.press(Action::OpenApple);
        let steps = play.shown("appleSteps").as_u64().unwrap();
        let mut drawings = vec![];
        for step in 1..=steps {
            play.shows("appleStep", step);
            let drawing = play.shown("drawing").as_str().unwrap().to_owned();
            drawings.push(drawing);
            if step < steps {
                play.press(Action::Continue);
            }
        }
        play.press(Action::Continue).on("password");
        drawings
    };
    let apple = drawn(Play::api_key().up_to_prepare());
    assert_eq!(
        apple.join(" "),
        "sign-in code section generate name again copy"
    );
    // The practice page has fewer places.
    let practice = drawn(Play::practice().up_to_prepare());
    assert_eq!(practice.join(" "), "sign-in section name copy");
}

#[test]
fn the_small_window_can_be_declined_and_stays_away_until_asked_for() {
    let mut play = beside();
    play.press(Action::LeaveHelper)
        .on("prepare")
        .shows("helper", false);
    assert_eq!(play.reshaped(), Some(WindowMode::Full));
    play.press(Action::OpenApple)
        .shows("helper", false)
        .press(Action::UseHelper)
        .shows("helper", true);
}

#[test]
fn without_a_browser_there_is_no_small_window() {
    let mut play = beside();
    play.answer(Answer::Open(Err(report(Problem::BrowserDidNotOpen))))
        .problem("C08")
        .shows("helper", false);
}

#[test]
fn whoever_comes_back_with_a_password_is_offered_it() {
    let mut play = beside();
    copied(&mut play, PASSWORD);
    play.shows("offered", "abcd-••••-••••-••••")
        .shows("main", "copied")
        .press(Action::UseCopied)
        .on("connecting")
        .did(&["Abort", "AskApple"]);
}

#[test]
fn other_text_on_the_clipboard_is_none_of_our_business() {
    for text in [
        NORMAL_PASSWORD,
        "abcdefghijklmnop",
        "918273",
        "nyla@icloud.com",
        "icloud-connect",
    ] {
        let mut play = beside();
        copied(&mut play, text);
        play.shows("offered", serde_json::Value::Null)
            .press(Action::UseCopied)
            .was_ignored();
    }
}

#[test]
fn the_clipboard_is_looked_at_for_ten_minutes_after_apples_page_was_opened_and_never_otherwise() {
    let mut play = Play::api_key().up_to_prepare();
    play.feed(Event::Returned).did(&[]);
    let mut play = beside();
    play.feed(Event::Clock(600))
        .feed(Event::Returned)
        .did(&["PeekClipboard"]);
    play.feed(Event::Clock(601)).feed(Event::Returned).did(&[]);
    let mut play = beside();
    play.press(Action::Back)
        .on("address")
        .feed(Event::Returned)
        .did(&[]);
}

#[test]
fn what_was_offered_goes_with_the_journey() {
    let mut play = beside();
    play.press(Action::HavePassword);
    copied(&mut play, PASSWORD);
    play.edit(Field::AppPassword, "a")
        .shows("offered", serde_json::Value::Null);
    let mut play = beside();
    copied(&mut play, PASSWORD);
    play.press(Action::ClosedTooEarly)
        .shows("offered", serde_json::Value::Null);
}

#[test]
fn when_the_grant_is_made_the_password_leaves_the_clipboard() {
    let mut play = Play::api_key().up_to_password();
    play.press(Action::Paste)
        .answer(Answer::ReadClipboard(Ok(Some(PASSWORD.into()))))
        .press(Action::Continue);
    play.apple_says(apple::Verdict::Accepted, apple::Verdict::Accepted)
        .snapshotted(vec![])
        .submitted(Ok(super::play::grant()))
        .read_both();
    play.answer(Answer::Record(Ok(()))).on("done");
    assert!(
        play.last
            .iter()
            .any(|e| matches!(e, Effect::Ask(Request::ForgetCopied { pasted: true, .. })))
    );
    play.answer(Answer::ForgetCopied(true)).notice(None);
    play.answer(Answer::ForgetCopied(false))
        .notice(Some("copied-remains"));
    play.press(Action::Finish).notice(None);
    play.answer(Answer::ForgetCopied(false))
        .on("home")
        .notice(Some("copied-remains"));
}
