//! `accounts`: the list, its states, disconnecting and forgetting.

use super::play::{ADDRESS, GRANT, KEY, PASSWORD, Play, application, company, report};
use crate::{
    AccountRecord, Action, Answer, Connection, Effect, Event, Field, GrantStatus, Input, Opened,
    Problem, Progress, Request, SCHEMA_VERSION, Setup, Step,
};
use serde_json::json;

pub(super) const OTHER: &str = "22222222-2222-4333-8444-555555555555";
pub(super) const ORIGIN: &str = "https://api.us.nylas.com";

pub(super) fn account(grant: &str, address: &str) -> AccountRecord {
    AccountRecord {
        application: Some("app".into()),
        ..AccountRecord::new(grant.into(), address.into(), ORIGIN.into())
    }
}

pub(super) fn two() -> Vec<AccountRecord> {
    vec![
        account(GRANT, ADDRESS),
        AccountRecord {
            label: Some("Acme at Apple".into()),
            ..account(OTHER, "jo@me.com")
        },
    ]
}

pub(super) fn opened(setup: Setup, saved: Option<Progress>, accounts: Vec<AccountRecord>) -> Play {
    let mut play = Play::new(setup);
    play.feed(Event::Opened(Box::new(Opened {
        saved,
        accounts,
        ..Opened::default()
    })));
    play
}

/// The list of two accounts, with a key at hand, before their states are known.
pub(super) fn listed() -> Play {
    let mut play = opened(company(Connection::ApiKey), None, two());
    play.on("operator")
        .did(&["FindKey"])
        .key_at_hand()
        .on("home")
        .press(Action::Accounts)
        .on("accounts")
        .did(&["Abort", "CheckAccounts"]);
    play
}

pub(super) fn found(play: &mut Play, account: AccountRecord, status: GrantStatus) {
    let run = play.run();
    let account = AccountRecord {
        status: Some(status),
        checked_at: Some(1_700_000_000),
        ..account
    };
    play.feed(Event::Attempt {
        id: run,
        answer: Answer::CheckAccounts((account.grant.clone(), Ok(Box::new(account)))),
    });
}

/// The first works, the second needs a password.
pub(super) fn checked() -> Play {
    let mut play = listed();
    let [first, second] = two().try_into().unwrap();
    found(&mut play, first, GrantStatus::Works);
    play.did(&[]);
    found(&mut play, second, GrantStatus::NeedsPassword);
    play.did(&["SaveAccounts"]);
    play
}

pub(super) fn press_for(play: &mut Play, action: Action, grant: &str) {
    play.input(Input::PressFor {
        action,
        grant: grant.into(),
    });
}

pub(super) fn states(play: &Play) -> Vec<String> {
    play.shown("rows")
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["state"].as_str().unwrap().to_owned())
        .collect()
}

pub(super) fn saved(step: Step) -> Progress {
    Progress {
        schema_version: SCHEMA_VERSION,
        step,
        address: Some("someone@icloud.com".into()),
        apple_id: None,
        grants_before_submit: None,
        host: None,
        renews: None,
    }
}

#[test]
fn the_app_opens_on_what_is_connected_unless_something_is_pending() {
    for before in [None, Some(saved(Step::Welcome))] {
        let start = || opened(company(Connection::ApiKey), before.clone(), two());
        start().answer(Answer::FindKey(Ok(false))).on("accounts");
        start().key_at_hand().on("home");
    }
    opened(Setup::default(), None, two())
        .on("accounts")
        .did(&["Abort"]);
    let mut pending = opened(
        company(Connection::ApiKey),
        Some(saved(Step::Prepare)),
        two(),
    );
    pending.on("operator").key_at_hand().on("prepare");
    opened(company(Connection::Practice), None, two()).on("welcome");
    opened(
        Setup {
            profile_error: Some(report(Problem::ProfileUnreadable)),
            ..Setup::default()
        },
        None,
        two(),
    )
    .on("start")
    .problem("C11");
    opened(company(Connection::ApiKey), None, vec![]).on("operator");
}

#[test]
fn states_are_asked_for_as_the_screen_opens_and_by_check_now() {
    let mut play = listed();
    assert_eq!(states(&play), ["checking", "checking"]);
    play = checked();
    assert_eq!(states(&play), ["works", "needs-password"]);
    play.press(Action::CheckNow)
        .did(&["Abort", "CheckAccounts"]);
    let [first, second] = two().try_into().unwrap();
    found(&mut play, first, GrantStatus::Gone);
    let run = play.run();
    play.feed(Event::Attempt {
        id: run,
        answer: Answer::CheckAccounts((second.grant, Err(report(Problem::Offline)))),
    })
    .problem("C01")
    .did(&["SaveAccounts"]);
    assert_eq!(
        states(&play),
        ["gone", "needs-password"],
        "what could not be asked stays as it was last known"
    );
    play.press(Action::Retry)
        .no_problem()
        .did(&["Abort", "CheckAccounts"]);
}

#[test]
fn an_answer_to_an_earlier_check_is_not_heard() {
    let mut play = checked();
    let run = play.run();
    play.press(Action::CheckNow)
        .feed(Event::Attempt {
            id: run,
            answer: Answer::CheckAccounts((GRANT.into(), Err(report(Problem::Offline)))),
        })
        .was_ignored();
}

#[test]
fn without_a_key_the_list_is_there_and_says_what_was_last_known() {
    let mut play = opened(company(Connection::ApiKey), None, two());
    play.answer(Answer::FindKey(Ok(false)))
        .on("accounts")
        .no_problem()
        .shows("key", "none")
        .shows("askForKey", true)
        .shows("canCheck", false);
    play.shows("theirs", true);
    play.press(Action::UseApiKey)
        .on("operator")
        .answer(Answer::FindKey(Ok(false)))
        .edit(Field::ApiKey, KEY)
        .press(Action::Continue);
    play.answer(Answer::CheckKey(Ok(application(true))))
        .on("home")
        .did(&["SaveKey", "Abort"]);
    let mut play = opened(company(Connection::ApiKey), None, two());
    play.answer(Answer::FindKey(Ok(true)))
        .answer(Answer::CheckKey(Err(report(Problem::Offline))))
        .on("accounts")
        .problem("C01");
    play.press(Action::UseApiKey)
        .press(Action::Back)
        .on("accounts");
}

#[test]
fn accounts_of_another_application_are_not_asked_about() {
    let foreign = AccountRecord {
        application: Some("another".into()),
        ..account(OTHER, "jo@me.com")
    };
    let elsewhere = AccountRecord {
        origin: "https://api.eu.nylas.com".into(),
        ..account("eu", "eu@me.com")
    };
    let mut play = opened(
        company(Connection::ApiKey),
        None,
        vec![account(GRANT, ADDRESS), foreign, elsewhere],
    );
    play.key_at_hand().press(Action::Accounts);
    assert!(
        matches!(&play.last[1], Effect::Attempt { request: Request::CheckAccounts(grants), .. } if *grants == [GRANT])
    );
    assert_eq!(states(&play), ["checking", "unknown", "unknown"]);
    play.shows("theirs", true);
    press_for(&mut play, Action::Disconnect, OTHER);
    assert_eq!(play.shown("rows")[1]["asking"], "by-hand");
}

#[test]
fn disconnecting_is_asked_once_and_leads_to_apples_page() {
    let mut play = checked();
    press_for(&mut play, Action::Disconnect, OTHER);
    play.did(&[]).shows("back", true);
    assert_eq!(play.shown("rows")[1]["asking"], "disconnect");
    for no in [Action::Cancel, Action::Back] {
        play.press(no).did(&[]);
        assert_eq!(play.shown("rows")[1]["asking"], "");
        press_for(&mut play, Action::Disconnect, OTHER);
    }
    play.press(Action::Confirm)
        .did(&["Abort", "DeleteGrant"])
        .shows("removing", true);
    for action in [
        Action::Confirm,
        Action::ConnectAnother,
        Action::CheckNow,
        Action::AllGrants,
    ] {
        play.press(action).was_ignored();
    }
    play.answer(Answer::DeleteGrant(Ok(())))
        .did(&["ForgetAccount"])
        .shows(
            "removed",
            json!({ "address": "jo@me.com", "label": "Acme at Apple", "mailbox": "" }),
        );
    play.feed(Event::Accounts(vec![account(GRANT, ADDRESS)]))
        .answer(Answer::ForgetAccount(Ok(())));
    assert_eq!(play.shown("rows").as_array().unwrap().len(), 1);
    play.press(Action::OpenApple)
        .did(&["Open"])
        .press(Action::CopyLabel);
    assert!(
        matches!(&play.last[..], [Effect::Ask(Request::Copy(Action::CopyLabel, label))] if label == "Acme at Apple")
    );
    play.press(Action::Back).shows("removed", json!(null));
}

#[test]
fn what_could_not_be_disconnected_can_be_tried_again() {
    let mut play = checked();
    press_for(&mut play, Action::Disconnect, GRANT);
    play.press(Action::Confirm)
        .answer(Answer::DeleteGrant(Err(report(Problem::NylasUnavailable))))
        .problem("N07");
    assert_eq!(
        play.shown("rows").as_array().unwrap().len(),
        2,
        "nothing is forgotten that is still connected"
    );
    play.press(Action::Retry)
        .no_problem()
        .did(&["Abort", "DeleteGrant"]);
}

#[test]
fn forgetting_is_another_thing_and_asks_too() {
    let mut play = checked();
    press_for(&mut play, Action::Forget, GRANT);
    play.did(&[]);
    assert_eq!(play.shown("rows")[0]["asking"], "forget");
    play.press(Action::Confirm)
        .did(&["ForgetAccount"])
        .notice(Some("account-forgotten"));
    play.answer(Answer::ForgetAccount(Err(report(Problem::CannotSave))))
        .problem("C10");
}

#[test]
fn without_a_key_there_is_a_text_for_the_company() {
    let mut play = opened(Setup::default(), None, two());
    press_for(&mut play, Action::Disconnect, GRANT);
    assert_eq!(play.shown("rows")[0]["asking"], "by-hand");
    play.press(Action::Confirm).was_ignored();
    press_for(&mut play, Action::CopyDetails, GRANT);
    assert!(
        matches!(&play.last[..], [Effect::Ask(Request::Copy(Action::CopyDetails, text))] if text.contains(GRANT) && text.contains(ADDRESS))
    );
    // They are not on the screen, so there is nothing to select.
    play.answer(Answer::Copy((Action::CopyDetails, false)))
        .notice(Some("not-copied"));
}

#[test]
fn a_button_of_a_grant_that_is_not_listed_does_nothing() {
    for action in [
        Action::Renew,
        Action::SendLink,
        Action::Disconnect,
        Action::Forget,
        Action::CopyGrant,
        Action::CopyDetails,
    ] {
        let mut play = checked();
        press_for(&mut play, action, "https://example.org/");
        play.was_ignored();
    }
    let mut play = checked();
    press_for(&mut play, Action::ForgetKey, GRANT);
    play.was_ignored();
    press_for(&mut play, Action::CopyGrant, GRANT);
    assert!(
        matches!(&play.last[..], [Effect::Ask(Request::Copy(Action::CopyGrant, grant))] if grant == GRANT)
    );
}

#[test]
fn another_account_begins_with_an_empty_address_and_the_list_is_one_press_away() {
    let mut play = checked();
    play.press(Action::ConnectAnother)
        .on("address")
        .shows("address", "")
        .press(Action::Back)
        .on("welcome")
        .press(Action::Back)
        .on("home")
        .shows("connected", true);
    play.press(Action::Accounts)
        .on("accounts")
        .did(&["Abort", "CheckAccounts"]);
    let mut play = opened(Setup::default(), None, two());
    play.press(Action::ConnectAnother)
        .on("start")
        .shows("back", true)
        .press(Action::Back)
        .on("accounts");
    play.press(Action::ConnectAnother)
        .press(Action::UseApiKey)
        .key_at_hand()
        .press(Action::ConnectCustomer)
        .on("welcome");
}

#[test]
fn an_unheard_answer_outlives_a_look_at_the_list() {
    let mut play = checked();
    play.press(Action::ConnectAnother)
        .edit(Field::Address, "new@icloud.com")
        .press(Action::Continue)
        .press(Action::HavePassword);
    play.paste(Field::AppPassword, PASSWORD)
        .press(Action::Continue)
        .apple_says(apple::Verdict::Accepted, apple::Verdict::Accepted)
        .snapshotted(vec![]);
    for screen in ["password", "prepare", "address", "welcome", "home"] {
        play.press(if screen == "password" {
            Action::Cancel
        } else {
            Action::Back
        })
        .on(screen);
    }
    play.press(Action::Accounts).on("accounts");
    assert!(
        play.progress()
            .is_some_and(|progress| progress.grants_before_submit.is_some())
    );
    play.press(Action::ConnectAnother)
        .on("connecting")
        .did(&["Abort", "Reconcile"]);
}
