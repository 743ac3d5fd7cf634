//! What is inside the program that others made.

use serde::Serialize;

/// Written by `cargo xtask licenses`: a line for each licence, a tab, and what is under it.
const INSIDE: &str = include_str!("about/inside.txt");

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
