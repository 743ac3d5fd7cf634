//! The main button is on the screen, however small the window and however large the text.

use crate::{
    driver::{Desktop, Window},
    journey::PASSWORD,
};
use serde_json::{Value, json};
use std::{
    fs::DirBuilder,
    path::{Path, PathBuf},
};

/// Windows in pixels of the screen.
const SIZES: [(u32, u32); 4] = [(2560, 1440), (1280, 720), (1024, 600), (360, 480)];

/// Where the main button is not wholly inside the window, or is under something else, or where the page is wider than it.
const LOOK: &str = "
    await new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)));
    const [wide, high] = [document.documentElement.clientWidth, document.documentElement.clientHeight];
    const said = [];
    const buttons = [...document.querySelectorAll('#card [data-primary]')].filter(b => b.getClientRects().length > 0);
    if (buttons.length === 0 && document.body.dataset.screen !== 'connecting') said.push('no main button');
    for (const button of buttons) {
        const { left, top, right, bottom } = button.getBoundingClientRect();
        const box = [left, top, right, bottom].map(Math.round);
        if (left < 0 || top < 0 || right > wide || bottom > high) said.push(`${button.dataset.action} at ${box}`);
        else if (!button.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2))) said.push(`${button.dataset.action} is covered`);
    }
    if (document.documentElement.scrollWidth > wide) {
        const far = [...document.querySelectorAll('#card *, .side *')].filter(e => e.getBoundingClientRect().right > wide + 1 && !e.closest('.unseen')).map(e => `${e.localName}.${e.className}`);
        said.push(`the page is ${document.documentElement.scrollWidth} wide by ${far.slice(0, 5)}`);
    }
    return said.length ? `${said.join(', ')} in ${wide}x${high}` : null";

struct Walk<'a> {
    window: &'a Window,
    percent: u32,
    folder: Option<PathBuf>,
    found: Vec<String>,
}

impl Walk<'_> {
    async fn look(&mut self, name: &str) {
        for (width, height) in SIZES {
            self.window.resize(width, height).await;
            self.look_once(name, width, height).await;
        }
    }

    /// The window as the program made it.
    async fn look_beside(&mut self, name: &str) {
        self.look_once(name, 0, 0).await;
    }

    async fn look_once(&mut self, name: &str, width: u32, height: u32) {
        let at = format!("{name}-{}-{width}x{height}", self.percent);
        if let Value::String(wrong) = self.window.js(LOOK, &[]).await {
            self.found.push(format!("{at}: {wrong}"));
        }
        if let Some(folder) = &self.folder {
            self.window.picture(&folder.join(format!("{at}.png"))).await;
        }
    }
}

async fn walk(percent: u32) {
    let world = Desktop::builder()
        .env("GDK_DPI_SCALE", &format!("{}", f64::from(percent) / 100.0))
        .size(2560, 1440)
        .start()
        .await;
    let window = world.window();
    let mut walk = Walk {
        window,
        percent,
        folder: folder(),
        found: vec![],
    };
    window.wait_screen(&["start"]).await;
    walk.look("start").await;
    window.click_by_script("use-practice").await;
    window.wait_screen(&["welcome"]).await;
    walk.look("welcome").await;
    window.click_by_script("help").await;
    walk.look("welcome-help").await;
    window.click_by_script("help").await;
    window.click_by_script("continue").await;
    window.wait_screen(&["address"]).await;
    walk.look("address").await;
    window.put("address", "rate-limited@icloud.com").await;
    window.click_by_script("continue").await;
    window.wait_screen(&["prepare"]).await;
    walk.look("prepare").await;
    window.resize(1280, 720).await;
    window.click_by_script("open-apple").await;
    window
        .wait("the small window", async || {
            let small = "return document.body.hasAttribute('data-helper') && innerWidth < 600";
            (window.js(small, &[]).await == json!(true)).then_some(())
        })
        .await;
    walk.look_beside("beside").await;
    window.click_by_script("have-password").await;
    window.wait_screen(&["password"]).await;
    walk.look("password").await;
    window.put("app-password", PASSWORD).await;
    walk.look("password-good").await;
    window.click_by_script("continue").await;
    window
        .wait("a problem", async || window.problem().await)
        .await;
    walk.look("connecting-stopped").await;
    let found = walk.found.join("\n");
    assert!(found.is_empty(), "text at {percent} %:\n{found}");
}

/// On a small screen, with what an earlier run left of the window.
async fn opens_within_the_screen(left: Option<serde_json::Value>) {
    let mut builder = Desktop::builder().screen(1024, 600);
    if let Some(mut place) = left {
        for (name, value) in [
            ("visible", true),
            ("decorated", true),
            ("fullscreen", false),
        ] {
            place[name] = json!(value);
        }
        let text = json!({ "main": place }).to_string();
        builder = builder.file("app/.window-state.json", text.as_bytes());
    }
    let world = builder.start().await;
    let window = world.window();
    window.wait_screen(&["start"]).await;
    let mut edges = (0, 0, 0, 0);
    window
        .wait("a window within the screen", async || {
            edges = window.edges().await;
            (edges.2 <= 1024 && edges.3 <= 600).then_some(())
        })
        .await;
    assert!(
        edges.2 - edges.0 >= 360 && edges.3 - edges.1 >= 480,
        "{edges:?}"
    );
    assert_eq!(window.js(LOOK, &[]).await, Value::Null);
}

#[tokio::test]
async fn the_first_window_fits_a_small_screen() {
    opens_within_the_screen(None).await;
}

#[tokio::test]
async fn a_window_that_was_left_larger_than_the_screen_fits_it_now() {
    let left = json!({ "width": 3000, "height": 2000, "x": 0, "y": 0, "prev_x": 0, "prev_y": 0, "maximized": false });
    opens_within_the_screen(Some(left)).await;
}

#[tokio::test]
async fn a_window_that_was_left_beyond_every_screen_comes_back() {
    let left = json!({ "width": 800, "height": 520, "x": 900, "y": 400, "prev_x": 0, "prev_y": 0, "maximized": false });
    opens_within_the_screen(Some(left)).await;
}

/// A small screen whose system draws everything larger: in its own measure it is lower than the window's smallest height.
#[tokio::test]
async fn where_each_pixel_is_four_the_window_still_fits_a_small_screen() {
    let world = Desktop::builder()
        .screen(1024, 600)
        .env("GDK_SCALE", "2")
        .start()
        .await;
    let window = world.window();
    window.wait_screen(&["start"]).await;
    let pixels = "return [innerWidth * devicePixelRatio, innerHeight * devicePixelRatio]";
    let mut seen = Value::Null;
    window
        .wait("a window within the screen", async || {
            seen = window.js(pixels, &[]).await;
            let within = |side: usize, most: f64| seen[side].as_f64().is_some_and(|n| n <= most);
            (within(0, 1024.0) && within(1, 600.0)).then_some(())
        })
        .await;
    assert_eq!(
        window.js("return devicePixelRatio", &[]).await.as_f64(),
        Some(2.0)
    );
    if let Some(folder) = folder() {
        window.picture(&folder.join("doubled-1024x600.png")).await;
    }
}

/// Where the tour's pictures of sizes go.
fn folder() -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("ICLOUD_CONNECT_TOUR")?).join("sizes");
    let made = DirBuilder::new().recursive(true).create(&folder);
    made.unwrap_or_else(|error| panic!("{}: {error}", Path::display(&folder)));
    Some(folder)
}

#[tokio::test]
async fn the_main_button_is_seen_in_every_window_with_text_at_100_percent() {
    walk(100).await;
}

#[tokio::test]
async fn the_main_button_is_seen_in_every_window_with_text_at_125_percent() {
    walk(125).await;
}

#[tokio::test]
async fn the_main_button_is_seen_in_every_window_with_text_at_150_percent() {
    walk(150).await;
}

#[tokio::test]
async fn the_main_button_is_seen_in_every_window_with_text_at_200_percent() {
    walk(200).await;
}
