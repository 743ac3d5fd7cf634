//! What survives closing and killing the app, and where a person lands then.

use super::play::{ADDRESS, GRANT, KEY, PASSWORD, Play, application, company, report, snapshot};
use crate::{
    Action, Answer, Connection, Effect, Field, Problem, Progress, Request, SCHEMA_VERSION, Setup,
    Step,
};
use apple::Verdict;

fn progress(step: Step) -> Progress {
    Progress {
        schema_version: SCHEMA_VERSION,
        step,
        address: Some(ADDRESS.into()),
        apple_id: None,
        grants_before_submit: None,
        host: None,
        renews: None,
    }
}

/// A restart with a key at hand.
fn restarted(saved: Progress) -> Play {
    let mut play = Play::resume(company(Connection::ApiKey), Some(saved));
    play.on("operator").key_at_hand();
    play
}

#[test]
fn a_restart_lands_on_the_step_where_the_person_was() {
    for (step, screen) in [
        (Step::Address, "address"),
        (Step::Prepare, "prepare"),
        (Step::Password, "password"),
    ] {
        let mut play = restarted(progress(step));
        play.on(screen).no_problem().shows("notice", "place-kept");
        assert_eq!(
            play.state()
                .journey
                .account
                .icloud
                .as_ref()
                .map(ToString::to_string)
                .as_deref(),
            Some(ADDRESS)
        );
        assert!(play.state().journey.password.is_none());
    }
    let mut play = restarted(progress(Step::Welcome));
    play.on("home").press(Action::ConnectCustomer).on("welcome");
    play.shows("notice", Option::<&str>::None);
    restarted(progress(Step::Address)).shows("address", ADDRESS);
    restarted(progress(Step::Prepare)).did(&["Prepare"]);
    restarted(progress(Step::Password)).shows("shape", "empty");
}

#[test]
fn both_addresses_survive() {
    let saved = Progress {
        address: Some("nyla@gmail.com".into()),
        apple_id: Some("nyla+x@icloud.com".into()),
        ..progress(Step::Address)
    };
    let mut play = restarted(saved);
    play.on("address")
        .shows("address", "nyla@gmail.com")
        .shows("second", true);
}

#[test]
fn an_address_that_no_longer_parses_is_asked_for_again() {
    for address in [
        None,
        Some("nonsense".to_owned()),
        Some("nyla@gmail.com".to_owned()),
    ] {
        for step in [Step::Address, Step::Prepare, Step::Password] {
            restarted(Progress {
                address: address.clone(),
                ..progress(step)
            })
            .on("address")
            .did(&[]);
        }
        restarted(Progress {
            address,
            ..progress(Step::Welcome)
        })
        .on("home")
        .press(Action::ConnectCustomer)
        .on("welcome");
    }
}

#[test]
fn a_request_whose_answer_was_not_heard_is_looked_for_first() {
    let mut play = restarted(Progress {
        host: Some("api.us.nylas.com".into()),
        grants_before_submit: Some(vec![]),
        ..progress(Step::Password)
    });
    play.on("connecting")
        .did(&["Abort", "Reconcile"])
        .stages(["skipped", "skipped", "running", "waiting", "waiting"]);
    play.reconciled(Ok(vec![snapshot(GRANT, 5)]))
        .did(&["Abort", "ReadCalendars", "ReadMail"])
        .read_both()
        .did(&["Record"]);
    play.answer(Answer::Record(Ok(())))
        .on("done")
        .shows("grantId", GRANT);
}

#[test]
fn a_request_that_made_nothing_needs_the_password_again() {
    let mut play = restarted(Progress {
        host: Some("api.us.nylas.com".into()),
        grants_before_submit: Some(vec![snapshot(GRANT, 5)]),
        ..progress(Step::Password)
    });
    play.reconciled(Ok(vec![snapshot(GRANT, 5)]))
        .on("password")
        .notice(Some("not-made"))
        .did(&[]);
    // It may be made late: before anything is sent again, it is looked for again.
    play.paste(Field::AppPassword, PASSWORD)
        .press(Action::Continue)
        .apple_says(Verdict::Accepted, Verdict::Accepted)
        .did(&["Abort", "Reconcile"]);
    play.reconciled(Ok(vec![snapshot(GRANT, 6)]))
        .did(&["Abort", "ReadCalendars", "ReadMail"]);
}

#[test]
fn looking_after_a_restart_can_fail_and_be_tried_again_and_never_sends() {
    let mut play = restarted(Progress {
        host: Some("api.us.nylas.com".into()),
        grants_before_submit: Some(vec![]),
        ..progress(Step::Password)
    });
    play.reconciled(Err(report(Problem::Offline)))
        .on("connecting")
        .problem("C01");
    play.press(Action::Retry)
        .did(&["Abort", "Reconcile"])
        .reconciled(Ok(vec![]))
        .on("password")
        .notice(Some("not-made"));
    let mut play = restarted(Progress {
        host: Some("api.us.nylas.com".into()),
        grants_before_submit: Some(vec![]),
        ..progress(Step::Password)
    });
    play.press(Action::Cancel).on("password").did(&["Abort"]);
}

#[test]
fn each_step_is_saved_as_it_is_reached() {
    let mut play = Play::open(company(Connection::ApiKey));
    assert_eq!(play.saved(), None);
    play.key_at_hand().press(Action::ConnectCustomer);
    assert_eq!(play.saved().unwrap().unwrap().step, Step::Welcome);
    play.press(Action::Continue);
    assert_eq!(play.saved().unwrap().unwrap().step, Step::Address);
    play.edit(Field::Address, ADDRESS).press(Action::Continue);
    assert_eq!(play.saved(), Some(Some(progress(Step::Prepare))));
    play.press(Action::HavePassword);
    assert_eq!(play.saved(), Some(Some(progress(Step::Password))));
}

#[test]
fn saving_comes_before_everything_else() {
    let mut play = Play::open(company(Connection::ApiKey));
    play.key_at_hand()
        .press(Action::ConnectCustomer)
        .press(Action::Continue)
        .edit(Field::Address, ADDRESS)
        .press(Action::Continue);
    assert!(matches!(
        play.last[..],
        [
            Effect::Save(Some(_)),
            Effect::Attempt {
                request: Request::Prepare,
                ..
            }
        ]
    ));
}

#[test]
fn what_an_earlier_run_left_stays_saved_while_the_key_is_looked_at() {
    let saved = progress(Step::Prepare);
    let mut play = Play::resume(company(Connection::ApiKey), Some(saved.clone()));
    assert!(play.saved().is_none_or(|kept| kept == Some(saved.clone())));
    play.answer(Answer::FindKey(Ok(true)))
        .answer(Answer::CheckKey(Err(report(Problem::Offline))));
    assert_eq!(play.saved(), None);
    assert_eq!(play.progress(), Some(saved));
}

#[test]
fn a_typed_key_goes_on_where_the_person_was() {
    let mut play = Play::resume(company(Connection::ApiKey), Some(progress(Step::Prepare)));
    play.answer(Answer::FindKey(Ok(false)))
        .edit(Field::ApiKey, KEY)
        .press(Action::Continue)
        .answer(Answer::CheckKey(Ok(application(true))));
    play.on("prepare").did(&["SaveKey", "Prepare"]);
}

#[test]
fn an_interrupted_journey_waits_until_the_profile_can_be_read() {
    let broken = Setup {
        profile_error: Some(report(Problem::ProfileUnreadable)),
        ..Setup::default()
    };
    let mut play = Play::resume(broken, Some(progress(Step::Prepare)));
    play.on("start")
        .press(Action::Retry)
        .answer(Answer::ReadProfile(Box::new(company(Connection::ApiKey))));
    play.key_at_hand().on("prepare");
}

#[test]
fn practice_neither_saves_nor_resumes() {
    let mut play = Play::resume(
        company(Connection::Practice),
        Some(progress(Step::Password)),
    );
    play.on("welcome").shows("step", 1);
    assert_eq!(play.saved(), None);
    assert_eq!(
        play.progress(),
        Some(progress(Step::Password)),
        "what a real journey left stays as it is"
    );
}

#[test]
fn progress_is_plain_json_with_a_version_and_no_secret() {
    let mut play = Play::api_key().up_to_snapshot();
    play.snapshotted(vec![snapshot("old", 7)]);
    let json = serde_json::to_value(play.progress().unwrap()).unwrap();
    assert_eq!(
        json,
        serde_json::json!({
            "schema_version": 1, "step": "password", "address": ADDRESS,
            "sent": [{ "id": "old", "updated_at": 7, "valid": true, "same_address": true }],
            "host": "api.us.nylas.com",
        })
    );
    assert_eq!(
        serde_json::from_value::<Progress>(json).unwrap(),
        play.progress().unwrap()
    );
}
