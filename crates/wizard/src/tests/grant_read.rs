//! `connecting`, last part: whose grant it is, and what is read of it.

use super::play::{GRANT, Play, report, snapshot};
use crate::{Action, Answer, Grant, Problem};
use apple::Verdict;
use serde_json::json;

#[test]
fn a_grant_of_another_address_is_not_called_connected() {
    let other = Grant {
        id: GRANT.into(),
        email: Some("someone-else@icloud.com".into()),
    };
    let mut play = Play::api_key().up_to_sending();
    play.submitted(Ok(other))
        .on("connecting")
        .problem("N11")
        .did(&[])
        .shows("stopped", true)
        .stages(["done", "done", "failed", "waiting", "waiting"]);
    play.press(Action::Retry)
        .no_problem()
        .did(&["Abort", "SnapshotGrants"]);
}

#[test]
fn the_same_mailbox_in_another_dress_is_the_same_address() {
    for email in [
        Some("Nyla.Park@me.com".into()),
        Some("nyla.park@mac.com".into()),
        None,
    ] {
        Play::api_key()
            .up_to_sending()
            .submitted(Ok(Grant {
                id: GRANT.into(),
                email,
            }))
            .no_problem()
            .did(&["Abort", "ReadCalendars", "ReadMail"]);
    }
    Play::api_key()
        .up_to_sending()
        .submitted(Ok(Grant {
            id: GRANT.into(),
            email: Some("nonsense".into()),
        }))
        .problem("N11");
}

#[test]
fn connected_is_said_when_calendar_or_mail_was_read() {
    let failed = || report(Problem::NylasUnavailable);
    let mut play = Play::practice().up_to_reading();
    play.in_attempt(Answer::ReadMail(Ok(None)))
        .on("connecting")
        .stages(["done", "done", "done", "running", "done"]);
    play.in_attempt(Answer::ReadCalendars(Err(failed())))
        .on("done")
        .shows("mailRead", true)
        .shows("calendarsRead", false)
        .shows("newest", json!(null));
    let mut play = Play::practice().up_to_reading();
    play.in_attempt(Answer::ReadCalendars(Ok(vec![])))
        .in_attempt(Answer::ReadMail(Err(failed())))
        .on("done")
        .shows("mailRead", false)
        .shows("calendarsRead", true);
}

#[test]
fn a_grant_that_cannot_be_read_is_only_read_again() {
    for play in Play::both() {
        let mut play = play.up_to_reading();
        play.in_attempt(Answer::ReadCalendars(Err(report(
            Problem::PlanDoesNotAllow,
        ))))
        .in_attempt(Answer::ReadMail(Err(report(Problem::NylasUnavailable))));
        play.on("connecting")
            .problem("N10")
            .stages(["done", "done", "done", "failed", "failed"]);
        play.press(Action::Retry)
            .no_problem()
            .did(&["Abort", "ReadCalendars", "ReadMail"]);
        play.in_attempt(Answer::ReadCalendars(Err(report(
            Problem::PlanDoesNotAllow,
        ))))
        .in_attempt(Answer::ReadMail(Err(report(Problem::NylasUnavailable))));
        play.problem("N10")
            .press(Action::Retry)
            .in_attempt(Answer::ReadMail(Ok(None)))
            .in_attempt(Answer::ReadCalendars(Ok(vec![])))
            .no_problem();
    }
}

#[test]
fn an_unreadable_grant_is_found_again_after_going_back() {
    let mut play = Play::api_key().up_to_reading();
    play.press(Action::Cancel)
        .on("password")
        .notice(Some("stopped-on-its-way"));
    play.press(Action::Continue)
        .apple_says(Verdict::Accepted, Verdict::Accepted)
        .did(&["Abort", "Reconcile"]);
    play.reconciled(Ok(vec![snapshot(GRANT, 5)]))
        .did(&["Abort", "ReadCalendars", "ReadMail"]);
}
