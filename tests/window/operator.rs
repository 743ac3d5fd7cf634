//! The operator's desk: a key in the real keychain, a Nylas in another process.

use crate::{
    driver::{Desktop, Keyring, Window},
    journey::{ADDRESS, PASSWORD, on_to_password},
};
use nylas_sim::{Exchange, Options, Simulator};
use serde_json::json;

const KEY: &str = "nyk_v0_window_test_canary";

/// No test asks the real Apple.
const NO_APPLE: &str = "[apple]\ncheck_first = false\n";

/// A password that stands in no sentence of ours.
const CANARY: &str = "qzqz-wxwx-kvkv-jyjy";

/// A Nylas that knows [`KEY`] and, if asked for, has its iCloud connector.
async fn nylas() -> Simulator {
    let options = Options {
        api_key: Some(KEY.into()),
        record: true,
        ..Options::default()
    };
    Simulator::start(options)
        .await
        .unwrap_or_else(|error| panic!("no simulator: {error}"))
}

fn profile(nylas: &Simulator) -> String {
    format!(
        "[organization]\nname = \"Acme CRM\"\nuses = [\"mail\"]\n[connection]\nkind = \"api-key\"\napi_url = \"{}\"\nstate = \"st-1\"\n[apple]\ncheck_first = false\n",
        nylas.origin()
    )
}

fn custom_auths(nylas: &Simulator) -> Vec<Exchange> {
    nylas
        .exchanges()
        .into_iter()
        .filter(|exchange| exchange.path == "/v3/connect/custom")
        .collect()
}

/// From the question for the key to `welcome`; the connector is missing and is made.
async fn give_key(window: &Window) {
    window.wait_screen(&["operator"]).await;
    window
        .wait("the question for the key", async || {
            window.has("input[name=api-key]").await.then_some(())
        })
        .await;
    // Where it goes is told first, with its port.
    let told = window.text("main").await;
    assert!(told.contains("127.0.0.1:"), "{told}");
    window.fill("api-key", KEY).await;
    window.click("continue").await;
    window
        .wait("the missing connector", async || {
            (!window.has("input[name=api-key]").await).then_some(())
        })
        .await;
    if window.screen().await == "operator" {
        window.click("continue").await;
    }
    window.wait_screen(&["welcome"]).await;
}

#[tokio::test]
async fn a_key_is_typed_once_kept_and_forgotten() {
    let nylas = nylas().await;
    let mut world = Desktop::builder()
        .profile(NO_APPLE)
        .env("NYLAS_API_URI", &nylas.origin())
        .start()
        .await;
    world.window().wait_screen(&["start"]).await;
    world.window().click("use-api-key").await;
    give_key(world.window()).await;
    let window = world.window();
    on_to_password(window, ADDRESS).await;
    window.fill("app-password", PASSWORD).await;
    window.click("continue").await;
    window.wait_screen(&["done"]).await;
    let grant = window.grant_id().await.unwrap_or_default();
    assert!(nylas.grant_exists(&grant), "{grant}");
    world.restart_app().await;
    let window = world.window();
    window.wait_screen(&["home"]).await;
    window.click("forget-key").await;
    window.wait_screen(&["operator"]).await;
    window.click("cancel").await;
    window.wait_screen(&["home"]).await;
    window.click("forget-key").await;
    window.click("confirm").await;
    window
        .wait("the question for the key", async || {
            window.has("input[name=api-key]").await.then_some(())
        })
        .await;
    world.restart_app().await;
    world.window().wait_screen(&["accounts"]).await;
    world.window().click("use-api-key").await;
    let window = world.window();
    window
        .wait("the question for the key", async || {
            window.has("input[name=api-key]").await.then_some(())
        })
        .await;
    assert!(
        world.files_with(KEY).is_empty() && world.files_with(PASSWORD).is_empty(),
        "no secret is in any file"
    );
}

#[tokio::test]
async fn a_profile_leads_to_one_custom_auth_with_exactly_that_body() {
    let nylas = nylas().await;
    let world = Desktop::builder()
        .profile(&profile(&nylas))
        .env("NYLAS_API_KEY", KEY)
        .start()
        .await;
    let window = world.window();
    window
        .wait("the missing connector", async || {
            window
                .has("button[data-action=use-other-key]")
                .await
                .then_some(())
        })
        .await;
    window.click("continue").await;
    window.wait_screen(&["welcome"]).await;
    assert!(
        window.text("main").await.contains("Acme CRM"),
        "who asks is said"
    );
    on_to_password(window, "Nyla Park <Nyla.Park+shop@icloud.com>").await;
    window.fill("app-password", "ABCD EFGH IJKL MNOP").await;
    window.click("continue").await;
    window.wait_screen(&["done"]).await;
    let sent = custom_auths(&nylas);
    assert_eq!(sent.len(), 1);
    let body = sent[0].request.clone().unwrap_or_default();
    assert_eq!(body["provider"], "icloud");
    assert_eq!(
        body["settings"]["username"], ADDRESS,
        "the account's full iCloud address"
    );
    assert_eq!(body["state"], "st-1");
    assert_eq!(
        body.as_object()
            .map(|o| o.keys().cloned().collect::<Vec<_>>()),
        Some(vec!["provider".into(), "settings".into(), "state".into()])
    );
    assert!(
        body["settings"].get("password").is_some()
            && body["settings"].as_object().map(serde_json::Map::len) == Some(2),
        "{}",
        json!(body["settings"])
    );
    for child in world.children() {
        assert!(
            !child.contains(KEY),
            "a child has the key in its environment"
        );
    }
    assert!(
        world.files_with(KEY).is_empty(),
        "the environment's key is never stored"
    );
}

#[tokio::test]
async fn killed_at_any_step_it_opens_on_the_same_step_with_the_same_address() {
    let nylas = nylas().await;
    let mut world = Desktop::builder()
        .profile(&profile(&nylas))
        .env("NYLAS_API_KEY", KEY)
        .start()
        .await;
    let window = world.window();
    window
        .wait("the missing connector", async || {
            window
                .has("button[data-action=use-other-key]")
                .await
                .then_some(())
        })
        .await;
    window.click("continue").await;
    window.wait_screen(&["welcome"]).await;
    window.click("continue").await;
    window.wait_screen(&["address"]).await;
    world.kill_app().await;
    world.start_app().await;
    let window = world.window();
    window.wait_screen(&["address"]).await;
    window.fill("address", "refused@icloud.com").await;
    window.click("continue").await;
    window.wait_screen(&["prepare"]).await;
    world.kill_app().await;
    world.start_app().await;
    let window = world.window();
    window.wait_screen(&["prepare"]).await;
    window.click("have-password").await;
    window.wait_screen(&["password"]).await;
    window.fill("app-password", CANARY).await;
    world.kill_app().await;
    world.start_app().await;
    let window = world.window();
    window.wait_screen(&["password"]).await;
    assert!(
        !window.dom().await.contains("abcd-••••"),
        "the password is kept nowhere"
    );
    window.fill("app-password", CANARY).await;
    window.click("continue").await;
    let problem = window
        .wait("the refusal", async || window.problem().await)
        .await;
    assert_eq!(
        (problem.as_str(), window.screen().await.as_str()),
        ("N01", "password")
    );
    assert!(
        !window.dom().await.contains(CANARY),
        "a refused password is wiped"
    );
    world.kill_app().await;
    assert!(
        world.files_with(CANARY).is_empty() && world.files_with(KEY).is_empty(),
        "no secret is in any file"
    );
}

/// The window stays alive, the key counts for this run, and the journey goes on.
async fn without_keychain(keyring: Keyring) {
    let nylas = nylas().await;
    let world = Desktop::builder()
        .profile(NO_APPLE)
        .env("NYLAS_API_URI", &nylas.origin())
        .keyring(keyring)
        .start()
        .await;
    let window = world.window();
    window.wait_screen(&["start"]).await;
    window.click("use-api-key").await;
    window.wait_screen(&["operator"]).await;
    window.click("help").await;
    window
        .wait("help while the keychain is asked", async || {
            window.has("#help").await.then_some(())
        })
        .await;
    window.click("help").await;
    // A locked keychain only says so when something is put into it.
    let says_so = async || {
        assert_eq!(
            window.wait("C07", async || window.problem().await).await,
            "C07"
        );
    };
    if keyring == Keyring::Locked {
        give_key(window).await;
        says_so().await;
    } else {
        says_so().await;
        give_key(window).await;
    }
    on_to_password(window, ADDRESS).await;
    window.fill("app-password", PASSWORD).await;
    window.click("continue").await;
    window.wait_screen(&["done"]).await;
    assert!(world.files_with(KEY).is_empty(), "the key is in no file");
}

#[tokio::test]
async fn a_locked_keychain_stops_nothing() {
    without_keychain(Keyring::Locked).await;
}

#[tokio::test]
async fn a_silent_keychain_stops_nothing() {
    without_keychain(Keyring::Silent).await;
}

#[tokio::test]
async fn an_absent_keychain_stops_nothing() {
    without_keychain(Keyring::Absent).await;
}

#[tokio::test]
async fn a_profile_that_cannot_be_used_says_which_line() {
    let world = Desktop::builder()
        .profile("[connection]\nkind = \"api-key\"\napi_url = \"https://evil.example\"\n")
        .start()
        .await;
    let window = world.window();
    window.wait_screen(&["start"]).await;
    assert_eq!(window.problem().await.as_deref(), Some("C11"));
    let said = window.text("[role=alert]").await;
    assert!(
        said.contains("evil.example") && said.contains("profile.toml") && said.contains('3'),
        "{said}"
    );
    assert!(
        !window.has("button[data-action=use-practice]").await,
        "a named profile that fails never falls through"
    );
    window.click("retry").await;
    window
        .wait("it to be said again", async || {
            (window.problem().await.as_deref() == Some("C11")).then_some(())
        })
        .await;
}
