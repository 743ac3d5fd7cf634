//! Nylas' official Python SDK drives the simulator: evidence from a client that this project did not write.

use std::process::Command;

use super::Practice;

#[tokio::test(flavor = "multi_thread")]
async fn the_official_python_sdk_finds_its_way() {
    let Some(python) = std::env::var_os("ICLOUD_CONNECT_SDK_PYTHON") else {
        eprintln!(
            "SKIPPED: ICLOUD_CONNECT_SDK_PYTHON names no Python with nylas==6.18.0, so the SDK does not drive the simulator"
        );
        return;
    };
    let practice = Practice::start().await;
    let mut command = Command::new(python);
    command
        .arg(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/src/tests/sdk_check.py"
        ))
        .args([&practice.simulator.origin(), practice.simulator.api_key()])
        .env("NO_PROXY", "127.0.0.1");
    let run = tokio::task::spawn_blocking(move || command.output());
    let run = run.await.unwrap().unwrap();
    assert!(
        run.status.success(),
        "{}{}",
        String::from_utf8_lossy(&run.stdout),
        String::from_utf8_lossy(&run.stderr)
    );
    assert_eq!(practice.simulator.custom_auth_count(), 5);
    assert_eq!(
        (
            practice.simulator.codes_issued(),
            practice.simulator.live_tokens()
        ),
        (2, 0)
    );
}
