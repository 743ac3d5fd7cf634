//! The listener as browsers, other pages and other programs meet it.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

use std::{
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    time::{Duration, Instant},
};

use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use secrecy::{ExposeSecret, SecretString};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::mpsc,
    task::{JoinHandle, JoinSet},
    time::timeout,
};

use super::{
    AuthorizationResponse, Came, Expected, Listener, MOST_BYTES, MOST_HEADERS, Refused,
    error::AuthorizationError,
};

const STATE: &str = "customer.7.kCwbcNqZ0mPqv4cRb8x2M1oV6tXyL5hJdQeSfGaUiEw";
const PAGE: &str = "<!doctype html><title>done</title>";

/// A listener that waits for [`STATE`].
struct Way {
    port: u16,
    told: mpsc::UnboundedReceiver<Came>,
    task: JoinHandle<()>,
}

impl Way {
    async fn open() -> Way {
        // Another test may take the port in between.
        loop {
            let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
                .await
                .unwrap()
                .local_addr()
                .unwrap()
                .port();
            if let Ok(listener) = Listener::bind(port).await {
                let (tell, told) = mpsc::unbounded_channel();
                let task = tokio::spawn(listener.serve(
                    Expected::new(port, STATE.into()),
                    |ended| format!("{PAGE}{ended:?}"),
                    move |came| {
                        let _ = tell.send(came);
                    },
                ));
                return Way { port, told, task };
            }
        }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))
            .await
            .unwrap()
    }

    /// What is answered to a request; nothing where the connection is just closed.
    async fn ask(&self, request: &[u8]) -> String {
        exchange(self.connect().await, request).await
    }

    /// As a browser asks when it follows a redirect.
    async fn browse(&self, target: &str) -> String {
        self.ask(self.request(target, "").as_bytes()).await
    }

    fn request(&self, target: &str, more: &str) -> String {
        format!(
            "GET {target} HTTP/1.1\r\nHost: localhost:{}\r\nSec-Fetch-Mode: navigate\r\n{more}\r\n",
            self.port
        )
    }

    fn good(&self) -> String {
        format!("/callback?code=c0de&state={STATE}")
    }

    async fn came(&mut self) -> Came {
        timeout(Duration::from_secs(2), self.told.recv())
            .await
            .unwrap()
            .unwrap()
    }

    async fn code(mut self) -> String {
        loop {
            match self.came().await {
                Came::Redirect(AuthorizationResponse::Code(code)) => {
                    return code.expose_secret().to_owned();
                }
                Came::Redirect(AuthorizationResponse::Failed(failure)) => panic!("{failure:?}"),
                Came::TooMuch => {}
            }
        }
    }
}

async fn exchange(mut stream: TcpStream, request: &[u8]) -> String {
    let mut answer = vec![];
    // Whoever is refused may find the connection closed while still speaking.
    if stream.write_all(request).await.is_ok() {
        let _ = timeout(Duration::from_secs(10), stream.read_to_end(&mut answer))
            .await
            .unwrap();
    }
    String::from_utf8(answer).unwrap()
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or("none")
}

/// Whether the port can be had by somebody else.
async fn is_free(port: u16) -> bool {
    Listener::bind(port).await.is_ok()
}

#[tokio::test]
async fn the_right_redirect_is_taken_and_leads_to_a_page_without_the_code() {
    let way = Way::open().await;
    let answer = way.browse(&way.good()).await;
    assert_eq!(status(&answer), "303");
    assert!(
        answer.contains("location: /callback/done\r\n")
            && !answer.contains("c0de")
            && !answer.contains(STATE),
        "{answer}"
    );
    let page = way.browse("/callback/done").await;
    assert!(page.ends_with("<title>done</title>SignedIn"), "{page}");
    for header in [
        "cache-control: no-store",
        "content-security-policy: default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'",
        "referrer-policy: no-referrer",
        "nosniff",
    ] {
        assert!(page.contains(header), "{header} is missing in {page}");
    }
    assert_eq!(way.code().await, "c0de");
}

#[tokio::test]
async fn a_browser_may_come_by_either_loopback_address() {
    let way = Way::open().await;
    // A machine without IPv6 has one way only.
    let Ok(stream) = TcpStream::connect(SocketAddr::from((Ipv6Addr::LOCALHOST, way.port))).await
    else {
        return;
    };
    let request = way.request(&way.good(), "");
    assert_eq!(status(&exchange(stream, request.as_bytes()).await), "303");
    assert_eq!(way.code().await, "c0de");
}

#[tokio::test]
async fn a_port_that_another_program_has_on_either_address_is_taken() {
    let four = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    assert!(!is_free(four.local_addr().unwrap().port()).await);
    if let Ok(six) = TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).await {
        assert!(!is_free(six.local_addr().unwrap().port()).await);
    }
}

#[tokio::test]
async fn a_wrong_or_missing_state_is_refused_and_the_right_one_still_taken() {
    let way = Way::open().await;
    let almost = &STATE[..STATE.len() - 1];
    for query in [
        "code=forged".to_owned(),
        "code=forged&state=".to_owned(),
        format!("code=forged&state={almost}"),
        format!("code=forged&state={STATE}x"),
        format!("code=forged&state={}", STATE.to_lowercase()),
        format!("code=forged&state={STATE}&state={STATE}"),
        format!("code=forged&code=c0de&state={STATE}"),
        "error=access_denied".to_owned(),
        String::new(),
    ] {
        let answer = way.browse(&format!("/callback?{query}")).await;
        assert_eq!(status(&answer), "400", "{query}");
        assert!(answer.ends_with("\r\n\r\n"), "no body: {answer}");
    }
    assert_eq!(
        status(&way.browse("/callback/done").await),
        "404",
        "there is nothing to show yet"
    );
    assert_eq!(status(&way.browse(&way.good()).await), "303");
    assert_eq!(way.code().await, "c0de");
}

#[tokio::test]
async fn the_browser_ends_on_a_page_about_how_it_went() {
    for (parameters, expected) in [
        ("code=c0de", "SignedIn"),
        ("error=access_denied", "Declined"),
        ("error=invalid_authentication", "Refused"),
        ("error_type=auth.login_id_invalid", "Expired"),
        ("error=provider_not_responding", "Failed"),
        ("error=who+knows", "Failed"),
    ] {
        let way = Way::open().await;
        let answer = way
            .browse(&format!("/callback?{parameters}&state={STATE}"))
            .await;
        assert_eq!(status(&answer), "303", "{parameters}");
        let page = way.browse("/callback/done").await;
        assert!(
            status(&page) == "200" && page.ends_with(expected),
            "{parameters}: {page}"
        );
    }
}

#[tokio::test]
async fn whoever_comes_twice_sees_the_same_page_and_is_told_of_once() {
    let mut way = Way::open().await;
    for _ in 0..3 {
        assert_eq!(status(&way.browse(&way.good()).await), "303");
        assert!(way.browse("/callback/done").await.ends_with("SignedIn"));
    }
    assert!(matches!(way.came().await, Came::Redirect(_)));
    assert!(way.told.try_recv().is_err(), "nothing else was told");
}

#[tokio::test]
async fn a_browser_that_looks_ahead_takes_nothing_away() {
    let mut way = Way::open().await;
    for ahead in [
        "Sec-Purpose: prefetch\r\n",
        "Sec-Purpose: prefetch;prerender\r\n",
        "Purpose: prefetch\r\n",
        "X-Moz: prefetch\r\n",
        "X-Purpose: preview\r\n",
    ] {
        let request = way.request(&way.good(), ahead);
        let answer = way.ask(request.as_bytes()).await;
        assert_eq!(status(&answer), "503", "{ahead}");
        assert!(answer.contains("no-store"), "{answer}");
    }
    assert!(way.told.try_recv().is_err(), "nothing was told");
    assert_eq!(status(&way.browse(&way.good()).await), "303");
    assert_eq!(way.code().await, "c0de");
}

#[tokio::test]
async fn cookies_of_16_kb_and_a_hundred_headers_arrive() {
    let way = Way::open().await;
    let cookies = format!("Cookie: {}\r\n", "a=b; ".repeat((16 << 10) / 5));
    let more = format!("{cookies}{}", "X-More: y\r\n".repeat(97));
    let request = way.request(&way.good(), &more);
    assert!(request.lines().count() > 100, "request line and headers");
    assert_eq!(status(&way.ask(request.as_bytes()).await), "303");
    assert_eq!(way.code().await, "c0de");
}

#[tokio::test]
async fn a_browser_with_more_than_is_read_gets_a_page_and_is_told_of() {
    let mut way = Way::open().await;
    for more in [
        format!("Cookie: {}\r\n", "a".repeat(MOST_BYTES)),
        format!("Cookie: {}\r\n", "a".repeat(1 << 20)),
        "X-More: y\r\n".repeat(MOST_HEADERS),
    ] {
        let request = way.request(&way.good(), &more);
        let answer = way.ask(request.as_bytes()).await;
        assert_eq!(status(&answer), "431");
        assert!(answer.ends_with("TooMuch"), "{answer}");
        assert!(matches!(way.came().await, Came::TooMuch));
    }
    // What is no way back is told to nobody.
    let request = way.request("/favicon.ico", &"X-More: y\r\n".repeat(MOST_HEADERS));
    assert_eq!(way.ask(request.as_bytes()).await, "");
    assert!(way.told.try_recv().is_err());
    assert_eq!(status(&way.browse(&way.good()).await), "303");
    assert_eq!(way.code().await, "c0de");
}

#[tokio::test]
async fn this_computer_is_known_by_its_addresses_too() {
    for name in ["localhost", "LocalHost", "127.0.0.1", "[::1]"] {
        let way = Way::open().await;
        let request = format!(
            "GET {} HTTP/1.1\r\nHost: {name}:{}\r\n\r\n",
            way.good(),
            way.port
        );
        assert_eq!(status(&way.ask(request.as_bytes()).await), "303", "{name}");
        assert_eq!(way.code().await, "c0de");
    }
}

#[tokio::test]
async fn a_redirect_that_came_already_is_not_taken_again() {
    let way = Way::open().await;
    assert_eq!(status(&way.browse(&way.good()).await), "303");
    assert_eq!(
        status(
            &way.browse(&format!("/callback?code=other&state={STATE}"))
                .await
        ),
        "303",
        "the page says nothing, and nothing more is told"
    );
    assert_eq!(way.code().await, "c0de");
}

#[tokio::test]
async fn what_is_no_navigation_of_a_browser_to_this_very_address_is_refused() {
    let way = Way::open().await;
    let (good, port) = (way.good(), way.port);
    let get = |headers: &str| format!("GET {good} HTTP/1.1\r\n{headers}\r\n");
    let host = format!("Host: localhost:{port}\r\n");
    for (request, expected) in [
        (get(""), "400"),
        (
            get(&format!("Host: 127.0.0.1.evil.example:{port}\r\n")),
            "400",
        ),
        (get(&format!("Host: 0.0.0.0:{port}\r\n")), "400"),
        (get("Host: localhost\r\n"), "400"),
        (
            get(&format!("Host: localhost.evil.example:{port}\r\n")),
            "400",
        ),
        (get(&format!("Host: evil.example:{port}\r\n")), "400"),
        (get(&format!("{host}Host: evil.example\r\n")), "400"),
        (
            get(&format!("{host}Origin: https://evil.example\r\n")),
            "400",
        ),
        (get(&format!("{host}Origin: null\r\n")), "400"),
        (
            get(&format!("{host}ORIGIN: http://localhost:{port}\r\n")),
            "400",
        ),
        (get(&format!("{host}Sec-Fetch-Mode: no-cors\r\n")), "400"),
        (get(&format!("{host}Sec-Fetch-Mode: cors\r\n")), "400"),
        (
            get(&format!(
                "{host}Sec-Fetch-Mode: navigate\r\nSec-Fetch-Mode: no-cors\r\n"
            )),
            "400",
        ),
        (
            format!("POST {good} HTTP/1.1\r\n{host}Content-Length: 0\r\n\r\n"),
            "404",
        ),
        (format!("HEAD {good} HTTP/1.1\r\n{host}\r\n"), "404"),
        (format!("OPTIONS {good} HTTP/1.1\r\n{host}\r\n"), "404"),
        (
            format!("GET http://localhost:{port}{good} HTTP/1.1\r\n{host}\r\n"),
            "404",
        ),
        (
            format!("GET /callback/{good} HTTP/1.1\r\n{host}\r\n"),
            "404",
        ),
        (format!("GET / HTTP/1.1\r\n{host}\r\n"), "404"),
        (format!("GET /favicon.ico HTTP/1.1\r\n{host}\r\n"), "404"),
        (format!("GET {good}\r\n\r\n"), "none"),
        ("\u{16}\u{3}\u{1} hello TLS\r\n\r\n".to_owned(), "none"),
    ] {
        let answer = way.ask(request.as_bytes()).await;
        assert_eq!(status(&answer), expected, "{request:?}");
        assert!(!answer.contains("c0de"), "{answer}");
    }
    // An older browser says nothing about the mode.
    assert_eq!(status(&way.ask(get(&host).as_bytes()).await), "303");
    assert_eq!(way.code().await, "c0de");
}

#[tokio::test]
async fn the_code_counts_even_if_the_browser_does_not_wait_for_the_answer() {
    let way = Way::open().await;
    let request = way.request(&way.good(), "");
    let mut stream = way.connect().await;
    stream.write_all(request.as_bytes()).await.unwrap();
    // Windows throws away what was not read yet when a connection is reset; there it is closed as browsers close it.
    if cfg!(unix) {
        stream.set_zero_linger().unwrap();
    }
    drop(stream);
    assert_eq!(way.code().await, "c0de");
}

#[tokio::test]
async fn without_a_look_at_the_page_the_port_is_free_after_a_moment() {
    let way = Way::open().await;
    assert_eq!(status(&way.browse(&way.good()).await), "303");
    let started = Instant::now();
    timeout(Duration::from_secs(6), way.task)
        .await
        .unwrap()
        .unwrap();
    assert!(
        started.elapsed() > Duration::from_secs(2),
        "the page could be had for a moment"
    );
    assert!(is_free(way.port).await);
}

#[tokio::test]
async fn slow_senders_neither_stay_nor_keep_the_browser_out() {
    let way = Way::open().await;
    let mut slow = vec![];
    for _ in 0..200 {
        let mut stream = way.connect().await;
        stream.write_all(b"GET /callback?co").await.unwrap();
        slow.push(stream);
    }
    let started = Instant::now();
    assert_eq!(status(&way.browse("/callback?code=x").await), "400");
    assert!(
        started.elapsed() < Duration::from_secs(2),
        "the browser had to wait"
    );
    let all_closed = async {
        for mut stream in slow {
            let mut rest = vec![];
            let _ = stream.read_to_end(&mut rest).await;
            assert!(rest.is_empty());
        }
    };
    timeout(Duration::from_secs(8), all_closed).await.unwrap();
    assert_eq!(status(&way.browse(&way.good()).await), "303");
    assert_eq!(way.code().await, "c0de");
}

#[tokio::test]
async fn a_flood_of_headers_is_cut_off() {
    let way = Way::open().await;
    let start = format!(
        "GET {} HTTP/1.1\r\nHost: localhost:{}\r\n",
        way.good(),
        way.port
    );
    let one_long = format!("{start}Cookie: {}\r\n\r\n", "a".repeat(1 << 20));
    let many = format!("{start}{}\r\n", "X: y\r\n".repeat(200));
    let endless = format!(
        "{start}{}",
        "X: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n".repeat(30_000)
    );
    let long_target = format!("GET /callback?{} HTTP/1.1\r\n\r\n", "a".repeat(100_000));
    for request in [one_long, many, endless, long_target] {
        let answer = way.ask(request.as_bytes()).await;
        assert!(answer.is_empty() || status(&answer) == "431", "{answer}");
    }
    assert_eq!(status(&way.browse(&way.good()).await), "303");
    assert_eq!(way.code().await, "c0de");
}

/// Requests as fuzzers write them: well-formed ones of pieces that nearly fit, pieces in any order, and noise.
fn requests(port: u16) -> impl Strategy<Value = Vec<u8>> {
    let one_of = |words: &[&str]| {
        prop::sample::select(
            words
                .iter()
                .map(|word| (*word).to_owned())
                .collect::<Vec<_>>(),
        )
    };
    let target = one_of(&[
        "/",
        "/callback",
        "/callback/",
        "/callback/done",
        "/callback?code=1&state=2",
        "/callback?state=%00%ff&error=x",
        "*",
    ]);
    let almost = format!("/callback?code=1&state={}", &STATE[1..]);
    let target = prop_oneof![4 => target, 1 => Just(almost)];
    let own = format!("Host: localhost:{port}\r\n");
    let header = one_of(&[
        &own,
        &own,
        "Host: evil.example\r\n",
        "Origin: null\r\n",
        "Sec-Fetch-Mode: navigate\r\n",
        "Sec-Fetch-Mode: cors\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Content-Length: -1\r\n",
        ": \r\n",
    ]);
    let method = one_of(&["GET", "GET", "GET", "POST", "HEAD", "CONNECT", "get"]);
    let well_formed = (
        method,
        target.clone(),
        prop::collection::vec(header.clone(), 0..6),
    )
        .prop_map(|(method, target, headers)| {
            format!("{method} {target} HTTP/1.1\r\n{}\r\n", headers.concat()).into_bytes()
        });
    let piece = prop_oneof![
        target,
        header,
        one_of(&["GET ", " HTTP/1.1\r\n", "\r\n", "\r\n\r\n", "\u{0}"])
    ];
    let pieces =
        prop::collection::vec(piece, 1..12).prop_map(|pieces| pieces.concat().into_bytes());
    prop_oneof![
        well_formed,
        pieces,
        prop::collection::vec(any::<u8>(), 0..300)
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_random_requests_get_nothing_and_the_right_one_is_still_taken() {
    let way = Way::open().await;
    let port = way.port;
    let mut runner = TestRunner::deterministic();
    let strategy = requests(port);
    let mut asked: JoinSet<bool> = JoinSet::new();
    let mut refused = 0;
    for _ in 0..10_000 {
        let request = strategy.new_tree(&mut runner).unwrap().current();
        if asked.len() >= 24 {
            refused += usize::from(!asked.join_next().await.unwrap().unwrap());
        }
        asked.spawn(async move {
            let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))
                .await
                .unwrap();
            let sent = stream.write_all(&request).await.is_ok() && stream.shutdown().await.is_ok();
            let mut answer = vec![];
            if sent {
                let _ = stream.read_to_end(&mut answer).await;
            }
            let text = String::from_utf8_lossy(&answer).into_owned();
            assert!(
                matches!(status(&text), "none" | "400" | "404"),
                "{:?} was answered {text}",
                String::from_utf8_lossy(&request)
            );
            assert!(
                answer.is_empty() || text.ends_with("\r\n\r\n"),
                "no body: {text}"
            );
            answer.is_empty()
        });
    }
    while let Some(joined) = asked.join_next().await {
        refused += usize::from(!joined.unwrap());
    }
    assert!(
        refused > 1_000,
        "some requests were good enough to be refused: {refused}"
    );
    assert_eq!(status(&way.browse(&way.good()).await), "303");
    assert_eq!(status(&way.browse("/callback/done").await), "200");
    assert_eq!(way.code().await, "c0de");
    for _ in 0..50 {
        if is_free(port).await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the port is still taken");
}

#[tokio::test]
async fn whoever_gives_up_waiting_frees_the_port() {
    let way = Way::open().await;
    way.task.abort();
    assert!(way.task.await.unwrap_err().is_cancelled());
    assert!(is_free(way.port).await);
}

#[test]
fn a_failed_redirect_is_read_whatever_of_it_is_there() {
    let expected = Expected::new(9007, STATE.into());
    let read = |query: &str| match expected.query(&format!("{query}&state={STATE}")) {
        Ok(AuthorizationResponse::Failed(failure)) => failure,
        Ok(AuthorizationResponse::Code(_)) => panic!("{query} was taken for success"),
        Err(refused) => panic!("{query}: {refused:?}"),
    };
    let failure = |error: &str, kind: &str, code: &str, description: &str| AuthorizationError {
        error: error.into(),
        kind: kind.into(),
        code: code.into(),
        description: description.into(),
    };
    assert_eq!(
        read("error=access_denied"),
        failure("access_denied", "", "", "")
    );
    assert_eq!(
        read(
            "error=auth_failed&error_type=auth_limit_reached&error_code=25023&error_description=Too+many%20tries"
        ),
        failure(
            "auth_failed",
            "auth_limit_reached",
            "25023",
            "Too many tries"
        )
    );
    assert_eq!(
        read("code=c0de&error=x"),
        failure("x", "", "", ""),
        "an error speaks louder than a code"
    );
    let nonce = STATE.rsplit('.').next().unwrap().to_uppercase();
    assert_eq!(
        read(&format!(
            "code=long-enough-code&error_description=Bad%20code%20long%252Denough%252Dcode%20of%20{nonce}"
        )),
        failure("", "", "", "Bad code [removed] of [removed]"),
        "what it repeats of code and state goes"
    );
    assert_eq!(read("code="), AuthorizationError::default());
    assert_eq!(read(""), AuthorizationError::default());
}

#[test]
fn an_address_copied_from_the_browser_passes_the_same_checks() {
    let expected = Expected::new(9007, STATE.into());
    let pasted = |text: &str| {
        expected
            .pasted(&SecretString::from(text))
            .map(|answer| matches!(answer, AuthorizationResponse::Code(code) if code.expose_secret() == "c0de"))
    };
    let query = format!("code=c0de&state={STATE}");
    for good in [
        format!("http://localhost:9007/callback?{query}"),
        format!("  localhost:9007/callback?{query}\n"),
        format!("http://localhost:9007/callback?{query}#"),
        // The schemes and names that browsers and people put in its place.
        format!("https://localhost:9007/callback?{query}"),
        format!("http://127.0.0.1:9007/callback?{query}"),
        format!("http://[::1]:9007/callback?{query}"),
        format!("127.0.0.1:9007/callback?{query}"),
        format!("HTTP://LOCALHOST:9007/callback?{query}"),
        // What is copied along.
        format!("\"http://localhost:9007/callback?{query}\""),
        format!("“http://localhost:9007/callback?{query}”."),
        format!("<http://localhost:9007/callback?{query}>"),
        format!("Address: http://localhost:9007/callback?{query},"),
        format!("address = 'localhost:9007/callback?{query}'"),
        format!("\u{feff}http://localhost:9007\u{200b}/callback?{query}\u{2060}"),
        format!("http://localhost:9007/callback?code=c0de&\r\nstate={STATE}"),
        format!("http://localhost:9007/callback?code=c0de&sta\n  te={STATE}\n"),
        format!("Can’t connect to http://localhost:9007/callback?{query} (refused)"),
        // Two that nobody listed: a link of a chat, and the whole line of an error page.
        format!("[localhost](http://localhost:9007/callback?{query})"),
        format!("GET http://localhost:9007/callback?{query} net::ERR_CONNECTION_REFUSED"),
    ] {
        assert_eq!(pasted(&good), Ok(true), "{good}");
    }
    for elsewhere in [
        format!("http://192.0.2.1:9007/callback?{query}"),
        format!("http://localhost:9008/callback?{query}"),
        format!("http://localhost/callback?{query}"),
        format!("http://localhost:9007/callback/done?{query}"),
        format!("http://localhost.evil.example:9007/callback?{query}"),
        format!("http://localhost:9007@evil.example/callback?{query}"),
        format!("file:///callback?{query}"),
        format!("http://localhost:9007/callback?code=1&{query}"),
        "abcd-efgh-ijkl-mnop".into(),
        String::new(),
        "x".repeat(1 << 20),
    ] {
        assert_eq!(
            pasted(&elsewhere),
            Err(Refused::NotTheCallback),
            "{elsewhere:.80}"
        );
    }
    for old in [
        "http://localhost:9007/callback?code=c0de&state=old",
        "http://localhost:9007/callback?code=c0de",
        "http://localhost:9007/callback",
    ] {
        assert_eq!(pasted(old), Err(Refused::OtherState), "{old}");
    }
}
