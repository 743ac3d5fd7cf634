//! `cargo xtask bench`: how fast and how large the program is, beside a bare window and beside other clients; and what a
//! relay does, and what it costs.

mod client;
mod figures;
mod sizes;

use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::{needs, package, places, setup, step, test};

/// Measures a release build, prints tables, writes `target/bench.json`, and compares with `xtask/budget.toml`.
///
/// # Errors
/// When something is missing that cannot be installed, or a program cannot be started.
pub(crate) fn bench() -> Result<ExitCode> {
    let tools = test::tools()?;
    setup::packages(&needs::BENCH.iter().collect::<Vec<_>>())?;
    // As it is packaged, for this is what people have.
    let packages = package::make(false)?;
    // Both at once, so that what they share is built once.
    let beside = "--release -p icloud-connect -p nylas --example bare --example connect \
                  --features tauri/custom-protocol";
    step::succeed(setup::cargo("build").args(beside.split(' ')))?;
    // The program that measures need not be fast itself.
    step::succeed(setup::cargo("build").args(["--workspace", "--bins", "--examples"]))?;

    let measured = places::made("bench.measured");
    fs::write(&measured, "")
        .with_context(|| format!("{} cannot be written", measured.display()))?;
    let release = package::built(false)?;
    let mut window = setup::cargo("test");
    window
        .args(
            "--workspace --test window -- bench:: --ignored --nocapture --test-threads=1"
                .split(' '),
        )
        .env("ICLOUD_CONNECT_RELEASE", &release)
        .env("ICLOUD_CONNECT_MEASURED", &measured);
    tools.tell(&mut window);
    let status = step::run(&mut window)?;
    if !status.success() {
        return Ok(step::exit_code(status));
    }
    let mut figures = figures::read(&measured)?;
    figures.extend(sizes::of(&release, &packages)?);
    figures.extend(client::beside_others(&tools)?);
    figures::write(&figures, &places::made("bench.json"))?;
    let over = figures::over_budget(&figures)?;
    for line in &over {
        println!("over budget: {line}");
    }
    Ok(if over.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
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
