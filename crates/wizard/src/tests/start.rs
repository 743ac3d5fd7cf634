//! `start` and `welcome`.

use super::play::{Play, application, company, first_start, offer, report};
use crate::{
    Action, Answer, Connection, Effect, Event, Field, Opened, Problem, Request, Setup, Use,
};
use secrecy::ExposeSecret;
use serde_json::json;

#[test]
fn without_a_profile_a_person_chooses() {
    let mut play = Play::open(Setup::default());
    play.on("start")
        .did(&[])
        .no_problem()
        .shows("back", false)
        .shows("steps", json!([]))
        .shows("broken", false);
    play.press(Action::UsePractice)
        .on("welcome")
        .did(&["StartPractice"])
        .shows("practice", true);
    let mut play = Play::open(Setup::default());
    play.press(Action::UseApiKey)
        .on("operator")
        .did(&["FindKey"])
        .shows("practice", false);
}

#[test]
fn a_profile_that_chooses_leaves_no_first_screen_to_go_back_to() {
    let mut play = Play::open(company(Connection::Practice));
    play.on("welcome")
        .did(&["StartPractice"])
        .shows("back", false)
        .press(Action::Back)
        .on("welcome")
        .was_ignored();
    let mut play = Play::open(company(Connection::ApiKey));
    play.on("operator")
        .did(&["FindKey"])
        .shows("back", false)
        .press(Action::Back)
        .on("operator")
        .was_ignored();
}

#[test]
fn a_profile_that_cannot_be_read_stops_here_and_can_be_read_again() {
    let broken = Setup {
        profile_error: Some(report(Problem::ProfileUnreadable).kind("unknown-key")),
        ..Setup::default()
    };
    let mut play = Play::open(broken.clone());
    play.on("start")
        .problem("C11")
        .kind("unknown-key")
        .shows("broken", true);
    for action in [Action::UsePractice, Action::UseApiKey, Action::Continue] {
        play.press(action).on("start").was_ignored();
    }
    play.press(Action::CopyDetails).did(&["Copy"]);
    play.press(Action::Retry)
        .did(&["ReadProfile"])
        .answer(Answer::ReadProfile(Box::new(broken)))
        .on("start")
        .problem("C11");
    play.press(Action::Retry)
        .answer(Answer::ReadProfile(Box::new(company(Connection::ApiKey))))
        .on("operator")
        .no_problem()
        .did(&["FindKey"]);
}

#[test]
fn a_broken_profile_chooses_no_connection_even_if_it_names_one() {
    let broken = Setup {
        profile_error: Some(report(Problem::ProfileUnreadable)),
        ..company(Connection::ApiKey)
    };
    Play::open(broken).on("start").problem("C11").did(&[]);
}

#[test]
fn a_saved_file_that_was_set_aside_is_told_of() {
    let mut play = Play::new(Setup::default());
    play.feed(Event::Opened(Box::new(Opened {
        set_aside: Some("state.unreadable-1.json".into()),
        ..Opened::default()
    })))
    .on("start")
    .notice(Some("set-aside"));
    let mut play = Play::new(company(Connection::ApiKey));
    play.feed(Event::Opened(Box::new(Opened {
        set_aside: Some("state.unreadable-1.json".into()),
        ..Opened::default()
    })))
    .on("operator")
    .notice(Some("set-aside"));
}

#[test]
fn the_simulator_that_does_not_start_can_be_started_again() {
    let mut play = Play::open(Setup::default());
    play.press(Action::UsePractice)
        .answer(Answer::StartPractice(Err(report(
            Problem::NylasUnavailable,
        )
        .kind("practice"))));
    play.on("welcome")
        .problem("N07")
        .press(Action::Retry)
        .no_problem()
        .did(&["StartPractice"]);
    play.answer(Answer::StartPractice(Ok(()))).no_problem();
}

#[test]
fn a_simulator_that_fails_late_is_told_of_on_the_next_screen() {
    let mut play = Play::open(Setup::default());
    play.press(Action::UsePractice)
        .press(Action::Continue)
        .on("address");
    play.answer(Answer::StartPractice(Err(report(
        Problem::NylasUnavailable,
    )
    .kind("practice"))))
        .problem("N07");
}

#[test]
fn welcome_tells_who_asks_and_what_the_company_says_it_will_use() {
    for (uses, said) in [
        (vec![Use::Mail, Use::Calendar], json!(["mail", "calendar"])),
        (
            vec![Use::Sending, Use::Contacts],
            json!(["sending", "contacts"]),
        ),
        (vec![], json!([])),
    ] {
        let mut play = Play::open(Setup {
            uses,
            ..company(Connection::Practice)
        });
        play.on("welcome")
            .shows("company", "Acme CRM")
            .shows("uses", said);
    }
    Play::api_key()
        .shows("host", "api.us.nylas.com")
        .shows("application", "Acme");
    Play::practice().shows("host", json!(null));
}

#[test]
fn back_from_welcome_leads_to_where_the_connection_was_chosen() {
    let mut play = Play::practice();
    play.shows("back", true)
        .press(Action::Back)
        .on("start")
        .did(&["Abort"])
        .shows("practice", false);
    let mut play = Play::api_key();
    play.shows("back", true)
        .press(Action::Back)
        .on("home")
        .did(&["Abort"]);
    play.press(Action::ConnectCustomer).on("welcome").did(&[]);
}

#[test]
fn practice_has_no_key_to_change() {
    for action in [Action::UseOtherKey, Action::ForgetKey] {
        Play::practice().press(action).on("welcome").was_ignored();
    }
}

#[test]
fn the_key_can_be_changed_or_forgotten_from_home_and_from_no_page_that_customers_read() {
    for action in [
        Action::UseOtherKey,
        Action::ForgetKey,
        Action::AllGrants,
        Action::Accounts,
        Action::MakeProfile,
    ] {
        Play::api_key().press(action).on("welcome").was_ignored();
    }
    let mut play = Play::home();
    play.press(Action::UseOtherKey)
        .on("operator")
        .did(&["Abort"])
        .shows("asking", true)
        .shows("host", json!(null));
    let mut play = Play::home();
    play.press(Action::ForgetKey)
        .on("operator")
        .did(&["Abort"])
        .press(Action::Confirm)
        .did(&["Abort", "ForgetKey"])
        .shows("asking", true);
    play.answer(Answer::ForgetKey(Ok(())))
        .notice(Some("key-forgotten"));
}

#[test]
fn a_key_for_this_run_only_is_said_to_be_one() {
    let mut play = Play::open(company(Connection::ApiKey));
    play.answer(Answer::FindKey(Ok(true)));
    play.answer(Answer::CheckKey(Ok(crate::NylasApplication {
        from_environment: true,
        ..application(true)
    })))
    .on("home")
    .did(&["Abort"])
    .shows("fromEnvironment", true);
}

#[test]
fn whoever_was_asked_to_connect_brings_a_file_and_is_asked_whether_it_was_expected() {
    let mut play = Play::open(first_start());
    play.press(Action::UseInvitation)
        .on("start")
        .shows("asked", true)
        .shows("back", true);
    play.press(Action::OpenFile)
        .did(&["OpenFile"])
        .shows("reading", true);
    play.press(Action::OpenFile).was_ignored();
    play.answer(Answer::OpenFile(None))
        .on("start")
        .shows("reading", false)
        .no_problem();
    play.press(Action::OpenFile)
        .answer(Answer::OpenFile(Some(Ok(Box::new(offer())))))
        .on("invited")
        .shows("says", "Acme CRM")
        .shows("way", "hosted")
        .shows("company", json!(null));
    play.press(Action::Confirm).did(&["UseFile"]);
    let counts = Setup {
        from_opened_file: true,
        ..company(Connection::Hosted)
    };
    play.answer(Answer::UseFile((Box::new(counts), None)))
        .on("welcome")
        .shows("company", "Acme CRM")
        .no_problem();
}

#[test]
fn a_file_that_was_not_expected_changes_nothing() {
    let mut play = Play::open(first_start());
    play.press(Action::UseInvitation)
        .press(Action::OpenFile)
        .answer(Answer::OpenFile(Some(Ok(Box::new(offer())))))
        .press(Action::Cancel)
        .on("invited")
        .did(&[])
        .shows("phase", "declined");
    play.press(Action::Confirm).was_ignored();
    play.press(Action::Continue)
        .on("start")
        .shows("company", json!(null));
}

#[test]
fn the_place_of_a_file_can_be_pasted_where_no_window_for_files_comes() {
    let mut play = Play::open(first_start());
    play.press(Action::UseInvitation)
        .press(Action::OpenFile)
        .answer(Answer::OpenFile(Some(Err(report(
            Problem::ProfileUnreadable,
        )
        .kind("no-dialog")))))
        .on("start")
        .problem("C11")
        .kind("no-dialog")
        .shows("broken", false);
    for place in [
        "/home/jo/acme.toml",
        "\"C:\\Users\\jo\\acme.toml\"",
        "file:///home/jo/acme.toml",
        "~/acme.toml",
    ] {
        play.edit(Field::Invitation, place)
            .no_problem()
            .press(Action::Continue);
        assert!(
            matches!(&play.last[..], [Effect::Ask(Request::OpenFile(Some(of)))] if of.expose_secret() == place),
            "{place}"
        );
        play.answer(Answer::OpenFile(None));
    }
    // Where another profile counts before it, a file would change nothing.
    let mut play = Play::open(Setup::default());
    play.press(Action::UseInvitation)
        .edit(Field::Invitation, "/home/jo/acme.toml")
        .press(Action::Continue)
        .problem("I04");
    play.press(Action::OpenFile).was_ignored();
}

#[test]
fn what_is_no_link_is_said_to_be_none_until_it_is_edited() {
    let mut play = Play::open(first_start());
    play.press(Action::UseInvitation)
        .press(Action::Continue)
        .problem("I04")
        .kind("empty");
    play.edit(Field::Invitation, "hello").no_problem();
    play.press(Action::Continue)
        .problem("I04")
        .kind("not-a-link");
    play.press(Action::Paste)
        .did(&["ReadClipboard"])
        .answer(Answer::ReadClipboard(Ok(None)))
        .notice(Some("no-link-to-paste"));
    play.press(Action::Back)
        .on("start")
        .shows("asked", false)
        .no_problem();
}

#[test]
fn an_opened_file_is_put_away_only_where_nothing_was_begun() {
    let setup = Setup {
        from_opened_file: true,
        may_open_file: true,
        ..company(Connection::Hosted)
    };
    let mut play = Play::open(setup.clone());
    play.on("welcome")
        .shows("fileUsed", true)
        .press(Action::UseNoFile)
        .did(&["UseNoFile"])
        .answer(Answer::UseNoFile((Box::new(first_start()), None)))
        .on("start")
        .shows("company", json!(null))
        .shows("fileUsed", false);
    let mut play = Play::open(setup);
    play.press(Action::Continue)
        .on("address")
        .shows("fileUsed", false)
        .press(Action::UseNoFile)
        .was_ignored();
    Play::open(company(Connection::Hosted))
        .press(Action::UseNoFile)
        .was_ignored();
    // A copy that cannot be read any more does not stand in the way for ever.
    let broken = Setup {
        from_opened_file: true,
        profile_error: Some(report(Problem::ProfileUnreadable)),
        ..Setup::default()
    };
    let mut play = Play::open(broken);
    let shown = play.view().problem.unwrap();
    assert_eq!(shown.actions[0], Action::UseNoFile);
    play.press(Action::UseNoFile)
        .did(&["UseNoFile"])
        .answer(Answer::UseNoFile((Box::new(first_start()), None)))
        .on("start")
        .no_problem();
}
