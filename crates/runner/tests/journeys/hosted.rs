//! Sign-in on Nylas' own page: the program on one side, a browser on the other, no key and no password in between.

use std::{
    net::TcpListener,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use nylas_sim::{OTHER_ADDRESS, Options, Simulator};
use url::Url;
use wizard::{Action, Field, View};

use crate::{
    browser::{Browser, Shown},
    fault_proxy::{Call, Fault, FaultProxy},
    journey::{Journey, code_of, json, stages},
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
    let world = World::new().profile(&format!(
        "[organization]\nname = \"Acme CRM\"\n[connection]\nkind = \"hosted\"\napi_url = \"{}\"\nclient_id = \"{CLIENT_ID}\"\nredirect_port = {port}\nstate = \"customer-7\"\n",
        proxy.origin()
    ));
    Hosted {
        nylas,
        proxy,
        world,
        port,
        _alone: alone,
    }
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
            let http = reqwest::Client::builder()
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
    journey.press(Action::Finish).settle();
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
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
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

#[test]
fn each_failed_redirect_has_its_problem_and_the_next_try_works() {
    for (parameters, code) in [
        (
            "error=server_error&error_type=provider_not_responding",
            "N02",
        ),
        ("error=provider_not_responding", "N02"),
        (
            "error=invalid_request&error_type=invalid_authentication&error_code=25022",
            "N01",
        ),
        ("error=grant.invalid_authentication", "N01"),
        ("error=invalid_request&error_type=auth_limit_reached", "N03"),
        ("error=grant.callback_uri_not_allowed&error_code=400", "N09"),
        ("error=redirect&error_code=701", "N09"),
        (
            "error=invalid_request&error_type=connector_not_found",
            "N05",
        ),
        (
            "error=access_denied&error_description=The+plan+of+this+application+is+full",
            "N09",
        ),
        (
            "error=%E2%80%AEodd&error_description=Some%20words%0Afrom%20Nylas",
            "N08",
        ),
        ("nothing=known", "N08"),
    ] {
        let hosted = hosted();
        let (mut journey, page) = hosted.up_to_waiting();
        let end = hosted.come_back(&journey, &page, parameters);
        assert_eq!(
            end.status, 200,
            "the browser ends well whatever it brought: {parameters}"
        );
        let view = journey.until("a problem", |view| code_of(view).is_some());
        assert_eq!(
            (code_of(&view), view.name),
            (Some(code), "sign-in"),
            "{parameters}"
        );
        if parameters.contains("odd") {
            assert_eq!(detail(&view, "type").as_deref(), Some("odd"));
            assert_eq!(
                detail(&view, "message").as_deref(),
                Some("Some words from Nylas")
            );
        }
        if code == "N09" && !parameters.contains("plan") {
            assert_eq!(detail(&view, "setting"), Some(callback(hosted.port)));
        }
        let page = hosted.open(&mut journey);
        hosted.sign_in(&journey, &page, NYLA);
        journey.screen("done");
        hosted.leaves_nothing(&journey);
    }
}

#[test]
fn what_a_redirect_says_is_cut_as_a_whole() {
    let hosted = hosted();
    let (mut journey, page) = hosted.up_to_waiting();
    let [error, kind, code] = ["a", "b", "c"].map(|letter| letter.repeat(190));
    hosted.come_back(
        &journey,
        &page,
        &format!(
            "error={error}&error_type={kind}&error_code={code}&error_description={}",
            "d".repeat(900)
        ),
    );
    let view = journey.problem("N08");
    for name in ["type", "message"] {
        assert_eq!(
            detail(&view, name).map(|text| text.chars().count()),
            Some(200),
            "{name}"
        );
    }
}

#[test]
fn who_says_no_or_comes_too_late_is_told_so_calmly() {
    for (parameters, notice) in [
        ("error=access_denied", "sign-in-declined"),
        (
            "error=invalid_request&error_type=login_id_invalid",
            "sign-in-expired",
        ),
        ("error=grant.login_id_invalid", "sign-in-expired"),
        ("error=login_expired", "sign-in-expired"),
        (
            "error=invalid_request&error_description=The+login+session+has+expired",
            "sign-in-expired",
        ),
    ] {
        let hosted = hosted();
        let (mut journey, page) = hosted.up_to_waiting();
        hosted.come_back(&journey, &page, parameters);
        let view = journey.until("a notice", |view| view.notice.is_some());
        assert_eq!(
            (view.notice, code_of(&view), view.name),
            (Some(notice), None, "sign-in")
        );
    }
    // The button on the page itself.
    let hosted = hosted();
    let (mut journey, page) = hosted.up_to_waiting();
    journey.inside(async {
        let browser = Browser::new();
        let form = browser.go(&page).await;
        browser.send(&form, &[("cancel", "yes")]).await
    });
    journey.until("a notice", |view| view.notice == Some("sign-in-declined"));
}

#[test]
fn three_wrong_passwords_on_the_page_are_too_many() {
    let hosted = hosted();
    let (mut journey, page) = hosted.up_to_waiting();
    journey.inside(async {
        let browser = Browser::new();
        let mut form = browser.go(&page).await;
        for _ in 0..nylas_sim::STRIKES {
            form = browser
                .send(&form, &[("username", NYLA), ("password", "Summer2024!")])
                .await;
        }
        assert_eq!(form.url.path(), "/callback/done");
    });
    assert_eq!(journey.problem("N03").name, "sign-in");
}

#[test]
fn a_port_that_is_taken_is_said_before_a_password_is_made_and_again_later() {
    let hosted = hosted();
    let taken = TcpListener::bind(("127.0.0.1", hosted.port)).unwrap();
    let mut journey = hosted.world.begin();
    journey.screen("welcome");
    journey.press(Action::Continue).screen("address");
    journey.edit(Field::Address, NYLA).press(Action::Continue);
    let view = journey.problem("C09");
    assert_eq!(view.name, "prepare");
    drop(taken);
    journey
        .press(Action::Retry)
        .until("no problem", |view| view.problem.is_none());
    journey.press(Action::HavePassword).screen("sign-in");
    let taken = TcpListener::bind(("127.0.0.1", hosted.port)).unwrap();
    journey.press(Action::SignIn);
    assert_eq!(journey.problem("C09").name, "sign-in");
    assert_eq!(
        hosted.world.screen.opened(),
        Vec::<String>::new(),
        "nobody is sent where there is no way back"
    );
    drop(taken);
    let page = hosted.open(&mut journey);
    hosted.sign_in(&journey, &page, NYLA);
    journey.screen("done");
}

#[test]
fn a_browser_that_is_closed_half_way_is_waited_for_five_minutes() {
    let hosted = hosted();
    let (mut journey, page) = hosted.up_to_waiting();
    journey.inside(async { Browser::new().go(&page).await });
    for _ in 0..300 {
        journey.pass(1);
        journey.rest(Duration::from_millis(2));
    }
    journey.until("the end of patience", |view| {
        view.notice == Some("sign-in-too-late")
    });
    journey.settle();
    assert!(
        TcpListener::bind(("127.0.0.1", hosted.port)).is_ok(),
        "the port is free"
    );
    let page = hosted.open(&mut journey);
    hosted.sign_in(&journey, &page, NYLA);
    journey.screen("done");
}

#[test]
fn the_address_that_the_browser_shows_can_be_pasted() {
    let hosted = hosted();
    let (mut journey, page) = hosted.up_to_waiting();
    let back = hosted.stranded(&journey, &page);
    journey
        .paste(
            Field::RedirectAddress,
            "https://evil.example/callback?code=1&state=2",
        )
        .until("a refusal", |view| view.notice == Some("address-other"));
    let old = back.replace("customer-7.", "customer-7.x");
    journey
        .paste(Field::RedirectAddress, &old)
        .until("a refusal", |view| view.notice == Some("address-old"));
    journey
        .edit(Field::RedirectAddress, back.trim_start_matches("http://"))
        .press(Action::Continue)
        .screen("done");
    hosted.leaves_nothing(&journey);
    assert!(
        TcpListener::bind(("127.0.0.1", hosted.port)).is_ok(),
        "the port is free"
    );
}

#[test]
fn a_code_that_is_made_up_or_used_is_not_taken_by_nylas_and_the_person_starts_over() {
    let hosted = hosted();
    let (mut journey, page) = hosted.up_to_waiting();
    hosted.come_back(&journey, &page, "code=made-up");
    let view = journey.problem("N08");
    assert_eq!(
        (view.name, view.problem.as_ref().unwrap().kind),
        ("connecting", "sign-in")
    );
    journey.press(Action::Retry).screen("sign-in");
    let page = hosted.open(&mut journey);
    let end = hosted.sign_in(&journey, &page, NYLA);
    journey.screen("done");
    // The same redirect once more: nobody is there for it.
    let back = end
        .hops
        .iter()
        .find(|url| url.path() == "/callback")
        .unwrap()
        .clone();
    let code = parameter(back.as_str(), "code").unwrap();
    assert!(
        journey
            .inside(async {
                reqwest::Client::builder()
                    .no_proxy()
                    .build()
                    .unwrap()
                    .get(back)
                    .send()
                    .await
            })
            .is_err()
    );
    // In a later attempt an old code is worth nothing.
    journey.press(Action::ConnectAnother).screen("address");
    journey
        .edit(Field::Address, NYLA)
        .press(Action::Continue)
        .screen("prepare");
    journey.press(Action::HavePassword).screen("sign-in");
    let page = hosted.open(&mut journey);
    hosted.come_back(&journey, &page, &format!("code={code}"));
    journey.problem("N08");
    hosted.leaves_nothing(&journey);
}

#[test]
fn a_secret_that_is_demanded_is_for_the_company_to_change() {
    let hosted = hosted_with(Options {
        demand_client_secret: true,
        ..Options::default()
    });
    let (mut journey, page) = hosted.up_to_waiting();
    hosted.sign_in(&journey, &page, NYLA);
    let view = journey.problem("N04");
    assert_eq!(
        (view.name, view.problem.as_ref().unwrap().kind),
        ("connecting", "secret-demanded")
    );
    assert_eq!(
        detail(&view, "setting"),
        Some(format!("{} = desktop", callback(hosted.port)))
    );
    journey.press(Action::Retry).screen("sign-in");
    hosted.leaves_nothing(&journey);
}

#[test]
fn an_exchange_that_fails_in_any_way_has_its_problem_and_starts_over() {
    for (fault, code) in [
        (
            Fault::say(
                400,
                r#"{"error":"invalid_client","error_description":"Client authentication failed","error_code":"100241"}"#,
            ),
            "N04",
        ),
        (
            Fault::say(
                401,
                r#"{"request_id":"r","error":{"type":"unauthorized","message":"Unauthorized"}}"#,
            ),
            "N04",
        ),
        (
            Fault::say(
                400,
                r#"{"request_id":"r","error":{"type":"token.exchange_failed","message":"no"}}"#,
            ),
            "N08",
        ),
        (
            Fault::say(
                400,
                r#"{"request_id":"r","error":{"type":"grant.callback_uri_not_allowed","message":"no"}}"#,
            ),
            "N09",
        ),
        (
            Fault::say(
                429,
                r#"{"error":"rate_limit_error","error_description":"slow down"}"#,
            ),
            "N06",
        ),
        (Fault::say(502, "<html>bad gateway</html>"), "N07"),
        (Fault::say(200, "not JSON"), "N08"),
        (Fault::RESET, "N07"),
    ] {
        let hosted = hosted();
        hosted.proxy.meet(Call::Token, [fault]);
        let (mut journey, page) = hosted.up_to_waiting();
        hosted.sign_in(&journey, &page, NYLA);
        let view = journey.until("a problem", |view| code_of(view).is_some());
        assert_eq!((code_of(&view), view.name), (Some(code), "connecting"));
        assert_eq!(
            hosted.proxy.seen(Call::Token).len(),
            1,
            "sent once, whatever comes back"
        );
        journey.press(Action::Retry).screen("sign-in");
        hosted.leaves_nothing(&journey);
    }
}

#[test]
fn who_signs_in_as_somebody_else_is_asked_and_can_go_on_or_back() {
    let hosted = hosted();
    let (mut journey, page) = hosted.up_to_waiting();
    hosted.sign_in(&journey, &page, OTHER_ADDRESS);
    let view = journey.problem("N11");
    assert_eq!(view.problem.as_ref().unwrap().kind, "signed-in-as");
    journey.press(Action::Retry).screen("sign-in");
    hosted.leaves_nothing(&journey);
    let page = hosted.open(&mut journey);
    hosted.sign_in(&journey, &page, OTHER_ADDRESS);
    journey.problem("N11");
    journey.press(Action::Confirm).screen("done");
    assert_eq!(hosted.world.disk.accounts()[0].address, OTHER_ADDRESS);
    hosted.leaves_nothing(&journey);
}

#[test]
fn a_token_that_comes_after_cancelling_is_revoked_all_the_same() {
    let hosted = hosted();
    hosted
        .proxy
        .meet(Call::Token, [Fault::dawdle(Duration::from_secs(1))]);
    let (mut journey, page) = hosted.up_to_waiting();
    hosted.sign_in(&journey, &page, NYLA);
    journey.until_sent(&hosted.proxy, Call::Token, 1);
    journey.press(Action::Cancel).screen("sign-in");
    journey.until_sent(&hosted.proxy, Call::Revoke, 1);
    hosted.leaves_nothing(&journey);
    assert_eq!(journey.view().name, "sign-in");
    let page = hosted.open(&mut journey);
    hosted.sign_in(&journey, &page, NYLA);
    journey.screen("done");
}

#[test]
fn a_reading_that_fails_is_only_read_again_and_a_cancelled_one_revoked() {
    let hosted = hosted();
    let no = || {
        Fault::say(
            403,
            r#"{"request_id":"r","error":{"type":"grant.access_denied","message":"not yet"}}"#,
        )
    };
    hosted.proxy.meet(Call::Calendars, [no(), no()]);
    hosted.proxy.meet(Call::Messages, [no(), no()]);
    let (mut journey, page) = hosted.up_to_waiting();
    hosted.sign_in(&journey, &page, NYLA);
    journey.problem("N10");
    assert_eq!(hosted.nylas.live_tokens(), 1);
    journey.press(Action::Retry).problem("N10");
    assert_eq!(hosted.proxy.seen(Call::Token).len(), 1);
    journey.press(Action::Back).screen("sign-in");
    hosted.leaves_nothing(&journey);
}

#[test]
fn a_token_that_is_slow_to_revoke_holds_nobody_up() {
    let hosted = hosted();
    hosted
        .proxy
        .meet(Call::Revoke, [Fault::dawdle(Duration::from_millis(700))]);
    let (mut journey, page) = hosted.up_to_waiting();
    hosted.sign_in(&journey, &page, NYLA);
    journey.screen("done");
    journey.press(Action::Finish).screen("accounts");
    while hosted.nylas.live_tokens() > 0 {
        journey.rest(Duration::from_millis(20));
    }
    let account = &hosted.world.disk.accounts()[0];
    assert_eq!(
        (account.connection, account.address.as_str()),
        (Some(wizard::ConnectionKind::Hosted), NYLA)
    );
}

#[test]
fn closed_at_any_moment_the_program_leaves_no_token() {
    for (call, fault) in [
        (Call::Token, Fault::dawdle(Duration::from_secs(1))),
        (Call::Calendars, Fault::dawdle(Duration::from_secs(8))),
        (Call::Revoke, Fault::dawdle(Duration::from_secs(1))),
    ] {
        let hosted = hosted();
        hosted.proxy.meet(call, [fault]);
        let (journey, page) = hosted.up_to_waiting();
        hosted.sign_in(&journey, &page, NYLA);
        journey.until_sent(&hosted.proxy, call, 1);
        let closing = std::time::Instant::now();
        journey.close();
        assert_eq!(
            (
                hosted.nylas.live_tokens(),
                hosted.proxy.seen(Call::Revoke).len()
            ),
            (0, 1),
            "{call:?}"
        );
        assert!(closing.elapsed() < runner::LEAVING, "{call:?}");
    }
}

#[test]
fn without_a_token_nobody_waits_for_the_end() {
    let hosted = hosted();
    let (journey, _) = hosted.up_to_waiting();
    let closing = std::time::Instant::now();
    journey.close();
    assert!(closing.elapsed() < Duration::from_secs(1));
    assert!(
        TcpListener::bind(("127.0.0.1", hosted.port)).is_ok(),
        "the port is free"
    );
}

#[test]
fn killed_while_nylas_page_is_open_it_starts_on_the_announcement() {
    let hosted = hosted();
    let (journey, _) = hosted.up_to_waiting();
    journey.kill();
    let mut journey = hosted.world.begin();
    let view = journey.screen("sign-in");
    assert_eq!(json(&view)["phase"], "closed");
    let page = hosted.open(&mut journey);
    hosted.sign_in(&journey, &page, NYLA);
    journey.screen("done");
}

#[test]
fn the_address_of_the_page_can_be_copied_when_the_browser_does_not_open() {
    let hosted = hosted();
    hosted
        .world
        .screen
        .refuses
        .store(true, std::sync::atomic::Ordering::SeqCst);
    let mut journey = hosted.up_to_sign_in();
    journey.press(Action::SignIn).problem("C08");
    hosted
        .world
        .screen
        .refuses
        .store(false, std::sync::atomic::Ordering::SeqCst);
    journey.press(Action::CopyPage).copied();
    let page = hosted.world.screen.copied().pop().unwrap();
    hosted.sign_in(&journey, &page, NYLA);
    journey.screen("done");
}
