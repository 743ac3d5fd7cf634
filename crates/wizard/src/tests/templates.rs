//! What the page asks of a view is there: every path of every template resolves in a sample of its
//! screen.

use super::{
    html::{Element, page},
    samples::{SAMPLES, samples},
};
use crate::{Action, Field, SCREENS};
use serde_json::{Value, json};
use std::path::Path;

#[test]
fn every_screen_of_the_table_has_a_template_sentences_and_samples() {
    let page = page();
    let ui = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui");
    let mut missing = vec![];
    for screen in SCREENS {
        let id = format!("screen-{screen}");
        if template(&page, &id).is_none() || !ui.join(format!("screens/{screen}.html")).exists() {
            missing.push(format!(
                "ui/screens/{screen}.html, written by `cargo xtask page`"
            ));
        }
        if !ui.join(format!("locales/en/{screen}.ftl")).exists() {
            missing.push(format!("ui/locales/en/{screen}.ftl"));
        }
        if !SAMPLES.iter().any(|(name, _)| name == screen) {
            missing.push(format!("a line for {screen} in tests/samples.rs"));
        }
    }
    let strangers = page.all().into_iter().filter_map(|element| {
        let name = element.attribute("id")?.strip_prefix("screen-")?;
        let is_known = SCREENS.contains(&name) || element.name != "template";
        (!is_known).then(|| format!("a line for {name} in table.rs"))
    });
    missing.extend(strangers);
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn every_path_of_the_page_resolves_in_a_sample_view_of_its_screen() {
    let page = page();
    let views: Vec<Value> = samples()
        .map(|(screen, way)| {
            let play = way();
            let mut view = play.json();
            view["name"] = screen.into();
            view["lang"] = "en".into();
            view
        })
        .collect();
    let mut check = Check {
        page: &page,
        file: "ui/frame.html".into(),
        faults: vec![],
    };
    // The frame stands around every screen, and so does what is shared.
    for element in &page.children {
        check.element(element, &views);
    }
    check.include("screen", &views);
    for screen in SCREENS {
        let of_screen = views.iter().filter(|view| view["name"] == **screen);
        let of_screen: Vec<Value> = of_screen.cloned().collect();
        check.include(&format!("screen-{screen}"), &of_screen);
    }
    assert_eq!(check.faults, Vec::<String>::new());
}

#[test]
fn every_button_and_field_of_the_page_is_one_that_the_wizard_knows() {
    let page = page();
    let mut unknown = vec![];
    for element in page.all() {
        let action = element.attribute("data-action");
        unknown
            .extend(action.filter(|name| serde_json::from_value::<Action>(json!(name)).is_err()));
        let field = element
            .attribute("data-field")
            .and(element.attribute("name"));
        unknown.extend(field.filter(|name| serde_json::from_value::<Field>(json!(name)).is_err()));
    }
    assert_eq!(unknown, Vec::<&str>::new());
}

fn template<'a>(page: &'a Element, id: &str) -> Option<&'a Element> {
    let templates = page.all().into_iter();
    templates
        .filter(|element| element.name == "template")
        .find(|element| element.attribute("id") == Some(id))
}

/// Goes through templates as `render.js` does, with all the views at once.
struct Check<'a> {
    page: &'a Element,
    file: String,
    faults: Vec<String>,
}

impl Check<'_> {
    fn fault(&mut self, what: &str) {
        let fault = format!("{}: {what}", self.file);
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    fn include(&mut self, id: &str, scopes: &[Value]) {
        let file = match id.strip_prefix("screen-") {
            Some(screen) => format!("ui/screens/{screen}.html"),
            None => format!("ui/parts/{id}.html"),
        };
        let around = std::mem::replace(&mut self.file, file);
        match template(self.page, id) {
            Some(template) => {
                for child in &template.children {
                    self.element(child, scopes);
                }
            }
            None => self.fault("is not there"),
        }
        self.file = around;
    }

    fn element(&mut self, element: &Element, scopes: &[Value]) {
        // The page does not look into templates either.
        if element.name == "template" {
            return;
        }
        for (kind, wanted) in [("data-if", true), ("data-unless", false)] {
            let Some(path) = element.attribute(kind) else {
                continue;
            };
            self.resolves(path, scopes);
            let shown: Vec<Value> = scopes
                .iter()
                .filter(|scope| path.starts_with("text.") || is_true(path, scope) == wanted)
                .cloned()
                .collect();
            if shown.is_empty() {
                return self.fault(&format!("no sample shows {kind}={path:?}"));
            }
            return self.bound(element, &shown);
        }
        if let Some(path) = element.attribute("data-each") {
            self.resolves(path, scopes);
            let items = items(path, "", scopes);
            if items.is_empty() {
                return self.fault(&format!("no sample has an item of data-each={path:?}"));
            }
            return self.bound(element, &items);
        }
        self.bound(element, scopes);
    }

    fn bound(&mut self, element: &Element, scopes: &[Value]) {
        for name in [
            "data-value",
            "data-time",
            "data-day",
            "data-short-day",
            "data-ago",
            "data-initial",
        ] {
            if let Some(path) = element.attribute(name) {
                self.resolves(path, scopes);
            }
        }
        for key in element.attribute("data-text").into_iter() {
            for part in key.split('{').skip(1) {
                let (path, _) = part.split_once('}').unwrap_or((part, ""));
                self.resolves(path, scopes);
            }
        }
        for pair in element
            .attribute("data-attr")
            .unwrap_or_default()
            .split_terminator(',')
        {
            let (_, path) = pair.split_once(':').unwrap_or((pair, pair));
            self.resolves(path, scopes);
        }
        if let Some(id) = element.attribute("data-include") {
            self.include(id, scopes);
        }
        let rows;
        let mut within = scopes;
        if let Some(path) = element.attribute("data-window") {
            for part in ["first", "count", "rows"] {
                self.resolves(&format!("{path}.{part}"), scopes);
            }
            rows = items(path, "rows", scopes);
            within = &rows;
            let key = element.attribute("data-key").unwrap_or_default();
            self.resolves(&format!("item.{key}"), within);
        }
        for child in &element.children {
            self.element(child, within);
        }
    }

    /// A path that resolves in none of the views, or is never as it is compared, is a mistake.
    fn resolves(&mut self, path: &str, scopes: &[Value]) {
        // The sentences are looked at in `words`.
        if path.starts_with("text.") {
            return;
        }
        let (name, word) = parts(path);
        let mut found = scopes.iter().filter_map(|scope| at(name, scope));
        let resolves = match word {
            Some(word) => found.any(|value| value == *word),
            None => found.next().is_some(),
        };
        if !resolves {
            self.fault(&format!("{path:?} resolves in no sample view"));
        }
    }
}

fn parts(path: &str) -> (&str, Option<&str>) {
    let path = path.trim_start_matches('!');
    path.split_once('=')
        .map_or((path, None), |(name, word)| (name, Some(word)))
}

fn at(path: &str, scope: &Value) -> Option<Value> {
    path.split('.')
        .try_fold(scope.clone(), |at, key| match &at {
            Value::Object(fields) => fields.get(key).cloned(),
            Value::Array(items) if key == "length" => Some(items.len().into()),
            Value::Array(items) => items.get(key.parse::<usize>().ok()?).cloned(),
            _ => None,
        })
}

/// As JavaScript sees it.
fn is_true(path: &str, scope: &Value) -> bool {
    let (name, word) = parts(path);
    let found = at(name, scope).unwrap_or_default();
    let is_true = match word {
        Some(word) => found == *word,
        None => match found {
            Value::Null => false,
            Value::Bool(value) => value,
            Value::Number(number) => number.as_f64() != Some(0.0),
            Value::String(text) => !text.is_empty(),
            Value::Array(_) | Value::Object(_) => true,
        },
    };
    is_true != path.starts_with('!')
}

/// The scopes of every item of a list.
fn items(path: &str, within: &str, scopes: &[Value]) -> Vec<Value> {
    let path = [path, within].join(".");
    let path = path.trim_end_matches('.');
    let of_scope = |scope: &Value| {
        let Some(Value::Array(items)) = at(path, scope) else {
            return vec![];
        };
        let with_item = |item| {
            let mut scope = scope.clone();
            scope["item"] = item;
            scope
        };
        items.into_iter().map(with_item).collect()
    };
    scopes.iter().flat_map(of_scope).collect()
}
