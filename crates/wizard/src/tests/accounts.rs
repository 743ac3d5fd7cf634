//! `accounts`: the list, its states, renewing, disconnecting, forgetting; and all grants of the application.

use super::play::{ADDRESS, GRANT, KEY, PASSWORD, Play, application, company, report, snapshot};
use crate::{
    AccountRecord, Action, Answer, Connection, ConnectionKind, Effect, Event, Field, GrantStatus,
    Input, ListedGrant, Opened, Problem, Progress, Renewal, Request, SCHEMA_VERSION, Setup,
    Showing, Step,
};
use serde_json::json;

const OTHER: &str = "22222222-2222-4333-8444-555555555555";
const ORIGIN: &str = "https://api.us.nylas.com";

fn account(grant: &str, address: &str) -> AccountRecord {
    AccountRecord {
        application: Some("app".into()),
        ..AccountRecord::new(grant.into(), address.into(), ORIGIN.into())
    }
}

fn two() -> Vec<AccountRecord> {
    vec![
        account(GRANT, ADDRESS),
        AccountRecord {
            label: Some("Acme at Apple".into()),
            ..account(OTHER, "jo@me.com")
        },
    ]
}

fn opened(setup: Setup, saved: Option<Progress>, accounts: Vec<AccountRecord>) -> Play {
    let mut play = Play::new(setup);
    play.feed(Event::Opened(Box::new(Opened {
        saved,
        accounts,
        ..Opened::default()
    })));
    play
}

/// The list of two accounts, with a key at hand, before their states are known.
fn listed() -> Play {
    let mut play = opened(company(Connection::ApiKey), None, two());
    play.on("accounts")
        .did(&["Abort", "FindKey"])
        .key_at_hand()
        .did(&["Abort", "CheckAccounts"]);
    play
}

fn found(play: &mut Play, account: AccountRecord, status: GrantStatus) {
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
fn checked() -> Play {
    let mut play = listed();
    let [first, second] = two().try_into().unwrap();
    found(&mut play, first, GrantStatus::Works);
    play.did(&[]);
    found(&mut play, second, GrantStatus::NeedsPassword);
    play.did(&["SaveAccounts"]);
    play
}

fn press_for(play: &mut Play, action: Action, grant: &str) {
    play.input(Input::PressFor {
        action,
        grant: grant.into(),
    });
}

fn states(play: &Play) -> Vec<String> {
    play.shown("rows")
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["state"].as_str().unwrap().to_owned())
        .collect()
}

fn saved(step: Step) -> Progress {
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
    opened(company(Connection::ApiKey), None, two()).on("accounts");
    opened(
        company(Connection::ApiKey),
        Some(saved(Step::Welcome)),
        two(),
    )
    .on("accounts");
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
    assert_eq!(play.shown("rows")[0]["theirs"], true);
    play.press(Action::UseApiKey)
        .on("operator")
        .answer(Answer::FindKey(Ok(false)))
        .edit(Field::ApiKey, KEY)
        .press(Action::Continue);
    play.answer(Answer::CheckKey(Ok(application(true))))
        .on("accounts")
        .did(&["SaveKey", "Abort", "CheckAccounts"]);
    let mut play = opened(company(Connection::ApiKey), None, two());
    play.answer(Answer::FindKey(Ok(true)))
        .answer(Answer::CheckKey(Err(report(Problem::KeyRefused))))
        .on("accounts")
        .problem("N04");
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
    play.key_at_hand();
    assert!(
        matches!(&play.last[1], Effect::Attempt { request: Request::CheckAccounts(grants), .. } if *grants == [GRANT])
    );
    assert_eq!(states(&play), ["checking", "unknown", "unknown"]);
    assert_eq!(play.shown("rows")[1]["theirs"], true);
    press_for(&mut play, Action::Disconnect, OTHER);
    assert_eq!(play.shown("rows")[1]["asking"], "by-hand");
}

#[test]
fn renewing_goes_straight_to_apples_page_and_keeps_the_grant() {
    let mut play = checked();
    press_for(&mut play, Action::Renew, OTHER);
    play.on("prepare")
        .did(&["Abort", "Prepare"])
        .shows("renewing", "needed");
    assert_eq!(
        play.progress().unwrap().renews,
        Some(Renewal {
            grant: Some(OTHER.into()),
            needed: true
        })
    );
    play.press(Action::HavePassword)
        .paste(Field::AppPassword, PASSWORD)
        .press(Action::Continue);
    play.apple_says(apple::Verdict::Accepted, apple::Verdict::Accepted);
    assert!(
        matches!(&play.last[1], Effect::Attempt { request: Request::SnapshotGrants { renews: Some(grant), .. }, .. } if grant == OTHER)
    );
    play.snapshotted(vec![crate::GrantSnapshot {
        valid: false,
        ..snapshot(OTHER, 5)
    }])
    .did(&["Abort", "Submit", "After"]);
    play.submitted(Ok(crate::Grant {
        id: OTHER.into(),
        email: Some("jo@icloud.com".into()),
    }))
    .read_both();
    assert!(
        matches!(&play.last[..], [Effect::Ask(Request::Record { grant, renews: Some(renews), .. })] if grant == OTHER && renews == OTHER)
    );
    play.answer(Answer::Record(Ok(())))
        .on("done")
        .shows("grantId", OTHER)
        .notice(None);
    play.press(Action::Finish).on("accounts");
}

#[test]
fn a_renewal_whose_answer_was_lost_is_judged_by_when_it_was_last_renewed() {
    for (updated_at, made) in [(5, false), (6, true)] {
        let mut play = checked();
        press_for(&mut play, Action::Renew, GRANT);
        play.press(Action::HavePassword)
            .paste(Field::AppPassword, PASSWORD)
            .press(Action::Continue);
        play.apple_says(apple::Verdict::Accepted, apple::Verdict::Accepted)
            .snapshotted(vec![snapshot(GRANT, 5)]);
        play.submitted(Err(crate::Report {
            may_have_arrived: true,
            ..report(Problem::NylasUnavailable)
        }))
        .did(&["Abort", "Reconcile"]);
        play.reconciled(Ok(vec![snapshot(GRANT, updated_at)]));
        if made {
            play.did(&["Abort", "ReadCalendars", "ReadMail"])
        } else {
            play.on("connecting").problem("N07")
        };
    }
}

#[test]
fn another_address_in_a_renewal_is_refused_before_anything_is_sent() {
    let mut play = checked();
    press_for(&mut play, Action::Renew, OTHER);
    play.press(Action::Back)
        .on("address")
        .shows("address", "jo@me.com");
    play.edit(Field::Address, ADDRESS)
        .press(Action::Continue)
        .on("address")
        .problem("N11")
        .kind("renewal")
        .did(&[]);
    play.edit(Field::Address, "jo@icloud.com")
        .no_problem()
        .press(Action::Continue)
        .on("prepare");
    play.press(Action::Back)
        .press(Action::Back)
        .on("accounts")
        .shows("renewing", "no");
    assert_eq!(
        play.progress(),
        None,
        "a renewal that was left leaves nothing behind"
    );
}

#[test]
fn a_grant_of_somebody_else_is_not_renewed() {
    let mut play = checked();
    press_for(&mut play, Action::Renew, OTHER);
    play.press(Action::HavePassword)
        .paste(Field::AppPassword, PASSWORD)
        .press(Action::Continue);
    play.apple_says(apple::Verdict::Accepted, apple::Verdict::Accepted);
    play.snapshotted(vec![crate::GrantSnapshot {
        same_address: false,
        ..snapshot(OTHER, 5)
    }])
    .problem("N11")
    .kind("renewal")
    .did(&[]);
    assert!(play.state().journey.grants_before_submit.is_none());
}

#[test]
fn a_grant_that_was_gone_is_made_anew_and_said_to_be_another() {
    let mut play = checked();
    press_for(&mut play, Action::Renew, OTHER);
    play.press(Action::HavePassword)
        .paste(Field::AppPassword, PASSWORD)
        .press(Action::Continue);
    play.apple_says(apple::Verdict::Accepted, apple::Verdict::Accepted)
        .snapshotted(vec![]);
    play.submitted(Ok(crate::Grant {
        id: "new".into(),
        email: None,
    }))
    .read_both()
    .answer(Answer::Record(Ok(())));
    play.on("done")
        .shows("grantId", "new")
        .notice(Some("other-grant"));
}

#[test]
fn a_profile_can_ask_for_a_renewal() {
    let setup = |address: &str| Setup {
        renew: Some(address.into()),
        ..company(Connection::ApiKey)
    };
    let mut play = opened(setup("jo@icloud.com"), None, two());
    play.on("operator")
        .key_at_hand()
        .on("prepare")
        .shows("renewing", "wanted");
    assert_eq!(
        play.progress().unwrap().renews,
        Some(Renewal {
            grant: Some(OTHER.into()),
            needed: false
        })
    );
    let mut play = opened(setup(ADDRESS), None, vec![]);
    play.key_at_hand()
        .on("prepare")
        .press(Action::Back)
        .on("address")
        .shows("address", ADDRESS);
    play.edit(Field::Address, "jo@me.com")
        .press(Action::Continue)
        .problem("N11");
    let mut play = opened(setup("jo@acme.example"), None, vec![]);
    play.key_at_hand()
        .on("address")
        .shows("address", "jo@acme.example")
        .shows("second", true);
}

#[test]
fn a_renewal_survives_a_restart() {
    let mut play = checked();
    press_for(&mut play, Action::Renew, OTHER);
    let left = play.press(Action::HavePassword).progress();
    let mut play = opened(company(Connection::ApiKey), left, two());
    play.key_at_hand()
        .on("password")
        .shows("renewing", "needed")
        .press(Action::Back)
        .press(Action::Back)
        .on("address");
    play.edit(Field::Address, ADDRESS)
        .press(Action::Continue)
        .problem("N11");
}

#[test]
fn without_a_key_renewing_asks_for_it_first() {
    let mut play = opened(Setup::default(), None, two());
    press_for(&mut play, Action::Renew, GRANT);
    play.on("operator")
        .did(&["FindKey"])
        .key_at_hand()
        .on("prepare")
        .shows("renewing", "wanted");
    let hosted = AccountRecord {
        connection: Some(ConnectionKind::Hosted),
        ..account(GRANT, ADDRESS)
    };
    let mut play = opened(Setup::default(), None, vec![hosted]);
    press_for(&mut play, Action::Renew, GRANT);
    play.on("accounts").was_ignored();
    assert_eq!(play.shown("rows")[0]["renewable"], false);
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
}

#[test]
fn a_button_of_a_grant_that_is_not_listed_does_nothing() {
    for action in [
        Action::Renew,
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
    for screen in ["password", "prepare", "address", "welcome"] {
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

#[test]
fn an_account_elsewhere_is_renewed_at_its_provider_and_leads_nobody_to_apple() {
    let gmail = AccountRecord {
        provider: Some("google".into()),
        connection: Some(ConnectionKind::Hosted),
        ..account(OTHER, "jo@gmail.com")
    };
    let setup = Setup {
        other_providers: vec!["google"],
        ..company(Connection::Hosted)
    };
    let mut play = opened(setup, None, vec![account(GRANT, ADDRESS), gmail.clone()]);
    let row = &play.shown("rows")[1];
    assert_eq!(
        (&row["renewable"], &row["mailbox"]),
        (&json!(true), &json!("elsewhere"))
    );
    press_for(&mut play, Action::Renew, OTHER);
    play.on("sign-in").press(Action::SignIn);
    assert!(
        matches!(&play.last[..], [.., Effect::Attempt { request: Request::SignIn { address, provider: Some("google"), .. }, .. }] if address.to_string() == "jo@gmail.com")
    );
    // The next one is at Apple's again.
    play.press(Action::Cancel)
        .press(Action::Back)
        .on("accounts");
    press_for(&mut play, Action::Renew, GRANT);
    play.on("prepare")
        .press(Action::HavePassword)
        .on("sign-in")
        .press(Action::SignIn);
    assert!(matches!(
        &play.last[..],
        [
            ..,
            Effect::Attempt {
                request: Request::SignIn { provider: None, .. },
                ..
            }
        ]
    ));
    let mut play = opened(company(Connection::Hosted), None, vec![gmail]);
    assert_eq!(
        play.shown("rows")[0]["renewable"],
        json!(false),
        "this company connects nothing elsewhere"
    );
    press_for(&mut play, Action::Renew, OTHER);
    play.was_ignored();
}

#[test]
fn another_form_of_the_same_address_renews_the_grant_by_the_address_it_has() {
    let mut play = checked();
    press_for(&mut play, Action::Renew, OTHER);
    play.on("prepare")
        .press(Action::Back)
        .on("address")
        .edit(Field::Address, "jo@icloud.com")
        .press(Action::Continue)
        .on("prepare");
    assert_eq!(
        play.progress().unwrap().address.as_deref(),
        Some("jo@me.com")
    );
}

// All grants of the application.

fn grant(n: usize, provider: &str) -> ListedGrant {
    let status = Some(if n.is_multiple_of(2) {
        GrantStatus::Works
    } else {
        GrantStatus::NeedsPassword
    });
    ListedGrant {
        id: format!("id-{n}"),
        email: Some(format!("person{n}@{provider}.com")),
        provider: provider.into(),
        status,
        created_at: Some(1_700_000_000),
    }
}

fn loaded(play: &mut Play, grants: Vec<ListedGrant>, more: bool) {
    let run = play.run();
    play.feed(Event::Attempt {
        id: run,
        answer: Answer::LoadGrants(Ok((grants, more))),
    });
}

fn all(grants: Vec<ListedGrant>, more: bool) -> Play {
    let mut play = checked();
    play.press(Action::AllGrants)
        .on("accounts")
        .did(&["Abort", "LoadGrants"]);
    loaded(&mut play, grants, more);
    play
}

fn ids(play: &Play) -> Vec<String> {
    play.shown("all")["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["grant"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn all_grants_are_never_shown_without_a_key() {
    let mut play = opened(Setup::default(), None, two());
    play.press(Action::AllGrants)
        .was_ignored()
        .shows("desk", false);
    let mut play = all(vec![grant(1, "icloud")], false);
    play.press(Action::ForgetKey)
        .press(Action::Confirm)
        .on("operator")
        .press(Action::Back)
        .on("accounts")
        .shows("all", json!(null));
    play.press(Action::AllGrants).was_ignored();
}

#[test]
fn all_grants_show_apples_first_page_by_page() {
    let mut play = all(
        vec![grant(1, "google"), grant(2, "icloud"), grant(3, "imap")],
        true,
    );
    assert_eq!(ids(&play), ["id-2", "id-1", "id-3"]);
    play.press(Action::LoadMore);
    assert!(matches!(
        play.last[..],
        [Effect::Attempt {
            request: Request::LoadGrants {
                offset: 3,
                showing: Showing::All,
                ..
            },
            ..
        }]
    ));
    play.press(Action::LoadMore).was_ignored();
    loaded(&mut play, vec![grant(3, "imap"), grant(4, "icloud")], false);
    assert_eq!(
        ids(&play),
        ["id-2", "id-4", "id-1", "id-3"],
        "one that moved meanwhile is there once"
    );
    play.press(Action::LoadMore)
        .was_ignored()
        .press(Action::Back)
        .on("accounts")
        .shows("all", json!(null));
}

#[test]
fn only_the_rows_that_can_be_seen_go_to_the_page() {
    let mut play = all((0..10_000).map(|n| grant(n, "icloud")).collect(), true);
    for first in [0, 5_000, 9_999, usize::MAX] {
        play.input(Input::Scroll(first));
        let shown = play.shown("all");
        let rows = shown["rows"].as_array().unwrap();
        assert!((1..=60).contains(&rows.len()), "{}", rows.len());
        assert_eq!(shown["count"], 10_000);
        assert!(shown["first"].as_u64().unwrap() as usize <= first);
    }
}

#[test]
fn a_search_looks_through_what_is_loaded_and_by_exact_address_at_nylas() {
    let mut play = all((0..300).map(|n| grant(n, "icloud")).collect(), true);
    play.edit(Field::Search, "PERSON27").did(&[]);
    assert_eq!(play.shown("all")["count"], 11);
    play.press(Action::FindGrants)
        .notice(Some("not-an-address"))
        .did(&[]);
    play.edit(Field::Search, "far.away@me.com")
        .press(Action::FindGrants);
    assert!(
        matches!(&play.last[..], [Effect::Attempt { request: Request::FindGrants(address), .. }] if address.to_string() == "far.away@me.com")
    );
    let run = play.run();
    let far = ListedGrant {
        email: Some("far.away@me.com".into()),
        ..grant(999, "icloud")
    };
    play.feed(Event::Attempt {
        id: run,
        answer: Answer::FindGrants(Ok(vec![far])),
    })
    .notice(Some("grant-found"));
    assert_eq!(ids(&play), ["id-999"]);
    play.feed(Event::Attempt {
        id: run,
        answer: Answer::FindGrants(Ok(vec![])),
    })
    .notice(Some("no-such-grant"));
}

#[test]
fn what_nylas_says_again_replaces_what_it_said_and_a_page_of_nothing_new_is_the_last() {
    let mut play = all(vec![grant(1, "icloud"), grant(2, "icloud")], true);
    let run = play.run();
    let other = ListedGrant {
        status: Some(GrantStatus::Works),
        ..grant(1, "icloud")
    };
    play.feed(Event::Attempt {
        id: run,
        answer: Answer::FindGrants(Ok(vec![other])),
    });
    assert_eq!(play.shown("all")["rows"][0]["state"], "works");
    play.press(Action::LoadMore);
    loaded(
        &mut play,
        vec![grant(1, "icloud"), grant(2, "icloud")],
        true,
    );
    assert_eq!(play.shown("all")["complete"], true);
}

#[test]
fn a_time_that_no_calendar_has_is_not_shown() {
    let mut play = all(
        [-1, 253_402_300_800, i64::MAX]
            .map(|at| ListedGrant {
                created_at: Some(at),
                ..grant(at as usize, "icloud")
            })
            .into(),
        false,
    );
    assert!(
        play.shown("all")["rows"]
            .as_array()
            .unwrap()
            .iter()
            .all(|row| row["since"].is_null())
    );
    let odd = AccountRecord {
        connected_at: Some(i64::MAX),
        checked_at: Some(i64::MIN),
        status: Some(GrantStatus::Works),
        ..account(GRANT, ADDRESS)
    };
    play = opened(Setup::default(), None, vec![odd]);
    let row = &play.shown("rows")[0];
    assert!(row["since"].is_null() && row["checkedAt"].is_null());
}

#[test]
fn a_renewal_where_the_connector_is_missing_leads_to_where_it_is_made_or_mail_alone_is_chosen() {
    let mut play = opened(company(Connection::ApiKey), None, two());
    play.answer(Answer::FindKey(Ok(true)))
        .answer(Answer::CheckKey(Ok(application(false))))
        .on("accounts");
    press_for(&mut play, Action::Renew, GRANT);
    play.on("operator").press(Action::Continue);
    play.answer(Answer::MakeConnector(Err(report(
        Problem::PlanDoesNotAllow,
    )
    .kind("connector"))))
        .problem("N09");
    play.press(Action::UseImap)
        .answer(Answer::MakeConnector(Ok(())))
        .on("prepare")
        .shows("renewing", "wanted")
        .shows("scope", "mail");
}

#[test]
fn another_state_is_asked_of_nylas() {
    let mut play = all(vec![grant(1, "icloud")], false);
    play.input(Input::Show(Showing::NeedsPassword))
        .did(&["Abort", "LoadGrants"]);
    assert!(matches!(
        play.last[1],
        Effect::Attempt {
            request: Request::LoadGrants {
                offset: 0,
                showing: Showing::NeedsPassword,
                ..
            },
            ..
        }
    ));
    play.input(Input::Show(Showing::NeedsPassword))
        .was_ignored();
}

#[test]
fn any_grant_of_apples_can_be_renewed_and_any_can_be_disconnected_from_there() {
    let mut play = all(vec![grant(1, "icloud"), grant(2, "google")], false);
    press_for(&mut play, Action::Renew, "id-2");
    play.was_ignored();
    press_for(&mut play, Action::Disconnect, "id-2");
    play.press(Action::Confirm)
        .did(&["Abort", "DeleteGrant"])
        .answer(Answer::DeleteGrant(Ok(())))
        .did(&[]);
    assert_eq!(ids(&play), ["id-1"]);
    press_for(&mut play, Action::Renew, "id-1");
    play.on("prepare");
    assert_eq!(
        play.progress().unwrap().address.as_deref(),
        Some("person1@icloud.com")
    );
}

#[test]
fn a_grant_without_an_address_is_asked_about_by_its_id() {
    let mut play = all(
        vec![ListedGrant {
            email: None,
            ..grant(7, "icloud")
        }],
        false,
    );
    press_for(&mut play, Action::Disconnect, "id-7");
    assert_eq!(play.shown("all")["question"]["address"], "id-7");
    play.press(Action::Confirm)
        .answer(Answer::DeleteGrant(Ok(())));
    assert_eq!(play.shown("removed")["address"], "id-7");
}

#[test]
fn what_is_listed_can_be_copied_as_a_table() {
    let mut play = all(vec![grant(1, "icloud"), grant(2, "google")], false);
    play.edit(Field::Search, "person2")
        .press(Action::CopyGrants);
    assert!(
        matches!(&play.last[..], [Effect::Ask(Request::CopyGrants(grants))] if *grants == [grant(2, "google")])
    );
}

#[test]
fn a_page_that_does_not_come_can_be_asked_for_again() {
    let mut play = checked();
    play.press(Action::AllGrants);
    let run = play.run();
    play.feed(Event::Attempt {
        id: run,
        answer: Answer::LoadGrants(Err(report(Problem::RateLimited))),
    })
    .problem("N06");
    play.press(Action::Retry).no_problem().did(&["LoadGrants"]);
    assert_eq!(play.shown("all")["loading"], true);
}
