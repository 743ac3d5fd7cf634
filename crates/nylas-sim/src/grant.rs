//! A grant: what an application may do for one person.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::clock::now;

/// One person's consent: at most one per address.
pub(crate) struct Grant {
    pub(crate) id: Uuid,
    pub(crate) email: String,
    pub(crate) provider: String,
    /// Whether what the account signed in with still counts.
    pub(crate) valid: bool,
    pub(crate) calendar_reads: u32,
    pub(crate) message_reads: u32,
    pub(crate) created_at: u64,
    pub(crate) updated_at: u64,
    made: Made,
}

/// What the request that made or renewed a grant said about itself.
#[derive(Clone, Default)]
pub(crate) struct Made {
    pub(crate) state: Option<String>,
    pub(crate) scope: Vec<String>,
    pub(crate) user_agent: String,
}

impl Grant {
    pub(crate) fn new(email: String, provider: &str, made: Made, now: u64) -> Self {
        let provider = provider.to_owned();
        Self {
            id: Uuid::new_v4(),
            email,
            provider,
            valid: true,
            calendar_reads: 0,
            message_reads: 0,
            made,
            created_at: now,
            updated_at: now,
        }
    }

    pub(crate) fn renew(&mut self, provider: &str, made: Made) {
        self.made = made;
        provider.clone_into(&mut self.provider);
        self.valid = true;
        // Strictly later, also within one second: it is how a client sees that the grant was renewed.
        self.updated_at = now().max(self.updated_at + 1);
    }

    pub(crate) fn scope(&self) -> &[String] {
        &self.made.scope
    }

    /// Grants of Google and Microsoft have no password of Apple's, IMAP's and iCloud's do.
    pub(crate) fn has_app_password(&self) -> bool {
        ["icloud", "imap"].contains(&self.provider.as_str())
    }

    pub(crate) fn json(&self, application_id: &str) -> Value {
        let mut grant = json!({
            "id": self.id,
            "provider": self.provider,
            "grant_status": if self.valid { "valid" } else { "invalid" },
            "email": self.email,
            "name": name_of(&self.email),
            "scope": self.made.scope,
            "settings": {},
            "ip": "127.0.0.1",
            "user_agent": self.made.user_agent,
            "created_at": self.created_at,
            "updated_at": self.updated_at,
            "blocked": false,
            "provider_user_id": self.email.to_ascii_lowercase(),
            "workspace_id": application_id,
        });
        if let Some(state) = &self.made.state {
            grant["state"] = Value::from(state.as_str());
        }
        grant
    }
}

/// A person's name, guessed from the address: `anna.lind@…` is Anna Lind.
pub(crate) fn name_of(email: &str) -> String {
    let local_part = email.split('@').next().unwrap_or_default();
    local_part
        .split(['.', '_', '-', '+'])
        .filter(|word| !word.is_empty())
        .map(|word| {
            let mut letters = word.chars();
            letters
                .next()
                .into_iter()
                .flat_map(char::to_uppercase)
                .chain(letters)
                .collect::<String>()
        })
        .collect::<Vec<_>>()
        .join(" ")
}
