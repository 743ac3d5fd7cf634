//! Passwords that were typed into the wrong field: neither a name server nor Nylas hears of them.

use crate::{
    fault_proxy::{Call, FaultProxy},
    journey::{Journey, code_of, json},
    networks::domains::NameServer,
    world::{KEY, World, outside, simulator},
};
use std::time::{Duration, Instant};
use wizard::{Action, Field, Input};

#[rustfmt::skip]
const PASSWORDS: &[&str] = &[
    "P@ssw0rd.2024", "Summer@2024.x1", "abcd@efgh.ijkl", "Tr0ub4dor@3.horse1", "me@home.1", "Correct-Horse@Battery.Staple",
    "P@ssw0rd.com", "p@ssword.de", "P@ss.word.com", "Summer@2024.com", "Tr0ub4dor&3@home.com", "Pa$$w0rd!@me.tv", "H@ppy.day",
    "J@mes.Bond", "Hello@World.Foo", "Hello@w0rld.com", "iLove@pizza.me", "Hunter2@Work.io", "xK9@mQz.pL", "s3cret@place.net",
    "123456@home.com", "qwerty@home.com", "me@home.Now", "m0tdep@sse.fr", "password: nyla@park.com", "hunter2", "P@ssw0rd",
    "abcd-efgh-ijkl-mnop",
];

/// Types letter by letter, pastes, leaves the field and presses on.
fn give(journey: &mut Journey, field: Field, text: &str) {
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
    for end in ends {
        journey.edit(field, &text[..end]);
    }
    journey.paste(field, text).tell(Input::Leave(field));
}

fn until_heard(journey: &Journey, server: &NameServer, domain: &str) {
    let start = Instant::now();
    while server.heard().last().is_none_or(|heard| heard != domain) {
        journey.rest(Duration::from_millis(20));
        assert!(
            start.elapsed() < Duration::from_secs(10),
            "{domain} was not asked for"
        );
    }
}

#[test]
fn a_password_in_the_address_field_leaves_neither_for_name_servers_nor_for_nylas() {
    let nylas = simulator();
    let proxy = outside(FaultProxy::to(&nylas));
    let server = NameServer::with(Some(&[]));
    let mut world = World::known_operator(proxy.origin());
    world.environment.network.name_server = Some(server.address);
    let mut journey = world.begin();
    journey.screen("welcome");
    journey.press(Action::Continue).screen("address");
    for password in PASSWORDS {
        give(&mut journey, Field::Address, password);
        journey.press(Action::Continue).problem("P05");
        give(&mut journey, Field::AppleId, password);
        journey.press(Action::Continue).problem("P05");
        assert_eq!(journey.view().name, "address", "{password}");
    }
    // One that may be asked about comes last, so that everything before it had its time.
    for domain in ["park.example", "xn--mnchen-3ya.de"] {
        journey.edit(Field::Address, "");
        give(&mut journey, Field::Address, &format!("nyla@{domain}"));
        journey.press(Action::Continue).problem("P05");
        until_heard(&journey, &server, domain);
    }
    journey.until_sent(&proxy, Call::Detect, 2);
    assert_eq!(server.heard(), ["park.example", "xn--mnchen-3ya.de"]);
    assert_eq!(proxy.seen(Call::Detect).len(), 2);
}

#[test]
fn nylas_is_not_asked_about_a_domain_that_is_not_there() {
    let nylas = simulator();
    let proxy = outside(FaultProxy::to(&nylas));
    let server = NameServer::without_domains();
    let mut world = World::known_operator(proxy.origin());
    world.environment.network.name_server = Some(server.address);
    let mut journey = world.begin();
    journey.screen("welcome");
    journey.press(Action::Continue).screen("address");
    journey
        .edit(Field::Address, "nyla@park.example")
        .press(Action::Continue)
        .problem("P05");
    until_heard(&journey, &server, "park.example");
    journey.settle();
    assert_eq!(proxy.seen(Call::Detect).len(), 0);
}

#[test]
fn a_password_is_not_searched_for_at_nylas() {
    let nylas = simulator();
    let proxy = outside(FaultProxy::to(&nylas));
    let world = World::known_operator(proxy.origin());
    let mut journey = world.begin();
    journey.screen("home");
    journey
        .press(Action::AllGrants)
        .until("the list", |view| json(view)["all"]["complete"] == true);
    let before = proxy.calls().len();
    for password in [
        "P@ssw0rd.2024",
        "P@ssw0rd.com",
        "Tr0ub4dor&3@home.com",
        "s3cret@place.net",
    ] {
        give(&mut journey, Field::Search, password);
        journey
            .press(Action::FindGrants)
            .until("a word about it", |view| {
                view.notice == Some("not-an-address")
            });
    }
    journey.settle();
    assert_eq!(proxy.calls().len(), before);
}

#[test]
fn a_password_in_the_keys_field_is_no_key_and_does_not_travel() {
    let nylas = simulator();
    let proxy = outside(FaultProxy::to(&nylas));
    let world = World::operator(proxy.origin());
    let mut journey = world.begin();
    journey.until("the field", |view| json(view)["asking"] == true);
    for password in PASSWORDS {
        give(&mut journey, Field::ApiKey, password);
        let view = journey.press(Action::Continue).problem("N04");
        assert_eq!(view.problem.unwrap().kind, "not-a-key", "{password}");
        journey.press(Action::Retry).settle();
        assert_eq!(code_of(&journey.view()), Some("N04"), "{password}");
    }
    assert!(proxy.calls().is_empty());
    journey.give_key(KEY).screen("welcome");
}
