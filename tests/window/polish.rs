//! Small things that make a window look finished.

use crate::{
    driver::{Desktop, Window},
    journey::{ADDRESS, PASSWORD, send, to_address, world},
    memory::{copy, of_process},
};
use fantoccini::key::Key;
use serde_json::json;
use std::time::Duration;

/// How long the program may work for a paste, however much was copied.
const PASTE: Duration = Duration::from_secs(3);

/// How long the program's processes have worked: whatever else a busy computer does is not in it.
fn worked(world: &Desktop) -> Duration {
    let ticks = |pid: &String| {
        let stat = of_process(pid, "stat").unwrap_or_default();
        let stat = String::from_utf8_lossy(&stat).into_owned();
        let after_name = stat.rsplit(')').next().unwrap_or_default();
        let times = after_name.split_whitespace().skip(11).take(2);
        times
            .filter_map(|ticks| ticks.parse::<u64>().ok())
            .sum::<u64>()
    };
    // Linux counts in hundredths of a second.
    Duration::from_millis(10 * world.processes().iter().map(ticks).sum::<u64>())
}

#[tokio::test]
async fn an_address_in_a_heading_stays_in_one_line_and_the_end_needs_no_scrolling() {
    let world = Desktop::builder().size(1024, 760).start().await;
    let window = world.window();
    send(window, "no-mailbox@icloud.com").await;
    window.wait("A02", async || window.problem().await).await;
    let lines = "const name = document.querySelector('h1 bdi'), style = getComputedStyle(name);
        return Math.round(name.offsetHeight / parseFloat(style.lineHeight))";
    assert_eq!(window.js(lines, &[]).await, json!(1));
    window.click("back").await;
    window.wait_screen(&["password"]).await;
    for _ in 0..2 {
        window.click("back").await;
        window.settled().await;
    }
    window.fill("address", ADDRESS).await;
    window.click("continue").await;
    window.wait_screen(&["prepare"]).await;
    window.click("have-password").await;
    window.wait_screen(&["password"]).await;
    window.fill("app-password", PASSWORD).await;
    window.click("continue").await;
    window.wait_screen(&["done"]).await;
    let over = "const scroll = document.querySelector('.scroll'); return scroll.scrollHeight - scroll.clientHeight";
    assert_eq!(window.js(over, &[]).await, json!(0));
}

#[tokio::test]
async fn a_huge_text_is_pasted_at_once() {
    let world = world().await;
    let window = world.window();
    to_address(window).await;
    copy(&world, &"nyla ".repeat(2_000_000));
    let before = worked(&world);
    assert!(!before.is_zero(), "it has worked to open its window");
    window.press([Key::Control.into(), 'v']).await;
    let held = held(window).await;
    let time = worked(&world).saturating_sub(before);
    eprintln!("ten megabytes: {time:?}, {held} characters are kept");
    assert!(time < PASTE && held > 0, "{time:?} for {held}");
    window.click("continue").await;
    window.wait("P05", async || window.problem().await).await;
}

async fn held(window: &Window) -> u64 {
    let length = "return document.querySelector('[name=address]').value.length";
    window
        .wait("what was pasted", async || {
            window
                .js(length, &[])
                .await
                .as_u64()
                .filter(|held| *held > 0)
        })
        .await
}
