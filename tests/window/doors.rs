//! The first screen's doors, in the real window.

use crate::driver::Desktop;
use crate::journey::axe;

const ACME: &str = "[organization]\nname = \"Acme CRM\"\n[connection]\nkind = \"practice\"\n";

#[tokio::test]
async fn a_settings_file_is_opened_by_its_place_and_put_away_again() {
    let world = Desktop::builder()
        .file("outside/acme.toml", ACME.as_bytes())
        .start()
        .await;
    let window = world.window();
    window.wait_screen(&["start"]).await;
    window.click("use-invitation").await;
    window
        .wait("the field", async || {
            window.has("input[name=invitation]").await.then_some(())
        })
        .await;
    assert_eq!(axe(window).await, "");
    window.click("continue").await;
    window.wait("I04", async || window.problem().await).await;
    let place = world.path("outside/acme.toml");
    window
        .fill("invitation", &place.display().to_string())
        .await;
    window.click("continue").await;
    window.wait_screen(&["invited"]).await;
    assert_eq!(axe(window).await, "");
    window.click("confirm").await;
    window.wait_screen(&["welcome"]).await;
    assert!(
        world.path("app/opened/profile.toml").exists() || !world.files_with("Acme CRM").is_empty()
    );
    window.click("help").await;
    window.click("about").await;
    window.click("use-no-file").await;
    window.wait_screen(&["start"]).await;
}
