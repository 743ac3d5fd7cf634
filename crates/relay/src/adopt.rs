//! `adopt`: connections that the company made by other means are taken over, so that they are renewed by themselves, too.

use crate::database::told;
use crate::operator::checked;
use crate::relay::Relay;
use crate::secrets;
use crate::store::{self, Adopted, Adoption};
use crate::watch::standing_of;
use apple::Address;
use invitation::operator::{Create, Standing};
use nylas::{Client, GrantId};
use serde::Deserialize;
use std::fmt::Write;
use std::path::Path;

/// Largest table, in bytes.
const LARGEST: u64 = 16 * 1024 * 1024;

/// A line of the table; further columns are nobody's.
#[derive(Debug, Deserialize)]
struct Line {
    grant_id: String,
    account: String,
    name: String,
    send_to: Option<String>,
    #[serde(default)]
    account_label: Option<String>,
    #[serde(default)]
    external_id: Option<String>,
}

/// What became of the lines, as it is printed, and whether each was taken over.
///
/// # Errors
/// One sentence on why there is nothing to go by.
pub(crate) async fn adopt(
    relay: &Relay,
    file: &Path,
    dry_run: bool,
) -> Result<(String, bool), String> {
    let unread = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
    let size = std::fs::metadata(file).map_err(|error| unread(&error.kind()))?;
    if size.len() > LARGEST {
        return Err(unread(&"the table is larger than 16 MB"));
    }
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_path(file)
        .map_err(|error| unread(&error))?;
    let client = relay.nylas.client();
    let client = client.map_err(|_| "there is no key for Nylas".to_owned())?;
    let (mut text, mut adopted, mut known, mut refused) = (String::new(), 0, 0, 0);
    for (at, line) in reader.deserialize::<Line>().enumerate() {
        let said = match line {
            Err(error) => Err(nylas::quote(&error.to_string())),
            Ok(line) => one(relay, &client, line, dry_run).await,
        };
        match said {
            Ok(Adoption::Done) => adopted += 1,
            Ok(Adoption::Known) => known += 1,
            Ok(Adoption::Taken) => {
                refused += 1;
                // Writing to a text does not fail.
                let _ = writeln!(
                    text,
                    "line {}: another invitation has this external_id",
                    at + 2
                );
            }
            Err(why) => {
                refused += 1;
                let _ = writeln!(text, "line {}: {why}", at + 2);
            }
        }
    }
    let adopts = if dry_run {
        "would be adopted"
    } else {
        "adopted"
    };
    let _ = write!(
        text,
        "{adopted} {adopts}, {known} known already, {refused} refused"
    );
    Ok((text, refused == 0))
}

async fn one(
    relay: &Relay,
    client: &Client,
    line: Line,
    dry_run: bool,
) -> Result<Adoption, String> {
    let body = Create {
        account: line.account,
        recipient_label: line.name,
        send_to: line.send_to,
        account_label: line.account_label,
        external_id: line.external_id,
        ..Create::default()
    };
    let account = checked::create(&body).map_err(|rejection| rejection.error.message)?;
    let account = account.account;
    let id: GrantId = line
        .grant_id
        .parse()
        .map_err(|_| "grant_id is no grant's ID")?;
    let (email, standing) = found(client, &id, &account).await?;
    let unanswered = |error| format!("the database: {}", told(&error));
    if dry_run {
        let known = store::is_known(&relay.database, id.as_str()).await;
        return known.map_err(unanswered).map(|known| match known {
            true => Adoption::Known,
            false => Adoption::Done,
        });
    }
    let new = Adopted {
        grant_id: id.as_str().to_owned(),
        email,
        account: account.to_string(),
        mailbox: account.mailbox().to_string(),
        recipient_label: body.recipient_label.trim().to_owned(),
        account_label: body.account_label,
        external_id: body.external_id,
        send_to: body.send_to,
        reference: secrets::reference().map_err(|_| "no reference can be made here")?,
        standing,
    };
    store::adopt(&relay.database, &new)
        .await
        .map_err(unanswered)
}

/// The grant's address and how it stands, as Nylas says; it has to be this account's.
async fn found(
    client: &Client,
    id: &GrantId,
    account: &Address,
) -> Result<(String, Standing), String> {
    let grant = match client.grant(id).await {
        Ok(grant) => grant,
        Err(error) if error.is_absent() => return Err("Nylas has no such grant".to_owned()),
        Err(error) => return Err(format!("Nylas: {error}")),
    };
    let email = grant.email.filter(|email| account.is_mailbox_of(email));
    let email = email.ok_or("the grant is another account's")?;
    let standing =
        standing_of(grant.status).ok_or("Nylas says neither that it works nor that it does not")?;
    Ok((email, standing))
}
