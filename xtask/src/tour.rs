//! `cargo xtask tour`: a picture of every screen.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::{setup, step, test};

/// Walks through the wizard by its window test and says which pictures that left.
///
/// # Errors
/// When something is missing that cannot be installed, a program cannot be started, or there are no pictures.
pub(crate) fn tour() -> Result<ExitCode> {
    let tools = test::tools()?;
    let folder = crate::places::made("tour");
    if folder.exists() {
        fs::remove_dir_all(&folder).context("the last tour's pictures cannot be removed")?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let mut walk = setup::cargo("test");
    walk.args(["--test", "window"])
        .args(["--", "tour", "--nocapture"])
        .env("ICLOUD_CONNECT_TOUR", &folder);
    tools.tell(&mut walk);
    let status = step::run(&mut walk)?;
    if !status.success() {
        return Ok(step::exit_code(status));
    }
    let pictures = pictures(&folder)?;
    if pictures.is_empty() {
        bail!("The tour left no pictures in {}.", folder.display());
    }
    println!("\n{} pictures in {}:", pictures.len(), folder.display());
    for picture in pictures {
        println!("  {}", picture.display());
    }
    Ok(ExitCode::SUCCESS)
}

/// The pictures below the folder, by their path in it.
fn pictures(folder: &PathBuf) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.clone()];
    while let Some(below) = folders.pop() {
        for entry in
            fs::read_dir(&below).with_context(|| format!("{} cannot be read", below.display()))?
        {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "png") {
                found.push(path.strip_prefix(folder).unwrap_or(&path).to_owned());
            }
        }
    }
    found.sort();
    Ok(found)
}
