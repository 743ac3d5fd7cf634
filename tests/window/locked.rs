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
        "capabilities": ["main"]
    });
    assert_eq!(security, allowed);
}

#[test]
fn the_page_may_listen_and_use_two_commands() {
    let capabilities: Vec<_> =
        std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src-tauri/capabilities"))
            .into_iter()
            .flatten()
            .flatten()
            .collect();
    assert_eq!(capabilities.len(), 1);
    let main = file("src-tauri/capabilities/main.json");
    assert_eq!(
        main["permissions"],
        json!(["page", "core:event:allow-listen"])
    );
    assert_eq!(main["windows"], json!(["main"]));
    assert!(main.get("remote").is_none());
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

#[test]
fn each_room_keeps_to_itself() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let naming = |folder: &str, end: &str, word: &str| -> Vec<String> {
        let listed = std::process::Command::new("grep")
            .current_dir(root)
            .args(["-rl", &format!("--include=*{end}"), word, folder])
            .output();
        let listed = listed.unwrap_or_else(|error| panic!("grep: {error}"));
        String::from_utf8_lossy(&listed.stdout)
            .lines()
            .map(str::to_owned)
            .collect()
    };
    assert_eq!(
        naming("ui", ".js", "__TAURI__"),
        ["ui/backend.js"],
        "only one file of the page knows the bridge"
    );
    assert_eq!(
        naming("crates", "Cargo.toml", "^tauri"),
        Vec::<String>::new(),
        "only src-tauri knows Tauri"
    );
    for pure in ["crates/wizard/src", "crates/apple/src"] {
        for word in [
            "std::fs",
            "std::net",
            "SystemTime",
            "Instant::",
            "async fn",
            "tokio",
        ] {
            assert_eq!(
                naming(pure, ".rs", word),
                Vec::<String>::new(),
                "{pure} does no I/O and reads no clock: {word}"
            );
        }
    }
}
