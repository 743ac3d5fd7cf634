//! The page and the sentences: what it asks for is there, and nothing that nobody asks for.

use crate::bundle::languages;
use sentences::{FALLBACK, Language};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};
use wizard::{Notice, Problem, SCREENS};

const PAGE: &str = include_str!("../../../../ui/index.html");
/// Pages that a browser shows, each with what its messages begin with.
const OTHER_PAGES: [(&str, &str); 2] = [
    (
        "practice-page",
        include_str!("../../../../ui/practice.html"),
    ),
    (
        "callback-page",
        include_str!("../../../../ui/callback.html"),
    ),
];
/// What `screen` brings along with a problem or a notice.
const BROUGHT: [&str; 4] = ["problem-title", "problem-text", "problem-next", "notice"];

fn english() -> &'static Language {
    languages().pick(FALLBACK).unwrap()
}

/// The templates by their ID; the frame has none.
fn templates() -> BTreeMap<&'static str, &'static str> {
    let parts = PAGE.split("<template id=\"").enumerate();
    parts
        .map(|(n, part)| match part.split_once("\">") {
            Some((id, template)) if n > 0 => (id, template),
            _ => ("", part),
        })
        .collect()
}

fn values<'a>(source: &'a str, before: &str) -> Vec<&'a str> {
    let after = source.split(before).skip(1);
    after
        .filter_map(|rest| rest.split(['"', ',']).next())
        .collect()
}

/// What a screen asks for: with the frame, and with all that is included.
fn asked(screen: &str) -> BTreeSet<&'static str> {
    let templates = templates();
    let own = format!("screen-{screen}");
    let mut sources = vec![];
    let mut wanted = vec!["", "screen", &own];
    while let Some(id) = wanted.pop() {
        let source = templates.get(id);
        let source = source.unwrap_or_else(|| panic!("there is no template {id}"));
        wanted.extend(values(source, "data-include=\""));
        sources.push(source);
    }
    let mut keys = BTreeSet::new();
    for source in sources {
        keys.extend(values(source, "data-text=\""));
        keys.extend(values(source, ":text."));
    }
    keys
}

/// Keys that the page asks for only where they are there.
fn optional() -> BTreeSet<&'static str> {
    values(PAGE, "data-if=\"text.").into_iter().collect()
}

/// Whether a key may become this one once its values are filled in.
fn fits(key: &str, known: &str) -> bool {
    let Some((before, rest)) = key.split_once('{') else {
        return key == known;
    };
    let (_, after) = rest.split_once('}').unwrap_or((rest, ""));
    let Some(known) = known.strip_prefix(before) else {
        return false;
    };
    let ends = (0..=known.len()).filter(|at| known.is_char_boundary(*at));
    ends.map(|at| &known[at..]).any(|rest| fits(after, rest))
}

#[test]
fn every_sentence_that_the_page_asks_for_exists() {
    let mut missing = vec![];
    for screen in SCREENS {
        let known: Vec<&str> = english()
            .ids
            .keys()
            .filter_map(|id| key_of(id, screen).or_else(|| key_of(id, "common")))
            .chain(BROUGHT)
            .collect();
        for keys in asked(screen) {
            // Of several the first that is there is taken: the last has to be, or is a value.
            let last = keys.rsplit('|').next().unwrap_or(keys);
            let is_value = last.starts_with('{');
            let is_there = if is_value {
                keys.contains('|')
            } else {
                known.iter().any(|key| fits(last, key))
            };
            if !is_there && !optional().contains(last) {
                missing.push(format!("{screen}: {keys}"));
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}

fn key_of<'a>(id: &'a str, section: &str) -> Option<&'a str> {
    id.strip_prefix(section)?.strip_prefix('-')
}

/// Whether something of a screen or of all screens is asked for; what is asked for, by screen.
fn is_asked_for(id: &str, asked: &[(&str, BTreeSet<&str>)]) -> bool {
    asked.iter().any(|(screen, keys)| {
        let sections = [screen, "common"].into_iter();
        sections
            .filter_map(|section| key_of(id, section))
            .any(|known| keys.iter().any(|key| fits(key, known)))
    })
}

/// What stands outside of the page, each with a text.
const OF_THE_DESKTOP: [&str; 4] = [
    "finished-connected",
    "finished-stopped",
    "blank-window",
    "tell-address",
];

/// Whether the program itself takes this message, or a page that a browser shows.
fn is_taken(id: &str) -> bool {
    let of_other_pages = OTHER_PAGES.iter().any(|(section, page)| {
        key_of(id, section).is_some_and(|key| page.contains(&format!("{{{{{key}}}}}")))
    });
    of_other_pages
        || Notice::all().any(|notice| id == format!("notice-{}", notice.name()))
        || Problem::ALL
            .iter()
            .any(|problem| id == format!("problem-{}", problem.code()))
        || ["common-company-practice", "common-company-none"].contains(&id)
        || OF_THE_DESKTOP.contains(&id)
        || ["choose-file", "choose-table"].contains(&id)
        // The runner's tests compare these with what a profile can be refused for.
        || id.starts_with("profile-reason-")
}

#[test]
fn every_sentence_is_used() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/locales/en");
    let files = fs::read_dir(folder).unwrap();
    let sources: String = files
        .map(|file| {
            fs::read_to_string(file.unwrap().path())
                .unwrap()
                .replace(' ', "")
        })
        .collect();
    let asked: Vec<(&str, BTreeSet<&str>)> = SCREENS
        .iter()
        .map(|screen| {
            let keys = asked(screen).into_iter().flat_map(|keys| keys.split('|'));
            // What is only a value would fit anything; it is shown where nothing better is there.
            let keys = keys.filter(|key| !key.starts_with('{'));
            (*screen, keys.collect())
        })
        .collect();
    let is_within_another = |id: &str| sources.contains(&format!("{{{id}}}"));
    let unused: Vec<&String> = english()
        .ids
        .keys()
        .filter(|id| !is_taken(id) && !is_asked_for(id, &asked) && !is_within_another(id))
        .collect();
    assert_eq!(unused, Vec::<&String>::new());
    let of_problem =
        |id: &str, name: &str| id.starts_with("problem-") && ["text", "next"].contains(&name);
    for (id, attributes) in &english().ids {
        for name in attributes {
            let of_desktop = OF_THE_DESKTOP.contains(&id.as_str()) && name == "text";
            assert!(
                of_problem(id, name) || of_desktop,
                "nobody asks for {id}.{name}"
            );
        }
    }
}
