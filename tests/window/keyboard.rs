//! Keyboard alone is enough: Tab reaches, Enter submits, Escape goes back.

use crate::journey::{ADDRESS, PASSWORD, world};
use fantoccini::key::Key;

#[tokio::test]
async fn the_whole_journey_needs_no_mouse() {
    let world = world().await;
    let window = world.window();
    window.wait_screen(&["start"]).await;
    tab_to(window, "use-practice").await;
    window.press([Key::Enter]).await;
    window.wait_screen(&["welcome"]).await;
    assert_eq!(
        window.focused().await,
        "heading",
        "focus moves to the new heading"
    );
    window.press([Key::Enter]).await;
    window.wait_screen(&["address"]).await;
    tab_to(window, "address").await;
    window.press(ADDRESS.chars()).await;
    window.press([Key::Enter]).await;
    window.wait_screen(&["prepare"]).await;
    window.press([Key::Escape]).await;
    window.wait_screen(&["address"]).await;
    window.press([Key::Enter]).await;
    window.wait_screen(&["prepare"]).await;
    tab_to(window, "help").await;
    window.press([Key::Enter]).await;
    window
        .wait("help", async || window.has("#help").await.then_some(()))
        .await;
    window.press([Key::Escape]).await;
    window
        .wait("help to close", async || {
            (!window.has("#help").await).then_some(())
        })
        .await;
    assert_eq!(window.screen().await, "prepare", "Escape closes help first");
    tab_to(window, "have-password").await;
    window.press([Key::Enter]).await;
    window.wait_screen(&["password"]).await;
    tab_to(window, "app-password").await;
    window.press(PASSWORD.chars()).await;
    window.press([Key::Enter]).await;
    window.wait_screen(&["done"]).await;
}

/// Presses Tab until the button or field of that name has the focus.
async fn tab_to(window: &crate::driver::Window, name: &str) {
    for _ in 0..40 {
        if window.focused().await == name {
            return;
        }
        window.press([Key::Tab]).await;
    }
    panic!("Tab never reaches {name} on {}", window.screen().await);
}
