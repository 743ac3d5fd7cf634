//! What Apple's and Nylas' services say.

use nylas_sim::SLOW_SECONDS;
use wizard::{Action, Field};

use super::{Scene, ends, refused_dav, refused_mail, says};
use crate::{
    apple::scripted::{Act, good_dav, good_imap, http, one},
    fault_proxy::{Call, Fault},
    journey::{code_of, json, stages},
    world::NYLA,
};

#[test]
fn field_case_03_no_raw_error_ever_reaches_the_screen() {
    let scene = Scene::good();
    scene.proxy.meet(
        Call::CustomAuth,
        [Fault::say(
            418,
            "TypeError: cannot read properties of undefined",
        )],
    );
    let mut journey = scene.handed_over(NYLA);
    let view = ends(
        &mut journey,
        "N08",
        "connecting",
        &[Action::CopyDetails, Action::Retry],
    );
    assert!(!says(&view, "problem-text").contains("TypeError"));
    journey.press(Action::CopyDetails).copied();
    assert!(scene.world.screen.copied()[0].contains("N08"));
    journey.press(Action::Retry).screen("done");
}

#[test]
fn field_case_06_another_base_is_followed_and_nothing_fails_in_silence() {
    let partition = Scene::good();
    let port = partition.apple.calendar.port;
    // A partition host that shows a certificate of somebody else's gets nothing.
    let location = format!("location: https://localhost:{port}/\r\n");
    let scene = Scene::new(
        move |_| http("301 Moved Permanently", &location, ""),
        good_imap,
    );
    scene.handed_over(NYLA).screen("done");
    assert!(partition.apple.heard_nothing());

    let scene = Scene::new(
        |request| {
            if request.starts_with("PROPFIND / ") {
                http("301 Moved Permanently", "location: /p42/\r\n", "")
            } else {
                good_dav(request)
            }
        },
        good_imap,
    );
    scene.handed_over(NYLA).screen("done");
    assert!(
        scene
            .apple
            .calendar
            .heard()
            .iter()
            .any(|request| request.starts_with("PROPFIND /p42/ "))
    );

    let scene = Scene::new(refused_dav, good_imap);
    ends(
        &mut scene.handed_over(NYLA),
        "A03",
        "connecting",
        &[Action::Retry, Action::Continue, Action::CopyDetails],
    );
}

#[test]
fn field_case_09_connected_is_said_only_after_something_was_read() {
    let scene = Scene::good();
    let nothing = || {
        [Fault::say(
            403,
            r#"{"request_id": "r", "error": {"type": "api.forbidden", "message": "no"}}"#,
        )]
    };
    scene.proxy.meet(Call::Calendars, nothing());
    scene.proxy.meet(Call::Messages, nothing());
    let mut journey = scene.handed_over(NYLA);
    ends(
        &mut journey,
        "N10",
        "connecting",
        &[Action::Retry, Action::CopyDetails],
    );
    assert!(scene.world.disk.accounts().is_empty());
    journey.press(Action::Retry).screen("done");
    assert_eq!(scene.simulator.custom_auth_count(), 1);
}

#[test]
fn field_case_30_no_calendars_is_a_state_of_its_own_and_a_strange_answer_no_refusal() {
    let none = |request: &str| {
        if request.contains("resourcetype") {
            one("<resourcetype><collection/></resourcetype>")
        } else {
            good_dav(request)
        }
    };
    let scene = Scene::new(none, good_imap);
    let done = scene.handed_over("empty@icloud.com").screen("done");
    assert_eq!(json(&done)["calendars"], serde_json::json!([]));
    assert!(says(&done, "calendars-none").contains("No calendars yet"));

    for status in ["501 Not Implemented", "400 Bad Request"] {
        let scene = Scene::new(move |_| http(status, "", ""), good_imap);
        ends(
            &mut scene.handed_over(NYLA),
            "A03",
            "connecting",
            &[Action::Retry, Action::Continue, Action::CopyDetails],
        );
        let scene = Scene::new(move |_| http(status, "", ""), refused_mail);
        ends(
            &mut scene.handed_over(NYLA),
            "A04",
            "connecting",
            &[Action::Retry, Action::CopyDetails],
        );
    }
    let scene = Scene::new(refused_dav, good_imap);
    ends(
        &mut scene.handed_over(NYLA),
        "A03",
        "connecting",
        &[Action::Retry, Action::Continue, Action::CopyDetails],
    );
}

#[test]
fn field_case_33_apples_own_page_fails_for_days() {
    let scene = Scene::new(
        |_| http("503 Service Unavailable", "", ""),
        |_| Act::SayAndClose("* BYE Not now\r\n".into()),
    );
    let mut journey = scene.world.begin();
    journey.screen("welcome");
    journey.press(Action::Continue).screen("address");
    let view = journey
        .edit(Field::Address, NYLA)
        .press(Action::Continue)
        .screen("prepare");
    assert!(
        says(&view, "snag-page").contains("doesn’t work")
            && says(&view, "snag-page-text").contains("We keep your place")
    );
    journey.press(Action::OpenStatus).settle();
    assert_eq!(
        scene.world.screen.opened(),
        ["https://www.apple.com/support/systemstatus/"]
    );
    journey.press(Action::HavePassword).screen("password");
    journey.hand_over();
    ends(
        &mut journey,
        "A04",
        "connecting",
        &[Action::Retry, Action::CopyDetails],
    );
}

#[test]
fn field_case_36_while_apple_throttles_there_is_a_countdown_and_no_password_field() {
    let scene = Scene::new(
        |_| http("503 Service Unavailable", "retry-after: 300\r\n", ""),
        good_imap,
    );
    let mut journey = scene.handed_over(NYLA);
    let view = ends(
        &mut journey,
        "A04",
        "connecting",
        &[Action::Retry, Action::CopyDetails],
    );
    assert_eq!(json(&view)["wait"], 300);
    assert!(says(&view, "wait").contains("300"));
    assert!(says(&view, "problem-next").contains("You don’t need a new password"));
    journey.pass(SLOW_SECONDS);
    journey.settle();
    assert_eq!(
        (journey.view().name, scene.simulator.custom_auth_count()),
        ("connecting", 0),
        "nothing is tried by itself"
    );
}

/// Comes to the end with calendars that were not checked, and nothing was said to be wrong.
fn ends_unchecked(scene: &Scene, what: &str) {
    let mut journey = scene.handed_over(NYLA);
    journey.screen("done");
    let mut views = journey.views();
    assert!(views.iter().all(|view| code_of(view).is_none()), "{what}");
    views.retain(|view| view.name == "connecting");
    assert_eq!(
        stages(views.last().unwrap())[..3],
        ["skipped", "done", "done"],
        "{what}"
    );
    assert_eq!(scene.simulator.custom_auth_count(), 1, "{what}");
}

#[test]
fn a_filters_page_in_place_of_the_calendars_is_nobodys_word_and_nylas_decides() {
    for status in ["200 OK", "403 Forbidden", "404 Not Found", "503 Busy"] {
        let page = "<!DOCTYPE html><html><body>Blocked by your company</body></html>";
        let scene = Scene::new(
            move |_| http(status, "content-type: text/html\r\n", page),
            good_imap,
        );
        ends_unchecked(&scene, status);
    }
}

#[test]
fn calendars_at_somebody_elses_host_are_not_asked_for_and_nylas_decides() {
    let away = |request: &str| {
        if request.contains("calendar-home-set") {
            one(
                "<c:calendar-home-set><href>https://caldav.stranger.example/1/</href></c:calendar-home-set>",
            )
        } else {
            good_dav(request)
        }
    };
    ends_unchecked(&Scene::new(away, good_imap), "a home elsewhere");
}

#[test]
fn an_apple_that_stays_silent_is_left_to_nylas_from_the_second_time_on() {
    let scene = Scene::new(
        |_| http("502 Bad Gateway", "", ""),
        |_| Act::SayAndClose("* BYE Not now\r\n".into()),
    );
    let mut journey = scene.handed_over(NYLA);
    let waits = [Action::Retry, Action::CopyDetails];
    ends(&mut journey, "A04", "connecting", &waits);
    assert_eq!(scene.simulator.custom_auth_count(), 0);
    journey.press(Action::Retry);
    let view = ends(
        &mut journey,
        "A04",
        "connecting",
        &[Action::Continue, Action::Retry, Action::CopyDetails],
    );
    assert!(says(&view, "problem-next").contains("try with Nylas"));
    journey.press(Action::Continue).screen("done");
    assert_eq!(scene.simulator.custom_auth_count(), 1);
}

#[test]
fn what_lasts_at_nylas_leads_to_the_company_and_the_same_password_still_works() {
    for (status, kind, code) in [
        (400, "api.provider_error", "N02"),
        (503, "api.internal_error", "N07"),
    ] {
        let scene = Scene::good();
        let body = format!(
            r#"{{"request_id": "r", "error": {{"type": "{kind}", "message": "not now"}}}}"#
        );
        let down = [Fault::say(status, &body), Fault::say(status, &body)];
        scene.proxy.meet(Call::CustomAuth, down);
        let mut journey = scene.handed_over(NYLA);
        let view = ends(
            &mut journey,
            code,
            "connecting",
            &[Action::Retry, Action::CopyDetails],
        );
        assert!(!says(&view, "problem-next").contains("Waiting doesn’t seem to help"));
        journey.press(Action::Retry);
        let view = ends(
            &mut journey,
            code,
            "connecting",
            &[Action::CopyDetails, Action::Retry],
        );
        assert!(says(&view, "problem-next").contains("Waiting doesn’t seem to help"));
        journey.press(Action::Retry).screen("done");
        assert_eq!(scene.simulator.custom_auth_count(), 1, "{code}");
    }
}
