//! What is read through a fresh grant, to prove that it works: the calendars' names, and when the newest message came.

use crate::config::Provider;
use crate::onboarding::patience::written;
use crate::relay::Relay;
use crate::store;
use nylas::{Client, GrantId};
use std::time::Duration;

/// Longest name of a calendar that is kept, in characters, and the most of them.
const NAME: usize = 80;
const MOST: usize = 50;
/// Times that a calendar can show, in Unix seconds: to the end of the year 9999.
const PLAUSIBLE: std::ops::Range<i64> = 0..253_402_300_800;
/// A fresh grant may need a moment.
const PAUSES: [u64; 3] = [0, 2, 4];

/// Reads, and writes down what was read.
pub(crate) async fn read_through(relay: &Relay, invitation: &str, grant: &str) {
    let (Ok(client), Ok(id)) = (relay.nylas.client(), grant.parse::<GrantId>()) else {
        return;
    };
    for pause in PAUSES {
        tokio::time::sleep(Duration::from_secs(pause)).await;
        let (calendars, newest) =
            tokio::join!(calendars(relay, &client, &id), newest(&client, &id));
        if calendars.is_some() || newest.is_some() {
            let names = calendars.and_then(|names| serde_json::to_string(&names).ok());
            let (mail_read, newest) = (newest.is_some(), newest.flatten());
            let read = || {
                store::read(
                    &relay.database,
                    invitation,
                    names.as_deref(),
                    mail_read,
                    newest,
                )
            };
            if written(read).await.is_none() {
                log::error!("what was read was not written down");
            }
            return;
        }
    }
    // The next time that somebody asks, it is tried again.
    let _ = written(|| store::reading_failed(&relay.database, invitation)).await;
}

async fn calendars(relay: &Relay, client: &Client, id: &GrantId) -> Option<Vec<String>> {
    if matches!(relay.config.nylas.provider, Provider::Imap(_)) {
        return None;
    }
    match client.calendars(id).await {
        Ok(calendars) => Some(
            calendars
                .into_iter()
                .map(|calendar| nylas::quote_within(&calendar.name, NAME))
                .filter(|name| !name.is_empty())
                .take(MOST)
                .collect(),
        ),
        Err(error) => {
            log::warn!("calendars: {error}");
            None
        }
    }
}

/// When the newest message came, where there is one. Nothing else of it is asked for.
async fn newest(client: &Client, id: &GrantId) -> Option<Option<i64>> {
    match client.newest_message_date(id).await {
        Ok(date) => Some(date.filter(|date| PLAUSIBLE.contains(date))),
        Err(error) => {
            log::warn!("mail: {error}");
            None
        }
    }
}
