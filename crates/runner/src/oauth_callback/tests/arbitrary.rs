//! Whatever is sent, nothing is given away and the right request is still taken.

use super::*;

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
