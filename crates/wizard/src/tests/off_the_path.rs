//! Found by going off the path: each was wrong once.

use super::play::*;
use crate::*;
use apple::Verdict;
fn left_off(sent: Option<Vec<GrantSnapshot>>) -> Progress {
    Progress {
        schema_version: 1,
        step: Step::Password,
        address: Some(ADDRESS.into()),
        apple_id: None,
        grants_before_submit: sent,
        host: Some("api.us.nylas.com".into()),
        renews: None,
    }
}
#[test]
fn a_key_typed_after_a_crash_forgets_what_the_last_application_was_asked() {
    let mut p = Play::resume(company(Connection::ApiKey), Some(left_off(Some(vec![]))));
    p.answer(Answer::FindKey(Ok(false)))
        .edit(Field::ApiKey, KEY)
        .press(Action::Continue)
        .answer(Answer::CheckKey(Ok(application(true))));
    p.on("password");
}

#[test]
fn a_file_that_was_set_aside_is_told_even_when_a_key_at_hand_passes_on() {
    let mut p = Play::new(company(Connection::ApiKey));
    p.feed(Event::Opened(Box::new(Opened {
        set_aside: Some("state.unreadable-1.json".into()),
        ..Opened::default()
    })));
    p.key_at_hand().notice(Some("set-aside"));
}
#[test]
fn a_file_that_was_set_aside_is_told_beside_a_broken_profile() {
    let mut p = Play::new(Setup {
        profile_error: Some(report(Problem::ProfileUnreadable)),
        ..Setup::default()
    });
    p.feed(Event::Opened(Box::new(Opened {
        set_aside: Some("state.unreadable-1.json".into()),
        ..Opened::default()
    })));
    p.notice(Some("set-aside"));
}
#[test]
fn a_key_that_cannot_be_kept_is_said_wherever_the_journey_goes_on() {
    let mut p = Play::resume(company(Connection::ApiKey), Some(left_off(None)));
    p.answer(Answer::FindKey(Ok(false)))
        .edit(Field::ApiKey, KEY)
        .press(Action::Continue)
        .answer(Answer::CheckKey(Ok(application(true))))
        .answer(Answer::SaveKey(Err(report(Problem::KeychainUnavailable))))
        .problem("C07");
}
#[test]
fn an_empty_continue_is_answered_although_the_browser_did_not_open() {
    let mut p = Play::api_key().up_to_password();
    p.press(Action::OpenApple)
        .answer(Answer::Open(Err(report(Problem::BrowserDidNotOpen))))
        .press(Action::Continue)
        .problem("P03");
}
#[test]
fn a_key_that_was_not_forgotten_is_forgotten_on_retry_and_not_used() {
    let mut p = Play::home();
    p.press(Action::ForgetKey)
        .press(Action::Confirm)
        .answer(Answer::ForgetKey(Err(report(Problem::KeychainUnavailable))))
        .press(Action::Retry)
        .did(&["ForgetKey"]);
}
#[test]
fn that_nothing_can_be_saved_waits_for_a_free_place_to_be_said() {
    let mut p = Play::api_key().up_to_sending();
    p.submitted(Err(report(Problem::RateLimited)))
        .feed(Event::NotSaved)
        .press(Action::Back)
        .feed(Event::NotSaved)
        .problem("C10");
}
#[test]
fn practice_that_did_not_start_leads_back_to_where_it_can_be_tried_again() {
    let mut p = Play::open(Setup::default());
    p.press(Action::UsePractice)
        .press(Action::Continue)
        .answer(Answer::StartPractice(Err(report(
            Problem::NylasUnavailable,
        ))))
        .press(Action::Retry)
        .did(&["StartPractice"]);
}
#[test]
fn practice_that_did_not_start_is_said_on_later_screens_too() {
    let mut p = Play::open(Setup::default());
    p.press(Action::UsePractice)
        .press(Action::Continue)
        .edit(Field::Address, ADDRESS)
        .press(Action::Continue)
        .answer(Answer::StartPractice(Err(report(
            Problem::NylasUnavailable,
        ))))
        .problem("N07");
}
#[test]
fn there_is_nothing_to_cancel_while_the_account_is_written() {
    let mut p = Play::api_key().up_to_reading();
    p.read_both().press(Action::Cancel).was_ignored();
}
#[test]
fn a_browser_that_did_not_open_hides_no_other_problem() {
    let mut p = Play::api_key().up_to_apple_check();
    p.apple_says(Verdict::Accepted, Verdict::Refused)
        .problem("A02")
        .answer(Answer::Open(Err(report(Problem::BrowserDidNotOpen))))
        .problem("A02");
}
#[test]
fn what_an_earlier_run_left_survives_going_back_to_start() {
    let mut p = Play::resume(
        Setup {
            connection: Some(Connection::ApiKey),
            ..Setup::default()
        },
        Some(left_off(None)),
    );
    p.press(Action::Back).on("start");
    assert_eq!(p.saved(), None);
}
#[test]
fn a_normal_password_has_one_sentence_however_it_came() {
    let mut p = Play::api_key().up_to_password();
    p.edit(Field::AppPassword, NORMAL_PASSWORD)
        .press(Action::Continue)
        .kind("");
}
#[test]
fn a_request_on_its_way_stays_known_on_the_way_back() {
    let mut p = Play::api_key().up_to_sending();
    p.press(Action::Cancel);
    for _ in 0..4 {
        p.press(Action::Back);
    }
    p.on("home");
    assert_eq!(p.saved(), None);
}
