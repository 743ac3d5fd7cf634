//! The pages' sentences: the messages `page-…` of this crate's own Fluent files.

use crate::config::Organization;
use include_dir::{Dir, include_dir};
use sentences::{FluentArgs, Language, languages, pick};
use std::sync::LazyLock;

static LOCALES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/locales");
static LANGUAGES: LazyLock<Vec<Language>> = LazyLock::new(|| languages(&LOCALES));

/// The sentences in one language, about one company.
pub(crate) struct Text {
    language: Option<&'static Language>,
    company: String,
    /// What the company will use, by the names of its configuration.
    pub(crate) uses: Vec<String>,
}

impl Text {
    /// `wanted` is the invitation's language, or what the browser asks for.
    pub(crate) fn new(wanted: &str, organization: &Organization) -> Text {
        Text {
            language: pick(&LANGUAGES, wanted),
            company: organization.name.clone(),
            uses: organization.uses.clone(),
        }
    }

    pub(crate) fn tag(&self) -> &'static str {
        self.language.map_or("en", |language| language.tag)
    }

    pub(crate) fn direction(&self) -> &'static str {
        self.language.map_or("ltr", |language| language.direction)
    }

    /// The sentence of that name.
    pub(crate) fn say(&self, name: &str) -> String {
        self.say_with(name, &[])
    }

    /// The same, with values of its own.
    pub(crate) fn say_with(&self, name: &str, values: &[(&'static str, &str)]) -> String {
        let mut variables = FluentArgs::new();
        variables.set("company", self.company.clone());
        for (name, value) in values {
            match value.parse::<i64>() {
                Ok(number) => variables.set(*name, number),
                Err(_) => variables.set(*name, (*value).to_owned()),
            }
        }
        self.language
            .and_then(|language| language.message(&format!("page-{name}"), None, &variables))
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the pages say; each name stands in the code once at least.
    #[test]
    fn every_sentence_that_the_pages_say_is_there_and_none_besides() {
        let code = [
            include_str!("calls.rs"),
            include_str!("codes.rs"),
            include_str!("parts.rs"),
        ]
        .concat();
        for language in &*LANGUAGES {
            assert_eq!(language.faults, Vec::<String>::new(), "{}", language.tag);
            for id in language.ids.keys() {
                let name = id.trim_start_matches("page-");
                assert!(code.contains(&format!("\"{name}\"")), "{id} is never said");
            }
        }
        let english = pick(&LANGUAGES, "en-GB").map(|language| &language.ids);
        let said = code.split("say").skip(1).filter_map(|rest| {
            let rest = rest.trim_start_matches("_with").strip_prefix("(\"")?;
            rest.split('"').next()
        });
        let said: Vec<_> = said.collect();
        assert!(said.len() > 30, "{said:?}");
        for name in said {
            let id = format!("page-{name}");
            assert!(
                english.is_some_and(|ids| ids.contains_key(&id)),
                "{id} is not there"
            );
        }
    }
}
