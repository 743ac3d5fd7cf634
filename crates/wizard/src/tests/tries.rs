//! The budget of tries: five refusals a day, three of them by Nylas in an hour, forgotten after a success.

use super::play::{ADDRESS, PASSWORD, Play, report};
use crate::{Action, Answer, Event, Field, Opened, Problem, Refusal, Setup, Tries};
use apple::Verdict::{Accepted, NoAnswer, Refused};
use serde_json::Value;

const DAY: i64 = 24 * 3600;
const NOON: i64 = 1_700_000_000;

fn hand_over(play: &mut Play) -> &mut Play {
    play.paste(Field::AppPassword, PASSWORD)
        .press(Action::Continue)
}

/// Different each time, and each as Apple shows them.
fn other(number: usize) -> String {
    let letter = char::from_u32('a' as u32 + number as u32).unwrap();
    format!("qwer-tyui-opas-dfg{letter}")
}

/// On `password`, where this many passwords were refused.
fn refused(times: usize) -> Play {
    let mut play = Play::api_key().up_to_password();
    play.feed(Event::Clock(NOON));
    refuse(&mut play, 0..times);
    play
}

fn refuse(play: &mut Play, passwords: std::ops::Range<usize>) {
    for number in passwords {
        play.paste(Field::AppPassword, &other(number))
            .press(Action::Continue)
            .did(&["Abort", "AskApple"])
            .apple_says(Refused, Refused)
            .on("password")
            .problem("A01");
    }
}

#[test]
fn five_refusals_a_day_are_all_and_what_is_left_is_shown() {
    for (met, left) in [(1, 4), (4, 1)] {
        refused(met)
            .shows("tries", left)
            .shows("counted", true)
            .shows("pausedUntil", Value::Null);
    }
    let mut play = refused(5);
    play.shows("counted", false)
        .shows("pausedUntil", NOON + DAY);
    hand_over(&mut play)
        .on("password")
        .problem("A01")
        .kind("no-tries")
        .did(&[]);
    play.feed(Event::Clock(NOON + DAY))
        .shows("pausedUntil", Value::Null);
    hand_over(&mut play).on("connecting");
}

#[test]
fn three_refusals_by_nylas_are_all_for_an_hour() {
    let mut play = Play::api_key().up_to_password();
    play.feed(Event::Clock(NOON));
    for number in 0..3 {
        play.paste(Field::AppPassword, &other(number))
            .press(Action::Continue)
            .apple_says(Accepted, Accepted)
            .snapshotted(vec![])
            .submitted(Err(report(Problem::NylasRefusedPassword)))
            .problem("N01");
    }
    play.shows("pausedUntil", NOON + 3600);
    hand_over(&mut play).problem("A01").kind("no-tries");
    play.feed(Event::Clock(NOON + 3600));
    hand_over(&mut play).on("connecting");
}

#[test]
fn nothing_is_said_of_tries_before_a_refusal() {
    refused(0).shows("tries", Value::Null);
}

#[test]
fn the_same_password_is_not_sent_again_and_that_is_said() {
    let mut play = refused(1);
    play.paste(Field::AppPassword, &other(0))
        .no_problem()
        .press(Action::Continue)
        .on("password")
        .problem("A01")
        .kind("same")
        .did(&[])
        .shows("wantsNew", true);
    play.paste(Field::AppPassword, &other(1))
        .shows("wantsNew", false)
        .press(Action::Continue)
        .on("connecting");
}

#[test]
fn in_a_pause_no_new_password_is_asked_for() {
    let offers = |play: &Play| {
        let problem = play.view().problem.unwrap();
        problem.actions.contains(&Action::ClosedTooEarly)
    };
    assert!(offers(&refused(1)));
    assert!(!offers(&refused(5)));
}

#[test]
fn a_refusal_by_nylas_counts_and_an_outage_does_not() {
    let mut play = Play::api_key().up_to_sending();
    play.submitted(Err(report(Problem::NylasRefusedPassword)))
        .problem("N01")
        .shows("tries", 4);
    let mut play = refused(0);
    hand_over(&mut play)
        .apple_says(NoAnswer, NoAnswer)
        .problem("A04")
        .press(Action::Cancel)
        .on("password")
        .shows("tries", Value::Null);
    hand_over(&mut play)
        .apple_says(Accepted, Refused)
        .problem("A02")
        .press(Action::Cancel)
        .on("password")
        .shows("tries", Value::Null);
}

#[test]
fn refusals_are_kept_at_once_and_count_after_a_restart() {
    let play = refused(2);
    let kept = play.saved_tries().unwrap();
    let refusal = Refusal {
        at: NOON,
        by_nylas: false,
    };
    assert_eq!(
        kept,
        [Tries {
            address: ADDRESS.into(),
            left: 0,
            last: NOON,
            refusals: vec![refusal; 2]
        }]
    );
    for (later, left) in [(DAY - 1, 3.into()), (DAY, Value::Null), (-5, Value::Null)] {
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
    play.press(Action::HavePassword).shows("tries", 3);
    play.press(Action::Back)
        .press(Action::Back)
        .edit(Field::Address, "omar@icloud.com")
        .press(Action::Continue)
        .press(Action::HavePassword);
    play.shows("tries", Value::Null);
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
    for number in 0..5 {
        play.paste(Field::AppPassword, &other(number))
            .press(Action::Continue)
            .apple_says(Refused, Refused)
            .problem("A01");
        assert_eq!(play.saved_tries(), None);
    }
    hand_over(&mut play).problem("A01").kind("no-tries");
}

#[test]
fn what_an_earlier_version_wrote_counts_as_well() {
    for (left, tries) in [(0, 3), (1, 4)] {
        let before = Tries {
            address: ADDRESS.into(),
            left,
            last: NOON,
            refusals: vec![],
        };
        let mut play = Play::new(Setup {
            connection: Some(crate::Connection::ApiKey),
            ..Setup::default()
        });
        play.feed(Event::Clock(NOON + 1))
            .feed(Event::Opened(Box::new(Opened {
                saved: refused(1).progress(),
                tries: vec![before],
                ..Opened::default()
            })));
        play.key_at_hand().on("password").shows("tries", tries);
    }
}
