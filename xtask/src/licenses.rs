//! `cargo xtask licenses`: lists what is inside the program that others made, by licence, for its own page about itself.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::setup;

/// The list, which is part of the program.
const LIST: &str = "crates/wizard/src/about/inside.txt";
const PROGRAM: &str = "icloud-connect";

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Deserialize)]
struct Package {
    id: String,
    name: String,
    version: String,
    license: Option<String>,
    source: Option<String>,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    deps: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    pkg: String,
    dep_kinds: Vec<Kind>,
}

#[derive(Deserialize)]
struct Kind {
    /// None: it is part of the program; else it builds or tests it.
    kind: Option<String>,
}

/// Writes the list.
///
/// # Errors
/// When cargo does not know what the program is made of, or the file cannot be written.
pub(crate) fn licenses() -> Result<ExitCode> {
    let path = crate::places::root().join(LIST);
    fs::write(&path, list()?).with_context(|| format!("{}", path.display()))?;
    println!("{} is written.", path.display());
    Ok(ExitCode::SUCCESS)
}

/// A line for each licence: its name, a tab, and what is under it, for every system that packages are made for.
fn list() -> Result<String> {
    let mut cargo = setup::cargo("metadata");
    cargo.args(["--format-version=1", "--quiet"]);
    let said = cargo.output().context("cargo metadata")?;
    ensure!(
        said.status.success(),
        "cargo metadata: {}",
        String::from_utf8_lossy(&said.stderr)
    );
    let metadata: Metadata = serde_json::from_slice(&said.stdout)?;
    let inside = inside(&metadata);
    let mut by_license: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    // What is the project's own has no source.
    for package in metadata
        .packages
        .iter()
        .filter(|package| package.source.is_some())
    {
        if inside.contains(package.id.as_str()) {
            let license = package.license.as_deref().unwrap_or("see its source");
            let names = by_license.entry(tidy(license)).or_default();
            names.insert(format!("{} {}", package.name, package.version));
        }
    }
    let lines = by_license.into_iter().map(|(license, names)| {
        let names: Vec<String> = names.into_iter().collect();
        format!("{license}\t{}\n", names.join(", "))
    });
    Ok(lines.collect())
}

/// The same licences are written the same way.
fn tidy(license: &str) -> String {
    let license = license.replace('/', " OR ");
    let words: Vec<&str> = license.split_whitespace().collect();
    words.join(" ")
}

/// The IDs of what the program needs when it runs.
fn inside(metadata: &Metadata) -> BTreeSet<&str> {
    let nodes: HashMap<&str, &Node> = metadata
        .resolve
        .nodes
        .iter()
        .map(|node| (node.id.as_str(), node))
        .collect();
    let program = metadata
        .packages
        .iter()
        .find(|package| package.name == PROGRAM);
    let mut wanted: Vec<&str> = program
        .map(|package| package.id.as_str())
        .into_iter()
        .collect();
    let mut found = BTreeSet::new();
    while let Some(id) = wanted.pop() {
        if !found.insert(id) {
            continue;
        }
        let needed = nodes.get(id).into_iter().flat_map(|node| &node.deps);
        let needed =
            needed.filter(|needed| needed.dep_kinds.iter().any(|kind| kind.kind.is_none()));
        wanted.extend(needed.map(|needed| needed.pkg.as_str()));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_inside_is_listed_with_its_licence() -> Result<()> {
        let path = crate::places::root().join(LIST);
        let text = fs::read_to_string(path)?.replace("\r\n", "\n");
        assert!(
            text.contains("tauri ") && text.contains("reqwest "),
            "the list is whole"
        );
        let listed: BTreeSet<&str> = text.lines().collect();
        let wanted = list()?;
        let wanted: BTreeSet<&str> = wanted.lines().collect();
        assert_eq!(
            listed, wanted,
            "the list is old: run `cargo xtask licenses`"
        );
        Ok(())
    }
}
