//! The page's document as a tree: as much of HTML as `ui/` uses.

const PAGE: &str = include_str!("../../../../ui/index.html");
/// Elements that have no end.
const VOID: [&str; 4] = ["meta", "link", "img", "input"];

#[derive(Debug)]
pub(super) struct Element {
    pub(super) name: &'static str,
    attributes: Vec<(&'static str, &'static str)>,
    pub(super) children: Vec<Element>,
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&'static str> {
        let found = self.attributes.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| *value)
    }

    /// Itself and everything within, templates too.
    pub(super) fn all(&self) -> Vec<&Element> {
        let within = self.children.iter().flat_map(Element::all);
        std::iter::once(self).chain(within).collect()
    }
}

/// The document of the page.
pub(super) fn page() -> Element {
    let mut open = vec![Element {
        name: "",
        attributes: vec![],
        children: vec![],
    }];
    let mut rest = PAGE;
    while let Some((_, tag)) = rest.split_once('<') {
        if let Some(comment) = tag.strip_prefix("!--") {
            rest = comment.split_once("-->").expect("a comment ends").1;
            continue;
        }
        let (tag, after) = tag.split_once('>').expect("a tag ends");
        rest = after;
        if tag.starts_with('!') {
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            let closed = open.pop().expect("a tag that was opened");
            assert_eq!(closed.name, name, "is closed by another tag");
            open.last_mut().expect("a parent").children.push(closed);
            continue;
        }
        let ends = tag.ends_with('/');
        let tag = tag.trim_end_matches('/');
        let (name, attributes) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
        let element = Element {
            name,
            attributes: pairs(attributes),
            children: vec![],
        };
        if ends || VOID.contains(&name) {
            open.last_mut().expect("a parent").children.push(element);
        } else {
            open.push(element);
        }
    }
    assert_eq!(open.len(), 1, "{:?} is not closed", open.last());
    open.remove(0)
}

fn pairs(mut text: &'static str) -> Vec<(&'static str, &'static str)> {
    let mut pairs = vec![];
    loop {
        text = text.trim_start();
        if text.is_empty() {
            return pairs;
        }
        let end = text.find(|c: char| c == '=' || c.is_whitespace());
        let (name, after) = text.split_at(end.unwrap_or(text.len()));
        text = after;
        let mut value = "";
        if let Some(quoted) = after.strip_prefix("=\"") {
            (value, text) = quoted.split_once('"').expect("a value ends");
        }
        pairs.push((name, value));
    }
}
