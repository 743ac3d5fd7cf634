//! Between this computer and Nylas.

use super::value;
use crate::{
    apple::{
        authority::{Authority, NAME},
        scripted::{Act, Server, http},
    },
    journey::Journey,
    world::{KEY, World, outside},
};
use runner::Network;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

/// A Nylas that knows every key and has a connector.
fn good(request: &str) -> Act {
    let body = if request.starts_with("GET /v3/applications") {
        r#"{"request_id": "1", "data": {"application_id": "app", "organization_id": "org", "region": "us", "environment": "production"}}"#
    } else {
        r#"{"request_id": "2", "data": {"provider": "icloud"}}"#
    };
    http("200 OK", "content-type: application/json\r\n", body)
}

/// The program with a typed key.
fn asked(world: &World) -> Journey<'_> {
    let mut journey = world.begin();
    journey.give_key(KEY);
    journey
}

fn by_tls(port: u16) -> World {
    World::operator(&format!("https://localhost:{port}"))
}

#[test]
fn who_steps_in_between_is_named() {
    let server = outside(Server::dav(&Authority::new(), "localhost", good));
    let world = by_tls(server.port);
    let mut journey = asked(&world);
    journey.problem("C03");
    assert_eq!(value(&journey, "value").as_deref(), Some(NAME));
    assert!(server.heard().is_empty(), "the key was not sent");
}

#[test]
fn the_companys_own_authority_is_trusted_and_a_wrong_clock_is_told() {
    let authority = Authority::new();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("ca.pem"), authority.pem()).unwrap();
    let started = |server: &Server| {
        let mut world = World::operator(&format!("https://localhost:{}", server.port));
        let text = "[apple]\ncheck_first = false\n[connection]\nkind = \"api-key\"\n[network]\nextra_ca = \"ca.pem\"\n";
        std::fs::write(folder.path().join("profile.toml"), text).unwrap();
        world.environment.profile = Some(folder.path().join("profile.toml"));
        world
    };
    let server = outside(Server::dav(&authority, "localhost", good));
    asked(&started(&server)).screen("welcome");
    for (from, to) in [(1990, 2020), (3000, 3001)] {
        let server = outside(Server::dav_with(
            authority.server_between("localhost", from, to),
            good,
        ));
        asked(&started(&server)).problem("C06");
        assert!(server.heard().is_empty());
    }
}

/// A place that says this to whoever asks for a page; nothing at all where it is empty.
pub(crate) fn answering(answer: &'static str) -> Network {
    let listener = outside(TcpListener::bind("127.0.0.1:0")).unwrap();
    let probe = format!(
        "http://{}/hotspot-detect.html",
        listener.local_addr().unwrap()
    )
    .parse()
    .unwrap();
    crate::world::elsewhere().spawn(async move {
        let mut open = vec![];
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(answer.as_bytes()).await;
            if answer.is_empty() {
                open.push(stream);
            }
        }
    });
    Network {
        probe,
        ..crate::world::no_network()
    }
}

/// A name that is never found (RFC 6761), which only a built-in profile may give.
const NOWHERE: &str = "[apple]\ncheck_first = false\n[connection]\nkind = \"api-key\"\napi_url = \"https://nylas.invalid\"\n";

#[test]
fn networks_are_told_apart_by_a_page_that_everybody_knows() {
    for (answer, code) in [
        ("HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\nSuccess", "C02"),
        (
            "HTTP/1.1 200 OK\r\ncontent-length: 26\r\n\r\n<html>Welcome aboard</html>",
            "C04",
        ),
        (
            "HTTP/1.1 302 Found\r\nlocation: http://train.example/\r\ncontent-length: 0\r\n\r\n",
            "C04",
        ),
        // Whoever takes the question is there.
        ("", "C02"),
    ] {
        let mut world = World::new();
        world.environment.built_in = Some(NOWHERE);
        world.environment.network = answering(answer);
        asked(&world).problem(code);
    }
    let mut world = World::new();
    world.environment.built_in = Some(NOWHERE);
    world.environment.network = Network {
        probe: "http://apple.invalid/".parse().unwrap(),
        ..crate::world::no_network()
    };
    asked(&world).problem("C01");
}
