//! `cargo xtask package`: the program as packages that a system installs.

pub(crate) mod check;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

use crate::{needs, setup};

/// Tauri's command line. It comes prebuilt from npm, which is minutes faster than by cargo.
const CLI: &str = "2.12.5";

/// Builds the program and its packages for this system, and says where they are.
///
/// # Errors
/// When something is missing that cannot be installed, or the program or a package cannot be made.
pub(crate) fn package(debug: bool) -> Result<ExitCode> {
    if !cfg!(target_os = "linux") {
        println!("Packages for this system are configured, but nobody has tried them yet.");
    }
    let packages = make(debug)?;
    println!("\n{} packages:", packages.len());
    for package in packages {
        println!("  {}", package.display());
    }
    Ok(ExitCode::SUCCESS)
}

/// Makes the packages. `debug`: from what `cargo build` makes, which tests have built already.
fn make(debug: bool) -> Result<Vec<PathBuf>> {
    let kinds = kinds()?;
    setup::packages(
        &[needs::BUILD, needs::PACKAGE]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>(),
    )?;
    let cli = cli()?;
    let folder = built(debug)?.join("bundle");
    if folder.exists() {
        fs::remove_dir_all(&folder)
            .with_context(|| format!("{} cannot be replaced", folder.display()))?;
    }
    if debug {
        // Tauri's own build sets a feature (`custom-protocol`) that compiles Tauri and everything above it once more.
        // What it changes concerns a `devUrl`, and there is none: the page is inside the program either way.
        succeed(setup::cargo().args(["build", "--bin", "icloud-connect"]))?;
        tauri(&cli, &["bundle", "--debug"], kinds)?;
    } else {
        tauri(&cli, &["build"], kinds)?;
    }
    let mut packages = Vec::new();
    for kind in kinds {
        let files =
            fs::read_dir(folder.join(kind)).with_context(|| format!("no {kind} was made"))?;
        for file in files {
            let file = file?.path();
            if file.is_file()
                && file
                    .extension()
                    .is_some_and(|ending| ending == if *kind == "nsis" { "exe" } else { kind })
            {
                packages.push(file);
            }
        }
    }
    Ok(packages)
}

/// What is made here. An AppImage would need downloads while it is being built.
fn kinds() -> Result<&'static [&'static str]> {
    match std::env::consts::OS {
        "linux" => Ok(&["deb", "rpm"]),
        // Not tried yet.
        "macos" => Ok(&["dmg"]),
        // Not tried yet.
        "windows" => Ok(&["nsis"]),
        other => bail!("There is no package for {other}."),
    }
}

/// The folder of the built program.
fn built(debug: bool) -> Result<PathBuf> {
    let itself = std::env::current_exe().context("the folder of the programs is not known")?;
    let target = itself
        .ancestors()
        .nth(2)
        .context("the folder of the programs has no parent")?;
    Ok(target.join(if debug { "debug" } else { "release" }))
}

/// Tauri's command line, for node; fetched when it is not there.
fn cli() -> Result<PathBuf> {
    let folder = crate::made("tauri-cli");
    let package = folder.join("node_modules/@tauri-apps/cli");
    let wanted = format!("\"version\": \"{CLI}\"");
    if !fs::read_to_string(package.join("package.json")).is_ok_and(|there| there.contains(&wanted))
    {
        println!("Fetching Tauri's command line, {CLI}.");
        fs::create_dir_all(&folder)
            .with_context(|| format!("{} cannot be made", folder.display()))?;
        let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
        npm.args([
            "install",
            "--no-save",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--loglevel=error",
            "--prefix",
        ]);
        succeed(npm.arg(&folder).arg(format!("@tauri-apps/cli@{CLI}")))
            .context("Tauri's command line comes by npm (https://nodejs.org)")?;
    }
    Ok(package.join("tauri.js"))
}

/// Runs one of Tauri's commands. It leaves the program as cargo made it: its patch is for an updater, and there is none.
fn tauri(cli: &Path, command: &[&str], kinds: &[&str]) -> Result<()> {
    let mut tauri = Command::new("node");
    tauri
        .current_dir(crate::root())
        .arg(cli)
        .args(command)
        .args(["--ci", "--no-binary-patching", "--bundles"])
        .arg(kinds.join(","));
    succeed(&mut tauri)
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

#[cfg(test)]
mod tests {
    const CONFIG: &str = include_str!("../../tauri.conf.json");
    const METAINFO: &str = include_str!("../../packaging/io.github.icloud-connect.metainfo.xml");
    const ENTRY: &str = include_str!("../../packaging/icloud-connect.desktop");
    const MANIFEST: &str = include_str!("../../Cargo.toml");

    #[test]
    fn a_software_centre_reads_the_name_and_summary_that_the_package_has() {
        let between = |start: &str, end: &str| {
            METAINFO
                .split_once(start)
                .and_then(|(_, rest)| rest.split_once(end))
                .map(|(text, _)| text)
        };
        for (key, start, end) in [
            ("identifier", "<id>", "</id>"),
            ("productName", "<name>", "</name>"),
            ("shortDescription", "<summary>", "</summary>"),
        ] {
            let value = between(start, end).unwrap_or_default();
            assert!(
                CONFIG.contains(&format!("\"{key}\": \"{value}\"")),
                "{key} is not {value:?}"
            );
        }
    }

    #[test]
    fn the_entry_names_the_program_and_is_the_one_that_a_software_centre_starts() {
        assert!(ENTRY.contains("\nExec={{exec}}\n") && ENTRY.contains("\nName=icloud-connect\n"));
        assert!(
            METAINFO
                .contains("<launchable type=\"desktop-id\">icloud-connect.desktop</launchable>")
        );
    }

    #[test]
    fn tauri_finds_nothing_to_rewrite_in_the_manifest() {
        for name in ["tauri", "tauri-build"] {
            let line = MANIFEST
                .lines()
                .find(|line| line.starts_with(&format!("{name} = ")))
                .unwrap_or_default();
            assert!(
                line.contains("features = ["),
                "Tauri's command line adds a list of features to {line:?}"
            );
        }
    }
}
