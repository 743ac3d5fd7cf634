//! Before anything is served from a database that was a backup: no link of before counts, because it may have been used
//! since, and what was connected since is looked for at Nylas.

use crate::config::Config;
use crate::database::{Database, unanswered};
use crate::nylas_client::Nylas;
use crate::store;
use apple::{ParsedAddress, parse_address};
use invitation::operator::Standing;
use nylas::{Client, Error, Grant, GrantStatus, GrantsQuery};
use serde::Serialize;
use std::collections::HashMap;
use std::fmt::Write;

/// So much may the database's clock and Nylas' differ, in seconds.
const APART: i64 = 60;
/// The most pages of grants that are read: 200 on each.
const PAGES: usize = 5000;

/// What was found.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Found {
    /// Invitations that were used since the backup.
    connected: Vec<Known>,
    /// Those that are still open, and whose links ended.
    need_a_link: Vec<Known>,
    /// Grants that were made since, and not by an invitation that the backup knows.
    other_grants: Vec<String>,
    /// Operators whose tokens count: one that was ended since counts again.
    tokens: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Known {
    id: String,
    reference: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    grant_id: Option<String>,
}

/// Makes good what a backup does not know, if the database was one.
///
/// # Errors
/// One sentence on why it could not be done. Nothing may be served then, and it can be tried again.
pub(crate) async fn reconcile(
    config: &Config,
    database: &Database,
) -> Result<Option<Found>, String> {
    let failed = |error: sqlx::Error| unanswered(&error);
    let Some(since) = store::restored(database).await.map_err(failed)? else {
        return Ok(None);
    };
    store::end_links(database).await.map_err(failed)?;
    let client = Nylas::new(&config.nylas)
        .client()
        .map_err(|_| format!("{} has no key in it", config.nylas.api_key_file.display()))?;
    let since = since / 1000 - APART;
    let touched = touched_since(&client, since).await.map_err(|error| {
        format!(
            "the database was a backup, and Nylas doesn't tell what was connected since: {error}"
        )
    })?;
    let found = found(database, &touched, since).await.map_err(failed)?;
    store::hint_of_all(database).await.map_err(failed)?;
    store::forget_fact(database, store::RESTORED)
        .await
        .map_err(failed)?;
    Ok(Some(found))
}

/// Every grant that was made or got a new password since then, and works.
async fn touched_since(client: &Client, since: i64) -> Result<Vec<Grant>, Error> {
    let mut query = GrantsQuery::default();
    let mut touched = vec![];
    for _ in 0..PAGES {
        let page = client.grants_page(&query).await?;
        query.offset += page.grants.len();
        touched.extend(page.grants.into_iter().filter(|grant| {
            grant.status == GrantStatus::Valid
                && grant.updated_at.max(grant.created_at) >= Some(since)
        }));
        if !page.more {
            break;
        }
    }
    Ok(touched)
}

async fn found(database: &Database, touched: &[Grant], since: i64) -> sqlx::Result<Found> {
    let mut found = Found::default();
    let mailbox = |grant: &Grant| match parse_address(grant.email.as_deref()?) {
        ParsedAddress::Apple(address) => Some(address.mailbox().to_string()),
        _ => None,
    };
    let by_mailbox: HashMap<String, &Grant> = touched
        .iter()
        .filter_map(|grant| Some((mailbox(grant)?, grant)))
        .collect();
    for open in store::still_open(database).await? {
        let mut known = Known {
            id: open.id.clone(),
            reference: open.reference.clone(),
            external_id: open.external_id.clone(),
            grant_id: None,
        };
        let Some(grant) = by_mailbox.get(&open.mailbox) else {
            if open.in_time {
                found.need_a_link.push(known);
            }
            continue;
        };
        let id = grant.id.as_str();
        let email = grant.email.as_deref().unwrap_or_default();
        let existed = grant.created_at < Some(since);
        store::made_since(database, &open, id, email, existed).await?;
        store::stands(database, id, Standing::Valid).await?;
        known.grant_id = Some(id.to_owned());
        found.connected.push(known);
    }
    for grant in touched {
        let id = grant.id.as_str();
        if grant.created_at >= Some(since) && !store::knows_grant(database, id).await? {
            found.other_grants.push(id.to_owned());
        }
    }
    let tokens = store::tokens(database).await?;
    found.tokens = tokens.into_iter().map(|token| token.name).collect();
    Ok(found)
}

impl Found {
    /// For whoever has to do the rest.
    pub(crate) fn text(&self) -> String {
        let mut text =
            "Links made before the backup was put back don't work any more.\n".to_owned();
        for (title, rows) in [
            ("Connected since the backup was made", &self.connected),
            ("Still open; each needs a new link", &self.need_a_link),
        ] {
            let rows: Vec<_> = rows.iter().map(Known::line).collect();
            part(&mut text, title, &rows);
        }
        let title = "Grants made since, by nobody that the backup knows";
        part(&mut text, title, &self.other_grants);
        let title = "Tokens that count; end again what you had ended since";
        part(&mut text, title, &self.tokens);
        text.trim_end().to_owned()
    }

    /// For the log: numbers alone.
    pub(crate) fn counts(&self) -> serde_json::Value {
        serde_json::json!({
            "connected": self.connected.len(),
            "need_a_link": self.need_a_link.len(),
            "other_grants": self.other_grants.len(),
        })
    }
}

impl Known {
    fn line(&self) -> String {
        let grant = self.grant_id.as_deref().unwrap_or_default();
        let external = self.external_id.as_deref().unwrap_or_default();
        let line = format!("{}  {}  {external}  {grant}", self.reference, self.id);
        line.trim_end().to_owned()
    }
}

fn part(text: &mut String, title: &str, rows: &[String]) {
    // Writing to a text does not fail.
    let _ = writeln!(text, "\n{title}: {}", rows.len());
    for row in rows {
        let _ = writeln!(text, "  {row}");
    }
}
