//! What a calendar server can say, and what it means.

use super::{
    ADDRESS, PASSWORD, ask,
    authority::Authority,
    free_port,
    scripted::{Act, Server, good_dav, good_imap, http, one},
    servers,
};
use apple::Verdict;
use base64::{Engine, prelude::BASE64_STANDARD};
use runner::apple_check::{Outage, ServiceAnswer};
use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

/// What calendar says when everything is answered like this, its verdict and how often it was asked. Mail is not there.
async fn said_after(
    act: impl Fn(&str) -> Act + Send + Sync + Clone + 'static,
) -> (ServiceAnswer, Verdict, usize) {
    let authority = Authority::new();
    let calendar = Server::dav(&authority, "localhost", act).await;
    let (said, _, verdict) = ask(&servers(&authority, calendar.port, free_port())).await;
    (said.calendar, verdict, calendar.heard().len())
}

fn no_answer(why: Outage) -> (ServiceAnswer, Verdict, usize) {
    (ServiceAnswer::NoAnswer { why }, Verdict::NoAnswer, 1)
}

#[tokio::test]
async fn basic_is_sent_at_once_and_the_calendars_are_listed() {
    let authority = Authority::new();
    let calendar = Server::dav(&authority, "localhost", good_dav).await;
    let (said, _, verdict) = ask(&servers(&authority, calendar.port, free_port())).await;
    assert_eq!(
        (said.calendar, verdict),
        (ServiceAnswer::Accepted, Verdict::Accepted)
    );
    let basic = format!(
        "authorization: Basic {}",
        BASE64_STANDARD.encode(format!("{ADDRESS}:{PASSWORD}"))
    );
    let heard = calendar.heard();
    assert!(heard.iter().all(|request| request.contains(&basic)));
    let asked: Vec<_> = heard
        .iter()
        .map(|request| request.lines().next().unwrap())
        .collect();
    assert_eq!(
        asked,
        [
            "PROPFIND / HTTP/1.1",
            "PROPFIND /1/principal/ HTTP/1.1",
            "PROPFIND /1/calendars/ HTTP/1.1"
        ]
    );
}

#[tokio::test]
async fn a_redirect_is_followed() {
    for status in [
        "301 Moved Permanently",
        "302 Found",
        "307 Temporary Redirect",
        "308 Permanent Redirect",
    ] {
        let led_on = move |request: &str| {
            if request.starts_with("PROPFIND / ") {
                http(status, "location: /34/\r\n", "")
            } else {
                good_dav(request)
            }
        };
        assert_eq!(
            said_after(led_on).await,
            (ServiceAnswer::Accepted, Verdict::Accepted, 4),
            "{status}"
        );
    }
}

#[tokio::test]
async fn a_home_with_a_whole_address_is_followed() {
    let (authority, port) = (Authority::new(), Arc::<OnceLock<u16>>::default());
    let own_port = port.clone();
    let calendar = Server::dav(&authority, "localhost", move |request| {
        if request.contains("calendar-home-set") {
            let port = own_port.get().unwrap();
            one(&format!(
                "<c:calendar-home-set><href>https://LOCALHOST:{port}/1/calendars/</href></c:calendar-home-set>"
            ))
        } else {
            good_dav(request)
        }
    })
    .await;
    port.set(calendar.port).unwrap();
    let (said, ..) = ask(&servers(&authority, calendar.port, free_port())).await;
    assert_eq!(
        (said.calendar, calendar.heard().len()),
        (ServiceAnswer::Accepted, 3)
    );
}

#[tokio::test]
async fn the_password_never_goes_to_another_port_of_the_same_host() {
    let authority = Authority::new();
    let other = Server::dav(&authority, "localhost", good_dav).await;
    let there = format!("https://localhost:{}/", other.port);
    let location = format!("location: {there}\r\n");
    assert_eq!(
        said_after(move |_: &str| http("302 Found", &location, "")).await,
        (
            ServiceAnswer::Skipped { why: Outage::Proxy },
            Verdict::Skipped,
            1
        )
    );
    let home = format!("<c:calendar-home-set><href>{there}</href></c:calendar-home-set>");
    let leads_away = move |request: &str| {
        if request.contains("calendar-home-set") {
            one(&home)
        } else {
            good_dav(request)
        }
    };
    assert_eq!(
        said_after(leads_away).await.0,
        ServiceAnswer::Skipped {
            why: Outage::Elsewhere
        }
    );
    assert!(other.heard().is_empty());
}

#[tokio::test]
async fn the_password_never_goes_to_another_host() {
    let authority = Authority::new();
    let foreign = Server::dav(&authority, "127.0.0.1", good_dav).await;
    let foreign_url = format!("https://127.0.0.1:{}/", foreign.port);
    let leads_away = {
        let location = format!("location: {foreign_url}\r\n");
        move |_: &str| http("302 Found", &location, "")
    };
    assert_eq!(
        said_after(leads_away).await,
        (
            ServiceAnswer::Skipped { why: Outage::Proxy },
            Verdict::Skipped,
            1
        )
    );
    let plain = |_: &str| http("302 Found", "location: http://localhost/\r\n", "");
    assert_eq!(
        said_after(plain).await,
        (
            ServiceAnswer::Skipped { why: Outage::Proxy },
            Verdict::Skipped,
            1
        )
    );
    let principal =
        format!("<current-user-principal><href>{foreign_url}</href></current-user-principal>");
    assert_eq!(
        said_after(move |_: &str| one(&principal)).await,
        (
            ServiceAnswer::Skipped {
                why: Outage::Elsewhere
            },
            Verdict::Skipped,
            1
        )
    );

    // The foreign host could have been reached, and would have been trusted.
    let mut there = servers(&authority, foreign.port, free_port());
    assert!(foreign.heard().is_empty());
    there.caldav_url = foreign_url.parse().unwrap();
    assert_eq!(ask(&there).await.0.calendar, ServiceAnswer::Accepted);
}

#[tokio::test]
async fn nobody_is_led_in_circles() {
    let (answer, _, asked) =
        said_after(|_| http("301 Moved Permanently", "location: /\r\n", "")).await;
    assert_eq!(
        (answer, asked),
        (
            ServiceAnswer::NoAnswer {
                why: Outage::NotUnderstood
            },
            6
        )
    );
}

#[tokio::test]
async fn basic_that_is_not_taken_is_a_refusal_whatever_else_is_offered() {
    let schemes = "www-authenticate: X-MobileMe-AuthToken realm=\"Newcastle\"\r\nwww-authenticate: Basic realm=\"Newcastle\"\r\n";
    assert_eq!(
        said_after(move |_| http("401 Unauthorized", schemes, "")).await,
        (ServiceAnswer::Refused, Verdict::Refused, 1)
    );
}

#[tokio::test]
async fn forbidden_is_not_a_wrong_password() {
    assert_eq!(
        said_after(|_| http("403 Forbidden", "", "")).await,
        (ServiceAnswer::Forbidden, Verdict::Skipped, 1)
    );
}

#[tokio::test]
async fn a_status_that_is_neither_yes_nor_no_closes_calendar_only_where_mail_accepted() {
    for status in [
        "400 Bad Request",
        "404 Not Found",
        "405 Method Not Allowed",
        "412 Precondition Failed",
        "501 Not Implemented",
    ] {
        assert_eq!(
            said_after(move |_| http(status, "", "")).await,
            (ServiceAnswer::Unclear, Verdict::NoAnswer, 1),
            "{status}"
        );
        for (mail, verdict) in [
            ("a1 OK yes\r\n", Verdict::Refused),
            ("a1 NO no\r\n", Verdict::NoAnswer),
        ] {
            let authority = Authority::new();
            let calendar =
                Server::dav(&authority, "localhost", move |_| http(status, "", "")).await;
            let login = move |line: &str| {
                if line.contains(" LOGIN ") {
                    Act::Say(mail.into())
                } else {
                    good_imap(line)
                }
            };
            let mail = Server::imap(&authority, login).await;
            assert_eq!(
                ask(&servers(&authority, calendar.port, mail.port)).await.2,
                verdict,
                "{status} beside {mail:?}",
                mail = mail.heard()
            );
        }
    }
}

#[tokio::test]
async fn a_page_in_place_of_an_answer_is_nobodys_word() {
    const PAGE: &str = "<!DOCTYPE html><html><body>Blocked by your company</body></html>";
    const HTML: &str = "content-type: Text/HTML; charset=utf-8\r\n";
    for (status, headers, body) in [
        ("200 OK", "", "<html>Sign in to Wi-Fi</html>"),
        ("200 OK", HTML, ""),
        ("207 Multi-Status", "", "<html/>"),
        ("401 Unauthorized", "", PAGE),
        ("403 Forbidden", "", PAGE),
        ("403 Forbidden", "", "Access denied by policy"),
        ("404 Not Found", "", PAGE),
        ("405 Method Not Allowed", HTML, "no"),
        ("429 Too Many Requests", HTML, "slow down"),
        (
            "451 Unavailable For Legal Reasons",
            "",
            "\u{feff}\r\n <HTML>",
        ),
        ("500 Internal Server Error", "", PAGE),
        ("503 Service Unavailable", HTML, PAGE),
        // It does not say what it is.
        ("503 Service Unavailable", "retry-after: 60\r\n", PAGE),
        ("429 Too Many Requests", "", "<html>Slow down</html>"),
        ("511 Network Authentication Required", "", ""),
        // Three that nobody listed: a firewall that sends everybody to its sign-in by a status of its own, and two that
        // say no in a line of plain text.
        ("303 See Other", "location: https://fw.example/\r\n", ""),
        ("405 Method Not Allowed", "", "PROPFIND is not allowed"),
        ("451 Unavailable For Legal Reasons", "", "Not allowed here"),
    ] {
        assert_eq!(
            said_after(move |_| http(status, headers, body)).await,
            (
                ServiceAnswer::Skipped { why: Outage::Proxy },
                Verdict::Skipped,
                1
            ),
            "{status} {headers} {body}"
        );
    }
    // Apple's own refusals bear a challenge, or speak the protocol.
    let challenge = "www-authenticate: Basic realm=\"MMCalDav\"\r\n";
    assert_eq!(
        said_after(move |_| http("401 Unauthorized", challenge, PAGE)).await,
        (ServiceAnswer::Refused, Verdict::Refused, 1)
    );
    assert_eq!(
        said_after(|_| http("403 Forbidden", "", "<error xmlns='DAV:'/>")).await,
        (ServiceAnswer::Forbidden, Verdict::Skipped, 1)
    );
}

#[tokio::test]
async fn an_outage_is_not_a_refusal() {
    let throttled = |seconds: Option<u64>| Outage::Throttled {
        retry_after: seconds.map(Duration::from_secs),
    };
    assert_eq!(
        said_after(|_| http("503 Service Unavailable", "retry-after: 120\r\n", "")).await,
        no_answer(throttled(Some(120)))
    );
    let until = |when: &'static str| {
        move |_: &str| {
            http(
                "503 Service Unavailable",
                &format!("retry-after: {when}\r\n"),
                "",
            )
        }
    };
    assert_eq!(
        said_after(until("Fri, 31 Dec 1999 23:59:59 GMT")).await,
        no_answer(throttled(Some(0))),
        "a date, which is over"
    );
    assert_eq!(
        said_after(until("Fri, 31 Dec 9999 23:59:59 GMT")).await,
        no_answer(throttled(Some(3600))),
        "nobody is asked to wait for longer than an hour"
    );
    assert_eq!(said_after(until("soon")).await, no_answer(throttled(None)));
    assert_eq!(
        said_after(|_| http("429 Too Many Requests", "", "")).await,
        no_answer(throttled(None))
    );
    assert_eq!(
        said_after(|_| http("502 Bad Gateway", "", "")).await,
        no_answer(Outage::Unavailable)
    );
    assert_eq!(
        said_after(|_| http("200 OK", "", "Success")).await,
        no_answer(Outage::NotUnderstood)
    );
    assert_eq!(
        said_after(|_| http("207 Multi-Status", "", "<multistatus")).await,
        no_answer(Outage::NotUnderstood)
    );
    assert_eq!(
        said_after(|_| one("<displayname>No principal</displayname>")).await,
        no_answer(Outage::NotUnderstood)
    );
    assert_eq!(
        said_after(|_| Act::Say(
            "HTTP/1.1 207 Multi-Status\r\ncontent-length: 900\r\n\r\n<multistatus".into()
        ))
        .await,
        no_answer(Outage::Reset)
    );
    let endless = |_: &str| {
        Act::SayForever(format!(
            "HTTP/1.1 207 Multi-Status\r\ncontent-length: 9000000\r\n\r\n{}",
            " ".repeat(60_000)
        ))
    };
    assert_eq!(said_after(endless).await, no_answer(Outage::NotUnderstood));
}

#[tokio::test]
async fn an_account_without_calendars_is_accepted() {
    let no_calendars = |request: &str| {
        if request.contains("resourcetype") {
            one("<resourcetype><collection/></resourcetype>")
        } else {
            good_dav(request)
        }
    };
    assert_eq!(
        said_after(no_calendars).await,
        (ServiceAnswer::Accepted, Verdict::Accepted, 3)
    );
}

#[tokio::test]
async fn a_silent_server_is_an_outage_after_half_a_minute() {
    let authority = Authority::new();
    let calendar = Server::dav(&authority, "localhost", |_| Act::Silence).await;
    let servers = servers(&authority, calendar.port, free_port());
    let ((said, _, verdict), ()) = tokio::join!(ask(&servers), async {
        calendar.was_asked().await;
        // From here on time passes at once.
        tokio::time::pause();
    });
    assert_eq!(
        (said.calendar, verdict),
        (
            ServiceAnswer::NoAnswer {
                why: Outage::TimedOut
            },
            Verdict::NoAnswer
        )
    );
}
