//! What only Nylas' official Python SDK can show: evidence from a client that nobody here wrote.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use std::process::Command;

use nylas_contract::{Record, check_answer, check_request, record};
use nylas_sim::{Options, Simulator};

const RECORD: &str = include_str!("record.py");
const DRIVE: &str = include_str!("drive.py");

/// Runs a script with the SDK, and returns what it printed.
fn python(script: &str, arguments: &[&str]) -> String {
    let python = std::env::var_os("ICLOUD_CONNECT_SDK_PYTHON");
    let run = Command::new(python.expect("ICLOUD_CONNECT_SDK_PYTHON names a Python with the SDK"))
        .args(["-c", script])
        .args(arguments)
        .env("NO_PROXY", "127.0.0.1")
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{told}");
    String::from_utf8(run.stdout).unwrap()
}

#[test]
#[ignore = "needs Nylas' Python SDK: cargo xtask test has it"]
fn the_golden_requests_are_what_the_sdk_sends() {
    let sent: Record = serde_json::from_str(&python(RECORD, &[])).unwrap();
    assert_eq!(sent, *record());
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Nylas' Python SDK: cargo xtask test has it"]
async fn the_sdk_finds_its_way_through_the_simulator_and_both_keep_the_contract() {
    let options = Options {
        record: true,
        ..Options::default()
    };
    let simulator = Simulator::start(options).await.unwrap();
    let arguments = [simulator.origin(), simulator.api_key().to_owned()];
    let drive = move || python(DRIVE, &[&arguments[0], &arguments[1]]);
    tokio::task::spawn_blocking(drive).await.unwrap();
    assert_eq!(simulator.custom_auth_count(), 5);
    assert_eq!((simulator.codes_issued(), simulator.live_tokens()), (2, 0));
    let exchanges = simulator.exchanges();
    assert!(!exchanges.is_empty());
    for exchange in exchanges {
        let (method, path) = (&exchange.method, &exchange.path);
        let mut verdict = check_answer(method, path, exchange.status, &exchange.answer);
        if exchange.status < 400 {
            let query: Vec<_> = url::form_urlencoded::parse(exchange.query.as_bytes())
                .into_owned()
                .collect();
            let body = exchange.request.as_ref();
            verdict = verdict.and(check_request(method, path, &query, body));
        }
        assert_eq!(verdict, Ok(()));
    }
}
