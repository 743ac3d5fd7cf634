//! At the company's own desk: where its relay is, the key for it, and one customer who is invited.

use super::play::{
    ADDRESS, KEY, PASSWORD, Play, RELAY, RELAY_KEY, made_invitation, relay_desk, report,
};
use crate::{
    Action, Answer, Connection, Effect, Event, Field, Problem, RelayDesk, Request, Setup, site_in,
};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

fn asked() -> Play {
    let mut play = Play::home();
    play.press(Action::Invite)
        .on("relay-key")
        .did(&["Abort", "FindRelay"])
        .shows("busy", true)
        .answer(Answer::FindRelay(Ok(None)))
        .shows("phase", "asking");
    play
}

fn checking() -> Play {
    let mut play = asked();
    play.edit(Field::Relay, RELAY)
        .paste(Field::RelayKey, &format!(" token={RELAY_KEY}\n"))
        .press(Action::Continue)
        .did(&["CheckRelay"])
        .shows("phase", "checking");
    play
}

/// Relay and key that the last event sent somewhere.
fn sent(play: &Play) -> Option<(String, String)> {
    play.last.iter().find_map(|effect| match effect {
        Effect::Attempt {
            request: Request::CheckRelay(form),
            ..
        } => {
            let (site, key) = form.read(&play.state().session.setup).unwrap();
            Some((site.address().to_owned(), key.expose_secret().to_owned()))
        }
        _ => None,
    })
}

#[test]
fn a_key_for_the_relay_is_asked_for_once_and_cleaned_like_any_other() {
    let mut play = checking();
    assert_eq!(sent(&play), Some((RELAY.to_owned(), RELAY_KEY.to_owned())));
    play.in_attempt(Answer::CheckRelay(Ok(relay_desk())))
        .on("invite")
        .no_problem()
        .shows("relayPlace", "connect.maplecare.com")
        .press(Action::Back)
        .on("home");
    play.press(Action::Invite).on("invite").did(&["Abort"]);
}

#[test]
fn a_key_that_is_in_the_keychain_is_not_asked_for() {
    Play::inviting()
        .on("invite")
        .shows("relayKept", true)
        .press(Action::Back)
        .on("home");
}

#[test]
fn a_key_that_cannot_be_kept_counts_for_this_run_and_that_is_said() {
    let mut play = checking();
    play.in_attempt(Answer::CheckRelay(Ok(RelayDesk {
        kept: false,
        ..relay_desk()
    })))
    .on("invite")
    .problem("C07")
    .kind("this-run-only")
    .shows("relayKept", false);
    play.press(Action::ForgetKey).was_ignored();
}

#[test]
fn what_is_no_relay_key_is_sent_nowhere() {
    for (typed, kind) in [
        ("", "empty"),
        (KEY, "not-a-key"),
        (PASSWORD, "not-a-key"),
        ("icr_", "not-a-key"),
        ("icr_0123-4567", "not-a-key"),
    ] {
        let mut play = asked();
        play.edit(Field::Relay, RELAY)
            .edit(Field::RelayKey, typed)
            .press(Action::Continue)
            .problem("I12")
            .kind(kind)
            .did(&[]);
        assert_eq!(play.json()["problem"]["field"], "relay-key", "{typed}");
        play.edit(Field::RelayKey, RELAY_KEY).no_problem();
    }
    for (typed, kind) in [
        ("", "relay-empty"),
        ("http://connect.maplecare.com", "relay-not-https"),
        (PASSWORD, "relay-odd"),
        ("https://connect.maplecare.com/?key=1", "relay-odd"),
    ] {
        let mut play = asked();
        play.edit(Field::Relay, typed)
            .edit(Field::RelayKey, RELAY_KEY)
            .press(Action::Continue)
            .problem("I13")
            .kind(kind)
            .did(&[]);
        assert_eq!(play.json()["problem"]["field"], "relay", "{typed}");
    }
}

#[test]
fn where_an_administrator_names_the_relay_the_key_goes_there_or_stays_on_this_computer() {
    let setup = Setup {
        relay: Some(RELAY.into()),
        only_relay: Some("connect.maplecare.com".into()),
        ..super::play::company(Connection::ApiKey)
    };
    for (address, allowed) in [
        (RELAY, true),
        ("http://127.0.0.1:8601", true),
        ("http://localhost:8601", true),
        ("https://connect.maplecare.com:8443", false),
        ("https://connect.maplecare.com.evil.example", false),
        ("https://evil.example/connect.maplecare.com", false),
    ] {
        assert_eq!(site_in(&setup, address).is_ok(), allowed, "{address}");
    }
    let mut play = Play::open(setup);
    play.key_at_hand()
        .press(Action::Invite)
        .answer(Answer::FindRelay(Ok(None)))
        .shows("initialRelay", RELAY)
        .shows("relayFixed", true)
        .edit(Field::RelayKey, RELAY_KEY)
        .press(Action::Continue);
    assert_eq!(sent(&play), Some((RELAY.to_owned(), RELAY_KEY.to_owned())));
}

#[test]
fn another_key_is_asked_for_and_forgetting_one_asks_first() {
    Play::inviting()
        .press(Action::UseOtherKey)
        .on("relay-key")
        .did(&["Abort"])
        .shows("phase", "asking")
        .press(Action::Back)
        .on("home")
        .press(Action::Invite)
        .on("invite");
    let mut play = Play::inviting();
    play.press(Action::ForgetKey)
        .shows("confirm", true)
        .shows("relayPlace", "connect.maplecare.com")
        .press(Action::Cancel)
        .on("invite");
    play.press(Action::ForgetKey)
        .press(Action::Confirm)
        .on("relay-key")
        .did(&["ForgetRelayKey"])
        .answer(Answer::ForgetRelayKey(Ok(())))
        .notice(Some("key-forgotten"));
    // One that is still there is tried again, and nothing is asked with it.
    let mut play = Play::inviting();
    play.press(Action::ForgetKey)
        .press(Action::Confirm)
        .answer(Answer::ForgetRelayKey(Err(report(
            Problem::KeychainUnavailable,
        ))))
        .problem("C07")
        .press(Action::Retry)
        .did(&["ForgetRelayKey"]);
}

fn making() -> Play {
    let mut play = Play::inviting();
    play.edit(Field::Account, " Nyla.Park@icloud.com ")
        .edit(Field::Recipient, "Nyla Park")
        .edit(Field::AccountLabel, "Bob's Bakery")
        .press(Action::Continue)
        .did(&["MakeInvitation"])
        .shows("busy", true);
    play
}

fn made() -> Play {
    let mut play = making();
    play.in_attempt(Answer::MakeInvitation(Ok(Box::new(made_invitation()))))
        .shows("phase", "made");
    play
}

#[test]
fn an_invitation_brings_a_link_and_a_message_to_copy() {
    let mut play = made();
    play.shows("link", made_invitation().link.expose_secret())
        .shows("invitedName", "Nyla Park")
        .shows("invitedAccount", ADDRESS)
        .shows("invitedLabel", "Bob's Bakery")
        .shows("inviteReference", "K7M-2QX")
        .shows("inviteDays", 14);
    play.press(Action::CopyLink)
        .did(&["CopyLink"])
        .answer(Answer::CopyLink(true))
        .notice(Some("copied-link"));
    play.press(Action::CopyMail).did(&["CopyMail"]);
    let mail = play.last.iter().find_map(|effect| match effect {
        Effect::Ask(Request::CopyMail(mail)) => Some(mail),
        _ => None,
    });
    let mail = mail.unwrap();
    assert_eq!(mail.company.as_deref(), Some("Acme"));
    assert_eq!(mail.days, 14);
    play.answer(Answer::CopyMail(true))
        .notice(Some("copied-mail"))
        .press(Action::Continue)
        .on("home");
}

#[test]
fn the_link_is_gone_once_it_is_left_and_is_in_no_effect_and_no_state() {
    let link = made_invitation().link.expose_secret().to_owned();
    let ticket = link.rsplit('/').next().unwrap().to_owned();
    for leave in [Action::Back, Action::Continue, Action::Invite] {
        let mut play = made();
        assert!(!format!("{:?}", play.state()).contains(&ticket));
        play.press(Action::CopyMail);
        assert!(!format!("{:?}", play.last).contains(&ticket));
        play.press(leave);
        assert!(!play.json().to_string().contains(&ticket), "{leave:?}");
    }
    let mut play = made();
    play.press(Action::Invite)
        .on("invite")
        .shows("phase", "ready");
    // Whoever goes away leaves it on no screen.
    let mut play = made();
    let now = play.state().session.now;
    play.feed(Event::Clock(now + 1800))
        .notice(Some("made-link-gone"))
        .shows("phase", "ready")
        .shows("link", "");
}

#[test]
fn what_does_not_fit_is_said_at_its_field_before_the_relay_is_asked() {
    let long = "x".repeat(81);
    for (account, name, label, kind, field) in [
        ("", "Nyla", "", "account", "account"),
        ("nyla@", "Nyla", "", "account", "account"),
        ("nyla@gmail.com", "Nyla", "", "not-apple", "account"),
        (ADDRESS, "  ", "", "name", "recipient"),
        (ADDRESS, &long, "", "name-long", "recipient"),
        (ADDRESS, "Nyla", &long, "label-long", "account-label"),
    ] {
        let mut play = Play::inviting();
        play.edit(Field::Account, account)
            .edit(Field::Recipient, name)
            .edit(Field::AccountLabel, label)
            .press(Action::Continue)
            .problem("I13")
            .kind(kind)
            .did(&[]);
        assert_eq!(play.json()["problem"]["field"], field, "{kind}");
        play.edit(Field::Account, ADDRESS).no_problem();
    }
}

#[test]
fn what_the_relay_says_instead_stays_with_what_was_entered() {
    for (problem, kind) in [
        (Problem::RelayKeyRefused, ""),
        (Problem::RelayKeyRefused, "role"),
        (Problem::InvitationRefused, "label"),
        (Problem::RelayNotAnswering, "desk"),
        (Problem::Offline, ""),
    ] {
        let mut play = making();
        play.in_attempt(Answer::MakeInvitation(Err(report(problem).kind(kind))))
            .on("invite")
            .problem(problem.code())
            .shows("phase", "ready");
        if problem == Problem::RelayKeyRefused {
            assert_eq!(
                play.json()["problem"]["actions"],
                json!(["use-other-key", "copy-details"])
            );
            play.press(Action::UseOtherKey).on("relay-key");
        } else {
            play.press(Action::Continue)
                .no_problem()
                .did(&["MakeInvitation"]);
        }
    }
    making()
        .press(Action::Cancel)
        .did(&["Abort"])
        .shows("phase", "ready");
}

#[test]
fn only_who_holds_a_key_invites() {
    for mut play in [Play::practice(), Play::hosted(), Play::invited()] {
        play.press(Action::Invite).was_ignored();
    }
}

#[test]
fn a_link_from_outside_waits_until_the_invitation_is_sent_on() {
    let mut play = made();
    play.feed(Event::Link(SecretString::from(super::play::LISTED)))
        .on("invite")
        .notice(Some("invitation-waits"));
    play.press(Action::Continue).on("invited");
}
