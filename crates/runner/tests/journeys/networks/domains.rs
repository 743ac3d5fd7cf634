//! Who runs the mail of a domain, asked of a name server of the test's own.

use super::value;
use crate::{
    journey::{Journey, json},
    world::{NYLA, World, outside, simulator},
};
use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};
use tokio::net::UdpSocket;
use wizard::{Action, Field};

/// A name server that gives everybody these exchanges; `None`: it never answers. Remembers what it was asked for.
pub(crate) struct NameServer {
    pub(crate) address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl NameServer {
    pub(crate) fn with(exchanges: Option<&'static [&'static str]>) -> NameServer {
        NameServer::answering(move |question| Some(answer(question, exchanges?)))
    }

    /// One that knows no domain at all.
    pub(crate) fn without_domains() -> NameServer {
        NameServer::answering(|question| {
            let mut message = answer(question, &[]);
            // NXDOMAIN (RFC 1035, section 4.1.1).
            message[3] |= 3;
            Some(message)
        })
    }

    fn answering(answer: impl Fn(&[u8]) -> Option<Vec<u8>> + Send + 'static) -> NameServer {
        let socket = outside(UdpSocket::bind("127.0.0.1:0")).unwrap();
        let (address, asked) = (
            socket.local_addr().unwrap(),
            Arc::<Mutex<Vec<String>>>::default(),
        );
        let memory = asked.clone();
        crate::world::elsewhere().spawn(async move {
            let mut question = [0; 512];
            while let Ok((length, from)) = socket.recv_from(&mut question).await {
                let question = &question[..length];
                memory
                    .lock()
                    .unwrap()
                    .push(name(&question[12..]).to_lowercase());
                if let Some(message) = answer(question) {
                    let _ = socket.send_to(&message, from).await;
                }
            }
        });
        NameServer { address, asked }
    }

    /// The domains it was asked for.
    pub(crate) fn heard(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

/// The name that a question begins with (RFC 1035, section 3.1).
fn name(mut bytes: &[u8]) -> String {
    let mut labels = vec![];
    while let Some((length, rest)) = bytes.split_first().filter(|(length, _)| **length > 0) {
        let (label, more) = rest.split_at(usize::from(*length));
        labels.push(String::from_utf8_lossy(label).into_owned());
        bytes = more;
    }
    labels.join(".")
}

/// The answer to a question for mail exchanges, the first of them preferred.
fn answer(question: &[u8], exchanges: &[&str]) -> Vec<u8> {
    let mut message = question[..2].to_vec();
    let count = u8::try_from(exchanges.len()).unwrap();
    message.extend([0x81, 0x80, 0, 1, 0, count, 0, 0, 0, 0]);
    let end = 12 + question[12..].iter().position(|byte| *byte == 0).unwrap() + 5;
    message.extend(&question[12..end]);
    for (preference, exchange) in (10_u8..).zip(exchanges) {
        let mut data = vec![0, preference];
        for label in exchange.split('.').filter(|label| !label.is_empty()) {
            data.push(u8::try_from(label.len()).unwrap());
            data.extend(label.as_bytes());
        }
        data.push(0);
        message.extend([
            0xc0,
            12,
            0,
            15,
            0,
            1,
            0,
            0,
            0,
            60,
            0,
            u8::try_from(data.len()).unwrap(),
        ]);
        message.extend(data);
    }
    message
}

/// On `address`, an address at `domain` was given, and it was said that it is elsewhere.
pub(crate) fn given<'w>(world: &'w mut World, server: &NameServer, domain: &str) -> Journey<'w> {
    world.environment.network.name_server = Some(server.address);
    let mut journey = world.begin();
    journey.screen("welcome");
    journey.press(Action::Continue).screen("address");
    journey
        .edit(Field::Address, &format!("nyla@{domain}"))
        .press(Action::Continue)
        .problem("P05");
    assert_eq!(
        json(&journey.view())["second"],
        true,
        "nobody waits for the answer"
    );
    journey
}

#[test]
fn a_domain_at_icloud_a_known_provider_and_anybody_else_are_told_apart() {
    let simulator = simulator();
    for (exchanges, code, kind) in [
        (
            &["mx01.mail.icloud.com", "mx02.mail.icloud.com"][..],
            "A07",
            "domain",
        ),
        (
            &["aspmx.l.google.com", "alt1.aspmx.l.google.com"],
            "P05",
            "other-provider",
        ),
        (
            &["park-example.mail.protection.outlook.com"],
            "P05",
            "other-provider",
        ),
        (&["mail.park.example"], "P05", "other"),
        (&[], "P05", "other"),
    ] {
        let server = NameServer::with(Some(exchanges));
        let mut world = World::known_operator(&simulator.origin());
        let mut journey = given(&mut world, &server, "park.example");
        let view = journey.until(kind, |view| {
            view.problem
                .as_ref()
                .is_some_and(|problem| (problem.code, problem.kind) == (code, kind))
        });
        assert_eq!(
            (
                view.problem.unwrap().field,
                value(&journey, "value").as_deref()
            ),
            (Some(Field::AppleId), Some("park.example"))
        );
        let start = Instant::now();
        while server
            .asked
            .lock()
            .unwrap()
            .first()
            .is_none_or(|domain| domain != "park.example")
        {
            journey.rest(Duration::from_millis(20));
            assert!(
                start.elapsed() < Duration::from_secs(10),
                "nobody was asked"
            );
        }
        journey
            .edit(Field::AppleId, NYLA)
            .press(Action::Continue)
            .screen("prepare");
    }
}

#[test]
fn a_name_server_that_never_answers_is_in_nobodys_way() {
    let simulator = simulator();
    let server = NameServer::with(None);
    let mut world = World::known_operator(&simulator.origin());
    let start = Instant::now();
    let mut journey = given(&mut world, &server, "park.example");
    journey
        .edit(Field::AppleId, NYLA)
        .press(Action::Continue)
        .screen("prepare");
    assert!(start.elapsed() < Duration::from_secs(10));
    assert!(journey.views().iter().all(|view| {
        view.problem
            .as_ref()
            .is_none_or(|problem| problem.code == "P05")
    }));
}

#[test]
fn nobody_is_asked_about_a_domain_that_is_known_or_in_practice() {
    let simulator = simulator();
    let server = NameServer::with(Some(&["mx01.mail.icloud.com"]));
    let mut world = World::known_operator(&simulator.origin());
    let journey = given(&mut world, &server, "gmail.com");
    assert_eq!(value(&journey, "provider").as_deref(), Some("google"));
    journey.settle();
    drop(journey);

    let mut world = World::new();
    world.environment.network.name_server = Some(server.address);
    let mut journey = world.begin();
    journey.practise();
    journey.press(Action::Continue).screen("address");
    journey
        .edit(Field::Address, "nyla@park.example")
        .press(Action::Continue)
        .problem("P05");
    journey.settle();
    assert!(server.asked.lock().unwrap().is_empty());
}
