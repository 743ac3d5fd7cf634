//! No file needs, by way of others, itself: the files of each crate, and the crates, are read in one direction.

mod files;
mod paths;

use files::Source;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Which node needs which others.
type Graph = BTreeMap<String, BTreeSet<String>>;

/// The root file of every program and library, from the root of the repository.
fn roots() -> Vec<String> {
    let mut roots = vec![
        "src-tauri/src/main.rs".to_owned(),
        "xtask/src/main.rs".to_owned(),
    ];
    for room in rooms() {
        for name in ["lib.rs", "main.rs"] {
            let root = format!("{room}/src/{name}");
            if crate::places::root().join(&root).exists() {
                roots.push(root);
            }
        }
    }
    roots.sort();
    roots.dedup();
    roots
}

/// The folders under `crates/`, and the two beside it.
fn rooms() -> Vec<String> {
    let crates = fs::read_dir(crate::places::root().join("crates")).unwrap();
    let mut rooms: Vec<_> = crates
        .map(|entry| format!("crates/{}", entry.unwrap().file_name().to_string_lossy()))
        .collect();
    rooms.push("xtask".to_owned());
    rooms.push(".".to_owned());
    rooms.sort();
    rooms
}

/// The edges between nodes that need each other.
fn in_cycles(graph: &Graph) -> Graph {
    let reach: BTreeMap<_, _> = graph
        .keys()
        .map(|node| (node, reached(graph, node)))
        .collect();
    let mut cycles = Graph::new();
    for (node, needs) in graph {
        let back = |need: &&String| reach.get(need).is_some_and(|there| there.contains(node));
        let needs: BTreeSet<_> = needs.iter().filter(back).cloned().collect();
        if !needs.is_empty() {
            cycles.insert(node.clone(), needs);
        }
    }
    cycles
}

/// What a node needs, and what that needs, and so on.
fn reached<'a>(graph: &'a Graph, node: &str) -> BTreeSet<&'a String> {
    let (mut reached, mut waiting) = (BTreeSet::new(), vec![node]);
    while let Some(node) = waiting.pop() {
        for need in graph.get(node).into_iter().flatten() {
            if reached.insert(need) {
                waiting.push(need);
            }
        }
    }
    reached
}

fn listed(graph: &Graph) -> String {
    let line = |(file, needs): (&String, &BTreeSet<String>)| {
        let needs: Vec<_> = needs.iter().map(String::as_str).collect();
        format!("{file} needs {}\n", needs.join(", "))
    };
    graph.iter().map(line).collect()
}

/// Which file of a crate names something of which other one.
fn files_of(root: &str) -> Graph {
    Source::read(crate::places::root(), Path::new(root)).graph()
}

#[test]
fn no_file_of_a_crate_needs_itself_by_way_of_others() {
    let (mut cycles, mut edges) = (String::new(), 0);
    for root in roots() {
        let graph = files_of(&root);
        edges += graph.values().map(BTreeSet::len).sum::<usize>();
        cycles += &listed(&in_cycles(&graph));
    }
    assert!(edges > 500, "only {edges} uses of other files were found");
    assert!(cycles.is_empty(), "{cycles}");
}

/// A crate of two files, in which `b` names what `a` has, and `a` says `code`.
fn two_files(name: &str, code: &str) -> Graph {
    let folder = crate::places::made("cycles").join(name);
    fs::create_dir_all(&folder).unwrap();
    let root = "mod a;\nmod b;\npub use a::A;\npub use b::B;\n";
    for (file, text) in [
        ("lib.rs", root),
        ("a.rs", &format!("pub struct A;\n{code}\n")),
        ("b.rs", "use crate::A;\npub struct B(A);\n"),
    ] {
        fs::write(folder.join(file), text).unwrap();
    }
    in_cycles(&Source::read(&folder, Path::new("lib.rs")).graph())
}

#[test]
fn a_cycle_is_found_however_it_is_written() {
    for code in [
        "use crate::B;",
        "use super::b::B as C;",
        "use crate::*; fn f(_: B) {}",
        "fn f() -> Option<crate::B> { None }",
        "fn f() { use super::B; }",
        "fn f() { println!(\"{}\", size_of::<crate::b::B>()); }",
        "#[serde(with = \"crate::b::B\")] pub struct C;",
        "mod c { use super::super::b::B; }",
        "macro_rules! all { ($($m:ident)+) => { $(crate::$m::B;)+ } }",
    ] {
        let cycles = two_files("found", code);
        assert_eq!(cycles.len(), 2, "{code}: {cycles:?}");
    }
    for code in [
        "",
        "pub(in crate::b) fn f() {}",
        "fn f(b: u8) -> u8 { b }",
        "#[cfg(test)] mod tests { use crate::B; }",
        "#[cfg(test)] use crate::B;",
        "// use crate::B;",
    ] {
        let cycles = two_files("none", code);
        assert!(cycles.is_empty(), "{code}: {cycles:?}");
    }
}

#[test]
fn no_screen_names_another_screens_module() {
    let screens = "crates/wizard/src/screens/";
    let screen = |file: &str| {
        let rest = file.strip_prefix(screens)?;
        let name = rest.split(['/', '.']).next().filter(|name| *name != "mod");
        name.map(str::to_owned)
    };
    let graph = files_of("crates/wizard/src/lib.rs");
    let mut seen = BTreeSet::new();
    let mut named = vec![];
    for (file, needs) in &graph {
        let Some(own) = screen(file) else { continue };
        named.extend(
            needs
                .iter()
                .filter(|need| screen(need).is_some_and(|other| other != own))
                .map(|need| format!("{file} names {need}")),
        );
        seen.insert(own);
    }
    assert!(seen.len() >= 11, "{seen:?}");
    assert_eq!(named, Vec::<String>::new());
}

/// The rooms that a room's manifest names in this table; `app` is the one in the root.
fn rooms_in(manifest: &toml::Table, table: &str) -> BTreeSet<String> {
    let known: BTreeSet<_> = rooms().into_iter().collect();
    let names = manifest.get(table).and_then(toml::Value::as_table);
    let names = names.into_iter().flat_map(toml::Table::keys).cloned();
    names
        .filter(|name| known.contains(&format!("crates/{name}")))
        .collect()
}

#[test]
fn the_picture_of_the_rooms_is_what_their_manifests_say() {
    let drawn = fs::read_to_string(crate::places::root().join("docs/architecture.md")).unwrap();
    let (_, drawn) = drawn.split_once("```mermaid\n").unwrap();
    let (drawn, _) = drawn.split_once("```").unwrap();
    let short = |name: &str| match name {
        "nylas-sim" => "sim".to_owned(),
        "nylas-contract" => "contract".to_owned(),
        name => name.to_owned(),
    };
    let mut arrows = BTreeSet::new();
    for line in drawn.lines() {
        let words: Vec<_> = line.split_whitespace().collect();
        let arrow = words.iter().find(|word| word.contains("-->"));
        if let (Some(from), Some(_)) = (words.first(), arrow.filter(|arrow| !arrow.contains('<'))) {
            let to = line.rsplit("--> ").next().unwrap_or_default();
            let to = to.rsplit("| ").next().unwrap_or_default();
            let from = from.split('[').next().unwrap_or_default();
            let to = to.split('[').next().unwrap_or_default().trim();
            arrows.insert((from.to_owned(), to.to_owned()));
        }
    }
    let mut called = BTreeSet::new();
    for room in rooms().into_iter().filter(|room| room != "xtask") {
        let manifest = crate::places::root().join(&room).join("Cargo.toml");
        let manifest: toml::Table = fs::read_to_string(manifest).unwrap().parse().unwrap();
        let from = match room.strip_prefix("crates/") {
            Some(name) => short(name),
            None => "app".to_owned(),
        };
        for to in rooms_in(&manifest, "dependencies") {
            called.insert((from.clone(), short(&to)));
        }
    }
    assert!(called.len() > 10, "{called:?}");
    assert_eq!(arrows, called);
}
