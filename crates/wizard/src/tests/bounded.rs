//! However much comes from outside, a screen stays small.

use super::play::{Play, application, company};
use crate::{
    AccountRecord, Action, Answer, Connection, Detail, Event, GrantStatus, Input, Opened, Problem,
    Report,
};
use serde_json::{Value, json};

fn account(n: usize) -> AccountRecord {
    AccountRecord {
        application: Some("app".into()),
        ..AccountRecord::new(
            format!("g-{n}"),
            format!("person{n}@icloud.com"),
            "https://api.us.nylas.com".into(),
        )
    }
}

/// The list of so many accounts, whose states are being asked for.
fn listed(count: usize) -> Play {
    let mut play = Play::new(company(Connection::ApiKey));
    play.feed(Event::Opened(Box::new(Opened {
        accounts: (0..count).map(account).collect(),
        ..Opened::default()
    })));
    play.key_at_hand().press(Action::Accounts).on("accounts");
    play
}

/// The first and the last row, and whether there are others before and after them.
fn part(play: &Play) -> (Value, Value, Value, Value) {
    let rows = play.shown("rows");
    let rows = rows.as_array().unwrap();
    assert!(rows.len() <= 100, "{}", rows.len());
    let grant = |row: Option<&Value>| row.map(|row| row["grant"].clone()).unwrap_or_default();
    (
        grant(rows.first()),
        grant(rows.last()),
        play.shown("earlier"),
        play.shown("later"),
    )
}

#[test]
fn of_many_accounts_a_hundred_are_shown_the_newest_first() {
    let mut play = listed(250);
    assert_eq!(
        part(&play),
        (json!("g-150"), json!("g-249"), json!(true), json!(false))
    );
    play.press(Action::EarlierAccounts).did(&[]);
    assert_eq!(
        part(&play),
        (json!("g-50"), json!("g-149"), json!(true), json!(true))
    );
    play.press(Action::EarlierAccounts);
    assert_eq!(
        part(&play),
        (json!("g-0"), json!("g-49"), json!(false), json!(true))
    );
    play.press(Action::EarlierAccounts)
        .press(Action::LaterAccounts);
    assert_eq!(part(&play).0, json!("g-50"));
    play.press(Action::LaterAccounts)
        .press(Action::LaterAccounts);
    assert_eq!(part(&play).1, json!("g-249"));
    let mut few = listed(100);
    assert_eq!(
        part(&few),
        (json!("g-0"), json!("g-99"), json!(false), json!(false))
    );
    few.press(Action::EarlierAccounts);
    assert_eq!(part(&few).0, json!("g-0"));
}

#[test]
fn a_screen_of_ten_thousand_accounts_is_no_larger_than_one_of_a_hundred() {
    let size = |count| listed(count).json().to_string().len();
    let (few, many) = (size(100), size(10_000));
    assert!(many < few + 2_000, "{few} and {many} bytes");
}

#[test]
fn the_work_of_an_answer_about_one_account_grows_no_faster_than_their_number() {
    let lists = |count: usize| (0..count).map(account).collect::<Vec<_>>();
    testing::growth("answers about accounts", 64, 1 << 11, lists, |accounts| {
        let mut state = crate::State::new(company(Connection::ApiKey));
        let mut feed = |event| {
            let before =
                std::mem::replace(&mut state, crate::State::new(company(Connection::ApiKey)));
            state = crate::step(before, event).0;
            state.session.attempt_id
        };
        feed(Event::Opened(Box::new(Opened {
            accounts: accounts.clone(),
            ..Opened::default()
        })));
        feed(Event::Answer(Answer::FindKey(Ok(true))));
        feed(Event::Answer(Answer::CheckKey(Ok(application(true)))));
        let run = feed(Event::Person(Input::Press(Action::Accounts)));
        // A few of them: the work of each is what is measured.
        for account in accounts.iter().step_by(accounts.len() / 8) {
            feed(Event::Attempt {
                id: run,
                answer: Answer::CheckAccounts((
                    account.grant.clone(),
                    Ok(Box::new(AccountRecord {
                        status: Some(GrantStatus::Works),
                        ..account.clone()
                    })),
                )),
            });
        }
        let _ = crate::view(&state);
    });
}

#[test]
fn of_many_calendars_forty_are_named() {
    let mut play = Play::api_key().up_to_reading();
    let names = (0..2_000).map(|n| format!("Calendar {n}")).collect();
    play.in_attempt(Answer::ReadCalendars(Ok(names)))
        .in_attempt(Answer::ReadMail(Ok(None)))
        .remembers()
        .answer(Answer::Record(Ok(())));
    play.on("done").shows("moreCalendars", true);
    assert_eq!(play.shown("calendars").as_array().map(Vec::len), Some(40));
    play.shows("more", 1_960);
}

#[test]
fn what_a_report_says_is_cut_whoever_was_to_cut_it() {
    let long = "x".repeat(100_000);
    let mut play = Play::new(company(Connection::ApiKey));
    play.feed(Event::Opened(Box::default()))
        .answer(Answer::FindKey(Err(Report {
            values: vec![("value", long.clone()), ("file", long.clone())],
            detail: Box::new(Detail {
                kind: Some(long.clone()),
                message: Some(long.clone()),
                request_id: Some(long),
                ..Detail::default()
            }),
            ..Report::new(Problem::KeychainUnavailable)
        })));
    play.problem("C07");
    assert!(play.json().to_string().len() < 8_000);
}
