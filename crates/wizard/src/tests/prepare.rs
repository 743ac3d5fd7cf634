//! `prepare`: Apple's page, and the quiet check before it.

use super::play::{PASSWORD, Play, application, company, report};
use crate::{
    Action, Answer, Connection, Effect, Field, Input, NylasApplication, Page, Problem, Request,
    Setup, Sixdigit,
};
use serde_json::json;

fn prepare() -> Play {
    Play::api_key().up_to_prepare()
}

#[test]
fn the_quiet_check_runs_on_entering() {
    let mut play = Play::api_key().up_to_address();
    play.edit(Field::Address, "n@icloud.com")
        .press(Action::Continue)
        .on("prepare")
        .did(&["Prepare"])
        .no_problem();
}

#[test]
fn i_have_copied_it_works_from_the_first_moment() {
    let mut play = Play::api_key().up_to_address();
    play.edit(Field::Address, "n@icloud.com")
        .press(Action::Continue)
        .press(Action::HavePassword)
        .on("password");
}

#[test]
fn i_have_copied_it_works_whatever_stands_in_the_way() {
    let mut play = prepare();
    play.input(Input::SixDigit(Sixdigit::No))
        .problem("A06")
        .press(Action::HavePassword)
        .on("password")
        .no_problem();
    let mut play = prepare();
    play.press(Action::Retry)
        .answer(Answer::Prepare(Err(report(Problem::NoConnector))))
        .problem("N05")
        .press(Action::HavePassword)
        .on("password");
}

#[test]
fn what_is_not_ready_is_said_before_a_password_is_made() {
    for problem in [
        Problem::NoConnector,
        Problem::KeyRefused,
        Problem::Offline,
        Problem::NylasUnavailable,
    ] {
        let mut play = Play::api_key().up_to_address();
        play.edit(Field::Address, "n@icloud.com")
            .press(Action::Continue)
            .answer(Answer::Prepare(Err(report(problem))))
            .on("prepare")
            .problem(problem.code());
        play.press(Action::Retry)
            .no_problem()
            .did(&["Prepare"])
            .answer(Answer::Prepare(Ok(())))
            .no_problem();
    }
}

#[test]
fn no_six_digits_means_no_app_passwords_and_another_answer_takes_it_back() {
    let mut play = prepare();
    for other in [
        Sixdigit::Yes,
        // No code is not no two-factor.
        Sixdigit::Key,
        Sixdigit::Unsure,
        // Nor is it where somebody else looks after the account.
        Sixdigit::Work,
        Sixdigit::Child,
    ] {
        play.input(Input::SixDigit(Sixdigit::No))
            .on("prepare")
            .problem("A06")
            .shows("sixDigit", "no");
        assert!(play.view().problem.unwrap().mild, "it stops nothing");
        play.input(Input::SixDigit(other)).no_problem();
    }
    play.input(Input::SixDigit(Sixdigit::No))
        .press(Action::OpenApple)
        .did(&["Open"]);
}

#[test]
fn an_answer_does_not_hide_another_problem() {
    let mut play = prepare();
    play.press(Action::Retry)
        .answer(Answer::Prepare(Err(report(Problem::Offline))))
        .input(Input::SixDigit(Sixdigit::Yes))
        .problem("C01");
}

#[test]
fn apples_page_is_opened_by_name_and_then_the_password_is_next() {
    let mut play = prepare();
    play.shows("opened", false)
        .press(Action::OpenApple)
        .on("prepare")
        .shows("opened", true);
    assert!(matches!(
        play.last[..],
        [
            Effect::Ask(Request::Open(Page::AppleAccount)),
            Effect::SetWindowMode(_)
        ]
    ));
    play.answer(Answer::Open(Ok(())))
        .no_problem()
        .press(Action::HavePassword)
        .on("password");
}

#[test]
fn continue_opens_apples_page_first() {
    let mut play = prepare();
    play.press(Action::Continue)
        .on("prepare")
        .did(&["Open"])
        .press(Action::Continue)
        .on("prepare")
        .shows("appleStep", 2);
}

#[test]
fn a_browser_that_does_not_open_is_told_of_and_the_address_can_be_copied() {
    let mut play = prepare();
    play.press(Action::OpenApple)
        .answer(Answer::Open(Err(report(Problem::BrowserDidNotOpen))))
        .problem("C08");
    play.press(Action::CopyPage).did(&["Copy"]);
    assert!(
        matches!(&play.last[..], [Effect::Ask(Request::Copy(Action::CopyPage, text))] if text.starts_with("https://account.apple.com/"))
    );
    play.press(Action::OpenApple).no_problem().did(&["Open"]);
}

#[test]
fn the_label_to_type_is_the_companys_name_and_can_be_copied() {
    let mut play = Play::open(company(Connection::ApiKey));
    play.key_at_hand().press(Action::ConnectCustomer);
    let mut play = play.up_to_prepare();
    play.shows("label", "Acme CRM").press(Action::CopyLabel);
    assert!(
        matches!(&play.last[..], [Effect::Ask(Request::Copy(Action::CopyLabel, text))] if text == "Acme CRM")
    );
    play.answer(Answer::Copy((Action::CopyLabel, true)))
        .notice(Some("copied-label"));
    play.press(Action::CopyLabel)
        .notice(None)
        .answer(Answer::Copy((Action::CopyLabel, false)))
        .notice(Some("copy-failed"));
}

#[test]
fn whoever_closed_apples_window_too_early_makes_another() {
    let mut play = Play::api_key().up_to_password();
    play.edit(Field::AppPassword, PASSWORD);
    let wiped = play.view().wiped;
    play.press(Action::ClosedTooEarly)
        .on("prepare")
        .shows("again", true)
        .did(&["Prepare"]);
    assert!(
        play.state().journey.password.is_none() && play.view().wiped > wiped,
        "that entry is of no use any more"
    );
    play.press(Action::HavePassword)
        .on("password")
        .shows("shape", "empty");
}

#[test]
fn back_leads_to_the_address_and_stops_the_check() {
    prepare().press(Action::Back).on("address").did(&["Abort"]);
}

#[test]
fn a_forgotten_password_leads_to_apples_own_page() {
    let mut play = prepare();
    play.press(Action::OpenForgot).on("prepare");
    assert!(matches!(
        play.last[..],
        [Effect::Ask(Request::Open(Page::AppleForgot))]
    ));
}

#[test]
fn without_a_companys_name_the_applications_is_entered_at_apple_and_its_id_never_is() {
    for (name, company, label) in [
        ("Acme", json!("Acme"), "Acme"),
        (
            "Acme Customer Relations and Support",
            json!("Acme Customer Relations and Support"),
            "Acme Customer Relations and Su",
        ),
        // It has no name: its ID stands for it.
        ("app", json!(null), "icloud-connect"),
    ] {
        let mut play = Play::open(Setup {
            connection: Some(Connection::ApiKey),
            ..Setup::default()
        });
        play.answer(Answer::FindKey(Ok(true)))
            .answer(Answer::CheckKey(Ok(NylasApplication {
                application: name.into(),
                ..application(true)
            })))
            .on("home")
            .shows("company", company)
            .shows("label", label);
    }
}
