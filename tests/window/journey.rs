//! The way through the screens, for tests that care about one of them.

use crate::driver::{Desktop, Window};
use serde_json::Value;

pub(crate) const ADDRESS: &str = "nyla.park@icloud.com";
pub(crate) const PASSWORD: &str = "abcd-efgh-ijkl-mnop";

/// A window on `start`, with no profile.
pub(crate) async fn world() -> Desktop {
    Desktop::builder().start().await
}

/// From `start` into practice.
pub(crate) async fn to_address(window: &Window) {
    window.wait_screen(&["start"]).await;
    window.click("use-practice").await;
    window.wait_screen(&["welcome"]).await;
    window.click("continue").await;
    window.wait_screen(&["address"]).await;
}

pub(crate) async fn to_prepare(window: &Window, address: &str) {
    to_address(window).await;
    window.fill("address", address).await;
    window.click("continue").await;
    window.wait_screen(&["prepare"]).await;
}

pub(crate) async fn to_password(window: &Window, address: &str) {
    to_prepare(window, address).await;
    window.click("have-password").await;
    window.wait_screen(&["password"]).await;
}

/// From `welcome` to `password`, whatever the connection.
pub(crate) async fn on_to_password(window: &Window, address: &str) {
    window.click("continue").await;
    window.wait_screen(&["address"]).await;
    window.fill("address", address).await;
    window.click("continue").await;
    window.wait_screen(&["prepare"]).await;
    window.click("have-password").await;
    window.wait_screen(&["password"]).await;
}

/// To the moment at which connecting began.
pub(crate) async fn send(window: &Window, address: &str) {
    to_password(window, address).await;
    window.fill("app-password", PASSWORD).await;
    window.click("continue").await;
}

/// axe-core finds barriers; its own text, to be run in a page.
pub(crate) fn axe_source() -> String {
    let Ok(path) = std::env::var("ICLOUD_CONNECT_AXE") else {
        panic!("ICLOUD_CONNECT_AXE does not name axe-core: cargo xtask test brings it");
    };
    let source = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    format!("{source}\nwindow.axe = axe; return true")
}

/// Run after that, it says what was found. Of what passes nothing is told, so that it need not be described.
pub(crate) const AXE: &str = "return (async () => { const r = await axe.run(document, { resultTypes: ['violations'] }); return r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html + ' ' + n.failureSummary).join(' | ')); })()";

/// What was found, as text; nothing where all is well.
pub(crate) fn barriers(found: &Value) -> String {
    let found: Vec<_> = found
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    found.join("\n")
}

/// What axe-core finds on the screen, as text; nothing where all is well.
pub(crate) async fn axe(window: &Window) -> String {
    // What comes in gently is not yet as it will be.
    window.settled().await;
    // It stays in the document, and takes longer to read than a screen to look at.
    if window.js("return 'axe' in window", &[]).await != true {
        window.js(&axe_source(), &[]).await;
    }
    barriers(&window.js(AXE, &[]).await)
}
