//! What the window does beside Apple's page, and what it never does with a wrong text or in an outage.

use crate::{
    driver::{Desktop, Window},
    journey::{ADDRESS, on_to_password, send, to_prepare, world},
};
use nylas_sim::{Options, Simulator};
use serde_json::json;

async fn width(window: &Window) -> u64 {
    window
        .js("return innerWidth", &[])
        .await
        .as_u64()
        .unwrap_or_default()
}

#[tokio::test]
async fn the_window_is_small_beside_apples_page_and_as_large_as_before_afterwards() {
    let world = world().await;
    let window = world.window();
    to_prepare(window, ADDRESS).await;
    let large = width(window).await;
    window.click("open-apple").await;
    window
        .wait("the small window", async || {
            (width(window).await < 420).then_some(())
        })
        .await;
    assert!(
        window.has("button[data-action=have-password]").await
            && window.has("button[data-action=copy-label]").await
    );
    window.click("continue").await;
    window
        .wait("the second step", async || {
            window
                .text(".helper-step")
                .await
                .contains("Pretend I found it")
                .then_some(())
        })
        .await;
    window.click("leave-helper").await;
    window
        .wait("the large window", async || {
            (width(window).await == large).then_some(())
        })
        .await;
    window.click("use-helper").await;
    window
        .wait("the small window", async || {
            (width(window).await < 420).then_some(())
        })
        .await;
    window.click("have-password").await;
    window.wait_screen(&["password"]).await;
    window
        .wait("the large window", async || {
            (width(window).await == large).then_some(())
        })
        .await;
}

#[tokio::test]
async fn in_an_outage_there_is_no_field_for_a_password_and_a_way_on() {
    let world = world().await;
    let window = world.window();
    send(window, "apple-busy@icloud.com").await;
    let problem = window
        .wait("a problem", async || window.problem().await)
        .await;
    assert_eq!(problem, "A04");
    assert!(
        !window.has("input").await,
        "nothing invites another password"
    );
    window
        .wait("the countdown", async || {
            window.has(".wait").await.then_some(())
        })
        .await;
    window.click("retry").await;
    window.wait_screen(&["connecting"]).await;
}

#[tokio::test]
async fn a_normal_password_is_wiped_and_not_one_packet_leaves() {
    let options = Options {
        api_key: Some("nyk_v0_beside".into()),
        connectors: vec!["icloud".into()],
        record: true,
        ..Options::default()
    };
    let nylas = Simulator::start(options)
        .await
        .unwrap_or_else(|error| panic!("no simulator: {error}"));
    let profile = format!(
        "[connection]\nkind = \"api-key\"\napi_url = \"{}\"\n[apple]\ncheck_first = false\n",
        nylas.origin()
    );
    let world = Desktop::builder()
        .profile(&profile)
        .env("NYLAS_API_KEY", "nyk_v0_beside")
        .start()
        .await;
    let window = world.window();
    window.wait_screen(&["welcome"]).await;
    on_to_password(window, ADDRESS).await;
    let asked = nylas.exchanges().len();
    window.fill("app-password", "Summer2024!").await;
    window.click("continue").await;
    window
        .wait("P01", async || {
            window.problem().await.filter(|code| code == "P01")
        })
        .await;
    assert_eq!(
        window
            .js(
                "return document.querySelector('[name=app-password]').value",
                &[]
            )
            .await,
        json!("")
    );
    assert_eq!(window.screen().await, "password");
    assert_eq!(
        nylas.exchanges().len(),
        asked,
        "nothing was asked of anybody"
    );
    assert!(
        world.files_with("Summer2024!").is_empty() && !window.dom().await.contains("Summer2024!")
    );
}
