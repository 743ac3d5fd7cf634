//! The program's own Fluent files, embedded, and each language parsed once.

use include_dir::{Dir, include_dir};
use sentences::{Language, Languages};
use std::sync::OnceLock;

static LOCALES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../ui/locales");

/// All languages there are, by their folders.
pub(crate) fn languages() -> &'static Languages {
    static LANGUAGES: OnceLock<Languages> = OnceLock::new();
    LANGUAGES.get_or_init(|| Languages::new(&LOCALES))
}

/// The language for a tag such as `en-GB`: the same, else the same main language, else English.
pub(crate) fn language(tag: &str) -> &'static Language {
    static NONE: OnceLock<Language> = OnceLock::new();
    languages()
        .pick(tag)
        .unwrap_or_else(|| NONE.get_or_init(Language::none))
}
