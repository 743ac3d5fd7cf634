//! *Send me a new link*: offered where an account came by an invitation and its relay may be asked.

use super::{
    accounts::{OTHER, opened, press_for, two},
    play::{GRANT, Play, report},
    samples::invited_accounts,
};
use crate::{
    Action, Answer, Connection, Effect, Problem, Report, Request, Setup, tests::play::company,
};

const UNKNOWN: &str = "33333333-2222-4333-8444-555555555555";

fn links(play: &Play) -> Vec<String> {
    let rows = play.shown("rows");
    let links = rows.as_array().unwrap().iter();
    links
        .map(|row| row["link"].as_str().unwrap().to_owned())
        .collect()
}

fn answered(play: &mut Play, grant: &str, asked: Result<(), Report>) {
    play.answer(Answer::SendLink((grant.into(), asked)));
}

fn asking() -> Play {
    let mut play = opened(Setup::default(), None, invited_accounts());
    press_for(&mut play, Action::SendLink, GRANT);
    play
}

#[test]
fn the_relay_of_an_account_is_asked_once_and_the_person_looks_for_a_mail() {
    let mut play = opened(Setup::default(), None, invited_accounts());
    assert_eq!(links(&play), ["offered", "by-company"]);
    press_for(&mut play, Action::SendLink, GRANT);
    let [Effect::Ask(Request::SendLink { relay, grant })] = &play.last[..] else {
        panic!("{:?}", play.last);
    };
    assert_eq!(
        (relay.as_str(), grant.as_str()),
        ("http://127.0.0.1:8600/connect", GRANT)
    );
    assert_eq!(links(&play), ["asking", "by-company"]);
    press_for(&mut play, Action::SendLink, GRANT);
    play.was_ignored();
    answered(&mut play, GRANT, Ok(()));
    assert_eq!(links(&play), ["asked", "by-company"]);
    assert_eq!(play.shown("rows")[0]["relay"], "127.0.0.1:8600");
    press_for(&mut play, Action::SendLink, GRANT);
    play.was_ignored();
}

#[test]
fn a_relay_that_is_not_known_is_not_asked_whatever_the_disk_says() {
    let mut play = opened(Setup::default(), None, invited_accounts());
    press_for(&mut play, Action::SendLink, UNKNOWN);
    play.was_ignored();
    let known = Setup {
        relays: vec!["relay.stranger.example".into()],
        ..Setup::default()
    };
    let mut play = opened(known, None, invited_accounts());
    assert_eq!(links(&play), ["offered", "offered"]);
    press_for(&mut play, Action::SendLink, UNKNOWN);
    play.did(&["SendLink"]);
    for odd in [
        "",
        "not an address",
        "http://relay.stranger.example/",
        "https://somebody@relay.stranger.example/",
        "https://relay.stranger.example/a%20b",
    ] {
        let accounts = invited_accounts()
            .into_iter()
            .map(|account| crate::AccountRecord {
                relay: Some(odd.into()),
                ..account
            });
        let setup = Setup {
            relays: vec!["relay.stranger.example".into()],
            ..Setup::default()
        };
        let mut play = opened(setup, None, accounts.collect());
        assert_eq!(links(&play), ["by-company", "by-company"], "{odd}");
        press_for(&mut play, Action::SendLink, GRANT);
        play.was_ignored();
    }
}

#[test]
fn what_could_not_be_asked_for_is_asked_for_again() {
    let mut play = asking();
    answered(&mut play, GRANT, Err(report(Problem::RelayNotAnswering)));
    play.problem("I05");
    assert_eq!(links(&play)[0], "offered");
    let values = &play.view().problem.unwrap().values;
    assert!(
        values.contains(&("domain", "127.0.0.1:8600".into())),
        "{values:?}"
    );
    play.press(Action::Retry).did(&["SendLink"]);
    assert_eq!(links(&play)[0], "asking");
    answered(&mut play, GRANT, Ok(()));
    assert_eq!(links(&play)[0], "asked");
}

#[test]
fn an_answer_that_comes_after_the_list_was_left_changes_nothing() {
    let mut play = asking();
    play.press(Action::ConnectAnother).on("start");
    answered(&mut play, GRANT, Ok(()));
    play.was_ignored();
}

#[test]
fn no_key_is_asked_for_where_a_link_leads_to_the_password() {
    let mut play = opened(Setup::default(), None, invited_accounts());
    assert_eq!(play.shown("rows")[0]["renewable"], false);
    press_for(&mut play, Action::Renew, GRANT);
    play.was_ignored();
    let mut play = opened(company(Connection::ApiKey), None, two());
    play.answer(Answer::FindKey(Ok(false)));
    assert_eq!(links(&play), ["", ""]);
    press_for(&mut play, Action::SendLink, OTHER);
    play.was_ignored();
}
