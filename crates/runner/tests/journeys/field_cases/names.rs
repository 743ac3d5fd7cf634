//! Which name signs in.

use wizard::{Action, Field};

use super::{Scene, ends, given, only, refused_dav, refused_mail, says};
use crate::{
    apple::scripted::{good_dav, good_imap},
    fault_proxy::Call,
    journey::json,
    networks::{domains::NameServer, value},
    world::NYLA,
};

const ICLOUD: &[&str] = &["mx01.mail.icloud.com", "mx02.mail.icloud.com"];

/// A world that knows who runs the mail of a domain.
fn with_name_server(exchanges: &'static [&'static str]) -> (Scene, NameServer) {
    let (mut scene, server) = (Scene::good(), NameServer::with(Some(exchanges)));
    scene.world.environment.network.name_server = Some(server.address);
    (scene, server)
}

/// A domain of one's own at iCloud: told, and connected by the account's own address.
fn a_custom_domain(address: &str) {
    let (scene, _server) = with_name_server(ICLOUD);
    let mut journey = given(&scene.world, address);
    let view = ends(&mut journey, "A07", "address", &[]);
    assert_eq!(
        (json(&view)["second"].as_bool(), view.problem.unwrap().field),
        (Some(true), Some(Field::AppleId))
    );
    assert_eq!(
        value(&journey, "value").as_deref(),
        address.split('@').nth(1)
    );
    journey
        .edit(Field::AppleId, NYLA)
        .press(Action::Continue)
        .screen("prepare");
    journey.press(Action::HavePassword).screen("password");
    journey.hand_over().screen("done");
    // What is shown and what signs in are kept apart.
    assert_eq!(json(&journey.view())["address"], address);
    assert_eq!(scene.mail_names(), ["nyla.park"]);
    assert!(scene.proxy.seen(Call::CustomAuth)[0].body.contains(NYLA));
    assert_eq!(scene.world.disk.accounts()[0].address, address);
}

#[test]
fn field_case_15_nobody_cycles_through_forms_by_hand_and_each_is_tried_once() {
    let scene = Scene::new(refused_dav, refused_mail);
    let mut journey = scene.handed_over(NYLA);
    ends(
        &mut journey,
        "A01",
        "password",
        &[Action::ClosedTooEarly, Action::CopyDetails],
    );
    assert_eq!(
        (scene.mail_names(), scene.apple.calendar.heard().len()),
        (vec!["nyla.park".to_owned()], 1),
        "refused by both: no second form"
    );

    let scene = Scene::new(good_dav, only(NYLA));
    scene.handed_over(NYLA).screen("done");
    assert_eq!(scene.mail_names(), ["nyla.park", NYLA]);
}

#[test]
fn field_case_16_the_apple_id_is_a_gmail_address() {
    let scene = Scene::new(good_dav, only("somebody.else"));
    let mut journey = given(&scene.world, "nyla@gmail.com");
    let view = ends(&mut journey, "P05", "address", &[]);
    assert!(
        says(&view, "problem-text")
            .contains("gmail.com is Google’s. You may use this address to sign in to Apple")
    );
    assert!(says(&view, "apple-id-label").contains("@icloud.com"));
    journey
        .edit(Field::AppleId, NYLA)
        .press(Action::Continue)
        .screen("prepare");
    journey.press(Action::HavePassword).screen("password");
    journey.hand_over();
    let view = ends(
        &mut journey,
        "A02",
        "connecting",
        &[
            Action::Retry,
            Action::OtherAddress,
            Action::Continue,
            Action::CopyDetails,
        ],
    );
    assert!(says(&view, "problem-text").contains("Your password is correct"));
    journey.press(Action::OtherAddress).screen("address");
}

#[test]
fn field_case_17_a_custom_domain_is_only_an_alias() {
    a_custom_domain("nyla@park.example");
}

#[test]
fn field_case_18_all_custom_domains_need_the_primary_icloud_name() {
    a_custom_domain("office@another.example");
}

#[test]
fn field_case_19_a_login_is_never_cut_from_a_custom_address() {
    let (scene, _server) = with_name_server(ICLOUD);
    let mut journey = given(&scene.world, "boss@park.example");
    ends(&mut journey, "A07", "address", &[]);
    journey
        .edit(Field::AppleId, "boss@park.example")
        .press(Action::Continue);
    let view = ends(&mut journey, "P05", "address", &[]);
    assert_eq!(view.problem.unwrap().kind, "apple-id-other");
    journey
        .edit(Field::AppleId, NYLA)
        .press(Action::Continue)
        .screen("prepare");
    journey.press(Action::HavePassword).screen("password");
    journey.hand_over().screen("done");
    let heard = [scene.apple.mail.heard(), scene.apple.calendar.heard()].concat();
    assert!(!heard.is_empty() && heard.iter().all(|asked| !asked.contains("boss")));
}

#[test]
fn field_case_20_mail_knows_the_part_before_the_at_only() {
    let scene = Scene::new(good_dav, only("nyla.park"));
    scene.handed_over(NYLA).screen("done");
    assert_eq!(
        scene.mail_names(),
        ["nyla.park"],
        "the first form is the right one"
    );
    // Without another form of the name, and refused by both, it is about the password.
    let scene = Scene::new(refused_dav, only("somebody.else"));
    ends(
        &mut scene.handed_over(NYLA),
        "A01",
        "password",
        &[Action::ClosedTooEarly, Action::CopyDetails],
    );
}

#[test]
fn field_case_21_mail_gets_the_local_part_and_nylas_the_whole_address() {
    let scene = Scene::new(good_dav, good_imap);
    scene.handed_over("Nyla.Park+shop@me.com").screen("done");
    assert_eq!(scene.mail_names(), ["nyla.park"]);
    let body: serde_json::Value =
        serde_json::from_str(&scene.proxy.seen(Call::CustomAuth)[0].body).unwrap();
    assert!(body.to_string().contains("\"nyla.park@me.com\""), "{body}");
}

#[test]
fn field_case_24_it_is_told_from_which_address_mail_can_be_sent() {
    let (scene, _server) = with_name_server(ICLOUD);
    let mut journey = given(&scene.world, "nyla@gmail.com");
    journey
        .edit(Field::AppleId, NYLA)
        .press(Action::Continue)
        .screen("prepare");
    journey.press(Action::HavePassword).screen("password");
    let done = journey.hand_over().screen("done");
    assert!(says(&done, "send-from").contains(&format!("comes from {NYLA}")));
}
