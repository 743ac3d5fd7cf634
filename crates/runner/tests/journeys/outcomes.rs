//! Every outcome that a person can choose in practice ends where `docs/practice.md` says, and the next step works.

use std::sync::Arc;

use nylas_sim::{CHOSEN, Chosen, Outcome, SLOW_SECONDS, Simulator};
use wizard::Action;

use crate::{
    journey::{Journey, code_of, is_busy, json, stages},
    world::{KEY, World, simulator},
};

const UNREADABLE: Outcome = Outcome::UnreadableGrant;

fn row(outcome: Outcome) -> &'static Chosen {
    CHOSEN.iter().find(|row| row.outcome == outcome).unwrap()
}

/// Practice, with the password handed over for an address that chooses `outcome`.
fn at<'w>(world: &'w World, outcome: Outcome) -> (Journey<'w>, Arc<Simulator>) {
    let mut journey = world.begin();
    let simulator = journey.practise();
    journey
        .up_to_password(&format!("{}@icloud.com", row(outcome).local_part))
        .hand_over();
    (journey, simulator)
}

fn done(journey: &mut Journey<'_>, simulator: &Simulator) -> serde_json::Value {
    let done = json(&journey.screen("done"));
    assert!(simulator.grant_exists(done["grantId"].as_str().unwrap()));
    done
}

#[test]
fn what_only_the_company_can_mend_begins_a_message_to_it() {
    let nylas = simulator();
    let world = World::new().profile(&format!(
        "[organization]\nname = \"Acme CRM\"\nsupport_email = \"help+us@acme.example\"\n[connection]\nkind = \"api-key\"\napi_url = \"{}\"\n[apple]\ncheck_first = false\n",
        nylas.origin()
    ));
    world.keys.put(&nylas.origin(), KEY);
    let mut journey = world.begin();
    journey.screen("home");
    journey.press(Action::ConnectCustomer).screen("welcome");
    journey.up_to_password("plan-limit@icloud.com").hand_over();
    let shown = journey.problem("N09");
    assert_eq!(shown.problem.unwrap().actions[0], Action::EmailSupport);
    journey.press(Action::EmailSupport);
    journey.settle();
    let message = world.screen.opened().pop().unwrap();
    assert!(
        message.starts_with(
            "mailto:help%2Bus@acme.example?subject=icloud-connect%3A%20N09&body=code%3A%20N09%0D%0A"
        ),
        "{message}"
    );
    assert!(!message.contains("plan-limit"), "the address is not in it");
}

#[test]
fn every_outcome_ends_on_its_code() {
    for row in CHOSEN {
        let world = World::new();
        let (mut journey, _simulator) = at(&world, row.outcome);
        match (row.outcome, row.problem) {
            (Outcome::TooMany, Some(code)) => {
                for number in 0..2 {
                    journey.problem("N01");
                    journey.press(Action::ClosedTooEarly).screen("prepare");
                    journey.press(Action::HavePassword).screen("password");
                    journey.hand_over_other(number);
                }
                journey.problem(code);
            }
            (Outcome::Slow, None) => {
                journey.until("the grant's stage", |view| {
                    stages(view).get(2).is_some_and(|grant| grant == "running")
                });
                journey.settle();
                journey.pass(SLOW_SECONDS);
                journey.screen("done");
            }
            (_, Some(code)) => {
                journey.problem(code);
            }
            (_, None) => {
                journey.screen("done");
            }
        }
        let first = journey.views().iter().find_map(code_of);
        let expected = match row.outcome {
            Outcome::TooMany => Some("N01"),
            _ => row.problem,
        };
        assert_eq!(first, expected, "{}\n{}", row.local_part, journey.trail());
    }
}

#[test]
fn every_problem_of_an_outcome_has_a_way_on() {
    for row in CHOSEN.iter().filter(|row| row.problem.is_some()) {
        let world = World::new();
        let (mut journey, _simulator) = at(&world, row.outcome);
        let view = journey.until("a problem", |view| view.problem.is_some() && !is_busy(view));
        let problem = view.problem.as_ref().unwrap();
        assert!(view.back, "{}", row.local_part);
        let stays = view.name == "connecting";
        assert_eq!(
            problem.actions.contains(&Action::Retry),
            stays,
            "{}: {:?}",
            row.local_part,
            problem.actions
        );
        journey.press(Action::CopyDetails).copied();
        assert!(world.screen.copied()[0].contains(problem.code));
        journey.press(Action::Back).until("the way back", |view| {
            ["password", "prepare"].contains(&view.name)
        });
    }
}

#[test]
fn a_refused_password_is_wiped_and_another_is_asked_for() {
    for outcome in [Outcome::AppleRefused, Outcome::Refused] {
        let world = World::new();
        let (mut journey, _simulator) = at(&world, outcome);
        let refused = journey.problem(row(outcome).problem.unwrap());
        assert_eq!(refused.name, "password");
        assert_eq!(json(&refused)["held"], serde_json::Value::Null);
        assert!(refused.wiped > 0);
        journey
            .press(Action::ClosedTooEarly)
            .until("Apple's page again", |view| json(view)["again"] == true);
        journey.press(Action::HavePassword).screen("password");
        journey
            .hand_over_other(0)
            .problem(row(outcome).problem.unwrap());
    }
}

#[test]
fn what_is_not_the_passwords_fault_keeps_it_and_asks_for_no_other() {
    for outcome in [
        Outcome::NoMailbox,
        Outcome::NoCalendar,
        Outcome::AppleBusy,
        Outcome::ProviderDown,
        Outcome::KeyRefused,
        Outcome::Down,
    ] {
        let world = World::new();
        let (mut journey, _simulator) = at(&world, outcome);
        let code = row(outcome).problem.unwrap();
        let wiped = journey.view().wiped;
        assert_eq!(journey.problem(code).name, "connecting");
        journey.press(Action::Retry).problem(code);
        assert_eq!(journey.view().wiped, wiped);
        journey
            .press(Action::Back)
            .until("the same password", |view| json(view)["good"] == true);
    }
}

#[test]
fn nylas_has_the_last_word_where_one_of_apples_services_refuses() {
    for outcome in [Outcome::NoMailbox, Outcome::NoCalendar] {
        let world = World::new();
        let (mut journey, simulator) = at(&world, outcome);
        journey.problem(row(outcome).problem.unwrap());
        assert_eq!(simulator.custom_auth_count(), 0);
        journey.press(Action::Continue).problem("N01");
        assert_eq!(simulator.custom_auth_count(), 1);
    }
}

#[test]
fn rate_limited_goes_through_on_retry_during_the_countdown() {
    let world = World::new();
    let (mut journey, simulator) = at(&world, Outcome::RateLimited);
    let limited = journey.problem("N06");
    assert_eq!(json(&limited)["wait"], 7);
    assert!(limited.problem.unwrap().actions.contains(&Action::Retry));
    journey.press(Action::Retry);
    done(&mut journey, &simulator);
    assert_eq!(simulator.custom_auth_count(), 2);
}

#[test]
fn a_countdown_ends_in_one_more_try() {
    let world = World::new();
    let (mut journey, simulator) = at(&world, Outcome::RateLimited);
    journey.problem("N06");
    for left in (1..7).rev() {
        journey.pass(1);
        journey.until("the countdown", |view| json(view)["wait"] == left);
    }
    assert_eq!(simulator.custom_auth_count(), 1);
    journey.pass(1);
    done(&mut journey, &simulator);
    assert_eq!(simulator.custom_auth_count(), 2);
}

#[test]
fn unavailable_goes_through_on_retry() {
    let world = World::new();
    let (mut journey, simulator) = at(&world, Outcome::Unavailable);
    journey.problem("N07");
    journey.press(Action::Retry);
    done(&mut journey, &simulator);
    assert_eq!(simulator.custom_auth_count(), 2);
}

#[test]
fn an_unreadable_grant_is_read_again_and_not_made_again() {
    let world = World::new();
    let (mut journey, simulator) = at(&world, UNREADABLE);
    let unreadable = journey.problem("N10");
    assert_eq!(
        stages(&unreadable),
        ["done", "done", "done", "failed", "failed"]
    );
    let until_done = |journey: &mut Journey<'_>| {
        journey
            .press(Action::Retry)
            .until("an end", |view| {
                view.name == "done" || view.problem.is_some()
            })
            .name
            == "done"
    };
    assert!(
        until_done(&mut journey) || until_done(&mut journey),
        "{}",
        journey.trail()
    );
    done(&mut journey, &simulator);
    assert_eq!(simulator.custom_auth_count(), 1);
}

#[test]
fn another_address_than_the_grants_is_never_called_connected() {
    let world = World::new();
    let (mut journey, simulator) = at(&world, Outcome::OtherAddress);
    journey.problem("N11");
    assert!(
        !simulator
            .exchanges()
            .iter()
            .any(|e| e.path.ends_with("/calendars") || e.path.ends_with("/messages"))
    );
    journey.press(Action::Retry).problem("N11");
    assert!(journey.views().iter().all(|view| view.name != "done"));
}

#[test]
fn a_grant_that_takes_long_is_said_to_take_longer_than_usual() {
    let world = World::new();
    let (mut journey, simulator) = at(&world, Outcome::Slow);
    journey.until("the grant's stage", |view| {
        stages(view).get(2).is_some_and(|grant| grant == "running")
    });
    journey.settle();
    assert_eq!(json(&journey.view())["slow"], false);
    journey.pass(20);
    journey.until("longer than usual", |view| json(view)["slow"] == true);
    journey.pass(SLOW_SECONDS - 20);
    done(&mut journey, &simulator);
    assert_eq!(simulator.custom_auth_count(), 1);
}

#[test]
fn a_lost_answer_is_found_without_asking_twice() {
    let world = World::new();
    let (mut journey, simulator) = at(&world, Outcome::LostAnswer);
    done(&mut journey, &simulator);
    assert_eq!(simulator.custom_auth_count(), 1);
}

#[test]
fn an_account_without_calendars_and_mail_is_connected() {
    let world = World::new();
    let (mut journey, simulator) = at(&world, Outcome::Empty);
    let done = done(&mut journey, &simulator);
    assert_eq!(done["calendars"], serde_json::json!([]));
    assert_eq!(
        (&done["calendarsRead"], &done["mailRead"]),
        (&true.into(), &true.into())
    );
    assert_eq!(done["newest"], serde_json::Value::Null);
    assert_eq!(code_of(&journey.view()), None);
}
