//! The paths that code writes down, as paths from the root of its crate.

use super::files::{Module, Names, Source};
use proc_macro2::{TokenStream, TokenTree};
use std::collections::BTreeSet;
use syn::visit::{self, Visit};
use syn::{Attribute, Item, Meta};

/// The path from the root; `None` where it leads out of the crate.
pub(super) fn absolute(
    path: &[String],
    module: &[String],
    children: &BTreeSet<String>,
) -> Option<Names> {
    let (first, rest) = path.split_first()?;
    let mut names = match first.as_str() {
        "crate" => vec![],
        "self" => module.to_vec(),
        "super" => module.split_last()?.1.to_vec(),
        child if children.contains(child) => {
            module.iter().cloned().chain([child.to_owned()]).collect()
        }
        _ => return None,
    };
    for name in rest {
        if name == "super" {
            names.pop()?;
        } else {
            names.push(name.clone());
        }
    }
    Some(names)
}

/// All paths into this crate that a module's code names.
pub(super) fn in_code(source: &Source, name: &[String], module: &Module) -> Vec<Names> {
    let mut walk = Walk {
        source,
        name,
        module,
        found: vec![],
    };
    module.code.iter().for_each(|item| walk.visit_item(item));
    walk.found
}

struct Walk<'a> {
    source: &'a Source,
    name: &'a [String],
    module: &'a Module,
    found: Vec<Names>,
}

impl Walk<'_> {
    fn path(&mut self, path: &[String]) {
        // A name by itself is a variable or an item, whatever modules are called.
        let alone = path.len() == 1;
        if let Some(path) = absolute(path, self.name, &self.module.children).filter(|_| !alone) {
            self.found.push(path);
            return;
        }
        let Some((first, rest)) = path.split_first() else {
            return;
        };
        let imports = &self.module.imports;
        let named = imports
            .iter()
            .find(|import| import.name.as_ref() == Some(first));
        match named {
            Some(import) => self.found.push([&import.from, rest].concat()),
            // What is not there leads nowhere.
            None => {
                let everything = imports.iter().filter(|import| import.name.is_none());
                let paths = everything.map(|import| [&*import.from, path].concat());
                self.found.extend(paths);
            }
        }
    }

    /// Reads `a::b::c` out of what a macro is given, and everything below `a` out of `a::$b`.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Names = vec![];
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    if colons != 2 {
                        self.path(&std::mem::take(&mut path));
                    }
                    path.push(ident.to_string());
                    colons = 0;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
                TokenTree::Punct(punct) if punct.as_char() == '$' && colons == 2 => {
                    self.everything_in(&std::mem::take(&mut path));
                    colons = 0;
                }
                other => {
                    self.path(&std::mem::take(&mut path));
                    colons = 0;
                    if let TokenTree::Group(group) = other {
                        self.tokens(group.stream());
                    }
                }
            }
        }
        self.path(&path);
    }

    fn everything_in(&mut self, path: &[String]) {
        let before = self.found.len();
        match absolute(path, self.name, &self.module.children) {
            Some(path) => self.found.push(path),
            None => self.path(path),
        }
        for path in self.found.split_off(before) {
            let (module, rest) = self.source.walk(&path);
            let there = self.source.modules.get(&module).filter(|_| rest.is_empty());
            for child in there.into_iter().flat_map(|there| &there.children) {
                self.found
                    .push([&*module, std::slice::from_ref(child)].concat());
            }
        }
    }
}

impl<'ast> Visit<'ast> for Walk<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        if !is_for_tests(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names = path.segments.iter().map(|part| part.ident.to_string());
        let names: Names = names.collect();
        if path.leading_colon.is_none() {
            self.path(&names);
        }
        visit::visit_path(self, path);
    }

    /// `pub(super)` says who may look, not what is needed.
    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        for path in super::files::paths_of(&item.tree) {
            self.path(&path);
        }
    }

    fn visit_macro(&mut self, there: &'ast syn::Macro) {
        self.tokens(there.tokens.clone());
        visit::visit_macro(self, there);
    }

    /// Derives name functions and modules as text: `with = "crate::seconds"`.
    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        let Meta::List(list) = &attribute.meta else {
            return;
        };
        let text = list.tokens.to_string();
        for quoted in text.split('"').skip(1).step_by(2) {
            if let Ok(path) = syn::parse_str::<syn::Path>(quoted) {
                self.visit_path(&path);
            }
        }
    }
}

/// Whether something is compiled for tests alone.
pub(super) fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let Meta::List(list) = &attribute.meta else {
            return false;
        };
        let given = list.tokens.to_string();
        list.path.is_ident("cfg") && (given == "test" || given.starts_with("all (test"))
    })
}

pub(super) fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::ExternCrate(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::ForeignMod(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::TraitAlias(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// The name of a macro, and what stands in it after `enum`, `struct`, `fn`, `const`, `static`, `trait` or `type`.
pub(super) fn defined_by_macro(item: &syn::ItemMacro) -> Vec<String> {
    let mut names: Vec<String> = item.ident.iter().map(ToString::to_string).collect();
    collect_definitions(item.mac.tokens.clone(), &mut names);
    names
}

fn collect_definitions(tokens: TokenStream, names: &mut Vec<String>) {
    let kinds = ["enum", "struct", "fn", "const", "static", "trait", "type"];
    let mut after_kind = false;
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                let ident = ident.to_string();
                let kind = kinds.contains(&&*ident);
                if after_kind && !kind {
                    names.push(ident);
                }
                after_kind = kind;
            }
            TokenTree::Group(group) => {
                collect_definitions(group.stream(), names);
                after_kind = false;
            }
            _ => after_kind = false,
        }
    }
}
