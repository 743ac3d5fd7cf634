//! What a company will use, and whose addresses it takes.

use serde::Deserialize;
use strum::{IntoStaticStr, VariantArray};

/// What a company says it will use.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, VariantArray, IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Use {
    Mail,
    /// Sending mail in the person's name.
    Sending,
    Calendar,
    Contacts,
}

/// Whose addresses may go on besides Apple's, on Nylas' own page; by Nylas' names.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, VariantArray, IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum MailProvider {
    Google,
    Microsoft,
    Yahoo,
    Ews,
    Imap,
}
