//! What stands before the API: the key, the host, sizes, unknown paths, the pace, practice's page, start and end.

use std::time::Duration;

use reqwest::{Method, header};

use super::{Practice, reply};
use crate::{Options, Simulator};

#[tokio::test]
async fn without_the_right_key_nothing_opens() {
    let practice = Practice::ready().await;
    let origin = practice.simulator.origin();
    for (method, path) in [
        (Method::GET, "/v3/applications"),
        (Method::POST, "/v3/connectors"),
        (Method::GET, "/v3/connectors/icloud"),
        (Method::POST, "/v3/connect/custom"),
        (Method::GET, "/v3/grants"),
        (Method::DELETE, "/v3/grants/anna@icloud.com"),
        (Method::GET, "/v3/grants/anna@icloud.com/calendars"),
        (Method::GET, "/v3/grants/anna@icloud.com/messages"),
    ] {
        let request = || {
            practice
                .client
                .request(method.clone(), format!("{origin}{path}"))
        };
        for request in [
            request(),
            request().bearer_auth("nyk_v0_wrong"),
            request().basic_auth(practice.simulator.api_key(), None::<&str>),
        ] {
            let refused = reply(request).await;
            assert_eq!(
                (refused.status, refused.kind()),
                (401, "api.authentication_error"),
                "{path}"
            );
        }
    }
    assert_eq!(practice.simulator.custom_auth_count(), 0);
}

#[tokio::test]
async fn every_instance_has_a_key_of_its_own_unless_it_is_given_one() {
    let key = |simulator: &Simulator| simulator.api_key().to_owned();
    let one = Simulator::start(Options::default()).await.unwrap();
    let other = Simulator::start(Options::default()).await.unwrap();
    assert!(key(&one).starts_with("nyk_v0_practice_"));
    assert_ne!(key(&one), key(&other));
    let api_key = Some("fixed".to_owned());
    let given = Simulator::start(Options {
        api_key,
        ..Options::default()
    })
    .await
    .unwrap();
    assert_eq!(key(&given), "fixed");
}

#[tokio::test]
async fn unknown_paths_wrong_methods_and_large_bodies_keep_the_envelope() {
    let practice = Practice::ready().await;
    let nowhere = practice.get("/v3/nowhere").await;
    assert_eq!(
        (nowhere.status, nowhere.kind()),
        (404, "api.not_found_error")
    );
    let method = practice.delete("/v3/grants").await;
    assert_eq!(
        (method.status, method.kind()),
        (405, "api.invalid_request_error")
    );
    let large = "x".repeat((1 << 20) + 1);
    let large = reply(practice.request(Method::POST, "/v3/connectors").body(large)).await;
    assert_eq!(
        (large.status, large.kind()),
        (413, "api.invalid_request_error")
    );
}

#[tokio::test]
async fn a_name_that_points_at_loopback_is_not_served() {
    let practice = Practice::with(Options {
        page: Some("page".into()),
        ..Options::default()
    })
    .await;
    let port = practice
        .simulator
        .origin()
        .rsplit_once(':')
        .unwrap()
        .1
        .to_owned();
    for (host, status) in [
        (format!("127.0.0.1:{port}"), 200),
        (format!("localhost:{port}"), 200),
        (format!("[::1]:{port}"), 200),
        (format!("evil.example:{port}"), 421),
        ("localhost".into(), 421),
        ("127.0.0.1:1".into(), 421),
    ] {
        for path in ["/v3/applications", "/practice"] {
            let request = practice.request(Method::GET, path);
            let answer = reply(request.header(header::HOST, &host)).await;
            assert_eq!(answer.status, status, "{host}");
        }
    }
}

#[tokio::test]
async fn no_other_page_is_let_in() {
    let practice = Practice::start().await;
    for method in [Method::OPTIONS, Method::GET] {
        let request = practice
            .request(method, "/v3/grants")
            .header(header::ORIGIN, "https://evil.example");
        let answer = reply(request).await;
        assert!(!answer.headers.contains_key("access-control-allow-origin"));
    }
}

#[tokio::test]
async fn practices_page_is_served_word_for_word_and_locked_down() {
    let page = "<!doctype html><title>PRACTICE</title>";
    let practice = Practice::with(Options {
        page: Some(page.into()),
        ..Options::default()
    })
    .await;
    let address = practice.simulator.practice_page();
    let served = practice.client.get(address).send().await.unwrap();
    let header = |name: &str| served.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "text/html; charset=utf-8");
    assert_eq!(header("cache-control"), "no-store");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("referrer-policy"), "no-referrer");
    assert!(header("content-security-policy").starts_with("default-src 'none';"));
    assert_eq!(served.text().await.unwrap(), page);

    let without = Practice::start().await;
    assert_eq!(without.get("/practice").await.status, 404);
}

#[tokio::test(start_paused = true)]
async fn the_pace_is_kept_before_each_answer() {
    let pace = Duration::from_millis(400);
    let practice = Practice::with(Options {
        pace,
        ..Options::default()
    })
    .await;
    let start = tokio::time::Instant::now();
    practice.get("/v3/grants").await;
    practice.get("/v3/connectors").await;
    assert!(start.elapsed() >= pace * 2);
}

#[tokio::test]
async fn a_dropped_simulator_gives_its_port_back() {
    let simulator = Simulator::start(Options::default()).await.unwrap();
    let port: u16 = simulator
        .origin()
        .rsplit_once(':')
        .unwrap()
        .1
        .parse()
        .unwrap();
    let taken = Simulator::start(Options {
        port,
        ..Options::default()
    })
    .await;
    assert!(taken.is_err());
    drop(simulator);
    for _ in 0..100 {
        if Simulator::start(Options {
            port,
            ..Options::default()
        })
        .await
        .is_ok()
        {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the port is still taken");
}
