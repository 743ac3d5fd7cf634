//! What the window and its language are called.

/// The window's label; capabilities name it.
pub(crate) const LABEL: &str = "main";
/// The language of the words. There is one so far.
pub(crate) const LANGUAGE: &str = "en";
/// Where the profile is kept that the person opened, in the program's own folder.
pub(crate) const OPENED_PROFILE: &str = "opened/profile.toml";
