//! Keys that may not do everything, and keys that were good once. Nylas' 403 names a permission, and no plan.

use wizard::{Action, Field};

use crate::{
    fault_proxy::{Call, Fault, FaultProxy, http},
    journey::{code_of, json},
    world::{KEY, NYLA, World, outside, simulator},
};

const FORBIDDEN: &str = r#"{"request_id": "req-403", "error": {"type": "api.forbidden", "message": "The principal may not do this"}}"#;

fn forbidden(times: usize) -> Vec<Fault> {
    vec![Fault::say(403, FORBIDDEN); times]
}

/// What is said of this answer to the question for the application.
fn said_of(answer: Fault) -> (&'static str, &'static str, String) {
    let nylas = simulator();
    let proxy = outside(FaultProxy::to(&nylas));
    proxy.meet(Call::Application, [answer]);
    let world = World::operator(proxy.origin());
    let mut journey = world.begin();
    journey.give_key(KEY);
    let view = journey.until("a word about it", |view| view.problem.is_some());
    let text = words::screen(&view, "en").text["problem-title"].clone();
    let problem = view.problem.unwrap();
    (problem.code, problem.kind, text)
}

#[test]
fn a_key_that_may_not_see_its_application_or_connectors_connects_all_the_same() {
    let nylas = simulator();
    let proxy = outside(FaultProxy::to(&nylas));
    proxy.meet(Call::Application, forbidden(3));
    proxy.meet(Call::Connector, forbidden(5));
    let world = World::operator(proxy.origin());
    let mut journey = world.begin();
    journey.give_key(KEY);
    let home = journey.until("home", |view| view.name == "home");
    assert_eq!(json(&home)["lacks"], "applications.read, connectors.read");
    journey.up_to_password(NYLA);
    assert!(
        journey.views().iter().all(|view| code_of(view).is_none()),
        "the quiet check does not stop at what a key may not see"
    );
    journey.hand_over().screen("done");
    assert_eq!(
        world.disk.accounts()[0].application,
        None,
        "which application it is, is not known"
    );
    journey.press(Action::Finish).screen("home");
    // What needs the application names what is missing.
    journey.press(Action::MakeProfile);
    let view = journey.problem("N09");
    let problem = view.problem.as_ref().unwrap();
    assert_eq!(problem.kind, "permission");
    assert_eq!(problem.values, [("value", "applications.read".to_owned())]);
    let next = words::screen(&view, "en").text["problem-text"].clone();
    assert!(next.contains("applications.read"), "{next}");
}

#[test]
fn a_key_that_may_not_see_its_application_looks_after_what_a_greater_one_connected() {
    let nylas = simulator();
    let proxy = outside(FaultProxy::to(&nylas));
    let world = World::operator(proxy.origin());
    let mut journey = world.begin();
    journey.give_key(KEY).up_to_password(NYLA).hand_over();
    let grant = json(&journey.screen("done"))["grantId"].clone();
    let grant = grant.as_str().unwrap().to_owned();
    journey.press(Action::Finish).screen("home");
    assert!(world.disk.accounts()[0].application.is_some());
    journey.close();

    outside(async { nylas.change_apple_password(NYLA) });
    proxy.meet(Call::Application, forbidden(20));
    let mut journey = world.begin();
    let home = journey.until("home", |view| view.name == "home");
    assert_eq!(json(&home)["lacks"], "applications.read");
    journey.press(Action::Accounts).screen("accounts");
    journey.until("what became of it", |view| json(view)["checking"] == false);
    assert_eq!(journey.states()[0].1, "needs-password");
    journey.press_for(Action::Renew, &grant).screen("prepare");
    journey.press(Action::HavePassword).screen("password");
    journey
        .paste(Field::AppPassword, "wxyz-abcd-efgh-ijkl")
        .press(Action::Continue);
    assert_eq!(json(&journey.screen("done"))["grantId"], grant.as_str());
    journey.press(Action::Finish).screen("home");
    let accounts = world.disk.accounts();
    assert_eq!(accounts.len(), 1, "it is the same account");
}

#[test]
fn a_key_that_may_not_list_grants_is_of_no_use_and_it_is_said_what_it_lacks() {
    let nylas = simulator();
    let proxy = outside(FaultProxy::to(&nylas));
    proxy.meet(Call::Connector, forbidden(1));
    proxy.meet(Call::Grants, forbidden(1));
    let world = World::operator(proxy.origin());
    let mut journey = world.begin();
    journey.give_key(KEY);
    let view = journey.problem("N09");
    let problem = view.problem.unwrap();
    assert_eq!((view.name, problem.kind), ("operator", "permission"));
    assert_eq!(problem.values, [("value", "grants.read".to_owned())]);
}

#[test]
fn a_plan_is_named_only_where_nylas_names_it() {
    for (status, message, kind) in [
        (403, "The principal may not do this", "permission"),
        (403, "Your plan does not include this", "plan"),
        (402, "Payment required", "plan"),
        // Two that nobody listed.
        (403, "Upgrade to connect more accounts", "plan"),
        (403, "Account billing is suspended", "plan"),
    ] {
        let nylas = simulator();
        let proxy = outside(FaultProxy::to(&nylas));
        let body = format!(
            r#"{{"request_id": "req-9", "error": {{"type": "forbidden", "message": "{message}"}}}}"#
        );
        proxy.meet(Call::CustomAuth, [Fault::say(status, &body)]);
        let world = World::known_operator(proxy.origin());
        let mut journey = world.begin();
        journey.up_to_password(NYLA).hand_over();
        let view = journey.problem("N09");
        let problem = view.problem.as_ref().unwrap();
        assert_eq!(problem.kind, kind, "{status} {message}");
        let text = words::screen(&view, "en").text["problem-text"].clone();
        assert_eq!(text.contains("plan"), kind == "plan", "{text}");
        // At the company's own desk it is said where to look it up.
        assert_eq!(problem.request.as_deref(), Some("req-9"));
    }
}

#[test]
fn a_key_that_was_good_once_is_told_apart() {
    for (message, kind) in [
        ("The API key has expired", "expired"),
        ("This credential is disabled", "disabled"),
        // Two that nobody listed.
        ("Key was revoked on 2026-11-01", "disabled"),
        ("credentials_expired: rotate the key", "expired"),
        ("Invalid API key", ""),
    ] {
        let body = format!(
            r#"{{"request_id": "r", "error": {{"type": "unauthorized", "message": "{message}"}}}}"#
        );
        let (code, said, title) = said_of(Fault::say(401, &body));
        assert_eq!((code, said), ("N04", kind), "{message}");
        assert_eq!(title.contains("expired"), kind == "expired", "{title}");
    }
}

#[test]
fn a_filters_403_is_no_word_about_the_key() {
    // Nor is any other page: a sign-in with 200, a refusal with 401, 404 or 451. Only on the way to this computer itself
    // nobody stands in between.
    for status in [403, 200, 401, 404, 451] {
        let page = http(
            status,
            &[("content-type", "text/html")],
            "<html><body>Blocked by your company</body></html>",
        );
        let (code, kind, _) = said_of(Fault {
            reply: crate::fault_proxy::Reply::Bytes(page),
            ..Fault::say(403, "")
        });
        assert_eq!((code, kind), ("N08", ""), "{status}");
    }
}
