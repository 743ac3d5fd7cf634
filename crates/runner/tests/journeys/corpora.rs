//! What fuzzers found, and the seeds they began with, read once more on the stack of a worker and within a time.

#[path = "../../../../fuzz/src/lib.rs"]
mod targets;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    time::Duration,
};
use testing::{cpu_time, on_little_stack};

/// Of a thread's own time, in a debug build, for one input. All of them are far below it.
const MOST: Duration = Duration::from_secs(3);
/// All corpora together stay small enough to be in everybody's clone.
const LARGEST: u64 = 1 << 20;

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus")
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    entries
}

#[test]
fn every_reader_comes_through_its_corpus_on_little_stack_and_in_time() {
    for (name, target) in targets::TARGETS {
        let inputs = entries(&corpus().join(name));
        let mut slowest = (Duration::ZERO, PathBuf::new());
        for input in inputs.iter().cloned() {
            let data = fs::read(&input).unwrap();
            let took = on_little_stack(|| {
                // A target that panics does not know its input.
                std::panic::catch_unwind(|| cpu_time(|| target(&data)))
                    .unwrap_or_else(|_| panic!("{} breaks {name}", input.display()))
            });
            assert!(took < MOST, "{} takes {name} {took:?}", input.display());
            slowest = slowest.max((took, input));
        }
        eprintln!(
            "{name}: {} inputs, at most {:?} ({})",
            inputs.len(),
            slowest.0,
            slowest.1.display()
        );
        assert!(!inputs.is_empty(), "{name} has no seeds");
    }
}

#[test]
fn corpora_belong_to_targets_are_small_and_have_programs() {
    let names: BTreeSet<String> = targets::TARGETS.map(|(name, _)| name.to_owned()).into();
    let stems = |folder: &Path| -> BTreeSet<String> {
        let name = |path: &PathBuf| path.file_stem().unwrap().to_string_lossy().into_owned();
        entries(folder).iter().map(name).collect()
    };
    assert_eq!(stems(&corpus()), names);
    assert_eq!(stems(&corpus().join("../fuzz_targets")), names);
    let manifest = fs::read_to_string(corpus().join("../Cargo.toml")).unwrap();
    for name in &names {
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{name}");
    }
    let bytes: u64 = entries(&corpus())
        .iter()
        .flat_map(|folder| entries(folder))
        .map(|input| input.metadata().unwrap().len())
        .sum();
    assert!(bytes < LARGEST, "{bytes} bytes");
}
