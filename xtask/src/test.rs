//! `cargo xtask test`: format, lints, every test, and the packages.

use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;

use crate::python::Python;
use crate::{needs, package, setup, step};

/// Everything that a change has to pass, stopping at the first that fails.
///
/// # Errors
/// When something is missing that cannot be installed, or a program cannot be started.
pub(crate) fn test() -> Result<ExitCode> {
    let python = tools()?;
    for step in [
        "fmt --all --check",
        "clippy --workspace --all-targets -- -D warnings",
    ] {
        let status = step::run(setup::cargo().args(step.split(' ')))?;
        if !status.success() {
            return Ok(step::exit_code(status));
        }
    }
    let mut tests = setup::cargo();
    tests.args(["test", "--workspace"]);
    python.tell(&mut tests);
    let start = Instant::now();
    let (mut status, mut tally) = step::tests(&mut tests)?;
    if status.success() {
        // They are ignored where nobody names a Python with the SDK; here there is one.
        let mut with_sdk = setup::cargo();
        with_sdk.args(["test", "--workspace", "--test", "sdk", "--", "--ignored"]);
        with_sdk.envs(
            tests
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        );
        let ran;
        (status, ran) = step::tests(&mut with_sdk)?;
        tally.no_longer_ignored(&ran);
    }
    let seconds = start.elapsed().as_secs_f32();
    let packages = if status.success() {
        package::check::check()
    } else {
        Ok(())
    };
    println!(
        "\n{}",
        tally.line(status.success() && packages.is_ok(), seconds)
    );
    packages?;
    Ok(step::exit_code(status))
}

/// What tests need, present from here on.
///
/// # Errors
/// When something is missing that cannot be installed.
pub(crate) fn tools() -> Result<Python> {
    setup::packages(
        &[needs::BUILD, needs::TEST]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>(),
    )?;
    setup::rust_tools()?;
    Python::prepared()
}
