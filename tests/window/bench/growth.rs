//! The curve, not a point: what one account, one event more costs.

use super::{measured, median, memory, opened_with, took};
use crate::driver::Desktop;
use nylas::{Client, GrantId, Origin};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

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

/// Answers as Nylas does with one page after the other; the address to ask.
async fn answering(pages: Vec<String>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await;
    let listener = listener.unwrap_or_else(|error| panic!("no server: {error}"));
    let address = listener.local_addr().map(|address| address.to_string());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut asked = [0; 4096];
            // A request without a body comes whole.
            let length = stream.read(&mut asked).await.unwrap_or_default();
            let asked = String::from_utf8_lossy(&asked[..length]);
            let token = asked.split("page_token=").nth(1);
            let page = token.and_then(|rest| rest.split(' ').next()?.parse().ok());
            let body = pages.get(page.unwrap_or(0)).map_or("", String::as_str);
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                body.len()
            );
            let answer = [head.as_bytes(), body.as_bytes()].concat();
            if stream.write_all(&answer).await.is_err() {
                return;
            }
        }
    });
    format!("http://{}", address.unwrap_or_default())
}

/// What Nylas says of calendars: so many of them, of which the client reads two thousand; and the largest answer that it
/// reads.
#[tokio::test]
#[ignore = "a benchmark: cargo xtask bench"]
async fn calendars_of_one_account() {
    const PAGE: usize = 200;
    const MOST: usize = 2_000;
    // 200 of these are just below 5 MB.
    for (count, more) in [
        (1, 0),
        (10, 0),
        (PAGE, 0),
        (MOST, 0),
        (5_000, 0),
        (PAGE, 24_900),
    ] {
        let calendar = |n: usize| json!({ "id": format!("calendar-{n}"), "name": format!("Calendar {n}"), "description": "x".repeat(more) });
        let calendars: Vec<Value> = (0..count).map(calendar).collect();
        let pages: Vec<&[Value]> = calendars.chunks(PAGE).collect();
        let page = |(n, page): (usize, &&[Value])| {
            let next = (n + 1 < pages.len()).then(|| (n + 1).to_string());
            json!({ "request_id": "r", "data": page, "next_cursor": next }).to_string()
        };
        let pages: Vec<String> = pages.iter().enumerate().map(page).collect();
        let bytes: usize = pages.iter().map(String::len).sum();
        let origin = Origin::parse(&answering(pages).await).unwrap_or_else(|e| panic!("{e:?}"));
        let client = Client::new(origin, "nyk_v0_benchmark".to_owned().into())
            .unwrap_or_else(|error| panic!("{error}"));
        let mut times = vec![];
        for _ in 0..5 {
            let began = Instant::now();
            let read = client.calendars(&GrantId::me()).await;
            times.push(began.elapsed().as_secs_f64() * 1e3);
            assert_eq!(read.map(|read| read.len()), Ok(count.min(MOST)));
        }
        let name = format!("calendars/{count} in {} kB", bytes / 1_000);
        measured(&name, median(times), "ms");
    }
}
