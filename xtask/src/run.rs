//! `cargo xtask run`: the wizard, built and opened.

use std::ffi::OsString;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

use crate::{needs, setup, step, tour};

/// Builds the wizard and opens it with `arguments`, from the folder and with the environment of whoever asked.
///
/// # Errors
/// When something is missing that cannot be installed, or a program cannot be started.
pub(crate) fn run(arguments: &[OsString]) -> Result<ExitCode> {
    let screen = ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
    if cfg!(target_os = "linux") && !screen {
        println!(
            "There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set), so this plays the tour instead."
        );
        return tour::tour();
    }
    setup::packages(
        &[needs::BUILD, needs::USE]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>(),
    )?;
    let built = setup::cargo("build")
        .args(["--bin", "icloud-connect"])
        .status()
        .context("cargo cannot be run")?;
    if !built.success() {
        return Ok(step::exit_code(built));
    }
    let itself = std::env::current_exe().context("the folder of the programs is not known")?;
    let wizard = itself.with_file_name(format!("icloud-connect{}", std::env::consts::EXE_SUFFIX));
    let status = Command::new(&wizard).args(arguments).status();
    Ok(step::exit_code(status.with_context(|| {
        format!("{} cannot be opened", wizard.display())
    })?))
}
