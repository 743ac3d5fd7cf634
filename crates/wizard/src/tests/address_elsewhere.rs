//! `address`, where it is at another provider: the iCloud address beside it, and whose a domain is.

use super::{
    address::{accepted, form},
    play::{ADDRESS, Play},
};
use crate::{Action, Answer, Effect, Field, Request};
use apple::MailHost;

#[test]
fn an_address_elsewhere_needs_the_icloud_address_beside_it() {
    let mut play = form();
    play.edit(Field::Address, "nyla@gmail.com")
        .shows("second", false)
        .press(Action::Continue)
        .on("address")
        .problem("P05")
        .kind("other-provider")
        .shows("second", true)
        .did(&[]);
    for (name, value) in [("value", "gmail.com"), ("provider", "google")] {
        let values = play.view().problem.unwrap().values;
        assert!(values.contains(&(name, value.into())), "{values:?}");
    }
    assert_eq!(play.view().problem.unwrap().field, Some(Field::AppleId));
    play.press(Action::Continue)
        .problem("P05")
        .kind("apple-id-empty");
    assert_eq!(play.view().problem.unwrap().field, Some(Field::AppleId));
    play.edit(Field::AppleId, ADDRESS)
        .no_problem()
        .press(Action::Continue)
        .on("prepare");
    assert_eq!(accepted(&play), ("nyla@gmail.com".into(), ADDRESS.into()));
    let progress = play.progress().unwrap();
    assert_eq!(
        (progress.address.as_deref(), progress.apple_id.as_deref()),
        (Some("nyla@gmail.com"), Some(ADDRESS))
    );
    play.press(Action::Back)
        .on("address")
        .shows("second", true)
        .shows("address", "nyla@gmail.com")
        .shows("appleId", ADDRESS);
}

#[test]
fn another_domain_is_looked_at_anew_while_the_second_field_is_empty() {
    let mut play = form();
    play.edit(Field::Address, "nyla.park@gmail.com")
        .press(Action::Continue)
        .kind("other-provider");
    play.edit(Field::Address, "nyla.park@icoud.com")
        .press(Action::Continue)
        .problem("P05")
        .kind("meant")
        .shows("meant", ADDRESS);
    play.shows("second", false)
        .press(Action::Continue)
        .kind("other")
        .shows("meant", serde_json::json!(null))
        .shows("second", true);
    play.edit(Field::Address, "nyla.park@outlook.com")
        .press(Action::Continue)
        .problem("P05")
        .kind("other-provider");
    play.edit(Field::AppleId, ADDRESS)
        .edit(Field::Address, "nyla.park@yahoo.com")
        .press(Action::Continue)
        .on("prepare");
    assert_eq!(
        accepted(&play),
        ("nyla.park@yahoo.com".into(), ADDRESS.into())
    );
}

#[test]
fn the_second_field_says_what_is_wrong_with_it() {
    for (text, code, kind) in [
        ("", "P05", "apple-id-empty"),
        ("nyla@outlook.com", "P05", "apple-id-other"),
        ("nyla", "P05", "apple-id-meant"),
        ("nyla@iclould.com", "P05", "apple-id-meant"),
        ("nyla park@icloud.com", "P05", "apple-id-odd"),
        ("+1 555 010 0199", "P06", "apple-id"),
    ] {
        let mut play = form();
        play.edit(Field::Address, "nyla@gmail.com")
            .press(Action::Continue)
            .edit(Field::AppleId, text)
            .press(Action::Continue);
        play.on("address").problem(code).kind(kind);
        assert_eq!(
            play.view().problem.unwrap().field,
            Some(Field::AppleId),
            "{text:?}"
        );
        play.edit(Field::AppleId, "n").no_problem();
    }
}

#[test]
fn the_second_field_goes_when_the_first_no_longer_needs_it() {
    let mut play = form();
    play.edit(Field::Address, "nyla@gmail.com")
        .press(Action::Continue)
        .edit(Field::Address, "nyla@gmail.co")
        .shows("second", true);
    play.edit(Field::Address, ADDRESS)
        .shows("second", false)
        .press(Action::Continue)
        .on("prepare");
    assert_eq!(accepted(&play), (ADDRESS.into(), ADDRESS.into()));
}

/// `continue` with an address of a domain that is nobody's we know.
fn elsewhere() -> Play {
    let mut play = form();
    play.edit(Field::Address, "nyla@park.example")
        .press(Action::Continue)
        .on("address")
        .problem("P05")
        .kind("other")
        .shows("second", true);
    assert!(
        matches!(&play.last[..], [Effect::Ask(Request::LookUpDomain(domain))] if domain == "park.example")
    );
    play
}

fn found(play: &mut Play, hosted: MailHost) -> &mut Play {
    play.answer(Answer::LookUpDomain(("park.example".into(), hosted)))
}

#[test]
fn a_domain_hosted_at_icloud_is_told_and_asks_for_the_address_that_signs_in() {
    let mut play = elsewhere();
    found(&mut play, MailHost::ICloud)
        .on("address")
        .problem("A07")
        .shows("second", true)
        .did(&[]);
    assert_eq!(play.view().problem.unwrap().field, Some(Field::AppleId));
    let values = play.view().problem.unwrap().values;
    assert_eq!(values, [("value", "park.example".to_owned())]);
    play.edit(Field::AppleId, ADDRESS)
        .no_problem()
        .press(Action::Continue)
        .on("prepare");
    assert_eq!(
        accepted(&play),
        ("nyla@park.example".into(), ADDRESS.into())
    );
}

#[test]
fn a_provider_found_by_its_servers_is_named_and_anybody_else_is_not() {
    found(&mut elsewhere(), MailHost::Provider("microsoft"))
        .problem("P05")
        .kind("other-provider");
    for hosted in [MailHost::Provider("other"), MailHost::Unknown] {
        found(&mut elsewhere(), hosted).problem("P05").kind("other");
    }
}

#[test]
fn the_look_up_never_stands_in_the_way_and_never_takes_back_what_was_typed() {
    // The second field is there at once and may be filled in before the answer.
    let mut play = elsewhere();
    play.edit(Field::AppleId, "nyla").no_problem();
    found(&mut play, MailHost::ICloud)
        .no_problem()
        .was_ignored();
    play.edit(Field::AppleId, ADDRESS)
        .press(Action::Continue)
        .on("prepare");
    found(&mut play, MailHost::ICloud)
        .on("prepare")
        .no_problem()
        .was_ignored();

    let mut play = elsewhere();
    play.edit(Field::Address, "nyla@other.example")
        .press(Action::Continue);
    found(&mut play, MailHost::ICloud)
        .problem("P05")
        .kind("other")
        .was_ignored();
    play.edit(Field::Address, ADDRESS)
        .edit(Field::Address, "nyla@other.example")
        .press(Action::Continue)
        .problem("P05")
        .kind("other");
    found(&mut play, MailHost::ICloud)
        .problem("P05")
        .kind("other")
        .was_ignored();
}

#[test]
fn nothing_is_looked_up_in_practice_or_of_a_slip() {
    let mut play = Play::practice().up_to_address();
    play.edit(Field::Address, "nyla@park.example")
        .press(Action::Continue)
        .problem("P05")
        .kind("other")
        .did(&[]);
    form()
        .edit(Field::Address, "nyla@iclould.com")
        .press(Action::Continue)
        .problem("P05")
        .kind("meant")
        .did(&[]);
}
