//! `accounts` with a key: every grant of the application.

use super::accounts::{account, checked, opened, press_for, two};
use super::play::{ADDRESS, GRANT, Play, application, company, report};
use crate::{
    AccountRecord, Action, Answer, Column, Connection, Effect, Event, Field, GrantStatus, Input,
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
    let row = &play.shown("all")["rows"][0];
    assert_eq!(
        (&row["address"], &row["asking"]),
        (&json!("id-7"), &json!(true))
    );
    play.press(Action::Confirm)
        .answer(Answer::DeleteGrant(Ok(())))
        .notice(Some("disconnected"))
        .shows("removed", json!(null));
}

#[test]
fn what_is_listed_can_be_copied_as_a_table() {
    let mut play = all(vec![grant(1, "icloud"), grant(2, "google")], false);
    play.edit(Field::Search, "person2")
        .press(Action::CopyGrants);
    assert!(
        matches!(&play.last[..], [Effect::Ask(Request::CopyGrants(grants))] if *grants == [grant(2, "google")])
    );
    play.answer(Answer::CopyGrants(false))
        .notice(Some("not-copied"));
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

#[test]
fn the_list_is_sorted_by_every_column_either_way_and_what_is_not_known_comes_last() {
    let listed = |id: &str, email: Option<&str>, provider: &str, status, since| ListedGrant {
        id: id.into(),
        email: email.map(Into::into),
        provider: provider.into(),
        status,
        created_at: since,
    };
    let works = Some(GrantStatus::Works);
    let ended = Some(GrantStatus::NeedsPassword);
    let mut play = all(
        vec![
            listed("b", Some("Berta@me.com"), "google", works, Some(3)),
            listed("a", Some("anna@me.com"), "icloud", ended, None),
            listed("n", None, "imap", None, Some(1)),
        ],
        true,
    );
    assert_eq!(ids(&play), ["a", "b", "n"], "Apple's come first");
    for (column, up, down) in [
        (Column::Address, ["a", "b", "n"], ["b", "a", "n"]),
        (Column::State, ["a", "n", "b"], ["b", "n", "a"]),
        (Column::Provider, ["b", "a", "n"], ["n", "a", "b"]),
        (Column::Since, ["n", "b", "a"], ["b", "n", "a"]),
    ] {
        play.input(Input::Sort(column)).did(&[]);
        assert_eq!(ids(&play), up, "{column:?}");
        play.input(Input::Sort(column));
        assert_eq!(ids(&play), down, "{column:?}, the other way round");
    }
    assert_eq!(
        play.shown("all")["sorted"],
        json!({ "address": "none", "state": "none", "provider": "none", "since": "descending" })
    );
    play.press(Action::LoadMore);
    loaded(
        &mut play,
        vec![listed("m", None, "imap", None, Some(2))],
        false,
    );
    assert_eq!(
        ids(&play),
        ["b", "m", "n", "a"],
        "what comes later is sorted in"
    );
}

fn scrolled(play: &mut Play, first: usize) -> bool {
    play.input(Input::Scroll(first));
    let loads = |effect: &Effect| {
        matches!(
            effect,
            Effect::Attempt {
                request: Request::LoadGrants { .. },
                ..
            }
        )
    };
    play.last.iter().any(loads)
}

#[test]
fn whoever_scrolls_near_the_end_gets_the_next_page_once() {
    let page = |from: usize| (from..from + 200).map(|n| grant(n, "icloud")).collect();
    let mut play = all(page(0), true);
    assert!(!scrolled(&mut play, 100));
    assert!(scrolled(&mut play, 170));
    assert!(!scrolled(&mut play, 180), "it is being read already");
    loaded(&mut play, page(200), true);
    assert!(!scrolled(&mut play, 181));
    assert!(scrolled(&mut play, 399));
    let run = play.run();
    play.feed(Event::Attempt {
        id: run,
        answer: Answer::LoadGrants(Err(report(Problem::RateLimited))),
    })
    .problem("N06");
    assert!(
        !scrolled(&mut play, 390),
        "what failed is asked for again by a press alone"
    );
    play.press(Action::LoadMore).no_problem();
    loaded(&mut play, page(400), false);
    assert!(!scrolled(&mut play, 599), "there is no more");
}

fn selected(play: &Play) -> (u64, String) {
    let all = &play.shown("all")["selectedAll"];
    (
        play.shown("selected").as_u64().unwrap(),
        all.as_str().unwrap().to_owned(),
    )
}

#[test]
fn several_are_selected_asked_about_once_and_disconnected_one_after_the_other() {
    let mut play = all((0..9).map(|n| grant(n, "icloud")).collect(), false);
    play.press(Action::DisconnectSelected).was_ignored();
    press_for(&mut play, Action::Select, "id-3");
    press_for(&mut play, Action::Select, "id-1");
    press_for(&mut play, Action::Select, "id-5");
    press_for(&mut play, Action::Select, "id-5");
    assert_eq!(selected(&play), (2, "mixed".into()));
    play.press(Action::DisconnectSelected)
        .did(&[])
        .shows("several", 2)
        .shows("others", 0);
    assert_eq!(
        play.shown("all")["asked"],
        json!(["person1@icloud.com", "person3@icloud.com"])
    );
    press_for(&mut play, Action::Select, "id-7");
    play.was_ignored();
    play.press(Action::Confirm)
        .did(&["Abort", "DeleteGrant"])
        .shows("place", 1)
        .shows("places", 2);
    play.answer(Answer::DeleteGrant(Ok(())))
        .did(&["DeleteGrant"])
        .shows("place", 2)
        .shows("places", 2);
    assert!(
        matches!(&play.last[..], [Effect::Attempt { request: Request::DeleteGrant(grant), .. }] if grant == "id-3")
    );
    play.answer(Answer::DeleteGrant(Err(report(Problem::RateLimited))))
        .problem("N06");
    assert_eq!(selected(&play), (1, "mixed".into()), "one is gone");
    play.press(Action::Retry)
        .answer(Answer::DeleteGrant(Ok(())))
        .notice(Some("disconnected"))
        .shows("removing", false);
    assert_eq!(selected(&play), (0, "false".into()));
    assert_eq!(ids(&play).len(), 7);
}

#[test]
fn all_that_fit_the_search_are_selected_and_the_question_names_a_few_of_them() {
    let mut play = all((0..120).map(|n| grant(n, "icloud")).collect(), false);
    play.edit(Field::Search, "person11")
        .press(Action::SelectAll);
    assert_eq!(selected(&play), (11, "true".into()));
    play.press(Action::DisconnectSelected)
        .shows("several", 11)
        .shows("others", 6);
    let asked = play.shown("all")["asked"].as_array().map(Vec::len);
    assert_eq!(asked, Some(5));
    play.edit(Field::Search, "");
    assert!(
        play.shown("several") == 0 && play.shown("asked") == false,
        "another search is another question"
    );
    assert_eq!(selected(&play), (11, "mixed".into()));
    play.press(Action::SelectAll);
    assert_eq!(selected(&play), (120, "true".into()));
    play.press(Action::SelectAll);
    assert_eq!(selected(&play), (0, "false".into()));
    play.input(Input::Show(Showing::Works));
    play.press(Action::SelectAll).was_ignored();
}

#[test]
fn what_is_seen_stays_where_it_is_when_one_of_many_goes() {
    let mut play = all((0..1_000).map(|n| grant(n, "icloud")).collect(), false);
    play.input(Input::Scroll(500));
    press_for(&mut play, Action::Disconnect, "id-500");
    play.press(Action::Confirm)
        .answer(Answer::DeleteGrant(Ok(())));
    let ids = ids(&play);
    assert!(ids.contains(&"id-501".to_owned()), "{ids:?}");
    play.edit(Field::Search, "person77");
    assert_eq!(play.shown("all")["first"], 0);
}
