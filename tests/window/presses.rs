//! How much there is to press and to read on every way, counted in the real window and compared with `docs/words.md`.

use crate::{
    accounts::{nylas, operator},
    browser::Browser,
    driver::{Builder, Desktop, Window},
    frames::Frames,
    hosted,
    invited::Company,
    journey::{ADDRESS, PASSWORD},
    memory::copy,
};
use nylas_sim::{Options, Simulator};
use std::{collections::BTreeMap, fs, path::Path};

const BROWSER: &str = "Somebody’s browser";
const KEY: &str = "nyk_v0_counted";
/// The screens on the way that most people go.
const SCREENS: &[&str] = &[
    "home",
    "welcome",
    "address",
    "prepare",
    "prepare, beside the browser",
    "password",
    "done",
];
/// The words that a person sees on the card.
const WORDS: &str = "const words = document.getElementById('card').innerText.split(/\\s+/);
    return words.filter((word) => /[\\p{L}\\p{N}]/u.test(word)).length";

/// What a person does on one way, and how much there was to read.
struct Way<'a> {
    world: &'a Desktop,
    frames: Frames,
    /// What the window is called.
    ours: &'a str,
    clicks: usize,
    steps: usize,
    pastes: usize,
    switches: usize,
    words: BTreeMap<&'static str, u64>,
}

impl<'a> Way<'a> {
    async fn of(world: &'a Desktop, ours: &'a str) -> Self {
        Self {
            world,
            frames: Frames::of(&world.display()).await,
            ours,
            clicks: 0,
            steps: 0,
            pastes: 0,
            switches: 0,
            words: BTreeMap::new(),
        }
    }

    fn window(&self) -> &'a Window {
        self.world.window()
    }

    /// A press that leads to this screen.
    async fn click(&mut self, action: &str, next: &'static str) {
        self.window().click(action).await;
        self.clicks += 1;
        self.read(next).await;
    }

    /// What there is to read on a screen that has come.
    async fn read(&mut self, screen: &'static str) {
        let window = self.window();
        window
            .wait(screen, async || {
                (window.screen().await == screen).then_some(())
            })
            .await;
        window.settled().await;
        self.note(screen).await;
    }

    async fn note(&mut self, name: &'static str) {
        let words = self.window().js(WORDS, &[]).await;
        self.words
            .entry(name)
            .or_insert(words.as_u64().unwrap_or_default());
    }

    /// Types into the field that has the keyboard by itself.
    async fn type_into(&mut self, field: &str, text: &str) {
        assert_eq!(
            self.window().focused().await,
            field,
            "nobody has to press it first"
        );
        self.window().press(text.chars()).await;
    }

    /// To Apple's page, which covers the window.
    async fn open_apple(&mut self) {
        let window = self.window();
        window.click("open-apple").await;
        self.clicks += 1;
        window
            .wait("the first step", async || {
                window.has(".helper-step").await.then_some(())
            })
            .await;
        window.settled().await;
        self.note("prepare, beside the browser").await;
        if !self.frames.stacked().iter().any(|name| name == BROWSER) {
            self.frames.open_another(BROWSER).await;
        }
        self.frames.bring_forward(BROWSER).await;
    }

    /// Each of Apple's steps in turn.
    async fn follow_steps(&mut self) {
        let window = self.window();
        while window.has("[data-primary][data-action=continue]").await {
            window.click("continue").await;
            window.settled().await;
            self.steps += 1;
        }
    }

    /// The window has to be brought forward by hand.
    async fn come_back(&mut self) {
        self.frames.bring_forward(self.ours).await;
        self.switches += 1;
    }

    /// From `welcome` to the end of Apple's steps.
    async fn visit_apple_and_return(&mut self) {
        self.read("welcome").await;
        self.click("continue", "address").await;
        self.type_into("address", ADDRESS).await;
        self.click("continue", "prepare").await;
        self.open_apple().await;
        self.follow_steps().await;
    }

    /// The password is copied on Apple's page, and the window offers it.
    async fn use_what_was_copied(&mut self) {
        copy(self.world, PASSWORD);
        self.come_back().await;
        self.click("use-copied", "done").await;
    }

    /// The password is copied on Apple's page, and pasted.
    async fn paste_and_connect(&mut self) {
        copy(self.world, PASSWORD);
        self.come_back().await;
        self.click("have-password", "password").await;
        self.paste().await;
        self.click("continue", "done").await;
    }

    async fn paste(&mut self) {
        let window = self.window();
        window.click("paste").await;
        self.pastes += 1;
        window
            .wait("what was pasted", async || {
                window.has("[data-good]").await.then_some(())
            })
            .await;
    }

    /// The rows of this way, and of the screens that are counted on it, stand in the page on words as they are.
    fn compare(&self, name: &str, screens: &[&str]) {
        let (clicks, steps, pastes, switches) =
            (self.clicks, self.steps, self.pastes, self.switches);
        let mut rows = vec![format!(
            "| {name} | {clicks} | {steps} | {pastes} | {switches} |"
        )];
        for screen in screens {
            let words = self.words.get(screen).copied().unwrap_or_default();
            rows.push(format!("| {screen} | {words} |"));
        }
        let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/words.md");
        let page = fs::read_to_string(page).unwrap_or_default();
        rows.retain(|row| !page.lines().any(|line| line == row));
        assert!(rows.is_empty(), "docs/words.md lacks:\n{}", rows.join("\n"));
    }
}

#[tokio::test]
async fn practice() {
    let world = Desktop::builder().managed().start().await;
    let mut way = Way::of(&world, "Practice").await;
    way.read("start").await;
    way.window().click("use-practice").await;
    way.visit_apple_and_return().await;
    way.use_what_was_copied().await;
    assert!(way.clicks <= 5 && way.pastes <= 1);
    way.compare(
        "practice, from `welcome`; the copied password is offered",
        &["start"],
    );
}

#[tokio::test]
async fn with_a_key_and_a_profile() {
    let nylas = nylas().await;
    let world = operator(&nylas).managed().start().await;
    let mut way = Way::of(&world, "Acme CRM").await;
    way.read("home").await;
    way.window().click("connect-customer").await;
    way.visit_apple_and_return().await;
    way.use_what_was_copied().await;
    assert!(way.clicks <= 5 && way.pastes <= 1);
    way.compare(
        "with a key and a profile, from `welcome`; the copied password is offered",
        &[],
    );
    drop(world);

    let world = operator(&nylas).managed().start().await;
    let mut way = Way::of(&world, "Acme CRM").await;
    way.read("home").await;
    way.window().click("connect-customer").await;
    way.visit_apple_and_return().await;
    way.paste_and_connect().await;
    assert!(way.clicks <= 5 && way.pastes <= 1);
    way.compare("the same, but the password is pasted", SCREENS);
}

/// Nothing is known but the key, and its application has no connector for iCloud.
#[tokio::test]
async fn with_a_key_for_the_first_time() {
    let options = Options {
        api_key: Some(KEY.into()),
        ..Options::default()
    };
    let nylas = Simulator::start(options)
        .await
        .unwrap_or_else(|error| panic!("no simulator: {error}"));
    let world: Builder = Desktop::builder()
        .profile("[apple]\ncheck_first = false\n")
        .env("NYLAS_API_URI", &nylas.origin());
    let world = world.managed().start().await;
    let mut way = Way::of(&world, "Practice").await;
    way.read("start").await;
    way.click("use-api-key", "operator").await;
    let window = way.window();
    window
        .wait("the question for the key", async || {
            window.has("input[name=api-key]").await.then_some(())
        })
        .await;
    window.settled().await;
    assert_eq!(window.focused().await, "api-key");
    window.put("api-key", KEY).await;
    way.pastes += 1;
    way.click("continue", "operator").await;
    window
        .wait("the missing connector", async || {
            (!window.has("input[name=api-key]").await).then_some(())
        })
        .await;
    way.click("continue", "home").await;
    way.click("connect-customer", "welcome").await;
    way.visit_apple_and_return().await;
    way.use_what_was_copied().await;
    way.compare(
        "with a key for the first time, from `start`; iCloud isn’t set up at Nylas",
        &["operator"],
    );
}

#[tokio::test]
async fn on_nylas_page() {
    let (_nylas, world, _) = hosted::start(Desktop::builder().managed()).await;
    let mut way = Way::of(&world, "Acme CRM").await;
    way.visit_apple_and_return().await;
    way.come_back().await;
    way.click("have-password", "sign-in").await;
    let page = hosted::open(&world).await;
    way.clicks += 1;
    way.frames.bring_forward(BROWSER).await;
    let browser = Browser::start().await;
    hosted::sign_in(&browser, &page, ADDRESS).await;
    way.pastes += 1;
    way.frames.wait_active("Acme CRM").await;
    way.read("done").await;
    browser.close().await;
    way.compare(
        "on Nylas’ page, from `welcome`; the paste is on that page",
        &["sign-in"],
    );
}

#[tokio::test]
async fn by_invitation() {
    let company = Company::start().await;
    let world: Builder = Desktop::builder()
        .profile("[apple]\ncheck_first = false\n")
        .argument(&company.link);
    let world = world.managed().start().await;
    let mut way = Way::of(&world, "Maple Care").await;
    way.read("invited").await;
    let window = way.window();
    window.click("confirm").await;
    way.clicks += 1;
    window
        .wait("welcome", async || {
            (window.screen().await == "welcome").then_some(())
        })
        .await;
    window.settled().await;
    way.note("welcome, with an invitation").await;
    way.click("continue", "prepare").await;
    way.open_apple().await;
    way.follow_steps().await;
    way.use_what_was_copied().await;
    way.compare(
        "by invitation, from its link; the copied password is offered",
        &["invited", "welcome, with an invitation"],
    );
}
