//! Who answers instead of a well-known page.

use super::{
    super::{Connectivity, Network, probe},
    NO_WAY,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

/// A network in which `answer` is said to whoever asks for the page; `None`: nothing is ever said.
async fn network(answer: Option<&str>) -> Network {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let probe = format!(
        "http://{}/hotspot-detect.html",
        listener.local_addr().unwrap()
    )
    .parse()
    .unwrap();
    let answer = answer.map(str::to_owned);
    tokio::spawn(async move {
        let mut open = vec![];
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 4096];
            let length = stream.read(&mut request).await.unwrap_or_default();
            let request = String::from_utf8_lossy(&request[..length]).to_lowercase();
            assert!(
                request.starts_with("get /hotspot-detect.html http/1.1\r\n")
                    && !request.contains("authorization"),
                "{request}"
            );
            match &answer {
                Some(answer) => drop(stream.write_all(answer.as_bytes()).await),
                None => open.push(stream),
            }
        }
    });
    Network {
        probe,
        name_server: None,
        mail_server_override: None,
        outside: NO_WAY,
    }
}

fn page(status: &str, headers: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
}

const SUCCESS: &str = "<HTML><HEAD><TITLE>Success</TITLE></HEAD><BODY>Success</BODY></HTML>";

#[tokio::test]
async fn the_page_another_page_and_no_page_are_told_apart() {
    for (answer, seen) in [
        (page("200 OK", "", SUCCESS), Connectivity::Internet),
        (
            page("503 Service Unavailable", "", "busy"),
            Connectivity::Internet,
        ),
        (
            page("200 OK", "", "<html>Welcome to the hotel's Wi-Fi</html>"),
            Connectivity::OtherPage,
        ),
        (page("200 OK", "", ""), Connectivity::OtherPage),
        (
            page("302 Found", "location: http://127.0.0.1:9/sign-in\r\n", ""),
            Connectivity::OtherPage,
        ),
        (
            page("407 Proxy Authentication Required", "", ""),
            Connectivity::OtherPage,
        ),
        (
            page("511 Network Authentication Required", "", SUCCESS),
            Connectivity::OtherPage,
        ),
    ] {
        assert_eq!(
            probe(&network(Some(&answer)).await, None).await,
            seen,
            "{answer}"
        );
    }
}

#[tokio::test]
async fn who_refuses_is_there_and_who_is_not_found_is_not() {
    let refuses = Network {
        probe: "http://127.0.0.1:1/".parse().unwrap(),
        name_server: None,
        mail_server_override: None,
        outside: NO_WAY,
    };
    assert_eq!(probe(&refuses, None).await, Connectivity::Internet);
    let nowhere = Network {
        probe: "http://apple.invalid/".parse().unwrap(),
        name_server: None,
        mail_server_override: None,
        outside: NO_WAY,
    };
    assert_eq!(probe(&nowhere, None).await, Connectivity::Nothing);
    let filtered = Network {
        outside: [([127, 0, 0, 1], 9).into(); 2],
        ..nowhere
    };
    assert_eq!(
        probe(&filtered, None).await,
        Connectivity::Network { names: false },
        "the name alone may be filtered"
    );
}

#[tokio::test]
async fn silence_is_not_waited_for_long() {
    let silent = network(None).await;
    let start = std::time::Instant::now();
    assert_eq!(
        probe(&silent, None).await,
        Connectivity::Network { names: true },
        "whoever took the question is there"
    );
    assert!(start.elapsed().as_secs_f64() < 5.0);
}

/// A network that says the first and then the second as fast, and as long, as it is heard.
async fn endless(first: &'static str, more: &'static str) -> Network {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let probe = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let _ = stream.read(&mut [0; 4096]).await;
        let mut said = stream.write_all(first.as_bytes()).await;
        let more = more.repeat(1_000);
        while said.is_ok() {
            said = stream.write_all(more.as_bytes()).await;
        }
    });
    Network {
        probe: probe.parse().unwrap(),
        name_server: None,
        mail_server_override: None,
        outside: NO_WAY,
    }
}

#[tokio::test]
async fn whatever_never_ends_is_not_listened_to_for_long() {
    const PAGE: &str = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    for (first, more, seen, seconds) in [
        (PAGE, "1\r\nx\r\n", Connectivity::OtherPage, 2.0),
        (
            "HTTP/1.1 200 OK\r\n",
            "x: y\r\n",
            Connectivity::Network { names: true },
            2.0,
        ),
        (
            "",
            "HTTP/1.1 100 Continue\r\n\r\n",
            Connectivity::Network { names: true },
            5.0,
        ),
    ] {
        let network = endless(first, more).await;
        let start = std::time::Instant::now();
        let (looked, napped) = tokio::join!(probe(&network, None), async {
            let start = std::time::Instant::now();
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            start.elapsed().as_secs_f64()
        });
        assert_eq!(looked, seen, "{more:?}");
        assert!(start.elapsed().as_secs_f64() < seconds, "{more:?}");
        assert!(napped < 0.5, "{more:?}: {napped}");
    }
}
