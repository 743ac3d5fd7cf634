//! A stranger's profile, with an authority and a proxy of theirs: whatever it says, nobody but this computer's own
//! servers hears a secret.

pub(crate) mod interceptor;
mod stage;

use crate::{
    apple::{authority::Authority, scripted::Server},
    world::{KEY, NYLA, PASSWORD, outside},
};
use apple::{AppPassword, ParsedAddress, PasswordKind, classify_password, parse_address};
use interceptor::Interceptor;
use proptest::{
    sample::select,
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};
use runner::{
    apple_check::{self, AppleServers},
    profile::Rank,
};
use stage::{Stage, is_loose, profile};
use std::{
    collections::HashSet,
    net::Ipv6Addr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Instant,
};
use url::{Host, Url};

/// Profiles that are run with several odd values at once, beside those with one.
const MIXED: usize = 80;

#[test]
fn whatever_a_strangers_profile_says_nobody_but_this_computer_hears_a_secret() {
    let started = Instant::now();
    let stage = Stage::new();
    let (keys, back) = (stage.keys(), crate::hosted::free_port());
    let here = format!("\"{}\"", stage.nylas.origin());
    let by_key = [
        ("connection.kind", "\"api-key\""),
        ("connection.api_url", &here),
    ];
    // All of it on this computer, as tests with real servers have it.
    let calendar = format!("\"https://localhost:{}\"", stage.calendar.port);
    let mail = stage.mail.port.to_string();
    let at_home = [
        by_key[0],
        by_key[1],
        ("apple.caldav_url", &calendar),
        ("apple.imap_host", "\"localhost\""),
        ("apple.imap_port", &mail),
    ];
    let mut profiles = vec![profile(&at_home, &stage, back)];
    // One odd value at a time: to Nylas itself, and with a Nylas of this computer, so that the password is asked for.
    for (key, values) in &keys {
        for value in values {
            let odd = (*key, value.as_str());
            if key.starts_with("connection") {
                profiles.push(profile(&[by_key[0], odd], &stage, back));
            }
            profiles.push(profile(&[by_key[0], by_key[1], odd], &stage, back));
        }
    }
    // And all of them at once.
    let mut runner = TestRunner::deterministic();
    let any: Vec<_> = keys
        .iter()
        .map(|(_, values)| select(values.clone()))
        .collect();
    let mut mixed = 0;
    while mixed < MIXED {
        let values = any.new_tree(&mut runner).unwrap().current();
        let values: Vec<_> = keys
            .iter()
            .map(|(key, _)| *key)
            .zip(values.iter().map(String::as_str))
            .collect();
        let text = profile(&values, &stage, back);
        if is_loose(&text) {
            mixed += 1;
            profiles.push(text);
        }
    }
    let mut seen = HashSet::new();
    profiles.retain(|text| is_loose(text) && seen.insert(text.clone()));

    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                while let Some(text) = profiles.get(next.fetch_add(1, Ordering::SeqCst)) {
                    stage.run(text, back);
                    stage.kept_its_secrets(text);
                }
            });
        }
    });
    eprintln!("{} profiles in {:?}", profiles.len(), started.elapsed());

    // The stranger was in between, and this computer's own servers heard everything.
    let led = stage.stranger.asked_for();
    for host in [
        "api.us.nylas.com",
        "api.eu.nylas.com",
        "caldav.icloud.com",
        "imap.mail.me.com",
    ] {
        assert!(
            led.iter().any(|name| name == host),
            "{host} was not asked for: {led:?}"
        );
    }
    let local: HashSet<_> = led
        .iter()
        .filter(|name| {
            name.starts_with("127.") || name.contains("localhost") || name.contains("::1")
        })
        .collect();
    assert!(
        local.is_empty(),
        "this computer was asked for through a proxy: {local:?}"
    );
    let heard =
        |server: &Server, secret: &str| server.heard().iter().any(|said| said.contains(secret));
    assert!(heard(&stage.nylas_by_tls, KEY) && heard(&stage.nylas_by_tls, PASSWORD));
    assert!(heard(&stage.calendar, "Basic ") && heard(&stage.mail, PASSWORD));
    assert!(stage.nylas.custom_auth_count() > 0);
}

/// Of everything in the lists, with the relay that nothing asks yet, and said in other words than the program's own.
#[test]
fn a_strangers_profile_that_parses_names_known_hosts_only() {
    let stage = Stage::new();
    let here = |url: &Url| match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.octets()[0] == 127,
        Some(Host::Ipv6(address)) => address == Ipv6Addr::LOCALHOST,
        None => false,
    };
    let service = |url: &Url, known: &[&str]| {
        let host = url.host_str().unwrap();
        url.scheme() == "https" && url.port().is_none() && known.contains(&host)
    };
    let nylas = ["api.us.nylas.com", "api.eu.nylas.com"];
    let calendars = [
        "caldav.icloud.com",
        "p34-caldav.icloud.com",
        "p34-caldav.icloud.com.cn",
    ];
    let (mut parsed, mut refused) = (0, 0);
    for address in stage.addresses(stage.calendar.port) {
        for (key, known) in [
            ("connection.api_url", &nylas[..]),
            ("connection.relay_url", &[]),
            ("apple.caldav_url", &calendars),
        ] {
            if is_loose(&format!("{key} = \"{address}\"")) {
                let url = Url::parse(&address).unwrap();
                assert!(here(&url) || service(&url, known), "{key} = {address}");
                parsed += 1;
            } else {
                refused += 1;
            }
        }
    }
    for host in stage.hosts(stage.mail.port) {
        for port in [993, stage.mail.port] {
            let text = format!("apple.imap_host = \"{host}\"\napple.imap_port = {port}");
            if is_loose(&text) {
                let url = Url::parse(&format!("https://{host}")).unwrap();
                let apples = port == 993 && service(&url, &["imap.mail.me.com"]);
                assert!(here(&url) || apples, "{host}:{port}");
                parsed += 1;
            } else {
                refused += 1;
            }
        }
    }
    assert!(parsed > 100 && refused > 1000, "{parsed} {refused}");
}

/// The stage can hear: what an administrator lets a company's proxy open, it opens, in each way to speak to a proxy.
#[test]
fn a_companys_authority_opens_the_companys_hosts_and_no_others() {
    let authority = Arc::new(Authority::new());
    let (ParsedAddress::Apple(address), PasswordKind::Whole(password, _)) = (
        parse_address(NYLA),
        classify_password(&PASSWORD.into(), "label"),
    ) else {
        panic!("an address and a password")
    };
    let heard = |proxy: &str, caldav: &str, imap: &str, password: &AppPassword| {
        let stranger = Interceptor::start(authority.clone());
        let servers = AppleServers {
            caldav_url: caldav.parse().unwrap(),
            imap_host: imap.to_owned(),
            imap_port: 993,
            mail_only: false,
            time: apple_check::WHOLE_CHECK,
            authority: authority.of_profile(Rank::Administrator),
            proxy: runner::ProxyChoice::new(
                Some(proxy.replace("PROXY", &stranger.address.to_string())),
                None,
            ),
            network: runner::Network {
                mail_server_override: Some(stranger.address),
                ..crate::world::no_network()
            },
        };
        outside(apple_check::ask(&servers, &address, password, |_, _, _| {}));
        let said = stranger.said();
        assert!(!stranger.asked_for().is_empty());
        (
            said.iter().any(|said| said.contains("Basic ")),
            said.iter().any(|said| said.contains(PASSWORD)),
        )
    };
    for proxy in ["http://PROXY", "https://PROXY", "socks5h://PROXY"] {
        let company = heard(
            proxy,
            "https://dav.acme.example/",
            "imap.acme.example",
            &password,
        );
        assert_eq!(company, (true, true), "{proxy}");
    }
    for (caldav, imap) in [
        ("https://caldav.icloud.com/", "imap.mail.me.com"),
        (
            "https://p34-caldav.icloud.com.cn/",
            "imap.mail.icloud.com.cn",
        ),
        ("https://caldav.icloud.com./", "imap.mail.me.com."),
        ("https://api.us.nylas.com/", "api.eu.nylas.com"),
        ("https://api.us.nylas.com:8443/", "api.eu.nylas.com."),
    ] {
        let reserved = heard("http://PROXY", caldav, imap, &password);
        assert_eq!(reserved, (false, false), "{caldav} {imap}");
    }
}
