//! The page of the running program, by WebDriver.

use super::{BUTTON, SCREEN, poll};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use fantoccini::actions::{
    InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction,
};
use fantoccini::elements::Element;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};
use tokio::time::{sleep, timeout};

use crate::picture;

/// Width and height of the page.
const SIDES: &str = "return [innerWidth, innerHeight]";
/// Waits in the page, where that costs nothing, until presses count: whether they do within so many milliseconds.
const SETTLED: &str = "const counts = () => !('settling' in document.body.dataset);
    return counts() || new Promise((done) => {
        const look = new MutationObserver(() => counts() && end());
        const end = () => { look.disconnect(); done(counts()); };
        look.observe(document.body, { attributes: true, attributeFilter: ['data-settling'] });
        setTimeout(end, arguments[0]);
    })";
/// How long a press may take to change the screen.
const CHANGE: Duration = Duration::from_millis(300);
/// How long the page may take to have another size.
const RESIZED: Duration = Duration::from_millis(800);

/// The page of the running program.
pub(crate) struct Window {
    pub(super) client: Client,
    pub(super) display: String,
    /// The text has another size, of which the driver's mouse knows nothing: it would miss.
    pub(super) scaled: bool,
    /// When a button was pressed last.
    pub(super) pressed: Mutex<Option<Instant>>,
}

impl Window {
    /// Runs a function body in the page and gives what it returns; a promise is awaited.
    pub(crate) async fn js(&self, script: &str, args: &[Value]) -> Value {
        match timeout(SCREEN, self.client.execute(script, args.to_vec())).await {
            Ok(Ok(value)) => value,
            Ok(Err(error)) => panic!("{script}: {error}"),
            Err(_) => panic!("{script}: no answer within {SCREEN:?}"),
        }
    }

    /// The name of the screen that is shown.
    pub(crate) async fn screen(&self) -> String {
        self.string("return document.body.dataset.screen", &[])
            .await
            .unwrap_or_default()
    }

    /// Waits until one of these screens is shown, and says which. Whoever has a key connects a customer from `home` to
    /// come to `welcome`.
    pub(crate) async fn wait_screen(&self, names: &[&str]) -> String {
        let what = format!("one of the screens {names:?}");
        let by_home = names.contains(&"welcome") && !names.contains(&"home");
        let now = self
            .wait(&what, async || {
                Some(self.screen().await)
                    .filter(|now| names.contains(&now.as_str()) || by_home && now == "home")
            })
            .await;
        if names.contains(&now.as_str()) {
            return now;
        }
        self.click("connect-customer").await;
        self.wait(&what, async || {
            Some(self.screen().await).filter(|now| names.contains(&now.as_str()))
        })
        .await
    }

    /// Waits until `look` finds something; says where the window stood when it did not.
    pub(crate) async fn wait<T>(&self, what: &str, look: impl AsyncFnMut() -> Option<T>) -> T {
        match poll(SCREEN, look).await {
            Some(found) => found,
            None => {
                let (screen, problem) = (self.screen().await, self.problem().await);
                panic!("waited {SCREEN:?} for {what}, on screen {screen:?}, problem {problem:?}")
            }
        }
    }

    /// Gives the window another size, in pixels of the screen.
    pub(crate) async fn resize(&self, width: u32, height: u32) {
        let before = self.js(SIDES, &[]).await;
        let size = self.client.set_window_rect(0, 0, width, height).await;
        size.expect("the window takes a size");
        // Told to the page by the window system, in its own time; the same size is none to wait for.
        let _ = poll(RESIZED, async || {
            (self.js(SIDES, &[]).await != before).then_some(())
        })
        .await;
    }

    /// Left, top, right and lower edge, in pixels of the screen.
    pub(crate) async fn edges(&self) -> (u64, u64, u64, u64) {
        let window = self.client.get_window_rect().await;
        let (x, y, width, height) = window.expect("a window has a place and a size");
        (x, y, x + width, y + height)
    }

    /// Whether the document holds such an element.
    pub(crate) async fn has(&self, css: &str) -> bool {
        self.js(
            "return document.querySelector(arguments[0]) !== null",
            &[json!(css)],
        )
        .await
            == json!(true)
    }

    /// Waits until presses count again.
    pub(crate) async fn settled(&self) {
        let settled = self.js(SETTLED, &[json!(BUTTON.as_millis())]).await;
        assert_eq!(settled, json!(true), "the page settles");
    }

    /// Presses the button of this action, once it is visible and enabled.
    pub(crate) async fn click(&self, action: &str) {
        let css = format!("button[data-action=\"{action}\"]");
        let ready = "const b = document.querySelector(arguments[0]); return !!b && !b.disabled && b.offsetParent !== null && !('settling' in document.body.dataset)";
        // What was pressed before may still be about to change the screen.
        let pressed = *self.pressed.lock().unwrap_or_else(PoisonError::into_inner);
        let waits = pressed.and_then(|at| CHANGE.checked_sub(at.elapsed()));
        sleep(waits.unwrap_or_default()).await;
        self.settled().await;
        let is_ready = async || self.js(ready, &[json!(css)]).await == json!(true);
        if poll(BUTTON, async || is_ready().await.then_some(()))
            .await
            .is_none()
        {
            panic!(
                "no button {action} to press on screen {:?}, problem {:?}",
                self.screen().await,
                self.problem().await
            );
        }
        if self.scaled {
            self.click_by_script(action).await;
        } else {
            let button = self.find(&css).await;
            button.click().await.expect("the button can be pressed");
        }
        *self.pressed.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    /// The same by script: the driver's mouse does not know how large the text is, and misses.
    pub(crate) async fn click_by_script(&self, action: &str) {
        self.settled().await;
        let script = "document.querySelector(`button[data-action='${arguments[0]}']`).click()";
        self.js(script, &[json!(action)]).await;
    }

    /// Presses the button of this action twice, as fast as a mouse does, once it is there.
    pub(crate) async fn double_click(&self, action: &str) {
        self.settled().await;
        let element = self
            .find(&format!("button[data-action=\"{action}\"]"))
            .await;
        let to = PointerAction::MoveToElement {
            element,
            duration: None,
            x: 0.0,
            y: 0.0,
        };
        let (down, up) = (
            PointerAction::Down {
                button: MOUSE_BUTTON_LEFT,
            },
            PointerAction::Up {
                button: MOUSE_BUTTON_LEFT,
            },
        );
        let mouse = [to, down.clone(), up.clone(), down, up]
            .into_iter()
            .fold(MouseActions::new("mouse".to_owned()), MouseActions::then);
        self.client
            .perform_actions(mouse)
            .await
            .expect("a mouse can be moved");
    }

    /// Types into an emptied field with real keys; a TAB moves on, as it does for a person.
    pub(crate) async fn fill(&self, name: &str, text: &str) {
        let css = format!("[name=\"{name}\"]");
        let field = self.find(&css).await;
        // Where half of it is seen, the driver neither scrolls nor types.
        let scroll = "document.querySelector(arguments[0]).scrollIntoView({ block: 'nearest' })";
        self.js(scroll, &[json!(css)]).await;
        field.clear().await.expect("the field can be emptied");
        field
            .send_keys(text)
            .await
            .expect("the field can be typed into");
    }

    /// Brings any text into a field, control characters too, as a paste would.
    pub(crate) async fn put(&self, name: &str, text: &str) {
        let script = "const i = document.querySelector(`[name='${arguments[0]}']`); i.focus(); i.value = arguments[1];
            i.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }))";
        self.js(script, &[json!(name), json!(text)]).await;
    }

    /// Presses keys together: `[Key::Tab]`, `[Key::Shift, Key::Tab]`.
    pub(crate) async fn press<K: Into<char>>(&self, keys: impl IntoIterator<Item = K>) {
        self.settled().await;
        self.client
            .perform_actions(together(keys))
            .await
            .expect("keys can be pressed");
    }

    /// The same, where the window closes by it: then nobody answers.
    pub(crate) async fn press_last<K: Into<char>>(&self, keys: impl IntoIterator<Item = K>) {
        self.settled().await;
        let _ = self.client.perform_actions(together(keys)).await;
    }

    /// What has the focus: its field name, its action, its id or else its tag.
    pub(crate) async fn focused(&self) -> String {
        let script = "const e = document.activeElement;
            return e ? e.name || e.dataset.action || e.id || e.localName : null";
        self.string(script, &[]).await.unwrap_or_default()
    }

    /// The code of the problem that is shown.
    pub(crate) async fn problem(&self) -> Option<String> {
        self.string(
            "return document.querySelector('[role=alert][data-problem]')?.dataset.problem",
            &[],
        )
        .await
    }

    /// The first grant ID in the document.
    pub(crate) async fn grant_id(&self) -> Option<String> {
        self.string(
            "return document.querySelector('[data-grant-id]')?.textContent.trim()",
            &[],
        )
        .await
    }

    /// Each stage with its status.
    pub(crate) async fn stages(&self) -> BTreeMap<String, String> {
        let script = "return [...document.querySelectorAll('li[data-stage]')].map(l => [l.dataset.stage, l.dataset.status])";
        serde_json::from_value::<Vec<(String, String)>>(self.js(script, &[]).await)
            .expect("every stage has a status")
            .into_iter()
            .collect()
    }

    /// The text of the first such element as a person sees it.
    pub(crate) async fn text(&self, css: &str) -> String {
        self.find(css)
            .await
            .text()
            .await
            .expect("an element has a text")
    }

    /// The whole document, and what its fields hold.
    pub(crate) async fn dom(&self) -> String {
        let script = "return document.documentElement.outerHTML
            + [...document.querySelectorAll('input')].map(i => i.value).join(' ')";
        self.string(script, &[]).await.unwrap_or_default()
    }

    /// Writes what is on the screen as a PNG: what a person sees, not what the engine says it would show.
    pub(crate) async fn picture(&self, path: &Path) {
        // Two frames: what was last changed is painted.
        self.js("await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 200))))", &[]).await;
        // The page counts in pixels that grow with the text; a picture has the screen's.
        let (left, top, right, lower) = self.edges().await;
        let place = |at: u64| i16::try_from(at).expect("a window is on the screen");
        let side = |long: u64| u16::try_from(long).expect("a window is no larger");
        picture::take(
            &self.display,
            (place(left), place(top)),
            (side(right - left), side(lower - top)),
            path,
        );
    }

    /// The first such element, once it is there: a press before may still be about to bring it.
    async fn find(&self, css: &str) -> Element {
        let found = poll(BUTTON, async || {
            self.client.find(Locator::Css(css)).await.ok()
        });
        match found.await {
            Some(element) => element,
            None => panic!("no {css} on screen {:?}", self.screen().await),
        }
    }

    async fn string(&self, script: &str, args: &[Value]) -> Option<String> {
        self.js(script, args).await.as_str().map(str::to_owned)
    }
}

/// Keys that go down one after the other and up again.
fn together<K: Into<char>>(keys: impl IntoIterator<Item = K>) -> KeyActions {
    let keys: Vec<char> = keys.into_iter().map(Into::into).collect();
    let down = keys.iter().map(|&value| KeyAction::Down { value });
    let up = keys.iter().rev().map(|&value| KeyAction::Up { value });
    down.chain(up)
        .fold(KeyActions::new("keyboard".to_owned()), KeyActions::then)
}
