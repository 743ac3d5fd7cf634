//! Invitations: the link, the question, whom the program trusts, and the way to the grant.

use super::play::{
    LINK, LISTED, PASSWORD, Play, UNKNOWN, company, first_start, grant, opened_invitation, report,
};
use crate::{
    Action, Answer, Begun, Connection, Effect, Event, Field, Invitation, Opened, OpenedInvitation,
    Problem, Request, Setup, held::link_in,
};
use apple::Verdict;
use invitation::LinkError;
use proptest::prelude::*;
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

const TICKET: &str = "qzxvwkjhgfdsp1mkqzxvwkjhgfdsp1mk";

#[test]
fn a_link_is_found_in_whatever_is_around_it() {
    let page = LISTED;
    let encoded: String = url::form_urlencoded::byte_serialize(page.as_bytes()).collect();
    for text in [
        page.to_owned(),
        format!("  {page}\r\n"),
        format!("<{page}>"),
        format!("\u{201c}{page}\u{201d}."),
        format!("[Open the invitation]({page})"),
        format!("Hello Nyla,\nplease open {page}, thank you.\nhttps://maplecare.com/help"),
        format!("https://maplecare.com/news and then {page}"),
        format!("{page}?utm_source=mail#top"),
        format!("\u{200b}{page}\u{200b}"),
        page.replacen("/i/qzxv", "/i/qzxv\r\n", 1),
        page.replacen("connect.", "connect.=\r\n", 1)
            .replace("=\r\n", "\r\n"),
        page.replacen(
            "https://connect.maplecare.com",
            "HTTPS://Connect.MapleCare.com",
            1,
        ),
        format!("icloud-connect://invite?url={encoded}"),
        format!("\"icloud-connect://invite/?url={encoded}\""),
        format!("https://nam02.safelinks.protection.outlook.com/?url={encoded}&data=05"),
    ] {
        let link = link_in(&text).unwrap_or_else(|why| panic!("{why:?}: {text}"));
        assert_eq!(
            link.relay().host_str(),
            Some("connect.maplecare.com"),
            "{text}"
        );
        assert_eq!(link.ticket().expose_secret(), TICKET, "{text}");
    }
}

#[test]
fn what_is_no_link_is_named_and_a_part_of_one_is_told_from_it() {
    for (text, why) in [
        ("", LinkError::NotALink),
        ("hello", LinkError::NotALink),
        ("https://maplecare.com/", LinkError::NotALink),
        (
            "http://connect.maplecare.com/i/qzxvwkjhgfdsp1mkqzxvwkjhgfdsp1mk",
            LinkError::NotHttps,
        ),
        (
            "https://connect.maplecare.com/i/qzxvwkjh",
            LinkError::Ticket,
        ),
        (
            "https://user:pass@connect.maplecare.com/i/qzxvwkjhgfdsp1mkqzxvwkjhgfdsp1mk",
            LinkError::NotALink,
        ),
    ] {
        assert_eq!(link_in(text).err(), Some(why), "{text}");
    }
    for (typed, kind) in [
        ("K7M2-QXZ4", "code"),
        ("https://connect.maplecare.com/i/qzxvwkjh", "cut-off"),
        ("https://maplecare.com/", "not-a-link"),
    ] {
        let mut play = Play::open(first_start());
        play.press(Action::UseInvitation)
            .edit(Field::Invitation, typed)
            .press(Action::Continue)
            .on("start")
            .problem("I04")
            .kind(kind);
    }
}

#[test]
fn before_anything_is_contacted_one_question_is_asked() {
    let mut play = Play::open(first_start());
    play.press(Action::UseInvitation)
        .paste(Field::Invitation, LISTED)
        .press(Action::Continue)
        .on("invited")
        .did(&["Abort"])
        .shows("fromDomain", "maplecare.com")
        .shows("fromHost", "connect.maplecare.com")
        .shows("asking", true);
    play.press(Action::Cancel)
        .on("invited")
        .did(&["Abort"])
        .shows("phase", "declined");
    play.press(Action::Confirm).was_ignored();
    play.press(Action::Continue).on("start").no_problem();
}

impl Play {
    fn asks_the_relay_of(&self, link: &str) {
        let expected = link_in(link).unwrap();
        let asked = self.last.iter().any(|effect| match effect {
            Effect::Attempt {
                request: Request::OpenInvitation(link),
                ..
            } => link.relay() == expected.relay(),
            _ => false,
        });
        if !asked {
            self.fail("the relay was not asked");
        }
    }
}

#[test]
fn a_yes_asks_the_relay_and_welcome_names_company_person_account_and_domain() {
    let mut play = Play::open(first_start());
    play.feed(Event::Link(LISTED.into())).on("invited");
    play.press(Action::Confirm).shows("busy", true);
    play.asks_the_relay_of(LISTED);
    play.in_attempt(Answer::OpenInvitation(Ok(Box::new(opened_invitation()))))
        .on("welcome")
        .shows("company", "Maple Care")
        .shows("recipient", "Nyla Park")
        .shows("address", "nyla.park@icloud.com")
        .shows("accountLabel", "Bob's Bakery")
        .shows("domain", "maplecare.com")
        .shows("reference", "K7M-2QX")
        .shows("back", false);
}

#[test]
fn in_four_presses_and_a_paste_an_invitation_leads_to_the_grant_and_no_address_is_typed() {
    let mut play = Play::open(first_start());
    play.feed(Event::Link(LISTED.into()));
    play.press(Action::Confirm)
        .in_attempt(Answer::OpenInvitation(Ok(Box::new(opened_invitation()))));
    play.press(Action::Continue).on("prepare");
    play.press(Action::HavePassword)
        .on("password")
        .shows("domain", "maplecare.com");
    play.paste(Field::AppPassword, PASSWORD);
    play.press(Action::Continue)
        .apple_says(Verdict::Accepted, Verdict::Accepted)
        .snapshotted(vec![])
        .submitted(Ok(grant()))
        .read_both()
        .did(&["Record"])
        .answer(Answer::Record(Ok(())))
        .on("done")
        .shows("another", false)
        .shows("accountLabel", "Bob's Bakery");
    play.press(Action::ConnectAnother).was_ignored();
}

#[test]
fn a_relay_that_nobody_knows_is_never_asked() {
    let mut play = Play::open(first_start());
    play.feed(Event::Link(UNKNOWN.into()))
        .on("invited")
        .problem("I07")
        .shows("fromDomain", "stranger.example")
        .shows("asking", false);
    for action in [Action::Confirm, Action::Continue, Action::Retry] {
        play.press(action).was_ignored();
    }
    play.press(Action::Cancel)
        .press(Action::Continue)
        .on("start");
    // On this computer anything may be tried.
    Play::open(first_start())
        .feed(Event::Link(LINK.into()))
        .on("invited")
        .no_problem();
    // A company's own build, or an administrator, names its relay.
    let theirs = Setup {
        relays: vec!["relay.stranger.example".into()],
        ..Setup::default()
    };
    Play::open(theirs)
        .feed(Event::Link(UNKNOWN.into()))
        .on("invited")
        .no_problem();
    // Another port of a listed host is another host.
    let other = LISTED.replace("maplecare.com/", "maplecare.com:8443/");
    Play::open(first_start())
        .feed(Event::Link(SecretString::from(other)))
        .problem("I07");
}

#[test]
fn what_the_relay_says_instead_stays_on_the_screen_with_a_way_on() {
    for problem in [
        Problem::InvitationExpired,
        Problem::InvitationUsed,
        Problem::InvitationNotKnown,
        Problem::RelayNotAnswering,
        Problem::TooOld,
        Problem::OtherComputer,
        Problem::InvitationWithdrawn,
    ] {
        let mut play = Play::open(first_start());
        play.feed(Event::Link(LISTED.into()))
            .press(Action::Confirm)
            .in_attempt(Answer::OpenInvitation(Err(report(problem))))
            .on("invited")
            .problem(problem.code());
        if problem.retry_can_help() {
            play.press(Action::Retry).no_problem();
            play.asks_the_relay_of(LISTED);
            play.press(Action::Cancel).shows("phase", "stopped");
        } else {
            play.press(Action::Cancel)
                .did(&["Abort", "ForgetInvitation"])
                .shows("phase", "stopped");
        }
        play.press(Action::Continue).on("start").no_problem();
    }
}

#[test]
fn what_an_earlier_run_left_open_goes_on_without_its_link_and_without_a_question() {
    let left = |link: &str| {
        let mut play = Play::new(first_start());
        let invitation = link_in(link).ok().map(Box::new);
        play.feed(Event::Opened(Box::new(Opened {
            invitation,
            ..Opened::default()
        })));
        play
    };
    let mut play = left(LISTED);
    play.on("invited").shows("busy", true);
    play.asks_the_relay_of(LISTED);
    // The button on the company's page was pressed as well.
    play.feed(Event::Link(LISTED.into())).shows("busy", true);
    play.in_attempt(Answer::OpenInvitation(Ok(Box::new(opened_invitation()))))
        .on("welcome")
        .shows("recipient", "Nyla Park");
    // It ended meanwhile: the person sees why, and it is forgotten.
    let mut play = left(LISTED);
    play.in_attempt(Answer::OpenInvitation(Err(report(
        Problem::InvitationExpired,
    ))))
    .problem("I01");
    play.press(Action::Cancel)
        .did(&["Abort", "ForgetInvitation"]);
    play.press(Action::Continue).on("start");
    // Whoever wrote another relay into the file is not asked.
    left(UNKNOWN).on("start").did(&[]);
}

#[test]
fn whoever_has_another_address_can_tell_the_company() {
    let mut play = Play::open(first_start());
    play.feed(Event::Link(LISTED.into()))
        .press(Action::Confirm)
        .in_attempt(Answer::OpenInvitation(Ok(Box::new(opened_invitation()))))
        .on("welcome");
    play.press(Action::TellAddress);
    let [Effect::Ask(Request::TellAddress(mail))] = &play.last[..] else {
        play.fail("nothing is written");
    };
    assert_eq!(
        (mail.reference.as_str(), mail.account.as_str()),
        ("K7M-2QX", "nyla.park@icloud.com")
    );
    play.answer(Answer::TellAddress(Begun::Copied))
        .notice(Some("copied-mail"));
    play.press(Action::TellAddress)
        .answer(Answer::TellAddress(Begun::Nowhere))
        .notice(Some("not-copied"));
    // And where the password turned out to be another account's.
    play.press(Action::Continue)
        .press(Action::TellAddress)
        .was_ignored();
    play.press(Action::HavePassword)
        .paste(Field::AppPassword, PASSWORD);
    play.press(Action::Continue)
        .apple_says(Verdict::Accepted, Verdict::Accepted)
        .snapshotted(vec![])
        .submitted(Err(report(Problem::OtherAccount)))
        .problem("I03");
    let problem = play.view().problem;
    let first = problem.and_then(|problem| problem.actions.first().copied());
    assert_eq!(first, Some(Action::TellAddress));
    play.press(Action::TellAddress).did(&["TellAddress"]);
}

#[test]
fn nobody_makes_a_password_for_a_company_that_is_not_ready() {
    let opened = opened_invitation();
    let not_ready = OpenedInvitation {
        invitation: Invitation {
            ready: false,
            ..opened.invitation.clone()
        },
        ..opened
    };
    let mut play = Play::open(first_start());
    play.feed(Event::Link(LISTED.into()))
        .press(Action::Confirm)
        .in_attempt(Answer::OpenInvitation(Ok(Box::new(not_ready))))
        .on("invited")
        .problem("I10");
    play.press(Action::Retry)
        .in_attempt(Answer::OpenInvitation(Ok(Box::new(opened_invitation()))))
        .on("welcome");
}

#[test]
fn a_password_that_was_sent_before_is_asked_about_and_never_sent_again_by_itself() {
    let opened = opened_invitation();
    let sent = OpenedInvitation {
        invitation: Invitation {
            sent: true,
            ..opened.invitation.clone()
        },
        ..opened
    };
    let mut play = Play::open(first_start());
    play.feed(Event::Link(LISTED.into()))
        .press(Action::Confirm)
        .in_attempt(Answer::OpenInvitation(Ok(Box::new(sent))))
        .on("connecting")
        .did(&["Abort", "Abort", "Reconcile"]);
}

#[test]
fn nothing_from_outside_interrupts_a_journey_under_way() {
    let mut play = Play::practice().up_to_address();
    play.feed(Event::Link(LISTED.into()))
        .on("address")
        .notice(Some("invitation-waits"));
    play.press(Action::Back).on("invited");
    // At the end of a journey it has its turn as well.
    let mut play = Play::open(company(Connection::Hosted)).up_to_exchange();
    play.feed(Event::Link(LISTED.into())).on("connecting");
    play.exchanged(Ok(grant()))
        .read_both()
        .answer(Answer::Record(Ok(())))
        .on("done");
    play.press(Action::Finish).on("invited");
}

#[test]
fn the_link_of_the_invitation_that_is_open_changes_nothing_when_it_is_pressed_again() {
    let mut play = Play::invited();
    play.feed(Event::Link(LISTED.into()))
        .on("welcome")
        .was_ignored();
    let other = LISTED.replace("qzxv", "0zxv");
    play.feed(Event::Link(SecretString::from(other)))
        .on("invited");
}

#[test]
fn what_counted_before_an_invitation_counts_again_after_it() {
    let hosted = Setup {
        relays: vec!["connect.maplecare.com".into()],
        ..company(Connection::Hosted)
    };
    let mut play = Play::open(hosted);
    play.shows("company", "Acme CRM")
        .feed(Event::Link(LISTED.into()))
        .press(Action::Confirm)
        .in_attempt(Answer::OpenInvitation(Ok(Box::new(opened_invitation()))))
        .shows("company", "Maple Care");
    let mut play = play.invited_up_to_sending();
    play.submitted(Ok(grant()))
        .read_both()
        .answer(Answer::Record(Ok(())))
        .on("done");
    play.feed(Event::Link(SecretString::from(another())))
        .press(Action::Finish)
        .on("invited")
        .press(Action::Cancel)
        .press(Action::Continue)
        .on("welcome")
        .shows("company", "Acme CRM")
        .shows("domain", json!(null))
        .shows("hosted", true);
}

/// Another invitation's link, of the same relay.
fn another() -> String {
    LISTED.replace("qzxv", "0zxv")
}

#[test]
fn no_to_a_second_link_leaves_the_first_invitation_as_it_was() {
    let mut play = Play::invited();
    let before = (play.json(), play.state().journey.account.clone());
    let is_as_before = |play: &Play| {
        assert_eq!(play.state().journey.account, before.1);
        for known in ["company", "domain", "recipient", "address", "reference"] {
            assert_eq!(play.shown(known), before.0[known], "{known}");
        }
    };
    play.feed(Event::Link(SecretString::from(another())))
        .on("invited")
        .press(Action::Cancel)
        .did(&["Abort"])
        .press(Action::Continue)
        .on("welcome");
    is_as_before(&play);
    // Neither does one that could not be opened take it away.
    play.feed(Event::Link(SecretString::from(another())))
        .press(Action::Confirm)
        .in_attempt(Answer::OpenInvitation(Err(report(
            Problem::InvitationExpired,
        ))))
        .problem("I01")
        .press(Action::Cancel)
        .did(&["Abort"])
        .press(Action::Continue)
        .on("welcome")
        .no_problem();
    is_as_before(&play);
    play.press(Action::Continue).on("prepare");
}

#[test]
fn a_company_s_own_program_asks_for_nothing_but_the_link() {
    let mut play = Play::open(Setup {
        invitations_only: true,
        connection_from_profile: true,
        ..first_start()
    });
    play.on("start").shows("asked", true).shows("back", false);
    play.press(Action::Back).was_ignored();
}

#[test]
fn an_invitation_leaves_nothing_for_the_next_start() {
    let mut play = Play::invited().invited_up_to_password();
    play.edit(Field::AppPassword, PASSWORD);
    assert_eq!(play.progress(), None);
}

proptest! {
    /// Whoever wrote the link: nobody hears of it who is not on this computer, listed, or named by who may name a relay.
    #[test]
    fn only_a_relay_that_is_trusted_is_ever_asked(host in "([a-z]{1,9}\\.){0,3}(maplecare\\.com|localhost|maplecare\\.com\\.evil\\.example|127\\.0\\.0\\.1)", port in proptest::option::of(1..9999u16)) {
        let port = port.map(|port| format!(":{port}")).unwrap_or_default();
        let text = format!("https://{host}{port}/i/{TICKET}");
        let mut play = Play::open(first_start());
        play.feed(Event::Link(SecretString::from(text)));
        play.press(Action::Confirm);
        let asked = play.last.iter().any(|effect| matches!(effect, Effect::Attempt { request: Request::OpenInvitation(_), .. }));
        let trusted = host == "connect.maplecare.com" && matches!(port.as_str(), "" | ":443")
            || host == "localhost" || host == "127.0.0.1";
        prop_assert_eq!(asked, trusted, "{}{}", host, port);
    }
}

#[test]
fn an_invitation_to_renew_says_so_and_another_does_not() {
    for (renew, renewing) in [(true, "needed"), (false, "no")] {
        let mut opened = opened_invitation();
        opened.invitation.renew = renew;
        let mut play = Play::open(first_start());
        play.feed(Event::Link(LISTED.into()))
            .on("invited")
            .press(Action::Confirm)
            .in_attempt(Answer::OpenInvitation(Ok(Box::new(opened))))
            .on("welcome");
        assert_eq!(play.view().renewing, renewing);
        play.press(Action::Continue).on("prepare");
        assert_eq!(play.view().renewing, renewing);
    }
}
