//! `connecting`, second part: the grant is noted, sent once, looked for, and read.

use super::play::{ADDRESS, GRANT, Play, grant, open_ended, report, snapshot};
use crate::{Action, Answer, Effect, Event, GrantSnapshot, Problem, Report, Request, Timer};
use apple::Verdict;

const AMBIGUOUS: [Problem; 3] = [
    Problem::NylasUnavailable,
    Problem::NotUnderstood,
    Problem::ProviderNotResponding,
];

/// Custom auth was answered in a way that leaves open whether a grant was made; the look beside it is under way.
fn left_open() -> Play {
    let mut play = Play::api_key().up_to_sending();
    play.submitted(Err(open_ended(Problem::NylasUnavailable)));
    play
}

pub(super) fn seconds(seconds: u32) -> Report {
    Report {
        retry_after: Some(seconds),
        ..report(Problem::RateLimited)
    }
}

#[test]
fn the_grants_of_the_address_are_noted_before_anything_is_sent() {
    for play in Play::both() {
        let mut play = play.up_to_snapshot();
        assert!(
            matches!(&play.last[..], [.., Effect::Attempt { request: Request::SnapshotGrants { address, .. }, .. }] if address.to_string() == ADDRESS)
        );
        play.snapshotted(vec![snapshot("old", 1)])
            .did(&["Abort", "Submit", "After"])
            .stages(["done", "done", "running", "waiting", "waiting"]);
        assert!(play.last.iter().any(|e| matches!(
            e,
            Effect::Attempt {
                request: Request::After {
                    seconds: 20,
                    timer: Timer::Slow,
                    ..
                },
                ..
            }
        )));
        assert_eq!(
            play.state().journey.grants_before_submit,
            Some(vec![snapshot("old", 1)])
        );
    }
}

#[test]
fn what_was_there_before_is_saved_before_it_is_sent() {
    let mut play = Play::api_key().up_to_snapshot();
    play.snapshotted(vec![snapshot("old", 1)]);
    assert!(
        matches!(&play.last[0], Effect::Save(Some(p)) if p.grants_before_submit == Some(vec![snapshot("old", 1)]))
    );
}

#[test]
fn nothing_is_sent_while_the_grants_cannot_be_noted() {
    let mut play = Play::api_key().up_to_snapshot();
    let run = play.run();
    play.feed(Event::Attempt {
        id: run,
        answer: Answer::SnapshotGrants(Err(report(Problem::KeyRefused))),
    })
    .on("connecting")
    .problem("N04")
    .did(&[]);
    play.stages(["done", "done", "failed", "waiting", "waiting"])
        .press(Action::Retry)
        .no_problem()
        .did(&["Abort", "SnapshotGrants"]);
}

#[test]
fn longer_than_usual_is_said_while_it_goes_on() {
    let mut play = Play::api_key().up_to_sending();
    let run = play.run();
    play.shows("slow", false)
        .feed(Event::Attempt {
            id: run,
            answer: Answer::After(Timer::Slow),
        })
        .shows("slow", true)
        .no_problem()
        .did(&[]);
    play.submitted(Ok(grant())).shows("slow", false);
    play.feed(Event::Attempt {
        id: run,
        answer: Answer::After(Timer::Slow),
    })
    .shows("slow", false)
    .was_ignored();
}

#[test]
fn every_definite_answer_is_shown_at_once_and_keeps_what_was_typed() {
    for problem in Problem::ALL
        .iter()
        .copied()
        .filter(|p| !p.refuses_password())
    {
        let mut play = Play::api_key().up_to_sending();
        let counts_down: &[&str] = if problem.usual_pause() > 0 {
            &["After"]
        } else {
            &[]
        };
        play.submitted(Err(report(problem)))
            .on("connecting")
            .problem(problem.code())
            .did(counts_down)
            .shows("stopped", true);
        play.stages(["done", "done", "failed", "waiting", "waiting"]);
        assert!(
            play.state().journey.password.is_some()
                && play.state().journey.grants_before_submit.is_none()
        );
        play.press(Action::Retry)
            .no_problem()
            .did(&["Abort", "SnapshotGrants"]);
    }
}

#[test]
fn refused_credentials_wipe_the_password_and_nothing_is_sent_again() {
    for play in Play::both() {
        let mut play = play.up_to_sending();
        let wiped = play.view().wiped;
        play.submitted(Err(report(Problem::NylasRefusedPassword)))
            .on("password")
            .problem("N01")
            .did(&[])
            .shows("good", false);
        assert!(
            play.state().journey.password.is_none()
                && play.state().journey.grants_before_submit.is_none()
                && play.view().wiped > wiped
        );
        play.press(Action::Continue).on("password").problem("N01");
    }
}

#[test]
fn an_answer_that_leaves_it_open_is_shown_at_once_and_looked_at_beside() {
    for problem in AMBIGUOUS {
        let mut play = Play::api_key().up_to_sending();
        play.submitted(Err(open_ended(problem)))
            .on("connecting")
            .problem(problem.code())
            .shows("stopped", true);
        assert!(
            play.last.iter().any(|effect| matches!(
                effect,
                Effect::Attempt {
                    request: Request::Reconcile(_),
                    ..
                }
            )),
            "it is looked at beside"
        );
        assert!(play.state().journey.grants_before_submit.is_some());
    }
}

#[test]
fn the_look_beside_finds_a_grant_that_was_made() {
    let mut play = left_open();
    play.reconciled(Ok(vec![snapshot(GRANT, 5)]))
        .no_problem()
        .did(&["Abort", "ReadCalendars", "ReadMail"])
        .stages(["done", "done", "done", "running", "running"]);
    play.read_both()
        .answer(Answer::Record(Ok(())))
        .on("done")
        .shows("grantId", GRANT);
}

#[test]
fn the_look_beside_changes_nothing_when_it_finds_nothing_or_fails() {
    let mut play = left_open();
    play.reconciled(Ok(vec![]))
        .on("connecting")
        .problem("N07")
        .did(&[])
        .shows("stopped", true);
    let mut play = left_open();
    play.reconciled(Err(report(Problem::Offline)))
        .on("connecting")
        .problem("N07")
        .shows("stopped", true);
}

#[test]
fn only_a_valid_grant_of_this_address_that_is_new_or_changed_counts_as_made() {
    let old = snapshot(GRANT, 5);
    let invalid = GrantSnapshot {
        valid: false,
        ..old.clone()
    };
    let undated = GrantSnapshot {
        updated_at: None,
        ..old.clone()
    };
    for (before, now, made) in [
        (vec![], vec![old.clone()], true),
        (vec![old.clone()], vec![snapshot(GRANT, 6)], true),
        (vec![invalid.clone()], vec![old.clone()], true),
        (vec![undated.clone()], vec![old.clone()], true),
        (
            vec![snapshot("other", 1)],
            vec![snapshot("other", 1), old.clone()],
            true,
        ),
        (vec![], vec![], false),
        (vec![old.clone()], vec![old.clone()], false),
        (vec![old.clone()], vec![snapshot(GRANT, 4)], false),
        (vec![old.clone()], vec![undated], false),
        (vec![old.clone()], vec![], false),
        (vec![], vec![invalid], false),
        (
            vec![],
            vec![GrantSnapshot {
                same_address: false,
                ..old
            }],
            false,
        ),
    ] {
        let mut play = Play::api_key().up_to_snapshot();
        play.snapshotted(before.clone())
            .submitted(Err(open_ended(Problem::NylasUnavailable)))
            .reconciled(Ok(now.clone()));
        assert_eq!(
            play.view().problem.is_none(),
            made,
            "{before:?} then {now:?}"
        );
    }
}

#[test]
fn retry_after_an_open_answer_looks_first_and_sends_only_what_is_not_there() {
    let mut play = left_open();
    play.press(Action::Retry)
        .no_problem()
        .did(&["Abort", "Reconcile"])
        .reconciled(Ok(vec![]))
        .did(&["Abort", "Submit", "After"]);
    let mut play = left_open();
    play.press(Action::Retry)
        .reconciled(Ok(vec![snapshot(GRANT, 5)]))
        .did(&["Abort", "ReadCalendars", "ReadMail"]);
}

#[test]
fn while_it_cannot_be_looked_nothing_is_sent() {
    let mut play = left_open();
    play.press(Action::Retry)
        .reconciled(Err(report(Problem::Offline)))
        .on("connecting")
        .problem("C01")
        .did(&["After"]);
    play.press(Action::Retry).did(&["Abort", "Reconcile"]);
}

#[test]
fn cancel_while_sending_keeps_in_mind_that_it_may_have_arrived() {
    for play in Play::both() {
        let mut play = play.up_to_sending();
        let run = play.run();
        play.press(Action::Cancel)
            .on("password")
            .did(&["Abort"])
            .notice(Some("stopped-on-its-way"))
            .shows("good", true);
        play.feed(Event::Attempt {
            id: run,
            answer: Answer::Submit(Ok(grant())),
        })
        .on("password")
        .was_ignored();
        play.press(Action::Continue)
            .apple_says(Verdict::Accepted, Verdict::Accepted)
            .did(&["Abort", "Reconcile"]);
        play.reconciled(Ok(vec![snapshot(GRANT, 5)]))
            .did(&["Abort", "ReadCalendars", "ReadMail"]);
    }
}

#[test]
fn cancel_while_sending_then_continue_sends_again_when_nothing_was_made() {
    let mut play = Play::api_key().up_to_sending();
    play.press(Action::Cancel)
        .press(Action::Continue)
        .apple_says(Verdict::Accepted, Verdict::Accepted);
    // Nylas may still be working on the first one, so it is looked for a little longer.
    for _ in 0..4 {
        let run = play.run();
        play.reconciled(Ok(vec![]))
            .did(&["After"])
            .shows("slow", true);
        play.feed(Event::Attempt {
            id: run,
            answer: Answer::After(Timer::Reconcile),
        })
        .did(&["Reconcile"]);
    }
    play.reconciled(Ok(vec![]))
        .did(&["Abort", "Submit", "After"]);
}

#[test]
fn cancel_before_anything_was_sent_leaves_nothing_to_look_for() {
    let mut play = Play::api_key().up_to_snapshot();
    play.press(Action::Cancel)
        .on("password")
        .notice(None)
        .press(Action::Continue)
        .apple_says(Verdict::Accepted, Verdict::Accepted);
    play.did(&["Abort", "SnapshotGrants"]);
}

#[test]
fn answers_to_an_earlier_attempt_are_dropped() {
    let stale: [fn(u32) -> Event; 5] = [
        |run| Event::Attempt {
            id: run,
            answer: Answer::SnapshotGrants(Ok(vec![])),
        },
        |run| Event::Attempt {
            id: run,
            answer: Answer::Submit(Err(Report::new(Problem::NylasRefusedPassword))),
        },
        |run| Event::Attempt {
            id: run,
            answer: Answer::Reconcile(Ok(vec![snapshot("stale", 9)])),
        },
        |run| Event::Attempt {
            id: run,
            answer: Answer::ReadMail(Ok(None)),
        },
        |run| Event::Attempt {
            id: run,
            answer: Answer::After(Timer::Slow),
        },
    ];
    let screens: [fn(Play) -> Play; 5] = [
        Play::up_to_apple_check,
        Play::up_to_snapshot,
        Play::up_to_sending,
        Play::up_to_reading,
        |p| {
            let mut play = p.up_to_sending();
            play.submitted(Err(open_ended(Problem::NylasUnavailable)));
            play
        },
    ];
    for outcome in stale {
        for screen in screens {
            let mut play = screen(Play::api_key());
            let (run, before) = (play.run() - 1, format!("{:?}", play.state()));
            play.feed(outcome(run)).was_ignored();
            assert_eq!(format!("{:?}", play.state()), before);
        }
    }
}

#[test]
fn an_answer_that_nobody_waits_for_is_dropped() {
    let mut play = Play::api_key().up_to_snapshot();
    play.submitted(Ok(grant())).on("connecting").was_ignored();
    play.reconciled(Ok(vec![snapshot(GRANT, 1)]))
        .was_ignored()
        .in_attempt(Answer::ReadMail(Ok(None)))
        .was_ignored();
    play.answer(Answer::Record(Ok(())))
        .on("connecting")
        .was_ignored();
}
