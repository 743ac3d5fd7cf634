//! `operator`: the key is found, typed, checked, kept, changed, forgotten; the connector is made sure of.

use super::{
    accounts::{opened, two},
    play::{KEY, PASSWORD, Play, application, company, report},
};
use crate::{Action, Answer, Connection, Effect, Field, NylasApplication, Problem, Request, Setup};
use secrecy::ExposeSecret;

fn operator() -> Play {
    Play::open(company(Connection::ApiKey))
}

fn asking() -> Play {
    let mut play = operator();
    play.answer(Answer::FindKey(Ok(false)))
        .shows("asking", true)
        .did(&[]);
    play
}

/// The stored key is refused.
fn refused() -> Play {
    let mut play = operator();
    play.answer(Answer::FindKey(Ok(true)))
        .answer(Answer::CheckKey(Err(report(Problem::KeyRefused))))
        .shows("asking", true);
    play
}

/// The key that the last event wanted checked.
fn key_to_check(play: &Play) -> Option<String> {
    play.last
        .iter()
        .find_map(|e| match e {
            Effect::Attempt {
                request: Request::CheckKey(key),
                ..
            } => Some(key.as_ref().map(|k| k.expose_secret().to_owned())),
            _ => None,
        })
        .unwrap_or_else(|| play.fail("expected a key to be checked"))
}

#[test]
fn what_the_keychain_answers_late_is_known_elsewhere_too() {
    let mut play = opened(company(Connection::ApiKey), None, two());
    play.on("operator").press(Action::Back).on("accounts");
    play.answer(Answer::FindKey(Ok(true))).did(&[]);
    assert!(play.view().key_stored);
}

#[test]
fn a_key_at_hand_is_checked_and_passes_on_by_itself() {
    let mut play = operator();
    play.shows("phase", "finding")
        .shows("busy", true)
        .answer(Answer::FindKey(Ok(true)))
        .did(&["CheckKey"])
        .shows("phase", "checking");
    assert_eq!(
        key_to_check(&play),
        None,
        "the key is with the runner already"
    );
    play.answer(Answer::CheckKey(Ok(application(true))))
        .on("home")
        .did(&["Abort"])
        .no_problem();
}

#[test]
fn where_the_key_goes_is_shown_until_what_it_opens_is() {
    let mut play = Play::open(Setup {
        goes_to: vec!["nylas.acme.example:8443".into()],
        ..company(Connection::ApiKey)
    });
    play.answer(Answer::FindKey(Ok(false)))
        .shows("goesTo", "nylas.acme.example:8443")
        .edit(Field::ApiKey, KEY)
        .press(Action::Continue)
        .shows("goesTo", "nylas.acme.example:8443")
        .answer(Answer::CheckKey(Ok(application(false))))
        .shows("goesTo", "")
        .shows("host", "api.us.nylas.com");
}

#[test]
fn a_key_that_works_already_is_not_kept_again() {
    let mut play = operator();
    play.answer(Answer::FindKey(Ok(true)))
        .answer(Answer::CheckKey(Ok(application(true))))
        .did(&["Abort"]);
}

#[test]
fn a_typed_key_is_checked_then_kept() {
    let mut play = asking();
    play.edit(Field::ApiKey, &format!("  {KEY}\n"))
        .no_problem()
        .press(Action::Continue)
        .did(&["CheckKey"])
        .shows("busy", true);
    assert_eq!(
        key_to_check(&play).as_deref(),
        Some(KEY),
        "without the spaces around it"
    );
    play.answer(Answer::CheckKey(Ok(application(true))))
        .did(&["SaveKey", "Abort"])
        .on("home")
        .answer(Answer::SaveKey(Ok(())))
        .no_problem();
}

#[test]
fn a_key_that_cannot_be_kept_is_used_for_this_run_only() {
    let mut play = asking();
    play.edit(Field::ApiKey, KEY)
        .press(Action::Continue)
        .answer(Answer::CheckKey(Ok(application(true))));
    play.answer(Answer::SaveKey(Err(report(Problem::KeychainUnavailable))))
        .on("home")
        .problem("C07")
        .kind("this-run-only");
    assert!(
        play.view().problem.is_some_and(|p| p.actions.is_empty()),
        "there is nothing to try again"
    );
    play.press(Action::ConnectCustomer)
        .on("welcome")
        .no_problem();
}

#[test]
fn a_refused_key_stays_here_with_what_was_typed() {
    let mut play = asking();
    play.edit(Field::ApiKey, KEY)
        .press(Action::Continue)
        .answer(Answer::CheckKey(Err(report(Problem::KeyRefused))));
    play.on("operator").problem("N04").shows("asking", true);
    play.press(Action::Retry).no_problem().did(&["CheckKey"]);
    assert_eq!(key_to_check(&play).as_deref(), Some(KEY));
    play.answer(Answer::CheckKey(Err(report(Problem::KeyRefused))))
        .problem("N04")
        .edit(Field::ApiKey, "other")
        .no_problem();
}

#[test]
fn a_refused_key_at_hand_stays_here_too() {
    let mut play = operator();
    play.answer(Answer::FindKey(Ok(true)))
        .answer(Answer::CheckKey(Err(report(Problem::KeyRefused))));
    play.on("operator").problem("N04").shows("asking", true);
    play.edit(Field::ApiKey, KEY)
        .no_problem()
        .press(Action::Continue);
    assert_eq!(key_to_check(&play).as_deref(), Some(KEY));
}

#[test]
fn an_outage_is_not_a_refused_key_and_retry_asks_again_with_the_same() {
    let mut play = asking();
    play.edit(Field::ApiKey, KEY)
        .press(Action::Continue)
        .answer(Answer::CheckKey(Err(report(Problem::NylasUnavailable))))
        .problem("N07");
    play.press(Action::Retry).did(&["CheckKey"]);
    assert_eq!(key_to_check(&play).as_deref(), Some(KEY));
    let mut play = operator();
    play.answer(Answer::FindKey(Ok(true)))
        .answer(Answer::CheckKey(Err(report(Problem::Offline))))
        .problem("C01");
    play.press(Action::Retry).did(&["FindKey"]).no_problem();
}

#[test]
fn a_keychain_that_does_not_answer_is_told_of_and_a_key_can_be_typed() {
    let mut play = operator();
    play.answer(Answer::FindKey(Err(
        report(Problem::KeychainUnavailable).kind("silent")
    )))
    .problem("C07")
    .shows("asking", true);
    play.press(Action::Retry)
        .did(&["FindKey"])
        .answer(Answer::FindKey(Ok(false)))
        .no_problem();
}

#[test]
fn what_cannot_be_a_key_is_said_without_asking_anyone() {
    let long = "k".repeat(501);
    for (text, kind) in [
        ("", "empty"),
        (" \t ", "empty"),
        ("two words", "not-a-key"),
        ("schlüssel", "not-a-key"),
        (long.as_str(), "not-a-key"),
        ("key\u{202e}", "not-a-key"),
        ("Password: Summer2024Winter", "not-a-key"),
        ("PASSWORD=Summer2024Winter", "not-a-key"),
        ("API key: abcd-efgh-ijkl-mnop", "not-a-key"),
    ] {
        let mut play = asking();
        play.edit(Field::ApiKey, text)
            .press(Action::Continue)
            .on("operator")
            .problem("N04")
            .kind(kind)
            .did(&[])
            .edit(Field::ApiKey, KEY)
            .no_problem();
    }
}

/// What is pasted as the key, and the key that is asked about.
#[rustfmt::skip]
const PASTED_KEYS: &[(&str, &str)] = &[
    ("  nyk_v0_abc\n", "nyk_v0_abc"),
    ("\u{feff}nyk_v0\u{200b}_abc", "nyk_v0_abc"),
    ("\"nyk_v0_abc\",", "nyk_v0_abc"),
    ("“nyk_v0_abc”.", "nyk_v0_abc"),
    ("<nyk_v0_abc>", "nyk_v0_abc"),
    ("API key: nyk_v0_abc", "nyk_v0_abc"),
    ("NYLAS_API_KEY=nyk_v0_abc", "nyk_v0_abc"),
    ("export NYLAS_API_KEY=\"nyk_v0_abc\"", "nyk_v0_abc"),
    ("nyk_v0_\r\nabc", "nyk_v0_abc"),
    // Two that nobody listed: a line of a container's options, and a header of a command.
    ("-e NYLAS_API_KEY='nyk_v0_abc' \\", "nyk_v0_abc"),
    ("-H \"Authorization: Bearer nyk_v0_abc\"", "nyk_v0_abc"),
    ("NYLAS_API_KEY=abcdef1234567890", "abcdef1234567890"),
    ("'abcdef1234567890'", "abcdef1234567890"),
];

#[test]
fn a_key_is_the_same_in_any_dress() {
    for (pasted, key) in PASTED_KEYS {
        let mut play = asking();
        play.paste(Field::ApiKey, pasted).press(Action::Continue);
        let [
            Effect::Attempt {
                request: Request::CheckKey(Some(sent)),
                ..
            },
        ] = &play.last[..]
        else {
            play.fail(&format!("{pasted:?} was not asked about"))
        };
        assert_eq!(sent.expose_secret(), *key, "{pasted:?}");
    }
}

#[test]
fn nothing_is_typed_into_a_key_that_is_being_checked() {
    let mut play = asking();
    play.edit(Field::ApiKey, KEY)
        .press(Action::Continue)
        .edit(Field::ApiKey, "other")
        .was_ignored()
        .press(Action::Continue)
        .was_ignored();
}

#[test]
fn checking_can_be_cancelled() {
    let mut play = asking();
    play.edit(Field::ApiKey, KEY)
        .press(Action::Continue)
        .press(Action::Cancel)
        .did(&["Abort"])
        .shows("asking", true);
    play.answer(Answer::CheckKey(Ok(application(true))))
        .on("operator")
        .was_ignored();
    play.press(Action::Continue);
    assert_eq!(
        key_to_check(&play).as_deref(),
        Some(KEY),
        "what was typed is still there"
    );
}

#[test]
fn a_missing_connector_is_asked_about_first_and_then_made() {
    let mut play = operator();
    play.answer(Answer::FindKey(Ok(true)))
        .answer(Answer::CheckKey(Ok(application(false))));
    play.on("operator")
        .did(&[])
        .no_problem()
        .shows("phase", "no-connector")
        .shows("application", "Acme");
    play.press(Action::Continue)
        .did(&["MakeConnector"])
        .shows("busy", true);
    play.answer(Answer::MakeConnector(Ok(())))
        .on("home")
        .no_problem();
}

#[test]
fn a_typed_key_is_kept_even_where_the_connector_is_missing() {
    let mut play = asking();
    play.edit(Field::ApiKey, KEY)
        .press(Action::Continue)
        .answer(Answer::CheckKey(Ok(application(false))))
        .on("operator")
        .did(&["SaveKey"]);
}

#[test]
fn a_connector_that_cannot_be_made_stays_here_and_can_be_tried_again() {
    for again in [Action::Retry, Action::Continue] {
        let mut play = operator();
        play.answer(Answer::FindKey(Ok(true)))
            .answer(Answer::CheckKey(Ok(application(false))))
            .press(Action::Continue);
        play.answer(Answer::MakeConnector(Err(report(
            Problem::PlanDoesNotAllow,
        )
        .kind("connector"))))
            .on("operator")
            .problem("N09")
            .shows("phase", "no-connector");
        play.press(again).no_problem().did(&["MakeConnector"]);
    }
}

#[test]
fn another_key_or_none_wipes_the_password_that_was_held() {
    for action in [Action::UseOtherKey, Action::ForgetKey] {
        let mut play = Play::api_key().up_to_password();
        play.paste(Field::AppPassword, PASSWORD);
        for screen in ["prepare", "address", "welcome", "home"] {
            play.press(Action::Back).on(screen);
        }
        assert!(
            play.state().journey.password.is_some(),
            "only going back wipes nothing"
        );
        let wiped = play.view().wiped;
        play.press(action).on("operator");
        if action == Action::ForgetKey {
            assert!(play.state().journey.password.is_some(), "it asks first");
            play.press(Action::Confirm);
        }
        play.on("operator").shows("asking", true);
        assert!(
            play.state().journey.password.is_none()
                && play.state().journey.grants_before_submit.is_none()
        );
        assert!(play.view().wiped > wiped, "the page's field is emptied too");
    }
}

#[test]
fn the_key_can_be_changed_or_forgotten_from_here() {
    let mut play = Play::home();
    play.press(Action::UseOtherKey)
        .did(&["Abort"])
        .shows("asking", true);
    let mut play = Play::home();
    play.press(Action::ForgetKey)
        .did(&["Abort"])
        .shows("confirm", true)
        .press(Action::Confirm)
        .did(&["Abort", "ForgetKey"])
        .shows("asking", true);
    play.answer(Answer::ForgetKey(Err(report(Problem::KeychainUnavailable))))
        .problem("C07")
        .kind("not-forgotten");
    refused()
        .press(Action::ForgetKey)
        .press(Action::Confirm)
        .did(&["Abort", "ForgetKey"]);
    asking().press(Action::UseOtherKey).did(&["Abort"]);
}

#[test]
fn a_key_can_be_forgotten_only_where_one_is_stored() {
    asking()
        .shows("keyStored", false)
        .press(Action::ForgetKey)
        .was_ignored();
    let mut play = Play::home();
    play.shows("keyStored", true)
        .press(Action::ForgetKey)
        .press(Action::Confirm)
        .answer(Answer::ForgetKey(Ok(())))
        .shows("keyStored", false);
    let mut play = operator();
    play.answer(Answer::FindKey(Ok(true)));
    play.answer(Answer::CheckKey(Ok(NylasApplication {
        from_environment: true,
        ..application(true)
    })))
    .on("home")
    .shows("keyStored", false)
    .press(Action::ForgetKey)
    .was_ignored();
    // Nor from the list of accounts.
    let mut listed = super::accounts::opened(
        company(Connection::ApiKey),
        None,
        vec![super::accounts::account("grant", "jo@me.com")],
    );
    listed.answer(Answer::FindKey(Ok(true)));
    listed
        .answer(Answer::CheckKey(Ok(NylasApplication {
            from_environment: true,
            ..application(true)
        })))
        .press(Action::Accounts)
        .on("accounts")
        .shows("keyStored", false)
        .press(Action::ForgetKey)
        .was_ignored();
    let mut play = asking();
    play.edit(Field::ApiKey, KEY)
        .press(Action::Continue)
        .answer(Answer::CheckKey(Ok(application(true))))
        .shows("keyStored", false)
        .answer(Answer::SaveKey(Ok(())))
        .shows("keyStored", true);
}

#[test]
fn a_key_that_is_kept_after_all_leaves_everything_as_it_was() {
    for keep in [Action::Cancel, Action::Back] {
        let mut play = refused();
        play.edit(Field::ApiKey, "nyk_half")
            .press(Action::ForgetKey)
            .shows("confirm", true)
            .shows("asking", false)
            .press(keep)
            .on("operator")
            .did(&[])
            .shows("asking", true);
        let mut play = Play::home();
        play.press(Action::ForgetKey)
            .on("operator")
            .did(&["Abort"])
            .press(keep)
            .on("home");
    }
}

#[test]
fn back_leads_to_the_first_screen_and_leaves_nothing_of_this_connection_behind() {
    let mut play = Play::open(Setup {
        connection: Some(Connection::ApiKey),
        ..Setup::default()
    });
    play.shows("back", true)
        .press(Action::Back)
        .on("start")
        .did(&["Abort"]);
    let mut play = Play::api_key().up_to_sending();
    play.press(Action::Cancel);
    for screen in ["prepare", "address", "welcome", "home", "start"] {
        play.press(Action::Back).on(screen);
    }
    let state = play.state();
    assert!(
        state.journey.password.is_none(),
        "a password belongs to the connection it was entered for"
    );
    assert!(
        state.journey.grants_before_submit.is_none()
            && state.session.application.is_none()
            && state.journey.account.icloud.is_none()
    );
    play.press(Action::UsePractice)
        .press(Action::Continue)
        .shows("address", "");
}

#[test]
fn practice_leaves_nothing_behind_for_the_real_connection() {
    let mut play = Play::practice().up_to_sending();
    play.press(Action::Cancel);
    for screen in ["prepare", "address", "welcome", "start"] {
        play.press(Action::Back).on(screen);
    }
    assert!(
        play.state().journey.password.is_none()
            && play.state().journey.grants_before_submit.is_none()
            && play.state().journey.account.icloud.is_none()
    );
    play.press(Action::UseApiKey).key_at_hand().on("home");
    play.press(Action::ConnectCustomer).on("welcome");
    assert!(
        play.progress()
            .is_some_and(|p| p.grants_before_submit.is_none() && p.address.is_none())
    );
}
