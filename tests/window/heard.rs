//! What a screen reader is told of every screen: compared with what it was, and held to a few rules.

mod rules;
mod tree;

use crate::{
    accounts::{GRANT, nylas, open_menu, operator, rows},
    driver::{Builder, Desktop, Window, eventually},
    hosted,
    invited::Company,
    journey::{PASSWORD, on_to_password},
    memory::copy,
};
use fantoccini::key::Key;
use rules::{PAGE, Page, rules};
use std::time::Duration;
use tokio::time::sleep;
use tree::{Bus, Node};

/// Between two looks at what may still change.
const PAUSE: Duration = Duration::from_millis(100);
const LIMIT: Duration = Duration::from_secs(20);

/// A walk through the screens of one world.
struct Walk<'a> {
    window: &'a Window,
    bus: Bus,
    /// What is another each time: ports.
    passing: Vec<String>,
    screens: Vec<(String, String)>,
    wrong: Vec<String>,
}

impl<'a> Walk<'a> {
    async fn through(world: &'a Desktop, passing: &[&str]) -> Self {
        Self {
            window: world.window(),
            bus: Bus::of(world).await,
            passing: passing.iter().map(|&text| text.to_owned()).collect(),
            screens: vec![],
            wrong: vec![],
        }
    }

    /// Listens to what is shown, once it is at rest.
    async fn hear(&mut self, name: &str) -> Node {
        self.window.settled().await;
        let mut before = None;
        let heard = eventually(LIMIT, "a tree at rest", async || {
            let now = self.bus.window().await;
            if before.as_ref() == Some(&now) {
                return before.take();
            }
            before = Some(now);
            sleep(PAUSE).await;
            None
        });
        let heard = heard.await;
        self.keep(name, &heard).await;
        heard
    }

    /// Listens once, where something goes on.
    async fn hear_once(&mut self, name: &str) {
        let heard = self.bus.window().await;
        self.keep(name, &heard).await;
    }

    async fn keep(&mut self, name: &str, heard: &Node) {
        let page = self.window.js(PAGE, &[]).await;
        let page: Page = serde_json::from_value(page).unwrap_or_else(|error| panic!("{error}"));
        let wrong = rules(heard, &page);
        (self.wrong).extend(wrong.into_iter().map(|wrong| format!("{name}: {wrong}")));
        let mut lines = heard.lines();
        for passing in page.passing.iter().chain(&self.passing) {
            if !passing.is_empty() {
                lines = lines.replace(passing.as_str(), "…");
            }
        }
        lines = lines.replace(env!("CARGO_PKG_VERSION"), "VERSION");
        self.screens.push((name.to_owned(), lines));
    }

    fn compare(self) {
        let found = self.wrong.join("\n");
        assert!(found.is_empty(), "{found}");
        let mut settings = insta::Settings::clone_current();
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.set_snapshot_path("heard");
        settings.bind(|| {
            for (name, lines) in self.screens {
                insta::assert_snapshot!(name, lines);
            }
        });
    }
}

async fn shown(window: &Window, css: &str) {
    window
        .wait(css, async || window.has(css).await.then_some(()))
        .await;
}

#[tokio::test]
async fn every_screen_of_practice_is_heard_as_it_is_meant() {
    let world = Desktop::builder().heard().start().await;
    let window = world.window();
    let mut walk = Walk::through(&world, &[]).await;
    window.wait_screen(&["start"]).await;
    walk.hear("start").await;
    window.click("use-invitation").await;
    shown(window, "input[name=invitation]").await;
    walk.hear("start-invitation").await;
    window
        .fill(
            "invitation",
            "http://localhost:9/i/qzxvwkjhgfdsp1mkqzxvwkjhgfdsp1mk",
        )
        .await;
    window.click("continue").await;
    window.wait_screen(&["invited"]).await;
    walk.hear("invited").await;
    window.click("cancel").await;
    window.click("continue").await;
    window.wait_screen(&["start"]).await;
    window.click("use-api-key").await;
    shown(window, "input[name=api-key]").await;
    walk.hear("operator").await;
    window.click("back").await;
    window.wait_screen(&["start"]).await;
    window.click("use-practice").await;
    window.wait_screen(&["welcome"]).await;
    walk.hear("welcome").await;
    window.click("help").await;
    shown(window, "#help").await;
    walk.hear("welcome-help").await;
    window.click("about").await;
    shown(window, "#about").await;
    walk.hear("about").await;
    window.press([Key::Escape]).await;
    window.click("continue").await;
    window.wait_screen(&["address"]).await;
    walk.hear("address").await;
    window.fill("address", "nyla.park@iclould.com").await;
    window.click("continue").await;
    shown(window, "[data-action=use-suggestion]").await;
    walk.hear("address-suggestion").await;
    window.fill("address", "nyla.park@gmail.com").await;
    window.click("continue").await;
    shown(window, "input[name=apple-id]").await;
    walk.hear("address-elsewhere").await;
    window.fill("address", "rate-limited@icloud.com").await;
    window.click("continue").await;
    window.wait_screen(&["prepare"]).await;
    window
        .js(
            "document.querySelectorAll('#card [data-fold]').forEach(b => b.click())",
            &[],
        )
        .await;
    walk.hear("prepare").await;
    beside(&mut walk).await;
    password(&mut walk, &world).await;
    window.wait("N06", async || window.problem().await).await;
    walk.hear_once("connecting-stopped").await;
    window.click("back").await;
    window.wait_screen(&["password"]).await;
    walk.compare();
}

/// On Apple's page: the step that is to be read has the focus, and what follows it.
async fn beside(walk: &mut Walk<'_>) {
    let window = walk.window;
    window.click("open-apple").await;
    shown(window, ".helper-step").await;
    for name in ["beside-first", "beside-second"] {
        let heard = walk.hear(name).await;
        let step = window.text(".helper-step").await;
        // A6: whoever listens hears the step next, not what stands behind it.
        let focused = heard
            .all()
            .into_iter()
            .rev()
            .find(|node| node.is("focused"));
        let said = focused.map(|node| node.text.clone()).unwrap_or_default();
        assert_eq!(said, step, "{name}: {focused:?}");
        window.click("continue").await;
        window
            .wait("the next step", async || {
                (window.text(".helper-step").await != step).then_some(())
            })
            .await;
    }
    window.click("have-password").await;
    window.wait_screen(&["password"]).await;
}

/// A wrong kind of password, then a good one from the clipboard; it is sent.
async fn password(walk: &mut Walk<'_>, world: &Desktop) {
    let window = walk.window;
    walk.hear("password").await;
    window.fill("app-password", "Summer2024!").await;
    window.click("continue").await;
    window.wait("P01", async || window.problem().await).await;
    walk.hear("password-normal").await;
    copy(world, PASSWORD);
    window.click("paste").await;
    window
        .wait("what was pasted", async || {
            window.dom().await.contains("abcd-••••").then_some(())
        })
        .await;
    let heard = walk.hear("password-pasted").await;
    // A3: what the button put there is in what the field says of itself.
    let field = heard.all().into_iter().find(|node| node.role == "entry");
    let said = field.map(Node::said).unwrap_or_default();
    assert!(
        said.iter().any(|said| said.contains("abcd-••••-••••-••••")),
        "{said:?}"
    );
    assert!(!heard.lines().contains(PASSWORD));
    window.click("continue").await;
}

#[tokio::test]
async fn every_screen_of_the_desk_is_heard_as_it_is_meant() {
    let nylas = nylas().await;
    nylas.seed_grants(3);
    let world = operator(&nylas).heard().start().await;
    let window = world.window();
    let origin = nylas.origin();
    let port = origin
        .rsplit(':')
        .next()
        .unwrap_or_default()
        .trim_end_matches('/')
        .to_owned();
    let mut walk = Walk::through(&world, &[&port]).await;
    window.wait_screen(&["home"]).await;
    walk.hear("home").await;
    window.click("make-profile").await;
    shown(window, "input[name=company]").await;
    walk.hear("make-profile").await;
    window.click("preview-profile").await;
    window.wait_screen(&["welcome"]).await;
    walk.hear("make-profile-preview").await;
    window.click("back").await;
    shown(window, "input[name=company]").await;
    window.click("back").await;
    window.wait_screen(&["home"]).await;
    window.wait_screen(&["welcome"]).await;
    on_to_password(window, "slow@icloud.com").await;
    window.fill("app-password", PASSWORD).await;
    window.click("continue").await;
    window.wait_screen(&["connecting"]).await;
    window.settled().await;
    walk.hear_once("connecting").await;
    window.wait_screen(&["done"]).await;
    walk.hear("done").await;
    window.click_by_script("not-mine").await;
    shown(window, "[data-ask]").await;
    walk.hear("done-question").await;
    window.click("cancel").await;
    window.click("finish").await;
    window.wait_screen(&["home"]).await;
    window.click("accounts").await;
    let grant = rows(window).await.remove(0).0;
    open_menu(window, &grant).await;
    walk.hear("accounts").await;
    window.click("back").await;
    window.wait_screen(&["home"]).await;
    window.click("all-grants").await;
    shown(window, GRANT).await;
    walk.hear("accounts-all").await;
    let third = window
        .js(
            "return document.querySelectorAll('.grants [data-grant-id]')[2].textContent",
            &[],
        )
        .await;
    crate::accounts::press_for(window, "disconnect", third.as_str().unwrap_or_default()).await;
    shown(window, "[data-ask]").await;
    walk.hear("accounts-all-question").await;
    walk.compare();
}

#[tokio::test]
async fn signing_in_on_nylas_page_is_heard_as_it_is_meant() {
    let (nylas, world, port) = hosted::start(Desktop::builder().heard()).await;
    let window = world.window();
    let origin = nylas.origin();
    let nylas_port = origin
        .rsplit(':')
        .next()
        .unwrap_or_default()
        .trim_end_matches('/')
        .to_owned();
    let mut walk = Walk::through(&world, &[&nylas_port, &port.to_string()]).await;
    hosted::up_to_sign_in(&world).await;
    walk.hear("sign-in").await;
    window.click("sign-in").await;
    shown(window, "[data-waiting]").await;
    window
        .js("document.querySelector('#card [data-fold]').click()", &[])
        .await;
    walk.hear("sign-in-waiting").await;
    walk.compare();
}

#[tokio::test]
async fn an_invitation_is_heard_as_it_is_meant() {
    let company = Company::start().await;
    let world: Builder = Desktop::builder()
        .profile("[apple]\ncheck_first = false\n")
        .argument(&company.link);
    let world = world.heard().start().await;
    let window = world.window();
    let port = company
        .link
        .trim_start_matches("http://127.0.0.1:")
        .split('/')
        .next()
        .unwrap_or_default();
    let mut walk = Walk::through(&world, &[port]).await;
    window.wait_screen(&["invited"]).await;
    walk.hear("invited-by-link").await;
    window.click("confirm").await;
    window.wait_screen(&["welcome"]).await;
    walk.hear("welcome-invited").await;
    walk.compare();
}
