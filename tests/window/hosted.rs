//! Sign-in on Nylas' own page: the real window on one side, a real browser on the other.

use crate::{
    browser::Browser,
    driver::{Builder, Desktop, eventually, free_port},
    journey::{ADDRESS, axe},
};
use nylas_sim::{OTHER_ADDRESS, Options, Simulator};
use std::{net::TcpListener, time::Duration};

/// A password that stands in no sentence of ours.
const PASSWORD: &str = "qzqz-wxwx-kvkv-jyjy";
const CLIENT_ID: &str = "1b5f9a5c-0000-4000-8000-000000000000";

/// A Nylas, a window with a profile for signing in on its page, and the port by which a browser comes back.
async fn hosted() -> (Simulator, Desktop, u16) {
    start(Desktop::builder()).await
}

pub(crate) async fn start(world: Builder) -> (Simulator, Desktop, u16) {
    let port = free_port();
    let options = Options {
        application_id: Some(CLIENT_ID.into()),
        connectors: vec!["icloud".into()],
        redirect_uris: vec![format!("http://localhost:{port}/callback")],
        record: true,
        ..Options::default()
    };
    let nylas = Simulator::start(options)
        .await
        .unwrap_or_else(|error| panic!("no simulator: {error}"));
    let profile = format!(
        "[organization]\nname = \"Acme CRM\"\n[connection]\nkind = \"hosted\"\napi_url = \"{}\"\nclient_id = \"{CLIENT_ID}\"\nredirect_port = {port}\n",
        nylas.origin()
    );
    let world = world.profile(&profile).start().await;
    (nylas, world, port)
}

/// From `welcome` to the announcement of Nylas' page.
pub(crate) async fn up_to_sign_in(world: &Desktop) {
    let window = world.window();
    window.wait_screen(&["welcome"]).await;
    window.click("continue").await;
    window.wait_screen(&["address"]).await;
    window.fill("address", ADDRESS).await;
    window.click("continue").await;
    window.wait_screen(&["prepare"]).await;
    window.click("have-password").await;
    window.wait_screen(&["sign-in"]).await;
}

/// Presses the button and says where the system's browser was sent.
pub(crate) async fn open(world: &Desktop) -> String {
    let before = world.opened().len();
    world.window().click("sign-in").await;
    world
        .window()
        .wait("the browser to be sent somewhere", async || {
            world.opened().get(before).cloned()
        })
        .await
}

pub(crate) async fn sign_in(browser: &Browser, page: &str, address: &str) {
    browser.go(page).await;
    browser.fill("username", address).await;
    browser.fill("password", PASSWORD).await;
    browser.press("button[type=submit]").await;
}

async fn no_live_token(nylas: &Simulator) {
    eventually(
        Duration::from_secs(10),
        "the token to be revoked",
        async || (nylas.live_tokens() == 0).then_some(()),
    )
    .await;
}

#[tokio::test]
async fn from_welcome_to_done_with_a_real_browser_and_no_key_anywhere() {
    let (nylas, world, port) = hosted().await;
    up_to_sign_in(&world).await;
    let window = world.window();
    assert!(
        window.text("main").await.contains("127.0.0.1"),
        "Nylas' page is announced by its host"
    );
    assert_eq!(axe(window).await, "");
    let page = open(&world).await;
    window
        .wait("the time that is left", async || {
            window.has("[data-waiting]").await.then_some(())
        })
        .await;
    assert_eq!(axe(window).await, "");
    let browser = Browser::start().await;
    sign_in(&browser, &page, ADDRESS).await;
    browser
        .wait_url(&format!("http://localhost:{port}/callback/done"))
        .await;
    assert!(browser.text().await.contains("You can close this page"));
    window.wait_screen(&["done"]).await;
    let grant = window.grant_id().await.unwrap_or_default();
    assert!(nylas.grant_exists(&grant), "{grant}");
    no_live_token(&nylas).await;
    assert_eq!(nylas.custom_auth_count(), 0);
    let code = page
        .split("state=")
        .nth(1)
        .and_then(|rest| rest.split('&').next())
        .unwrap_or_default();
    for secret in [PASSWORD, "code_practice_", "at_practice_", code] {
        assert!(
            !secret.is_empty() && world.files_with(secret).is_empty(),
            "{secret} is in a file"
        );
    }
    // The page can still be had for a moment.
    window
        .wait("a free port", async || {
            TcpListener::bind(("127.0.0.1", port)).ok()
        })
        .await;
    browser.close().await;
}

#[tokio::test]
async fn what_goes_wrong_on_nylas_page_is_said_here_and_the_next_try_works() {
    let (nylas, world, _) = hosted().await;
    up_to_sign_in(&world).await;
    let window = world.window();
    let browser = Browser::start().await;
    for (address, code) in [
        ("refused@icloud.com", "N01"),
        ("provider-down@icloud.com", "N02"),
        ("plan-limit@icloud.com", "N09"),
    ] {
        let page = open(&world).await;
        sign_in(&browser, &page, address).await;
        browser.wait_url("/callback/done").await;
        assert_eq!(
            window.wait(code, async || window.problem().await).await,
            code,
            "{address}"
        );
        assert_eq!(window.screen().await, "sign-in");
    }
    let page = open(&world).await;
    browser.go(&page).await;
    for left in (0..nylas_sim::STRIKES).rev() {
        browser.fill("password", "Summer2024!").await;
        browser.press("button[type=submit]").await;
        let next = if left > 0 {
            format!("Tries left: {left}")
        } else {
            "You can close this page".to_owned()
        };
        browser.wait_text(&next).await;
    }
    assert_eq!(
        window.wait("N03", async || window.problem().await).await,
        "N03"
    );
    let page = open(&world).await;
    browser.go(&page).await;
    browser.press("button[name=cancel]").await;
    window
        .wait("a calm word", async || {
            window
                .text("main")
                .await
                .contains("Nothing was connected")
                .then_some(())
        })
        .await;
    let page = open(&world).await;
    sign_in(&browser, &page, OTHER_ADDRESS).await;
    assert_eq!(
        window.wait("N11", async || window.problem().await).await,
        "N11"
    );
    window.click("confirm").await;
    window.wait_screen(&["done"]).await;
    no_live_token(&nylas).await;
    browser.close().await;
}

#[tokio::test]
async fn a_forged_way_back_another_page_and_a_closed_browser_change_nothing() {
    let (nylas, world, port) = hosted().await;
    up_to_sign_in(&world).await;
    let window = world.window();
    let taken = TcpListener::bind(("127.0.0.1", port))
        .unwrap_or_else(|error| panic!("the port is free: {error}"));
    window.click("sign-in").await;
    assert_eq!(
        window.wait("C09", async || window.problem().await).await,
        "C09"
    );
    assert!(
        world.opened().is_empty(),
        "nobody is sent where there is no way back"
    );
    drop(taken);
    let page = open(&world).await;
    let state = page
        .split("state=")
        .nth(1)
        .and_then(|rest| rest.split('&').next())
        .unwrap_or_default();
    let back = format!("http://localhost:{port}/callback?code=forged&state=");
    let browser = Browser::start().await;
    browser.go(&nylas.origin()).await;
    for address in [format!("{back}{state}"), format!("{back}forged")] {
        assert_eq!(
            browser.fetch(&address).await,
            "refused",
            "a script of another page"
        );
    }
    browser.go(&format!("{back}forged")).await;
    assert_eq!(window.screen().await, "sign-in");
    // Closed half-way: here it can be opened again, in another browser too.
    browser.go(&page).await;
    browser.close().await;
    let again = open(&world).await;
    assert_eq!(page, again, "the same attempt");
    let browser = Browser::start().await;
    sign_in(&browser, &again, ADDRESS).await;
    window.wait_screen(&["done"]).await;
    no_live_token(&nylas).await;
    assert_eq!(nylas.codes_issued(), 1);
    browser.close().await;
}

#[tokio::test]
async fn a_profile_made_at_the_desk_is_all_that_a_customer_needs() {
    const KEY: &str = "nyk_v0_window_test_canary";
    let port = free_port();
    let options = Options {
        api_key: Some(KEY.into()),
        connectors: vec!["icloud".into()],
        ..Options::default()
    };
    let nylas = Simulator::start(options)
        .await
        .unwrap_or_else(|error| panic!("no simulator: {error}"));
    let profile = format!(
        "[connection]\nkind = \"api-key\"\napi_url = \"{}\"\nredirect_port = {port}\n",
        nylas.origin()
    );
    let operator = Desktop::builder()
        .profile(&profile)
        .env("NYLAS_API_KEY", KEY)
        .start()
        .await;
    let window = operator.window();
    window.wait_screen(&["home"]).await;
    window.click("make-profile").await;
    window.wait_screen(&["make-profile"]).await;
    window
        .wait("what will be in it", async || {
            window.has("input[name=company]").await.then_some(())
        })
        .await;
    window.fill("company", "Acme CRM").await;
    assert_eq!(axe(window).await, "");
    window.click("continue").await;
    window
        .wait("the path", async || {
            window
                .has("button[data-action=copy-profile]")
                .await
                .then_some(())
        })
        .await;
    assert_eq!(axe(window).await, "");
    let path = window.text("main code").await;
    let made = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    assert!(made.contains("Acme CRM") && !made.contains(KEY), "{made}");
    drop(operator);

    let world = Desktop::builder().profile(&made).start().await;
    up_to_sign_in(&world).await;
    assert!(world.window().text("body").await.contains("Acme CRM"));
    let page = open(&world).await;
    let browser = Browser::start().await;
    sign_in(&browser, &page, ADDRESS).await;
    world.window().wait_screen(&["done"]).await;
    no_live_token(&nylas).await;
    browser.close().await;
}
