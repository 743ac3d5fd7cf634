//! The words and the page about profiles keep up with the code.

use std::collections::BTreeSet;
use std::fs;

use strum::VariantNames;

use super::super::{Kind, Rank, Reason};
use super::taken;

fn of_repository(path: &str) -> String {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    fs::read_to_string(format!("{root}/{path}")).unwrap()
}

#[test]
fn every_reason_has_its_message_and_every_message_its_reason() {
    let words = of_repository("ui/locales/en/profile.ftl");
    let messages: BTreeSet<String> = words
        .lines()
        .filter_map(|line| line.strip_prefix("profile-reason-"))
        .filter_map(|rest| rest.split_once(" ="))
        .map(|(code, _)| code.to_owned())
        .collect();
    let codes = Reason::VARIANTS.iter().map(|code| (*code).to_owned());
    assert_eq!(messages, codes.collect());
}

#[test]
fn every_example_of_the_page_is_taken() {
    let page = of_repository("docs/profile.md");
    let examples: Vec<&str> = page
        .split("```toml\n")
        .skip(1)
        .filter_map(|rest| rest.split_once("```").map(|(example, _)| example))
        .collect();
    for example in &examples {
        taken(example, Rank::Administrator);
    }
    let complete = taken(examples.last().unwrap(), Rank::Administrator);
    assert_eq!(complete.connection.kind, Some(Kind::Hosted));
}

#[test]
fn the_page_explains_every_key() {
    let page = of_repository("docs/profile.md");
    let source = include_str!("../parse.rs");
    let mut keys = BTreeSet::new();
    for method in [".text(\"", ".list(\"", ".port(\"", ".switch(\""] {
        let calls = source.split(method).skip(1);
        keys.extend(calls.filter_map(|rest| rest.split('"').next()));
    }
    assert!(keys.len() > 20);
    for key in keys {
        assert!(page.contains(&format!("`{key}`")), "{key} is not explained");
    }
}
