//! A picture of every screen, light and dark, wide and narrow; axe-core looks at each.

use crate::{
    accounts::{GRANT, connect, nylas, open_menu, operator, press_for, rows},
    driver::{Builder, Desktop, Window},
    hosted,
    invited::Company,
    journey::{ADDRESS, PASSWORD, axe},
};
use std::path::PathBuf;

/// Takes the pictures into the folder that `ICLOUD_CONNECT_TOUR` names; without it only axe-core looks.
struct Tour<'a> {
    window: &'a Window,
    folder: Option<PathBuf>,
    theme: &'a str,
    found: Vec<String>,
}

impl Tour<'_> {
    async fn look(&mut self, name: &str) {
        if let Some(folder) = &self.folder {
            self.window
                .picture(&folder.join(format!("{}-{name}.png", self.theme)))
                .await;
        }
        let found = axe(self.window).await;
        if !found.is_empty() {
            self.found.push(format!("{name}: {found}"));
        }
    }
}

async fn tour(world: Desktop, theme: &str) {
    let window = world.window();
    let folder = std::env::var_os("ICLOUD_CONNECT_TOUR").map(PathBuf::from);
    let mut tour = Tour {
        window,
        folder,
        theme,
        found: vec![],
    };
    window.wait_screen(&["start"]).await;
    tour.look("01-start").await;
    window.click("use-invitation").await;
    window
        .wait("the field", async || {
            window.has("input[name=invitation]").await.then_some(())
        })
        .await;
    tour.look("28-start-invitation").await;
    let link = "http://localhost:9/i/qzxvwkjhgfdsp1mkqzxvwkjhgfdsp1mk";
    window.fill("invitation", link).await;
    window.click("continue").await;
    window.wait_screen(&["invited"]).await;
    tour.look("29-invited").await;
    window.click("confirm").await;
    window.wait("I05", async || window.problem().await).await;
    tour.look("30-invited-no-answer").await;
    window.click("cancel").await;
    window.click("continue").await;
    window.wait_screen(&["start"]).await;
    window.click("use-api-key").await;
    window.wait_screen(&["operator"]).await;
    window
        .wait("the question for the key", async || {
            window.has("input[name=api-key]").await.then_some(())
        })
        .await;
    tour.look("02-operator").await;
    window.click("back").await;
    window.wait_screen(&["start"]).await;
    window.click("use-practice").await;
    window.wait_screen(&["welcome"]).await;
    tour.look("03-welcome").await;
    window.click("help").await;
    window
        .wait("help", async || window.has("#help").await.then_some(()))
        .await;
    tour.look("04-welcome-help").await;
    window.click("about").await;
    window
        .wait("what this is", async || {
            window.has("#about").await.then_some(())
        })
        .await;
    tour.look("26-about").await;
    window.press([fantoccini::key::Key::Escape]).await;
    window.click("continue").await;
    window.wait_screen(&["address"]).await;
    tour.look("05-address").await;
    window.fill("address", "nyla.park@iclould.com").await;
    window.click("continue").await;
    window
        .wait("the suggestion", async || {
            window
                .has("[data-action=use-suggestion]")
                .await
                .then_some(())
        })
        .await;
    tour.look("06-address-suggested").await;
    window.fill("address", "nyla.park@gmail.com").await;
    window.click("continue").await;
    window
        .wait("the second field", async || {
            window.has("input[name=apple-id]").await.then_some(())
        })
        .await;
    tour.look("06-address-elsewhere").await;
    window.fill("address", ADDRESS).await;
    window.click("continue").await;
    window.wait_screen(&["prepare"]).await;
    tour.look("07-prepare").await;
    window.click("open-apple").await;
    tour.look("08-prepare-opened").await;
    window.click("have-password").await;
    window.wait_screen(&["password"]).await;
    tour.look("09-password").await;
    window.fill("app-password", "Summer2024!").await;
    window.click("continue").await;
    window.wait("P01", async || window.problem().await).await;
    tour.look("10-password-normal").await;
    window.fill("app-password", PASSWORD).await;
    tour.look("11-password-good").await;
    window.click("continue").await;
    window.wait_screen(&["connecting"]).await;
    window
        .wait("the grant", async || {
            (window.stages().await.get("grant").map(String::as_str) == Some("running"))
                .then_some(())
        })
        .await;
    if let Some(folder) = &tour.folder {
        window
            .picture(&folder.join(format!("{theme}-12-connecting.png")))
            .await;
    }
    window.wait_screen(&["done"]).await;
    tour.look("13-done").await;
    window.click("connect-another").await;
    another(window, "slow@icloud.com").await;
    window.wait_screen(&["connecting"]).await;
    window
        .press([fantoccini::key::Key::Control.into(), 'w'])
        .await;
    window
        .wait("the question", async || {
            window.has("[data-ask]").await.then_some(())
        })
        .await;
    tour.look("27-connecting-closing").await;
    window.press([fantoccini::key::Key::Escape]).await;
    window.click("cancel").await;
    for screen in ["password", "prepare"] {
        window.wait_screen(&[screen]).await;
        window.click("back").await;
    }
    another(window, "rate-limited@icloud.com").await;
    window.wait("N06", async || window.problem().await).await;
    tour.look("14-connecting-rate-limited").await;
    assert!(
        tour.found.is_empty(),
        "axe-core found:\n{}",
        tour.found.join("\n")
    );
}

/// From `address` to the moment at which connecting began.
async fn another(window: &Window, address: &str) {
    window.wait_screen(&["address"]).await;
    window.fill("address", address).await;
    window.click("continue").await;
    window.wait_screen(&["prepare"]).await;
    window.click("have-password").await;
    window.wait_screen(&["password"]).await;
    window.fill("app-password", PASSWORD).await;
    window.click("continue").await;
}

/// What somebody sees who was invited.
async fn invited(shape: impl Fn(Builder) -> Builder, theme: &str) {
    let company = Company::start().await;
    let world = Desktop::builder()
        .profile("[apple]\ncheck_first = false\n")
        .argument(&company.link);
    let world = shape(world).start().await;
    let window = world.window();
    let folder = std::env::var_os("ICLOUD_CONNECT_TOUR").map(PathBuf::from);
    let mut tour = Tour {
        window,
        folder,
        theme,
        found: vec![],
    };
    window.wait_screen(&["invited"]).await;
    window.click("confirm").await;
    window.wait_screen(&["welcome"]).await;
    tour.look("32-welcome-invited").await;
    window.click("continue").await;
    window.wait_screen(&["prepare"]).await;
    window.click("have-password").await;
    window.wait_screen(&["password"]).await;
    tour.look("33-password-invited").await;
    assert!(
        tour.found.is_empty(),
        "axe-core found:\n{}",
        tour.found.join("\n")
    );
}

/// The screens of signing in on Nylas' page.
async fn tour_of_signing_in(world: Builder, theme: &str) {
    let (_nylas, world, _) = hosted::start(world).await;
    let window = world.window();
    let folder = std::env::var_os("ICLOUD_CONNECT_TOUR").map(PathBuf::from);
    let mut tour = Tour {
        window,
        folder,
        theme,
        found: vec![],
    };
    hosted::up_to_sign_in(&world).await;
    tour.look("22-sign-in").await;
    window.click("sign-in").await;
    window
        .wait("the time that is left", async || {
            window.has("[data-waiting]").await.then_some(())
        })
        .await;
    window
        .js("document.querySelector('#card [data-fold]').click()", &[])
        .await;
    tour.look("23-sign-in-waiting").await;
    assert!(
        tour.found.is_empty(),
        "axe-core found:\n{}",
        tour.found.join("\n")
    );
}

#[tokio::test]
async fn tour_of_signing_in_light_dark_and_narrow() {
    tour_of_signing_in(Desktop::builder(), "light").await;
    tour_of_signing_in(Desktop::builder().dark(), "dark").await;
    tour_of_signing_in(Desktop::builder().size(360, 740), "narrow").await;
}

/// At a company's desk: what is connected, and everything that is connected to its application.
async fn accounts(shape: impl Fn(Builder) -> Builder, theme: &str) {
    let nylas = nylas().await;
    nylas.seed_grants(250);
    let world = shape(operator(&nylas)).start().await;
    let window = world.window();
    let folder = std::env::var_os("ICLOUD_CONNECT_TOUR").map(PathBuf::from);
    let mut tour = Tour {
        window,
        folder,
        theme,
        found: vec![],
    };
    window.wait_screen(&["home"]).await;
    tour.look("15-home").await;
    window.click("make-profile").await;
    window
        .wait("what will be in it", async || {
            window.has("input[name=company]").await.then_some(())
        })
        .await;
    tour.look("24-make-profile").await;
    window.click("preview-profile").await;
    window.wait_screen(&["welcome"]).await;
    tour.look("31-make-profile-preview").await;
    window.click("back").await;
    window
        .wait("the form", async || {
            window.has("input[name=company]").await.then_some(())
        })
        .await;
    window.click("continue").await;
    window
        .wait("the profile", async || {
            window.has("[data-action=copy-profile]").await.then_some(())
        })
        .await;
    tour.look("25-make-profile-made").await;
    window.click("continue").await;
    window.wait_screen(&["welcome"]).await;
    window.click("continue").await;
    connect(window, ADDRESS).await;
    window.click("connect-another").await;
    connect(window, "jo.berg@me.com").await;
    nylas.change_apple_password(ADDRESS);
    window.click("check-now").await;
    window
        .wait("the new state", async || {
            (rows(window).await[0].1 == "needs-password").then_some(())
        })
        .await;
    tour.look("16-accounts").await;
    let grant = rows(window).await[0].0.clone();
    open_menu(window, &grant).await;
    tour.look("19-accounts-menu").await;
    press_for(window, "disconnect", &grant).await;
    window
        .wait("the question", async || {
            window.has("[data-ask]").await.then_some(())
        })
        .await;
    tour.look("17-accounts-disconnect").await;
    window.click("cancel").await;
    window.click("renew").await;
    window.wait_screen(&["prepare"]).await;
    tour.look("18-prepare-renewal").await;
    window.click("back").await;
    window.wait_screen(&["accounts"]).await;
    rows(window).await;
    window.click("back").await;
    window.wait_screen(&["home"]).await;
    window.click("all-grants").await;
    window
        .wait("all grants", async || window.has(GRANT).await.then_some(()))
        .await;
    tour.look("20-accounts-all").await;
    let row = "return document.querySelectorAll('.grants [data-grant-id]')[2].textContent";
    let third = window.js(row, &[]).await;
    let third = third.as_str().unwrap_or_default();
    open_menu(window, third).await;
    tour.look("28-accounts-all-menu").await;
    press_for(window, "disconnect", third).await;
    window
        .wait("the question", async || {
            window.has("[data-ask]").await.then_some(())
        })
        .await;
    tour.look("29-accounts-all-disconnect").await;
    window.click("cancel").await;
    window.settled().await;
    window
        .js("[...document.querySelectorAll('.grants [data-action=select]')].slice(0, 7).forEach(b => b.click())", &[])
        .await;
    window.click("disconnect-selected").await;
    window
        .wait("the question", async || {
            window.has("[data-ask]").await.then_some(())
        })
        .await;
    tour.look("30-accounts-all-several").await;
    window.click("cancel").await;
    window.click("back").await;
    window.wait_screen(&["home"]).await;
    window.click("accounts").await;
    window
        .wait("the list", async || {
            window.has(".accounts > li").await.then_some(())
        })
        .await;
    rows(window).await;
    press_for(window, "disconnect", &grant).await;
    window.click("confirm").await;
    window
        .wait("the end", async || {
            window.has("#removed").await.then_some(())
        })
        .await;
    tour.look("21-accounts-removed").await;
    assert!(
        tour.found.is_empty(),
        "axe-core found:\n{}",
        tour.found.join("\n")
    );
}

#[tokio::test]
async fn tour_light() {
    tour(Desktop::builder().start().await, "light").await;
    accounts(|builder| builder, "light").await;
    invited(|builder| builder, "light").await;
}

#[tokio::test]
async fn tour_dark() {
    tour(Desktop::builder().dark().start().await, "dark").await;
    accounts(Builder::dark, "dark").await;
    invited(Builder::dark, "dark").await;
}

#[tokio::test]
async fn tour_narrow() {
    tour(Desktop::builder().size(360, 740).start().await, "narrow").await;
    accounts(|builder| builder.size(360, 740), "narrow").await;
    invited(|builder| builder.size(360, 740), "narrow").await;
}

#[tokio::test]
async fn tour_large() {
    let large = |builder: Builder| builder.env("GDK_DPI_SCALE", "2").size(1280, 960);
    accounts(large, "large").await;
    invited(large, "large").await;
}
