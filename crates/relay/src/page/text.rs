//! The sentences of pages and mails: the messages `page-…` and `mail-…` of this crate's own Fluent files.

use crate::config::Organization;
use include_dir::{Dir, include_dir};
use sentences::{FluentArgs, Language, Languages};
use std::sync::LazyLock;

static LOCALES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/locales");
static LANGUAGES: LazyLock<Languages> = LazyLock::new(|| Languages::new(&LOCALES));

/// The sentences in one language, about one company.
pub(crate) struct Text {
    language: Option<&'static Language>,
    section: &'static str,
    company: String,
    /// What the company will use, by the names of its configuration.
    pub(crate) uses: Vec<String>,
}

impl Text {
    /// `wanted` is the invitation's language, or what the browser asks for.
    pub(crate) fn new(wanted: &str, organization: &Organization) -> Text {
        Text {
            language: LANGUAGES.pick(wanted),
            section: "page",
            company: organization.name.clone(),
            uses: organization.uses.clone(),
        }
    }

    /// The same for a mail.
    pub(crate) fn mail(wanted: &str, organization: &Organization) -> Text {
        Text {
            section: "mail",
            ..Text::new(wanted, organization)
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
            // A phone's number is none to be counted by.
            match value.parse::<i64>() {
                Ok(number) if number.to_string() == *value => variables.set(*name, number),
                _ => variables.set(*name, (*value).to_owned()),
            }
        }
        let id = format!("{}-{name}", self.section);
        let sentence = self
            .language
            .and_then(|language| language.message(&id, None, &variables));
        let sentence = sentence.unwrap_or_default();
        match self.section {
            // What holds a name's direction together in a browser is only in the way of whoever copies from a mail.
            "mail" => sentence.replace(['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}'], ""),
            _ => sentence,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said; each name stands in the code once at least.
    #[test]
    fn every_sentence_that_is_said_is_there_and_none_besides() {
        let pages = [
            include_str!("again.rs"),
            include_str!("apple_steps.rs"),
            include_str!("calls.rs"),
            include_str!("codes.rs"),
            include_str!("drawing.rs"),
            include_str!("ended.rs"),
            include_str!("outcome.rs"),
            include_str!("parts.rs"),
        ];
        let mails = include_str!("../mail/letter.rs");
        let english = LANGUAGES.pick("en-GB").map(|language| &language.ids);
        for (section, code, least) in [
            ("page-", pages.concat(), 30),
            ("mail-", mails.to_owned(), 10),
        ] {
            for language in LANGUAGES.all() {
                assert_eq!(language.faults, Vec::<String>::new(), "{}", language.tag);
                for name in language
                    .ids
                    .keys()
                    .filter_map(|id| id.strip_prefix(section))
                {
                    assert!(
                        code.contains(&format!("\"{name}\"")),
                        "{section}{name} is never said"
                    );
                }
            }
            let said = code.split("say").skip(1).filter_map(|rest| {
                let rest = rest.trim_start_matches("_with").strip_prefix("(\"")?;
                rest.split('"').next()
            });
            let said: Vec<_> = said.collect();
            assert!(said.len() > least, "{said:?}");
            for name in said {
                let id = format!("{section}{name}");
                assert!(
                    english.is_some_and(|ids| ids.contains_key(&id)),
                    "{id} is not there"
                );
            }
        }
    }
}
