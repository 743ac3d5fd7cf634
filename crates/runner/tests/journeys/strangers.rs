//! A stranger's profile, with an authority and a proxy of theirs: whatever it says, nobody but this computer's own
//! servers hears a secret.

mod interceptor;

use crate::{
    apple::{
        authority::Authority,
        scripted::{Act, Server, good_dav, good_imap, http},
    },
    journey::{Journey, code_of, is_busy, json},
    world::{KEY, NYLA, PASSWORD, World, outside, simulator},
};
use apple::{AppPassword, Judgement, Shape, judge_address, judge_password};
use base64::{Engine, prelude::BASE64_STANDARD};
use hosts::{Owner, whose_url};
use interceptor::Interceptor;
use proptest::{
    sample::select,
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};
use runner::{
    asking_apple::{self, AppleServers},
    profile::{Rank, parse},
};
use std::{
    collections::HashSet,
    net::{Ipv6Addr, TcpStream},
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};
use url::{Host, Url};
use wizard::{Action, Field};

/// What comes back from Nylas' page in a browser.
const CODE: &str = "code_canary_7d02c95be8f14a63";
/// Profiles that are run with several odd values at once, beside those with one.
const MIXED: usize = 80;

/// A Nylas that knows every key, has a connector and makes every grant.
fn good_nylas(request: &str) -> Act {
    let path = request.split(' ').nth(1).unwrap_or_default();
    let grant = r#"{"id": "e19f8e1a-eb1c-41c0-b6a6-d2e59daf7f47", "provider": "icloud", "grant_status": "valid", "email": "nyla.park@icloud.com"}"#;
    let data = if path.starts_with("/v3/applications") {
        r#"{"application_id": "app", "organization_id": "org", "region": "us", "environment": "production"}"#
    } else if path.starts_with("/v3/connectors") {
        r#"{"provider": "icloud"}"#
    } else if path.starts_with("/v3/connect/custom")
        || path.contains("/e19f8e1a-eb1c-41c0-b6a6-d2e59daf7f47 ")
    {
        grant
    } else {
        "[]"
    };
    let body = format!(r#"{{"request_id": "1", "data": {data}}}"#);
    http("200 OK", "content-type: application/json\r\n", &body)
}

/// The stranger, and servers of this computer that may hear everything.
struct Stage {
    authority: Arc<Authority>,
    stranger: Interceptor,
    nylas: nylas_sim::Simulator,
    nylas_by_tls: Server,
    calendar: Server,
    mail: Server,
}

impl Stage {
    fn new() -> Stage {
        let authority = Arc::new(Authority::new());
        let (nylas_by_tls, calendar, mail) = outside(async {
            (
                Server::dav(&authority, "localhost", good_nylas).await,
                Server::dav(&authority, "localhost", good_dav).await,
                Server::imap(&authority, good_imap).await,
            )
        });
        Stage {
            stranger: Interceptor::start(authority.clone()),
            authority,
            nylas: simulator(),
            nylas_by_tls,
            calendar,
            mail,
        }
    }

    /// Every way to write a host that a stranger could think of, at the ports of this stage's servers.
    fn hosts(&self, port: u16) -> Vec<String> {
        let names = [
            "api.us.nylas.com",
            "API.EU.NYLAS.COM",
            "api.us.nylas.com.",
            "api.us.nylas.com.evil.example",
            "x.api.us.nylas.com",
            "api.us.nylas.com@evil.example",
            "api.us.nyIas.com",
            "caldav.icloud.com",
            "CalDAV.iCloud.com.",
            "p34-caldav.icloud.com",
            "p34-caldav.icloud.com.cn",
            "p34-p35-caldav.icloud.com",
            "icloud.com",
            "icloud.com.evil.example",
            "caldav.ıcloud.com",
            "feedback.apple.com",
            "imap.mail.me.com",
            "imap.mail.me.com.evil.example",
            "smtp.mail.me.com",
            "localhost",
            "LOCALHOST",
            "localhost.",
            "localhost.evil.example",
            "stranger@localhost",
            "localhost@evil.example",
            "127.0.0.1",
            "127.1",
            "0x7f000001",
            "127.0.0.1.nip.io",
            "127.9.9.9",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "[::]",
            "0.0.0.0",
            "17.42.251.1",
            "evil.example",
            "evil.example#.icloud.com",
            "evil.example/.icloud.com",
            "evil.example\\\\.icloud.com",
        ];
        let ports = [
            String::new(),
            ":443".to_owned(),
            ":8443".to_owned(),
            format!(":{port}"),
        ];
        names
            .iter()
            .flat_map(|name| ports.iter().map(move |port| format!("{name}{port}")))
            .collect()
    }

    fn addresses(&self, port: u16) -> Vec<String> {
        self.hosts(port)
            .iter()
            .flat_map(|host| [format!("https://{host}"), format!("http://{host}/")])
            .collect()
    }

    /// Every key that leads anywhere, with every value that a loose profile may give it; `""` leaves it out.
    fn keys(&self) -> Vec<(&'static str, Vec<String>)> {
        let quoted = |texts: Vec<String>| -> Vec<String> {
            texts.iter().map(|text| format!("\"{text}\"")).collect()
        };
        let words = |texts: &[&str]| quoted(texts.iter().map(|&text| text.to_owned()).collect());
        let mut api = self.addresses(self.nylas_by_tls.port);
        // Plain HTTP is not spoken at that port.
        api.retain(|address| {
            whose_url_of(address) != Some(Owner::ThisComputer) || address.starts_with("https")
        });
        api.push(self.nylas.origin());
        let port = self.stranger.address.port();
        // SOCKS would look names up.
        let proxies = ["http://127.0.0.1", "https://127.0.0.1", "https://localhost"];
        let keys = [
            ("connection.api_url", quoted(api)),
            (
                "apple.caldav_url",
                quoted(self.addresses(self.calendar.port)),
            ),
            ("apple.imap_host", quoted(self.hosts(self.mail.port))),
            (
                "apple.imap_port",
                vec![self.mail.port.to_string(), "143".into(), "993".into()],
            ),
            ("connection.kind", words(&["practice", "api-key", "hosted"])),
            ("connection.provider", words(&["icloud", "imap"])),
            ("connection.region", words(&["us", "eu"])),
            ("connection.smtp_port", vec!["25".into()]),
            ("apple.check_first", vec!["false".into()]),
            (
                "network.proxy",
                quoted(proxies.map(|proxy| format!("{proxy}:{port}")).to_vec()),
            ),
        ];
        keys.map(|(key, values)| {
            let fits = |value: &String| match key {
                // These need others beside them.
                "connection.kind" | "apple.imap_port" => true,
                _ => is_loose(&format!("{key} = {value}\n")) && !nobody_is_at(value),
            };
            let mut values: Vec<String> = values.into_iter().filter(fits).collect();
            values.push(String::new());
            (key, values)
        })
        .to_vec()
    }

    /// Runs a profile: a key is typed where one is asked for, a password handed over, a browser comes back.
    fn run(&self, profile: &str, back: u16) {
        // There is one port for browsers to come back by.
        static BROWSER: Mutex<()> = Mutex::new(());
        let _alone = profile.contains("\"hosted\"").then(|| BROWSER.lock());
        let mut world = World::new().profile(profile);
        world.beside("ca.pem", &self.authority.pem());
        world.environment.network.elsewhere = Some(self.stranger.address);
        let mut journey = world.begin();
        let fails = |journey: &Journey<'_>| {
            panic!("{profile}\n{}", journey.trail());
        };
        let first = journey.until("a screen", |view| {
            !is_busy(view) && view.name != "operator" || json(view)["asking"] == true
        });
        let first = match first.name {
            "start" => {
                journey.press(Action::UseApiKey);
                journey.until("the key's field", |view| json(view)["asking"] == true)
            }
            _ => first,
        };
        if first.name == "operator" {
            journey.give_key(KEY);
            let known = |view: &wizard::View| view.name == "welcome" || view.problem.is_some();
            let mut checked = journey.until("what the key is", |view| {
                known(view) || json(view)["phase"] == "found"
            });
            if checked.name == "operator" && checked.problem.is_none() {
                // The connector is made first.
                journey.press(Action::Continue);
                checked = journey.until("the connector", known);
            }
            if checked.problem.is_some() {
                return;
            }
        } else if first.name != "welcome" {
            fails(&journey);
        }
        journey.press(Action::Continue).screen("address");
        journey
            .edit(Field::Address, NYLA)
            .press(Action::Continue)
            .screen("prepare");
        journey.rest(Duration::from_millis(100));
        journey.press(Action::HavePassword);
        let next = journey.until("the password's field or the announcement", |view| {
            ["password", "sign-in"].contains(&view.name)
        });
        if next.name == "sign-in" {
            journey.press(Action::SignIn).until("the browser", |view| {
                json(view)["waiting"] == true || view.problem.is_some()
            });
            journey.rest(Duration::from_millis(50));
            if let Some(page) = world.screen.opened().pop() {
                let page = Url::parse(&page).unwrap();
                assert!(
                    [Owner::Nylas, Owner::ThisComputer].contains(&whose_url(&page)),
                    "{page}"
                );
                let state = page
                    .query_pairs()
                    .find(|(name, _)| name == "state")
                    .unwrap();
                let address = format!(
                    "http://localhost:{back}/callback?code={CODE}&state={}",
                    state.1
                );
                journey.paste(Field::RedirectAddress, &address);
                journey.press(Action::Continue);
                journey.until("the end of the exchange", |view| {
                    view.problem.is_some() || view.name == "done"
                });
            }
            return;
        }
        journey.hand_over();
        let ended = |view: &wizard::View| {
            view.name == "done"
                || view.name == "connecting" && !is_busy(view) && code_of(view).is_some()
        };
        let end = journey.until("an end", ended);
        // Apple was not reached, or somebody stands in between: Nylas is tried anyway.
        let anyway = |problem: &wizard::ProblemView| problem.actions.contains(&Action::Continue);
        if end.problem.as_ref().is_some_and(anyway) {
            journey.press(Action::Continue).until("an end", ended);
        }
    }

    /// Nobody but this computer's own servers heard a secret.
    fn kept_its_secrets(&self, after: &str) {
        let basic = BASE64_STANDARD.encode(format!("{NYLA}:{PASSWORD}"));
        for said in self.stranger.said() {
            for secret in [
                KEY,
                PASSWORD,
                &basic,
                CODE,
                "code_verifier",
                "Basic ",
                "LOGIN",
            ] {
                assert!(
                    !said.contains(secret),
                    "the stranger heard {said}\nafter\n{after}"
                );
            }
        }
    }
}

fn is_loose(text: &str) -> bool {
    parse(text, Some(Path::new("profile.toml")), Rank::Loose).is_ok()
}

fn whose_url_of(text: &str) -> Option<Owner> {
    Url::parse(text).ok().map(|url| whose_url(&url))
}

/// Whether a value is an address of this computer where nobody listens, which would only be waited for.
fn nobody_is_at(value: &str) -> bool {
    let value = value.trim_matches('"');
    whose_url_of(value) == Some(Owner::ThisComputer)
        && Url::parse(value).is_ok_and(|url| {
            let there = url.socket_addrs(|| None).unwrap_or_default();
            there.iter().all(|at| TcpStream::connect(at).is_err())
        })
}

/// A profile with these values. What is always there is the stranger's authority, and a proxy where none is named.
fn profile(values: &[(&str, &str)], stage: &Stage, back: u16) -> String {
    let mut keys = vec![
        ("network.extra_ca".to_owned(), "\"ca.pem\"".to_owned()),
        ("connection.client_id".into(), "\"client\"".into()),
        ("connection.redirect_port".into(), back.to_string()),
        (
            "network.proxy".into(),
            format!("\"http://{}\"", stage.stranger.address),
        ),
    ];
    for (key, value) in values.iter().filter(|(_, value)| !value.is_empty()) {
        keys.retain(|(known, _)| known != key);
        keys.push(((*key).to_owned(), (*value).to_owned()));
    }
    keys.iter()
        .map(|(key, value)| format!("{key} = {value}\n"))
        .collect()
}

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
    let (Judgement::Apple(address), Shape::Whole(password, _)) = (
        judge_address(NYLA),
        judge_password(&PASSWORD.into(), "label"),
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
            authority: authority.of_profile(Rank::Administrator),
            proxy: Some(proxy.replace("PROXY", &stranger.address.to_string())),
            network: runner::Network {
                elsewhere: Some(stranger.address),
                ..crate::world::no_network()
            },
        };
        outside(asking_apple::ask(
            &servers,
            &address,
            password,
            |_, _, _| {},
        ));
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
