//! View and language → Screen. Every sentence comes from `ui/locales/<language>/*.ftl`; here is none.
//!
//! A message `<screen>-KEY` becomes the screen's text `KEY`, `common-KEY` is there on every screen, and the shown problem
//! brings `problem-title`, `problem-text` and `problem-next`. Attributes follow after a dot.

mod bundle;
mod callback;
mod practice;
#[cfg(test)]
mod tests;

use bundle::{Language, language};
use serde::Serialize;
use std::collections::BTreeMap;
use wizard::{Argument, View};

pub use callback::callback_page;
pub use practice::practice_page;

/// What the page renders.
#[derive(Clone, Debug, Serialize)]
pub struct Screen {
    /// The screen's name.
    pub name: &'static str,
    /// The language's tag.
    pub lang: &'static str,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// The screen's sentences by key.
    pub text: BTreeMap<String, String>,
    /// The values.
    pub view: View,
}

/// Sentences that hold on every screen.
const COMMON: &str = "common";

/// Every variable that a message may use; what a view does not say is empty.
const VARIABLES: [&str; 31] = [
    "company",
    "label",
    "address",
    "icloud",
    "host",
    "callback",
    "hosted",
    "scope",
    "elsewhere",
    "offered",
    "application",
    "kind",
    "value",
    "uses",
    "practice",
    "shape",
    "opened",
    "again",
    "stopped",
    "removed",
    "phase",
    "notice",
    "sixdigit",
    "renewing",
    "aside",
    "all",
    "complete",
    "searched",
    "conceals",
    "folder",
    "owner",
];

/// Puts `view` into words. An unknown language falls back to English.
pub fn screen(view: View, tag: &str) -> Screen {
    let language = language(tag);
    let arguments = arguments(&view, language);
    let mut text = language.section(COMMON, &arguments);
    text.extend(language.section(view.name, &arguments));
    if let Some(problem) = &view.problem {
        let id = format!("problem-{}", problem.code);
        let part = |attribute| language.message(&id, attribute, &arguments);
        // A profile's fault has a sentence of its own, naming file, line and key.
        let own = if problem.code == "C11" {
            language.message(
                &format!("profile-reason-{}", problem.kind),
                None,
                &arguments,
            )
        } else {
            None
        };
        for (key, sentence) in [
            ("problem-title", part(None)),
            ("problem-text", own.or_else(|| part(Some("text")))),
            ("problem-next", part(Some("next"))),
        ] {
            text.extend(sentence.map(|sentence| (key.to_owned(), sentence)));
        }
    }
    if let Some(notice) = view.notice {
        text.extend(
            language
                .message(&format!("notice-{notice}"), None, &arguments)
                .map(|sentence| ("notice".to_owned(), sentence)),
        );
    }
    Screen {
        name: view.name,
        lang: language.tag,
        dir: language.direction,
        text,
        view,
    }
}

fn arguments(view: &View, language: &Language) -> Vec<(&'static str, Argument)> {
    let given = |name: &str| view.arguments.iter().any(|(n, _)| *n == name);
    let mut arguments = view.arguments.clone();
    let unnamed = if view.practice {
        "common-company-practice"
    } else {
        "common-company-none"
    };
    if !given("company") {
        arguments.extend(
            language
                .message(unnamed, None, &[])
                .map(|name| ("company", Argument::Text(name))),
        );
    }
    arguments.push((
        "support",
        Argument::Text(view.support.clone().unwrap_or_default()),
    ));
    for name in VARIABLES
        .into_iter()
        .filter(|name| !given(name) && *name != "company")
    {
        arguments.push((name, Argument::Text(String::new())));
    }
    for name in ["wait", "count", "loaded", "tries", "step"]
        .into_iter()
        .filter(|name| !given(name))
    {
        arguments.push((name, Argument::Number(0)));
    }
    arguments
}
