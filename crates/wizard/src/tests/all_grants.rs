//! `accounts` with a key: every grant of the application.

use super::accounts::{account, checked, opened, press_for, two};
use super::play::{ADDRESS, GRANT, Play, application, company, report};
use crate::{
    AccountRecord, Action, Answer, Connection, Effect, Event, Field, GrantStatus, Input,
    ListedGrant, Problem, Request, Setup, Showing,
};
use serde_json::json;

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
    play.press(Action::Back)
        .on("home")
        .press(Action::AllGrants)
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
        .on("home");
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
        .on("operator")
        .press(Action::Accounts)
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

#[test]
fn what_was_being_read_when_something_is_disconnected_can_be_read_again() {
    for result in [Ok(()), Err(report(Problem::Offline))] {
        let mut play = all(vec![grant(1, "icloud"), grant(2, "icloud")], true);
        play.press(Action::LoadMore);
        assert_eq!(play.shown("all")["loading"], true);
        press_for(&mut play, Action::Disconnect, "id-1");
        play.press(Action::Confirm).did(&["Abort", "DeleteGrant"]);
        assert_eq!(play.shown("all")["loading"], false);
        play.press(Action::LoadMore).was_ignored();
        let offset = if result.is_ok() { 1 } else { 2 };
        play.answer(Answer::DeleteGrant(result))
            .press(Action::LoadMore);
        let asked = play.last.last();
        assert!(
            matches!(asked, Some(Effect::Attempt { request: Request::LoadGrants { offset: from, .. }, .. }) if *from == offset),
            "{asked:?}"
        );
        loaded(&mut play, vec![grant(3, "icloud")], false);
        assert!(ids(&play).contains(&"id-3".to_owned()));
    }
}
