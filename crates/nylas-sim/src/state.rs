//! What one simulator knows.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use serde_json::Value;
use uuid::Uuid;

use crate::{exchange::Exchange, grant::Grant};

/// Shared by every request.
pub(crate) struct Shared {
    pub(crate) api_key: String,
    pub(crate) port: u16,
    pub(crate) page: Option<String>,
    pub(crate) pace: Duration,
    pub(crate) record: bool,
    pub(crate) application_id: Uuid,
    pub(crate) store: Mutex<Store>,
}

#[derive(Default)]
pub(crate) struct Store {
    /// As they are answered.
    pub(crate) connectors: Vec<Value>,
    /// In the order in which they were made.
    pub(crate) grants: Vec<Grant>,
    /// Attempts with a well-formed password, by address in lower case.
    pub(crate) attempts: HashMap<String, u32>,
    pub(crate) custom_auths: usize,
    pub(crate) exchanges: Vec<Exchange>,
}

impl Shared {
    pub(crate) fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store {
    pub(crate) fn connector(&self, provider: &str) -> Option<&Value> {
        self.connectors.iter().find(|connector| connector["provider"] == provider)
    }

    /// Where the grant lies that a path names: by ID or by address, each with or without Nylas' prefix.
    pub(crate) fn grant_at(&self, name: &str) -> Option<usize> {
        let id = name.strip_prefix("grant:").unwrap_or(name);
        let address = name.strip_prefix("email:").unwrap_or(name);
        self.grants.iter().position(|grant| grant.id.to_string() == id || grant.email.eq_ignore_ascii_case(address))
    }

    /// Counts one more attempt for `address` and says which it is, from 1.
    pub(crate) fn attempt(&mut self, address: &str) -> u32 {
        let attempts = self.attempts.entry(address.to_ascii_lowercase()).or_default();
        *attempts += 1;
        *attempts
    }
}

/// Unix time, in seconds.
pub(crate) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
