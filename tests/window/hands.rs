//! Shaking hands: every press comes twice, and nothing is done that nobody meant.

use crate::journey::{ADDRESS, PASSWORD, world};
use serde_json::json;

#[tokio::test]
async fn with_double_clicks_alone_one_account_is_connected_and_nothing_is_removed() {
    let world = world().await;
    let window = world.window();
    window.wait_screen(&["start"]).await;
    for (action, next) in [("use-practice", "welcome"), ("continue", "address")] {
        window.double_click(action).await;
        window.wait_screen(&[next]).await;
        window.settled().await;
        assert_eq!(
            (window.screen().await, window.problem().await),
            (next.to_owned(), None)
        );
    }
    window.fill("address", ADDRESS).await;
    for (action, next) in [("continue", "prepare"), ("have-password", "password")] {
        window.double_click(action).await;
        window.wait_screen(&[next]).await;
        window.settled().await;
        assert_eq!(
            (window.screen().await, window.problem().await),
            (next.to_owned(), None)
        );
    }
    window.fill("app-password", PASSWORD).await;
    window.double_click("continue").await;
    window.wait_screen(&["done"]).await;
    let grant = window.grant_id().await;
    assert!(grant.is_some());
    window.double_click("not-mine").await;
    window.settled().await;
    assert!(
        window.has("button[data-action=confirm]").await,
        "it asks first"
    );
    window.click("cancel").await;
    window.settled().await;
    assert_eq!(
        (window.screen().await, window.grant_id().await),
        ("done".to_owned(), grant)
    );
    window.double_click("finish").await;
    window.wait_screen(&["start"]).await;
    window.settled().await;
    assert_eq!(window.screen().await, "start");
}

#[tokio::test]
async fn a_press_for_what_is_not_shown_any_more_does_nothing() {
    let world = world().await;
    let window = world.window();
    window.wait_screen(&["start"]).await;
    // Both are made before the next screen comes, so only their number tells that the second was for the first.
    let twice = "const b = document.querySelector('[data-action=use-practice]'); b.click(); b.click();
        const next = window.__TAURI__.core.invoke('dispatch', { input: { press: 'continue' }, shown: 0 });
        await next; return true";
    assert_eq!(window.js(twice, &[]).await, json!(true));
    window.wait_screen(&["welcome"]).await;
    window.settled().await;
    assert_eq!(window.screen().await, "welcome");
}
