//! What a network can do to the questions: nothing of it is ever a failed password.

use super::{
    ask,
    authority::{Authority, NAME},
    free_port,
    scripted::{Server, good_dav, good_imap},
    servers,
};
use apple::Verdict;
use runner::apple_check::{Outage, ServiceAnswer};
use std::time::Instant;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpSocket, TcpStream},
};

fn skipped(why: Outage) -> ServiceAnswer {
    ServiceAnswer::Skipped { why }
}

/// Says the same to everybody who connects, and counts the bytes that it got.
async fn plain(text: &'static str) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(text.as_bytes()).await;
        }
    });
    port
}

#[tokio::test]
async fn a_blocked_port_skips_the_check() {
    let (said, mail, calendar) = ask(&servers(&Authority::new(), free_port(), free_port())).await;
    assert_eq!(
        (said.mail, mail),
        (skipped(Outage::Refused), Verdict::Skipped)
    );
    assert_eq!(
        (said.calendar, calendar),
        (skipped(Outage::Refused), Verdict::Skipped)
    );
}

#[tokio::test]
async fn an_unknown_name_skips_the_check() {
    let mut servers = servers(&Authority::new(), 1, 1);
    servers.caldav_url = "https://apple.invalid/".parse().unwrap();
    servers.imap_host = "apple.invalid".into();
    let (said, ..) = ask(&servers).await;
    assert_eq!(
        (said.mail, said.calendar),
        (skipped(Outage::Name), skipped(Outage::Name))
    );
}

#[tokio::test]
async fn a_certificate_that_nobody_trusts_names_who_signed_it() {
    let (trusted, interceptor) = (Authority::new(), Authority::new());
    let (calendar, mail) = (
        Server::dav(&interceptor, "localhost", good_dav).await,
        Server::imap(&interceptor, good_imap).await,
    );
    let (said, mail_verdict, calendar_verdict) =
        ask(&servers(&trusted, calendar.port, mail.port)).await;
    let intercepted = skipped(Outage::Tls {
        issuer: Some(NAME.into()),
    });
    assert_eq!((&said.mail, &said.calendar), (&intercepted, &intercepted));
    assert_eq!(
        (mail_verdict, calendar_verdict),
        (Verdict::Skipped, Verdict::Skipped)
    );
    assert!(
        calendar.heard().is_empty() && mail.heard().is_empty(),
        "nothing was sent"
    );
}

#[tokio::test]
async fn a_certificate_for_another_name_is_not_trusted() {
    let authority = Authority::new();
    let calendar = Server::dav(&authority, "caldav.icloud.com", good_dav).await;
    let (said, ..) = ask(&servers(&authority, calendar.port, free_port())).await;
    assert_eq!(
        said.calendar,
        skipped(Outage::Tls {
            issuer: Some(NAME.into())
        })
    );
}

#[tokio::test]
async fn plain_text_where_tls_should_be_skips_the_check() {
    let (dav, imap) = (
        plain("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await,
        plain("* OK ready\r\n").await,
    );
    let (said, ..) = ask(&servers(&Authority::new(), dav, imap)).await;
    let no_tls = skipped(Outage::Tls { issuer: None });
    assert_eq!((&said.mail, &said.calendar), (&no_tls, &no_tls));
}

#[tokio::test]
async fn the_password_is_never_sent_without_tls() {
    let authority = Authority::new();
    let mut servers = servers(&authority, 1, free_port());
    servers.caldav_url = format!(
        "http://localhost:{}/",
        plain("HTTP/1.1 401 Unauthorized\r\n\r\n").await
    )
    .parse()
    .unwrap();
    let (said, _, verdict) = ask(&servers).await;
    assert_eq!(
        (said.calendar, verdict),
        (skipped(Outage::Tls { issuer: None }), Verdict::Skipped)
    );
}

#[tokio::test]
async fn a_broken_proxy_skips_the_check() {
    let mut servers = servers(&Authority::new(), 1, free_port());
    servers.caldav_url = "https://calendar.example/".parse().unwrap();
    for port in [
        free_port(),
        plain("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n").await,
        plain("<html>Sign in</html>").await,
    ] {
        servers.proxy = runner::ProxyChoice::new(Some(format!("http://127.0.0.1:{port}")), None);
        assert_eq!(ask(&servers).await.0.calendar, skipped(Outage::Proxy));
    }
}

/// A port of `::1` that never answers, as where IPv6 is announced and leads nowhere: its queue is full.
pub(crate) async fn swallowing(port: u16) -> Option<(tokio::net::TcpListener, Vec<TcpStream>)> {
    let socket = TcpSocket::new_v6().ok()?;
    let address = format!("[::1]:{port}").parse().ok()?;
    socket.bind(address).ok()?;
    let listener = socket.listen(0).ok()?;
    let mut queue = vec![];
    for _ in 0..64 {
        match tokio::time::timeout(
            std::time::Duration::from_millis(200),
            TcpStream::connect(address),
        )
        .await
        {
            Ok(stream) => queue.push(stream.ok()?),
            Err(_) => return Some((listener, queue)),
        }
    }
    None
}

#[tokio::test]
#[ignore = "needs IPv6, and a listener whose queue stays full: cargo xtask test"]
async fn a_network_with_broken_ipv6_works() {
    let authority = Authority::new();
    let (calendar, mail) = (
        Server::dav(&authority, "localhost", good_dav).await,
        Server::imap(&authority, good_imap).await,
    );
    let queues = (swallowing(calendar.port).await, swallowing(mail.port).await);
    assert!(
        matches!(queues, (Some(_), Some(_))),
        "there is IPv6, and a full queue answers nobody"
    );
    let start = Instant::now();
    let (said, ..) = ask(&servers(&authority, calendar.port, mail.port)).await;
    assert_eq!(
        (said.mail, said.calendar),
        (ServiceAnswer::Accepted, ServiceAnswer::Accepted)
    );
    assert!(
        start.elapsed().as_secs() < 8,
        "the other family did not wait for a time-out"
    );
}
