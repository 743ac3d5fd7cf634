//! What a desktop may lack, or have and not answer: the way to the end is the same.

use crate::{
    accounts::{nylas, operator},
    driver::{Builder, Desktop, Keyring, Window, eventually, send},
    journey::{ADDRESS, PASSWORD, on_to_password, to_password, to_prepare, world},
    picture,
    starting::Silent,
};
use serde_json::json;
use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

/// A call to whoever has the clipboard, and some.
const CALL: Duration = Duration::from_secs(6);
const LONG: Duration = Duration::from_secs(60);

/// Waits until the page says something with this in it.
async fn told(window: &Window, words: &str) {
    window
        .wait(words, async || {
            let said = window.text(".notice").await;
            said.contains(words).then_some(())
        })
        .await;
}

/// Keeps a picture where pictures are wanted.
async fn keep(window: &Window, name: &str) {
    if let Some(folder) = std::env::var_os("ICLOUD_CONNECT_TOUR") {
        let path = PathBuf::from(folder).join(format!("{name}.png"));
        window.picture(&path).await;
    }
}

#[tokio::test]
async fn a_clipboard_whose_owner_is_silent_is_never_called_empty_and_stops_nothing() {
    let world = world().await;
    let window = world.window();
    to_password(window, ADDRESS).await;
    window.click("paste").await;
    told(window, "nothing to paste yet").await;
    let _silent = picture::own_clipboard(&world.display());
    let before = Instant::now();
    window.click("paste").await;
    told(window, "look at the clipboard").await;
    assert!(before.elapsed() < CALL, "{:?}", before.elapsed());
    keep(window, "clipboard-silent").await;
    window.fill("app-password", PASSWORD).await;
    window.click("continue").await;
    window.wait_screen(&["done"]).await;
    told(window, "may still be on the clipboard").await;
    keep(window, "clipboard-silent-done").await;
}

/// Selects what is copied by the button for it, and gives it as it is selected.
const SELECTED: &str = "const text = document.querySelector(`[data-action='${arguments[0]}']`).parentElement.querySelector('code');
    getSelection().selectAllChildren(text);
    return [text.textContent, getSelection().toString().trim(), text.checkVisibility()]";

/// There is no way to the clipboard: the program starts, and each way to it is full.
#[tokio::test]
async fn without_a_clipboard_what_was_to_be_copied_can_be_selected_and_looking_is_said_to_fail() {
    let world = world().await;
    let window = world.window();
    to_prepare(window, ADDRESS).await;
    let full = picture::fill(&world.display());
    for action in ["copy-page", "copy-label"] {
        window.click(action).await;
        told(window, "didn’t allow copying").await;
        let selected = window.js(SELECTED, &[json!(action)]).await;
        assert!(
            selected[0] != "" && selected[0] == selected[1],
            "{action}: {selected}"
        );
        assert_eq!(selected[2], true, "{action} is seen");
    }
    drop(full);
    keep(window, "clipboard-absent-copying").await;
    let full = picture::fill(&world.display());
    window.click("have-password").await;
    window.wait_screen(&["password"]).await;
    window.click("paste").await;
    told(window, "look at the clipboard").await;
    window.fill("app-password", PASSWORD).await;
    window.click("continue").await;
    window.wait_screen(&["done"]).await;
    assert_eq!(window.problem().await, None);
    drop(full);
    keep(window, "clipboard-absent-done").await;
}

/// From `start` to `done` on a small screen, with a picture of each screen.
async fn to_the_end(name: &str, builder: Builder) {
    let before = Instant::now();
    let world = builder.screen(1024, 600).start().await;
    let window = world.window();
    window.wait_screen(&["start"]).await;
    let time = before.elapsed();
    eprintln!("{name}: {time:?} to the first screen");
    for (press, screen) in [
        (None, "start"),
        (Some("use-practice"), "welcome"),
        (Some("continue"), "address"),
    ] {
        if let Some(action) = press {
            window.click(action).await;
            window.wait_screen(&[screen]).await;
        }
        keep(window, &format!("{name}-{screen}")).await;
    }
    window.fill("address", ADDRESS).await;
    for (action, screen) in [("continue", "prepare"), ("have-password", "password")] {
        window.click(action).await;
        window.wait_screen(&[screen]).await;
        keep(window, &format!("{name}-{screen}")).await;
    }
    window.fill("app-password", PASSWORD).await;
    window.click("continue").await;
    window.wait_screen(&["done"]).await;
    keep(window, &format!("{name}-done")).await;
    assert_eq!(window.problem().await, None, "{name}");
}

#[tokio::test]
async fn without_bus_keychain_clipboard_and_room_one_comes_to_the_end() {
    let bare = || Desktop::builder().keyring(Keyring::Absent);
    to_the_end("no-services", bare()).await;
    for (name, address) in [
        ("no-bus", "disabled:"),
        ("odd-bus", "nonsense"),
        ("gone-bus", "tcp:host=127.0.0.1,port=1"),
    ] {
        to_the_end(name, bare().bus(address)).await;
    }
    let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
    let silent = Silent::at(folder.path().join("bus"));
    to_the_end("silent-bus", bare().bus(&silent.address())).await;
}

#[tokio::test]
async fn a_page_that_hangs_while_connecting_is_ended_and_shows_the_end() {
    let nylas = nylas().await;
    let world = operator(&nylas).start().await;
    let window = world.window();
    window.wait_screen(&["welcome"]).await;
    on_to_password(window, "slow@icloud.com").await;
    window.fill("app-password", PASSWORD).await;
    window.click("continue").await;
    window.wait_screen(&["connecting"]).await;
    let pages = world.pages();
    send("-STOP", &pages);
    eventually(LONG + LONG, "another page", async || {
        let now = world.pages();
        (!now.is_empty() && now != pages).then_some(())
    })
    .await;
    eventually(LONG, "the end", async || {
        let titles = picture::titles(&world.display());
        let ended = titles.iter().any(|title| title.contains("connected"));
        ended.then_some(())
    })
    .await;
    assert_eq!(nylas.custom_auth_count(), 1);
}

#[tokio::test]
async fn a_page_whose_process_ends_comes_back_on_the_same_screen_and_nothing_is_sent_twice() {
    let nylas = nylas().await;
    let world = operator(&nylas).start().await;
    let window = world.window();
    window.wait_screen(&["welcome"]).await;
    on_to_password(window, "slow@icloud.com").await;
    window.fill("app-password", PASSWORD).await;
    window.click("continue").await;
    window.wait_screen(&["connecting"]).await;
    eventually(LONG, "the request", async || {
        (nylas.custom_auth_count() == 1).then_some(())
    })
    .await;
    window.settled().await;
    keep(window, "connecting-before").await;
    let (before, pages) = (picture::pixels(&world.display()), world.pages());
    world.kill_page();
    // The driver has lost its page: from here on the window is seen from outside.
    eventually(LONG, "the same picture by another page", async || {
        let now = world.pages();
        let is_new = !now.is_empty() && now != pages;
        (is_new && picture::likeness(&before, &picture::pixels(&world.display())) > 0.97)
            .then_some(())
    })
    .await;
    eventually(LONG, "the end", async || {
        let titles = picture::titles(&world.display());
        titles
            .iter()
            .any(|title| title.contains("connected"))
            .then_some(())
    })
    .await;
    let mut sent: Vec<String> = nylas
        .exchanges()
        .iter()
        .map(|exchange| format!("{} {}", exchange.method, exchange.path))
        .collect();
    sent.sort();
    eprintln!("{sent:#?}");
    assert_eq!(nylas.custom_auth_count(), 1);
    for path in ["/calendars", "/messages"] {
        let asked = sent.iter().filter(|sent| sent.ends_with(path));
        assert_eq!(asked.count(), 1, "{path}: {sent:#?}");
    }
}
