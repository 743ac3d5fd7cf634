//! From a file and the environment to a configuration.

use super::checked::check;
use super::environment::over;
use super::{Config, ConfigError, Written};
use serde::Deserialize;
use std::path::Path;

/// Reads the file, if there is one, and what the environment has over it.
///
/// # Errors
/// The first thing that does not fit.
pub fn read(
    file: Option<&Path>,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<Config, ConfigError> {
    let text = match file {
        Some(file) => std::fs::read_to_string(file).map_err(|error| {
            ConfigError(format!(
                "{} cannot be read: {}",
                file.display(),
                error.kind()
            ))
        })?,
        None => String::new(),
    };
    let folder = file.and_then(Path::parent).unwrap_or(Path::new(""));
    let named = |error: toml::de::Error| {
        let file = file.map_or("the environment".to_owned(), |file| {
            file.display().to_string()
        });
        let line = error
            .span()
            .map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        let line = line
            .map(|line| format!(", line {line}"))
            .unwrap_or_default();
        ConfigError(format!("{file}{line}: {}", error.message()))
    };
    // Once as it is written, so that an error names its line.
    let _: Written = toml::from_str(&text).map_err(named)?;
    let mut table: toml::Table = text.parse().map_err(named)?;
    over(&mut table, environment)?;
    let written = Written::deserialize(table)
        .map_err(|error| ConfigError(format!("the environment: {}", error.message())))?;
    check(written, folder)
}
