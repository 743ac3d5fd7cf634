//! The company's key goes into the keychain, and out of it.

use super::Runner;
use super::message::Link;
use crate::api_key;
use std::sync::Arc;
use wizard::{Answer, Event, Problem, Report};

impl Runner {
    pub(super) fn save_key(&mut self) {
        let Some(checked) = self.checked.clone() else {
            return;
        };
        let ports = self.ports.clone();
        self.spawn_event(async move {
            let origin = checked.client.origin().as_str().to_owned();
            let saved = tokio::task::spawn_blocking(move || {
                ports
                    .keychain
                    .set(&origin, &checked.key)
                    .map_err(api_key::keychain)?;
                ports
                    .store
                    .save_api_origin(Some(&origin))
                    .map_err(|_| Problem::CannotSave.into())
            });
            let saved = saved.await;
            Event::Answer(Answer::SaveKey(
                saved.unwrap_or_else(|_| Err(Problem::KeychainUnavailable.into())),
            ))
        });
    }

    /// Removes the key from memory at once and from the keychain wherever this run could have put it.
    pub(super) fn forget_key(&mut self) {
        let mut origins: Vec<String> = self
            .config
            .origins
            .iter()
            .map(|o| o.as_str().to_owned())
            .collect();
        origins.extend(self.origin());
        self.client = Link::None;
        self.checked = None;
        self.candidates.clear();
        Arc::make_mut(&mut self.config).environment_key = None;
        let ports = self.ports.clone();
        self.spawn_event(async move {
            let forgotten = tokio::task::spawn_blocking(move || {
                origins.dedup();
                let forgotten = ports
                    .store
                    .save_api_origin(None)
                    .map_err(|_| Report::from(Problem::CannotSave));
                // Every one is tried, whatever becomes of the others.
                origins.iter().fold(forgotten, |so_far, origin| {
                    ports
                        .keychain
                        .delete(origin)
                        .map_err(api_key::keychain)
                        .and(so_far)
                })
            });
            let forgotten = forgotten.await;
            Event::Answer(Answer::ForgetKey(
                forgotten.unwrap_or_else(|_| Err(Problem::KeychainUnavailable.into())),
            ))
        });
    }
}
