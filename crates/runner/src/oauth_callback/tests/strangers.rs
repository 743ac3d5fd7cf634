//! What others meet: pages, programs that knock at every port, and whoever is slow or floods.

use super::*;

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
