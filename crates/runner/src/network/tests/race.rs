//! Networks where one family of addresses is broken.

use super::super::{
    Network,
    reach::{addresses, families_in_turn, race},
};
use std::{
    io::ErrorKind,
    net::{Ipv4Addr, SocketAddr},
    time::{Duration, Instant},
};
use tokio::{
    net::{TcpListener, TcpSocket, TcpStream},
    time::timeout,
};

async fn good() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

/// An address of IPv6 that swallows connections, as where it is announced and leads nowhere: its queue is full.
async fn swallowing() -> Option<(TcpListener, Vec<TcpStream>, SocketAddr)> {
    let socket = TcpSocket::new_v6().ok()?;
    socket.bind("[::1]:0".parse().ok()?).ok()?;
    let listener = socket.listen(0).ok()?;
    let address = listener.local_addr().ok()?;
    let mut queue = vec![];
    for _ in 0..64 {
        match timeout(Duration::from_millis(200), TcpStream::connect(address)).await {
            Ok(stream) => queue.push(stream.ok()?),
            Err(_) => return Some((listener, queue, address)),
        }
    }
    None
}

#[tokio::test]
async fn no_resolver_says_what_localhost_is() {
    let mail_server_override = SocketAddr::from(([192, 0, 2, 1], 1));
    let misleading = Network {
        mail_server_override: Some(mail_server_override),
        ..Network::default()
    };
    for network in [&misleading, &Network::default()] {
        let found = addresses("localhost", 993, network).await.unwrap();
        let shown: Vec<_> = found.iter().map(ToString::to_string).collect();
        assert_eq!(shown, ["127.0.0.1:993", "[::1]:993"]);
    }
    assert_eq!(
        addresses("127.0.0.1", 993, &misleading).await.unwrap(),
        [SocketAddr::from(([127, 0, 0, 1], 993))]
    );
    assert_eq!(
        addresses("imap.acme.example", 993, &misleading)
            .await
            .unwrap(),
        [mail_server_override]
    );
}

#[tokio::test]
#[ignore = "needs IPv6, and a listener whose queue stays full: cargo xtask test"]
async fn with_broken_ipv6_an_address_that_hesitates_does_not_hold_up_the_next() {
    let (_listener, _queue, silent) = swallowing().await.unwrap();
    let (_good, answering) = good().await;
    let start = Instant::now();
    assert_eq!(
        race(vec![silent, answering])
            .await
            .unwrap()
            .peer_addr()
            .unwrap(),
        answering
    );
    assert!(start.elapsed() < Duration::from_secs(4));
}

#[tokio::test]
async fn an_address_that_refuses_hands_over_at_once_and_the_last_fault_counts() {
    let (dropped, refusing) = good().await;
    drop(dropped);
    let (_good, answering) = good().await;
    assert!(race(vec![refusing, answering]).await.is_ok());
    assert_eq!(
        race(vec![refusing]).await.unwrap_err().kind(),
        ErrorKind::ConnectionRefused
    );
    assert!(race(vec![]).await.is_err());
}

#[test]
fn families_take_turns() {
    let parsed = |texts: &[&str]| {
        texts
            .iter()
            .map(|text| text.parse().unwrap())
            .collect::<Vec<_>>()
    };
    let found = parsed(&["[::1]:1", "[::2]:1", "[::3]:1", "1.1.1.1:1"]);
    assert_eq!(
        families_in_turn(&found),
        parsed(&["[::1]:1", "1.1.1.1:1", "[::2]:1", "[::3]:1"])
    );
    assert_eq!(
        families_in_turn(&parsed(&["1.1.1.1:1", "[::1]:1", "[::2]:1"])),
        parsed(&["1.1.1.1:1", "[::1]:1", "[::2]:1"])
    );
    assert_eq!(families_in_turn(&[]), []);
    let many: Vec<_> = (0..4_000)
        .map(|port| SocketAddr::from((Ipv4Addr::LOCALHOST, port)))
        .chain(parsed(&["[::1]:1"]))
        .collect();
    let tried = families_in_turn(&many);
    assert!(tried.len() < 20 && tried[1].is_ipv6(), "{tried:?}");
}
