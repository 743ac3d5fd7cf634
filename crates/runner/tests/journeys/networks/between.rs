//! Between this computer and Apple.

use super::{Apple, value};
use crate::{
    apple::{
        authority::{Authority, NAME},
        free_port,
        scripted::{Act, good_dav, good_imap, http},
    },
    journey::{Journey, is_busy, json, stages},
    world::{NYLA, World, simulator},
};
use nylas_sim::Simulator;
use wizard::Action;

fn world(simulator: &Simulator, authority: &Authority, apple: &Apple) -> World {
    World::with_apple(
        &simulator.origin(),
        authority,
        apple.calendar.port,
        apple.mail.port,
    )
}

/// From the saved key to the connecting screen, with the password handed over.
fn handed_over(world: &World) -> Journey<'_> {
    let mut journey = world.begin();
    journey.screen("operator");
    journey.up_to_password(NYLA).hand_over();
    journey
}

fn stopped(journey: &mut Journey<'_>, code: &str) -> wizard::View {
    let view = journey.until(code, |view| {
        view.problem
            .as_ref()
            .is_some_and(|problem| problem.code == code)
            && !is_busy(view)
    });
    assert_eq!(view.name, "connecting", "there is no password field");
    view
}

#[test]
fn who_steps_in_between_is_named_before_apples_page_and_after_it_and_nylas_may_be_tried_anyway() {
    let (simulator, trusted, interceptor) = (simulator(), Authority::new(), Authority::new());
    let apple = Apple::with(&interceptor.server("localhost"));
    let world = world(&simulator, &trusted, &apple);
    let mut journey = world.begin();
    journey.screen("welcome");
    journey.press(Action::Continue).screen("address");
    journey
        .edit(wizard::Field::Address, NYLA)
        .press(Action::Continue)
        .problem("C03");
    assert_eq!(
        (journey.view().name, value(&journey, "value").as_deref()),
        ("prepare", Some(NAME))
    );
    journey.press(Action::HavePassword).screen("password");
    journey.hand_over();
    let view = stopped(&mut journey, "C03");
    assert_eq!(value(&journey, "value").as_deref(), Some(NAME));
    assert_eq!(
        stages(&view),
        ["failed", "failed", "waiting", "waiting", "waiting"]
    );
    assert_eq!(
        view.problem.unwrap().actions,
        [Action::Retry, Action::Continue, Action::CopyDetails]
    );
    journey.press(Action::Retry);
    stopped(&mut journey, "C03");
    assert!(
        apple.heard_nothing() && simulator.custom_auth_count() == 0,
        "nothing was sent"
    );
    journey.press(Action::Continue).screen("done");
    assert!(apple.heard_nothing());
}

#[test]
fn a_clock_that_is_wrong_is_told_from_somebody_in_between() {
    for (from, to) in [(1990, 2020), (3000, 3001)] {
        let (simulator, authority) = (simulator(), Authority::new());
        let apple = Apple::with(&authority.server_between("localhost", from, to));
        let world = world(&simulator, &authority, &apple);
        let mut journey = world.begin();
        journey.screen("welcome");
        journey.press(Action::Continue).screen("address");
        journey
            .edit(wizard::Field::Address, NYLA)
            .press(Action::Continue)
            .problem("C06");
        journey.press(Action::HavePassword).screen("password");
        journey.hand_over();
        stopped(&mut journey, "C06");
        assert!(apple.heard_nothing());
        journey.press(Action::Continue).screen("done");
    }
    // Out of date and nobody's: that is no clock.
    let (simulator, authority) = (simulator(), Authority::new());
    let apple = Apple::with(&Authority::new().server_between("localhost", 1990, 2020));
    let world = world(&simulator, &authority, &apple);
    stopped(&mut handed_over(&world), "C03");
}

#[test]
fn a_calendar_that_asks_for_a_pause_gets_it_and_nobody_is_asked_for_another_password() {
    let (simulator, authority) = (simulator(), Authority::new());
    let busy = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(true));
    let still = busy.clone();
    let dav = move |request: &str| {
        if still.load(std::sync::atomic::Ordering::SeqCst) {
            http("503 Busy", "retry-after: 120\r\n", "")
        } else {
            good_dav(request)
        }
    };
    let apple = Apple::answering(&authority, dav, good_imap);
    let world = world(&simulator, &authority, &apple);
    let mut journey = handed_over(&world);
    let view = stopped(&mut journey, "A04");
    assert_eq!(
        (
            json(&view)["wait"].as_u64(),
            stages(&view)[..2].join(" ").as_str()
        ),
        (Some(120), "failed done")
    );
    assert!(view.problem.unwrap().actions.contains(&Action::Retry));
    journey.pass(1);
    journey.until("the countdown", |view| json(view)["wait"] == 119);
    let wiped = journey.view().wiped;
    busy.store(false, std::sync::atomic::Ordering::SeqCst);
    journey.press(Action::Retry).screen("done");
    assert_eq!(
        journey
            .views()
            .iter()
            .filter(|view| view.name == "connecting")
            .map(|view| view.wiped)
            .max(),
        Some(wiped)
    );
}

#[test]
fn an_apple_that_is_down_has_a_countdown_of_our_own() {
    let (simulator, authority) = (simulator(), Authority::new());
    let apple = Apple::answering(
        &authority,
        |_| http("502 Bad Gateway", "", ""),
        |_| Act::SayAndClose("* BYE Not now\r\n".into()),
    );
    let world = world(&simulator, &authority, &apple);
    let mut journey = handed_over(&world);
    let view = stopped(&mut journey, "A04");
    assert_eq!(
        (
            json(&view)["wait"].as_u64(),
            stages(&view)[..2].join(" ").as_str()
        ),
        (Some(60), "failed failed")
    );
    assert_eq!(simulator.custom_auth_count(), 0);
}

#[test]
fn a_blocked_port_skips_the_check_and_nylas_decides() {
    let (simulator, authority) = (simulator(), Authority::new());
    let world = World::with_apple(&simulator.origin(), &authority, free_port(), free_port());
    let mut journey = handed_over(&world);
    journey.screen("done");
    let last = journey
        .views()
        .into_iter()
        .rfind(|view| view.name == "connecting")
        .unwrap();
    assert_eq!(stages(&last)[..3], ["skipped", "skipped", "done"]);
    assert!(
        journey.views().iter().all(|view| view.problem.is_none()),
        "nothing was wrong\n{}",
        journey.trail()
    );

    let world = World::with_apple(&simulator.origin(), &authority, free_port(), free_port());
    let mut journey = world.begin();
    journey
        .up_to_password("refused@icloud.com")
        .hand_over()
        .problem("N01");
}

#[test]
fn one_service_that_accepts_is_enough_beside_one_that_is_intercepted() {
    let (simulator, authority) = (simulator(), Authority::new());
    let good = Apple::good(&authority);
    let bad = Apple::with(&Authority::new().server("localhost"));
    let world = World::with_apple(
        &simulator.origin(),
        &authority,
        good.calendar.port,
        bad.mail.port,
    );
    let mut journey = handed_over(&world);
    journey.screen("done");
    let last = journey
        .views()
        .into_iter()
        .rfind(|view| view.name == "connecting")
        .unwrap();
    assert_eq!(stages(&last)[..3], ["done", "skipped", "done"]);
    assert!(bad.heard_nothing());
}

#[test]
fn an_account_that_apple_says_is_locked_is_not_a_wrong_password() {
    let locked_mail = |line: &str| {
        if line.contains(" LOGIN ") {
            Act::Say("a1 NO [AUTHENTICATIONFAILED] Account locked\r\n".into())
        } else {
            good_imap(line)
        }
    };
    let refused_mail = |line: &str| {
        if line.contains(" LOGIN ") {
            Act::Say("a1 NO [AUTHENTICATIONFAILED] no\r\n".into())
        } else {
            good_imap(line)
        }
    };
    let locked = |status: &'static str| {
        move |_: &str| {
            http(
                status,
                "",
                "<html><p>This account has been locked for security reasons.</p></html>",
            )
        }
    };
    let refused = |_: &str| http("401 Unauthorized", "", "");
    let authority = Authority::new();
    for apple in [
        Apple::answering(&authority, refused, locked_mail),
        Apple::answering(&authority, locked("403 Forbidden"), refused_mail),
        Apple::answering(&authority, locked("401 Unauthorized"), locked_mail),
    ] {
        let simulator = simulator();
        let world = world(&simulator, &authority, &apple);
        let mut journey = handed_over(&world);
        let view = stopped(&mut journey, "A05");
        assert_eq!(
            view.problem.unwrap().actions,
            [Action::Retry, Action::OpenForgot, Action::CopyDetails]
        );
        assert_eq!(simulator.custom_auth_count(), 0);
        journey
            .press(Action::Back)
            .until("the same password", |view| json(view)["good"] == true);
    }
}

#[test]
fn a_profile_that_does_not_ask_apple_first_does_not_touch_apple_at_all() {
    let (simulator, authority) = (simulator(), Authority::new());
    let apple = Apple::with(&Authority::new().server("localhost"));
    let mut world = world(&simulator, &authority, &apple);
    let file = world.environment.profile.take().unwrap();
    let text = std::fs::read_to_string(&file)
        .unwrap()
        .replace("[apple]\n", "[apple]\ncheck_first = false\n");
    let world = world.profile(&text);
    let mut journey = handed_over(&world);
    journey.screen("done");
    assert!(apple.heard_nothing() && journey.views().iter().all(|view| view.problem.is_none()));
}
