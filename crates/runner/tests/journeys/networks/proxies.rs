//! Networks in which only a proxy finds names, and only the system knows the proxy.

use crate::{
    apple::{
        free_port,
        scripted::{Server, http},
    },
    journey::{code_of, is_busy},
    networks::nylas::answering,
    world::{KEY, World, elsewhere, outside, own_address},
};
use runner::ProxyResolver;
use std::sync::{Arc, Mutex};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

/// The system's word, and what it was asked.
pub(crate) struct System {
    pub(crate) says: Option<String>,
    pub(crate) asked: Mutex<Vec<String>>,
}

impl ProxyResolver for System {
    fn proxy_for(&self, address: &str) -> Option<String> {
        self.asked.lock().unwrap().push(address.to_owned());
        self.says.clone()
    }
}

/// A proxy that refuses everybody, and what it heard.
fn proxy() -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = outside(TcpListener::bind("127.0.0.1:0")).unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard: Arc<Mutex<Vec<String>>> = Arc::default();
    let hears = heard.clone();
    elsewhere().spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = vec![0; 2048];
            let read = stream.read(&mut head).await.unwrap_or(0);
            let text = String::from_utf8_lossy(&head[..read]).into_owned();
            hears.lock().unwrap().push(text);
            let refused = b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n";
            let _ = stream.write_all(refused).await;
        }
    });
    (format!("http://127.0.0.1:{port}"), heard)
}

/// An operator whose Nylas has a name that nobody finds.
fn nowhere(system: &Arc<System>, network: &str) -> World {
    let text = format!(
        "[apple]\ncheck_first = false\n[connection]\nkind = \"api-key\"\napi_url = \"https://nylas.invalid\"\n{network}"
    );
    let mut world = World::new();
    world.environment.built_in = Some(Box::leak(text.into_boxed_str()));
    world.environment.network = answering("HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\nSuccess");
    world.environment.proxy_resolver = Some(system.clone());
    world
}

fn ends_with(world: &World) -> Option<&'static str> {
    let mut journey = world.begin();
    journey.give_key(KEY);
    let view = journey.until("a word about it", |view| {
        view.problem.is_some() && !is_busy(view)
    });
    code_of(&view)
}

#[test]
fn a_proxy_that_only_the_system_knows_is_gone_through_without_a_press() {
    let (address, heard) = proxy();
    let system = Arc::new(System {
        says: Some(address),
        asked: Mutex::default(),
    });
    let code = ends_with(&nowhere(&system, ""));
    assert_eq!(*system.asked.lock().unwrap(), ["https://nylas.invalid"]);
    let heard = heard.lock().unwrap();
    assert!(
        heard
            .iter()
            .any(|asked| asked.starts_with("CONNECT nylas.invalid:443 ")),
        "{heard:?}"
    );
    assert!(
        heard.iter().all(|asked| !asked.contains(KEY)),
        "a proxy hears no key"
    );
    assert_eq!(code, Some("C04"), "this proxy refuses");
}

/// Most companies' networks: names are found, and a firewall lets nobody out but the proxy.
#[test]
#[ignore = "needs an address besides the loopback: cargo xtask test"]
fn where_names_are_found_and_the_direct_way_is_closed_the_systems_proxy_is_gone_through() {
    let (address, heard) = proxy();
    let system = Arc::new(System {
        says: Some(address),
        asked: Mutex::default(),
    });
    let place = format!("{}:{}", own_address(), free_port());
    let text = format!(
        "[apple]\ncheck_first = false\n[connection]\nkind = \"api-key\"\napi_url = \"https://{place}\"\n"
    );
    let mut world = World::new();
    world.environment.built_in = Some(Box::leak(text.into_boxed_str()));
    world.environment.network = answering("HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\nSuccess");
    world.environment.proxy_resolver = Some(system.clone());
    assert_eq!(ends_with(&world), Some("C04"), "this proxy refuses");
    let heard = heard.lock().unwrap();
    let connect = format!("CONNECT {place} ");
    assert!(
        heard.iter().any(|asked| asked.starts_with(&connect)),
        "{heard:?}"
    );
}

#[test]
fn a_companys_relay_is_looked_for_through_the_systems_proxy_too() {
    let (address, heard) = proxy();
    let system = Arc::new(System {
        says: Some(address),
        asked: Mutex::default(),
    });
    let mut world = World::new();
    world.environment.built_in = Some(
        "[organization]\nname = 'Maple Care'\n[connection]\nkind = 'invitation'\nrelay_url = 'https://relay.invalid'\n",
    );
    world.environment.network = answering("HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\nSuccess");
    world.environment.proxy_resolver = Some(system.clone());
    let mut journey = world.begin();
    journey.screen("start");
    journey
        .open_link("https://relay.invalid/i/0123456789abcdefghjkmnpqrstvwxyz")
        .screen("invited");
    journey.press(wizard::Action::Confirm).problem("C04");
    assert_eq!(*system.asked.lock().unwrap(), ["https://relay.invalid"]);
    let heard = heard.lock().unwrap();
    let through = |asked: &String| asked.starts_with("CONNECT relay.invalid:443 ");
    assert!(!heard.is_empty() && heard.iter().all(through), "{heard:?}");
}

#[test]
fn without_a_proxy_a_name_that_is_not_found_stays_one() {
    let system = Arc::new(System {
        says: None,
        asked: Mutex::default(),
    });
    assert_eq!(ends_with(&nowhere(&system, "")), Some("C02"));
    assert_eq!(system.asked.lock().unwrap().len(), 1);
}

#[test]
fn the_system_is_not_asked_where_the_profile_names_a_proxy_or_names_are_found() {
    let (address, heard) = proxy();
    let system = Arc::new(System {
        says: Some("http://127.0.0.1:1".into()),
        asked: Mutex::default(),
    });
    let named = nowhere(&system, &format!("[network]\nproxy = \"{address}\"\n"));
    assert_eq!(ends_with(&named), Some("C04"));
    assert!(!heard.lock().unwrap().is_empty());

    let server = outside(Server::dav(
        &crate::apple::authority::Authority::new(),
        "localhost",
        |_| http("401 Unauthorized", "", ""),
    ));
    let mut world = World::operator(&format!("https://localhost:{}", server.port));
    world.environment.proxy_resolver = Some(system.clone());
    assert_eq!(ends_with(&world), Some("C03"));
    assert!(system.asked.lock().unwrap().is_empty());
}
