//! What a browser meets that comes back.

use super::*;

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
async fn whoever_gives_up_waiting_frees_the_port() {
    let way = Way::open().await;
    way.task.abort();
    assert!(way.task.await.unwrap_err().is_cancelled());
    assert!(is_free(way.port).await);
}
