//! Where Nylas tells of events.

use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::bounded::{self, Entry, MOST_ENTRIES};
use crate::deserialize::null_as_default;

/// An event of a grant that Nylas can tell of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Trigger {
    /// A grant was made.
    #[serde(rename = "grant.created")]
    GrantCreated,
    /// A grant changed, or has a new password.
    #[serde(rename = "grant.updated")]
    GrantUpdated,
    /// The provider does not take the password any more.
    #[serde(rename = "grant.expired")]
    GrantExpired,
    /// A grant was deleted.
    #[serde(rename = "grant.deleted")]
    GrantDeleted,
    /// Another one, or of something else.
    #[serde(other, rename = "other")]
    Other,
}

impl Trigger {
    /// What can become of a grant.
    pub const GRANTS: [Trigger; 4] = [
        Trigger::GrantCreated,
        Trigger::GrantUpdated,
        Trigger::GrantExpired,
        Trigger::GrantDeleted,
    ];
}

/// A place that Nylas tells of events.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Webhook {
    /// Its ID.
    #[serde(deserialize_with = "bounded::id")]
    pub id: String,
    /// The address that events are sent to.
    #[serde(rename = "webhook_url", deserialize_with = "bounded::id")]
    pub url: String,
    /// Of which events.
    #[serde(
        rename = "trigger_types",
        default,
        deserialize_with = "null_as_default"
    )]
    pub triggers: Vec<Trigger>,
    /// `active`; or `failing`, `failed` or `pause`.
    #[serde(default, deserialize_with = "bounded::name")]
    pub status: String,
}

impl Webhook {
    /// Whether Nylas sends there.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.status == "active"
    }
}

impl Entry for Webhook {
    /// Of these no pages are known.
    const PAGE: usize = MOST_ENTRIES;

    fn key(&self) -> &str {
        &self.id
    }
}

/// The secret by which a webhook's events are signed from now on. It is told once.
#[derive(Debug, Clone, Deserialize)]
pub struct SignedWebhook {
    /// The webhook's ID.
    #[serde(deserialize_with = "bounded::id")]
    pub id: String,
    /// With which Nylas signs.
    #[serde(rename = "webhook_secret", deserialize_with = "bounded::token")]
    pub secret: SecretString,
}
