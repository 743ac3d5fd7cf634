//! What is held, told and taken away: the audit, a person, a copy of the database.

use crate::backup;
use crate::config::Config;
use crate::database::{Database, told, unanswered};
use crate::reconcile::reconcile;
use crate::since::Since;
use crate::store::{self, Erased, Person};
use apple::{ParsedAddress, parse_address};
use serde_json::json;
use std::io::Write;
use std::path::Path;

const WHO: &str = "command line";

/// Prints what was done, a line of JSON each, as it is read.
pub(super) async fn audit(database: &Database, since: Option<Since>) -> Result<String, String> {
    let begin = match since {
        None => 0,
        Some(Since::At(at)) => at,
        Some(Since::Ago(ago)) => database.now().await.map_err(|error| unanswered(&error))? - ago,
    };
    let mut next = Some((begin, String::new()));
    let mut out = std::io::stdout().lock();
    while let Some(from) = next {
        let (lines, following) = store::audit_page(database, from)
            .await
            .map_err(|error| unanswered(&error))?;
        for line in lines {
            let line = serde_json::to_string(&line).map_err(|error| error.to_string())?;
            if writeln!(out, "{line}").is_err() {
                // Whoever read went away.
                return Ok(String::new());
            }
        }
        next = following;
    }
    Ok(String::new())
}

/// All that is held of somebody, as JSON.
pub(super) async fn export(database: &Database, address: &str) -> Result<String, String> {
    let held = store::export(database, &person(address)?)
        .await
        .map_err(|error| unanswered(&error))?;
    serde_json::to_string_pretty(&held).map_err(|error| error.to_string())
}

/// Erases all that is held of somebody, and says which grants were theirs: Nylas may still have them.
pub(super) async fn erase(database: &Database, address: &str) -> Result<String, String> {
    let person = person(address)?;
    let invitations = store::invitations_of(database, &person)
        .await
        .map_err(|error| unanswered(&error))?;
    let (mut erased, mut under_way, mut grants) = (0, 0, vec![]);
    for invitation in &invitations {
        let done = store::erase(database, &invitation.id, WHO, "erased").await;
        match done.map_err(|error| unanswered(&error))? {
            Erased::Yes => {
                erased += 1;
                grants.extend(invitation.grant_id.clone());
            }
            Erased::NotFound => {}
            Erased::UnderWay => under_way += 1,
        }
    }
    store::erase_mailbox(database, &person)
        .await
        .map_err(|error| unanswered(&error))?;
    database.write_anew().await.map_err(|error| {
        format!("it's erased, but the file couldn't be written anew ({}): do the same again in a moment", told(&error))
    })?;
    if under_way > 0 {
        return Err(
            "a password of theirs is on its way to Nylas: try again in a minute".to_owned(),
        );
    }
    grants.sort();
    grants.dedup();
    let said = json!({ "invitations_erased": erased, "grants": grants });
    serde_json::to_string_pretty(&said).map_err(|error| error.to_string())
}

fn person(address: &str) -> Result<Person, String> {
    let mailbox = match parse_address(address) {
        ParsedAddress::Apple(address) => Some(address.mailbox().to_string()),
        ParsedAddress::Other { .. } => None,
        _ => return Err(format!("{} is no e-mail address", nylas::quote(address))),
    };
    Ok(Person {
        address: address.trim().to_lowercase(),
        mailbox,
    })
}

/// A checked copy of the database.
pub(super) async fn backup(database: &Database, file: &Path) -> Result<String, String> {
    backup::backup(database, file).await
}

/// Puts a copy back where one is named, and makes good what it does not know.
pub(super) async fn restore(
    config: &Config,
    file: Option<&Path>,
    json: bool,
) -> Result<String, String> {
    if let Some(file) = file {
        backup::put_back(&config.database_url, file).await?;
    }
    let database = Database::open(&config.database_url)
        .await
        .map_err(|error| error.to_string())?;
    store::mark_restored(&database)
        .await
        .map_err(|error| unanswered(&error))?;
    let found = reconcile(config, &database).await.map_err(|why| {
        format!("{why}. The database stays marked: `restore` without a file goes on, and a relay that is started does, too")
    })?;
    database.close().await;
    let found = found.unwrap_or_default();
    if json {
        serde_json::to_string_pretty(&found).map_err(|error| error.to_string())
    } else {
        Ok(found.text())
    }
}
