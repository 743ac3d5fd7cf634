//! What cargo knows of something that is inside.

use serde::Deserialize;

/// As cargo has it.
#[derive(Default, Deserialize)]
pub(super) struct Package {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) version: String,
    pub(super) license: Option<String>,
    pub(super) source: Option<String>,
    pub(super) repository: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) manifest_path: String,
}

/// The same licences are written the same way.
pub(super) fn tidy(license: &str) -> String {
    let license = license.replace('/', " OR ");
    let words: Vec<&str> = license.split_whitespace().collect();
    words.join(" ")
}
