//! `cargo xtask test`: format, lints, dependencies, workflows, every test, and the packages.

use std::ffi::OsStr;
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Result, bail};

use crate::tools::TestTools;
use crate::{dependencies, needs, package, setup, step, tools};

/// Everything that a change has to pass, stopping at the first that fails; with a filter the tests alone that have it in
/// their name.
///
/// # Errors
/// When something is missing that cannot be installed, or a program cannot be started.
pub(crate) fn test(filter: Option<&OsStr>) -> Result<ExitCode> {
    let tools = tools()?;
    let mut skipped = Vec::new();
    if filter.is_some() {
        skipped.push("all but the tests of that name".to_owned());
    } else {
        for mut command in before()? {
            let status = step::run(&mut command)?;
            if !status.success() {
                return Ok(step::exit_code(status));
            }
        }
    }
    let mut tests = setup::cargo("test");
    tests.arg("--workspace").args(filter);
    tools.tell(&mut tests);
    let start = Instant::now();
    let (mut status, mut tally) = step::tests(&mut tests)?;
    if status.success() {
        // They are ignored where nobody names a Python with the SDK; here there is one.
        let mut with_sdk = setup::cargo("test");
        with_sdk.args(["--workspace", "--test", "sdk"]);
        with_sdk.args(["--", "--ignored"]).args(filter);
        tools.tell(&mut with_sdk);
        let ran;
        (status, ran) = step::tests(&mut with_sdk)?;
        tally.no_longer_ignored(&ran);
    }
    let seconds = start.elapsed().as_secs_f32();
    let packages = if status.success() && filter.is_none() {
        package::check::check()
    } else {
        Ok(None)
    };
    if let Ok(Some(reason)) = packages {
        skipped.push(format!("packages ({reason})"));
    }
    println!("\n{}", tally.ignored());
    println!(
        "{}",
        tally.line(status.success() && packages.is_ok(), seconds, &skipped)
    );
    packages?;
    if let Some(filter) = filter
        && status.success()
        && tally.ran() == 0
    {
        bail!("No test has {filter:?} in its name.");
    }
    Ok(step::exit_code(status))
}

/// What is looked at before any test runs.
fn before() -> Result<Vec<Command>> {
    let mut format = setup::cargo("fmt");
    format.args(["--all", "--check"]);
    let mut lints = setup::cargo("clippy");
    lints.args(["--workspace", "--all-targets"]);
    lints.args(["--", "-D", "warnings"]);
    let mut workflows = Command::new(tools::python("zizmor")?);
    workflows
        .current_dir(crate::root())
        .args(["--offline", "--quiet", "--pedantic", ".github"]);
    Ok(vec![format, lints, dependencies::check()?, workflows])
}

/// What tests need, present from here on.
///
/// # Errors
/// When something is missing that cannot be installed.
pub(crate) fn tools() -> Result<TestTools> {
    setup::packages(
        &[needs::BUILD, needs::TEST, needs::NODE]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>(),
    )?;
    setup::rust_tools()?;
    TestTools::prepared()
}
