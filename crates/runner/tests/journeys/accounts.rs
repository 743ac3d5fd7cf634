//! Accounts after they were connected: their states, a changed Apple password, renewing, disconnecting; and all grants.

use std::{
    sync::atomic::Ordering::SeqCst,
    time::{Duration, Instant},
};

use nylas_sim::Simulator;
use wizard::{Action, Field, GrantStatus};

use crate::{
    fault_proxy::{Call, Fault, FaultProxy},
    journey::{Journey, json},
    world::{NO_APPLE, NYLA, World, asked, grants, outside, simulator},
};

const JO: &str = "jo.berg@me.com";

/// Connects an account from `welcome`, and leaves for the list.
fn connect(journey: &mut Journey<'_>, address: &str) -> String {
    journey.up_to_password(address).hand_over();
    let grant = json(&journey.screen("done"))["grantId"]
        .as_str()
        .unwrap()
        .to_owned();
    journey.press(Action::Finish).screen("home");
    journey.press(Action::Accounts).screen("accounts");
    grant
}

/// A desk with two connected accounts, the program on their list.
fn two_accounts(world: &World) -> (Journey<'_>, String, String) {
    let mut journey = world.begin();
    let nyla = connect(&mut journey, NYLA);
    journey.press(Action::ConnectAnother).screen("address");
    journey
        .edit(Field::Address, JO)
        .press(Action::Continue)
        .screen("prepare");
    journey.press(Action::HavePassword).screen("password");
    journey.hand_over();
    let jo = json(&journey.screen("done"))["grantId"]
        .as_str()
        .unwrap()
        .to_owned();
    journey.press(Action::Finish).screen("home");
    journey.press(Action::Accounts);
    assert_eq!(journey.states(), both("works", "works"));
    (journey, nyla, jo)
}

fn both(nyla: &str, jo: &str) -> Vec<(String, String)> {
    vec![(NYLA.into(), nyla.into()), (JO.into(), jo.into())]
}

#[test]
fn a_bad_moment_is_looked_at_again_before_anybody_is_told() {
    let nylas = simulator();
    let proxy = outside(FaultProxy::to(&nylas));
    let world = World::known_operator(proxy.origin());
    let (mut journey, nyla, _) = two_accounts(&world);
    let looked = proxy.seen(Call::Grant).len();
    let ended = format!(
        r#"{{"request_id": "r", "data": {{"id": "{nyla}", "provider": "icloud", "grant_status": "invalid"}}}}"#
    );
    proxy.meet(Call::Grant, [Fault::say(200, &ended)]);
    journey
        .press(Action::CheckNow)
        .until("the check", |view| json(view)["checking"] == true);
    assert_eq!(journey.states(), both("works", "works"));
    journey.settle();
    assert_eq!(proxy.seen(Call::Grant).len(), looked + 3);
    let told = journey
        .views()
        .iter()
        .any(|view| json(view).to_string().contains("needs-password"));
    assert!(!told, "nobody was told of it");
}

#[test]
fn an_apple_password_changes_one_account_is_renewed_the_other_disconnected_and_all_stays_so() {
    let nylas = simulator();
    let world = World::known_operator(&nylas.origin());
    let (mut journey, nyla, jo) = two_accounts(&world);
    let since: Vec<_> = world
        .disk
        .accounts()
        .iter()
        .map(|account| account.connected_at)
        .collect();
    outside(async { nylas.change_apple_password(NYLA) });
    journey
        .press(Action::CheckNow)
        .until("the check", |view| json(view)["checking"] == true);
    assert_eq!(journey.states(), both("needs-password", "works"));
    journey.settle();
    assert_eq!(
        world.disk.accounts()[0].status,
        Some(GrantStatus::NeedsPassword),
        "what was learned is written down"
    );

    let updated = grants(&nylas, NYLA)[0].updated_at;
    let prepare = json(&journey.press_for(Action::Renew, &nyla).screen("prepare"));
    assert_eq!(prepare["renewing"], "needed");
    journey.press(Action::HavePassword).screen("password");
    journey
        .paste(Field::AppPassword, "wxyz-abcd-efgh-ijkl")
        .press(Action::Continue);
    assert_eq!(
        json(&journey.screen("done"))["grantId"],
        nyla.as_str(),
        "the same grant"
    );
    assert!(grants(&nylas, NYLA)[0].updated_at > updated);
    journey.press(Action::Finish).screen("home");
    journey.press(Action::Accounts);
    assert_eq!(journey.states(), both("works", "works"));
    assert_eq!(
        world
            .disk
            .accounts()
            .iter()
            .map(|account| account.connected_at)
            .collect::<Vec<_>>(),
        since,
        "connected since then"
    );

    journey
        .press_for(Action::Disconnect, &jo)
        .until("the question", |view| {
            json(view)["rows"][1]["asking"] == "disconnect"
        });
    assert!(nylas.grant_exists(&jo));
    let removed = json(
        &journey
            .press(Action::Confirm)
            .until("the end", |view| json(view)["removed"].is_object()),
    );
    assert_eq!(
        (&removed["removed"]["address"], &removed["removed"]["label"]),
        (&JO.into(), &"Practice".into())
    );
    assert!(!nylas.grant_exists(&jo) && nylas.grant_exists(&nyla));
    journey.settle();
    journey.kill();

    let mut journey = world.begin();
    assert_eq!(journey.states(), [(NYLA.to_owned(), "works".to_owned())]);
    assert_eq!(
        (grants(&nylas, NYLA).len(), grants(&nylas, JO).len()),
        (1, 0)
    );
    let records = serde_json::to_string(&world.disk.accounts()).unwrap();
    assert!(records.contains(&nyla) && !records.contains(&jo));
}

#[test]
fn a_grant_that_somebody_else_removed_is_said_to_be_gone_and_disconnecting_it_is_done() {
    let nylas = simulator();
    let world = World::known_operator(&nylas.origin());
    let (mut journey, nyla, jo) = two_accounts(&world);
    let id = jo.parse().unwrap();
    // Asked first, removed meanwhile: "already gone" is as good.
    journey.press_for(Action::Disconnect, &jo);
    outside(async { crate::world::client(&nylas).delete_grant(&id).await }).unwrap();
    journey
        .press(Action::Confirm)
        .until("the end", |view| json(view)["removed"].is_object());

    let id = nyla.parse().unwrap();
    outside(async { crate::world::client(&nylas).delete_grant(&id).await }).unwrap();
    journey
        .press(Action::CheckNow)
        .until("the check", |view| json(view)["checking"] == true);
    assert_eq!(journey.states(), [(NYLA.to_owned(), "gone".to_owned())]);
    journey
        .press_for(Action::Forget, &nyla)
        .press(Action::Confirm)
        .until("the empty list", |view| json(view)["empty"] == true);
    journey.settle();
    assert!(world.disk.accounts().is_empty());
}

#[test]
fn a_renewal_goes_on_after_a_restart_and_back_leads_to_the_list() {
    let nylas = simulator();
    let world = World::known_operator(&nylas.origin());
    let (mut journey, nyla, _) = two_accounts(&world);
    outside(async { nylas.change_apple_password(NYLA) });
    journey.press_for(Action::Renew, &nyla).screen("prepare");
    journey.kill();

    let mut journey = world.begin();
    assert_eq!(json(&journey.screen("prepare"))["renewing"], "wanted");
    let sent = nylas.custom_auth_count();
    // There is no address to change: *Back* leads to the list that it came from.
    journey.press(Action::Back).screen("accounts");
    assert_eq!(nylas.custom_auth_count(), sent, "nothing was sent");
    journey.press_for(Action::Renew, &nyla).screen("prepare");
    journey.press(Action::HavePassword).screen("password");
    journey
        .paste(Field::AppPassword, "wxyz-abcd-efgh-ijkl")
        .press(Action::Continue);
    assert_eq!(json(&journey.screen("done"))["grantId"], nyla.as_str());
}

#[test]
fn killed_in_a_renewal_whose_answer_was_lost_the_same_grant_is_found() {
    let nylas = simulator();
    let proxy = outside(FaultProxy::to(&nylas));
    let world = World::known_operator(proxy.origin());
    let (mut journey, nyla, _) = two_accounts(&world);
    outside(async { nylas.change_apple_password(NYLA) });
    proxy.meet(Call::CustomAuth, [Fault::DONE_IN_SILENCE]);
    journey.press_for(Action::Renew, &nyla).screen("prepare");
    journey.press(Action::HavePassword).screen("password");
    journey
        .paste(Field::AppPassword, "wxyz-abcd-efgh-ijkl")
        .press(Action::Continue);
    journey.until_sent(&proxy, Call::CustomAuth, 3);
    journey.settle();
    journey.kill();

    let mut journey = world.begin();
    assert_eq!(json(&journey.screen("done"))["grantId"], nyla.as_str());
    assert_eq!(
        proxy.seen(Call::CustomAuth).len(),
        3,
        "it is not sent again"
    );
}

#[test]
fn a_grant_of_another_address_is_never_renewed() {
    let nylas = simulator();
    let world = World::known_operator(&nylas.origin());
    let (journey, nyla, _) = two_accounts(&world);
    journey.settle();
    journey.kill();
    // Somebody meddled with the file.
    world.disk.change_accounts(|account| {
        account.address = if account.grant == nyla {
            "somebody@icloud.com".into()
        } else {
            account.address.clone()
        }
    });
    let sent = nylas.custom_auth_count();
    let mut journey = world.begin();
    journey.states();
    journey.press_for(Action::Renew, &nyla).screen("prepare");
    journey.press(Action::HavePassword).screen("password");
    journey.hand_over().problem("N11");
    assert_eq!(nylas.custom_auth_count(), sent, "nothing was sent");
}

#[test]
fn a_profile_asks_for_a_renewal() {
    let nylas = simulator();
    let world = World::known_operator(&nylas.origin());
    let (journey, nyla, _) = two_accounts(&world);
    journey.settle();
    journey.kill();
    let mut asked = World::new()
        .profile(&format!(
            "{NO_APPLE}[connection]\nkind = \"api-key\"\nrenew = \"{NYLA}\"\n"
        ))
        .api_uri(&nylas.origin());
    asked.disk = world.disk.clone();
    asked.keys = world.keys.clone();
    let mut journey = asked.begin();
    assert_eq!(json(&journey.screen("prepare"))["renewing"], "wanted");
    journey.press(Action::HavePassword).screen("password");
    assert_eq!(
        json(&journey.hand_over().screen("done"))["grantId"],
        nyla.as_str()
    );
    assert_eq!(world.disk.accounts().len(), 2);
}

#[test]
fn an_account_that_cannot_be_asked_about_keeps_the_state_it_had() {
    let nylas = simulator();
    let proxy = outside(FaultProxy::to(&nylas));
    let world = World::known_operator(proxy.origin());
    let (mut journey, ..) = two_accounts(&world);
    proxy.meet(
        Call::Grant,
        vec![Fault::say(403, r#"{"error":{"type":"api.forbidden","message":"no"}}"#); 2],
    );
    journey.press(Action::CheckNow).problem("N09");
    assert_eq!(journey.states(), both("works", "works"));
    journey
        .press(Action::Retry)
        .until("the check", |view| json(view)["checking"] == true);
    assert_eq!(journey.states(), both("works", "works"));
}

#[test]
fn without_a_key_the_list_says_what_was_last_known_and_asks_nobody() {
    let nylas = simulator();
    let world = World::known_operator(&nylas.origin());
    let (journey, nyla, _) = two_accounts(&world);
    journey.settle();
    journey.kill();
    let mut elsewhere = World::new().profile(NO_APPLE);
    elsewhere.disk = world.disk.clone();
    elsewhere.disk.forget_api_origin();
    let before = nylas.exchanges().len();
    let mut journey = elsewhere.begin();
    assert_eq!(journey.states(), both("works", "works"));
    let view = json(&journey.view());
    assert_eq!(
        (&view["theirs"], &view["rows"][0]["checkedAt"].is_i64()),
        (&true.into(), &true)
    );
    journey.press_for(Action::CopyDetails, &nyla).copied();
    assert!(elsewhere.screen.copied()[0].contains(&nyla));
    assert_eq!(nylas.exchanges().len(), before);
}

#[test]
fn a_key_of_another_application_calls_no_account_gone() {
    let (nylas, other) = (simulator(), simulator());
    let world = World::known_operator(&nylas.origin());
    let (journey, ..) = two_accounts(&world);
    journey.settle();
    journey.kill();
    let mut elsewhere = World::known_operator(&other.origin());
    elsewhere.disk = world.disk.clone();
    let mut journey = elsewhere.begin();
    assert_eq!(
        journey.states(),
        both("works", "works"),
        "as they were last known"
    );
    assert!(
        !other
            .exchanges()
            .iter()
            .any(|exchange| exchange.path.starts_with("/v3/grants/"))
    );
}

#[test]
fn a_disk_that_takes_nothing_still_lists_what_was_connected_in_this_run() {
    let nylas = simulator();
    let world = World::known_operator(&nylas.origin());
    let mut journey = world.begin();
    journey.up_to_password(NYLA);
    world.disk.full.store(true, SeqCst);
    journey.hand_over().screen("done");
    journey.press(Action::Finish);
    assert_eq!(journey.states(), [(NYLA.to_owned(), "works".to_owned())]);
}

/// A desk whose application has this many grants, on the list of all of them.
fn all_grants(nylas: &Simulator, count: usize) -> World {
    outside(async { nylas.seed_grants(count) });
    World::known_operator(&nylas.origin())
}

#[test]
fn all_grants_come_page_by_page_and_are_found_renewed_and_disconnected() {
    let nylas = simulator();
    let world = all_grants(&nylas, 450);
    let mut journey = world.begin();
    journey.screen("home");
    for loaded in [200, 400, 450] {
        let action = if loaded == 200 {
            Action::AllGrants
        } else {
            Action::LoadMore
        };
        let view = json(
            &journey
                .press(action)
                .until("a page", |view| json(view)["all"]["count"] == loaded),
        );
        assert_eq!(view["all"]["complete"], loaded == 450);
    }
    let row = json(&journey.view())["all"]["rows"][0].clone();
    let (grant, address) = (
        row["grant"].as_str().unwrap(),
        row["address"].as_str().unwrap(),
    );
    let found = json(
        &journey
            .edit(Field::Search, address)
            .until("the search", |view| json(view)["all"]["count"] == 1),
    );
    assert_eq!(found["all"]["rows"][0]["grant"], grant);
    journey.press(Action::CopyGrants).copied();
    let table = world.screen.copied().pop().unwrap();
    assert_eq!((table.lines().count(), table.contains(grant)), (2, true));
    journey
        .press_for(Action::Disconnect, grant)
        .press(Action::Confirm)
        .until("the end", |view| view.notice == Some("disconnected"));
    assert!(!nylas.grant_exists(grant));

    let mut journey = world.begin();
    journey.screen("home");
    journey
        .press(Action::AllGrants)
        .until("a page", |view| json(view)["all"]["count"] == 200);
    journey
        .edit(Field::Search, NYLA)
        .press(Action::FindGrants)
        .until("nothing", |view| view.notice == Some("no-such-grant"));
}

/// Measured, and asserted only where a factor would tell of a wrong design: a view's size and time stay flat.
#[test]
fn ten_thousand_grants_cost_as_much_per_page_at_the_end_as_at_the_beginning() {
    const PAGES: usize = 50;
    let nylas = simulator();
    let world = all_grants(&nylas, PAGES * 200);
    let mut journey = world.begin();
    journey.screen("home");
    let mut took = vec![];
    let mut bytes = vec![];
    for page in 1..=PAGES {
        let started = Instant::now();
        let view = journey
            .press(if page == 1 {
                Action::AllGrants
            } else {
                Action::LoadMore
            })
            .until("a page", |view| json(view)["all"]["count"] == page * 200);
        took.push(started.elapsed());
        bytes.push(json(&view).to_string().len());
    }
    let mean =
        |part: &[Duration]| part.iter().sum::<Duration>() / u32::try_from(part.len()).unwrap();
    eprintln!(
        "first page {:?}; pages 2-11 {:?} each, the last ten {:?} each",
        took[0],
        mean(&took[1..11]),
        mean(&took[PAGES - 10..])
    );
    eprintln!(
        "a view with 200 loaded: {} bytes, with {}: {} bytes",
        bytes[0],
        PAGES * 200,
        bytes[PAGES - 1]
    );
    assert!(bytes[PAGES - 1] < bytes[0] * 11 / 10, "{bytes:?}");
    assert_eq!(asked(&nylas, "GET", "/v3/grants"), PAGES);
}
