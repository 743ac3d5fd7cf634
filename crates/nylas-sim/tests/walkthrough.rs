//! The lines of `docs/practice.md` do what they say, with the program as it is started there.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

const PAGE: &str = include_str!("../../../docs/practice.md");

/// The program, ended with the test.
struct Started {
    child: Child,
    address: String,
}

impl Started {
    fn new(flags: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_nylas-sim"))
            .args(flags)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line.strip_prefix("address").unwrap().trim().to_owned();
        Started { child, address }
    }

    /// What a shell says to this, and whether it went well.
    fn shell(&self, lines: &str) -> (bool, String) {
        let lines = lines.replace("http://127.0.0.1:4010", &self.address);
        let said = Command::new("sh")
            .args(["-euc", &lines])
            .env("no_proxy", "*")
            .output()
            .unwrap();
        let text = String::from_utf8(said.stdout).unwrap();
        (said.status.success(), text)
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn lines() -> &'static str {
    let (_, block) = PAGE.split_once("```sh\n").unwrap();
    block.split_once("```").unwrap().0
}

#[test]
fn the_lines_of_the_page_connect_an_account_and_read_it() {
    assert_eq!(lines().lines().filter(|l| l.starts_with("curl")).count(), 5);
    let started = Started::new(&["--api-key", "nyk_v0_practice"]);
    // Each answer on a line of its own.
    let (worked, said) = started.shell(&lines().replace("curl -s", "curl -s -w '\\n'"));
    let answers: Vec<serde_json::Value> = said
        .lines()
        .map(|answer| serde_json::from_str(answer).unwrap())
        .collect();
    assert!(worked && answers.len() == 5, "{said}");
    let [connectors, made, grant, calendars, messages] = &answers[..] else {
        unreachable!("five answers")
    };
    assert_eq!(connectors["data"][0]["provider"], "icloud", "{said}");
    assert_eq!(grant["data"]["id"], made["data"]["id"], "{said}");
    assert_eq!(grant["data"]["state"], "order-17", "{said}");
    assert!(calendars["data"][0]["name"].is_string(), "{said}");
    assert_eq!(messages["data"].as_array().unwrap().len(), 1, "{said}");
}

#[test]
fn a_bare_one_is_like_a_new_application() {
    let started = Started::new(&["--api-key", "nyk_v0_practice", "--bare"]);
    let (_, said) = started.shell(&lines().replace("curl -s", "curl -s -w '\\n'"));
    let first: serde_json::Value = serde_json::from_str(said.lines().next().unwrap()).unwrap();
    assert_eq!(first["data"], serde_json::json!([]), "{said}");
    assert!(said.contains("No connector"), "{said}");
}
