//! Where strangers' profiles are run: the stranger, servers of this computer, and a person who does what is asked of them.

use super::interceptor::Interceptor;
use crate::{
    apple::{
        authority::Authority,
        scripted::{Act, Server, good_dav, good_imap, http},
    },
    journey::{Journey, code_of, is_busy, json},
    world::{KEY, NYLA, PASSWORD, World, outside, simulator},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use hosts::{Owner, whose_url};
use runner::profile::{Rank, parse};
use std::{
    net::TcpStream,
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};
use url::Url;
use wizard::{Action, Field};

/// What comes back from Nylas' page in a browser.
const CODE: &str = "code_canary_7d02c95be8f14a63";

/// A Nylas that knows every key, has a connector and makes every grant.
pub(super) fn good_nylas(request: &str) -> Act {
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
pub(super) struct Stage {
    authority: Arc<Authority>,
    pub(super) stranger: Interceptor,
    pub(super) nylas: nylas_sim::Simulator,
    pub(super) nylas_by_tls: Server,
    pub(super) calendar: Server,
    pub(super) mail: Server,
}

impl Stage {
    pub(super) fn new() -> Stage {
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
    pub(super) fn hosts(&self, port: u16) -> Vec<String> {
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

    pub(super) fn addresses(&self, port: u16) -> Vec<String> {
        self.hosts(port)
            .iter()
            .flat_map(|host| [format!("https://{host}"), format!("http://{host}/")])
            .collect()
    }

    /// Every key that leads anywhere, with every value that a loose profile may give it; `""` leaves it out.
    pub(super) fn keys(&self) -> Vec<(&'static str, Vec<String>)> {
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
    pub(super) fn run(&self, profile: &str, back: u16) {
        // There is one port for browsers to come back by.
        static BROWSER: Mutex<()> = Mutex::new(());
        let _alone = profile.contains("\"hosted\"").then(|| BROWSER.lock());
        let mut world = World::new().profile(profile);
        world.beside("ca.pem", &self.authority.pem());
        world.environment.network.mail_server_override = Some(self.stranger.address);
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
            let known = |view: &wizard::View| view.name == "home" || view.problem.is_some();
            let mut checked = journey.until("what the key is", |view| {
                known(view) || json(view)["found"] == true
            });
            if checked.name == "operator" && checked.problem.is_none() {
                // The connector is made first.
                journey.press(Action::Continue);
                checked = journey.until("the connector", known);
            }
            if checked.problem.is_some() {
                return;
            }
            if checked.name == "home" {
                journey.press(Action::ConnectCustomer).screen("welcome");
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
    pub(super) fn kept_its_secrets(&self, after: &str) {
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

pub(super) fn is_loose(text: &str) -> bool {
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
pub(super) fn profile(values: &[(&str, &str)], stage: &Stage, back: u16) -> String {
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
