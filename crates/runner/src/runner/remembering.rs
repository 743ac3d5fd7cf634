//! The accounts that were connected from here: asked about, kept, forgotten.

use super::{Link, Message, Runner, effects::ReplyTo};
use crate::{
    AccountRecord, Ports,
    accounts::{self, AT_ONCE},
};
use nylas::Client;
use std::sync::Arc;
use tokio::sync::Semaphore;
use wizard::{Answer, Event, Means, Problem, Reaches, Report, Standing};

impl Runner {
    /// What is remembered of a grant that was just made.
    pub(super) fn account(
        &self,
        grant: String,
        address: String,
        icloud: Option<String>,
        elsewhere: Option<&'static str>,
    ) -> AccountRecord {
        let now = Some(self.ports.clock.now());
        let hosted = self.config.hosted.as_ref();
        // The client ID is the application's.
        let application = hosted.map(|hosted| hosted.client_id.clone()).or_else(|| {
            self.checked
                .as_ref()
                .map(|checked| checked.desk.application_id.clone())
        });
        AccountRecord {
            application,
            connected_at: now,
            reaches: Some(
                if elsewhere.map_or(self.config.mail_only, |provider| provider == "imap") {
                    Reaches::Mail
                } else {
                    Reaches::MailAndCalendar
                },
            ),
            connection: Some(if hosted.is_some() {
                Means::Hosted
            } else {
                Means::ApiKey
            }),
            label: Some(self.config.setup.label.clone()),
            icloud,
            elsewhere: elsewhere.map(str::to_owned),
            status: Some(Standing::Works),
            checked_at: now,
            ..AccountRecord::new(grant, address, self.origin().unwrap_or_default())
        }
    }

    /// Takes down what Nylas said; `None` where the account was forgotten meanwhile.
    pub(super) fn learn(
        &mut self,
        grant: &str,
        standing: Option<Standing>,
    ) -> Option<AccountRecord> {
        let application = self
            .checked
            .as_ref()
            .map(|checked| checked.desk.application_id.clone());
        let now = Some(self.ports.clock.now());
        let account = self
            .accounts
            .iter_mut()
            .find(|account| account.grant == grant)?;
        account.status = standing;
        account.checked_at = now;
        if standing != Some(Standing::Gone) {
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
                let _ = self.messages.send(Message::Standing {
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
            self.in_attempt(async move {
                let _turn = turns.acquire().await;
                Message::Standing {
                    reply,
                    found: accounts::standing(&client, &grant).await,
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
        let written = self.off_thread(move |ports| write(&ports, &accounts)).await;
        self.send(Event::Answer(answer(if matches!(written, Some(Ok(()))) {
            Ok(())
        } else {
            Err(Problem::CannotSave.into())
        })));
    }
}
