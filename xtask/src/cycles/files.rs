//! The modules of a crate, in which file each is, and where a path through them leads.
//!
//! What it cannot see: methods, which name no file, and paths that a macro of another crate makes up.

use super::{Graph, paths};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use syn::{Item, UseTree};

/// A path from the root of the crate, without `crate`.
pub(super) type Names = Vec<String>;

/// How many re-exports of re-exports are followed.
const DEEPEST: usize = 8;

/// A name that a module has from elsewhere.
pub(super) struct Import {
    /// What it is called here; `None` for everything that is there.
    pub(super) name: Option<String>,
    /// Where it comes from.
    pub(super) from: Names,
    /// Whether it is passed on.
    pub(super) public: bool,
}

#[derive(Default)]
pub(super) struct Module {
    /// From the root of the repository.
    pub(super) file: String,
    pub(super) children: BTreeSet<String>,
    /// What is defined here.
    items: BTreeSet<String>,
    pub(super) imports: Vec<Import>,
    /// What its code says, tests left out.
    pub(super) code: Vec<Item>,
}

#[derive(Default)]
pub(super) struct Source {
    pub(super) modules: BTreeMap<Names, Module>,
}

impl Source {
    /// Reads a crate from its root file.
    pub(super) fn read(repository: &Path, root: &Path) -> Self {
        let mut source = Source::default();
        source.read_file(repository, root, &[], root.parent().unwrap());
        source
    }

    /// `folder`: where the modules are that this file declares.
    fn read_file(&mut self, repository: &Path, file: &Path, module: &[String], folder: &Path) {
        let text = fs::read_to_string(repository.join(file)).unwrap();
        let parsed = syn::parse_file(&text).unwrap();
        self.read_items(repository, file, module, folder, parsed.items);
    }

    fn read_items(
        &mut self,
        repository: &Path,
        file: &Path,
        module: &[String],
        folder: &Path,
        items: Vec<Item>,
    ) {
        let name = file.to_string_lossy().replace('\\', "/");
        let mut this = Module {
            file: name,
            ..Module::default()
        };
        for item in items {
            if paths::is_for_tests(paths::attributes(&item)) {
                continue;
            }
            match item {
                Item::Mod(child) => {
                    let name = child.ident.to_string();
                    let inner: Names = module.iter().chain([&name]).cloned().collect();
                    let below = folder.join(&name);
                    match child.content {
                        Some((_, items)) => {
                            self.read_items(repository, file, &inner, &below, items);
                        }
                        None => {
                            let path = file_of(repository, folder, &name, &child.attrs);
                            self.read_file(repository, &path, &inner, &below);
                        }
                    }
                    this.children.insert(name);
                }
                Item::Use(item) => {
                    let public = !matches!(item.vis, syn::Visibility::Inherited);
                    let leading = item.leading_colon.is_some();
                    for (name, from) in branches(&item.tree).into_iter().filter(|_| !leading) {
                        this.imports.push(Import { name, from, public });
                    }
                }
                item => {
                    this.items.extend(defined(&item));
                    this.code.push(item);
                }
            }
        }
        // What comes from other crates is not looked into.
        this.imports.retain_mut(|import| {
            let from = paths::absolute(&import.from, module, &this.children);
            let ours = from.is_some();
            import.from = from.unwrap_or_default();
            ours
        });
        self.modules.insert(module.to_vec(), this);
    }

    /// The deepest module on the way, and what of the path is left then.
    pub(super) fn walk<'a>(&self, path: &'a [String]) -> (Names, &'a [String]) {
        let mut known = path.len();
        while known > 0 && !self.modules.contains_key(&path[..known]) {
            known -= 1;
        }
        (path[..known].to_vec(), &path[known..])
    }

    /// The file in which stands what a path means, however it is passed on.
    pub(super) fn home(&self, path: &[String], depth: usize) -> Option<String> {
        let (module, rest) = self.walk(path);
        let here = self.modules.get(&module)?;
        let Some((name, rest)) = rest.split_first() else {
            return Some(here.file.clone());
        };
        if here.items.contains(name) || depth == DEEPEST {
            return Some(here.file.clone());
        }
        for import in &here.imports {
            let mut from = import.from.clone();
            match &import.name {
                Some(known) if known == name => from.extend(rest.iter().cloned()),
                Some(_) => continue,
                None => {
                    from.push(name.clone());
                    let (module, _) = self.walk(&from);
                    let there = self.modules.get(&module);
                    if there.is_none_or(|there| !there.items.contains(name)) {
                        continue;
                    }
                }
            }
            return self.home(&from, depth + 1);
        }
        None
    }

    /// Which file names something of which other one. What a file only passes on, it does not need.
    pub(super) fn graph(&self) -> Graph {
        let mut graph = Graph::new();
        for (name, module) in &self.modules {
            let needs = graph.entry(module.file.clone()).or_default();
            let mut paths = paths::in_code(self, name, module);
            let used = module.imports.iter();
            let used = used.filter(|import| !import.public && import.name.is_some());
            paths.extend(used.map(|import| import.from.clone()));
            let homes = paths.iter().filter_map(|path| self.home(path, 0));
            needs.extend(homes.filter(|home| *home != module.file));
        }
        graph
    }
}

fn file_of(repository: &Path, folder: &Path, name: &str, attrs: &[syn::Attribute]) -> PathBuf {
    let named = attrs.iter().find(|a| a.path().is_ident("path"));
    assert!(named.is_none(), "{name}: `path` is not understood here");
    let flat = folder.join(format!("{name}.rs"));
    if repository.join(&flat).exists() {
        flat
    } else {
        folder.join(name).join("mod.rs")
    }
}

/// The paths of a `use`, as they are written.
pub(super) fn paths_of(tree: &UseTree) -> Vec<Names> {
    branches(tree).into_iter().map(|(_, path)| path).collect()
}

/// The names that a `use` brings, each with its path as it is written.
fn branches(tree: &UseTree) -> Vec<(Option<String>, Names)> {
    let under = |name: &syn::Ident, tree: &UseTree| {
        let mut branches = branches(tree);
        branches
            .iter_mut()
            .for_each(|(_, path)| path.insert(0, name.to_string()));
        // `a::{self}` is `a`.
        for (local, path) in &mut branches {
            if path.last().is_some_and(|last| last == "self") {
                path.pop();
                if local.as_ref().is_some_and(|local| local == "self") {
                    *local = path.last().cloned();
                }
            }
        }
        branches
    };
    match tree {
        UseTree::Path(path) => under(&path.ident, &path.tree),
        UseTree::Name(name) => vec![(Some(name.ident.to_string()), vec![name.ident.to_string()])],
        UseTree::Rename(name) => {
            vec![(Some(name.rename.to_string()), vec![name.ident.to_string()])]
        }
        UseTree::Glob(_) => vec![(None, vec![])],
        UseTree::Group(group) => group.items.iter().flat_map(branches).collect(),
    }
}

/// The names that an item defines for others.
fn defined(item: &Item) -> Vec<String> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::TraitAlias(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        // A macro may define anything; what it names first after `enum`, `struct` … is found.
        Item::Macro(item) => return paths::defined_by_macro(item),
        _ => return vec![],
    };
    vec![ident.to_string()]
}
