//! No token is left behind, whenever somebody leaves.

use std::{net::TcpListener, time::Duration};

use wizard::Action;

use super::hosted;
use crate::{
    fault_proxy::{Call, Fault},
    journey::json,
    world::NYLA,
};

#[test]
fn a_token_that_comes_after_cancelling_is_revoked_all_the_same() {
    let hosted = hosted();
    hosted
        .proxy
        .meet(Call::Token, [Fault::dawdle(Duration::from_secs(1))]);
    let (mut journey, page) = hosted.up_to_waiting();
    hosted.sign_in(&journey, &page, NYLA);
    journey.until_sent(&hosted.proxy, Call::Token, 1);
    journey.press(Action::Cancel).screen("sign-in");
    journey.until_sent(&hosted.proxy, Call::Revoke, 1);
    hosted.leaves_nothing(&journey);
    assert_eq!(journey.view().name, "sign-in");
    let page = hosted.open(&mut journey);
    hosted.sign_in(&journey, &page, NYLA);
    journey.screen("done");
}

#[test]
fn a_reading_that_fails_is_only_read_again_and_a_cancelled_one_revoked() {
    let hosted = hosted();
    let no = || {
        Fault::say(
            403,
            r#"{"request_id":"r","error":{"type":"grant.access_denied","message":"not yet"}}"#,
        )
    };
    hosted.proxy.meet(Call::Calendars, [no(), no()]);
    hosted.proxy.meet(Call::Messages, [no(), no()]);
    let (mut journey, page) = hosted.up_to_waiting();
    hosted.sign_in(&journey, &page, NYLA);
    journey.problem("N10");
    assert_eq!(hosted.nylas.live_tokens(), 1);
    journey.press(Action::Retry).problem("N10");
    assert_eq!(hosted.proxy.seen(Call::Token).len(), 1);
    journey.press(Action::Back).screen("sign-in");
    hosted.leaves_nothing(&journey);
}

#[test]
fn a_token_that_is_slow_to_revoke_holds_nobody_up() {
    let hosted = hosted();
    hosted
        .proxy
        .meet(Call::Revoke, [Fault::dawdle(Duration::from_millis(700))]);
    let (mut journey, page) = hosted.up_to_waiting();
    hosted.sign_in(&journey, &page, NYLA);
    journey.screen("done");
    journey.press(Action::Finish).settle();
    while hosted.nylas.live_tokens() > 0 {
        journey.rest(Duration::from_millis(20));
    }
    let account = &hosted.world.disk.accounts()[0];
    assert_eq!(
        (account.connection, account.address.as_str()),
        (Some(wizard::ConnectionKind::Hosted), NYLA)
    );
}

#[test]
fn closed_at_any_moment_the_program_leaves_no_token() {
    for (call, fault) in [
        (Call::Token, Fault::dawdle(Duration::from_secs(1))),
        (Call::Calendars, Fault::dawdle(Duration::from_secs(8))),
        (Call::Revoke, Fault::dawdle(Duration::from_secs(1))),
    ] {
        let hosted = hosted();
        hosted.proxy.meet(call, [fault]);
        let (journey, page) = hosted.up_to_waiting();
        hosted.sign_in(&journey, &page, NYLA);
        journey.until_sent(&hosted.proxy, call, 1);
        let closing = std::time::Instant::now();
        journey.close();
        assert_eq!(
            (
                hosted.nylas.live_tokens(),
                hosted.proxy.seen(Call::Revoke).len()
            ),
            (0, 1),
            "{call:?}"
        );
        assert!(closing.elapsed() < runner::LEAVING, "{call:?}");
    }
}

#[test]
fn without_a_token_nobody_waits_for_the_end() {
    let hosted = hosted();
    let (journey, _) = hosted.up_to_waiting();
    let closing = std::time::Instant::now();
    journey.close();
    assert!(closing.elapsed() < Duration::from_secs(1));
    assert!(
        TcpListener::bind(("127.0.0.1", hosted.port)).is_ok(),
        "the port is free"
    );
}

#[test]
fn killed_while_nylas_page_is_open_it_starts_on_the_announcement() {
    let hosted = hosted();
    let (journey, _) = hosted.up_to_waiting();
    journey.kill();
    let mut journey = hosted.world.begin();
    let view = journey.screen("sign-in");
    assert_eq!(json(&view)["phase"], "closed");
    let page = hosted.open(&mut journey);
    hosted.sign_in(&journey, &page, NYLA);
    journey.screen("done");
}

#[test]
fn the_address_of_the_page_can_be_copied_when_the_browser_does_not_open() {
    let hosted = hosted();
    hosted
        .world
        .screen
        .refuses
        .store(true, std::sync::atomic::Ordering::SeqCst);
    let mut journey = hosted.up_to_sign_in();
    journey.press(Action::SignIn).problem("C08");
    hosted
        .world
        .screen
        .refuses
        .store(false, std::sync::atomic::Ordering::SeqCst);
    journey.press(Action::CopyPage).copied();
    let page = hosted.world.screen.copied().pop().unwrap();
    hosted.sign_in(&journey, &page, NYLA);
    journey.screen("done");
}
