//! The outcomes that an address chooses.

use std::{collections::HashSet, time::Duration};

use super::{APP_PASSWORD, Practice};
use crate::{AppleAnswer, CHOSEN, OTHER_ADDRESS, Outcome, SLOW_SECONDS, Verdict, ask_apple};

fn address(outcome: Outcome) -> String {
    let row = CHOSEN.iter().find(|row| row.outcome == outcome).unwrap();
    format!("{}@icloud.com", row.local_part)
}

#[test]
fn apple_answers_from_the_same_table() {
    use Verdict::{Accepted, NoAnswer, Refused};
    for (local_part, calendar, mail) in [
        ("anna", Accepted, Accepted),
        ("apple-refused", Refused, Refused),
        ("no-mailbox", Accepted, Refused),
        ("no-calendar", Refused, Accepted),
        ("apple-busy", NoAnswer, NoAnswer),
        ("refused", Accepted, Accepted),
    ] {
        for domain in ["icloud.com", "ME.com", "mac.com"] {
            let answer = ask_apple(&format!("{local_part}@{domain}"), APP_PASSWORD);
            assert_eq!(answer, AppleAnswer { calendar, mail }, "{local_part}");
        }
    }
    let elsewhere = ask_apple("apple-refused@mail.example", APP_PASSWORD);
    assert_eq!(elsewhere.mail, Accepted);
    for password in ["", "my main password", "123456"] {
        let answer = ask_apple("apple-busy@icloud.com", password);
        assert_eq!((answer.calendar, answer.mail), (Refused, Refused));
    }
}

#[test]
fn every_outcome_stands_once_and_practice_md_tells_its_address_and_problem() {
    let page = include_str!("../../../../docs/practice.md");
    let names: HashSet<_> = CHOSEN.iter().map(|row| row.local_part).collect();
    let outcomes: HashSet<_> = CHOSEN.iter().map(|row| row.outcome).collect();
    assert_eq!((names.len(), outcomes.len()), (CHOSEN.len(), CHOSEN.len()));
    for row in CHOSEN {
        let start = format!("| `{}@icloud.com` |", row.local_part);
        let told = page.lines().find(|line| line.starts_with(&start));
        let told = told.unwrap_or_else(|| panic!("{} is not told", row.local_part));
        let problem = row
            .problem
            .map_or("| – |".into(), |code| format!("| {code} |"));
        assert!(told.contains(&problem), "{told}");
    }
    let told = page
        .lines()
        .filter(|line| line.starts_with("| `") && line.contains('@'));
    assert_eq!(told.count(), CHOSEN.len());
}

#[tokio::test]
async fn each_refusal_has_its_status_and_type_and_makes_no_grant() {
    let practice = Practice::ready().await;
    for (outcome, status, kind) in [
        (Outcome::AppleRefused, 400, "grant.invalid_authentication"),
        (Outcome::NoMailbox, 400, "grant.invalid_authentication"),
        (Outcome::NoCalendar, 400, "grant.invalid_authentication"),
        (Outcome::AppleBusy, 504, "api.provider_error"),
        (Outcome::Refused, 400, "grant.invalid_authentication"),
        (Outcome::ProviderDown, 504, "api.provider_error"),
        (Outcome::KeyRefused, 401, "api.authentication_error"),
        (Outcome::NoConnector, 400, "api.invalid_request_error"),
        (Outcome::Down, 503, "api.internal_error"),
        (Outcome::PlanLimit, 403, "grant.access_denied"),
    ] {
        for _ in 0..2 {
            let refused = practice.connect(&address(outcome)).await;
            assert_eq!((refused.status, refused.kind()), (status, kind));
        }
    }
    let garbled = practice.connect(&address(Outcome::Garbled)).await;
    assert_eq!(garbled.status, 200);
    assert_eq!(garbled.headers["content-type"], "text/html; charset=utf-8");
    assert_eq!(practice.get("/v3/grants").await.count(), 0);
}

#[tokio::test]
async fn some_refuse_only_the_first_time() {
    let practice = Practice::ready().await;
    let limited = practice.connect(&address(Outcome::RateLimited)).await;
    assert_eq!(
        (limited.status, limited.kind()),
        (429, "api.rate_limit_error")
    );
    assert_eq!(limited.headers["retry-after"], "7");
    let unavailable = practice.connect(&address(Outcome::Unavailable)).await;
    assert_eq!(unavailable.status, 503);
    for outcome in [Outcome::RateLimited, Outcome::Unavailable] {
        assert_eq!(practice.connect(&address(outcome)).await.status, 201);
    }
}

#[tokio::test]
async fn the_third_attempt_is_one_too_many() {
    let practice = Practice::ready().await;
    let address = address(Outcome::TooMany);
    let mut kinds = Vec::new();
    for _ in 0..4 {
        kinds.push(practice.connect(&address).await.kind().to_owned());
    }
    let (refused, limit) = ("grant.invalid_authentication", "grant.auth_limit_reached");
    assert_eq!(kinds, [refused, refused, limit, limit]);
}

#[tokio::test]
async fn a_grant_can_be_unreadable_for_two_rounds() {
    let practice = Practice::ready().await;
    let made = practice.connect(&address(Outcome::UnreadableGrant)).await;
    for round in 1..=3 {
        for (data, refused) in [("calendars", 403), ("messages", 403)] {
            let path = format!("/v3/grants/{}/{data}", made.id());
            let status = practice.get(&path).await.status;
            assert_eq!(status, if round < 3 { refused } else { 200 }, "{data}");
        }
    }
}

#[tokio::test]
async fn a_grant_can_have_nothing_yet() {
    let practice = Practice::ready().await;
    let made = practice.connect(&address(Outcome::Empty)).await;
    for data in ["calendars", "messages"] {
        let read = practice
            .get(&format!("/v3/grants/{}/{data}", made.id()))
            .await;
        assert_eq!((read.status, read.count()), (200, 0));
    }
}

#[tokio::test]
async fn a_lost_answer_leaves_a_grant_behind() {
    let practice = Practice::ready().await;
    let address = address(Outcome::LostAnswer);
    let lost = practice
        .request(reqwest::Method::POST, "/v3/connect/custom")
        .json(&super::custom(&address, APP_PASSWORD))
        .send()
        .await;
    assert!(lost.unwrap_err().is_request());
    assert_eq!(practice.simulator.custom_auth_count(), 1);
    let grants = practice.get("/v3/grants").await;
    assert_eq!(grants.body["data"][0]["email"], *address);
}

#[tokio::test]
async fn the_grant_can_come_back_for_another_address() {
    let practice = Practice::ready().await;
    let made = practice.connect(&address(Outcome::OtherAddress)).await;
    assert_eq!(made.status, 201);
    assert_eq!(made.body["data"]["email"], OTHER_ADDRESS);
}

#[tokio::test(start_paused = true)]
async fn a_slow_grant_takes_longer_than_usual_and_is_made() {
    let practice = Practice::ready().await;
    let start = tokio::time::Instant::now();
    let made = practice.connect(&address(Outcome::Slow)).await;
    assert!(start.elapsed() >= Duration::from_secs(SLOW_SECONDS));
    assert_eq!(made.status, 201);
}
