//! Somebody who wants to be told what becomes of grants.

use serde_json::{Value, json};
use url::{Host, Url};
use uuid::Uuid;

use crate::clock::now;

/// Somebody who wants to be told.
#[derive(Clone)]
pub(crate) struct Webhook {
    pub(crate) id: Uuid,
    pub(crate) url: Url,
    pub(crate) triggers: Vec<String>,
    pub(crate) secret: String,
    description: String,
    made_at: u64,
}

impl Webhook {
    pub(crate) fn new(url: Url, triggers: &[&str], description: &str) -> Self {
        Self {
            id: Uuid::new_v4(),
            url,
            triggers: triggers
                .iter()
                .map(|trigger| (*trigger).to_owned())
                .collect(),
            secret: secret(),
            description: description.to_owned(),
            made_at: now(),
        }
    }

    /// Nylas itself tells only what the whole internet can reach.
    pub(crate) fn may_be_at(url: &Url) -> bool {
        let loopback = match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        };
        url.scheme() == "http" && loopback
    }

    /// The former secret ends at once.
    pub(crate) fn rotate(&mut self) {
        self.secret = secret();
    }

    pub(crate) fn json(&self) -> Value {
        json!({
            "id": self.id,
            "description": self.description,
            "trigger_types": self.triggers,
            "webhook_url": self.url.as_str(),
            "status": "active",
            "notification_email_addresses": [],
            "status_updated_at": self.made_at,
            "created_at": self.made_at,
            "updated_at": self.made_at,
        })
    }

    /// As it is told once.
    pub(crate) fn with_secret(&self) -> Value {
        let mut told = self.json();
        told["webhook_secret"] = json!(self.secret);
        told
    }
}

fn secret() -> String {
    Uuid::new_v4().simple().to_string()
}
