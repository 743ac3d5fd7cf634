//! What goes wrong on Nylas' page, on the way back and in the exchange: each has its problem, and the next try works.

use std::net::{IpAddr, TcpListener};

use nylas_sim::{OTHER_ADDRESS, Options};
use wizard::{Action, Field};

use super::{callback, detail, hosted, hosted_with, parameter, profile};
use crate::{
    browser::Browser,
    fault_proxy::{Call, Fault},
    journey::code_of,
    networks::nylas::answering,
    world::{NYLA, World, elsewhere, outside, own_address},
};

#[test]
fn each_failed_redirect_has_its_problem_and_the_next_try_works() {
    for (parameters, code) in [
        (
            "error=server_error&error_type=provider_not_responding",
            "N02",
        ),
        ("error=provider_not_responding", "N02"),
        (
            "error=invalid_request&error_type=invalid_authentication&error_code=25022",
            "N01",
        ),
        ("error=grant.invalid_authentication", "N01"),
        ("error=invalid_request&error_type=auth_limit_reached", "N03"),
        ("error=grant.callback_uri_not_allowed&error_code=400", "N09"),
        ("error=redirect&error_code=701", "N09"),
        (
            "error=invalid_request&error_type=connector_not_found",
            "N05",
        ),
        (
            "error=access_denied&error_description=The+plan+of+this+application+is+full",
            "N09",
        ),
        (
            "error=%E2%80%AEodd&error_description=Some%20words%0Afrom%20Nylas",
            "N08",
        ),
        ("nothing=known", "N08"),
    ] {
        let hosted = hosted();
        let (mut journey, page) = hosted.up_to_waiting();
        let end = hosted.come_back(&journey, &page, parameters);
        assert_eq!(
            end.status, 200,
            "the browser ends well whatever it brought: {parameters}"
        );
        let view = journey.until("a problem", |view| code_of(view).is_some());
        assert_eq!(
            (code_of(&view), view.name),
            (Some(code), "sign-in"),
            "{parameters}"
        );
        if parameters.contains("odd") {
            assert_eq!(detail(&view, "type").as_deref(), Some("odd"));
            assert_eq!(
                detail(&view, "message").as_deref(),
                Some("Some words from Nylas")
            );
        }
        if code == "N09" && !parameters.contains("plan") {
            assert_eq!(detail(&view, "setting"), Some(callback(hosted.port)));
        }
        let page = hosted.open(&mut journey);
        hosted.sign_in(&journey, &page, NYLA);
        journey.screen("done");
        hosted.leaves_nothing(&journey);
    }
}

#[test]
fn what_a_redirect_says_is_cut_as_a_whole() {
    let hosted = hosted();
    let (mut journey, page) = hosted.up_to_waiting();
    let [error, kind, code] = ["a", "b", "c"].map(|letter| letter.repeat(190));
    hosted.come_back(
        &journey,
        &page,
        &format!(
            "error={error}&error_type={kind}&error_code={code}&error_description={}",
            "d".repeat(900)
        ),
    );
    let view = journey.problem("N08");
    for name in ["type", "message"] {
        assert_eq!(
            detail(&view, name).map(|text| text.chars().count()),
            Some(200),
            "{name}"
        );
    }
}

#[test]
fn who_says_no_or_comes_too_late_is_told_so_calmly() {
    for (parameters, notice) in [
        ("error=access_denied", "sign-in-declined"),
        (
            "error=invalid_request&error_type=login_id_invalid",
            "sign-in-expired",
        ),
        ("error=grant.login_id_invalid", "sign-in-expired"),
        ("error=login_expired", "sign-in-expired"),
        (
            "error=invalid_request&error_description=The+login+session+has+expired",
            "sign-in-expired",
        ),
    ] {
        let hosted = hosted();
        let (mut journey, page) = hosted.up_to_waiting();
        hosted.come_back(&journey, &page, parameters);
        let view = journey.until("a notice", |view| view.notice.is_some());
        assert_eq!(
            (view.notice, code_of(&view), view.name),
            (Some(notice), None, "sign-in")
        );
    }
    // The button on the page itself.
    let hosted = hosted();
    let (mut journey, page) = hosted.up_to_waiting();
    journey.inside(async {
        let browser = Browser::new();
        let form = browser.go(&page).await;
        browser.send(&form, &[("cancel", "yes")]).await
    });
    journey.until("a notice", |view| view.notice == Some("sign-in-declined"));
}

#[test]
fn three_wrong_passwords_on_the_page_are_too_many() {
    let hosted = hosted();
    let (mut journey, page) = hosted.up_to_waiting();
    journey.inside(async {
        let browser = Browser::new();
        let mut form = browser.go(&page).await;
        for _ in 0..nylas_sim::STRIKES {
            form = browser
                .send(&form, &[("username", NYLA), ("password", "Summer2024!")])
                .await;
        }
        assert_eq!(form.url.path(), "/callback/done");
    });
    assert_eq!(journey.problem("N03").name, "sign-in");
}

#[test]
fn a_port_that_is_taken_is_said_before_a_password_is_made_and_again_later() {
    let hosted = hosted();
    let taken = TcpListener::bind(("127.0.0.1", hosted.port)).unwrap();
    let mut journey = hosted.world.begin();
    journey.screen("welcome");
    journey.press(Action::Continue).screen("address");
    journey.edit(Field::Address, NYLA).press(Action::Continue);
    let view = journey.problem("C09");
    assert_eq!(view.name, "prepare");
    drop(taken);
    journey
        .press(Action::Retry)
        .until("no problem", |view| view.problem.is_none());
    journey.press(Action::HavePassword).screen("sign-in");
    let taken = TcpListener::bind(("127.0.0.1", hosted.port)).unwrap();
    journey.press(Action::SignIn);
    assert_eq!(journey.problem("C09").name, "sign-in");
    assert_eq!(
        hosted.world.screen.opened(),
        Vec::<String>::new(),
        "nobody is sent where there is no way back"
    );
    drop(taken);
    let page = hosted.open(&mut journey);
    hosted.sign_in(&journey, &page, NYLA);
    journey.screen("done");
}

#[test]
fn a_browser_that_is_closed_half_way_is_waited_for_half_an_hour() {
    let hosted = hosted();
    let (mut journey, page) = hosted.up_to_waiting();
    journey.inside(async { Browser::new().go(&page).await });
    journey.pass(1800);
    journey.until("the end of patience", |view| {
        view.notice == Some("sign-in-too-late")
    });
    journey.settle();
    assert!(
        TcpListener::bind(("127.0.0.1", hosted.port)).is_ok(),
        "the port is free"
    );
    let page = hosted.open(&mut journey);
    hosted.sign_in(&journey, &page, NYLA);
    journey.screen("done");
}

#[test]
fn the_address_that_the_browser_shows_can_be_pasted() {
    let hosted = hosted();
    let (mut journey, page) = hosted.up_to_waiting();
    let back = hosted.stranded(&journey, &page);
    journey
        .paste(
            Field::RedirectAddress,
            "https://evil.example/callback?code=1&state=2",
        )
        .until("a refusal", |view| view.notice == Some("address-other"));
    let old = back.replace("customer-7.", "customer-7.x");
    journey
        .paste(Field::RedirectAddress, &old)
        .until("a refusal", |view| view.notice == Some("address-old"));
    journey
        .edit(Field::RedirectAddress, back.trim_start_matches("http://"))
        .press(Action::Continue)
        .screen("done");
    hosted.leaves_nothing(&journey);
    assert!(
        TcpListener::bind(("127.0.0.1", hosted.port)).is_ok(),
        "the port is free"
    );
}

#[test]
fn a_code_that_is_made_up_or_used_is_not_taken_by_nylas_and_the_person_starts_over() {
    let hosted = hosted();
    let (mut journey, page) = hosted.up_to_waiting();
    hosted.come_back(&journey, &page, "code=made-up");
    let view = journey.problem("N08");
    assert_eq!(
        (view.name, view.problem.as_ref().unwrap().kind),
        ("connecting", "sign-in")
    );
    journey.press(Action::Retry).screen("sign-in");
    let page = hosted.open(&mut journey);
    let end = hosted.sign_in(&journey, &page, NYLA);
    journey.screen("done");
    // The same redirect once more, while its page can still be had or when nobody is there any more, changes nothing.
    let back = end
        .hops
        .iter()
        .find(|url| url.path() == "/callback")
        .unwrap()
        .clone();
    let code = parameter(back.as_str(), "code").unwrap();
    let again = journey.inside(async {
        let browser = nylas::transport(&nylas::Timeouts::default())
            .redirect(reqwest::redirect::Policy::default())
            .no_proxy()
            .build()
            .unwrap();
        browser.get(back).send().await
    });
    assert!(again.is_err() || again.is_ok_and(|page| page.url().path() == "/callback/done"));
    journey.settle();
    assert_eq!(journey.view().name, "done");
    // In a later attempt an old code is worth nothing.
    journey.press(Action::ConnectAnother).screen("address");
    journey
        .edit(Field::Address, NYLA)
        .press(Action::Continue)
        .screen("prepare");
    journey.press(Action::HavePassword).screen("sign-in");
    let page = hosted.open(&mut journey);
    hosted.come_back(&journey, &page, &format!("code={code}"));
    journey.problem("N08");
    hosted.leaves_nothing(&journey);
}

#[test]
fn a_secret_that_is_demanded_is_for_the_company_to_change() {
    let hosted = hosted_with(Options {
        demand_client_secret: true,
        ..Options::default()
    });
    let (mut journey, page) = hosted.up_to_waiting();
    hosted.sign_in(&journey, &page, NYLA);
    let view = journey.problem("N04");
    assert_eq!(
        (view.name, view.problem.as_ref().unwrap().kind),
        ("connecting", "secret-demanded")
    );
    assert_eq!(
        detail(&view, "setting"),
        Some(format!("{} = desktop", callback(hosted.port)))
    );
    journey.press(Action::Retry).screen("sign-in");
    hosted.leaves_nothing(&journey);
}

#[test]
fn an_exchange_that_fails_in_any_way_has_its_problem_and_starts_over() {
    for (fault, code) in [
        (
            Fault::say(
                400,
                r#"{"error":"invalid_client","error_description":"Client authentication failed","error_code":"100241"}"#,
            ),
            "N04",
        ),
        (
            Fault::say(
                401,
                r#"{"request_id":"r","error":{"type":"unauthorized","message":"Unauthorized"}}"#,
            ),
            "N04",
        ),
        (
            Fault::say(
                400,
                r#"{"request_id":"r","error":{"type":"token.exchange_failed","message":"no"}}"#,
            ),
            "N08",
        ),
        (
            Fault::say(
                400,
                r#"{"request_id":"r","error":{"type":"grant.callback_uri_not_allowed","message":"no"}}"#,
            ),
            "N09",
        ),
        (
            Fault::say(
                429,
                r#"{"error":"rate_limit_error","error_description":"slow down"}"#,
            ),
            "N06",
        ),
        (Fault::say(502, "<html>bad gateway</html>"), "N07"),
        (Fault::say(200, "not JSON"), "N08"),
        (Fault::RESET, "N07"),
    ] {
        let hosted = hosted();
        hosted.proxy.meet(Call::Token, [fault]);
        let (mut journey, page) = hosted.up_to_waiting();
        hosted.sign_in(&journey, &page, NYLA);
        let view = journey.until("a problem", |view| code_of(view).is_some());
        assert_eq!((code_of(&view), view.name), (Some(code), "connecting"));
        assert_eq!(
            hosted.proxy.seen(Call::Token).len(),
            1,
            "sent once, whatever comes back"
        );
        journey.press(Action::Retry).screen("sign-in");
        hosted.leaves_nothing(&journey);
    }
}

/// Takes every connection and resets it, or ends it, before anything is said.
fn cut_off(own: IpAddr, reset: bool) -> u16 {
    let listener = outside(tokio::net::TcpListener::bind((own, 0))).unwrap();
    let port = listener.local_addr().unwrap().port();
    elsewhere().spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            if reset {
                let _ = stream.set_zero_linger();
            }
        }
    });
    port
}

#[test]
#[ignore = "needs an address besides the loopback: cargo xtask test"]
fn an_exchange_with_a_blocked_nylas_is_the_networks() {
    const HOME: &str = "HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\nSuccess";
    const HOTEL: &str = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nHello";
    let own = own_address();
    for (reset, network, code) in [
        (true, HOME, "C05"),
        (false, HOME, "C05"),
        (true, HOTEL, "C04"),
    ] {
        let mut hosted = hosted();
        let text = profile(
            &format!("https://{own}:{}", cut_off(own, reset)),
            hosted.port,
        );
        hosted.world = World::new();
        hosted.world.environment.built_in = Some(Box::leak(text.into_boxed_str()));
        hosted.world.environment.network = answering(network);
        let (mut journey, page) = hosted.up_to_waiting();
        hosted.come_back(&journey, &page, "code=made-up");
        let view = journey.until("a problem", |view| code_of(view).is_some());
        assert_eq!(
            (code_of(&view), view.name),
            (Some(code), "connecting"),
            "{reset} {network}"
        );
        journey.press(Action::Retry).screen("sign-in");
    }
}

#[test]
fn who_signs_in_as_somebody_else_is_asked_and_can_go_on_or_back() {
    let hosted = hosted();
    let (mut journey, page) = hosted.up_to_waiting();
    hosted.sign_in(&journey, &page, OTHER_ADDRESS);
    let view = journey.problem("N11");
    assert_eq!(view.problem.as_ref().unwrap().kind, "signed-in-as");
    journey.press(Action::Retry).screen("sign-in");
    hosted.leaves_nothing(&journey);
    let page = hosted.open(&mut journey);
    hosted.sign_in(&journey, &page, OTHER_ADDRESS);
    journey.problem("N11");
    journey.press(Action::Confirm).screen("done");
    assert_eq!(hosted.world.disk.accounts()[0].address, OTHER_ADDRESS);
    hosted.leaves_nothing(&journey);
}
