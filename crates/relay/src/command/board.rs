//! How it goes, whom a search finds, and new invitations for what ended.

use crate::database::{Database, unanswered};
use crate::operator::make;
use crate::relay::Relay;
use crate::store::{self, Invitation, Query};
use invitation::operator::{Board, Counted, Create};
use serde_json::{Value, json};
use std::fmt::Write;
use std::io::Write as _;

const WHO: &str = "command line";

/// Everything in numbers; nobody is named.
pub(super) async fn board(database: &Database, json: bool) -> Result<String, String> {
    let board = store::board(database)
        .await
        .map_err(|error| unanswered(&error))?;
    if json {
        return serde_json::to_string_pretty(&board).map_err(|error| error.to_string());
    }
    let Board {
        invitations,
        stuck,
        connections,
        ended,
    } = board;
    let mut text = String::new();
    for (title, rows) in [
        ("Invitations", invitations),
        ("Stuck", stuck),
        ("Connections", connections),
        ("Ended", ended),
    ] {
        // Writing to a text does not fail.
        let _ = writeln!(text, "{title}");
        for Counted { what, of, count } in rows {
            let of = of.unwrap_or_default();
            let _ = writeln!(text, "{}", format!("{count:>8}  {what}  {of}").trim_end());
        }
    }
    Ok(text.trim_end().to_owned())
}

/// The newest invitations with that text in an account, a label, a reference or an external ID.
pub(super) async fn search(database: &Database, text: &str, json: bool) -> Result<String, String> {
    let query = Query {
        text: Some(text.to_owned()),
        ..Query::default()
    };
    let page = store::list(database, query)
        .await
        .map_err(|error| unanswered(&error))?;
    let rows: Vec<_> = page.invitations.iter().map(row).collect();
    if json {
        let found = json!({ "invitations": rows, "more": page.next.is_some() });
        return serde_json::to_string_pretty(&found).map_err(|error| error.to_string());
    }
    let mut lines: Vec<_> = rows.iter().map(line).collect();
    if page.next.is_some() {
        lines.push("There are more: narrow it down.".to_owned());
    }
    Ok(lines.join("\n"))
}

fn row(found: &Invitation) -> Value {
    json!({
        "id": found.id,
        "reference": found.reference,
        "state": found.state.name(),
        "account": found.account,
        "recipient_label": found.recipient_label,
        "account_label": found.account_label,
        "external_id": found.external_id,
        "problem": found.problem.as_ref().filter(|_| found.state.is_open()),
        "grant_id": found.grant_id,
    })
}

fn line(row: &Value) -> String {
    let texts = [
        "reference",
        "state",
        "problem",
        "account",
        "recipient_label",
        "account_label",
        "external_id",
        "id",
    ]
    .map(|name| row[name].as_str().unwrap_or("-"));
    texts.join("\t")
}

/// A renewal for every connection that needs a new password; each link is printed as it is made, and nowhere else.
pub(super) async fn renew_many(relay: &Relay, dry_run: bool) -> Result<String, String> {
    let mut after = String::new();
    let mut out = std::io::stdout().lock();
    loop {
        let ended = store::ended(&relay.database, &after)
            .await
            .map_err(|error| unanswered(&error))?;
        let Some(last) = ended.last() else {
            return Ok(String::new());
        };
        after.clone_from(&last.grant_id);
        for connection in ended {
            let known = store::by_id(&relay.database, &connection.invitation)
                .await
                .map_err(|error| unanswered(&error))?;
            let Some(known) = known else { continue };
            let mut said = json!({
                "grant_id": connection.grant_id,
                "account": known.account,
                "recipient_label": known.recipient_label,
                "account_label": known.account_label,
                "external_id": known.external_id,
            });
            if !dry_run {
                match make(relay, WHO, &renewal(known)).await {
                    Ok((_, created)) => {
                        said["invitation"] = created.id.into();
                        said["reference"] = created.reference.into();
                        said["link"] = created.link.into();
                    }
                    Err(rejection) => said["error"] = rejection.error.message.into(),
                }
            }
            writeln!(out, "{said}")
                .map_err(|error| format!("nobody reads it: {}", error.kind()))?;
        }
    }
}

/// The same again, but for its external ID, which is the former one's.
fn renewal(known: Invitation) -> Create {
    Create {
        account: known.account,
        send_to: known.send_to,
        recipient_label: known.recipient_label,
        account_label: known.account_label,
        state: known.grant_state,
        language: known.language,
        renew: true,
        ..Create::default()
    }
}
