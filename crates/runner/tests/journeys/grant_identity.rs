//! Whose account was signed in to on Nylas' page: the grant says so, whatever the exchange of the code said or left out.

use serde_json::{Value, json};
use wizard::Action;

use crate::{
    fault_proxy::{Call, Fault},
    hosted::hosted,
    journey::code_of,
    world::NYLA,
};

const GRANT: &str = "e19f8e1a-eb1c-41c0-b6a6-d2e59daf7f47";

fn say(status: u16, body: &Value) -> Fault {
    Fault::say(status, &body.to_string())
}

fn grant(email: &str) -> Value {
    json!({ "request_id": "r", "data": { "id": GRANT, "provider": "icloud", "grant_status": "valid", "email": email, "scope": [], "created_at": 1 } })
}

#[test]
fn the_grants_own_address_counts_more_than_the_exchanges() {
    let hosted = hosted();
    hosted
        .proxy
        .meet(Call::Me, [say(200, &grant("somebody@icloud.com"))]);
    let (mut journey, page) = hosted.up_to_waiting();
    hosted.sign_in(&journey, &page, NYLA);
    let view = journey.problem("N11");
    assert_eq!(view.problem.as_ref().unwrap().kind, "signed-in-as");
    journey.press(Action::Retry).screen("sign-in");
    hosted.leaves_nothing(&journey);
}

#[test]
fn a_grant_that_cannot_be_asked_is_taken_at_the_exchanges_word() {
    let hosted = hosted();
    hosted.proxy.meet(
        Call::Me,
        [say(
            401,
            &json!({ "error": { "type": "unauthorized", "message": "no" } }),
        )],
    );
    let (mut journey, page) = hosted.up_to_waiting();
    hosted.sign_in(&journey, &page, NYLA);
    journey.screen("done");
    hosted.leaves_nothing(&journey);
}

#[test]
fn what_the_exchange_leaves_out_or_garbles_the_grant_says() {
    for odd in [
        json!({}),
        json!({ "grant_id": 5, "email": ["x"], "expires_in": "3600", "scope": [] }),
    ] {
        let hosted = hosted();
        let mut tokens = odd;
        tokens["access_token"] = json!("at_of_nobody_in_particular");
        hosted.proxy.meet(Call::Token, [say(200, &tokens)]);
        hosted
            .proxy
            .meet(Call::Me, [say(200, &grant("Nyla.Park@me.com"))]);
        hosted.proxy.meet(
            Call::Calendars,
            [say(200, &json!({ "request_id": "r", "data": [] }))],
        );
        hosted.proxy.meet(
            Call::Messages,
            [say(200, &json!({ "request_id": "r", "data": [] }))],
        );
        hosted
            .proxy
            .meet(Call::Revoke, [say(200, &json!({ "success": true }))]);
        let (mut journey, page) = hosted.up_to_waiting();
        hosted.sign_in(&journey, &page, NYLA);
        journey.screen("done");
        journey.until_sent(&hosted.proxy, Call::Revoke, 1);
        hosted.leaves_nothing(&journey);
        assert_eq!(hosted.world.disk.accounts()[0].grant, GRANT);
    }
}

#[test]
fn nobodys_grant_is_no_matter_of_a_key_and_its_token_is_revoked() {
    for status in [401, 403, 404] {
        let hosted = hosted();
        hosted.proxy.meet(
            Call::Token,
            [say(
                200,
                &json!({ "access_token": "at_of_nobody_in_particular", "grant_id": GRANT }),
            )],
        );
        hosted.proxy.meet(
            Call::Me,
            [say(
                status,
                &json!({ "error": { "type": "unauthorized", "message": "no" } }),
            )],
        );
        hosted
            .proxy
            .meet(Call::Revoke, [say(200, &json!({ "success": true }))]);
        let (mut journey, page) = hosted.up_to_waiting();
        hosted.sign_in(&journey, &page, NYLA);
        let view = journey.until("a problem", |view| code_of(view).is_some());
        assert_eq!(
            (code_of(&view), view.problem.as_ref().unwrap().kind),
            (Some("N08"), "sign-in"),
            "{status}"
        );
        journey.press(Action::Retry).screen("sign-in");
        journey.until_sent(&hosted.proxy, Call::Revoke, 1);
        hosted.leaves_nothing(&journey);
    }
}
