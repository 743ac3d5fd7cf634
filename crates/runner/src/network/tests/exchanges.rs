//! What a name server's answer costs.

use super::super::{domain::by_udp, hosted};
use apple::MailHost;
use hickory_resolver::{
    config::{NameServerConfig, ProtocolConfig, ResolverConfig, ResolverOpts},
    proto::op::Message,
};
use std::{net::Ipv4Addr, time::Duration};
use testing::{cpu_time, on_little_stack};
use tokio::net::UdpSocket;

/// The longest answer that comes by UDP, in bytes (EDNS as the resolver asks for it).
const LONGEST: usize = 1232;

/// An answer of `records` for mail, each of whose names is a pointer to a pointer and so on, `chain` times.
fn answer(chain: u16, records: u16) -> Vec<u8> {
    let mut message = vec![0, 1, 0x81, 0x80, 0, 0];
    message.extend((records + 1).to_be_bytes());
    message.extend([0; 4]);
    // The chain is in the data of a record of anything, whose owner is the root.
    message.extend([0, 0, 10, 0, 1, 0, 0, 0, 60]);
    message.extend((2 * chain + 1).to_be_bytes());
    let start = u16::try_from(message.len()).unwrap();
    message.push(0);
    let at = |link: u16| match link {
        0 => start,
        link => start + 1 + 2 * (link - 1),
    };
    for link in 0..chain {
        message.extend((0xc000 | at(link)).to_be_bytes());
    }
    for _ in 0..records {
        message.extend((0xc000 | at(chain)).to_be_bytes());
        message.extend([0, 15, 0, 1, 0, 0, 0, 60, 0, 4, 0, 10]);
        message.extend((0xc000 | at(chain)).to_be_bytes());
    }
    message
}

#[test]
fn the_longest_answer_by_udp_costs_little() {
    let read = |message: &Vec<u8>| {
        let read = Message::from_vec(message).unwrap();
        assert!(read.answers.len() > 1);
    };
    // Half of the bytes for the chain and half for who follows it cost most.
    let longest = answer(300, 37);
    assert!((LONGEST - 50..LONGEST).contains(&longest.len()));
    let most = on_little_stack(|| cpu_time(|| read(&longest)));
    assert!(most < Duration::from_millis(20), "{most:?}");
    eprintln!("the longest answer by UDP: {most:?}");
}

#[test]
fn name_servers_are_asked_by_udp_alone_and_for_no_more_than_fits() {
    let here = Ipv4Addr::LOCALHOST.into();
    let all = vec![
        NameServerConfig::udp_and_tcp(here),
        NameServerConfig::tcp(here),
    ];
    let (.., servers) = by_udp(ResolverConfig::from_name_servers(all)).into_parts();
    assert_eq!(servers.len(), 1);
    assert!(matches!(
        &servers[0].connections[..],
        [only] if matches!(only.protocol, ProtocolConfig::Udp)
    ));
    let asked_for = ResolverOpts::default().edns_payload_len;
    assert!(usize::from(asked_for) <= LONGEST);
}

#[test]
fn an_answer_that_is_longer_than_was_asked_for_is_none() {
    let process = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let server = process.block_on(UdpSocket::bind("127.0.0.1:0")).unwrap();
    let address = server.local_addr().unwrap();
    process.spawn(async move {
        let long = answer(8_000, 2_500);
        let mut question = [0; 512];
        while let Ok((length, from)) = server.recv_from(&mut question).await {
            let mut said = [&question[..2], &long[2..]].concat();
            // The question comes first in an answer.
            said[5] = 1;
            said.splice(12..12, question[12..length].iter().copied());
            let _ = server.send_to(&said, from).await;
        }
    });
    let took = cpu_time(|| {
        let found = process.block_on(hosted(Some(address), "park.example"));
        assert_eq!(found, MailHost::Unknown);
    });
    assert!(took < Duration::from_millis(200), "{took:?}");
}
