//! `cargo xtask licenses`: lists what is inside the program that others made, by licence, for its own page about itself,
//! and the texts of these licences, which have to be passed on with it.

mod package;
mod texts;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::setup;
use package::{Package, tidy};

/// Both are part of the program.
const LIST: &str = "crates/wizard/src/about/inside.txt";
const TEXTS: &str = "crates/wizard/src/about/licenses.txt";
const PROGRAM: &str = "icloud-connect";

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    resolve: Resolve,
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

/// Writes both.
///
/// # Errors
/// When cargo does not know what the program is made of, a text is missing, or a file cannot be written.
pub(crate) fn licenses() -> Result<ExitCode> {
    let metadata = metadata()?;
    let inside = inside(&metadata);
    for (name, text) in [(LIST, list(&inside)), (TEXTS, texts::together(&inside)?)] {
        let path = crate::places::root().join(name);
        fs::write(&path, text).with_context(|| format!("{}", path.display()))?;
        println!("{} is written.", path.display());
    }
    Ok(ExitCode::SUCCESS)
}

fn metadata() -> Result<Metadata> {
    let mut cargo = setup::cargo("metadata");
    cargo.args(["--format-version=1", "--quiet"]);
    let said = cargo.output().context("cargo metadata")?;
    ensure!(
        said.status.success(),
        "cargo metadata: {}",
        String::from_utf8_lossy(&said.stderr)
    );
    Ok(serde_json::from_slice(&said.stdout)?)
}

/// A line for each licence: its name, a tab, and what is under it, for every system that packages are made for.
fn list(inside: &[&Package]) -> String {
    let mut by_license: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in inside {
        let license = package.license.as_deref().unwrap_or("see its source");
        let names = by_license.entry(tidy(license)).or_default();
        names.insert(format!("{} {}", package.name, package.version));
    }
    let lines = by_license.into_iter().map(|(license, names)| {
        let names: Vec<String> = names.into_iter().collect();
        format!("{license}\t{}\n", names.join(", "))
    });
    lines.collect()
}

/// What others made that the program needs when it runs.
fn inside(metadata: &Metadata) -> Vec<&Package> {
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
    // What is the project's own has no source.
    let packages = metadata.packages.iter();
    packages
        .filter(|package| package.source.is_some() && found.contains(package.id.as_str()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn as_kept(name: &str) -> Result<String> {
        Ok(fs::read_to_string(crate::places::root().join(name))?.replace("\r\n", "\n"))
    }

    #[test]
    fn what_is_inside_is_listed_with_its_licence_and_the_texts_are_passed_on() -> Result<()> {
        let metadata = metadata()?;
        let inside = inside(&metadata);
        let (listed, texts) = (as_kept(LIST)?, as_kept(TEXTS)?);
        assert!(
            listed.contains("tauri ") && listed.contains("reqwest "),
            "the list is whole"
        );
        let lines = |text: &str| -> BTreeSet<String> { text.lines().map(str::to_owned).collect() };
        let old = "is old: run `cargo xtask licenses`";
        assert_eq!(lines(&listed), lines(&list(&inside)), "the list {old}");
        assert!(texts == texts::together(&inside)?, "{TEXTS} {old}");
        for package in inside {
            let name = format!("{} {}", package.name, package.version);
            assert!(texts.contains(&name), "{name} has a text");
        }
        Ok(())
    }
}
