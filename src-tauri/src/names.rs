//! What the window and its language are called.

/// The window's label; capabilities name it.
pub(crate) const LABEL: &str = "main";
/// The language of the words. There is one so far.
pub(crate) const LANGUAGE: &str = "en";
