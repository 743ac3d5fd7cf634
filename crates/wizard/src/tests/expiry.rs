//! What waits to be used does not wait for ever, and while it is to be read nobody else sees the window.

use super::play::{ADDRESS, KEY, NORMAL_PASSWORD, PASSWORD, Play, application, open_ended, report};
use crate::{
    Action, Answer, Connection, Effect, Event, Field, Opened, Problem, Report, Setup, Timer,
};
use apple::Verdict;

const HALF_AN_HOUR: i64 = 1800;

/// So much time goes by since the clock was last read.
fn pass(play: &mut Play, seconds: i64) {
    let now = play.state().session.now + seconds;
    play.feed(Event::Clock(now));
}

fn is_gone(play: &mut Play) {
    play.notice(Some("password-gone"));
    assert!(!play.state().keeps_secret(), "nothing is kept");
}

#[test]
fn a_held_password_goes_after_half_an_hour_without_a_press_and_a_notice_says_so() {
    for mut play in Play::both().map(Play::up_to_password) {
        play.edit(Field::AppPassword, PASSWORD);
        let before = play.view().wiped;
        pass(&mut play, HALF_AN_HOUR - 1);
        play.notice(None).shows("good", true);
        pass(&mut play, 1);
        play.on("password")
            .shows("good", false)
            .shows("shape", "empty")
            .no_problem();
        assert_eq!(play.view().wiped, before + 1, "the field is emptied, too");
        is_gone(&mut play);
        play.press(Action::Continue).problem("P03");
    }
}

#[test]
fn a_press_begins_the_half_hour_anew_and_a_return_to_the_window_does_not() {
    let mut play = Play::practice().up_to_password();
    play.edit(Field::AppPassword, PASSWORD);
    pass(&mut play, HALF_AN_HOUR - 1);
    play.press(Action::Help).press(Action::Help);
    pass(&mut play, HALF_AN_HOUR - 1);
    play.shows("good", true).feed(Event::Returned);
    pass(&mut play, 1);
    is_gone(&mut play);
}

#[test]
fn a_clock_that_is_put_back_makes_it_no_longer() {
    let mut play = Play::practice().up_to_password();
    pass(&mut play, 1_000_000);
    play.edit(Field::AppPassword, PASSWORD);
    pass(&mut play, -900_000);
    play.shows("good", true);
    pass(&mut play, HALF_AN_HOUR);
    is_gone(&mut play);
}

#[test]
fn whatever_stands_in_the_field_goes_and_an_empty_one_is_not_spoken_of() {
    for text in [NORMAL_PASSWORD, "abcd-efgh", "918273"] {
        let mut play = Play::practice().up_to_password();
        play.edit(Field::AppPassword, text);
        pass(&mut play, HALF_AN_HOUR);
        is_gone(&mut play);
    }
    let mut play = Play::practice().up_to_password();
    pass(&mut play, HALF_AN_HOUR);
    play.notice(None);
}

#[test]
fn a_password_that_was_offered_or_left_on_another_screen_goes_too() {
    let mut play = Play::api_key().up_to_prepare();
    play.press(Action::OpenApple)
        .feed(Event::Returned)
        .answer(Answer::PeekClipboard(Some(PASSWORD.into())));
    pass(&mut play, HALF_AN_HOUR);
    play.shows("offered", serde_json::Value::Null);
    is_gone(&mut play);
    let mut play = Play::api_key().up_to_password();
    play.edit(Field::AppPassword, PASSWORD)
        .press(Action::Back)
        .on("prepare");
    pass(&mut play, HALF_AN_HOUR);
    play.on("prepare");
    is_gone(&mut play);
}

#[test]
fn a_key_that_was_typed_and_not_sent_goes_too() {
    let mut play = Play::open(Setup {
        connection: Some(Connection::ApiKey),
        ..Setup::default()
    });
    play.answer(Answer::FindKey(Ok(false)))
        .edit(Field::ApiKey, KEY);
    let before = play.view().wiped;
    pass(&mut play, HALF_AN_HOUR);
    play.on("operator").notice(Some("key-gone"));
    assert_eq!(play.view().wiped, before + 1, "the field is emptied, too");
    play.press(Action::Continue).problem("N04").kind("empty");
    // Then as ever.
    play.edit(Field::ApiKey, KEY)
        .press(Action::Continue)
        .answer(Answer::CheckKey(Ok(application(true))))
        .on("home");
}

#[test]
fn what_is_on_its_way_keeps_it_and_what_stopped_does_not() {
    let mut play = Play::api_key().up_to_sending();
    pass(&mut play, HALF_AN_HOUR);
    play.notice(None)
        .submitted(Err(open_ended(Problem::NylasUnavailable)))
        .problem("N07");
    pass(&mut play, 0);
    is_gone(&mut play);
    play.problem("N07").on("connecting");
    // The next try asks for it again, and never sends an empty one.
    play.press(Action::Retry)
        .reconciled(Ok(vec![]))
        .on("password")
        .shows("good", false);
}

#[test]
fn a_long_pause_that_apple_asks_for_outlasts_the_password() {
    let mut play = Play::api_key().up_to_apple_check();
    let pause = Report {
        retry_after: Some(3600),
        ..report(Problem::AppleNotAnswering)
    };
    play.apple_reports((Verdict::NoAnswer, Some(pause)), (Verdict::NoAnswer, None))
        .problem("A04");
    pass(&mut play, HALF_AN_HOUR);
    is_gone(&mut play);
    let run = play.run();
    play.feed(Event::Attempt {
        id: run,
        answer: Answer::After(Timer::Second),
    })
    .press(Action::Retry)
    .on("password");
}

/// Whether the last event hid the window from pictures of the screen.
fn concealed(play: &Play) -> Option<bool> {
    play.last.iter().find_map(|effect| match effect {
        Effect::Conceal(concealed) => Some(*concealed),
        _ => None,
    })
}

/// On `password`, where the system can keep a window out of pictures of the screen.
fn concealing() -> Play {
    let mut play = Play::open(Setup {
        conceals: true,
        ..Setup::default()
    });
    play.press(Action::UsePractice)
        .answer(Answer::StartPractice(Ok(())));
    play.up_to_password()
}

#[test]
fn the_window_is_concealed_while_a_whole_password_is_shown() {
    for text in [PASSWORD, "abcdefghijklmnop", NORMAL_PASSWORD] {
        let mut play = concealing();
        play.edit(Field::AppPassword, "abcd-ef");
        assert_eq!(concealed(&play), None, "a helper can still help");
        play.edit(Field::AppPassword, text);
        assert_eq!(concealed(&play), Some(true), "{text}");
        play.edit(Field::AppPassword, "");
        assert_eq!(concealed(&play), Some(false), "{text}");
    }
    let mut play = concealing();
    play.edit(Field::AppPassword, PASSWORD)
        .press(Action::Continue)
        .on("connecting");
    assert_eq!(concealed(&play), Some(false));
    play.press(Action::Cancel).on("password");
    assert_eq!(
        concealed(&play),
        None,
        "of a held one four letters are shown"
    );
}

#[test]
fn what_the_button_pasted_is_never_whole_on_the_screen_and_is_not_concealed() {
    let mut play = concealing();
    play.press(Action::Paste)
        .answer(Answer::ReadClipboard(Ok(Some(PASSWORD.into()))))
        .shows("good", true);
    assert_eq!(concealed(&play), None);
}

#[test]
fn an_expired_password_ends_the_concealing() {
    let mut play = concealing();
    play.edit(Field::AppPassword, PASSWORD);
    pass(&mut play, HALF_AN_HOUR);
    assert_eq!(concealed(&play), Some(false));
}

#[test]
fn where_the_system_cannot_conceal_nobody_asks_it_to() {
    let mut play = Play::practice().up_to_password();
    play.edit(Field::AppPassword, PASSWORD);
    assert_eq!(concealed(&play), None);
}

#[test]
fn a_folder_that_cannot_be_used_is_told_at_the_start_and_once_more_when_something_was_to_be_saved()
{
    let why = Report {
        values: vec![
            ("folder", "/home/nyla/.local/share/x".into()),
            ("owner", "root".into()),
        ],
        ..Report::new(Problem::CannotSave).kind("folder-owner")
    };
    let mut play = Play::new(Setup {
        connection: Some(Connection::ApiKey),
        ..Setup::default()
    });
    play.feed(Event::Opened(Box::new(Opened {
        no_folder: Some(why),
        ..Opened::default()
    })))
    .problem("C10")
    .kind("folder-owner")
    .key_at_hand()
    .on("home")
    .press(Action::ConnectCustomer)
    .feed(Event::NotSaved)
    .problem("C10")
    .kind("folder-owner")
    .press(Action::Continue)
    .edit(Field::Address, ADDRESS)
    .feed(Event::NotSaved)
    .no_problem();
}
