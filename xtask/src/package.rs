//! `cargo xtask package`: the program as packages that a system installs.

mod check;
mod tight;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::{needs, setup, step, tools};

/// Builds the program and its packages for this system, and says where they are.
///
/// # Errors
/// When something is missing that cannot be installed, or the program or a package cannot be made.
pub(crate) fn package(debug: bool, check: bool) -> Result<ExitCode> {
    if !cfg!(target_os = "linux") {
        println!("Packages for this system are configured, but nobody has tried them yet.");
    }
    let packages = make(debug)?;
    if check {
        check::try_out(&packages)?;
    }
    println!("\n{} packages:", packages.len());
    for package in packages {
        println!("  {}", package.display());
    }
    Ok(ExitCode::SUCCESS)
}

/// Makes the packages from the program that tests use, and tries them. Where that cannot be done it gives the reason.
///
/// # Errors
/// When something is missing that cannot be installed, or a package is not as it should be.
pub(crate) fn make_and_try() -> Result<Option<&'static str>> {
    if !cfg!(target_os = "linux") {
        return Ok(Some(check::NOT_HERE));
    }
    println!("\n== packages");
    let start = Instant::now();
    check::try_out(&make(true)?)?;
    let seconds = start.elapsed().as_secs_f32();
    println!("== packages: ok, {seconds:.1} s");
    Ok(None)
}

/// Makes the packages. `debug`: from what `cargo build` makes, which tests have built already.
pub(crate) fn make(debug: bool) -> Result<Vec<PathBuf>> {
    let kinds = kinds()?;
    setup::packages(
        &[needs::BUILD, needs::NODE]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>(),
    )?;
    // It comes prebuilt from npm, which is minutes faster than by cargo.
    let cli = tools::from_npm()?.join("@tauri-apps/cli/tauri.js");
    let folder = built(debug)?.join("bundle");
    if folder.exists() {
        fs::remove_dir_all(&folder)
            .with_context(|| format!("{} cannot be replaced", folder.display()))?;
    }
    if debug {
        // Tauri's own build sets a feature (`custom-protocol`) that compiles Tauri and everything above it once more.
        // What it changes concerns a `devUrl`, and there is none: the page is inside the program either way.
        // Of the whole workspace and with an example, which needs what tests need: else it would be compiled with other
        // features, once more.
        let with_example = "--workspace --bin icloud-connect --example bare";
        step::succeed(setup::cargo("build").args(with_example.split(' ')))?;
        tauri(&cli, &["bundle", "--debug"], kinds, &[])?;
    } else {
        // Alone: beside the relay, libraries would have what only that needs.
        let for_cargo = ["--", "--locked", "--package", "icloud-connect"];
        tauri(&cli, &["build"], kinds, &for_cargo)?;
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
    if !debug {
        for package in &packages {
            if package.extension().is_some_and(|ending| ending == "deb") {
                tight::pack(package)?;
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
pub(crate) fn built(debug: bool) -> Result<PathBuf> {
    let itself = std::env::current_exe().context("the folder of the programs is not known")?;
    let target = itself
        .ancestors()
        .nth(2)
        .context("the folder of the programs has no parent")?;
    Ok(target.join(if debug { "debug" } else { "release" }))
}

/// Runs one of Tauri's commands. It leaves the program as cargo made it: its patch is for an updater, and there is none.
fn tauri(cli: &Path, command: &[&str], kinds: &[&str], for_cargo: &[&str]) -> Result<()> {
    let mut tauri = Command::new("node");
    tauri
        .current_dir(crate::places::root())
        .arg(cli)
        .args(command)
        .args(["--ci", "--no-binary-patching", "--bundles"])
        .arg(kinds.join(","))
        .args(for_cargo);
    step::succeed(&mut tauri)
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
        assert!(
            ENTRY.contains("\nExec={{exec}} %u\n") && ENTRY.contains("\nName=icloud-connect\n")
        );
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
