//! Real sockets that do not do what an API does.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::api::{KEY, SHORT, client, icloud};
use crate::{Client, Connect, Error, Origin, Timeouts, Unreadable, Why, transport};

/// A listener that treats every connection alike, and counts them.
struct Listener {
    port: u16,
    connections: Arc<AtomicUsize>,
}

impl Listener {
    async fn start<F>(treat: impl Fn(TcpStream) -> F + Send + 'static) -> Listener
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let connections = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&connections);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(treat(stream));
            }
        });
        Listener { port, connections }
    }

    /// Reads a request, says `answer`, and closes.
    async fn saying(answer: &'static str) -> Listener {
        Listener::start(move |mut stream| async move {
            read_request(&mut stream).await;
            let _ = stream.write_all(answer.as_bytes()).await;
        })
        .await
    }

    fn client(&self, scheme: &str) -> Client {
        client(&format!("{scheme}://127.0.0.1:{}", self.port))
    }

    fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

async fn read_request(stream: &mut TcpStream) {
    let mut request = [0; 4096];
    let _ = stream.read(&mut request).await;
}

async fn closed_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    listener.local_addr().unwrap().port()
}

/// What custom authentication, which is sent once, runs into.
async fn met(client: &Client) -> Error {
    client.custom_auth(&icloud(None)).await.unwrap_err()
}

fn why(error: Error) -> Why {
    match error {
        Error::Unreadable(Unreadable { why, .. }) => why,
        other => panic!("not unreadable: {other:?}"),
    }
}

/// A resolver that leads everybody to one place.
struct Misleading(SocketAddr);

impl reqwest::dns::Resolve for Misleading {
    fn resolve(&self, _: reqwest::dns::Name) -> reqwest::dns::Resolving {
        let there: reqwest::dns::Addrs = Box::new(std::iter::once(self.0));
        Box::pin(std::future::ready(Ok(there)))
    }
}

#[tokio::test]
async fn no_resolver_says_what_localhost_is() {
    let answer = "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";
    let here = Listener::saying(answer).await;
    let stranger = Listener::saying(answer).await;
    let http = transport(&Timeouts::default())
        .no_proxy()
        .dns_resolver(Misleading(([127, 0, 0, 1], stranger.port).into()))
        .build()
        .unwrap();
    for name in ["localhost", "LOCALHOST"] {
        let address = format!("http://{name}:{}/", here.port);
        http.get(address).send().await.unwrap();
    }
    assert_eq!((here.connections(), stranger.connections()), (2, 0));
    http.get("http://api.example/").send().await.unwrap();
    assert_eq!(stranger.connections(), 1, "others are asked for");
}

#[tokio::test]
async fn a_closed_port_refuses() {
    let client = client(&format!("http://127.0.0.1:{}", closed_port().await));
    let error = met(&client).await;
    assert_eq!(error, Error::Connect(Connect::Refused));
    assert!(!error.may_have_arrived());
}

#[tokio::test]
async fn a_server_that_hangs_up_may_have_heard() {
    let listener = Listener::saying("").await;
    let error = met(&listener.client("http")).await;
    assert_eq!(error, Error::Connect(Connect::Reset { sent: true }));
    assert!(error.may_have_arrived());
    assert_eq!(listener.connections(), 1);
}

#[tokio::test]
async fn a_connection_reset_while_waiting_is_not_tried_again_for_custom_authentication() {
    let listener = Listener::start(|mut stream| async move {
        read_request(&mut stream).await;
        stream.set_zero_linger().unwrap();
    })
    .await;
    assert_eq!(
        met(&listener.client("http")).await,
        Error::Connect(Connect::Reset { sent: true })
    );
    assert_eq!(listener.connections(), 1);
}

#[tokio::test]
async fn a_safe_call_gets_over_lost_connections() {
    let lost = AtomicUsize::new(0);
    let listener = Listener::start(move |mut stream| {
        let answers = lost.fetch_add(1, Ordering::SeqCst) == 2;
        async move {
            read_request(&mut stream).await;
            let head =
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 11\r\n\r\n";
            let body = if answers { "{\"data\":[]}" } else { "{\"da" };
            let _ = stream.write_all(format!("{head}{body}").as_bytes()).await;
        }
    })
    .await;
    assert_eq!(listener.client("http").connectors().await, Ok(vec![]));
    assert_eq!(listener.connections(), 3);
}

#[tokio::test]
async fn something_else_than_tls_is_broken_tls() {
    let listener = Listener::saying("220 mail.example ESMTP, pleased to meet you\r\n").await;
    let error = met(&listener.client("https")).await;
    assert_eq!(error, Error::Connect(Connect::Tls));
    assert!(!error.may_have_arrived());
}

#[tokio::test]
async fn broken_tls_is_tried_once_more_only() {
    let listener = Listener::saying("220 mail.example ESMTP, pleased to meet you\r\n").await;
    assert_eq!(
        listener.client("https").connectors().await,
        Err(Error::Connect(Connect::Tls))
    );
    assert_eq!(listener.connections(), 2);
}

#[tokio::test]
async fn a_server_that_hangs_up_on_tls_has_heard_nothing() {
    let listener = Listener::saying("").await;
    assert_eq!(
        met(&listener.client("https")).await,
        Error::Connect(Connect::Reset { sent: false })
    );
}

#[tokio::test]
async fn a_name_that_does_not_exist_is_told_apart() {
    let http = transport(&SHORT).no_proxy().build().unwrap();
    let origin = Origin::parse("https://nothing.invalid").unwrap();
    let client = Client::builder(origin, KEY.into())
        .http(http)
        .build()
        .unwrap();
    assert_eq!(met(&client).await, Error::Connect(Connect::Name));
}

#[tokio::test]
async fn a_proxy_that_refuses_is_told_apart() {
    let refusing = Listener::saying("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n").await;
    for port in [refusing.port, closed_port().await] {
        let proxy = reqwest::Proxy::all(format!("http://127.0.0.1:{port}")).unwrap();
        let http = transport(&SHORT).proxy(proxy).build().unwrap();
        let origin = Origin::parse("https://nothing.invalid").unwrap();
        let client = Client::builder(origin, KEY.into())
            .http(http)
            .build()
            .unwrap();
        let error = met(&client).await;
        assert_eq!(error, Error::Connect(Connect::Proxy));
        assert!(!error.may_have_arrived());
    }
}

/// A client that loses its patience quickly.
fn impatient(scheme: &str, listener: &Listener) -> Client {
    let short = Duration::from_millis(300);
    let timeouts = Timeouts {
        connect: short,
        safe: 2 * short,
        custom_auth: 2 * short,
    };
    let origin = Origin::parse(&format!("{scheme}://127.0.0.1:{}", listener.port)).unwrap();
    Client::builder(origin, KEY.into())
        .timeouts(timeouts)
        .build()
        .unwrap()
}

async fn silent() -> Listener {
    Listener::start(|stream| async move {
        tokio::time::sleep(Duration::from_secs(60)).await;
        drop(stream);
    })
    .await
}

#[tokio::test]
async fn a_server_that_never_answers_times_out_and_may_have_heard() {
    let listener = silent().await;
    let error = met(&impatient("http", &listener)).await;
    assert_eq!(error, Error::Connect(Connect::TimedOut { sent: true }));
}

#[tokio::test]
async fn a_call_that_waited_its_time_is_not_repeated() {
    let listener = silent().await;
    let error = impatient("http", &listener).connectors().await.unwrap_err();
    assert_eq!(error, Error::Connect(Connect::TimedOut { sent: true }));
    assert_eq!(listener.connections(), 1);
}

#[tokio::test]
async fn a_server_that_never_greets_by_tls_has_heard_nothing() {
    let listener = silent().await;
    let error = met(&impatient("https", &listener)).await;
    assert_eq!(error, Error::Connect(Connect::TimedOut { sent: false }));
}

#[tokio::test]
async fn an_answer_that_is_not_http_may_follow_a_request_that_arrived() {
    let listener = Listener::saying("220 mail.example ESMTP, pleased to meet you\r\n").await;
    assert_eq!(
        met(&listener.client("http")).await,
        Error::Connect(Connect::Other { sent: true })
    );
}

#[tokio::test]
async fn half_a_body_is_cut_off() {
    let listener =
        Listener::saying("HTTP/1.1 201 Created\r\ncontent-length: 100\r\n\r\n{\"data\":{").await;
    let error = met(&listener.client("http")).await;
    assert_eq!(error.status(), Some(201));
    assert_eq!(why(error), Why::CutOff);
}

/// Says yes and then sends `chunk` for ever, with a pause.
async fn endless(chunk: Vec<u8>, pause: Duration) -> Listener {
    Listener::start(move |mut stream| {
        let chunk = chunk.clone();
        async move {
            read_request(&mut stream).await;
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await;
            while stream.write_all(&chunk).await.is_ok() {
                tokio::time::sleep(pause).await;
            }
        }
    })
    .await
}

#[tokio::test]
async fn an_endless_body_is_stopped() {
    let listener = endless(vec![b' '; 64 * 1024], Duration::ZERO).await;
    assert_eq!(why(met(&listener.client("http")).await), Why::TooLarge);
}

#[tokio::test]
async fn a_body_that_drips_is_stopped_by_the_clock() {
    let listener = endless(vec![b' '], Duration::from_millis(50)).await;
    let started = Instant::now();
    let error = met(&impatient("http", &listener)).await;
    assert_eq!(error, Error::Connect(Connect::TimedOut { sent: true }));
    assert!(started.elapsed() < Duration::from_secs(3));
}
