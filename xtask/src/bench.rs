//! `cargo xtask bench`: how fast and how large the window is, beside a bare one; and what a relay does, and what it costs.

use std::process::ExitCode;

use anyhow::Result;

use crate::{needs, setup, step, test};

/// Measures a release build and prints tables.
///
/// # Errors
/// When something is missing that cannot be installed, or a program cannot be started.
pub(crate) fn bench() -> Result<ExitCode> {
    let tools = test::tools()?;
    for (command, words) in [
        ("build", "--release --example bare"),
        (
            "test",
            "--release --test window -- bench --ignored --nocapture --test-threads=1",
        ),
    ] {
        let mut step = setup::cargo(command);
        step.args(words.split(' '));
        tools.tell(&mut step);
        let status = step::run(&mut step)?;
        if !status.success() {
            return Ok(step::exit_code(status));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Measures a release build of the relay on SQLite and on PostgreSQL, and prints tables. `seconds` is how long each steady
/// load lasts.
///
/// # Errors
/// When something is missing that cannot be installed, or a program cannot be started.
pub(crate) fn relay(seconds: u32) -> Result<ExitCode> {
    setup::packages(&needs::BUILD.iter().chain(needs::TEST).collect::<Vec<_>>())?;
    let mut measure = setup::cargo("test");
    measure.args(
        "--workspace --release --test relay -- bench:: --ignored --nocapture --test-threads=1"
            .split(' '),
    );
    measure.env("ICLOUD_CONNECT_BENCH_SECONDS", seconds.to_string());
    Ok(step::exit_code(step::run(&mut measure)?))
}
