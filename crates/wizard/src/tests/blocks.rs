//! What does not pass by waiting: from the second time on something else than waiting is offered first.

use super::play::{
    ADDRESS, LISTED, PASSWORD, Play, company, first_start, opened_invitation, report,
};
use crate::{Action, Answer, Connection, Event, Field, Problem, Return, Setup, Support, Timer};
use apple::Verdict::{Accepted, NoAnswer, Refused};

fn with_support() -> Setup {
    Setup {
        support: Support {
            email: Some("help@acme.example".into()),
            phone: Some("+1 555 0100".into()),
        },
        ..company(Connection::ApiKey)
    }
}

fn sending(setup: Setup) -> Play {
    let mut play = Play::open(setup);
    play.key_at_hand().press(Action::ConnectCustomer);
    play.up_to_sending()
}

fn actions(play: &Play) -> Vec<Action> {
    play.view().problem.map(|p| p.actions).unwrap_or_default()
}

/// Apple gave no answer, twice.
fn twice_without_answer() -> Play {
    let mut play = Play::api_key().up_to_apple_check();
    play.apple_says(NoAnswer, NoAnswer)
        .problem("A04")
        .shows("lasting", false)
        .shows("anyway", false);
    assert_eq!(actions(&play), [Action::Retry, Action::CopyDetails]);
    play.press(Action::Continue).was_ignored();
    play.press(Action::Retry).apple_says(NoAnswer, Refused);
    play
}

#[test]
fn where_apple_stays_silent_nylas_word_is_the_way_on() {
    let mut play = twice_without_answer();
    play.problem("A04")
        .shows("lasting", true)
        .shows("anyway", true)
        .shows("goesOn", false);
    assert_eq!(
        actions(&play),
        [Action::Continue, Action::Retry, Action::CopyDetails]
    );
    play.press(Action::Continue)
        .no_problem()
        .did(&["Abort", "SnapshotGrants"]);
    play.snapshotted(vec![]).did(&["Abort", "Submit", "After"]);
}

#[test]
fn a_try_that_went_on_by_itself_counts_too() {
    let mut play = Play::api_key().up_to_apple_check();
    play.apple_says(NoAnswer, NoAnswer)
        .shows("goesOn", true)
        .shows("lasting", false);
    while play.view().problem.is_some() {
        play.in_attempt(Answer::After(Timer::Second));
    }
    play.apple_says(NoAnswer, NoAnswer).shows("lasting", true);
}

#[test]
fn going_back_and_pasting_the_same_again_changes_nothing() {
    let mut play = Play::api_key().up_to_apple_check();
    play.apple_says(NoAnswer, NoAnswer)
        .press(Action::Back)
        .on("password")
        .paste(Field::AppPassword, PASSWORD)
        .press(Action::Continue)
        .apple_says(NoAnswer, NoAnswer)
        .problem("A04")
        .shows("anyway", true);
}

#[test]
fn where_nylas_stays_in_the_way_the_company_is_told_first() {
    for problem in [
        Problem::ProviderNotResponding,
        Problem::NylasUnavailable,
        Problem::RateLimited,
        Problem::TooManyAttempts,
    ] {
        let mut play = sending(with_support());
        play.submitted(Err(report(problem)));
        assert_eq!(actions(&play), [Action::Retry, Action::CopyDetails]);
        play.press(Action::EmailSupport).was_ignored();
        play.press(Action::Retry)
            .snapshotted(vec![])
            .submitted(Err(report(problem)));
        let shown = play.view().problem.unwrap();
        assert_eq!(
            shown.actions,
            [Action::EmailSupport, Action::Retry, Action::CopyDetails],
            "{problem:?}"
        );
        assert_eq!(shown.phone.as_deref(), Some("+1 555 0100"));
        play.press(Action::EmailSupport).did(&["EmailSupport"]);

        // Nobody to write to.
        let mut play = sending(company(Connection::ApiKey));
        play.submitted(Err(report(problem)))
            .press(Action::Retry)
            .snapshotted(vec![])
            .submitted(Err(report(problem)));
        assert_eq!(actions(&play), [Action::CopyDetails, Action::Retry]);
    }
}

#[test]
fn a_grant_that_stays_unreadable_is_the_companys_too() {
    let mut play = Play::open(with_support());
    play.key_at_hand().press(Action::ConnectCustomer);
    let mut play = play.up_to_reading();
    for lasting in [false, true] {
        play.in_attempt(Answer::ReadCalendars(Err(report(
            Problem::NylasUnavailable,
        ))))
        .in_attempt(Answer::ReadMail(Err(report(Problem::NylasUnavailable))))
        .problem("N10")
        .shows("lasting", lasting);
        assert_eq!(actions(&play).contains(&Action::EmailSupport), lasting);
        play.press(Action::Retry);
    }
}

/// The one that most invited people would meet: the company's own server is away.
#[test]
fn a_relay_that_stays_away_is_the_companys_too() {
    let mut opened = opened_invitation();
    opened.setup.support = with_support().support;
    let mut play = Play::open(first_start());
    play.feed(Event::Link(LISTED.into()))
        .press(Action::Confirm)
        .in_attempt(Answer::OpenInvitation(Ok(Box::new(opened))))
        .press(Action::Continue)
        .press(Action::HavePassword)
        .paste(Field::AppPassword, PASSWORD)
        .press(Action::Continue)
        .apple_says(Accepted, Accepted);
    for lasting in [false, true] {
        play.snapshotted(vec![])
            .submitted(Err(report(Problem::RelayNotAnswering)))
            .problem("I05")
            .shows("lasting", lasting);
        assert_eq!(actions(&play).contains(&Action::EmailSupport), lasting);
        play.press(Action::Retry);
    }
}

#[test]
fn after_nylas_own_page_it_is_the_same() {
    let mut play = Play::open(Setup {
        support: with_support().support,
        ..company(Connection::Hosted)
    })
    .up_to_exchange();
    play.exchanged(Err(report(Problem::ProviderNotResponding)))
        .shows("lasting", false);
    play.press(Action::Retry)
        .on("sign-in")
        .press(Action::SignIn)
        .ready_to_return(Ok(()))
        .returned(Return::SignedIn)
        .exchanged(Err(report(Problem::NylasUnavailable)))
        .shows("lasting", true);
    assert_eq!(actions(&play)[0], Action::EmailSupport);
}

#[test]
fn something_else_between_or_another_account_begins_anew() {
    let mut play = sending(with_support());
    play.submitted(Err(report(Problem::NylasUnavailable)))
        .press(Action::Retry)
        .snapshotted(vec![])
        .submitted(Err(report(Problem::PortBlocked)))
        .press(Action::Retry)
        .snapshotted(vec![])
        .submitted(Err(report(Problem::NylasUnavailable)))
        .shows("lasting", false);

    let mut play = Play::api_key().up_to_apple_check();
    play.apple_says(NoAnswer, NoAnswer)
        .press(Action::Back)
        .press(Action::Back)
        .press(Action::Back)
        .on("address")
        .edit(Field::Address, "someone.else@icloud.com")
        .press(Action::Continue)
        .press(Action::HavePassword)
        .paste(Field::AppPassword, PASSWORD)
        .press(Action::Continue)
        .apple_says(NoAnswer, NoAnswer)
        .problem("A04")
        .shows("lasting", false);
    assert_ne!(play.shown("address"), ADDRESS);
}
