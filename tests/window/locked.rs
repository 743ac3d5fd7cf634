//! The webview is locked: what the built configuration allows is listed here, and anything more fails.

use serde_json::{Value, json};
use std::path::Path;

fn file(path: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn the_content_policy_has_no_exceptions() {
    let security = file("tauri.conf.json")["app"]["security"].clone();
    let allowed = json!({
        "csp": {
            "default-src": "'none'",
            "script-src": "'self'",
            "style-src": "'self'",
            "img-src": "'self' data:",
            "connect-src": "ipc: http://ipc.localhost",
            "base-uri": "'none'",
            "form-action": "'none'",
            "frame-ancestors": "'none'",
            "object-src": "'none'"
        },
        "freezePrototype": true,
        "capabilities": security["capabilities"]
    });
    assert_eq!(security, allowed);
}

#[test]
fn the_page_may_use_two_commands() {
    let mut capabilities = file("tauri.conf.json")["app"]["security"]["capabilities"].take();
    let main = capabilities[0].take();
    assert_eq!(capabilities, json!([null]));
    assert_eq!(main["permissions"], json!(["page"]));
    assert_eq!(main["windows"], json!(["main"]));
    assert!(main.get("remote").is_none());
    let others = Path::new(env!("CARGO_MANIFEST_DIR")).join("capabilities");
    assert!(!others.exists(), "Tauri would read it");
}

#[tokio::test]
async fn the_page_can_do_nothing_else() {
    let world = crate::journey::world().await;
    let window = world.window();
    window.wait_screen(&["start"]).await;
    let asked = [
        ("plugin:store|load", json!({"path": "state.json"})),
        ("plugin:window|close", json!({})),
        (
            "plugin:event|emit",
            json!({"event": "screen-changed", "payload": {}}),
        ),
        (
            "plugin:event|listen",
            json!({"event": "screen-changed", "target": {"kind": "Any"}, "handler": 1}),
        ),
        (
            "plugin:webview|create_webview_window",
            json!({"options": {"label": "x", "url": "https://example.com"}}),
        ),
        ("plugin:log|log", json!({"level": 3, "message": "x"})),
        ("plugin:app|version", json!({})),
    ];
    for (command, arguments) in asked {
        let script = "try { await window.__TAURI__.core.invoke(arguments[0], arguments[1]); return 'allowed' } catch { return 'refused' }";
        assert_eq!(
            window.js(script, &[json!(command), arguments]).await,
            json!("refused"),
            "{command}"
        );
    }
    let outcome = window
        .js(
            "try { await fetch('https://example.com'); return 'sent' } catch { return 'refused' }",
            &[],
        )
        .await;
    assert_eq!(
        outcome,
        json!("refused"),
        "the page itself reaches no network"
    );
    window
        .js("location.href = 'https://example.com/'; return null", &[])
        .await;
    window
        .js("window.open('https://example.com/'); return null", &[])
        .await;
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    assert_eq!(
        window.screen().await,
        "start",
        "the window stays with its own page"
    );
}

// `deny.toml` sees to it that only the app's package depends on Tauri.
#[test]
fn only_one_file_of_the_page_knows_the_bridge() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let scripts = std::fs::read_dir(root.join("ui"))
        .into_iter()
        .flatten()
        .flatten();
    let knowing: Vec<_> = scripts
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "js"))
        .filter(|path| std::fs::read_to_string(path).is_ok_and(|js| js.contains("__TAURI__")))
        .filter_map(|path| path.file_name().map(|name| name.to_owned()))
        .collect();
    assert_eq!(knowing, ["backend.js"]);
}

// What they must not call, clippy refuses by these rules.
#[test]
fn the_rooms_without_io_have_the_same_rules_and_no_runtime() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates");
    let [wizard, apple] = ["wizard", "apple"].map(|room| {
        let text = |name: &str| {
            let path = root.join(room).join(name);
            std::fs::read_to_string(&path)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        };
        let manifest = text("Cargo.toml");
        for runtime in ["tokio", "futures", "async", "reqwest", "hyper"] {
            assert!(!manifest.contains(runtime), "{room} depends on {runtime}");
        }
        text("clippy.toml")
    });
    assert_eq!(wizard, apple);
}

/// The page needs not ask for what it shows first. Asked for under another address, the script is made anew.
#[tokio::test]
async fn the_screen_of_the_moment_comes_as_a_script() {
    let world = crate::journey::world().await;
    let window = world.window();
    window.wait_screen(&["start"]).await;
    let script = "const { default: { screen } } = await import('/first.js?again'); return [screen.name, screen.text.heading]";
    let heading = window.text("h1").await;
    assert_eq!(window.js(script, &[]).await, json!(["start", heading]));
}
