//! A proxy that only a network's script names. Which authorities the system trusts a variable says on Linux alone.

use crate::{
    apple::authority::Authority,
    journey::code_of,
    networks::{nylas::answering, proxies::System},
    strangers::interceptor::Interceptor,
    world::{KEY, NYLA, World},
};
use std::{
    collections::BTreeSet,
    env,
    process::Command,
    sync::{Arc, Mutex},
};

/// As in many a company: a script names the proxy (WPAD, PAC), which alone finds names, and opens TLS by an authority that
/// the system trusts. Which it trusts a variable says, so this test is a process of its own.
#[test]
fn field_case_of_a_proxy_that_a_script_names_and_that_alone_finds_names() {
    const INSIDE: &str = "ICLOUD_CONNECT_TEST_INSIDE";
    const TRUSTED: &str = "SSL_CERT_FILE";
    let name =
        "field_cases::script::field_case_of_a_proxy_that_a_script_names_and_that_alone_finds_names";
    let folder = tempfile::tempdir().unwrap();
    let Ok(proxy) = env::var(INSIDE) else {
        let authority = Arc::new(Authority::new());
        let proxy = Interceptor::start(authority.clone());
        let pem = folder.path().join("ca.pem");
        std::fs::write(&pem, authority.pem()).unwrap();
        let inside = Command::new(env::current_exe().unwrap())
            .args(["--exact", name])
            .env(INSIDE, proxy.address.to_string())
            .env(TRUSTED, &pem)
            .env_remove("SSL_CERT_DIR")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&inside.stdout);
        assert!(
            inside.status.success() && said.contains("1 passed"),
            "{said}"
        );
        let led: BTreeSet<String> = proxy.asked_for().into_iter().collect();
        assert_eq!(
            led.iter().map(String::as_str).collect::<Vec<_>>(),
            ["dav.invalid", "nylas.invalid"],
        );
        return;
    };
    let mut world = World::new();
    world.environment.built_in = Some(
        "[connection]\nkind = \"api-key\"\napi_url = \"https://nylas.invalid\"\n\
         [apple]\ncaldav_url = \"https://dav.invalid/\"\nimap_host = \"imap.invalid\"\n",
    );
    world.environment.network = answering("HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\nSuccess");
    let system = Arc::new(System {
        says: Some(format!("http://{proxy}")),
        asked: Mutex::default(),
    });
    world.environment.proxy_resolver = Some(system.clone());
    let mut journey = world.begin();
    journey.give_key(KEY);
    journey.up_to_password(NYLA).hand_over().screen("done");
    assert!(
        journey.views().iter().all(|view| code_of(view).is_none()),
        "nothing was wrong\n{}",
        journey.trail()
    );
    assert_eq!(system.asked.lock().unwrap()[0], "https://nylas.invalid");
}
