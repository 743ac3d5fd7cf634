//! A Python of the tests' own: Nylas' SDK, which drives the simulator, a calendar server that is asked in Apple's place, and
//! axe-core, which reads every screen.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

const SDK: &str = "nylas==6.18.0";
const CALENDAR_SERVER: &str = "radicale==3.9.0";
/// Carries axe-core 4.12.1 as `axe.min.js`. Only that file is used, so its dependencies stay away.
const AXE: &str = "axe-playwright-python==0.1.8";

/// What the tests are told by environment.
pub(crate) struct Python {
    program: PathBuf,
    axe: PathBuf,
}

impl Python {
    /// The Python environment, made when it is not there or not complete.
    ///
    /// # Errors
    /// When there is no Python, or the packages cannot be fetched.
    pub(crate) fn prepared() -> Result<Self> {
        let folder = crate::made("python");
        let stamp = folder.join("complete");
        let wanted = format!("{SDK}\n{CALENDAR_SERVER}\n{AXE}\n");
        if fs::read_to_string(&stamp).is_ok_and(|there| there == wanted)
            && let Ok(python) = Self::found(&folder)
        {
            return Ok(python);
        }
        println!("Making a Python environment for the tests ({SDK}, {CALENDAR_SERVER}, {AXE}).");
        if folder.exists() {
            fs::remove_dir_all(&folder)
                .with_context(|| format!("{} cannot be replaced", folder.display()))?;
        }
        let python = if cfg!(windows) { "python" } else { "python3" };
        succeed(Command::new(python).args(["-m", "venv"]).arg(&folder))
            .context("there is no Python with venv; on macOS: brew install python, on Windows: winget install Python.Python.3.13")?;
        let pip = || {
            let mut pip = Command::new(program(&folder));
            pip.args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
            ]);
            pip
        };
        succeed(pip().args([SDK, CALENDAR_SERVER]))?;
        succeed(pip().args(["--no-deps", AXE]))?;
        let python = Self::found(&folder)?;
        fs::write(&stamp, wanted)
            .with_context(|| format!("{} cannot be written", stamp.display()))?;
        Ok(python)
    }

    /// Tells a test run where things are.
    pub(crate) fn tell(&self, command: &mut Command) {
        command
            .env("ICLOUD_CONNECT_SDK_PYTHON", &self.program)
            .env("ICLOUD_CONNECT_AXE", &self.axe);
    }

    fn found(folder: &Path) -> Result<Self> {
        let program = program(folder);
        let script = "import importlib.util as u; print(u.find_spec('axe_playwright_python').submodule_search_locations[0])";
        let said = Command::new(&program).args(["-c", script]).output();
        let said = said.with_context(|| format!("{} cannot be run", program.display()))?;
        let axe = Path::new(String::from_utf8_lossy(&said.stdout).trim()).join("axe.min.js");
        if !axe.is_file() {
            bail!("{AXE} holds no axe.min.js");
        }
        Ok(Self { program, axe })
    }
}

fn program(folder: &Path) -> PathBuf {
    folder.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    })
}

fn succeed(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("{command:?} cannot be run"))?;
    if !status.success() {
        bail!("{command:?} ended with {status}");
    }
    Ok(())
}
