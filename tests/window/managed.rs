//! The window among others, under a window manager: where it stands, when it has the keyboard, when it asks to be looked at.

use crate::{
    browser::Browser,
    driver::{Desktop, Window},
    frames::{Edges, Frames},
    hosted,
    journey::{ADDRESS, PASSWORD, to_prepare},
    picture,
};
use std::{fs, path::Path, time::Duration};
use tokio::time::sleep;

const BROWSER: &str = "Somebody’s browser";
/// What a person sees of our window's title in practice.
const OURS: &str = "Practice";
/// Tabs and buttons of a browser, in pixels.
const TABS: i32 = 48;
/// How long a window that was made small settles before what moves it is a person.
const SETTLED: Duration = Duration::from_millis(1500);

/// From `start` to the small window, beside a browser that fills the screen.
async fn beside(world: &Desktop) -> (Frames, Edges) {
    let window = world.window();
    to_prepare(window, ADDRESS).await;
    let frames = Frames::of(&world.display()).await;
    if !frames.stacked().iter().any(|name| name == BROWSER) {
        frames.open_another(BROWSER).await;
        frames.bring_forward(OURS).await;
    }
    shrink(window, "open-apple").await;
    let edges = still(&frames).await;
    (frames, edges)
}

async fn shrink(window: &Window, action: &str) {
    let large = window.edges().await;
    window.click(action).await;
    window
        .wait("the small window", async || {
            let small = window.edges().await;
            (small.2 - small.0 < large.2 - large.0).then_some(())
        })
        .await;
}

/// Where the window stands once it does not move any more.
async fn still(frames: &Frames) -> Edges {
    sleep(SETTLED).await;
    frames
        .wait("the window's edges", || frames.edges(OURS))
        .await
}

fn near(one: Edges, other: Edges) -> bool {
    let far = |a: i32, b: i32| (a - b).abs() > 3;
    !(far(one.0, other.0) || far(one.1, other.1))
}

#[tokio::test]
async fn the_small_window_leaves_the_browsers_top_free_and_stays_where_it_is_put() {
    let mut world = Desktop::builder().managed().screen(1280, 900).start().await;
    let (frames, first) = beside(&world).await;
    let (left, top, right, bottom) = first;
    assert!(
        top >= 2 * TABS && bottom <= 900 && right < 1280 && right > 1200,
        "{first:?}"
    );
    assert_eq!(
        frames.stacked().last().map(|name| name.starts_with(OURS)),
        Some(true),
        "it stands before the browser: {:?}",
        frames.stacked()
    );
    // By its title bar, to the other side.
    frames.drag((left + 120, top + 8), (left - 580, top + 28));
    let put = still(&frames).await;
    assert!(
        put.0 < first.0 - 600 && put.1 > first.1,
        "it was dragged: {first:?} {put:?}"
    );
    let window = world.window();
    window.click("leave-helper").await;
    still(&frames).await;
    shrink(window, "use-helper").await;
    let again = still(&frames).await;
    assert!(near(again, put), "in this run: {put:?} {again:?}");
    drop(frames);
    world.restart_app().await;
    let (_, next) = beside(&world).await;
    assert!(near(next, put), "in the next run: {put:?} {next:?}");
}

#[tokio::test]
async fn the_small_window_is_as_large_as_its_text_needs() {
    let world = Desktop::builder()
        .managed()
        .screen(1600, 1200)
        .env("GDK_DPI_SCALE", "1.5")
        .start()
        .await;
    let window = world.window();
    window.wait_screen(&["start"]).await;
    for (action, next) in [("use-practice", "welcome"), ("continue", "address")] {
        window.click_by_script(action).await;
        window.wait_screen(&[next]).await;
    }
    window.put("address", ADDRESS).await;
    window.click_by_script("continue").await;
    window.wait_screen(&["prepare"]).await;
    window.click_by_script("open-apple").await;
    let frames = Frames::of(&world.display()).await;
    let (left, top, right, bottom) = still(&frames).await;
    assert!(
        (570..590).contains(&(right - left)) && bottom - top >= 1000,
        "{left} {top} {right} {bottom}"
    );
    assert!(top >= 2 * TABS && bottom <= 1200, "{top} {bottom}");
}

#[tokio::test]
async fn on_a_low_screen_the_browsers_tabs_stay_free() {
    let world = Desktop::builder().managed().screen(1024, 600).start().await;
    let (_, edges) = beside(&world).await;
    assert!(edges.1 >= TABS && edges.3 <= 600, "{edges:?}");
}

#[tokio::test]
async fn the_window_has_the_keyboard_and_each_screen_its_field() {
    let world = Desktop::builder().managed().start().await;
    let window = world.window();
    let frames = Frames::of(&world.display()).await;
    to_prepare(window, ADDRESS).await;
    frames.wait_active(OURS).await;
    window.click("back").await;
    window.wait_screen(&["address"]).await;
    assert_eq!(window.focused().await, "address");
    window.click("continue").await;
    window.wait_screen(&["prepare"]).await;
    window.click("have-password").await;
    window.wait_screen(&["password"]).await;
    assert_eq!(window.focused().await, "app-password");
    frames.wait_active(OURS).await;
    let has_keyboard = "return document.hasFocus()";
    assert_eq!(window.js(has_keyboard, &[]).await, true);
}

#[tokio::test]
async fn when_the_browser_comes_back_the_window_comes_before_it() {
    let (_nylas, world, _) = hosted::start(Desktop::builder().managed()).await;
    hosted::up_to_sign_in(&world).await;
    let frames = Frames::of(&world.display()).await;
    let page = hosted::open(&world).await;
    frames.open_another(BROWSER).await;
    let browser = Browser::start().await;
    hosted::sign_in(&browser, &page, ADDRESS).await;
    frames.wait_active("Acme CRM").await;
    frames
        .wait("the window before the browser", || {
            frames
                .stacked()
                .last()
                .filter(|name| name.contains("Acme CRM"))
                .map(drop)
        })
        .await;
    world.window().wait_screen(&["done"]).await;
    browser.close().await;
}

#[tokio::test]
async fn a_window_behind_others_asks_to_be_looked_at_when_connecting_ended() {
    let world = Desktop::builder().managed().start().await;
    let window = world.window();
    to_prepare(window, ADDRESS).await;
    let frames = Frames::of(&world.display()).await;
    window.click("have-password").await;
    window.wait_screen(&["password"]).await;
    frames.open_another(BROWSER).await;
    frames.bring_forward(OURS).await;
    window.fill("app-password", PASSWORD).await;
    window.click("continue").await;
    frames.bring_forward(BROWSER).await;
    assert_ne!(window.screen().await, "done", "it is still under way");
    window.wait_screen(&["done"]).await;
    frames
        .wait("the task bar to be told", || {
            frames.demands_attention(OURS).then_some(())
        })
        .await;
    assert_eq!(
        frames.active().as_deref(),
        Some(BROWSER),
        "nobody's typing is interrupted"
    );
    frames.bring_forward(OURS).await;
    frames
        .wait("the end of it", || {
            (!frames.demands_attention(OURS)).then_some(())
        })
        .await;
}

#[tokio::test]
async fn the_task_bar_has_the_programs_icon_and_finds_its_menu_entry() {
    let world = Desktop::builder().managed().start().await;
    world.window().wait_screen(&["start"]).await;
    let frames = Frames::of(&world.display()).await;
    let (width, pixels) = frames
        .wait("an icon", || frames.icon("icloud-connect"))
        .await;
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let ours = [
        "32x32.png",
        "64x64.png",
        "128x128.png",
        "128x128@2x.png",
        "icon.png",
    ]
    .map(|name| picture::read(&root.join("icons").join(name)));
    let ours = ours.iter().find(|(side, _)| *side == width);
    assert!(
        ours.is_some_and(|(_, own)| *own == pixels),
        "the icon of {width} pixels is one of icons/"
    );
    let entry = fs::read_to_string(root.join("packaging/icloud-connect.desktop"));
    let entry = entry.unwrap_or_default();
    let class = frames.class("icloud-connect").unwrap_or_default();
    assert!(
        entry.contains(&format!("StartupWMClass={class}\n")),
        "{class:?} is in the menu entry"
    );
}
