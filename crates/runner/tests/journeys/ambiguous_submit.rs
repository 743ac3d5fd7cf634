//! When it stays open whether a grant was made: it is looked at first, and there is never more than one.

use std::time::Duration;

use nylas::CustomAuth;
use nylas_sim::Simulator;
use secrecy::SecretString;
use wizard::Action;

use crate::{
    fault_proxy::{Call, Fault, FaultProxy, Reply, http},
    journey::{Journey, code_of, json, stages},
    world::{NYLA, World, client, grants, outside, simulator},
};

/// Longer than the program waits for custom auth.
const TIMED_OUT: u64 = 131;

/// Nylas behind a proxy, and a desk that is connected to it.
fn behind_a_proxy() -> (Simulator, FaultProxy, World) {
    let nylas = simulator();
    let proxy = outside(FaultProxy::to(&nylas));
    let world = World::known_operator(proxy.origin());
    (nylas, proxy, world)
}

fn connected(journey: &mut Journey<'_>, nylas: &Simulator) {
    let done = json(&journey.screen("done"));
    let grants = grants(nylas, NYLA);
    assert_eq!(grants.len(), 1);
    assert_eq!(done["grantId"], grants[0].id.as_str());
}

#[test]
fn a_grant_is_found_behind_an_answer_that_denies_it() {
    let garbage = |bytes| Fault {
        reply: Reply::Bytes(bytes),
        ..Fault::NONE
    };
    for fault in [
        garbage(http(
            502,
            &[("content-type", "text/html")],
            "<h1>Bad gateway</h1>",
        )),
        garbage(http(
            504,
            &[],
            r#"{"error":{"type":"api.provider_error","message":"Provider is not responding"}}"#,
        )),
        garbage(http(200, &[], "<!doctype html><title>Sign in</title>")),
        garbage(http(201, &[], r#"{"data":{"id":"cut"#)),
        garbage(http(201, &[], r#"{"data":{"grant":"of another shape"}}"#)),
    ] {
        let (nylas, proxy, world) = behind_a_proxy();
        proxy.meet(Call::CustomAuth, [fault.clone()]);
        let mut journey = world.begin();
        journey.up_to_password(NYLA).hand_over();
        connected(&mut journey, &nylas);
        assert!(
            journey.views().iter().any(|view| code_of(view).is_some()),
            "any answer is shown at once: {fault:?}"
        );
        assert_eq!(proxy.seen(Call::CustomAuth).len(), 1, "{fault:?}");
    }
}

#[test]
fn a_grant_is_found_when_there_was_no_answer() {
    for fault in [
        Fault::LOST,
        Fault {
            reply: Reply::Bytes(b"this is not HTTP\r\n\r\n".to_vec()),
            ..Fault::NONE
        },
    ] {
        let (nylas, proxy, world) = behind_a_proxy();
        proxy.meet(Call::CustomAuth, [fault]);
        let mut journey = world.begin();
        journey.up_to_password(NYLA).hand_over();
        connected(&mut journey, &nylas);
        assert_eq!(proxy.seen(Call::CustomAuth).len(), 1);
    }
}

#[test]
fn a_grant_that_was_not_made_is_made_by_retry_after_another_look() {
    for fault in [
        Fault::RESET,
        Fault::say(503, "{}"),
        Fault::say(200, "<p>Maintenance</p>"),
    ] {
        let (nylas, proxy, world) = behind_a_proxy();
        proxy.meet(Call::CustomAuth, [fault]);
        let mut journey = world.begin();
        journey
            .up_to_password(NYLA)
            .hand_over()
            .until("a problem", |view| code_of(view).is_some());
        journey.settle();
        assert_eq!(
            proxy.seen(Call::CustomAuth).len(),
            1,
            "nothing is sent again by itself"
        );
        let looks = proxy.seen(Call::Grants).len();
        journey.press(Action::Retry);
        connected(&mut journey, &nylas);
        assert!(proxy.seen(Call::Grants).len() > looks);
        assert_eq!(proxy.seen(Call::CustomAuth).len(), 2);
    }
}

#[test]
fn a_renewed_grant_whose_answer_was_lost_is_seen_to_be_renewed() {
    let (nylas, proxy, world) = behind_a_proxy();
    let auth = CustomAuth::ICloud {
        username: NYLA.to_owned(),
        password: SecretString::from("abcd-efgh-ijkl-mnop"),
        state: None,
    };
    outside(async { client(&nylas).custom_auth(&auth).await }).unwrap();
    proxy.meet(Call::CustomAuth, [Fault::LOST]);
    let mut journey = world.begin();
    journey.up_to_password(NYLA).hand_over();
    connected(&mut journey, &nylas);
    assert_eq!(proxy.seen(Call::CustomAuth).len(), 1);
}

#[test]
fn an_older_grant_is_not_taken_for_a_new_one() {
    let (nylas, proxy, world) = behind_a_proxy();
    let auth = CustomAuth::ICloud {
        username: NYLA.to_owned(),
        password: SecretString::from("abcd-efgh-ijkl-mnop"),
        state: None,
    };
    outside(async { client(&nylas).custom_auth(&auth).await }).unwrap();
    proxy.meet(Call::CustomAuth, [Fault::RESET]);
    let mut journey = world.begin();
    journey.up_to_password(NYLA).hand_over().problem("N07");
    journey.settle();
    assert_eq!(code_of(&journey.view()), Some("N07"));
    journey.press(Action::Retry);
    connected(&mut journey, &nylas);
    assert_eq!(proxy.seen(Call::CustomAuth).len(), 2);
}

#[test]
fn after_a_time_out_the_grant_is_looked_for() {
    let (nylas, proxy, world) = behind_a_proxy();
    proxy.meet(Call::CustomAuth, [Fault::DONE_IN_SILENCE]);
    let mut journey = world.begin();
    journey.up_to_password(NYLA).hand_over();
    journey.until_sent(&proxy, Call::CustomAuth, 1);
    journey.settle();
    journey.pass(20);
    journey.until("longer than usual", |view| json(view)["slow"] == true);
    journey.pass(TIMED_OUT - 20);
    connected(&mut journey, &nylas);
    assert_eq!(proxy.seen(Call::CustomAuth).len(), 1);
}

#[test]
fn after_a_time_out_without_a_grant_it_may_be_sent_again() {
    let (nylas, proxy, world) = behind_a_proxy();
    proxy.meet(Call::CustomAuth, [Fault::SILENCE]);
    let mut journey = world.begin();
    journey.up_to_password(NYLA).hand_over();
    journey.until_sent(&proxy, Call::CustomAuth, 1);
    journey.settle();
    journey.pass(TIMED_OUT);
    journey.problem("N07");
    journey.press(Action::Retry);
    connected(&mut journey, &nylas);
    assert_eq!(
        (proxy.seen(Call::CustomAuth).len(), proxy.most_awaited()),
        (2, 1)
    );
}

#[test]
fn a_cancelled_attempt_that_came_through_is_found_and_not_repeated() {
    let (nylas, proxy, world) = behind_a_proxy();
    proxy.meet(Call::CustomAuth, [Fault::dawdle(Duration::from_secs(1))]);
    let mut journey = world.begin();
    journey.up_to_password(NYLA).hand_over();
    journey.until_sent(&proxy, Call::CustomAuth, 1);
    let back = journey.press(Action::Cancel).screen("password");
    assert_eq!(
        (back.notice, json(&back)["good"].as_bool()),
        (Some("stopped-on-its-way"), Some(true))
    );
    journey.rest(Duration::from_secs(2));
    journey.press(Action::Continue);
    connected(&mut journey, &nylas);
    assert_eq!(proxy.seen(Call::CustomAuth).len(), 1);
}

#[test]
fn a_cancelled_attempt_that_never_came_through_is_made_again() {
    let (nylas, proxy, world) = behind_a_proxy();
    proxy.meet(
        Call::CustomAuth,
        [Fault {
            works: Duration::from_secs(1),
            ..Fault::RESET
        }],
    );
    let mut journey = world.begin();
    journey.up_to_password(NYLA).hand_over();
    journey.until_sent(&proxy, Call::CustomAuth, 1);
    journey.press(Action::Cancel).screen("password");
    journey.rest(Duration::from_secs(2));
    journey.press(Action::Continue);
    connected(&mut journey, &nylas);
    assert_eq!(
        (proxy.seen(Call::CustomAuth).len(), proxy.most_awaited()),
        (2, 1)
    );
}

#[test]
fn a_cancelled_attempt_that_nylas_still_works_on_is_not_joined_by_a_second() {
    let (nylas, proxy, world) = behind_a_proxy();
    proxy.meet(Call::CustomAuth, [Fault::dawdle(Duration::from_secs(3))]);
    let mut journey = world.begin();
    journey.up_to_password(NYLA).hand_over();
    journey.until_sent(&proxy, Call::CustomAuth, 1);
    journey.press(Action::Cancel).screen("password");
    journey.press(Action::Continue);
    connected(&mut journey, &nylas);
    assert_eq!(
        proxy.most_worked_on(),
        1,
        "two custom auths of one account were under way"
    );
}

#[test]
fn in_practice_cancelling_leaves_no_grant() {
    let world = World::new();
    let mut journey = world.begin();
    let simulator = journey.practise();
    journey.up_to_password("slow@icloud.com").hand_over();
    journey.until("the grant's stage", |view| {
        stages(view).get(2).is_some_and(|grant| grant == "running")
    });
    journey.settle();
    journey.press(Action::Cancel).screen("password");
    journey.pass(nylas_sim::SLOW_SECONDS + 1);
    journey.settle();
    let grants = journey
        .inside(async { client(&simulator).grants_for("slow@icloud.com").await })
        .unwrap();
    assert_eq!(grants, []);
}

#[test]
fn before_a_grant_is_noted_nothing_is_sent() {
    let (nylas, proxy, world) = behind_a_proxy();
    proxy.meet(
        Call::Grants,
        [Fault::say(
            403,
            r#"{"error":{"type":"api.forbidden","message":"not now"}}"#,
        )],
    );
    let mut journey = world.begin();
    journey.up_to_password(NYLA).hand_over().problem("N09");
    assert_eq!(proxy.seen(Call::CustomAuth).len(), 0);
    journey.press(Action::Retry);
    connected(&mut journey, &nylas);
}

#[test]
fn a_look_that_fails_after_a_lost_answer_leaves_the_way_on_open() {
    let (nylas, proxy, world) = behind_a_proxy();
    let refused = || {
        Fault::say(
            403,
            r#"{"error":{"type":"api.forbidden","message":"not now"}}"#,
        )
    };
    proxy.meet(Call::CustomAuth, [Fault::LOST]);
    proxy.meet(Call::Grants, [Fault::NONE, refused(), refused()]);
    let mut journey = world.begin();
    journey.up_to_password(NYLA).hand_over().problem("N07");
    journey.settle();
    journey.press(Action::Retry).problem("N09");
    assert_eq!(
        proxy.seen(Call::CustomAuth).len(),
        1,
        "what is not known to have failed is not sent again"
    );
    journey.press(Action::Retry);
    connected(&mut journey, &nylas);
    assert_eq!(proxy.seen(Call::CustomAuth).len(), 1);
}

#[test]
fn cancelling_while_apple_is_asked_or_grants_are_noted_sends_nothing() {
    let (nylas, proxy, world) = behind_a_proxy();
    proxy.meet(Call::Grants, [Fault::SILENCE]);
    let mut journey = world.begin();
    journey
        .up_to_password(NYLA)
        .hand_over()
        .screen("connecting");
    journey.settle();
    let back = journey.press(Action::Cancel).screen("password");
    assert_eq!(back.notice, None);
    journey.settle();
    assert_eq!(proxy.seen(Call::CustomAuth).len(), 0);
    journey.press(Action::Continue);
    connected(&mut journey, &nylas);
    assert_eq!(proxy.seen(Call::CustomAuth).len(), 1);
}

#[test]
fn cancelling_while_the_grant_is_read_makes_no_second_one() {
    let (nylas, proxy, world) = behind_a_proxy();
    proxy.meet(Call::Calendars, [Fault::SILENCE]);
    proxy.meet(Call::Messages, [Fault::SILENCE]);
    let mut journey = world.begin();
    journey.up_to_password(NYLA).hand_over();
    journey.until_sent(&proxy, Call::Calendars, 1);
    journey.until_sent(&proxy, Call::Messages, 1);
    journey.press(Action::Cancel).screen("password");
    journey.press(Action::Continue);
    connected(&mut journey, &nylas);
    assert_eq!(proxy.seen(Call::CustomAuth).len(), 1);
}

#[test]
fn one_of_mail_and_calendar_is_enough_to_be_connected() {
    let (nylas, proxy, world) = behind_a_proxy();
    proxy.meet(
        Call::Messages,
        [Fault::say(
            403,
            r#"{"error":{"type":"api.forbidden","message":"no mail"}}"#,
        )],
    );
    let mut journey = world.begin();
    journey.up_to_password(NYLA).hand_over();
    connected(&mut journey, &nylas);
    let done = json(&journey.view());
    assert_eq!(
        (&done["calendarsRead"], &done["mailRead"]),
        (&true.into(), &false.into())
    );
}
