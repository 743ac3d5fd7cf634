//! Two versions speak to each other: what a program of each protocol that is served sends, as it was recorded, is answered
//! as it was then. A field more is nothing; one less, or one of another kind, would be read by nobody.

use crate::site::{Site, answer};
use invitation::{OLDEST_PROTOCOL, PROTOCOL, PROTOCOL_HEADER};
use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::path::PathBuf;

/// A call of a program's, and what it was answered.
#[derive(Debug, Deserialize, Serialize)]
struct Exchange {
    name: String,
    method: String,
    path: String,
    /// Whose invitation it is about; nobody's where it is not known.
    account: Option<String>,
    /// Whether the computer's own secret goes with the ticket.
    secret: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    body: Option<Value>,
    status: u16,
    answer: Value,
}

fn file(protocol: u32) -> PathBuf {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/protocol");
    PathBuf::from(folder).join(format!("{protocol}.json"))
}

/// Whether what reads the recorded answer reads this one too: all of its fields are there, of the same kind.
fn reads(recorded: &Value, now: &Value, place: &str) {
    let kind = |value: &Value| match value {
        Value::Null => "nothing",
        Value::Bool(_) => "a truth",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "fields",
    };
    assert_eq!(kind(recorded), kind(now), "{place}: {now}");
    match (recorded, now) {
        (Value::Object(recorded), Value::Object(now)) => {
            for (name, value) in recorded {
                let place = format!("{place}.{name}");
                let now = now.get(name);
                reads(
                    value,
                    now.unwrap_or_else(|| panic!("{place} is gone")),
                    &place,
                );
            }
        }
        (Value::Array(recorded), Value::Array(now)) => {
            if let (Some(recorded), Some(now)) = (recorded.first(), now.first()) {
                reads(recorded, now, &format!("{place}[]"));
            }
        }
        _ => {}
    }
}

on_both! {
    async fn what_a_program_of_each_protocol_sends_is_answered_as_it_was(site: Site) {
        for protocol in OLDEST_PROTOCOL..=PROTOCOL {
            let text = std::fs::read_to_string(file(protocol));
            let text = text.unwrap_or_else(|_| panic!("protocol {protocol} was not recorded"));
            let mut exchanges: Vec<Exchange> = serde_json::from_str(&text).unwrap();
            let mut tickets = std::collections::HashMap::new();
            for exchange in &mut exchanges {
                let ticket = match &exchange.account {
                    None => "z".repeat(32),
                    Some(account) => match tickets.get(account) {
                        Some(ticket) => String::clone(ticket),
                        None => {
                            let (_, ticket) = site.invite(account).await;
                            tickets.insert(account.clone(), ticket.clone());
                            ticket
                        }
                    },
                };
                let bearer = if exchange.secret { format!("{ticket}.{}", "a".repeat(52)) } else { ticket };
                let method = Method::from_bytes(exchange.method.as_bytes()).unwrap();
                let mut request = site
                    .request(method, &exchange.path)
                    .header(PROTOCOL_HEADER, protocol.to_string())
                    .bearer_auth(bearer);
                if let Some(body) = &exchange.body {
                    request = request.json(body);
                }
                let (status, said) = answer(request).await;
                if std::env::var_os("UPDATE_PROTOCOL").is_some() {
                    (exchange.status, exchange.answer) = (status.as_u16(), said);
                } else {
                    assert_eq!(status.as_u16(), exchange.status, "{}: {said}", exchange.name);
                    reads(&exchange.answer, &said, &exchange.name);
                }
            }
            if std::env::var_os("UPDATE_PROTOCOL").is_some() {
                let text = serde_json::to_string_pretty(&exchanges).unwrap();
                std::fs::write(file(protocol), text + "\n").unwrap();
            }
        }
    }
}

#[test]
fn an_answer_that_lacks_a_field_is_no_recorded_one() {
    use serde_json::json;
    let recorded = json!({ "a": 1, "b": [{ "c": "x" }] });
    reads(
        &recorded,
        &json!({ "a": 2, "b": [{ "c": "y", "d": 1 }], "e": null }),
        "",
    );
    for other in [
        json!({ "b": [] }),
        json!({ "a": "1", "b": [] }),
        json!({ "a": 1, "b": [{}] }),
        json!({ "a": 1, "b": {} }),
        json!([]),
    ] {
        let read = std::panic::catch_unwind(|| reads(&recorded, &other, ""));
        assert!(read.is_err(), "{other}");
    }
}
