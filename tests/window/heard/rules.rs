//! What must never be heard, by the numbers of the walk that found it.

use super::tree::Node;
use serde::Deserialize;

/// What can be pressed, chosen or typed into.
const CONTROLS: [&str; 9] = [
    "push button",
    "toggle button",
    "push button menu",
    "check box",
    "radio button",
    "entry",
    "password text",
    "combo box",
    "link",
];
/// What the page says of itself, of which the tree has to tell the same.
pub(super) const PAGE: &str = "
    const seen = (css) => [...document.querySelectorAll(css)].filter((e) => e.getClientRects().length > 0 && !e.closest('[aria-hidden=true]'));
    const texts = (css) => seen(css).map((e) => e.textContent.trim());
    return {
        title: document.title,
        controls: seen('button:not(:disabled), input:not(:disabled), a, select, summary').length,
        lists: seen('ul, ol').length,
        items: seen('ul > li, ol > li').length,
        drawn: [...document.querySelectorAll('.draw [data-words]')].map((e) => e.dataset.words),
        written: texts('p, code, bdi, strong, li, dd, button'),
        // Another time, it says something else.
        passing: [...texts('time, .reference bdi, .wait'), ...[...document.querySelectorAll('[data-grant-id]')].map((e) => e.textContent.trim())],
    }";
#[derive(Deserialize)]
pub(super) struct Page {
    title: String,
    controls: usize,
    lists: usize,
    items: usize,
    drawn: Vec<String>,
    written: Vec<String>,
    pub(super) passing: Vec<String>,
}

/// All that is wrong with what is heard of a page.
pub(super) fn rules(heard: &Node, page: &Page) -> Vec<String> {
    let all = heard.all();
    let count = |is: &dyn Fn(&Node) -> bool| all.iter().filter(|node| is(node)).count();
    let mut wrong = vec![];
    for node in &all {
        // A1: what has no role is read as nothing.
        if ["invalid", "unknown", "redundant object"].contains(&node.role.as_str()) {
            wrong.push(format!("{} “{}” {:?}", node.role, node.name, node.states));
        }
        if CONTROLS.contains(&node.role.as_str()) && node.name.trim().is_empty() {
            wrong.push(format!("a {} has no name: {node:?}", node.role));
        }
        // A5: what steers the direction of writing is not for ears.
        if node
            .said()
            .iter()
            .any(|said| said.contains(|c| ('\u{2066}'..='\u{2069}').contains(&c)))
        {
            wrong.push(format!("isolated: {:?}", node.said()));
        }
    }
    let controls = count(&|node| CONTROLS.contains(&node.role.as_str()) && node.is("focusable"));
    if controls != page.controls {
        wrong.push(format!(
            "{controls} of {} controls are heard",
            page.controls
        ));
    }
    // A2: a drawing's words are not read.
    let says = |node: &&&Node, drawn: &str| {
        let mut lines = node.said().into_iter().flat_map(str::lines);
        lines.any(|line| line.trim() == drawn)
    };
    for drawn in page
        .drawn
        .iter()
        .filter(|drawn| !page.written.contains(drawn))
    {
        if let Some(node) = all.iter().find(|node| says(node, drawn)) {
            wrong.push(format!("the drawing says “{drawn}” in {:?}", node.said()));
        }
    }
    // A4: a list without bullets is one.
    let lists = (
        count(&|node| node.role == "list"),
        count(&|node| node.role == "list item"),
    );
    if lists != (page.lists, page.items) {
        wrong.push(format!(
            "{lists:?} of {:?} lists and items",
            (page.lists, page.items)
        ));
    }
    let focused = count(&|node| {
        node.is("focused")
            && !["frame", "scroll pane", "document web"].contains(&node.role.as_str())
    });
    if focused != 1 {
        wrong.push(format!("{focused} have the focus"));
    }
    if heard.name != page.title {
        wrong.push(format!("the window is called “{}”", heard.name));
    }
    wrong
}
