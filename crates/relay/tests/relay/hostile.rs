//! Somebody who has a ticket, or none, and wants more than one account of their own.

use crate::process::Process;
use crate::site::{Site, answer};
use crate::wizard::{PASSWORD, Wizard, kind};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// Sends it as it stands, and reads what comes back until the other side ends, or a little while.
fn raw(site: &Site, request: &str) -> String {
    let address = site.relays[0].address.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(3)))
        .unwrap();
    // The other side may hang up in the middle.
    let _ = stream.write_all(request.as_bytes());
    let mut answer = vec![];
    let mut buffer = [0; 4096];
    while let Ok(length) = stream.read(&mut buffer) {
        if length == 0 {
            break;
        }
        answer.extend_from_slice(&buffer[..length]);
    }
    String::from_utf8_lossy(&answer).into_owned()
}

on_both! {
    async fn there_are_no_other_calls(site: Site) {
        let (id, ticket) = site.invite("bob@icloud.com").await;
        let wizard = Wizard::new(&site, &ticket, 'a');
        wizard.claim().await;
        for (method, path) in [
            (Method::GET, "/v3/grants"),
            (Method::GET, "/v3/grants/me/messages"),
            (Method::GET, "/v3/applications"),
            (Method::POST, "/v3/connectors"),
            (Method::GET, "/v3/connect/custom/../../grants"),
            (Method::GET, "/v3/connection/%2e%2e/grants"),
            (Method::GET, "/v3//connection"),
            (Method::GET, "/v3/connection/"),
            (Method::GET, "/V3/connection"),
            (Method::GET, "/metrics/../v3/grants"),
        ] {
            let (status, answer) = answer(wizard.request(method.clone(), path)).await;
            assert!(matches!(status.as_u16(), 404 | 405), "{method} {path}: {status} {answer}");
        }
        for (method, path) in [
            (Method::DELETE, "/v3/connection"),
            (Method::PUT, "/v3/connect/custom"),
            (Method::GET, "/v3/connect/custom"),
            (Method::POST, "/v3/invitation"),
        ] {
            let (status, _) = answer(wizard.request(method.clone(), path)).await;
            assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
        }
        // A ticket is no operator's token, and a token no ticket.
        for path in ["/invitations".to_owned(), format!("/invitations/{id}"), "/metrics".to_owned()] {
            let (status, _) = answer(wizard.request(Method::GET, &path)).await;
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{path}");
        }
        let request = site.request(Method::GET, "/v3/connection").header("icloud-connect-protocol", "1");
        let (status, _) = answer(request.bearer_auth(&site.token)).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED);
    }

    async fn whoever_refuses_a_call_says_it_in_one_shape(site: Site) {
        let (id, ticket) = site.invite("bob@icloud.com").await;
        let wizard = Wizard::new(&site, &ticket, 'a');
        wizard.claim().await;
        let one = format!("/invitations/{id}");
        let long = json!({ "account": "a".repeat(5_000_000), "recipient_label": "Bob" });
        let operator = |method, path: &str| site.request(method, path).bearer_auth(&site.token);
        for (request, status, fault) in [
            (wizard.request(Method::GET, "/v3/grants"), 404, "relay.not_found"),
            (wizard.request(Method::GET, "/"), 404, "relay.not_found"),
            (wizard.request(Method::GET, "/v3/connect/custom"), 405, "relay.wrong_method"),
            (wizard.request(Method::POST, "/v3/connect/custom").body("a".repeat(100_000)), 413, "relay.too_large"),
            (wizard.request(Method::POST, "/v3/progress").body("["), 400, "relay.not_understood"),
            (operator(Method::GET, "/invitations/x/y/z"), 404, "relay.not_found"),
            (operator(Method::PUT, &one), 405, "relay.wrong_method"),
            (operator(Method::POST, "/invitations").json(&long), 413, "relay.too_large"),
            (operator(Method::GET, "/invitations/%ff"), 400, "relay.not_understood"),
            (operator(Method::GET, "/invitations/nobody"), 404, "not_found"),
        ] {
            let response = request.send().await.unwrap();
            let got = response.status().as_u16();
            assert_eq!(response.headers()["content-type"], "application/json", "{fault}");
            assert_eq!(response.headers()["cache-control"], "no-store", "{fault}");
            assert_eq!(response.headers().contains_key("allow"), status == 405, "{fault}");
            let refused: Value = response.json().await.unwrap();
            let read: invitation::Refused = serde_json::from_value(refused.clone()).unwrap();
            assert_eq!((got, kind(&refused)), (status, fault), "{refused}");
            assert!(!read.request_id.is_empty() && !read.error.message.is_empty(), "{refused}");
        }
        let log = site.relays[0].log();
        assert!(log.contains("relay.wrong_method") && log.contains("not_found"), "{log}");
        // What people see stays a page, or plain words.
        for (method, path) in [(Method::DELETE, "/c"), (Method::POST, "/health"), (Method::GET, "/i/x")] {
            let response = site.request(method, path).send().await.unwrap();
            assert!(response.status().is_client_error(), "{path}");
            let kind = response.headers().get("content-type").cloned();
            assert!(kind.is_none_or(|kind| kind != "application/json"), "{path}");
        }
    }

    async fn a_ticket_counts_in_one_place_only(site: Site) {
        let (_, ticket) = site.invite("bob@icloud.com").await;
        let wizard = Wizard::new(&site, &ticket, 'a');
        wizard.claim().await;
        let bearer = wizard.bearer();
        let plain = || site.request(Method::GET, "/v3/connection").header("icloud-connect-protocol", "1");
        for request in [
            plain(),
            plain().query(&[("access_token", &bearer)]),
            plain().header("cookie", format!("ticket={bearer}")),
            plain().basic_auth(&bearer, Some("")),
            plain().header("authorization", format!("bearer {bearer}")),
            plain().header("x-authorization", format!("Bearer {bearer}")),
            plain().bearer_auth(&bearer).header("authorization", format!("Bearer {bearer}")),
            plain().bearer_auth(format!("{bearer}x")),
            plain().bearer_auth(bearer.split('.').next_back().unwrap()),
        ] {
            let (status, refused) = answer(request).await;
            assert_eq!((status, kind(&refused)), (StatusCode::UNAUTHORIZED, "invitation.not_known"));
        }
        for protocol in ["0", "2", "x", ""] {
            let request = site.request(Method::GET, "/v3/connection").bearer_auth(&bearer);
            let (status, refused) = answer(request.header("icloud-connect-protocol", protocol)).await;
            assert!(matches!(status.as_u16(), 400 | 426), "{protocol} {refused}");
        }
        let old = json!({ "version": "0.0.9", "system": "linux" });
        let (status, refused) = wizard.post("/v3/invitation/claim", old).await;
        assert_eq!((status, kind(&refused)), (StatusCode::UPGRADE_REQUIRED, "invitation.too_old"));
    }

    async fn what_is_too_large_too_slow_or_ambiguous_is_refused(site: Site) {
        let (_, ticket) = site.invite("bob@icloud.com").await;
        let wizard = Wizard::new(&site, &ticket, 'a');
        wizard.claim().await;
        let settings = json!({ "username": "bob@icloud.com", "password": "a".repeat(100_000) });
        let (status, _) = wizard.post("/v3/connect/custom", json!({ "provider": "icloud", "settings": settings })).await;
        assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
        let deep = "[".repeat(4000);
        let (status, _) = answer(wizard.request(Method::POST, "/v3/progress").body(deep)).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);

        let head = format!("authorization: Bearer {}\r\nicloud-connect-protocol: 1\r\n", wizard.bearer());
        // Two lengths, or a length and chunks: what stands in front may read it as two requests.
        for lengths in [
            "content-length: 2\r\ncontent-length: 60\r\n",
            "content-length: 2\r\ntransfer-encoding: chunked\r\n",
            "transfer-encoding: chunked, identity\r\n",
            "content-length: +2\r\n",
            "content-length : 2\r\n",
        ] {
            let hidden = format!("GET /v3/connection HTTP/1.1\r\nhost: x\r\n{head}\r\n");
            let request = format!("POST /v3/progress HTTP/1.1\r\nhost: x\r\n{head}{lengths}\r\n{{}}{hidden}");
            let said = raw(&site, &request);
            let answers = said.matches("HTTP/1.1 ").count();
            assert!(answers <= 1 && !said.contains("\"submission\""), "{lengths}: {said}");
        }
        let long = format!("GET /health HTTP/1.1\r\nhost: x\r\nx: {}\r\n\r\n", "a".repeat(100_000));
        assert!(!raw(&site, &long).contains("200 OK"));
        assert_eq!(site.simulator.custom_auth_count(), 0);
    }

    async fn nobody_learns_of_others_accounts(site: Site) {
        let (_, bobs) = site.invite("bob@icloud.com").await;
        let (eves, eve_ticket) = site.invite("eve@icloud.com").await;
        let bob = Wizard::new(&site, &bobs, 'a');
        bob.claim().await;
        bob.submit("bob@icloud.com").await;
        let eve = Wizard::new(&site, &eve_ticket, 'e');
        eve.claim().await;
        // With the secret of one and the ticket of the other.
        let mixed = Wizard::new(&site, &bobs, 'e');
        let (status, refused) = mixed.get("/v3/connection").await;
        assert_eq!((status, kind(&refused)), (StatusCode::GONE, "invitation.used"));
        let (status, refused) = eve.submit("bob@icloud.com").await;
        assert_eq!((status, kind(&refused)), (StatusCode::FORBIDDEN, "invitation.other_account"));
        assert!(eve.connection().await["connected"].is_null());
        let (status, _) = eve.post("/v3/not-mine", json!({})).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        assert_eq!(site.get(&format!("/invitations/{eves}")).await.1["grant_id"], json!(null));
        assert_eq!(site.simulator.custom_auth_count(), 1);
    }

    async fn a_strangers_claim_leaves_tries_to_the_accounts_holder(site: Site) {
        let (id, ticket) = site.invite("refused@icloud.com").await;
        let stranger = Wizard::new(&site, &ticket, 's');
        stranger.claim().await;
        for _ in 0..6 {
            stranger.submit("refused@icloud.com").await;
        }
        site.post(&format!("/invitations/{id}/release"), json!({})).await;
        let holder = Wizard::new(&site, &ticket, 'h');
        assert_eq!(holder.claim().await.1["claimed"]["tries_left"], 2);
        assert_eq!(kind(&stranger.claim().await.1), "invitation.other_computer");
    }

    async fn a_captured_request_is_worth_nothing_after_the_end(site: Site) {
        let (_, ticket) = site.invite("bob@icloud.com").await;
        let wizard = Wizard::new(&site, &ticket, 'a');
        wizard.claim().await;
        let settings = json!({ "username": "bob@icloud.com", "password": PASSWORD });
        let body = json!({ "provider": "icloud", "settings": settings });
        for _ in 0..3 {
            wizard.post("/v3/connect/custom", body.clone()).await;
        }
        assert_eq!(site.simulator.custom_auth_count(), 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_sends_a_head_byte_by_byte_is_cut_off() {
    let site = Site::sqlite().await;
    let address = site.relays[0]
        .address
        .trim_start_matches("http://")
        .to_owned();
    let mut stream = TcpStream::connect(address).unwrap();
    let since = Instant::now();
    stream.write_all(b"GET /health HTTP/1.1\r\n").unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(1)))
        .unwrap();
    let mut buffer = [0; 100];
    loop {
        let _ = stream.write_all(b"x: y\r\n");
        match stream.read(&mut buffer) {
            Ok(0) => break,
            Err(error)
                if matches!(
                    error.kind(),
                    std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut
                ) => {}
            _ => break,
        }
        assert!(since.elapsed() < Duration::from_secs(40));
    }
    assert!(since.elapsed() > Duration::from_secs(5));
}

#[tokio::test]
async fn nothing_is_served_in_the_clear_to_other_computers() {
    let site = Site::sqlite().await;
    for (variable, value) in [
        ("ICLOUD_CONNECT_RELAY_LISTEN", "0.0.0.0:0"),
        ("ICLOUD_CONNECT_RELAY_OPERATOR_LISTEN", "0.0.0.0:0"),
        (
            "ICLOUD_CONNECT_RELAY_PUBLIC_URL",
            "http://connect.acme.example",
        ),
        (
            "ICLOUD_CONNECT_RELAY_NYLAS_API_URL",
            "http://api.us.nylas.com",
        ),
        ("ICLOUD_CONNECT_RELAY_LISTN", "127.0.0.1:0"),
    ] {
        let mut program = crate::process::program(&site.config());
        let output = program.env(variable, value).output().unwrap();
        assert!(!output.status.success(), "{variable}");
        assert!(!output.stderr.is_empty());
    }
    // For proxies only: whoever else connects is hung up on.
    let mut variables = vec![("ICLOUD_CONNECT_RELAY_LISTEN", "0.0.0.0:0".to_owned())];
    variables.push((
        "ICLOUD_CONNECT_RELAY_TRUSTED_PROXIES",
        "203.0.113.7".to_owned(),
    ));
    let relay = Process::start(&site.config(), &variables);
    let address = relay.address.replace("0.0.0.0", "127.0.0.1");
    assert!(
        site.http
            .get(format!("{address}/health"))
            .send()
            .await
            .is_err()
    );
}
