//! The client for Nylas, with the key that its file holds now.

use crate::config::NylasConfig;
use nylas::{Client, Origin};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use std::path::PathBuf;
use std::sync::Mutex;

/// The key's file is looked at whenever a client is wanted, so that a new key counts without a restart.
pub struct Nylas {
    origin: Origin,
    file: PathBuf,
    last: Mutex<Option<(SecretString, Client)>>,
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

    /// Where the key goes.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }
}
