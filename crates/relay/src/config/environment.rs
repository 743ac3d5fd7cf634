//! The environment, over the file: every key has a variable of its name.

use super::ConfigError;

/// What the variables begin with.
pub const PREFIX: &str = "ICLOUD_CONNECT_RELAY_";

/// The keys, and how their text becomes a value.
#[rustfmt::skip]
pub const KEYS: &[(&str, Kind)] = &[
    ("listen", Kind::Text), ("operator_listen", Kind::Text), ("public_url", Kind::Text), ("database_url", Kind::Text),
    ("trusted_proxies", Kind::List), ("scheme", Kind::Text), ("smallest_version", Kind::Text), ("confirm", Kind::Text),
    ("phone", Kind::Text),
    ("nylas.api_url", Kind::Text), ("nylas.api_key_file", Kind::Text), ("nylas.api_key_expires", Kind::Text),
    ("nylas.application_id", Kind::Text), ("nylas.webhook_secret_file", Kind::Text),
    ("nylas.provider", Kind::Text),
    ("nylas.imap.imap_host", Kind::Text), ("nylas.imap.imap_port", Kind::Number),
    ("nylas.imap.smtp_host", Kind::Text), ("nylas.imap.smtp_port", Kind::Number),
    ("mail.smtp_url", Kind::Text), ("mail.from", Kind::Text), ("mail.dkim_selector", Kind::Text),
    ("notify.url", Kind::Text), ("notify.secret_file", Kind::Text),
    ("organization.name", Kind::Text), ("organization.uses", Kind::List), ("organization.support_email", Kind::Text),
    ("organization.support_phone", Kind::Text), ("organization.privacy_url", Kind::Text),
    ("organization.return_url", Kind::Text), ("organization.logo", Kind::Text),
    ("data.purge_days", Kind::Number),
    ("downloads.windows.url", Kind::Text), ("downloads.windows.version", Kind::Text), ("downloads.windows.sha256", Kind::Text),
    ("downloads.macos.url", Kind::Text), ("downloads.macos.version", Kind::Text), ("downloads.macos.sha256", Kind::Text),
    ("downloads.linux.url", Kind::Text), ("downloads.linux.version", Kind::Text), ("downloads.linux.sha256", Kind::Text),
];

/// How a variable's text is read.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    Text,
    Number,
    /// With commas.
    List,
}

/// Writes what the environment says over what the file says.
///
/// # Errors
/// A variable that begins as ours and is none of ours, or a number that is none.
pub(super) fn over(
    table: &mut toml::Table,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<(), ConfigError> {
    for (name, text) in environment {
        let Some(own) = name.strip_prefix(PREFIX) else {
            continue;
        };
        let known = KEYS
            .iter()
            .find(|(key, _)| key.replace('.', "_").to_ascii_uppercase() == own);
        let Some((key, kind)) = known else {
            return Err(ConfigError(format!("{name} is no setting of the relay")));
        };
        let value = match kind {
            Kind::Text => toml::Value::String(text),
            Kind::Number => toml::Value::Integer(
                text.trim()
                    .parse()
                    .map_err(|_| ConfigError(format!("{name} is no number")))?,
            ),
            Kind::List => {
                let entries = text
                    .split(',')
                    .map(str::trim)
                    .filter(|entry| !entry.is_empty());
                toml::Value::Array(entries.map(|entry| entry.to_owned().into()).collect())
            }
        };
        put(table, key, value).ok_or_else(|| {
            ConfigError(format!(
                "{name} stands for a table that the file has no table for"
            ))
        })?;
    }
    Ok(())
}

fn put(table: &mut toml::Table, key: &str, value: toml::Value) -> Option<()> {
    match key.split_once('.') {
        None => {
            table.insert(key.to_owned(), value);
            Some(())
        }
        Some((first, rest)) => {
            let inner = table
                .entry(first)
                .or_insert_with(|| toml::Value::Table(toml::Table::new()));
            put(inner.as_table_mut()?, rest, value)
        }
    }
}
