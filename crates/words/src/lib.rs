//! View and language → Screen. Every sentence comes from `ui/locales/<language>/*.ftl`; here is none.
//!
//! A message `<screen>-KEY` becomes the screen's text `KEY`, `common-KEY` is there on every screen, and the shown problem
//! brings `problem-title`, `problem-text` and `problem-next`. Attributes follow after a dot.

mod bundle;
mod callback;
mod mail;
mod newest;
mod practice;
#[cfg(test)]
mod tests;

use bundle::language;
use sentences::{FluentArgs, FluentValue, Language};
use serde::Serialize;
use serde_json::{Map, Value};
use std::{collections::BTreeMap, sync::Arc};
use wizard::{Report, View};

pub use callback::callback_page;
pub use mail::{address_mail, invitation_mail};
pub use newest::{Newest, Numbered};
pub use practice::practice_page;

/// What the page renders.
#[derive(Clone, Debug, Serialize)]
pub struct Screen {
    pub name: &'static str,
    pub lang: &'static str,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// The window's title: whose it is, and where one is.
    pub title: String,
    /// The screen's sentences by key.
    pub text: BTreeMap<String, String>,
    pub view: Map<String, Value>,
    /// The company's picture as a `data:` address, where the page does not have it yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo: Option<String>,
    /// The picture, whether the page has it or not.
    #[serde(skip)]
    picture: Option<Arc<str>>,
}

/// Sentences that hold on every screen.
const COMMON: &str = "common";

/// Puts `view` into words. An unknown language falls back to English.
pub fn screen(view: &View, tag: &str) -> Screen {
    let language = language(tag);
    let values = match serde_json::to_value(view) {
        Ok(Value::Object(values)) => values,
        _ => Map::new(),
    };
    let variables = variables(view, &values, language);
    let mut text = language.section(COMMON, &variables);
    text.extend(language.section(view.name, &variables));
    if let Some(problem) = &view.problem {
        let id = format!("problem-{}", problem.code);
        let part = |attribute| language.message(&id, attribute, &variables);
        // A profile's fault has a sentence of its own, naming file, line and key.
        let reason = format!("profile-reason-{}", problem.kind);
        let own = language
            .message(&reason, None, &variables)
            .filter(|_| problem.code == "C11");
        for (key, sentence) in [
            ("problem-title", part(None)),
            ("problem-text", own.or_else(|| part(Some("text")))),
            ("problem-next", part(Some("next"))),
        ] {
            text.extend(sentence.map(|sentence| (key.to_owned(), sentence)));
        }
    }
    if let Some(notice) = view.notice {
        let sentence = language.message(&format!("notice-{notice}"), None, &variables);
        text.extend(sentence.map(|sentence| ("notice".to_owned(), sentence)));
    }
    let title = title(view, &text);
    Screen {
        name: view.name,
        title,
        lang: language.tag,
        dir: language.direction,
        text,
        view: values,
        logo: None,
        picture: view.picture.clone(),
    }
}

/// Company and step, or the heading where there are no steps.
fn title(view: &View, text: &BTreeMap<String, String>) -> String {
    let step = view.steps.iter().find(|step| step.status == "current");
    let place = step.map_or("heading".to_owned(), |step| format!("step-{}", step.name));
    let said = |key: &str| text.get(key).map_or("", String::as_str);
    let whose = view.company.as_deref().filter(|_| !view.practice);
    let parts = [whose.unwrap_or(said("brand")), said(&place)];
    plain(&parts.join(" – "))
}

/// A sentence for where there is nothing but text: without signs for strong, and without those that keep a name's
/// direction apart.
fn plain(sentence: &str) -> String {
    sentence
        .replace("**", "")
        .replace(['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}'], "")
}

impl Screen {
    /// Title and text that tell of the end of connecting, for whoever looks at another window.
    pub fn finished(&self) -> (String, String) {
        let language = language(self.lang);
        let is_practice = self.view.get("practice") == Some(&Value::Bool(true));
        let none = || language.message("common-company-none", None, &FluentArgs::new());
        let company = self.view.get("company").and_then(Value::as_str);
        let company = company.map(str::to_owned).or_else(none);
        let mut variables = FluentArgs::new();
        variables.set("practice", if is_practice { "yes" } else { "no" });
        variables.set("company", company.unwrap_or_default());
        let name = if self.name == "done" {
            "finished-connected"
        } else {
            "finished-stopped"
        };
        let said = |part| plain(&language.message(name, part, &variables).unwrap_or_default());
        (said(None), said(Some("text")))
    }
}

/// The title of the system's window in which a settings file is chosen.
pub fn choose_file(tag: &str) -> String {
    let title = language(tag).message("choose-file", None, &FluentArgs::new());
    plain(&title.unwrap_or_default())
}

/// The title of the system's window in which a table of customers is chosen.
pub fn choose_table(tag: &str) -> String {
    let title = language(tag).message("choose-table", None, &FluentArgs::new());
    plain(&title.unwrap_or_default())
}

/// What is wrong with a settings file, in one sentence, for where there is no window yet.
pub fn settings_fault(report: &Report, tag: &str) -> String {
    let language = language(tag);
    let mut variables = FluentArgs::new();
    for name in &language.variables {
        variables.set(name.as_str(), "");
    }
    variables.set("kind", report.kind.name());
    for (name, value) in &report.values {
        variables.set(*name, value.as_str());
    }
    let own = language.message(
        &format!("profile-reason-{}", report.kind.name()),
        None,
        &variables,
    );
    let any = || language.message("problem-C11", Some("text"), &variables);
    plain(&own.or_else(any).unwrap_or_default())
}

/// Title and text for somebody whose window stays empty on this system, by Rust's name for it.
pub fn blank(tag: &str, system: &str) -> (String, String) {
    let language = language(tag);
    let mut variables = FluentArgs::new();
    variables.set("system", system);
    let said = |part| {
        plain(
            &language
                .message("blank-window", part, &variables)
                .unwrap_or_default(),
        )
    };
    (said(None), said(Some("text")))
}

/// The variables of the sentences: the view's texts, numbers and answers (yes, no), and what the problem names. What a
/// screen does not say is empty.
fn variables<'a>(
    view: &'a View,
    values: &'a Map<String, Value>,
    language: &'a Language,
) -> FluentArgs<'a> {
    let mut variables = FluentArgs::new();
    for name in &language.variables {
        variables.set(name.as_str(), "");
    }
    for (name, value) in values {
        match value {
            Value::String(text) => variables.set(name.as_str(), text.as_str()),
            Value::Bool(yes) => variables.set(name.as_str(), if *yes { "yes" } else { "no" }),
            Value::Number(number) => {
                variables.set(
                    name.as_str(),
                    FluentValue::from(number.as_i64().unwrap_or_default()),
                );
            }
            Value::Null | Value::Array(_) | Value::Object(_) => {}
        }
    }
    if let Some(problem) = &view.problem {
        variables.set("kind", problem.kind);
        variables.set("field", problem.field.map_or("none", Into::into));
        for (name, value) in &problem.values {
            variables.set(*name, value.as_str());
        }
    }
    if view.company.is_none() {
        let unnamed = if view.practice {
            "common-company-practice"
        } else {
            "common-company-none"
        };
        if let Some(name) = language.message(unnamed, None, &FluentArgs::new()) {
            variables.set("company", name);
        }
    }
    variables
}
