//! The accounts that were connected from here: asked about, kept, forgotten.

use super::{
    Runner,
    message::{Link, Message, ReplyTo},
};
use crate::{
    AccountRecord, Ports,
    accounts::{self, AT_ONCE},
};
use nylas::Client;
use std::{sync::Arc, time::Duration};
use tokio::sync::Semaphore;
use wizard::{Answer, ConnectionKind, Event, GrantStatus, Problem, Report, Scope};

/// After which a grant that is said not to work is looked at again: Nylas itself counts a provider's bad moment among the
/// causes, and nobody makes a password for one.
const SECOND_LOOK: Duration = Duration::from_secs(2);

impl Runner {
    /// What is remembered of a grant that was just made.
    pub(super) fn account(
        &self,
        grant: String,
        address: String,
        icloud: Option<String>,
        provider: Option<&'static str>,
    ) -> AccountRecord {
        let now = Some(self.ports.clock.now());
        let hosted = self.config.hosted.as_ref();
        // The client ID is the application's.
        let application = hosted.map(|hosted| hosted.client_id.clone()).or_else(|| {
            if self.invited.is_some() {
                return None;
            }
            self.checked
                .as_ref()
                .and_then(|checked| checked.application.application_id.clone())
        });
        AccountRecord {
            application,
            connected_at: now,
            scope: Some(
                if provider.map_or(self.config.mail_only, |name| name == "imap") {
                    Scope::Mail
                } else {
                    Scope::MailAndCalendar
                },
            ),
            connection: Some(if self.invited.is_some() {
                ConnectionKind::Invitation
            } else if hosted.is_some() {
                ConnectionKind::Hosted
            } else {
                ConnectionKind::ApiKey
            }),
            relay: self
                .invited
                .as_ref()
                .map(|invited| invited.relay.address().to_string()),
            icloud,
            provider: provider.map(str::to_owned),
            status: Some(GrantStatus::Works),
            checked_at: now,
            ..AccountRecord::new(grant, address, self.origin().unwrap_or_default())
        }
    }

    /// Takes down what Nylas said; `None` where the account was forgotten meanwhile.
    pub(super) fn learn(
        &mut self,
        grant: &str,
        status: Option<GrantStatus>,
    ) -> Option<AccountRecord> {
        let application = self
            .checked
            .as_ref()
            .and_then(|checked| checked.application.application_id.clone());
        let now = Some(self.ports.clock.now());
        let account = self
            .accounts
            .iter_mut()
            .find(|account| account.grant == grant)?;
        account.status = status;
        account.checked_at = now;
        if status != Some(GrantStatus::Gone) && application.is_some() {
            account.application = application;
        }
        Some(account.clone())
    }

    pub(super) fn tell_accounts(&self) {
        self.send(Event::Accounts(self.accounts.clone()));
    }

    pub(super) fn check_accounts(&mut self, reply: ReplyTo, grants: Vec<String>) {
        let Link::Ready(client) = &self.client else {
            for grant in grants {
                let _ = self.messages.send(Message::GrantStatus {
                    reply,
                    grant,
                    found: Err(Problem::NylasUnavailable.into()),
                });
            }
            return;
        };
        let (client, turns) = (Client::clone(client), Arc::new(Semaphore::new(AT_ONCE)));
        for grant in grants {
            let (client, turns) = (client.clone(), turns.clone());
            self.spawn_in_attempt(async move {
                let look = async || {
                    let _turn = turns.acquire().await;
                    accounts::status(&client, &grant).await
                };
                let mut found = look().await;
                if matches!(found, Ok(Some(GrantStatus::NeedsPassword))) {
                    tokio::time::sleep(SECOND_LOOK).await;
                    found = look().await;
                }
                Message::GrantStatus {
                    reply,
                    found,
                    grant,
                }
            });
        }
    }

    /// Writes the accounts as they are now. Waited for: a later write must not overtake an earlier one.
    pub(super) async fn write(
        &self,
        write: fn(&Ports, &[AccountRecord]) -> std::io::Result<()>,
        answer: fn(Result<(), Report>) -> Answer,
    ) {
        let accounts = self.accounts.clone();
        let written = self
            .run_blocking(move |ports| write(&ports, &accounts))
            .await;
        self.send(Event::Answer(answer(if matches!(written, Some(Ok(()))) {
            Ok(())
        } else {
            Err(Problem::CannotSave.into())
        })));
    }
}
