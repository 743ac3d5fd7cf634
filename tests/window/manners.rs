//! What every window on a desktop does: a title, the usual keys, a menu for editing, a question before something is lost,
//! and a word when something is done.

use crate::{
    driver::{Desktop, Window, eventually},
    hosted,
    journey::{send, to_address, world},
    picture,
};
use fantoccini::key::Key;
use serde_json::json;
use std::{
    fs,
    process::{Child, Stdio},
    time::{Duration, Instant},
};

const LIMIT: Duration = Duration::from_secs(20);
/// How long a menu may take to come.
const AGAIN: Duration = Duration::from_secs(4);

/// Waits until the window has this title.
async fn titled(world: &Desktop, title: &str) {
    let mut seen = vec![];
    eventually(LIMIT, &format!("a window called {title:?}"), async || {
        seen = picture::titles(&world.display());
        seen.iter().any(|seen| seen == title).then_some(())
    })
    .await;
}

#[tokio::test]
async fn the_title_says_whose_window_it_is_and_where_one_is() {
    let (_nylas, world, _) = hosted::start(Desktop::builder()).await;
    let window = world.window();
    window.wait_screen(&["welcome"]).await;
    titled(&world, "Acme CRM – What this is").await;
    window.click("continue").await;
    window.wait_screen(&["address"]).await;
    titled(&world, "Acme CRM – Your address").await;
}

async fn asked(window: &Window) {
    let question = async || window.has("[data-ask] [data-action=keep-open]").await;
    window
        .wait("the question", async || question().await.then_some(()))
        .await;
}

/// Waits until the program is gone.
async fn gone(world: &Desktop) {
    eventually(LIMIT, "the end of the program", async || {
        world.processes().is_empty().then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_key_closes_the_window() {
    for key in ['q', 'w'] {
        let world = world().await;
        world.window().wait_screen(&["start"]).await;
        world.window().press_last([Key::Control.into(), key]).await;
        gone(&world).await;
    }
}

#[tokio::test]
async fn closing_while_connecting_asks_once() {
    let world = world().await;
    let window = world.window();
    send(window, "slow@icloud.com").await;
    window.wait_screen(&["connecting"]).await;
    picture::close_window(&world.display(), "Practice – Password");
    asked(window).await;
    assert_eq!(
        window.focused().await,
        "section",
        "the question is read out"
    );
    window.click("keep-open").await;
    window
        .wait("the end of the question", async || {
            (!window.has("[data-ask]").await).then_some(())
        })
        .await;
    assert_eq!(window.screen().await, "connecting");
    // The end of a question lets nothing through for a moment.
    window.settled().await;
    picture::close_window(&world.display(), "Practice – Password");
    asked(window).await;
    picture::close_window(&world.display(), "Practice – Password");
    gone(&world).await;
}

#[tokio::test]
async fn keys_open_help_and_change_the_size_which_is_kept() {
    let mut world = world().await;
    let window = world.window();
    window.wait_screen(&["start"]).await;
    window.press([Key::F1]).await;
    let help = async || window.has("#help").await;
    window
        .wait("help", async || help().await.then_some(()))
        .await;
    window.press([Key::Escape]).await;
    let width = async |window: &Window| window.js("return innerWidth", &[]).await;
    let usual = width(window).await;
    let change = async |window: &Window, key: char| {
        let before = width(window).await;
        window.press([Key::Control.into(), key]).await;
        window
            .wait("another size", async || {
                (width(window).await != before).then_some(())
            })
            .await;
    };
    change(window, '+').await;
    change(window, '=').await;
    let larger = width(window).await;
    assert!(larger.as_u64() < usual.as_u64());
    world.restart_app().await;
    let window = world.window();
    window.wait_screen(&["start"]).await;
    window
        .wait("the size as it was left", async || {
            (width(window).await == larger).then_some(())
        })
        .await;
    change(window, '-').await;
    change(window, '0').await;
    assert_eq!(width(window).await, usual);
}

#[tokio::test]
async fn about_says_what_is_inside_and_is_found_by_help() {
    let world = world().await;
    let window = world.window();
    window.wait_screen(&["start"]).await;
    window.click("help").await;
    window.click("about").await;
    window
        .wait("what this is", async || {
            window.has("#about").await.then_some(())
        })
        .await;
    assert_eq!(window.focused().await, "about-heading");
    let said = window.text("#about").await;
    assert!(
        said.contains(env!("CARGO_PKG_VERSION")) && said.contains("endorsed"),
        "{said}"
    );
    window
        .js("document.querySelector('#about [data-fold]').click()", &[])
        .await;
    assert!(window.text("#about .inside").await.contains("tauri "));
    window.click("open-project").await;
    eventually(LIMIT, "the project's page", async || {
        world
            .opened()
            .contains(&env!("CARGO_PKG_REPOSITORY").to_owned())
            .then_some(())
    })
    .await;
    window.press([Key::Escape]).await;
    window
        .wait("its end", async || {
            (!window.has("#about").await).then_some(())
        })
        .await;
    assert_eq!(window.focused().await, "help");
}

#[tokio::test]
async fn the_menu_has_the_commands_for_editing_and_no_others() {
    let world = world().await;
    let window = world.window();
    to_address(window).await;
    window.fill("address", "nyla").await;
    let menus = || picture::menus(&world.display());
    let before = menus().len();
    // Nothing there can be edited: had it a menu, it would stand beside the next one.
    let place = async |css: &str| {
        let script = "const b = document.querySelector(arguments[0]).getBoundingClientRect(); return [b.left + 9, b.top + 9].map(Math.round)";
        let place = window.js(script, &[json!(css)]).await;
        let at = |i: usize| i16::try_from(place[i].as_i64().unwrap_or_default());
        (at(0).unwrap_or_default(), at(1).unwrap_or_default())
    };
    picture::press(&world.display(), 3, place("h1").await);
    let field = place("input[name=address]").await;
    let mut pressed: Option<Instant> = None;
    let found = eventually(LIMIT, "a menu", async || {
        // On a busy machine a press so soon after another one can go astray.
        if pressed.is_none_or(|at| at.elapsed() > AGAIN) {
            picture::press(&world.display(), 3, field);
            pressed = Some(Instant::now());
        }
        let now = menus();
        (now.len() > before).then_some(now)
    })
    .await;
    assert_eq!(found.len(), before + 1, "{found:?}");
    let highest = found.iter().map(|(_, height)| *height).max();
    // Five commands; the web view's own menu has eight and more.
    assert!(highest.is_some_and(|height| height < 190), "{found:?}");
    if let Some(folder) = std::env::var_os("ICLOUD_CONNECT_TOUR") {
        window
            .picture(&std::path::Path::new(&folder).join("menu.png"))
            .await;
    }
    window.press([Key::Escape]).await;
}

/// Everything that passes the session's bus, in a file, until it is dropped.
struct Overheard(Child, std::path::PathBuf);

impl Overheard {
    fn start(world: &Desktop) -> Self {
        let path = world.path("overheard");
        let file = fs::File::create(&path).unwrap_or_else(|error| panic!("{error}"));
        let mut monitor = world.same_user("dbus-monitor");
        monitor
            .env("DBUS_SESSION_BUS_ADDRESS", world.bus())
            .args(["--session", "interface=org.freedesktop.Notifications"])
            .stdout(file)
            .stderr(Stdio::null());
        let monitor = monitor.spawn();
        Overheard(
            monitor.unwrap_or_else(|error| panic!("dbus-monitor: {error}")),
            path,
        )
    }

    fn text(&self) -> String {
        fs::read_to_string(&self.1).unwrap_or_default()
    }
}

impl Drop for Overheard {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test]
async fn whoever_looks_at_another_window_is_told_when_connecting_ends() {
    let world = world().await;
    let window = world.window();
    let overheard = Overheard::start(&world);
    eventually(LIMIT, "the monitor", async || {
        overheard.text().contains("NameAcquired").then_some(())
    })
    .await;
    send(window, "slow@icloud.com").await;
    window.wait_screen(&["connecting"]).await;
    window
        .wait("the end while nobody looks", async || {
            // A window that is alone on its screen may be given the keyboard again.
            picture::unfocus(&world.display());
            (window.screen().await == "done").then_some(())
        })
        .await;
    eventually(LIMIT, "a notification", async || {
        let said = overheard.text();
        (said.contains("member=Notify") && said.contains("This was practice")).then_some(())
    })
    .await;
    assert!(
        !overheard.text().contains("slow@"),
        "it is seen by everybody"
    );
}

#[tokio::test]
async fn a_screen_comes_in_gently_but_the_first_and_where_nothing_is_to_move() {
    let count =
        "return document.getAnimations().filter(a => a.effect.target.matches('.scroll')).length";
    let seen = "window.moved = 0; const old = Element.prototype.animate;
        Element.prototype.animate = function (...all) { window.moved += 1; return old.apply(this, all); }";
    for (moves, expected) in [("1", 1), ("0", 0)] {
        let world = Desktop::builder()
            .file(
                "config/gtk-3.0/settings.ini",
                format!("[Settings]\ngtk-enable-animations={moves}\n").as_bytes(),
            )
            .start()
            .await;
        let window = world.window();
        window.wait_screen(&["start"]).await;
        assert_eq!(
            window.js(count, &[]).await,
            json!(0),
            "the first screen stands"
        );
        window.js(seen, &[]).await;
        window.click("use-practice").await;
        window.wait_screen(&["welcome"]).await;
        assert_eq!(
            window.js("return window.moved", &[]).await,
            json!(expected),
            "animations {moves}"
        );
    }
}
