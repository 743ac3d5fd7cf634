//! The curve, not a point: what one account, one event more costs.

use super::{measured, median, memory, opened_with, took};
use crate::driver::Desktop;
use serde_json::{Value, json};
use std::time::Duration;

/// Events, and how many a second.
const EVENTS: usize = 100;
const EACH: Duration = Duration::from_millis(10);

#[tokio::test]
#[ignore = "a benchmark: cargo xtask bench"]
async fn accounts_in_the_state_file() {
    for count in [10, 1_000, 10_000] {
        let account = |n: usize| json!({ "grant": format!("grant-{n}"), "address": format!("person{n}@icloud.com"), "origin": "https://api.us.nylas.com" });
        let accounts: Vec<Value> = (0..count).map(account).collect();
        let state =
            json!({ "schema_version": 1, "accounts": accounts, "desk": null, "progress": null });
        let (mut times, mut sizes) = (vec![], vec![]);
        for _ in 0..3 {
            let world = Desktop::builder().file("app/state.json", state.to_string().as_bytes());
            let opened = opened_with(world, &["accounts"]).await;
            times.push(opened.finished);
            sizes.push(opened.program);
        }
        measured(&format!("accounts/{count}/finished"), median(times), "ms");
        measured(&format!("accounts/{count}/program"), median(sizes), "MiB");
    }
}

/// A hundred a second from the page: letters in a field, each with its answer.
#[tokio::test]
#[ignore = "a benchmark: cargo xtask bench"]
async fn events_from_the_page() {
    let world = Desktop::builder().start().await;
    let window = world.window();
    window.wait_screen(&["start"]).await;
    window.click("use-practice").await;
    window.wait_screen(&["welcome"]).await;
    window.click("continue").await;
    window.wait_screen(&["address"]).await;
    let before = memory(&world.processes());
    let script = format!(
        "const field = document.querySelector('input[name=address]');
        for (let n = 0; n < {EVENTS}; n++) {{
            field.value = 'a'.repeat(n % 40);
            field.dispatchEvent(new InputEvent('input', {{ bubbles: true }}));
            await new Promise(done => setTimeout(done, {}));
        }}
        await window.__TAURI__.core.invoke('current_screen')",
        EACH.as_millis()
    );
    let milliseconds = took(window, &script).await;
    let events = f64::from(u32::try_from(EVENTS).unwrap_or(u32::MAX));
    let paced = f64::from(u32::try_from(EACH.as_millis()).unwrap_or(u32::MAX));
    measured("events/late", milliseconds / events - paced, "ms");
    tokio::time::sleep(Duration::from_secs(2)).await;
    measured("events/memory", memory(&world.processes()) - before, "MiB");
}
