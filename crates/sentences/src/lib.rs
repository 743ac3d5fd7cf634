//! Fluent files as languages: what a person reads is in them, for the program and for the company's server alike.

use fluent_bundle::{FluentResource, concurrent::FluentBundle};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use include_dir::Dir;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

/// The variables of a message, and what stands for one.
pub use fluent_bundle::{FluentArgs, FluentValue};

/// The language that has every message.
pub const FALLBACK: &str = "en";

/// One language with all its messages.
pub struct Language {
    /// Such as `en`.
    pub tag: &'static str,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    bundle: FluentBundle<FluentResource>,
    /// Every message's ID and its attributes' names.
    pub ids: BTreeMap<String, Vec<String>>,
    /// Every variable that a message names.
    pub variables: BTreeSet<String>,
    /// What did not parse or stood twice; a test keeps it empty.
    pub faults: Vec<String>,
}

/// All languages of a folder, by the folders in it. One is read when it is wanted: a megabyte each is much.
pub struct Languages(Vec<Folder>);

struct Folder {
    tag: &'static str,
    files: &'static Dir<'static>,
    language: OnceLock<Option<Language>>,
}

impl Languages {
    /// Looks at the names of the folders alone.
    pub fn new(folder: &'static Dir<'static>) -> Self {
        let folders = folder.dirs().filter_map(|files| {
            let tag = files.path().file_name()?.to_str()?;
            let language = OnceLock::new();
            Some(Folder {
                tag,
                files,
                language,
            })
        });
        Languages(folders.collect())
    }

    /// The language for a tag such as `en-GB`: the same, else the same main language, else English.
    pub fn pick(&self, tag: &str) -> Option<&Language> {
        let tag = tag.replace('_', "-");
        let main = tag.split('-').next().unwrap_or(FALLBACK);
        let find = |wanted: &str| self.0.iter().find(|f| f.tag.eq_ignore_ascii_case(wanted));
        [&tag, main, FALLBACK]
            .into_iter()
            .find_map(|wanted| find(wanted)?.read())
    }

    /// Every language, read.
    pub fn all(&self) -> impl Iterator<Item = &Language> {
        self.0.iter().filter_map(Folder::read)
    }
}

impl Folder {
    fn read(&self) -> Option<&Language> {
        let language = self.language.get_or_init(|| Language::load(self.files));
        language.as_ref()
    }
}

impl Language {
    /// One without a single message, where there should be another.
    pub fn none() -> Self {
        Language {
            tag: FALLBACK,
            direction: "ltr",
            bundle: FluentBundle::new_concurrent(vec![]),
            ids: BTreeMap::new(),
            variables: BTreeSet::new(),
            faults: vec!["no language".into()],
        }
    }

    fn load(folder: &'static Dir<'static>) -> Option<Self> {
        let tag = folder.path().file_name()?.to_str()?;
        let identifier: unic_langid::LanguageIdentifier = tag.parse().ok()?;
        let direction = match identifier.character_direction() {
            unic_langid::CharacterDirection::RTL => "rtl",
            _ => "ltr",
        };
        let mut language = Language {
            tag,
            direction,
            bundle: FluentBundle::new_concurrent(vec![identifier]),
            ids: BTreeMap::new(),
            variables: BTreeSet::new(),
            faults: vec![],
        };
        for file in folder.files() {
            language.add(
                file.path().to_string_lossy().as_ref(),
                file.contents_utf8().unwrap_or_default(),
            );
        }
        Some(language)
    }

    fn add(&mut self, file: &str, source: &str) {
        // A checkout on Windows may have other line ends.
        let resource = FluentResource::try_new(source.replace("\r\n", "\n")).unwrap_or_else(
            |(resource, errors)| {
                self.faults.push(format!("{file}: {errors:?}"));
                resource
            },
        );
        for entry in resource.entries() {
            if let Entry::Message(message) = entry {
                let attributes = message.attributes.iter().map(|attribute| &attribute.value);
                message
                    .value
                    .iter()
                    .chain(attributes)
                    .for_each(|pattern| in_pattern(pattern, &mut self.variables));
                self.ids.insert(
                    message.id.name.to_owned(),
                    message
                        .attributes
                        .iter()
                        .map(|a| a.id.name.to_owned())
                        .collect(),
                );
            }
        }
        if let Err(errors) = self.bundle.add_resource(resource) {
            self.faults.push(format!("{file}: {errors:?}"));
        }
    }

    /// Every message that begins with `section-`, without that beginning.
    pub fn section(&self, section: &str, variables: &FluentArgs<'_>) -> BTreeMap<String, String> {
        let mut text = BTreeMap::new();
        for (id, attributes) in &self.ids {
            let Some(key) = id
                .strip_prefix(section)
                .and_then(|rest| rest.strip_prefix('-'))
            else {
                continue;
            };
            text.extend(
                self.message(id, None, variables)
                    .map(|sentence| (key.to_owned(), sentence)),
            );
            for attribute in attributes {
                text.extend(
                    self.message(id, Some(attribute), variables)
                        .map(|sentence| (format!("{key}.{attribute}"), sentence)),
                );
            }
        }
        text
    }

    /// One message, or one attribute of it, with its variables filled in.
    pub fn message(
        &self,
        id: &str,
        attribute: Option<&str>,
        variables: &FluentArgs<'_>,
    ) -> Option<String> {
        let message = self.bundle.get_message(id)?;
        let pattern = match attribute {
            None => message.value()?,
            Some(name) => message.get_attribute(name)?.value(),
        };
        let mut errors = vec![];
        let sentence = self
            .bundle
            .format_pattern(pattern, Some(variables), &mut errors)
            .into_owned();
        debug_assert!(errors.is_empty(), "{id}: {errors:?}");
        Some(sentence)
    }
}

/// Collects the variables that a message names.
fn in_pattern(pattern: &Pattern<&str>, variables: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            in_expression(expression, variables);
        }
    }
}

fn in_expression(expression: &Expression<&str>, variables: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => in_inline(inline, variables),
        Expression::Select { selector, variants } => {
            in_inline(selector, variables);
            variants
                .iter()
                .for_each(|variant| in_pattern(&variant.value, variables));
        }
    }
}

fn in_inline(inline: &InlineExpression<&str>, variables: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            variables.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => in_expression(expression, variables),
        _ => {}
    }
}
