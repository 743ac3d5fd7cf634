//! `password`: judged as it changes; wiped only on paste, on leaving the field or on `continue`.

use super::play::{ADDRESS, NORMAL_PASSWORD, PASSWORD, Play, report};
use crate::{Action, Answer, Field, Problem, Request, Unreadable};
use secrecy::SecretString;

fn form() -> Play {
    Play::api_key().up_to_password()
}

fn clipboard(text: &str) -> Answer {
    Answer::ReadClipboard(Ok(Some(SecretString::from(text))))
}

#[test]
fn what_is_typed_is_judged_as_it_changes_and_nothing_is_complained_about() {
    let mut play = form();
    play.shows("shape", "empty").shows("good", false);
    for (text, shape, good) in [
        ("abcd", "part", false),
        ("abcd-efgh-ijkl-mno", "part", false),
        (PASSWORD, "whole", true),
        ("abcdefghijklmnop", "no-hyphens", true),
        ("abcd-ef0h-ijkl-mnop", "digits", true),
        (NORMAL_PASSWORD, "normal", false),
        ("123456", "code", false),
        (ADDRESS, "email", false),
        ("correct horse battery staple", "words", false),
        ("Acme", "label", false),
        ("", "empty", false),
    ] {
        let wiped = play.view().wiped;
        play.edit(Field::AppPassword, text)
            .on("password")
            .no_problem()
            .did(&[])
            .shows("shape", shape)
            .shows("good", good);
        assert_eq!(
            play.view().wiped,
            wiped,
            "typing goes on: nothing is taken from under the fingers"
        );
    }
}

#[test]
fn continue_says_what_is_in_the_way() {
    for (text, code) in [
        ("", "P03"),
        ("abcd-efgh", "P03"),
        ("123456", "P02"),
        ("jo@me.com", "P04"),
        ("a whole sentence of words", "P03"),
        ("icloud-connect", "P03"),
    ] {
        let mut play = form();
        play.edit(Field::AppPassword, text)
            .press(Action::Continue)
            .on("password")
            .problem(code)
            .did(&[]);
        assert_eq!(play.view().problem.unwrap().field, Some(Field::AppPassword));
        play.edit(Field::AppPassword, "a").no_problem();
    }
}

#[test]
fn a_normal_password_is_wiped_on_paste_on_leaving_and_on_continue() {
    type Way = fn(&mut Play) -> &mut Play;
    let ways: [Way; 3] = [
        |play| play.paste(Field::AppPassword, NORMAL_PASSWORD),
        |play| {
            play.edit(Field::AppPassword, NORMAL_PASSWORD)
                .no_problem()
                .leave(Field::AppPassword)
        },
        |play| {
            play.edit(Field::AppPassword, NORMAL_PASSWORD)
                .no_problem()
                .press(Action::Continue)
        },
    ];
    for way in ways {
        let mut play = form();
        let wiped = play.view().wiped;
        way(&mut play)
            .on("password")
            .problem("P01")
            .did(&[])
            .shows("shape", "empty");
        assert_eq!(play.view().wiped, wiped + 1);
        assert!(play.state().journey.password.is_none());
    }
}

#[test]
fn what_was_just_wiped_is_not_called_incomplete_by_the_continue_that_follows() {
    let mut play = form();
    play.edit(Field::AppPassword, NORMAL_PASSWORD)
        .leave(Field::AppPassword)
        .press(Action::Continue)
        .problem("P01");
    // The page reports the empty field only when a person edits it.
    play.edit(Field::AppPassword, "")
        .no_problem()
        .press(Action::Continue)
        .problem("P03");
}

#[test]
fn leaving_the_field_wipes_nothing_that_may_become_an_app_password() {
    for text in ["abcd-efgh", PASSWORD, "123456", ADDRESS] {
        let mut play = form();
        let wiped = play.view().wiped;
        play.edit(Field::AppPassword, text)
            .leave(Field::AppPassword)
            .no_problem();
        assert_eq!(play.view().wiped, wiped, "{text}");
    }
}

#[test]
fn a_password_that_was_given_is_held_and_only_its_first_group_is_shown() {
    let mut play = form();
    play.paste(Field::AppPassword, PASSWORD)
        .shows("held", "abcd-••••-••••-••••");
    play.press(Action::Back)
        .on("prepare")
        .press(Action::HavePassword)
        .shows("shape", "held")
        .shows("good", true)
        .shows("held", "abcd-••••-••••-••••");
    play.press(Action::Continue).on("connecting");
    let mut play = form();
    play.paste(Field::AppPassword, PASSWORD)
        .press(Action::Back)
        .press(Action::HavePassword)
        .edit(Field::AppPassword, "x")
        .shows("good", false)
        .shows("shape", "part");
    assert!(
        play.state().journey.password.is_none(),
        "what is typed takes its place"
    );
}

#[test]
fn the_button_pastes_without_the_text_ever_reaching_the_page() {
    let mut play = form();
    play.press(Action::Paste).did(&["ReadClipboard"]);
    let wiped = play.view().wiped;
    play.answer(clipboard(PASSWORD))
        .on("password")
        .no_problem()
        .shows("good", true)
        .shows("shape", "whole");
    assert!(
        play.view().wiped > wiped,
        "what was typed before is replaced"
    );
    assert!(!play.json().to_string().contains("efgh"));
    play.press(Action::Continue).on("connecting");
}

#[test]
fn a_clipboard_that_holds_something_else_is_said_to() {
    for (text, code) in [
        (NORMAL_PASSWORD, "P01"),
        ("123456", "P02"),
        ("abcd-efgh", "P03"),
        ("", "P03"),
        ("jo@me.com", "P04"),
    ] {
        let mut play = form();
        play.press(Action::Paste)
            .answer(clipboard(text))
            .on("password")
            .problem(code)
            .shows("good", false);
        assert!(text.is_empty() || !play.json().to_string().contains(text));
    }
    let mut play = form();
    play.press(Action::Paste)
        .answer(Answer::ReadClipboard(Ok(None)))
        .no_problem()
        .notice(Some("nothing-to-paste"));
    play.edit(Field::AppPassword, "a").notice(None);
    // Nobody could look, which does not mean that nothing is there.
    play.press(Action::Paste)
        .answer(Answer::ReadClipboard(Err(Unreadable)))
        .no_problem()
        .notice(Some("clipboard-unreadable"));
}

#[test]
fn a_clipboard_that_comes_too_late_is_dropped() {
    let mut play = form();
    play.press(Action::Paste)
        .press(Action::Back)
        .answer(clipboard(PASSWORD))
        .on("prepare")
        .was_ignored();
    assert!(play.state().journey.password.is_none());
}

#[test]
fn a_problem_of_another_field_stays_through_an_edit() {
    let mut play = form();
    play.press(Action::OpenApple)
        .did(&["Open"])
        .answer(Answer::Open(Err(report(Problem::BrowserDidNotOpen))));
    play.problem("C08")
        .edit(Field::AppPassword, "a")
        .problem("C08");
}

#[test]
fn continue_sends_exactly_what_was_taken() {
    use secrecy::ExposeSecret;
    let mut play = form();
    play.edit(Field::AppPassword, " ABCD EFGH ijkl mnop ")
        .press(Action::Continue);
    let asked = play.last.iter().find_map(|e| match e {
        crate::Effect::Attempt {
            request: Request::AskApple {
                address, password, ..
            },
            ..
        } => Some((
            address.to_string(),
            password.secret().expose_secret().to_owned(),
        )),
        _ => None,
    });
    assert_eq!(asked, Some((ADDRESS.into(), PASSWORD.into())));
}

#[test]
fn without_a_check_at_apple_the_grants_are_noted_at_once() {
    let mut play = Play::open(crate::Setup {
        check_first: false,
        ..super::play::company(crate::Connection::ApiKey)
    });
    play.key_at_hand().press(Action::ConnectCustomer);
    let mut play = play.up_to_password();
    play.paste(Field::AppPassword, PASSWORD)
        .press(Action::Continue)
        .on("connecting")
        .did(&["Abort", "SnapshotGrants"]);
    play.stages(["skipped", "skipped", "running", "waiting", "waiting"]);
}

#[test]
fn what_was_said_of_one_text_goes_when_the_button_pastes_another() {
    let mut play = form();
    for (text, code) in [
        ("abcd-efgh", "P03"),
        ("123456", "P02"),
        ("jo@me.com", "P04"),
        (NORMAL_PASSWORD, "P01"),
    ] {
        play.press(Action::Paste)
            .answer(clipboard(text))
            .problem(code);
        play.press(Action::Paste)
            .answer(clipboard(PASSWORD))
            .no_problem()
            .shows("good", true);
    }
    play.press(Action::Continue).on("connecting");
}
