//! The budget of tries: two refusals, one more for a new password, forgotten after a day or a success.

use super::play::{ADDRESS, PASSWORD, Play, report};
use crate::{Action, Answer, Event, Field, Opened, Problem, Setup, Tries};
use apple::Verdict::{Accepted, NoAnswer, Refused};

const DAY: i64 = 24 * 3600;
const NOON: i64 = 1_700_000_000;

fn hand_over(play: &mut Play) -> &mut Play {
    play.paste(Field::AppPassword, PASSWORD)
        .press(Action::Continue)
}

/// On `password`, refused this often.
fn refused(times: usize) -> Play {
    let mut play = Play::api_key().up_to_password();
    play.feed(Event::Clock(NOON));
    for _ in 0..times {
        hand_over(&mut play)
            .did(&["Abort", "AskApple"])
            .apple_says(Refused, Refused)
            .on("password")
            .problem("A01");
    }
    play
}

#[test]
fn two_refusals_are_all_and_what_is_left_is_shown() {
    let mut play = refused(1);
    play.shows("tries", 1);
    let mut play = refused(2);
    play.shows("tries", 0);
    hand_over(&mut play)
        .on("password")
        .problem("A01")
        .kind("no-tries")
        .did(&[]);
    assert!(
        play.view()
            .problem
            .unwrap()
            .actions
            .contains(&Action::ClosedTooEarly),
        "the way on is a new password"
    );
}

#[test]
fn nothing_is_said_of_tries_before_a_refusal() {
    refused(0).shows("tries", serde_json::Value::Null);
}

#[test]
fn a_new_password_gives_one_more_try_and_never_more_than_two() {
    let mut play = refused(2);
    play.press(Action::ClosedTooEarly)
        .on("prepare")
        .press(Action::HavePassword)
        .shows("tries", 1);
    hand_over(&mut play)
        .did(&["Abort", "AskApple"])
        .apple_says(Refused, Refused)
        .shows("tries", 0);
    let mut play = refused(1);
    for _ in 0..4 {
        play.press(Action::ClosedTooEarly)
            .press(Action::HavePassword)
            .shows("tries", 2);
    }
    let mut play = refused(2);
    play.press(Action::Back)
        .on("prepare")
        .press(Action::HavePassword)
        .shows("tries", 0);
}

#[test]
fn a_refusal_by_nylas_counts_and_an_outage_does_not() {
    let mut play = Play::api_key().up_to_sending();
    play.submitted(Err(report(Problem::NylasRefusedPassword)))
        .problem("N01")
        .shows("tries", 1);
    let mut play = refused(0);
    hand_over(&mut play)
        .apple_says(NoAnswer, NoAnswer)
        .problem("A04")
        .press(Action::Cancel)
        .on("password")
        .shows("tries", serde_json::Value::Null);
    hand_over(&mut play)
        .apple_says(Accepted, Refused)
        .problem("A02")
        .press(Action::Cancel)
        .on("password")
        .shows("tries", serde_json::Value::Null);
}

#[test]
fn refusals_are_kept_at_once_and_count_after_a_restart() {
    let play = refused(2);
    let kept = play.saved_tries().unwrap();
    assert_eq!(
        kept,
        [Tries {
            address: ADDRESS.into(),
            left: 0,
            last: NOON
        }]
    );
    for (later, left) in [
        (DAY - 1, 0.into()),
        (DAY, serde_json::Value::Null),
        (-5, serde_json::Value::Null),
    ] {
        let mut again = Play::new(Setup {
            connection: Some(crate::Connection::ApiKey),
            ..Setup::default()
        });
        again.feed(Event::Clock(NOON + later));
        again.feed(Event::Opened(Box::new(Opened {
            saved: play.progress(),
            tries: kept.clone(),
            ..Opened::default()
        })));
        again.key_at_hand().on("password").shows("tries", left);
    }
}

#[test]
fn another_address_has_tries_of_its_own_and_the_same_mailbox_has_not() {
    let mut play = refused(2);
    play.press(Action::Back)
        .press(Action::Back)
        .on("address")
        .edit(Field::Address, "nyla.park@me.com")
        .press(Action::Continue);
    play.press(Action::HavePassword).shows("tries", 0);
    play.press(Action::Back)
        .press(Action::Back)
        .edit(Field::Address, "omar@icloud.com")
        .press(Action::Continue)
        .press(Action::HavePassword);
    play.shows("tries", serde_json::Value::Null);
}

#[test]
fn success_clears_the_count() {
    let mut play = refused(1);
    hand_over(&mut play)
        .apple_says(Accepted, Accepted)
        .snapshotted(vec![])
        .submitted(Ok(super::play::grant()))
        .read_both();
    play.answer(Answer::Record(Ok(()))).on("done");
    assert_eq!(play.saved_tries(), Some(vec![]));
}

#[test]
fn practice_counts_for_itself_and_keeps_nothing() {
    let mut play = Play::practice().up_to_password();
    for _ in 0..2 {
        hand_over(&mut play)
            .apple_says(Refused, Refused)
            .problem("A01");
        assert_eq!(play.saved_tries(), None);
    }
    hand_over(&mut play).problem("A01").kind("no-tries");
}

/// Different each time, and each as Apple shows them.
fn other(number: u8) -> String {
    let letter = char::from(b'a' + number);
    format!("qwer-tyui-opas-dfg{letter}")
}

#[test]
fn another_password_than_the_refused_ones_is_a_new_one_and_gets_its_try() {
    let mut play = refused(2);
    play.paste(Field::AppPassword, &other(0)).no_problem();
    play.press(Action::Continue)
        .on("connecting")
        .apple_says(Refused, Refused)
        .on("password")
        .problem("A01");
    for again in [PASSWORD.to_owned(), other(0)] {
        play.paste(Field::AppPassword, &again)
            .press(Action::Continue)
            .on("password")
            .problem("A01")
            .kind("no-tries");
    }
}

#[test]
fn after_five_refusals_another_password_alone_is_not_enough() {
    let mut play = refused(2);
    for number in 0..3 {
        play.paste(Field::AppPassword, &other(number))
            .press(Action::Continue)
            .on("connecting")
            .apple_says(Refused, Refused);
    }
    play.paste(Field::AppPassword, &other(3))
        .press(Action::Continue)
        .on("password")
        .problem("A01")
        .kind("no-tries")
        .did(&[]);
}
