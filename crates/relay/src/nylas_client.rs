//! The client for Nylas, with the key that its file holds now.

use crate::config::NylasConfig;
use nylas::{Client, Origin};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::Duration;

/// Longest wait for Nylas, where Nylas itself waits for an answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// The key's file is looked at whenever a client is wanted, so that a new key counts without a restart.
pub struct Nylas {
    origin: Origin,
    file: PathBuf,
    last: Mutex<Option<(SecretString, Client)>>,
    webhook_secret_file: Option<PathBuf>,
    /// Whose events are heard; nobody's in particular where that is not to be known.
    application: Mutex<Option<Option<String>>>,
}

/// There is no client: the file is not there, is empty, or holds what no header carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoKey;

impl Nylas {
    pub fn new(config: &NylasConfig) -> Nylas {
        Nylas {
            origin: config.origin.clone(),
            file: config.api_key_file.clone(),
            last: Mutex::new(None),
            webhook_secret_file: config.webhook_secret_file.clone(),
            application: Mutex::new(config.application_id.clone().map(Some)),
        }
    }

    /// A client with the key of this moment.
    ///
    /// # Errors
    /// When there is no key.
    pub fn client(&self) -> Result<Client, NoKey> {
        let text = std::fs::read_to_string(&self.file).map(Zeroizing::new);
        let text = text.map_err(|_| NoKey)?;
        let key = text.trim();
        let mut last = self
            .last
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some((known, client)) = &*last
            && known.expose_secret() == key
        {
            return Ok(client.clone());
        }
        let key = SecretString::from(key);
        let client = Client::new(self.origin.clone(), key.clone()).map_err(|_| NoKey)?;
        *last = Some((key, client.clone()));
        Ok(client)
    }

    /// With which Nylas signs its events now, and before or after a change; none where none is set up. The last two count.
    pub(crate) fn webhook_secrets(&self) -> Vec<SecretString> {
        let Some(file) = &self.webhook_secret_file else {
            return vec![];
        };
        let text = std::fs::read_to_string(file).map(Zeroizing::new);
        let text = text.unwrap_or_default();
        let secrets = text.lines().map(str::trim).filter(|line| !line.is_empty());
        secrets.rev().take(2).map(SecretString::from).collect()
    }

    /// The application that the key opens. A key that may not look at it is asked once; while Nylas does not answer, it is
    /// not known.
    pub(crate) async fn application(&self) -> Option<String> {
        let known = || {
            self.application
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner)
        };
        if let Some(application) = &*known() {
            return application.clone();
        }
        let client = self.client().ok()?;
        let asked = tokio::time::timeout(PATIENCE, client.application()).await;
        let told = match asked.ok()? {
            Ok(application) => Some(application.application_id),
            Err(error) if error.is_forbidden() => None,
            Err(_) => return None,
        };
        *known() = Some(told.clone());
        told
    }

    /// Where the key goes.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }
}
