//! The main button is on the screen, however small the window and however large the text.

use crate::{
    driver::{Builder, Desktop, Window},
    invited::Company,
    inviting::{STUCK, has, operator},
    journey::PASSWORD,
};
use serde_json::{Value, json};
use std::{
    fs::DirBuilder,
    path::{Path, PathBuf},
};

/// Windows in pixels of the screen.
const SIZES: [(u32, u32); 4] = [(2560, 1440), (1280, 720), (1024, 600), (360, 480)];

/// Where the main button is not wholly inside the window, or is under something else, where the page is wider than it, and
/// where words are cut that stand nowhere else. What is drawn is said beside it.
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
    for (const it of document.querySelectorAll('#card :not(.draw, .draw *)')) {
        const more = it.scrollWidth > it.clientWidth + 1 || it.scrollHeight > it.clientHeight + 1;
        if (more && it.clientWidth > 1 && !it.title && getComputedStyle(it).overflowX === 'hidden') said.push(`${it.textContent.trim()} is cut`);
    }
    return said.length ? `${said.join(', ')} in ${wide}x${high}` : null";

/// The fields and buttons that are under something else, or outside the window, while they have the focus.
const FOCUS: &str = "
    const seen = [];
    for (const it of document.querySelectorAll('#card :is(button, input)')) {
        if (it.getClientRects().length === 0 || it.closest('.unseen')) continue;
        document.activeElement.blur();
        it.focus();
        await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
        const { left, top, right, bottom } = it.getBoundingClientRect();
        const on = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
        if (!on || !it.contains(on) && !it.closest('label')?.contains(on)) seen.push(`${it.name || it.dataset.action || it.className} at ${[left, top, right, bottom].map(Math.round)} is under ${on?.localName}`);
    }
    scrollTo(0, 0);
    return seen.length ? seen.join(', ') : null";

struct Walk<'a> {
    window: &'a Window,
    /// How large the text is, and in which letters.
    text: &'a str,
    folder: Option<PathBuf>,
    found: Vec<String>,
}

impl<'a> Walk<'a> {
    fn of(window: &'a Window, text: &'a str) -> Self {
        Walk {
            window,
            text,
            folder: folder(),
            found: vec![],
        }
    }

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
        let at = format!("{name}-{}-{width}x{height}", self.text);
        if let Value::String(wrong) = self.window.js(LOOK, &[]).await {
            self.found.push(format!("{at}: {wrong}"));
        }
        if let Some(folder) = &self.folder {
            self.window.picture(&folder.join(format!("{at}.png"))).await;
        }
        // The smallest window has the least room beside what always stays.
        if (width, height) == SIZES[3]
            && let Value::String(wrong) = self.window.js(FOCUS, &[]).await
        {
            self.found.push(format!("{at}: {wrong}"));
        }
    }

    fn end(self) {
        let found = self.found.join("\n");
        assert!(found.is_empty(), "text at {}:\n{found}", self.text);
    }
}

/// A program with text of this size.
fn scaled(builder: Builder, percent: u32) -> Builder {
    builder
        .env("GDK_DPI_SCALE", &format!("{}", f64::from(percent) / 100.0))
        .size(2560, 1440)
}

async fn walk(builder: Builder, percent: u32, letters: &str) {
    let world = scaled(builder, percent).start().await;
    let window = world.window();
    let text = format!("{percent}{letters}");
    let mut walk = Walk::of(window, &text);
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
    window.click("open-apple").await;
    window
        .wait("the small window", async || {
            let small = "return document.body.hasAttribute('data-helper') && innerWidth < 600";
            (window.js(small, &[]).await == json!(true)).then_some(())
        })
        .await;
    walk.look_beside("beside").await;
    window.click("have-password").await;
    window.wait_screen(&["password"]).await;
    walk.look("password").await;
    window.put("app-password", PASSWORD).await;
    walk.look("password-good").await;
    window.click_by_script("continue").await;
    window
        .wait("a problem", async || window.problem().await)
        .await;
    walk.look("connecting-stopped").await;
    walk.end();
}

/// The pages of the company's own people.
async fn walk_at_the_desk(shape: impl Fn(Builder) -> Builder, percent: u32, letters: &str) {
    let company = Company::start().await;
    let world = scaled(shape(operator(&company)), percent).start().await;
    let window = world.window();
    let text = format!("{percent}{letters}");
    let mut walk = Walk::of(window, &text);
    window.wait_screen(&["home"]).await;
    walk.look("home").await;
    window.click("make-profile").await;
    has(window, "input[name=company]").await;
    walk.look("make-profile").await;
    window.click("back").await;
    window.wait_screen(&["home"]).await;
    window.click("all-grants").await;
    has(window, "#search").await;
    walk.look("all-grants").await;
    window.click("back").await;
    window.wait_screen(&["home"]).await;
    window.click("invite").await;
    has(window, "input[name=relay-key]").await;
    walk.look("relay-key").await;
    window.put("relay", &company.address).await;
    window.put("relay-key", &company.key).await;
    window.click("continue").await;
    window.wait_screen(&["invite"]).await;
    walk.look("invite").await;
    window.click("invite-several").await;
    window.wait_screen(&["several"]).await;
    walk.look("several").await;
    window.click("back").await;
    window.wait_screen(&["invite"]).await;
    window.put("account", "jo.berg@me.com").await;
    window.put("recipient", "Jo Berg").await;
    window.click("continue").await;
    has(window, "[data-invitation]").await;
    walk.look("invite-made").await;
    company.change(STUCK).await;
    window.click("continue").await;
    window.wait_screen(&["home"]).await;
    window.click("invitations").await;
    has(window, ".board .grants > [role=row]").await;
    has(window, ".counts ~ .counts").await;
    walk.look("invitations").await;
    walk.end();
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
    walk(Desktop::builder(), 100, "").await;
}

#[tokio::test]
async fn the_main_button_is_seen_in_every_window_with_text_at_125_percent() {
    walk(Desktop::builder(), 125, "").await;
}

#[tokio::test]
async fn the_main_button_is_seen_in_every_window_with_text_at_150_percent() {
    walk(Desktop::builder(), 150, "").await;
}

#[tokio::test]
async fn the_main_button_is_seen_in_every_window_with_text_at_200_percent() {
    walk(Desktop::builder(), 200, "").await;
}

/// A DejaVu m takes 0.974 of its size; where the computer has none of these letters, this would test nothing.
#[tokio::test]
async fn wide_letters_are_wide() {
    let world = Desktop::builder().wide_letters().start().await;
    let window = world.window();
    window.wait_screen(&["start"]).await;
    let wide = "const { fontFamily } = getComputedStyle(document.body);
        const canvas = document.createElement('canvas').getContext('2d');
        canvas.font = `1000px ${fontFamily}`;
        return Math.round(canvas.measureText('m').width)";
    assert_eq!(window.js(wide, &[]).await, json!(974));
}

#[tokio::test]
async fn the_main_button_is_seen_in_every_window_where_letters_are_wide() {
    walk(Desktop::builder().wide_letters(), 200, "-wide").await;
}

#[tokio::test]
async fn the_main_button_is_seen_at_the_companys_desk_where_letters_are_wide() {
    walk_at_the_desk(Builder::wide_letters, 100, "-wide").await;
    walk_at_the_desk(Builder::wide_letters, 200, "-wide").await;
}
