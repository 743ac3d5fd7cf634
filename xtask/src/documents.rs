//! The documents name files, tests and buttons that there are.

use std::fs;
use std::path::Path;

/// The documents that are read.
const FOLDERS: [&str; 2] = [".", "docs"];
/// What a path in them begins with; everything else is no path, or is somebody else's.
const ROOMS: [&str; 6] = ["crates/", "src-tauri/", "ui/", "docs/", "tests/", "xtask/"];

#[test]
fn every_path_that_the_documents_name_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut missing = vec![];
    let mut seen = 0;
    for folder in FOLDERS {
        for file in fs::read_dir(root.join(folder)).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_none_or(|end| end != "md") || path.ends_with("CHANGELOG.md") {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            for name in text.split('`').skip(1).step_by(2) {
                let plain = !name.contains([' ', '*', '{', '<', '…']) && !name.contains("NAME");
                if plain && ROOMS.iter().any(|room| name.starts_with(room)) {
                    seen += 1;
                    if !root.join(name).exists() {
                        missing.push(format!("{}: {name}", path.display()));
                    }
                }
            }
        }
    }
    assert!(seen > 50, "only {seen} paths were found");
    assert_eq!(missing, Vec::<String>::new());
}

/// Tests that `docs/security.md` names.
#[test]
fn every_button_that_somebody_is_told_to_press_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut words = String::new();
    for file in fs::read_dir(root.join("ui/locales/en")).unwrap() {
        words += &fs::read_to_string(file.unwrap().path()).unwrap();
    }
    let (mut missing, mut seen) = (vec![], 0);
    for name in [
        "README.md",
        "docs/practice.md",
        "docs/profile.md",
        "docs/your-first-customer.md",
    ] {
        let text = fs::read_to_string(root.join(name)).unwrap();
        for told in ["hoose *", "ress *"]
            .iter()
            .flat_map(|verb| text.split(verb).skip(1))
        {
            let button = told.trim_start_matches('*').split('*').next().unwrap();
            seen += 1;
            if !words.contains(&button.replace('\'', "’")) {
                missing.push(format!("{name}: {button}"));
            }
        }
    }
    assert!(seen > 3, "only {seen} were found");
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_property_names_a_test_that_there_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let text = fs::read_to_string(root.join("docs/security.md")).unwrap();
    let named = |section: &str| -> Vec<String> {
        let (_, properties) = text.split_once(section).unwrap();
        let (properties, _) = properties.split_once("\n## ").unwrap();
        let rows = properties.lines().filter(|line| line.starts_with("| "));
        let tests = rows.filter_map(|row| row.rsplit('|').nth(1));
        let names = tests.flat_map(|tests| tests.split('`').skip(1).step_by(2));
        names.map(str::to_owned).collect()
    };
    let relay = named("## The relay\n");
    assert!(relay.len() > 15, "each has a test: {relay:?}");
    let named: Vec<_> = named("## What always holds")
        .into_iter()
        .chain(relay)
        .collect();
    assert!(named.len() > 13, "each has a test: {named:?}");
    let mut sources = String::new();
    for folder in [
        "crates/relay/src",
        "crates/relay/tests",
        "crates/runner/src",
        "crates/runner/tests",
        "crates/wizard/src",
        "tests/window",
    ] {
        read(&root.join(folder), &mut sources);
    }
    let missing: Vec<_> = named
        .iter()
        .filter(|name| !sources.contains(&format!("fn {name}(")))
        .collect();
    assert_eq!(missing, Vec::<&String>::new());
}

fn read(folder: &Path, sources: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, sources);
        } else if path.extension().is_some_and(|end| end == "rs") {
            sources.push_str(&fs::read_to_string(path).unwrap());
        }
    }
}
