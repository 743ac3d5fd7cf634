//! What one simulator knows.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::http::StatusCode;
use serde_json::{Value, json};
use tokio::{runtime::Handle, time::Instant};
use uuid::Uuid;

use crate::{
    answer::Reply,
    exchange::Exchange,
    grant::Grant,
    passwords::Passwords,
    redirect_uri::RedirectUri,
    sign_in::SignIn,
    token::{Code, Token},
    webhook::Webhook,
};

/// How often an application may ask for a detection in a [`MINUTE`].
const MOST_DETECTIONS: usize = 20;
const MINUTE: Duration = Duration::from_secs(60);

/// Shared by every request.
pub(crate) struct Shared {
    pub(crate) api_key: String,
    pub(crate) port: u16,
    pub(crate) page: Option<String>,
    pub(crate) pace: Duration,
    pub(crate) custom_auth_pace: Duration,
    pub(crate) record: bool,
    pub(crate) application_id: String,
    pub(crate) token_lifetime: Duration,
    pub(crate) login_lifetime: Duration,
    pub(crate) demand_client_secret: bool,
    /// Where events are sent from, whichever thread they happen on.
    pub(crate) runtime: Handle,
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
    pub(crate) passwords: Passwords,
    pub(crate) redirect_uris: Vec<RedirectUri>,
    /// By login ID.
    pub(crate) sign_ins: HashMap<String, SignIn>,
    /// By themselves; those that were used stay, so that a second use is seen.
    pub(crate) codes: HashMap<String, Code>,
    /// By themselves; gone when they are revoked.
    pub(crate) tokens: HashMap<String, Token>,
    pub(crate) detections: Detections,
    pub(crate) webhooks: Vec<Webhook>,
    pub(crate) exchanges: Vec<Exchange>,
}

/// Whom a request comes from.
#[derive(Clone, Copy)]
pub(crate) enum Caller {
    /// The application: it may do everything.
    Key,
    /// Whoever holds a token of this grant: its own data only.
    Token(Uuid),
}

/// When a detection was asked for within the last minute.
#[derive(Default)]
pub(crate) struct Detections(VecDeque<Instant>);

impl Detections {
    /// Counts one more, unless there were too many.
    pub(crate) fn allow(&mut self) -> bool {
        let now = Instant::now();
        while self.0.front().is_some_and(|first| now - *first >= MINUTE) {
            self.0.pop_front();
        }
        let allowed = self.0.len() < MOST_DETECTIONS;
        if allowed {
            self.0.push_back(now);
        }
        allowed
    }
}

impl Shared {
    pub(crate) fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store {
    /// Adds a connector without settings, as iCloud and IMAP have them.
    pub(crate) fn add_connector(&mut self, provider: &str) {
        self.connectors
            .push(json!({ "name": provider, "provider": provider, "settings": {}, "scope": [] }));
    }

    pub(crate) fn connector(&self, provider: &str) -> Option<&Value> {
        self.connectors
            .iter()
            .find(|connector| connector["provider"] == provider)
    }

    /// Where the grant lies that a path names: by ID or by address, each with or without Nylas' prefix; or as `me`, which
    /// is what a token opens, and all of it.
    pub(crate) fn grant_at(&self, caller: Caller, name: &str) -> Result<usize, Reply> {
        let id = Uuid::parse_str(name.strip_prefix("grant:").unwrap_or(name)).ok();
        let address = name.strip_prefix("email:").unwrap_or(name);
        let at = match caller {
            Caller::Token(own) if name == "me" || id == Some(own) => {
                self.grants.iter().position(|grant| grant.id == own)
            }
            Caller::Token(_) => return Err(Reply::unauthorized()),
            Caller::Key => self.grants.iter().position(|grant| {
                Some(grant.id) == id || grant.email.eq_ignore_ascii_case(address)
            }),
        };
        at.ok_or_else(|| Reply::error(StatusCode::NOT_FOUND, "grant.not_found", "Grant not found."))
    }

    /// Counts one more attempt for `address` and says which it is, from 1.
    pub(crate) fn attempt(&mut self, address: &str) -> u32 {
        let attempts = self
            .attempts
            .entry(address.to_ascii_lowercase())
            .or_default();
        *attempts += 1;
        *attempts
    }
}
