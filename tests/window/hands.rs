//! Shaking hands: every press comes twice, and nothing is done that nobody meant.

use crate::{
    accounts::{nylas, operator},
    driver::{Desktop, Window, eventually},
    journey::{ADDRESS, PASSWORD, to_address, world},
    picture,
};
use fantoccini::key::Key;
use serde_json::json;
use std::time::Duration;
use tokio::time::sleep;

/// Between the two halves of a double-click.
const BETWEEN: Duration = Duration::from_millis(120);
/// What there is to do on Apple's page.
const STEPS: usize = 7;
/// How long the page is busy when a screen has come: longer than it settles.
const BUSY: Duration = Duration::from_millis(900);
/// Milliseconds in which it settles.
const SETTLING: f64 = 500.0;
/// From now on the page is busy for a while whenever a screen has come, and notes when presses were made and handled.
const WATCH: &str = "window.presses = [];
    for (const name of ['mousedown', 'keydown']) document.addEventListener(name, ({ key, timeStamp }) => {
        if (key !== 'Shift') window.presses.push([timeStamp, performance.now()]);
    }, true);
    let shown = document.body.dataset.screen;
    new MutationObserver(() => {
        if (document.body.dataset.screen === shown) return;
        shown = document.body.dataset.screen;
        window.came = performance.now();
        while (performance.now() < window.came + arguments[0]);
    }).observe(document.body, { attributeFilter: ['data-screen'] })";
/// When the last press was made and when it was handled, in milliseconds after the screen came.
const PRESSED: &str = "return window.presses.at(-1)?.map(at => at - window.came) ?? null";

/// Where on the screen of a world without a window manager the middle of this button is, once it can be pressed.
async fn place(window: &Window, action: &str) -> (i16, i16) {
    middle(window, &format!("button[data-action='{action}']")).await
}

/// The same of something within a button.
async fn middle(window: &Window, css: &str) -> (i16, i16) {
    let script = "const element = document.querySelector(arguments[0]);
        if (!element?.offsetParent || 'settling' in document.body.dataset) return null;
        const b = element.getBoundingClientRect();
        return [b.left + b.width / 2, b.top + b.height / 2].map(Math.round)";
    let (x, y): (i16, i16) = window
        .wait(css, async || {
            serde_json::from_value(window.js(script, &[json!(css)]).await).unwrap_or_default()
        })
        .await;
    let (left, top, ..) = window.edges().await;
    let at = |edge: u64| i16::try_from(edge).unwrap_or_default();
    (x + at(left), y + at(top))
}

#[tokio::test]
async fn a_press_of_before_the_screen_settled_never_counts_however_late_it_is_handled() {
    let world = world().await;
    let window = world.window();
    to_address(window).await;
    let continues = place(window, "continue").await;
    window.js(WATCH, &[json!(BUSY.as_millis())]).await;
    let display = world.display();
    let (mouse, key): (&dyn Fn(), &dyn Fn()) =
        (&|| picture::press(&display, 1, continues), &|| {
            picture::press_enter(&display);
        });
    for (name, hand) in [("mouse", mouse), ("key", key)] {
        // The moment to press is while the page is busy, and nobody can ask it then.
        let mut tried = false;
        for wait in [100, 150, 200, 300, 50, 400] {
            window.click("back").await;
            window.wait_screen(&["welcome"]).await;
            window.settled().await;
            window.click("continue").await;
            sleep(Duration::from_millis(wait)).await;
            hand();
            window.wait_screen(&["address"]).await;
            let pressed = window.wait("the press", async || {
                let pressed = window.js(PRESSED, &[]).await;
                serde_json::from_value::<Option<(f64, f64)>>(pressed).unwrap_or_default()
            });
            let (made, handled) = pressed.await;
            // What is pressed now comes after whatever that one did.
            window.click("help").await;
            window.click("help").await;
            if made < SETTLING && handled > SETTLING {
                assert_eq!(window.problem().await, None, "{name}: {made} {handled}");
                tried = true;
                break;
            }
        }
        assert!(tried, "{name}: the page was never busy when it was pressed");
    }
}

/// A double-click of a hand: the window system's own mouse presses twice.
async fn double(world: &Desktop, action: &str) {
    let place = place(world.window(), action).await;
    picture::press(&world.display(), 1, place);
    sleep(BETWEEN).await;
    picture::press(&world.display(), 1, place);
}

#[tokio::test]
async fn with_a_key_double_clicks_alone_make_one_grant_and_a_closed_window_deletes_nothing() {
    let nylas = nylas().await;
    let world = operator(&nylas).start().await;
    let window = world.window();
    window.wait_screen(&["home"]).await;
    for (action, next) in [("connect-customer", "welcome"), ("continue", "address")] {
        double(&world, action).await;
        window
            .wait(next, async || (window.screen().await == next).then_some(()))
            .await;
        window.settled().await;
        assert_eq!(window.screen().await, next);
    }
    assert_eq!(window.problem().await, None);
    // The field has the keyboard by itself.
    window.press(ADDRESS.chars()).await;
    double(&world, "continue").await;
    window.wait_screen(&["prepare"]).await;
    double(&world, "open-apple").await;
    let step = "return document.querySelector('.helper-step')?.textContent ?? ''";
    let mut steps: Vec<String> = vec![];
    loop {
        let now = window
            .wait("the next step", async || {
                let now = window.js(step, &[]).await;
                let now = now.as_str().unwrap_or_default().to_owned();
                (!now.is_empty() && steps.last() != Some(&now)).then_some(now)
            })
            .await;
        steps.push(now);
        window.settled().await;
        if window
            .has("[data-primary][data-action=have-password]")
            .await
        {
            break;
        }
        double(&world, "continue").await;
    }
    assert_eq!(
        (steps.len(), world.opened().len()),
        (STEPS, 1),
        "{steps:#?}"
    );
    double(&world, "have-password").await;
    window.wait_screen(&["password"]).await;
    window.settled().await;
    window.press(PASSWORD.chars()).await;
    double(&world, "continue").await;
    window.wait_screen(&["done"]).await;
    let grant = window.grant_id().await.unwrap_or_default();
    double(&world, "finish").await;
    window.wait_screen(&["home"]).await;
    window.settled().await;
    assert_eq!(window.screen().await, "home");
    window.press_last([Key::Control.into(), 'w']).await;
    eventually(Duration::from_secs(20), "the closed window", async || {
        world.processes().is_empty().then_some(())
    })
    .await;
    assert_eq!(nylas.custom_auth_count(), 1);
    assert!(nylas.grant_exists(&grant), "{grant}");
    let deleted = |exchange: &nylas_sim::Exchange| exchange.method == "DELETE";
    assert!(!nylas.exchanges().iter().any(deleted));
}

#[tokio::test]
async fn with_double_clicks_alone_one_account_is_connected_and_nothing_is_removed() {
    let world = world().await;
    let window = world.window();
    window.wait_screen(&["start"]).await;
    for (action, next) in [("use-practice", "welcome"), ("continue", "address")] {
        window.double_click(action).await;
        window.wait_screen(&[next]).await;
        window.settled().await;
        assert_eq!(
            (window.screen().await, window.problem().await),
            (next.to_owned(), None)
        );
    }
    window.fill("address", ADDRESS).await;
    for (action, next) in [("continue", "prepare"), ("have-password", "password")] {
        window.double_click(action).await;
        window.wait_screen(&[next]).await;
        window.settled().await;
        assert_eq!(
            (window.screen().await, window.problem().await),
            (next.to_owned(), None)
        );
    }
    window.fill("app-password", PASSWORD).await;
    window.double_click("continue").await;
    window.wait_screen(&["done"]).await;
    let grant = window.grant_id().await;
    assert!(grant.is_some());
    window.double_click("not-mine").await;
    window.settled().await;
    assert!(
        window.has("button[data-action=confirm]").await,
        "it asks first"
    );
    window.click("cancel").await;
    window.settled().await;
    assert_eq!(
        (window.screen().await, window.grant_id().await),
        ("done".to_owned(), grant)
    );
    window.double_click("finish").await;
    window.wait_screen(&["start"]).await;
    window.settled().await;
    assert_eq!(window.screen().await, "start");
}

#[tokio::test]
async fn a_press_for_what_is_not_shown_any_more_does_nothing() {
    let world = world().await;
    let window = world.window();
    window.wait_screen(&["start"]).await;
    // Both are made before the next screen comes, so only their number tells that the second was for the first.
    let twice = "const b = document.querySelector('[data-action=use-practice]'); b.click(); b.click();
        const next = window.__TAURI__.core.invoke('dispatch', { input: { press: 'continue' }, shown: 0 });
        await next; return true";
    assert_eq!(window.js(twice, &[]).await, json!(true));
    window.wait_screen(&["welcome"]).await;
    window.settled().await;
    assert_eq!(window.screen().await, "welcome");
}

#[tokio::test]
async fn a_press_counts_although_the_buttons_words_change_under_it() {
    let world = world().await;
    let window = world.window();
    window.wait_screen(&["start"]).await;
    let change = "document.addEventListener('mousedown', ({ target }) => {
        const button = target.closest('button');
        button.replaceChildren(...[...button.childNodes].map((part) => part.cloneNode(true)));
    })";
    window.js(change, &[]).await;
    let at = middle(window, "button[data-action='use-practice'] strong").await;
    picture::press(&world.display(), 1, at);
    window.wait_screen(&["welcome"]).await;
}
