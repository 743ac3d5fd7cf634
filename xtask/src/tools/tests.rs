//! Lock files say what is fetched, and nothing of where: a mirror's address in one of them would be asked by everybody.

use std::fs;
use std::path::{Path, PathBuf};

use super::{NPM_LOCK, NPM_MANIFEST, REQUIREMENTS};

const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Every Cargo.lock of the repository; there may be more than one workspace.
fn cargo_locks() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![crate::places::root().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = entry.file_name();
            if path.is_dir() && name != "target" && name != "node_modules" && name != ".git" {
                folders.push(path);
            } else if name == "Cargo.lock" {
                found.push(path);
            }
        }
    }
    found
}

/// Lines of a Cargo.lock that name another source than crates.io, or a package of it without a checksum.
fn strange_sources(lock: &str) -> Vec<String> {
    let mut strange = Vec::new();
    for package in lock.split("[[package]]").skip(1) {
        let value = |key: &str| {
            let line = package.lines().find(|line| line.starts_with(key));
            line.and_then(|line| line.split('"').nth(1))
        };
        match value("source = ") {
            Some(CRATES_IO) if value("checksum = ").is_some() => {}
            None => {}
            source => strange.push(format!("{:?} from {source:?}", value("name = "))),
        }
    }
    strange
}

/// What in an npm lock names a place, or has no integrity.
fn strange_packages(lock: &str) -> Vec<String> {
    let mut strange: Vec<_> = lock
        .lines()
        .filter(|line| line.contains("\"resolved\""))
        .map(|line| line.trim().to_owned())
        .collect();
    // Each package's entry begins with its folder, and the next one's ends it.
    for package in lock.split("\"node_modules/").skip(1) {
        if !package.contains("\"integrity\": \"sha512-") {
            strange.push(package.lines().next().unwrap_or_default().to_owned());
        }
    }
    strange
}

/// What in a list of requirements is an option, an address, not one version, or without a hash.
fn strange_requirements(list: &str) -> Vec<String> {
    let joined = list.replace("\\\n", " ");
    joined
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .filter(|line| {
            line.starts_with('-')
                || line.contains("://")
                || !line.contains("==")
                || !line.contains("--hash=sha256:")
        })
        .map(|line| {
            line.split("--hash")
                .next()
                .unwrap_or_default()
                .trim()
                .to_owned()
        })
        .collect()
}

#[test]
fn cargo_s_lock_files_name_crates_io_and_nothing_else() {
    let locks = cargo_locks();
    assert!(locks.contains(&crate::places::root().join("Cargo.lock")));
    for lock in locks {
        let text = fs::read_to_string(&lock).unwrap_or_default();
        assert_eq!(strange_sources(&text), [""; 0], "{}", lock.display());
    }
}

#[test]
fn npm_s_lock_file_names_no_registry_and_has_an_integrity_for_each_package() {
    assert_eq!(strange_packages(NPM_LOCK), [""; 0]);
    for (name, _) in NPM_MANIFEST
        .split("dependencies\": {")
        .skip(1)
        .flat_map(|list| {
            list.lines()
                .filter_map(|line| line.trim().split_once("\": \""))
        })
    {
        let name = name.trim_start_matches('"');
        assert!(
            NPM_LOCK.contains(&format!("\"node_modules/{name}\"")),
            "{name}"
        );
    }
}

#[test]
fn python_s_requirements_name_no_index_and_have_hashes() {
    assert_eq!(strange_requirements(REQUIREMENTS), [""; 0]);
    let wanted = fs::read_to_string(crate::places::root().join("xtask/tools/requirements.in"));
    for line in wanted
        .unwrap_or_default()
        .lines()
        .filter(|line| line.contains("=="))
    {
        assert!(REQUIREMENTS.contains(line), "requirements.txt lacks {line}");
    }
}

#[test]
fn a_mirror_and_a_missing_hash_are_seen() {
    let good = format!("[[package]]\nname = \"a\"\nsource = \"{CRATES_IO}\"\nchecksum = \"00\"\n");
    assert_eq!(strange_sources(&good), [""; 0]);
    for bad in [
        good.replace("github.com/rust-lang", "mirror.example"),
        good.replace("registry+https", "git+https"),
        good.replace("checksum = \"00\"\n", ""),
    ] {
        assert_eq!(strange_sources(&bad).len(), 1, "{bad}");
    }
    for bad in [
        "\"node_modules/a\": {\n \"resolved\": \"https://mirror.example/a.tgz\",\n \"integrity\": \"sha512-x\" }",
        "\"node_modules/a\": {\n \"version\": \"1.0.0\" }",
    ] {
        assert_eq!(strange_packages(bad).len(), 1, "{bad}");
    }
    for bad in [
        "--index-url https://mirror.example/simple",
        "a @ https://mirror.example/a.whl --hash=sha256:00",
        "a==1.0.0",
        "a>=1.0.0 --hash=sha256:00",
    ] {
        assert_eq!(strange_requirements(bad).len(), 1, "{bad}");
    }
}

#[test]
fn what_npm_leaves_to_its_settings_is_settled_beside_the_lock_file() {
    let settings: &Path = &crate::places::root().join("xtask/tools/.npmrc");
    let text = fs::read_to_string(settings).unwrap_or_default();
    assert!(text.contains("\nomit-lockfile-registry-resolved=true\n"));
}
