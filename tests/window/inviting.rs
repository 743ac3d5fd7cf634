//! The company's own people invite a customer in the real window, at the company's real relay.

use crate::{
    driver::{Builder, Desktop, Window},
    invited::Company,
    journey::axe,
};
use serde_json::json;
use std::path::PathBuf;

/// One person's invitation is stuck at the password.
pub(crate) const STUCK: &str = "state = 'claimed', claimed_at = created_at, step = 'password', problem = 'N01', problem_at = created_at, version = '0.1.0', system = 'linux' WHERE account LIKE 'jo%'";

/// The desk of this company, whose Nylas key is at hand.
pub(crate) fn operator(company: &Company) -> Builder {
    let profile = format!(
        "[organization]\nname = \"Maple Care\"\n[connection]\nkind = \"api-key\"\napi_url = \"{}\"\n[apple]\ncheck_first = false\n",
        company.nylas.origin()
    );
    Desktop::builder()
        .profile(&profile)
        .env("NYLAS_API_KEY", company.nylas.api_key())
}

pub(crate) async fn has(window: &Window, css: &str) {
    window
        .wait(css, async || window.has(css).await.then_some(()))
        .await;
}

/// A picture where somebody wants one, and what axe-core says.
async fn look(window: &Window, name: &str) {
    if let Some(folder) = std::env::var_os("ICLOUD_CONNECT_TOUR") {
        let picture = PathBuf::from(folder).join(format!("{name}.png"));
        window.picture(&picture).await;
    }
    assert_eq!(axe(window).await, "", "{name}");
}

/// From `home` to the form, with address and key typed.
async fn to_form(window: &Window, company: &Company) {
    window.wait_screen(&["home"]).await;
    window.click("invite").await;
    window.wait_screen(&["relay-key"]).await;
    has(window, "input[name=relay-key]").await;
    window.fill("relay", &company.address).await;
    window.put("relay-key", &company.key).await;
    window.click("continue").await;
    window.wait_screen(&["invite"]).await;
}

/// The link of an invitation for this account.
async fn invite(window: &Window, account: &str, name: &str) -> String {
    window.fill("account", account).await;
    window.fill("recipient", name).await;
    window.click("continue").await;
    has(window, "[data-invitation]").await;
    window.text("[data-invitation]").await
}

#[tokio::test]
async fn an_invitation_is_made_and_copied_and_opens_for_its_customer() {
    let company = Company::start().await;
    let mut world = operator(&company).start().await;
    let window = world.window();
    window.wait_screen(&["home"]).await;
    look(window, "inviting-1-home").await;
    window.click("invite").await;
    window.wait_screen(&["relay-key"]).await;
    has(window, "input[name=relay-key]").await;
    look(window, "inviting-2-relay-key").await;
    window.fill("relay", &company.address).await;
    window.put("relay-key", "icr_nobody").await;
    window.click("continue").await;
    let problem = window.wait("I12", async || window.problem().await).await;
    assert_eq!(problem, "I12");
    look(window, "inviting-3-not-known").await;
    window.put("relay-key", &company.key).await;
    window.click("continue").await;
    window.wait_screen(&["invite"]).await;
    look(window, "inviting-4-form").await;
    window.click("invite-several").await;
    window.wait_screen(&["several"]).await;
    look(window, "inviting-8-several").await;
    window.click("back").await;
    window.wait_screen(&["invite"]).await;
    window.fill("account", "nyla@gmail.com").await;
    window.fill("recipient", "Nyla Park").await;
    window.fill("account-label", "Nyla\u{2019}s Bakery").await;
    window.click("continue").await;
    let problem = window.wait("I13", async || window.problem().await).await;
    assert_eq!(problem, "I13");
    look(window, "inviting-5-not-apple").await;
    let link = invite(window, "nyla.park@icloud.com", "Nyla Park").await;
    assert!(
        link.starts_with(&format!("{}/i/", company.address)),
        "{link}"
    );
    let said = window.text("main").await;
    for told in ["Maple Care", "Nyla Park", "14 days", "Nyla\u{2019}s Bakery"] {
        assert!(said.contains(told), "{told}: {said}");
    }
    look(window, "inviting-6-made").await;
    window.click("copy-link").await;
    has(window, ".notice, [role=status]").await;
    window.click("continue").await;
    window.wait_screen(&["home"]).await;
    assert!(!window.dom().await.contains(&link), "the link is gone");
    let ticket = link.rsplit('/').next().unwrap_or_default();
    for secret in [ticket, company.key.as_str()] {
        assert!(world.files_with(secret).is_empty(), "{secret} is in a file");
    }
    // The key is in the keychain, and is not asked for again.
    world.restart_app().await;
    let window = world.window();
    window.wait_screen(&["home"]).await;
    window.click("invite").await;
    window.wait_screen(&["invite"]).await;
    window.click("forget-key").await;
    window.wait_screen(&["relay-key"]).await;
    has(window, "[data-ask]").await;
    look(window, "inviting-7-forget").await;
    window.click("confirm").await;
    has(window, "input[name=relay-key]").await;
    drop(world);
    let customer = Desktop::builder()
        .profile("[apple]\ncheck_first = false\n")
        .argument(&link)
        .start()
        .await;
    let window = customer.window();
    window.wait_screen(&["invited"]).await;
    window.click("confirm").await;
    window.wait_screen(&["welcome"]).await;
    let said = window.text("main").await;
    assert!(said.contains("Nyla\u{2019}s Bakery"), "{said}");
}

/// Presses what stands behind the three dots of the invitation for this account.
async fn press_for(window: &Window, action: &str, account: &str) {
    window.settled().await;
    let script = "const row = [...document.querySelectorAll('.grants > [role=row]')].find(r => r.querySelector('.grant-who').textContent.includes(arguments[1]));
        row.querySelector('[data-menu]').click(); row.querySelector(`[data-action=${arguments[0]}]`).click()";
    window.js(script, &[json!(action), json!(account)]).await;
}

/// The rows of the board, once they are there and fit.
async fn rows(window: &Window, what: &str, fits: impl Fn(&[String]) -> bool) -> Vec<String> {
    let script = "return [...document.querySelectorAll('.grants > [role=row]')].map(r => r.innerText.replaceAll('\\n', ' '))";
    let look = async || {
        let rows: Vec<String> = serde_json::from_value(window.js(script, &[]).await).ok()?;
        fits(&rows).then_some(rows)
    };
    window.wait(what, look).await
}

#[tokio::test]
async fn the_board_shows_how_far_each_is_and_corrects_and_takes_one_back() {
    let company = Company::start().await;
    let world = operator(&company).start().await;
    let window = world.window();
    to_form(window, &company).await;
    invite(window, "jo.berg@me.com", "Jo Berg").await;
    window.click("continue").await;
    window.wait_screen(&["home"]).await;
    window.click("invitations").await;
    window.wait_screen(&["invitations"]).await;
    let listed = rows(window, "two rows", |rows| rows.len() == 2).await;
    assert!(
        listed[0].contains("jo.berg@me.com") && listed[0].contains("Not opened yet"),
        "{listed:?}"
    );
    assert!(listed[1].contains("Nyla Park"), "{listed:?}");
    look(window, "board-1-list").await;
    press_for(window, "correct", "jo.berg@me.com").await;
    has(window, "input[name=account]").await;
    look(window, "board-2-correct").await;
    window.fill("account", "jo@icloud.com").await;
    window.fill("account-label", "Jo\u{2019}s Books").await;
    window.click("confirm").await;
    let corrected = |rows: &[String]| rows.iter().any(|row| row.contains("jo@icloud.com"));
    let listed = rows(window, "the corrected one", corrected).await;
    assert!(listed[0].contains("Jo\u{2019}s Books"), "{listed:?}");
    press_for(window, "new-link", "jo@icloud.com").await;
    window.wait_screen(&["invite"]).await;
    has(window, "[data-invitation]").await;
    window.click("continue").await;
    window.wait_screen(&["invitations"]).await;
    rows(window, "two rows again", |rows| rows.len() == 2).await;
    press_for(window, "revoke", "jo@icloud.com").await;
    has(window, "[data-ask]").await;
    look(window, "board-3-revoke").await;
    window.click("confirm").await;
    let revoked = |rows: &[String]| rows.iter().any(|row| row.contains("Taken back"));
    rows(window, "the one that was taken back", revoked).await;
    look(window, "board-4-revoked").await;
    window.fill("search", "nyla").await;
    window.click("continue").await;
    rows(window, "what was searched for", |rows| rows.len() == 1).await;
    window.resize(420, 760).await;
    look(window, "board-5-narrow").await;
}

#[tokio::test]
async fn inviting_in_the_dark() {
    let company = Company::start().await;
    let world = operator(&company).dark().size(1280, 900).start().await;
    let window = world.window();
    to_form(window, &company).await;
    look(window, "inviting-dark-form").await;
    invite(window, "nyla.park@icloud.com", "Nyla Park").await;
    look(window, "inviting-dark-made").await;
    window.click("continue").await;
    window.wait_screen(&["home"]).await;
    window.click("invitations").await;
    window.wait_screen(&["invitations"]).await;
    rows(window, "two rows", |rows| rows.len() == 2).await;
    look(window, "inviting-dark-board").await;
}

#[tokio::test]
async fn inviting_with_text_at_200_percent() {
    let company = Company::start().await;
    let world = operator(&company)
        .env("GDK_DPI_SCALE", "2")
        .size(1280, 900)
        .start()
        .await;
    let window = world.window();
    window.wait_screen(&["home"]).await;
    window.click_by_script("invite").await;
    window.wait_screen(&["relay-key"]).await;
    has(window, "input[name=relay-key]").await;
    look(window, "inviting-200-relay-key").await;
    window.put("relay", &company.address).await;
    window.put("relay-key", &company.key).await;
    window.click_by_script("continue").await;
    window.wait_screen(&["invite"]).await;
    window.put("account", "jo.berg@me.com").await;
    window.put("recipient", "Jo Berg").await;
    look(window, "inviting-200-form").await;
    window.click_by_script("continue").await;
    has(window, "[data-invitation]").await;
    look(window, "inviting-200-made").await;
    window.click_by_script("continue").await;
    window.wait_screen(&["home"]).await;
    window.click_by_script("invitations").await;
    window.wait_screen(&["invitations"]).await;
    rows(window, "two rows", |rows| rows.len() == 2).await;
    look(window, "inviting-200-board").await;
}

#[tokio::test]
async fn tour_of_inviting_light_dark_and_narrow() {
    for theme in ["light", "dark", "narrow"] {
        let company = Company::start().await;
        let world = match theme {
            "dark" => operator(&company).dark(),
            "narrow" => operator(&company).size(360, 740),
            _ => operator(&company),
        };
        let world = world.start().await;
        let window = world.window();
        let keep = async |name: &str| look(window, &format!("{theme}-{name}")).await;
        window.wait_screen(&["home"]).await;
        window.click("invite").await;
        window.wait_screen(&["relay-key"]).await;
        has(window, "input[name=relay-key]").await;
        keep("34-relay-key").await;
        window.fill("relay", &company.address).await;
        window.put("relay-key", &company.key).await;
        window.click("continue").await;
        window.wait_screen(&["invite"]).await;
        keep("35-invite").await;
        window.click("invite-several").await;
        window.wait_screen(&["several"]).await;
        keep("36-several").await;
        window.click("back").await;
        window.wait_screen(&["invite"]).await;
        invite(window, "jo.berg@me.com", "Jo Berg").await;
        keep("37-invite-made").await;
        window.click("continue").await;
        window.wait_screen(&["home"]).await;
        window.click("invitations").await;
        window.wait_screen(&["invitations"]).await;
        rows(window, "two rows", |rows| rows.len() == 2).await;
        has(window, ".counts").await;
        let counted = window.text(".counts").await;
        assert!(counted.contains("2 Not opened yet"), "{counted}");
        keep("38-invitations").await;
        // One person is stuck, and the other's mail came back.
        for change in [
            STUCK,
            "state = 'sent', sent_at = created_at, bounced_at = created_at WHERE account LIKE 'nyla%'",
        ] {
            company.change(change).await;
        }
        window.click("back").await;
        window.wait_screen(&["home"]).await;
        window.click("invitations").await;
        window.wait_screen(&["invitations"]).await;
        let what = |rows: &[String]| {
            rows.iter()
                .any(|row| row.contains("The mail didn’t get there"))
        };
        let listed = rows(window, "what came back", what).await;
        assert!(
            listed[0].contains("Stuck at the password: N01"),
            "{listed:?}"
        );
        has(window, ".counts ~ .counts").await;
        let stuck = window.text(".counts ~ .counts").await;
        assert!(stuck.contains("1 Stuck at the password: N01"), "{stuck}");
        keep("39-board").await;
    }
}
