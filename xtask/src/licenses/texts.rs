//! The texts under which others made what is inside the program: each once, with all that is under it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::package::{Package, tidy};

/// Stands between two of them, on a line of its own.
const LINE: &str = "====================================================================================================";
/// Chosen wherever there is a choice, because it is one text for all: the others have a name in each copy.
const CHOSEN: &str = "Apache-2.0";
/// Part of every program that rustc makes; under the same choice.
const STANDARD_LIBRARY: &str = "the standard library of Rust";
/// Some packages come without their text, under which others come with it.
const APACHE: &str = include_str!("../../../LICENSE-APACHE");
const MIT: &str = include_str!("../../../LICENSE-MIT");

/// All of them in one text, those of many packages first.
///
/// # Errors
/// When a package has no text that is known.
pub(super) fn together(inside: &[&Package]) -> Result<String> {
    let mut all = Texts::default();
    all.add(APACHE.to_owned(), STANDARD_LIBRARY.to_owned());
    for package in inside {
        let name = format!("{} {}", package.name, package.version);
        let files = files(package)?;
        let (notices, files): (Vec<_>, Vec<_>) =
            files.into_iter().partition(|file| is_named(file, "notice"));
        for notice in notices {
            all.add(read(&notice)?, name.clone());
        }
        if may_choose(package) {
            all.add(APACHE.to_owned(), name);
        } else if files.is_empty() {
            all.add(elsewhere(package, inside)?, name);
        } else {
            for file in files {
                all.add(read(&file)?, name.clone());
            }
        }
    }
    Ok(all.written())
}

/// Texts that differ in more than their spaces, with what is under each.
#[derive(Default)]
struct Texts(BTreeMap<String, (String, BTreeSet<String>)>);

impl Texts {
    fn add(&mut self, text: String, name: String) {
        let words: Vec<&str> = text.split_whitespace().collect();
        let same = words.join(" ");
        let (_, names) = self.0.entry(same).or_insert((text, BTreeSet::new()));
        names.insert(name);
    }

    fn written(self) -> String {
        let mut texts: Vec<_> = self.0.into_values().collect();
        texts.sort_by_key(|(_, names)| (usize::MAX - names.len(), names.first().cloned()));
        let texts = texts.into_iter().map(|(text, names)| {
            let names: Vec<String> = names.into_iter().collect();
            let lines = text.lines().map(str::trim_end);
            let lines: Vec<&str> = lines.skip_while(|line| line.is_empty()).collect();
            let text = lines.join("\n");
            format!("{}\n\n{}\n", names.join(", "), text.trim_end())
        });
        let texts: Vec<String> = texts.collect();
        texts.join(&format!("\n{LINE}\n"))
    }
}

/// Whether its licence leaves the choice.
fn may_choose(package: &Package) -> bool {
    let license = tidy(package.license.as_deref().unwrap_or_default());
    !license.contains(" AND ") && license.split(" OR ").any(|one| one == CHOSEN)
}

/// The files with the texts.
fn files(package: &Package) -> Result<Vec<PathBuf>> {
    let folder = folder(package);
    let entries = fs::read_dir(folder).with_context(|| format!("{}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_file())
        .collect();
    files.retain(|file| {
        let names = [
            "license",
            "licence",
            "copying",
            "copyright",
            "notice",
            "unlicense",
        ];
        names.iter().any(|name| is_named(file, name))
    });
    files.sort();
    Ok(files)
}

fn folder(package: &Package) -> &Path {
    let manifest = Path::new(&package.manifest_path);
    manifest.parent().unwrap_or(manifest)
}

fn is_named(file: &Path, start: &str) -> bool {
    let name = file.file_name().unwrap_or_default();
    name.to_string_lossy().to_lowercase().starts_with(start)
}

fn read(file: &Path) -> Result<String> {
    let bytes = fs::read(file).with_context(|| format!("{}", file.display()))?;
    Ok(String::from_utf8_lossy(&bytes).replace("\r\n", "\n"))
}

/// The text for a package that comes without one: that of another from the same place or, of a licence that is the same
/// for all, that of any other. MIT's has the authors' names.
fn elsewhere(package: &Package, inside: &[&Package]) -> Result<String> {
    let license = tidy(package.license.as_deref().unwrap_or_default());
    let has_license =
        |other: &&&Package| tidy(other.license.as_deref().unwrap_or_default()) == license;
    let of = |other: &Package| {
        let files = files(other).ok()?;
        files.first().and_then(|file| read(file).ok())
    };
    let same_place =
        |other: &&&Package| package.repository.is_some() && other.repository == package.repository;
    let same = inside.iter().filter(same_place).filter(has_license);
    if let Some(text) = same.copied().find_map(of) {
        return Ok(text);
    }
    match license.as_str() {
        "MIT" => {
            let (_, text) = MIT.split_once('\n').unwrap_or_default();
            Ok(format!("Copyright (c) {}\n{text}", authors(package)))
        }
        "MPL-2.0" | "BSL-1.0" => {
            let any = inside.iter().filter(has_license).copied().find_map(of);
            any.with_context(|| format!("no text of {license} for {}", package.name))
        }
        _ => anyhow::bail!("{} comes without the text of {license}", package.name),
    }
}

fn authors(package: &Package) -> String {
    if package.authors.is_empty() {
        format!("the authors of {}", package.name)
    } else {
        package.authors.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_there_once_whatever_its_spaces() {
        let mut all = Texts::default();
        all.add("As  is.\n".into(), "b 1.0.0".into());
        all.add("\n\nOther.".into(), "c 1.0.0".into());
        all.add("As\nis.".into(), "a 1.0.0".into());
        let expected = format!("a 1.0.0, b 1.0.0\n\nAs  is.\n\n{LINE}\nc 1.0.0\n\nOther.\n");
        assert_eq!(all.written(), expected);
    }

    #[test]
    fn apaches_text_is_chosen_only_where_there_is_a_choice() {
        for (license, chosen) in [
            ("MIT OR Apache-2.0", true),
            ("Apache-2.0/MIT", true),
            ("Apache-2.0", true),
            ("MIT", false),
            ("Apache-2.0 AND MIT", false),
            ("(MIT OR Apache-2.0) AND Unicode-3.0", false),
        ] {
            let package = Package {
                license: Some(license.into()),
                ..Package::default()
            };
            assert_eq!(may_choose(&package), chosen, "{license}");
        }
    }
}
