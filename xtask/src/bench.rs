//! `cargo xtask bench`: how fast and how large the window is, beside a bare one.

use std::process::ExitCode;

use anyhow::Result;

use crate::{setup, step, test};

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
