//! A person by an address: what is held of them.

use crate::database::Database;
use crate::store::audit::History;
use crate::store::held::{By, HELD, told};
use serde_json::{Map, Value, json};
use sqlx::Row;
use std::collections::BTreeMap;

/// Somebody who was invited, or written to.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    /// The address, in small letters.
    pub(crate) address: String,
    /// Its mailbox, where it is one of Apple's.
    pub(crate) mailbox: Option<String>,
}

/// An invitation of somebody's, by what else is found through it.
#[derive(Clone, Debug)]
pub(crate) struct Concerned {
    pub(crate) id: String,
    pub(crate) mailbox: String,
    pub(crate) grant_id: Option<String>,
}

/// The invitations for this address, or sent to it, oldest first.
pub(crate) async fn invitations_of(
    database: &Database,
    person: &Person,
) -> sqlx::Result<Vec<Concerned>> {
    let rows = database
        .query(
            "SELECT id, mailbox, grant_id FROM invitations
             WHERE mailbox = $1 OR lower(account) = $2 OR lower(send_to) = $2 OR lower(grant_email) = $2
             ORDER BY created_at, id",
        )
        .bind(person.mailbox.clone().unwrap_or_default())
        .bind(person.address.clone())
        .fetch_all(database.pool())
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Concerned {
                id: row.try_get("id")?,
                mailbox: row.try_get("mailbox")?,
                grant_id: row.try_get("grant_id")?,
            })
        })
        .collect()
}

/// All that is held of somebody, table by table, and what was done.
pub(crate) async fn export(database: &Database, person: &Person) -> sqlx::Result<Value> {
    let concerned = invitations_of(database, person).await?;
    let mut mailboxes: Vec<_> = person.mailbox.iter().collect();
    mailboxes.extend(concerned.iter().map(|invitation| &invitation.mailbox));
    let grants = concerned
        .iter()
        .filter_map(|invitation| invitation.grant_id.as_ref());
    let grants = each_once(grants.collect());
    let mailboxes = each_once(mailboxes);
    let ids: Vec<_> = concerned.iter().map(|invitation| &invitation.id).collect();
    // A table may hold something in two ways.
    let mut tables: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for held in &HELD {
        let keys = match held.by {
            By::Invitation => &ids,
            By::Mailbox => &mailboxes,
            By::Grant => &grants,
        };
        let rows = tables.entry(held.table).or_default();
        for key in keys {
            let found = database
                .query(held.read)
                .bind(String::clone(key))
                .fetch_all(database.pool())
                .await?;
            for row in &found {
                rows.push(told(row)?);
            }
        }
    }
    let held: Map<String, Value> = tables
        .into_iter()
        .map(|(table, rows)| (table.to_owned(), rows.into()))
        .collect();
    let mut history = vec![];
    for id in ids {
        for entry in History::of(database, id).await? {
            history.push(json!({ "invitation": id, "entry": entry }));
        }
    }
    Ok(json!({ "address": person.address, "held": held, "audit": history }))
}

fn each_once(mut keys: Vec<&String>) -> Vec<&String> {
    keys.sort();
    keys.dedup();
    keys
}
