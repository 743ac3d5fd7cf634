//! A profile for customers is made in the real window: looked at, tried, saved and found.

use crate::{
    accounts::{nylas, operator},
    driver::Window,
    journey::{ADDRESS, PASSWORD, axe, on_to_password},
};
use serde_json::json;

/// The form, once it is there.
async fn form(window: &Window) {
    window
        .wait("the form", async || {
            window.has("input[name=return-page]").await.then_some(())
        })
        .await;
}

/// What stands in a field.
async fn held(window: &Window, name: &str) -> String {
    let script = "return document.querySelector(`input[name='${arguments[0]}']`).value";
    let held = window.js(script, &[json!(name)]).await;
    held.as_str().unwrap_or_default().to_owned()
}

/// What is chosen.
async fn chosen(window: &Window) -> serde_json::Value {
    let script =
        "return [...document.querySelectorAll('input[type=checkbox]:checked')].map(c => c.value)";
    window.js(script, &[]).await
}

/// The form is as it was left.
async fn is_as_it_was(window: &Window) {
    form(window).await;
    assert_eq!(held(window, "company").await, "Acme Care");
    assert_eq!(held(window, "support-email").await, "care@acme.example");
    assert_eq!(chosen(window).await, json!(["mail", "contacts", "google"]));
}

#[tokio::test]
async fn what_is_entered_is_previewed_tried_and_saved_and_nothing_of_it_is_lost() {
    let nylas = nylas().await;
    let world = operator(&nylas).start().await;
    let window = world.window();
    window.wait_screen(&["home"]).await;
    window.click("make-profile").await;
    form(window).await;
    for (name, text) in [
        ("company", "Acme Care"),
        ("support-email", "care at acme"),
        ("privacy-page", "https://acme.example/privacy"),
    ] {
        window.fill(name, text).await;
    }
    let choose = "for (const value of ['mail', 'contacts', 'google']) document.querySelector(`input[value=${value}]`).click()";
    window.js(choose, &[]).await;
    window.click("preview-profile").await;
    window.wait("C11", async || window.problem().await).await;
    assert!(window.text("[role=alert]").await.contains("Support e-mail"));
    assert!(
        window
            .has("input[name=support-email][aria-invalid=true]")
            .await
    );
    window.fill("support-email", "care@acme.example").await;
    window.click("preview-profile").await;
    window.wait_screen(&["welcome"]).await;
    let shown = window.text("main").await;
    for part in ["Acme Care", "Your mail", "Your contacts"] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    assert!(window.text(".ribbon").await.contains("PREVIEW"));
    let found = axe(window).await;
    assert!(found.is_empty(), "{found}");
    window.click("back").await;
    is_as_it_was(window).await;

    window.click("try-profile").await;
    window.wait_screen(&["welcome"]).await;
    assert!(window.text(".ribbon").await.contains("PRACTICE"));
    assert!(window.text(".brand").await.contains("Acme Care"));
    on_to_password(window, ADDRESS).await;
    window.fill("app-password", PASSWORD).await;
    window.click("continue").await;
    window.wait_screen(&["done"]).await;
    window.click("finish").await;
    window.wait_screen(&["make-profile"]).await;
    is_as_it_was(window).await;

    window.click("continue").await;
    window
        .wait("the profile", async || {
            window.has("[data-action=show-file]").await.then_some(())
        })
        .await;
    window.click("show-file").await;
    window
        .wait("its folder", async || {
            (!world.opened().is_empty()).then_some(())
        })
        .await;
    window.click("back").await;
    is_as_it_was(window).await;
}
