//! Brings what is needed onto this computer: system packages, Rust's own tools.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::needs::{self, Need, Sign};

/// Says what is missing and why, and installs it where that can be done by itself.
///
/// # Errors
/// When something is still missing; the message holds the line to run by hand.
pub(crate) fn packages(needs: &[&Need]) -> Result<()> {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    let missing = missing(needs)?;
    if missing.is_empty() {
        return Ok(());
    }
    println!("Missing on this computer:");
    for need in &missing {
        println!("  {:24}{}", need.apt[0], need.why);
    }
    if program("apt-get").is_some() {
        with_apt(needs, &missing)
    } else {
        bail!("{}", by_hand(&missing))
    }
}

/// Makes sure of `cargo fmt` and `cargo clippy`, which a minimal Rust comes without.
///
/// # Errors
/// When they are missing and rustup cannot add them.
pub(crate) fn rust_tools() -> Result<()> {
    for (tool, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        let mut version = any_cargo();
        version
            .args([tool, "--version"])
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if !version.status().is_ok_and(|status| status.success()) {
            println!("Rust's {component} is missing; rustup adds it.");
            let added = Command::new("rustup")
                .args(["component", "add", component])
                .status();
            if !added.is_ok_and(|status| status.success()) {
                bail!("{component} could not be added. By hand: rustup component add {component}");
            }
        }
    }
    Ok(())
}

/// One of cargo's commands, in the workspace. Whatever takes a lock file takes it as it is.
pub(crate) fn cargo(command: &str) -> Command {
    let mut cargo = any_cargo();
    cargo.arg(command);
    if command != "fmt" {
        cargo.arg("--locked");
    }
    cargo
}

fn any_cargo() -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(crate::places::root());
    cargo
}

fn missing<'a>(needs: &[&'a Need]) -> Result<Vec<&'a Need>> {
    if program("dpkg-query").is_none() {
        return Ok(needs::missing_by_sign(needs, |sign| match sign {
            Sign::Program(name) => program(name).is_some(),
            Sign::Library(name) => {
                let known = Command::new("pkg-config").args(["--exists", name]).status();
                known.is_ok_and(|status| status.success())
            }
            Sign::None => true,
        }));
    }
    // It exits with 1 when it has never heard of one of them, and still lists the others.
    let dpkg = Command::new("dpkg-query")
        .args(["-W", "-f", "${Package} ${Status}\\n"])
        .args(needs.iter().flat_map(|need| need.apt))
        .output()
        .context("dpkg-query cannot be run")?;
    let list = String::from_utf8_lossy(&dpkg.stdout);
    Ok(needs::missing_on_debian(
        needs,
        &needs::installed(&list),
        |name| program(name).is_some(),
    ))
}

fn with_apt(needs: &[&Need], missing: &[&Need]) -> Result<()> {
    let Some(mut update) = apt() else {
        bail!(
            "Installing needs root, and there is no sudo. {}",
            by_hand(missing)
        );
    };
    // An old list may still do, so a failure here is not the end.
    if !update
        .args(["-q", "update"])
        .status()
        .is_ok_and(|status| status.success())
    {
        eprintln!("apt-get update failed; trying with the list that is there.");
    }
    let names = missing.iter().map(|need| need.apt[0]);
    if let Some(mut install) = apt() {
        // Its exit code adds nothing to the question that counts: what is missing now?
        let _ = install
            .args(["-q", "install", "-y", "--no-install-recommends"])
            .args(names)
            .status();
    }
    let missing = self::missing(needs)?;
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<_> = missing.iter().map(|need| need.apt[0]).collect();
    bail!(
        "apt-get did not install {}. {}",
        names.join(", "),
        by_hand(&missing)
    )
}

/// apt-get as root, or nothing when nobody here can be root.
fn apt() -> Option<Command> {
    let id = Command::new("id").arg("-u").output().ok()?;
    let mut apt = if id.stdout.trim_ascii() == b"0" {
        Command::new("env")
    } else {
        let mut sudo = Command::new(program("sudo")?);
        sudo.arg("env");
        sudo
    };
    apt.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    Some(apt)
}

/// The line for this system's package manager, or one for each when none is known.
fn by_hand(missing: &[&Need]) -> String {
    let managers = ["apt-get", "dnf", "pacman", "zypper"];
    let here: Vec<_> = managers
        .into_iter()
        .filter(|name| program(name).is_some())
        .collect();
    let managers = if here.is_empty() {
        managers.to_vec()
    } else {
        here
    };
    let lines: Vec<_> = managers
        .iter()
        .filter_map(|name| needs::line(name, missing))
        .collect();
    format!("Run this, then try again:\n  {}", lines.join("\n  "))
}

/// The program of that name on the PATH.
pub(crate) fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

#[cfg(test)]
mod tests {
    #[test]
    fn cargo_takes_the_lock_file_as_it_is() {
        for (command, locked) in [
            ("build", true),
            ("test", true),
            ("clippy", true),
            ("fmt", false),
        ] {
            let cargo = super::cargo(command);
            let given: Vec<_> = cargo.get_args().collect();
            assert_eq!(given.first(), Some(&command.as_ref()));
            assert_eq!(
                given.iter().any(|word| *word == "--locked"),
                locked,
                "{command}"
            );
        }
    }
}
