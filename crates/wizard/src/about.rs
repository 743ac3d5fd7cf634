//! What is inside the program that others made.

use serde::Serialize;

/// Written by `cargo xtask licenses`: a line for each licence, a tab, and what is under it.
const INSIDE: &str = include_str!("about/inside.txt");
/// Written by the same: what is under a text, an empty line, the text; a line of equals signs stands between two.
const LICENSES: &str = include_str!("about/licenses.txt");
const LINE: &str = "\n====================================================================================================\n";

/// What is under one licence.
#[derive(Clone, Debug, Serialize)]
pub struct Inside {
    /// Its name by SPDX.
    pub license: &'static str,
    pub parts: &'static str,
}

pub(crate) fn inside() -> Vec<Inside> {
    let lines = INSIDE.lines().filter_map(|line| line.split_once('\t'));
    lines
        .map(|(license, parts)| Inside { license, parts })
        .collect()
}

/// A text under which others let their work be passed on.
#[derive(Clone, Debug, Serialize)]
pub struct LicenseText {
    pub parts: &'static str,
    pub text: &'static str,
}

pub(crate) fn licenses() -> Vec<LicenseText> {
    let texts = LICENSES.split(LINE);
    texts
        .filter_map(|text| text.split_once("\n\n"))
        .map(|(parts, text)| LicenseText { parts, text })
        .collect()
}
