//! `connecting` waits: what counts down, what goes on by itself and what never does.

use super::{
    custom_auth::seconds,
    play::{Play, open_ended, report},
};
use crate::{Action, Answer, Event, Problem, Report, Timer};

#[test]
fn a_countdown_goes_to_nought_goes_on_by_itself_and_never_blocks_retry() {
    let mut play = Play::api_key().up_to_sending();
    play.submitted(Err(seconds(2)))
        .problem("N06")
        .shows("wait", 2)
        .did(&["After"]);
    let run = play.run();
    play.feed(Event::Attempt {
        id: run,
        answer: Answer::After(Timer::Second),
    })
    .shows("wait", 1)
    .did(&["After"]);
    play.feed(Event::Attempt {
        id: run,
        answer: Answer::After(Timer::Second),
    })
    .shows("wait", 0)
    .no_problem()
    .did(&["Abort", "SnapshotGrants"]);

    let mut play = Play::api_key().up_to_sending();
    play.submitted(Err(seconds(7)));
    let old = play.run();
    play.press(Action::Retry)
        .shows("wait", 0)
        .no_problem()
        .did(&["Abort", "SnapshotGrants"]);
    play.feed(Event::Attempt {
        id: old,
        answer: Answer::After(Timer::Second),
    })
    .was_ignored()
    .shows("wait", 0);
}

#[test]
fn a_countdown_is_never_longer_than_an_hour() {
    Play::api_key()
        .up_to_sending()
        .submitted(Err(seconds(u32::MAX)))
        .shows("wait", 3600);
}

/// The last second of a pause.
fn pause_ends(play: &mut Play) -> &mut Play {
    let id = play.run();
    let answer = Answer::After(Timer::Second);
    play.feed(Event::Attempt { id, answer })
}

#[test]
fn a_pause_ends_in_one_more_try_that_first_looks_whether_the_grant_was_made() {
    let mut play = Play::api_key().up_to_sending();
    play.submitted(Err(Report {
        retry_after: Some(1),
        ..open_ended(Problem::NylasUnavailable)
    }))
    .problem("N07")
    .shows("goesOn", true);
    pause_ends(&mut play)
        .no_problem()
        .did(&["Abort", "Reconcile"])
        .reconciled(Ok(vec![]))
        .did(&["Abort", "Submit", "After"]);
    // Once: the next pause waits for a person.
    play.submitted(Err(seconds(1))).shows("goesOn", false);
    pause_ends(&mut play).did(&[]).shows("stopped", true);
}

#[test]
fn no_pause_after_a_refusal_or_without_a_password_goes_on_by_itself() {
    let mut play = Play::api_key().up_to_sending();
    play.submitted(Err(Report {
        retry_after: Some(1),
        ..report(Problem::TooManyAttempts)
    }))
    .problem("N03")
    .shows("goesOn", false);
    pause_ends(&mut play).did(&[]).shows("stopped", true);
    let mut play = Play::hosted().up_to_exchange();
    play.exchanged(Err(seconds(1))).shows("goesOn", false);
    pause_ends(&mut play).did(&[]).shows("stopped", true);
}

#[test]
fn where_nylas_does_not_say_how_long_to_wait_we_do_and_nobody_has_to() {
    for (problem, seconds) in [
        (Problem::ProviderNotResponding, 60),
        (Problem::RateLimited, 30),
        (Problem::NylasUnavailable, 30),
        (Problem::Offline, 15),
    ] {
        let mut play = Play::api_key().up_to_sending();
        play.submitted(Err(report(problem)))
            .problem(problem.code())
            .shows("wait", seconds);
        play.press(Action::Retry)
            .no_problem()
            .shows("wait", 0)
            .did(&["Abort", "SnapshotGrants"]);
    }
}
