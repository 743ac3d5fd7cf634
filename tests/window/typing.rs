//! What people type and paste: each ends in a clear sentence or is understood, and nothing is lost.

use crate::journey::{PASSWORD, to_address, to_password, world};

/// What WebKit takes into a field, in characters.
const LONGEST_INPUT: usize = 524_288;

#[tokio::test]
async fn a_normal_password_is_wiped_and_goes_nowhere() {
    let world = world().await;
    let window = world.window();
    to_password(window, "nyla.park@icloud.com").await;
    window.fill("app-password", "Summer2024!").await;
    window.click("continue").await;
    let problem = window
        .wait("the problem", async || window.problem().await)
        .await;
    assert_eq!(
        (problem.as_str(), window.screen().await.as_str()),
        ("P01", "password")
    );
    assert!(
        !window.dom().await.contains("Summer2024!"),
        "the field is empty"
    );
    window.put("app-password", "Summer2024!").await;
    window
        .wait("the paste to go", async || {
            (!window.dom().await.contains("Summer2024!")).then_some(())
        })
        .await;
    window.fill("app-password", "a").await;
    window
        .wait("the problem to go with the next edit", async || {
            window.problem().await.is_none().then_some(())
        })
        .await;
}

#[tokio::test]
async fn what_is_not_the_password_is_told_apart_and_kept() {
    let world = world().await;
    let window = world.window();
    to_password(window, "nyla.park@icloud.com").await;
    for (text, code) in [
        ("123456", "P02"),
        ("abcd-efgh", "P03"),
        ("", "P03"),
        ("nyla.park@icloud.com", "P04"),
        (&"x".repeat(10_000_000), "P03"),
    ] {
        window.put("app-password", text).await;
        window.click("continue").await;
        let shown = text.get(..20).unwrap_or(text);
        window
            .wait(&format!("{code} for {shown}"), async || {
                (window.problem().await.as_deref() == Some(code)).then_some(())
            })
            .await;
        let kept = window
            .js(
                "return document.querySelector('[name=app-password]').value.length",
                &[],
            )
            .await;
        assert_eq!(
            kept.as_u64(),
            Some(text.len().min(LONGEST_INPUT) as u64),
            "{shown} is not lost"
        );
    }
    window
        .put(
            "app-password",
            "\u{202e}Your password: ABCD-EFGH-IJKL-MNOP\n",
        )
        .await;
    window.click("continue").await;
    window.wait_screen(&["done"]).await;
}

#[tokio::test]
async fn addresses_are_understood_or_explained() {
    let world = world().await;
    let window = world.window();
    to_address(window).await;
    let huge = "n".repeat(10_000_000);
    for (text, code) in [
        ("", "P05"),
        ("nyla", "P05"),
        ("nyla park@icloud.com", "P05"),
        ("nyla@iсloud.com", "P05"),
        ("🙂@icloud.com", "P05"),
        ("+1 555 010 0199", "P06"),
        (huge.as_str(), "P05"),
    ] {
        window.put("address", text).await;
        window.click("continue").await;
        window
            .wait(code, async || {
                (window.problem().await.as_deref() == Some(code)).then_some(())
            })
            .await;
        assert_eq!(window.screen().await, "address");
    }
    window.put("address", "nyla@iclould.com").await;
    window.click("continue").await;
    window.click("use-suggestion").await;
    window.wait_screen(&["prepare"]).await;
    window.click("back").await;
    window.wait_screen(&["address"]).await;
    window.put("address", "nyla@example.org").await;
    window.click("continue").await;
    window
        .wait("the second field", async || {
            window.has("input[name=apple-id]").await.then_some(())
        })
        .await;
    window.fill("apple-id", "Nyla Park <nyla@me.com>").await;
    window.click("continue").await;
    window.wait_screen(&["prepare"]).await;
    window.click("have-password").await;
    window.fill("app-password", PASSWORD).await;
    window.click("continue").await;
    window.wait_screen(&["connecting"]).await;
    assert!(
        window.text("h1").await.contains("nyla@example.org"),
        "the address the person writes is the one that is shown"
    );
    window.wait_screen(&["done"]).await;
}

#[tokio::test]
async fn half_an_address_and_half_a_password_survive_going_back() {
    let world = world().await;
    let window = world.window();
    let value = async |name: &str| {
        let field = format!("return document.querySelector('[name={name}]').value");
        window.js(&field, &[]).await
    };
    to_address(window).await;
    window.fill("address", "nyla.pa").await;
    window.click("back").await;
    window.wait_screen(&["welcome"]).await;
    window.click("continue").await;
    window.wait_screen(&["address"]).await;
    assert_eq!(value("address").await, "nyla.pa");
    // The wizard knows it, too.
    window.click("continue").await;
    window
        .wait("the suggestion", async || {
            window
                .has("[data-action=use-suggestion]")
                .await
                .then_some(())
        })
        .await;
    window.click("use-suggestion").await;
    window.wait_screen(&["prepare"]).await;
    window.click("have-password").await;
    window.wait_screen(&["password"]).await;
    window.fill("app-password", "abcd-efgh").await;
    window.click("back").await;
    window.wait_screen(&["prepare"]).await;
    window.click("have-password").await;
    window.wait_screen(&["password"]).await;
    assert_eq!(value("app-password").await, "abcd-efgh");
    window.fill("app-password", PASSWORD).await;
    window.click("continue").await;
    window.wait_screen(&["done"]).await;
    window.click("connect-another").await;
    window.wait_screen(&["address"]).await;
    assert_eq!(value("address").await, "", "another journey begins empty");
}

#[tokio::test]
async fn what_was_typed_survives_going_back() {
    let world = world().await;
    let window = world.window();
    to_password(window, "nyla.park@icloud.com").await;
    window.fill("app-password", PASSWORD).await;
    window.click("back").await;
    window.wait_screen(&["prepare"]).await;
    window.click("back").await;
    window.wait_screen(&["address"]).await;
    let address = window
        .js("return document.querySelector('[name=address]').value", &[])
        .await;
    assert_eq!(address.as_str(), Some("nyla.park@icloud.com"));
    window.click("continue").await;
    window.wait_screen(&["prepare"]).await;
    window.click("have-password").await;
    window.wait_screen(&["password"]).await;
    assert!(
        !window.dom().await.contains(PASSWORD),
        "the page sees only its shape"
    );
    assert!(window.dom().await.contains("abcd-••••-••••-••••"));
    window.click("continue").await;
    window.wait_screen(&["done"]).await;
}
