//! The page that stands for Apple's in practice, put into words.

use crate::bundle::language;
use sentences::FluentArgs;
use std::collections::BTreeMap;

const TEMPLATE: &str = include_str!("../../../ui/practice.html");

/// `ui/practice.html` with every `{{key}}` filled in and escaped: the messages `practice-page-…`, the `label` to type
/// and the practice `password` to copy.
pub fn practice_page(tag: &str, label: &str, password: &str) -> String {
    let language = language(tag);
    let mut variables = FluentArgs::new();
    variables.set("label", label);
    let mut text = language.section("practice-page", &variables);
    for (key, value) in [
        ("label", label),
        ("password", password),
        ("lang", language.tag),
        ("dir", language.direction),
    ] {
        text.insert(key.to_owned(), value.to_owned());
    }
    filled_in(TEMPLATE, &text)
}

/// A page with every `{{key}}` filled in, as text and never as markup.
pub(crate) fn filled_in(template: &str, text: &BTreeMap<String, String>) -> String {
    text.iter().fold(template.to_owned(), |page, (key, value)| {
        page.replace(&format!("{{{{{key}}}}}"), &escaped(value))
    })
}

fn escaped(text: &str) -> String {
    text.chars()
        .fold(String::with_capacity(text.len()), |mut out, c| {
            match c {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '"' => out.push_str("&quot;"),
                '\'' => out.push_str("&#39;"),
                c => out.push(c),
            }
            out
        })
}
