//! A company's picture in the real window: it comes once, stays, and comes again to a page that is loaded anew.

use crate::driver::{Desktop, Window};

const PROFILE: &str =
    "[organization]\nname = \"Acme CRM\"\nlogo = \"logo.png\"\n[connection]\nkind = \"practice\"\n";

/// A white picture of 300 by 200 pixels.
fn png() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 300, 200);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder
        .write_header()
        .unwrap_or_else(|error| panic!("no picture: {error}"));
    writer
        .write_image_data(&[255; 300 * 200])
        .unwrap_or_else(|error| panic!("no picture: {error}"));
    drop(writer);
    bytes
}

/// The picture's address, once it is drawn 128 pixels wide.
async fn picture(window: &Window) -> String {
    let script = "const logo = document.querySelector('img.logo');
        return logo?.complete && logo.naturalWidth === 128 && logo.naturalHeight === 85 ? logo.src : null";
    window
        .wait("the picture", async || {
            window.js(script, &[]).await.as_str().map(str::to_owned)
        })
        .await
}

#[tokio::test]
async fn a_company_s_picture_comes_once_stays_and_comes_again_to_a_new_page() {
    let world = Desktop::builder()
        .file("outside/logo.png", &png())
        .profile(PROFILE)
        .start()
        .await;
    let window = world.window();
    window.wait_screen(&["welcome"]).await;
    let first = picture(window).await;
    assert!(first.starts_with("data:image/png;base64,"));
    window.click("continue").await;
    window.wait_screen(&["address"]).await;
    assert_eq!(picture(window).await, first);
    window.js("location.reload()", &[]).await;
    window.wait_screen(&["address"]).await;
    assert_eq!(picture(window).await, first);
}

#[tokio::test]
async fn what_the_disk_says_of_the_window_is_not_believed() {
    let huge = r#"{"main":{"width":4294967295,"height":1,"x":2147483647,"y":0,"prev_x":0,"prev_y":0,"maximized":false,"visible":false,"decorated":false,"fullscreen":true}}"#;
    let hidden = r#"{"main":{"width":800,"height":600,"x":10,"y":10,"prev_x":0,"prev_y":0,"maximized":false,"visible":false,"decorated":false,"fullscreen":true}}"#;
    for (text, width) in [(huge, 1024), (hidden, 800)] {
        let world = Desktop::builder()
            .file("app/.window-state.json", text.as_bytes())
            .profile("[connection]\nkind = \"practice\"\n")
            .start()
            .await;
        let window = world.window();
        window.wait_screen(&["welcome"]).await;
        let size = format!("return innerWidth === {width}");
        window
            .wait("the usual window", async || {
                (window.js(&size, &[]).await == serde_json::json!(true)).then_some(())
            })
            .await;
    }
}
