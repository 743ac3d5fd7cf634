//! Grants: the connection of one account to one application.

use std::fmt;
use std::str::FromStr;

use serde::de::Deserializer;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Provider;
use crate::bounded::{Entry, LARGEST_PAGE};
use crate::deserialize::{address_if_readable, if_readable, name_if_readable, time_if_readable};

/// The ID of a grant: 1 to 128 characters of `A-Z a-z 0-9 _ -`, so it is safe in a path.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct GrantId(String);

/// A text is no [`GrantId`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GrantIdError;

impl GrantId {
    /// The one grant that an access token opens.
    #[must_use]
    pub fn me() -> GrantId {
        GrantId("me".to_owned())
    }

    /// The ID as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for GrantId {
    type Error = GrantIdError;

    fn try_from(text: String) -> Result<Self, GrantIdError> {
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if (1..=128).contains(&text.len()) && text.chars().all(fits) {
            Ok(GrantId(text))
        } else {
            Err(GrantIdError)
        }
    }
}

impl FromStr for GrantId {
    type Err = GrantIdError;

    fn from_str(text: &str) -> Result<Self, GrantIdError> {
        GrantId::try_from(text.to_owned())
    }
}

impl From<GrantId> for String {
    fn from(id: GrantId) -> Self {
        id.0
    }
}

impl AsRef<str> for GrantId {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for GrantId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for GrantIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a grant ID is 1 to 128 characters of A-Z a-z 0-9 _ -")
    }
}

impl std::error::Error for GrantIdError {}

/// Whether a grant works, as Nylas last knew. The contract knows `valid` and `invalid` only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(from = "Option<String>")]
pub enum GrantStatus {
    /// It works.
    Valid,
    /// The account must be connected again.
    Invalid,
    /// Nylas said nothing, or a word the contract does not have.
    #[default]
    Unknown,
}

impl From<Option<String>> for GrantStatus {
    fn from(word: Option<String>) -> Self {
        match word.as_deref() {
            Some("valid") => GrantStatus::Valid,
            Some("invalid") => GrantStatus::Invalid,
            _ => GrantStatus::Unknown,
        }
    }
}

/// One account, connected to one application. Of the fields only the ID must be as the contract has it: one odd grant must
/// not hide the other 199 of its page, nor a renewed one from who waits for it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Grant {
    /// Its ID.
    pub id: GrantId,
    /// The provider of the account; a grant never changes it. Empty where Nylas does not say.
    #[serde(default = "unnamed", deserialize_with = "provider")]
    pub provider: Provider,
    /// Whether it works.
    #[serde(rename = "grant_status", default, deserialize_with = "if_readable")]
    pub status: GrantStatus,
    /// The account's address.
    #[serde(default, deserialize_with = "address_if_readable")]
    pub email: Option<String>,
    /// When it was made, in Unix seconds.
    #[serde(default, deserialize_with = "time_if_readable")]
    pub created_at: Option<i64>,
    /// When the account last authenticated, in Unix seconds.
    #[serde(default, deserialize_with = "time_if_readable")]
    pub updated_at: Option<i64>,
    /// What the application gave along when it asked for the grant.
    #[serde(default, deserialize_with = "name_if_readable")]
    pub state: Option<String>,
}

impl Entry for Grant {
    fn key(&self) -> &str {
        self.id.as_str()
    }
}

/// Which grants of the application to list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantsQuery {
    /// Of this address only.
    pub email: Option<String>,
    /// In this state only; [`GrantStatus::Unknown`] counts as none given.
    pub status: Option<GrantStatus>,
    /// How many, from 1 to 200.
    pub limit: usize,
    /// How many to leave out before.
    pub offset: usize,
}

/// One page of grants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantsPage {
    /// They, in Nylas' order.
    pub grants: Vec<Grant>,
    /// Whether another page may follow.
    pub more: bool,
}

impl Default for GrantsQuery {
    fn default() -> Self {
        GrantsQuery {
            email: None,
            status: None,
            limit: LARGEST_PAGE,
            offset: 0,
        }
    }
}

fn provider<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Provider, D::Error> {
    Ok(Provider::deserialize(Value::deserialize(deserializer)?).unwrap_or_else(|_| unnamed()))
}

fn unnamed() -> Provider {
    Provider::Other(String::new())
}
