//! Sign-in on Nylas' own page: the program on one side, a browser on the other, no key and no password in between.

mod failures;
mod tokens;

use std::{
    net::TcpListener,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use nylas_sim::{Options, Simulator};
use url::Url;
use wizard::{Action, Field, View};

use crate::{
    browser::{Browser, Shown},
    fault_proxy::{Call, FaultProxy},
    journey::{Journey, json, stages},
    logs,
    world::{KEY, NYLA, PASSWORD, World, outside},
};

const CLIENT_ID: &str = "1b5f9a5c-0000-4000-8000-000000000000";

/// Nylas, the way to it, and a computer with a profile for signing in on its page.
pub(crate) struct Hosted {
    nylas: Simulator,
    pub(crate) proxy: FaultProxy,
    pub(crate) world: World,
    pub(crate) port: u16,
    /// Ports are few: a test that found a free one keeps it.
    _alone: MutexGuard<'static, ()>,
}

pub(crate) fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0))
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

pub(crate) fn hosted() -> Hosted {
    hosted_with(Options::default())
}

fn hosted_with(options: Options) -> Hosted {
    static ALONE: Mutex<()> = Mutex::new(());
    let alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    // What the simulator's codes and tokens begin with.
    logs::watch(&["code_practice_", "at_practice_"]);
    let port = free_port();
    let options = Options {
        api_key: Some(KEY.to_owned()),
        application_id: Some(CLIENT_ID.to_owned()),
        connectors: vec!["icloud".to_owned()],
        redirect_uris: vec![callback(port)],
        record: true,
        ..options
    };
    let nylas = outside(Simulator::start(options)).unwrap();
    let proxy = outside(FaultProxy::to(&nylas));
    let world = at(proxy.origin(), port);
    Hosted {
        nylas,
        proxy,
        world,
        port,
        _alone: alone,
    }
}

/// A computer with a profile for signing in at this Nylas.
fn at(origin: &str, port: u16) -> World {
    World::new().profile(&profile(origin, port))
}

fn profile(origin: &str, port: u16) -> String {
    format!(
        "[organization]\nname = \"Acme CRM\"\n[connection]\nkind = \"hosted\"\napi_url = \"{origin}\"\nclient_id = \"{CLIENT_ID}\"\nredirect_port = {port}\nstate = \"customer-7\"\n"
    )
}

fn callback(port: u16) -> String {
    format!("http://localhost:{port}/callback")
}

impl Hosted {
    /// From `welcome` to the announcement of Nylas' page.
    pub(crate) fn up_to_sign_in(&self) -> Journey<'_> {
        let mut journey = self.world.begin();
        journey.screen("welcome");
        journey.press(Action::Continue).screen("address");
        journey
            .edit(Field::Address, NYLA)
            .press(Action::Continue)
            .screen("prepare");
        journey.press(Action::HavePassword).screen("sign-in");
        journey
    }

    /// Nylas' page is open: the journey and the address that the browser was sent to.
    pub(crate) fn up_to_waiting(&self) -> (Journey<'_>, String) {
        let mut journey = self.up_to_sign_in();
        let page = self.open(&mut journey);
        (journey, page)
    }

    pub(crate) fn open(&self, journey: &mut Journey<'_>) -> String {
        let before = self.world.screen.opened().len();
        journey
            .press(Action::SignIn)
            .until("the time that is left", |view| {
                json(view)["waiting"] == true
            });
        while self.world.screen.opened().len() == before {
            journey.rest(Duration::from_millis(10));
        }
        self.world.screen.opened().pop().unwrap()
    }

    /// Signs in on Nylas' page; what the browser shows at the end.
    pub(crate) fn sign_in(&self, journey: &Journey<'_>, page: &str, address: &str) -> Shown {
        journey.inside(async {
            let browser = Browser::new();
            let form = browser.go(page).await;
            assert!(form.body.contains("data-page=\"sign-in\""), "{form:?}");
            browser
                .send(&form, &[("username", address), ("password", PASSWORD)])
                .await
        })
    }

    /// Signs in by a browser that cannot reach this computer's port: the address that is left in its bar.
    pub(crate) fn stranded(&self, journey: &Journey<'_>, page: &str) -> String {
        journey.inside(async {
            let form = Browser::new().go(page).await;
            let http = nylas::transport(&nylas::Timeouts::default())
                .redirect(reqwest::redirect::Policy::none())
                .no_proxy()
                .build()
                .unwrap();
            let body = format!("username={}&password={PASSWORD}", NYLA.replace('@', "%40"));
            let answer = http
                .post(form.url)
                .header("content-type", "application/x-www-form-urlencoded")
                .body(body)
                .send()
                .await
                .unwrap();
            answer.headers()["location"].to_str().unwrap().to_owned()
        })
    }

    /// The browser comes back with these parameters and the right state.
    fn come_back(&self, journey: &Journey<'_>, page: &str, parameters: &str) -> Shown {
        let back = format!(
            "{}?{parameters}&state={}",
            callback(self.port),
            parameter(page, "state").unwrap()
        );
        journey.inside(async { Browser::new().go(&back).await })
    }

    /// The verifiers that were sent to Nylas.
    fn verifiers(&self) -> Vec<String> {
        let body = |seen: crate::fault_proxy::RecordedRequest| {
            serde_json::from_str::<serde_json::Value>(&seen.body).unwrap()
        };
        self.proxy
            .seen(Call::Token)
            .into_iter()
            .map(|seen| body(seen)["code_verifier"].as_str().unwrap().to_owned())
            .collect()
    }

    /// Nothing of a sign-in is left anywhere, and every token is revoked.
    pub(crate) fn leaves_nothing(&self, journey: &Journey<'_>) {
        let started = std::time::Instant::now();
        while self.nylas.live_tokens() > 0 {
            assert!(
                started.elapsed() < Duration::from_secs(10),
                "a token was not revoked"
            );
            journey.rest(Duration::from_millis(20));
        }
        let mut seen: Vec<String> = journey
            .views()
            .iter()
            .map(|view| json(view).to_string())
            .collect();
        seen.extend(self.world.disk.written());
        seen.extend(logs::lines());
        seen.extend(
            self.world
                .screen
                .copied()
                .into_iter()
                .filter(|text| !text.contains("/v3/connect/auth")),
        );
        let mut secrets = self.verifiers();
        secrets.extend(["code_practice_".to_owned(), "at_practice_".to_owned()]);
        secrets.extend(
            self.world
                .screen
                .opened()
                .iter()
                .filter_map(|page| parameter(page, "state"))
                .map(|state| state.rsplit('.').next().unwrap().to_owned()),
        );
        for text in seen {
            assert!(
                !secrets.iter().any(|secret| text.contains(secret.as_str())),
                "a secret got out: {text}"
            );
        }
        assert_eq!(logs::leaks(), Vec::<String>::new());
    }
}

/// Somebody connects their account on Nylas' page with what this computer knows.
pub(crate) fn connect_with(nylas: &Simulator, world: &World) {
    let mut journey = world.begin();
    journey.screen("welcome");
    journey.press(Action::Continue).screen("address");
    journey
        .edit(Field::Address, NYLA)
        .press(Action::Continue)
        .screen("prepare");
    journey.press(Action::HavePassword).screen("sign-in");
    journey
        .press(Action::SignIn)
        .until("the time that is left", |view| {
            json(view)["waiting"] == true
        });
    journey.settle();
    let page = world.screen.opened().pop().unwrap();
    journey.inside(async {
        let browser = Browser::new();
        let form = browser.go(&page).await;
        browser
            .send(&form, &[("username", NYLA), ("password", PASSWORD)])
            .await
    });
    journey.screen("done");
    assert!(world.screen.came_forward() && !world.screen.is_closed());
    journey.press(Action::Finish).settle();
    assert!(world.screen.is_closed(), "all is done");
    assert!(nylas.grant_exists(&world.disk.accounts()[0].grant));
    assert!(world.keys.is_empty());
}

fn parameter(address: &str, name: &str) -> Option<String> {
    Url::parse(address)
        .ok()?
        .query_pairs()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

fn detail(view: &View, name: &str) -> Option<String> {
    view.problem
        .as_ref()?
        .details
        .iter()
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.clone())
}

#[test]
fn from_welcome_to_done_with_no_key_anywhere_and_no_token_left() {
    let hosted = hosted();
    let (mut journey, page) = hosted.up_to_waiting();
    let end = hosted.sign_in(&journey, &page, NYLA);
    assert_eq!(
        (end.status, end.url.as_str()),
        (
            200,
            format!("http://localhost:{}/callback/done", hosted.port).as_str()
        )
    );
    assert!(
        end.body.contains("Acme CRM"),
        "the page on which a browser ends is the desktop's: {}",
        end.body
    );
    let done = journey.screen("done");
    let accounts = hosted.world.disk.accounts();
    assert_eq!(accounts.len(), 1);
    assert_eq!(
        (accounts[0].address.as_str(), accounts[0].origin.as_str()),
        (NYLA, hosted.proxy.origin())
    );
    assert!(hosted.nylas.grant_exists(&accounts[0].grant));
    assert_eq!(json(&done)["grantId"], accounts[0].grant.as_str());
    assert_eq!(json(&done)["calendarsRead"], true);
    assert_eq!(json(&done)["mailRead"], true);
    hosted.leaves_nothing(&journey);
    assert_eq!(hosted.proxy.seen(Call::Revoke).len(), 1);
    assert!(hosted.world.keys.is_empty());
    assert_eq!(hosted.nylas.custom_auth_count(), 0);
}

#[test]
fn the_stages_say_that_apple_was_not_asked() {
    let hosted = hosted();
    let (mut journey, page) = hosted.up_to_waiting();
    hosted.sign_in(&journey, &page, NYLA);
    let view = journey.until("the grant", |view| {
        stages(view).get(2).is_some_and(|grant| grant == "done")
    });
    assert_eq!(&stages(&view)[..2], ["skipped", "skipped"]);
    journey.screen("done");
}

#[test]
fn the_page_is_asked_for_with_every_parameter_and_the_exchange_without_a_secret() {
    let hosted = hosted();
    let (mut journey, page) = hosted.up_to_waiting();
    let value = |name| parameter(&page, name).unwrap_or_default();
    assert!(page.starts_with(&format!("{}/v3/connect/auth?", hosted.proxy.origin())));
    for (name, expected) in [
        ("client_id", CLIENT_ID),
        ("redirect_uri", callback(hosted.port).as_str()),
        ("provider", "icloud"),
        ("login_hint", NYLA),
        ("response_type", "code"),
        ("access_type", "online"),
        ("code_challenge_method", "S256"),
    ] {
        assert_eq!(value(name), expected, "{name}");
    }
    let state = value("state");
    let nonce = state.strip_prefix("customer-7.").unwrap();
    assert_eq!(nonce.len(), 43, "256 bits");
    assert_eq!(value("code_challenge").len(), 86);
    hosted.sign_in(&journey, &page, NYLA);
    journey.screen("done");
    let sent = hosted.proxy.seen(Call::Token);
    assert_eq!(sent.len(), 1, "a code is exchanged once");
    let body: serde_json::Value = serde_json::from_str(&sent[0].body).unwrap();
    let mut names: Vec<&str> = body
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "client_id",
            "code",
            "code_verifier",
            "grant_type",
            "redirect_uri"
        ]
    );
    assert_eq!(sent[0].authorization, None);
    for reading in [Call::Calendars, Call::Messages] {
        assert!(
            hosted.proxy.seen(reading)[0]
                .authorization
                .as_deref()
                .is_some_and(|bearer| bearer.starts_with("Bearer at_practice_"))
        );
    }
}

#[test]
fn every_attempt_has_a_state_and_a_verifier_of_its_own() {
    let hosted = hosted();
    let (mut journey, first) = hosted.up_to_waiting();
    journey
        .press(Action::Cancel)
        .until("the announcement", |view| json(view)["closed"] == true);
    let second = hosted.open(&mut journey);
    for name in ["state", "code_challenge"] {
        assert_ne!(parameter(&first, name), parameter(&second, name), "{name}");
    }
    let again = hosted.open(&mut journey);
    assert_eq!(second, again, "opened again it is the same attempt");
    // The page of the attempt that was cancelled leads nowhere.
    let end = hosted.sign_in(&journey, &first, NYLA);
    assert_eq!(end.status, 400);
    assert_eq!(journey.view().name, "sign-in");
    hosted.sign_in(&journey, &second, NYLA);
    journey.screen("done");
    hosted.leaves_nothing(&journey);
}

#[test]
fn a_plus_in_the_address_arrives_as_one() {
    let hosted = hosted();
    let mut journey = hosted.world.begin();
    journey.screen("welcome");
    journey.press(Action::Continue).screen("address");
    journey
        .edit(Field::Address, "nyla+shop@me.com")
        .press(Action::Continue)
        .screen("prepare");
    journey.press(Action::HavePassword).screen("sign-in");
    let page = hosted.open(&mut journey);
    assert!(
        page.contains("nyla%2Bshop%40me.com") || page.contains("nyla%40me.com"),
        "{page}"
    );
    assert!(!page.contains("login_hint=nyla+"), "{page}");
}

#[test]
fn a_forged_state_and_another_page_change_nothing() {
    let hosted = hosted();
    let (mut journey, page) = hosted.up_to_waiting();
    let state = parameter(&page, "state").unwrap();
    let right = format!("{}?code=forged&state={state}", callback(hosted.port));
    let statuses = journey.inside(async {
        let browser = Browser::new();
        let forged = browser
            .go(&format!(
                "{}?code=forged&state=customer-7.forged",
                callback(hosted.port)
            ))
            .await
            .status;
        let http = nylas::transport(&nylas::Timeouts::default())
            .redirect(reqwest::redirect::Policy::default())
            .no_proxy()
            .build()
            .unwrap();
        let by_script = http
            .get(&right)
            .header("origin", "https://evil.example")
            .send()
            .await
            .unwrap()
            .status()
            .as_u16();
        let image = http
            .get(&right)
            .header("sec-fetch-mode", "no-cors")
            .send()
            .await
            .unwrap()
            .status()
            .as_u16();
        let elsewhere = http
            .get(right.replace("localhost", "127.0.0.1"))
            .header("host", "evil.example")
            .send()
            .await
            .unwrap()
            .status()
            .as_u16();
        [forged, by_script, image, elsewhere]
    });
    assert_eq!(statuses, [400; 4]);
    assert_eq!(journey.view().name, "sign-in");
    hosted.sign_in(&journey, &page, NYLA);
    journey.screen("done");
}
