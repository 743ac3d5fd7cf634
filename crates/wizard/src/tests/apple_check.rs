//! `connecting`, first part: what Apple's two services say and where that leads.

use super::play::{PASSWORD, Play, report};
use crate::{Action, Answer, Event, Field, Problem, Report, Service};
use apple::Verdict::{self, Accepted, Locked, NoAnswer, Refused, Skipped};

fn asked() -> Play {
    Play::api_key().up_to_apple_check()
}

fn said(calendar: Verdict, mail: Verdict) -> Play {
    let mut play = asked();
    play.apple_says(calendar, mail);
    play
}

#[test]
fn both_services_are_asked_at_once_and_each_has_its_own_stage() {
    let mut play = asked();
    play.stages(["running", "running", "waiting", "waiting", "waiting"])
        .no_problem();
    let run = play.run();
    play.feed(Event::Attempt {
        id: run,
        answer: Answer::AskApple((Service::Mail, Accepted, None)),
    })
    .did(&[]);
    play.stages(["running", "done", "waiting", "waiting", "waiting"]);
    play.feed(Event::Attempt {
        id: run,
        answer: Answer::AskApple((Service::Calendar, Accepted, None)),
    })
    .did(&["Abort", "SnapshotGrants"]);
    play.stages(["done", "done", "running", "waiting", "waiting"]);
}

#[test]
fn nothing_is_decided_before_both_have_answered() {
    for verdict in [Accepted, Refused, Locked, NoAnswer, Skipped] {
        for service in [Service::Calendar, Service::Mail] {
            let mut play = asked();
            let run = play.run();
            play.feed(Event::Attempt {
                id: run,
                answer: Answer::AskApple((service, verdict, None)),
            })
            .on("connecting")
            .no_problem()
            .did(&[]);
        }
    }
}

#[test]
fn nothing_that_speaks_against_it_leads_on() {
    for (calendar, mail) in [
        (Accepted, Accepted),
        (Accepted, Skipped),
        (Skipped, Accepted),
        (Skipped, Skipped),
    ] {
        said(calendar, mail)
            .on("connecting")
            .no_problem()
            .did(&["Abort", "SnapshotGrants"]);
    }
}

#[test]
fn a_refusal_wipes_the_password_asks_for_another_and_says_who_refused() {
    for (calendar, mail, who) in [
        (Refused, Refused, ""),
        (Refused, Skipped, "calendar"),
        (Skipped, Refused, "mail"),
    ] {
        let mut play = asked();
        let wiped = play.view().wiped;
        play.apple_says(calendar, mail)
            .on("password")
            .problem("A01")
            .kind(who)
            .did(&[])
            .shows("shape", "empty");
        assert!(play.state().journey.password.is_none() && play.view().wiped > wiped);
        play.press(Action::Continue).problem("A01");
        play.edit(Field::AppPassword, "a").no_problem();
    }
}

#[test]
fn a_refused_password_may_be_one_that_was_copied_too_early() {
    said(Refused, Refused)
        .press(Action::ClosedTooEarly)
        .on("prepare")
        .shows("again", true)
        .no_problem();
}

#[test]
fn a_refusal_by_one_alone_is_not_about_the_password() {
    for (calendar, mail, code) in [(Accepted, Refused, "A02"), (Refused, Accepted, "A03")] {
        let mut play = said(calendar, mail);
        play.on("connecting")
            .problem(code)
            .shows("stopped", true)
            .did(&[]);
        assert!(
            play.state().journey.password.is_some(),
            "what was typed is kept"
        );
        play.press(Action::Back)
            .on("password")
            .shows("good", true)
            .shows("shape", "held");
    }
}

#[test]
fn one_may_try_with_nylas_where_only_one_service_refused() {
    for (calendar, mail, stages) in [
        (
            Accepted,
            Refused,
            ["done", "skipped", "running", "waiting", "waiting"],
        ),
        (
            Refused,
            Accepted,
            ["skipped", "done", "running", "waiting", "waiting"],
        ),
    ] {
        let mut play = said(calendar, mail);
        play.press(Action::Continue)
            .no_problem()
            .did(&["Abort", "SnapshotGrants"])
            .stages(stages);
        play.snapshotted(vec![]).did(&["Abort", "Submit", "After"]);
    }
}

#[test]
fn an_outage_is_never_called_a_refusal() {
    for (calendar, mail) in [
        (NoAnswer, NoAnswer),
        (NoAnswer, Refused),
        (Refused, NoAnswer),
        (NoAnswer, Accepted),
        (Accepted, NoAnswer),
        (NoAnswer, Skipped),
        (Skipped, NoAnswer),
    ] {
        let mut play = said(calendar, mail);
        play.on("connecting").problem("A04").shows("stopped", true);
        assert!(
            play.state().journey.password.is_some(),
            "nobody is asked for another password"
        );
        play.press(Action::Continue).was_ignored();
    }
}

#[test]
fn retry_asks_apple_again_with_the_same_password() {
    for (calendar, mail) in [
        (NoAnswer, NoAnswer),
        (Accepted, Refused),
        (Refused, Accepted),
    ] {
        let mut play = said(calendar, mail);
        play.press(Action::Retry)
            .no_problem()
            .did(&["Abort", "AskApple"])
            .stages(["running", "running", "waiting", "waiting", "waiting"]);
        play.apple_says(Accepted, Accepted)
            .did(&["Abort", "SnapshotGrants"]);
    }
}

#[test]
fn answers_to_an_earlier_attempt_are_dropped() {
    let mut play = said(NoAnswer, NoAnswer);
    let old = play.run();
    play.press(Action::Retry);
    for service in [Service::Calendar, Service::Mail] {
        play.feed(Event::Attempt {
            id: old,
            answer: Answer::AskApple((service, Refused, None)),
        })
        .on("connecting")
        .no_problem()
        .was_ignored();
    }
    play.stages(["running", "running", "waiting", "waiting", "waiting"]);
}

#[test]
fn cancel_leads_back_to_the_password_that_is_still_held() {
    let mut play = asked();
    let run = play.run();
    play.press(Action::Cancel)
        .on("password")
        .did(&["Abort"])
        .shows("shape", "held")
        .notice(None);
    play.feed(Event::Attempt {
        id: run,
        answer: Answer::AskApple((Service::Mail, Refused, None)),
    })
    .on("password")
    .no_problem()
    .was_ignored();
}

#[test]
fn a_new_attempt_has_a_new_number() {
    let mut play = Play::practice().up_to_password();
    let mut runs = vec![play.run()];
    for _ in 0..3 {
        play.paste(Field::AppPassword, PASSWORD)
            .press(Action::Continue);
        runs.push(play.run());
        play.press(Action::Cancel);
    }
    assert!(runs.is_sorted_by(|a, b| a < b), "{runs:?}");
}

fn because(verdict: Verdict, problem: Problem) -> (Verdict, Option<Report>) {
    (verdict, Some(report(problem)))
}

fn pause(seconds: u32) -> (Verdict, Option<Report>) {
    (
        NoAnswer,
        Some(Report {
            retry_after: Some(seconds),
            ..report(Problem::AppleNotAnswering)
        }),
    )
}

const OFF: (Verdict, Option<Report>) = (Skipped, None);

#[test]
fn an_outage_counts_down_as_long_as_apple_asks_for_and_else_a_minute() {
    for (calendar, mail, seconds) in [
        (pause(120), OFF, 120),
        (OFF, pause(7), 7),
        (pause(5), pause(90), 90),
        ((NoAnswer, None), OFF, 60),
        (because(NoAnswer, Problem::AppleNotAnswering), OFF, 60),
    ] {
        let mut play = asked();
        play.apple_reports(calendar, mail)
            .on("connecting")
            .problem("A04")
            .shows("wait", seconds)
            .did(&["After"]);
        assert!(
            play.state().journey.password.is_some(),
            "nobody is asked for another password"
        );
        play.press(Action::Retry)
            .no_problem()
            .did(&["Abort", "AskApple"]);
    }
}

#[test]
fn a_way_that_is_blocked_is_skipped_and_nylas_decides() {
    for problem in [
        Problem::PortBlocked,
        Problem::ProxyAnswers,
        Problem::NameNotFound,
        Problem::Offline,
    ] {
        let mut play = asked();
        play.apple_reports(because(Skipped, problem), because(Skipped, problem))
            .no_problem()
            .did(&["Abort", "SnapshotGrants"]);
        play.stages(["skipped", "skipped", "running", "waiting", "waiting"]);
    }
}

#[test]
fn where_nobody_proved_to_be_apple_it_stops_and_nylas_may_be_tried_anyway() {
    for problem in [Problem::TlsBroken, Problem::ClockWrong] {
        let mut play = asked();
        play.apple_reports(
            because(Skipped, problem),
            because(Skipped, Problem::PortBlocked),
        )
        .on("connecting")
        .problem(problem.code());
        play.stages(["failed", "skipped", "waiting", "waiting", "waiting"]);
        assert_eq!(
            play.view().problem.unwrap().actions,
            [Action::Retry, Action::Continue, Action::CopyDetails]
        );
        assert!(play.state().journey.password.is_some());
        play.press(Action::Retry).did(&["Abort", "AskApple"]);
        play.apple_reports(OFF, because(Skipped, problem))
            .problem(problem.code())
            .stages(["skipped", "failed", "waiting", "waiting", "waiting"]);
        play.press(Action::Continue)
            .no_problem()
            .did(&["Abort", "SnapshotGrants"])
            .stages(["skipped", "skipped", "running", "waiting", "waiting"]);
        // The same problem on the way to Nylas is nothing that Nylas could overrule.
        let run = play.run();
        play.feed(Event::Attempt {
            id: run,
            answer: Answer::SnapshotGrants(Err(report(problem))),
        })
        .problem(problem.code());
        assert_eq!(
            play.view().problem.unwrap().actions,
            [Action::Retry, Action::CopyDetails]
        );
        play.press(Action::Continue).was_ignored();
    }
}

#[test]
fn one_service_that_accepts_is_enough() {
    for problem in [
        Problem::TlsBroken,
        Problem::ClockWrong,
        Problem::PortBlocked,
    ] {
        let mut play = asked();
        play.apple_reports((Accepted, None), because(Skipped, problem))
            .no_problem()
            .did(&["Abort", "SnapshotGrants"]);
        play.stages(["done", "skipped", "running", "waiting", "waiting"]);
    }
}

#[test]
fn a_locked_account_keeps_the_password_and_leads_to_apple() {
    for (calendar, mail) in [
        (Locked, Refused),
        (Refused, Locked),
        (Locked, Skipped),
        (NoAnswer, Locked),
        (Locked, Locked),
    ] {
        let mut play = said(calendar, mail);
        play.on("connecting").problem("A05").shows("stopped", true);
        assert!(play.state().journey.password.is_some());
        assert_eq!(
            play.view().problem.unwrap().actions,
            [Action::Retry, Action::OpenForgot, Action::CopyDetails]
        );
        play.press(Action::Continue).was_ignored();
        play.press(Action::OpenForgot).did(&["Open"]);
        play.press(Action::Retry)
            .no_problem()
            .did(&["Abort", "AskApple"]);
    }
    said(Accepted, Locked).problem("A02");
    said(Locked, Accepted).problem("A03");
}
