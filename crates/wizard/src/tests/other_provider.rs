//! An address that is not Apple's: whose it is, and whether the company wants it all the same.

use super::play::{CALLBACK, GRANT, Play, company};
use crate::{Action, Answer, Connection, Effect, Field, Grant, Request, Return, Setup};
use apple::{MailHost, ParsedAddress, parse_address};

const GMAIL: &str = "nyla@gmail.com";

fn hosted(other_providers: &[&'static str]) -> Play {
    let mut play = Play::open(Setup {
        other_providers: other_providers.to_vec(),
        ..company(Connection::Hosted)
    });
    play.on("welcome");
    play
}

/// The address was given.
fn asked(mut play: Play, address: &str) -> Play {
    play.press(Action::Continue)
        .on("address")
        .edit(Field::Address, address)
        .press(Action::Continue);
    play
}

fn address(text: &str) -> apple::Address {
    match parse_address(text) {
        ParsedAddress::Other { address, .. } => address,
        other => panic!("{other:?}"),
    }
}

fn found(play: &mut Play, domain: &str, hosted: MailHost) {
    play.answer(Answer::LookUpDomain((domain.into(), hosted)));
}

/// The provider that the last event wants to sign in at.
fn provider(play: &Play) -> Option<&'static str> {
    let found = play.last.iter().find_map(|effect| match effect {
        Effect::Attempt {
            request: Request::SignIn { provider, .. },
            ..
        } => Some(*provider),
        _ => None,
    });
    found.unwrap_or_else(|| play.fail("expected a sign-in"))
}

#[test]
fn the_company_may_want_other_providers_and_then_apple_has_no_part_in_it() {
    let mut play = asked(hosted(&["google"]), GMAIL);
    play.no_problem()
        .shows("connects", GMAIL)
        .shows("main", "use-provider")
        .shows("second", false);
    play.press(Action::UseProvider)
        .on("sign-in")
        .shows("elsewhere", true)
        .press(Action::OpenApple)
        .was_ignored();
    play.press(Action::SignIn).did(&["Abort", "SignIn"]);
    assert_eq!(provider(&play), Some("google"));
    play.ready_to_return(Ok(())).returned(Return::SignedIn);
    play.exchanged(Ok(Grant {
        id: GRANT.into(),
        email: Some(GMAIL.into()),
    }))
    .no_problem()
    .did(&["Abort", "ReadCalendars", "ReadMail"]);
    play.read_both()
        .did(&["Record", "SignOut"])
        .answer(Answer::Record(Ok(())))
        .on("done");
}

#[test]
fn each_provider_goes_by_the_name_that_nylas_has_for_it() {
    for (allowed, address, expected) in [
        (
            &["google", "microsoft"][..],
            "nyla@outlook.com",
            Some("microsoft"),
        ),
        (&["ews"], "nyla@outlook.com", Some("ews")),
        (&["imap"], "nyla@yahoo.com", Some("imap")),
        (&["yahoo", "imap"], "nyla@yahoo.com", Some("yahoo")),
        (&["imap"], "nyla@gmx.de", Some("imap")),
        (&["imap"], "nyla@proton.me", None),
        (&["microsoft"], GMAIL, None),
        (&[], GMAIL, None),
    ] {
        let mut play = asked(hosted(allowed), address);
        match expected {
            Some(_) => {
                play.no_problem().press(Action::Continue).on("sign-in");
                assert_eq!(provider(play.press(Action::SignIn)), expected, "{address}");
            }
            None => {
                play.problem("P05").press(Action::UseProvider).was_ignored();
                play.on("address").shows("second", true);
            }
        }
    }
}

#[test]
fn apples_page_is_no_step_of_a_journey_that_does_not_go_there() {
    let steps = |play: &Play| -> Vec<&str> {
        let steps = play.view().steps;
        steps.iter().map(|step| step.name).collect()
    };
    let mut play = asked(hosted(&["google"]), GMAIL);
    assert!(steps(&play).contains(&"prepare"));
    play.press(Action::UseProvider).on("sign-in");
    assert_eq!(steps(&play), ["welcome", "address", "password", "done"]);
    play.press(Action::Back)
        .edit(Field::Address, "nyla@icloud.com")
        .press(Action::Continue)
        .on("prepare");
    assert!(steps(&play).contains(&"prepare"));
}

#[test]
fn who_would_rather_connect_the_icloud_mailbox_is_asked_for_its_address() {
    let mut play = asked(hosted(&["google"]), GMAIL);
    play.press(Action::OtherAddress)
        .on("address")
        .problem("P05")
        .kind("other-provider")
        .shows("second", true)
        .shows("main", "continue");
    play.edit(Field::AppleId, "nyla@icloud.com")
        .press(Action::Continue)
        .on("prepare");
    let mut play = asked(hosted(&["google"]), "nyla@icloud.co");
    play.press(Action::OtherAddress).was_ignored();
}

#[test]
fn a_slip_in_an_address_that_can_be_connected_is_mended_first() {
    let mut play = asked(hosted(&["google"]), "nyla@gmial.com");
    play.kind("meant")
        .press(Action::UseSuggestion)
        .no_problem()
        .shows("connects", GMAIL)
        .press(Action::Continue)
        .on("sign-in");
    assert_eq!(provider(play.press(Action::SignIn)), Some("google"));
}

#[test]
fn only_nylas_own_page_takes_them() {
    let mut play = asked(
        Play::open(Setup {
            other_providers: vec!["google"],
            ..company(Connection::Practice)
        }),
        GMAIL,
    );
    play.problem("P05").press(Action::UseProvider).was_ignored();
}

#[test]
fn who_comes_back_is_offered_the_same_way_again() {
    for (domain, hosted_by) in [
        ("gmail.com", None),
        ("park.example", Some(MailHost::Provider("google"))),
    ] {
        let mut play = asked(hosted(&["google"]), &format!("nyla@{domain}"));
        for _ in 0..2 {
            if let Some(hosted_by) = hosted_by {
                play.did(&["LookUpDomain"]);
                found(&mut play, domain, hosted_by);
            }
            play.no_problem()
                .press(Action::UseProvider)
                .on("sign-in")
                .press(Action::Back)
                .on("address")
                .press(Action::Continue);
        }
    }
}

#[test]
fn the_way_back_leads_to_the_address_and_apple_is_in_it_again() {
    let mut play = asked(hosted(&["google"]), GMAIL);
    play.press(Action::UseProvider)
        .on("sign-in")
        .press(Action::Back)
        .on("address")
        .shows("elsewhere", false);
    play.edit(Field::Address, "nyla@icloud.com")
        .press(Action::Continue)
        .on("prepare")
        .press(Action::HavePassword)
        .press(Action::SignIn);
    assert_eq!(provider(&play), None);
    play.shows("callback", CALLBACK);
}

#[test]
fn plain_imap_elsewhere_is_mail_alone() {
    let mut play = asked(hosted(&["imap"]), "nyla@gmx.de");
    play.press(Action::UseProvider).shows("scope", "mail");
    let mut play = asked(hosted(&["google"]), GMAIL);
    play.press(Action::UseProvider).shows("scope", "all");
}

#[test]
fn nylas_is_asked_with_the_operators_key_where_the_name_servers_did_not_tell() {
    for unknown in [MailHost::Unknown, MailHost::Provider("other")] {
        let mut play = asked(Play::api_key(), "nyla@park.example");
        found(&mut play, "park.example", unknown);
        play.did(&["DetectProvider"]).problem("P05").kind("other");
        play.answer(Answer::DetectProvider((
            address("nyla@park.example"),
            MailHost::Provider("google"),
        )))
        .kind("other-provider");
    }
    let mut play = asked(Play::api_key(), "nyla@park.example");
    found(&mut play, "park.example", MailHost::Unknown);
    play.answer(Answer::DetectProvider((
        address("nyla@park.example"),
        MailHost::ICloud,
    )))
    .problem("A07");

    let mut play = asked(Play::api_key(), "nyla@park.example");
    found(&mut play, "park.example", MailHost::Provider("google"));
    play.did(&[]);
    let mut play = asked(hosted(&[]), "nyla@park.example");
    found(&mut play, "park.example", MailHost::Unknown);
    play.did(&[]);
}

#[test]
fn an_answer_about_another_address_is_not_heard() {
    let mut play = asked(Play::api_key(), "nyla@park.example");
    found(&mut play, "park.example", MailHost::Unknown);
    play.edit(Field::Address, "nyla@other.example")
        .answer(Answer::DetectProvider((
            address("nyla@park.example"),
            MailHost::ICloud,
        )));
    play.was_ignored();
}
