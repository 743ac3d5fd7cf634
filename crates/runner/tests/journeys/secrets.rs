//! No secret anywhere. Every journey of this crate is looked through when it ends; these are the ones that tempt most.

use wizard::{Action, Field};

use crate::{
    fault_proxy::{Call, Fault, FaultProxy, Reply, http},
    journey::{code_of, json},
    logs,
    world::{KEY, NYLA, PASSWORD, SECRETS, World, outside, simulator},
};

/// An error that repeats everything the request carried.
fn echo(status: u16, kind: &str) -> Fault {
    let error = format!(
        r#"{{"request_id":"{KEY}","error":{{"type":"{kind}","message":"{PASSWORD} with {KEY} was not accepted","provider_error":"{PASSWORD}"}}}}"#
    );
    Fault::say(status, &error)
}

#[test]
fn an_answer_that_repeats_the_secrets_loses_them() {
    for (status, kind, code) in [
        (400, "grant.invalid_authentication", "N01"),
        (429, "api.rate_limit_error", "N06"),
        (503, "api.internal_error", "N07"),
        (418, "api.teapot", "N08"),
    ] {
        let nylas = simulator();
        let proxy = outside(FaultProxy::to(&nylas));
        proxy.meet(Call::CustomAuth, [echo(status, kind)]);
        let world = World::known_operator(proxy.origin());
        let mut journey = world.begin();
        let view = journey
            .up_to_password(NYLA)
            .hand_over()
            .until("a problem", |view| code_of(view).is_some());
        // 418 speaks of no password but its message does repeat one.
        assert!(
            code_of(&view) == Some(code),
            "{status} {kind}: {:?}",
            code_of(&view)
        );
        journey.press(Action::CopyDetails).copied();
        assert!(
            world.screen.copied()[0].contains("[removed]"),
            "{:?}",
            world.screen.copied()
        );
    }
}

#[test]
fn a_key_that_is_repeated_in_a_header_is_not_shown() {
    let nylas = simulator();
    let proxy = outside(FaultProxy::to(&nylas));
    let reply = Reply::Bytes(http(
        401,
        &[("x-request-id", KEY), ("retry-after", KEY)],
        r#"{"error":{"type":"unauthorized","message":"no"}}"#,
    ));
    proxy.meet(
        Call::Application,
        [Fault {
            reply,
            done: false,
            ..Fault::NONE
        }],
    );
    let world = World::operator(proxy.origin());
    let mut journey = world.begin();
    journey
        .give_key(KEY)
        .until("a problem", |view| code_of(view).is_some());
    journey.press(Action::CopyDetails).copied();
}

#[test]
fn secrets_in_the_wrong_field_go_no_further() {
    let nylas = simulator();
    let world = World::operator(&nylas.origin());
    let mut journey = world.begin();
    journey.give_key(KEY).screen("welcome");
    journey.press(Action::Continue).screen("address");
    for wrong in [PASSWORD, KEY] {
        journey
            .edit(Field::Address, wrong)
            .press(Action::Continue)
            .problem("P05");
        journey.press(Action::CopyDetails).copied();
        journey
            .edit(Field::Address, &format!("{wrong}@icloud"))
            .press(Action::Continue)
            .problem("P05");
    }
    journey.press(Action::Back).up_to_password(NYLA);
    for wrong in [KEY, "Hunter2!hunter2"] {
        journey
            .paste(Field::AppPassword, wrong)
            .press(Action::Continue)
            .problem("P01");
    }
    journey.hand_over().screen("done");
}

#[test]
fn a_field_of_another_screen_is_not_logged_with_its_text() {
    let nylas = simulator();
    let world = World::known_operator(&nylas.origin());
    let mut journey = world.begin();
    journey.screen("welcome");
    journey
        .edit(Field::AppPassword, PASSWORD)
        .edit(Field::ApiKey, KEY)
        .settle();
    assert!(
        logs::lines()
            .iter()
            .any(|line| line.contains("did not fit")),
        "the log is listened to"
    );
}

#[test]
fn what_the_libraries_log_is_looked_at_too() {
    logs::watch(&SECRETS);
    logs::watch(&[logs::CANARY]);
    log::trace!(target: "some_library", "a line with {} in it", logs::CANARY);
    assert!(logs::saw_the_canary(), "a secret in a log line is seen");
}

#[test]
fn what_a_server_says_is_shown_cut_and_without_tricks() {
    let nylas = simulator();
    let proxy = outside(FaultProxy::to(&nylas));
    let message = format!("\u{202e}<script>alert(1)</script>\u{7}{}", "x".repeat(5000));
    let body =
        serde_json::json!({ "error": { "type": "api.\u{2066}strange", "message": message } })
            .to_string();
    proxy.meet(Call::CustomAuth, [Fault::say(418, &body)]);
    let names = serde_json::json!({ "data": [{ "id": "1", "name": format!("\u{202e}Home\u{0}\n{}", "y".repeat(500)) }, { "id": "2", "name": "\u{200b}" }] });
    proxy.meet(Call::Calendars, [Fault::say(200, &names.to_string())]);
    let world = World::known_operator(proxy.origin());
    let mut journey = world.begin();
    let problem = journey.up_to_password(NYLA).hand_over().problem("N08");
    let details = problem.problem.unwrap().details;
    for (_, value) in &details {
        assert!(
            value.chars().count() <= 200
                && !value
                    .chars()
                    .any(|c| c.is_control() || "\u{202e}\u{2066}".contains(c)),
            "{value:?}"
        );
    }
    journey.press(Action::Retry);
    let done = json(&journey.screen("done"));
    let names = done["calendars"].as_array().unwrap();
    assert_eq!(names.len(), 1);
    let name = names[0].as_str().unwrap();
    assert!(
        name.starts_with("Home")
            && name.chars().count() <= 80
            && !name.chars().any(char::is_control),
        "{name:?}"
    );
}
