//! `POST /v3/providers/detect`: whose address it is, 20 times a minute.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{StatusCode, Uri},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{answer::Reply, query, state::Shared};

#[derive(Deserialize)]
struct DetectQuery {
    email: Option<String>,
}

pub(crate) async fn detect(State(shared): State<Arc<Shared>>, uri: Uri) -> Result<Reply, Reply> {
    if !shared.store().detections.allow() {
        return Err(Reply::error(
            StatusCode::TOO_MANY_REQUESTS,
            "nylas_rate_limit_exceeded",
            "Too many requests",
        ));
    }
    let email = query::read::<DetectQuery>(&uri)?.email.unwrap_or_default();
    let Some((_, domain)) = email.rsplit_once('@') else {
        return Err(Reply::invalid("email: must be an address"));
    };
    let mut data = json!({ "email_address": email });
    match provider(&domain.to_ascii_lowercase()) {
        Some((provider, kind)) => {
            data["detected"] = Value::from(true);
            data["provider"] = Value::from(provider);
            if let Some(kind) = kind {
                data["type"] = Value::from(kind);
            }
        }
        None => data["detected"] = Value::from(false),
    }
    Ok(Reply::object(StatusCode::OK, data))
}

/// Provider and, for `imap`, its type. iCloud is told in both ways that Nylas' own clients know.
fn provider(domain: &str) -> Option<(&'static str, Option<&'static str>)> {
    Some(match domain {
        "icloud.com" => ("icloud", None),
        "me.com" | "mac.com" => ("imap", Some("icloud")),
        "gmail.com" | "googlemail.com" => ("google", None),
        "outlook.com" | "hotmail.com" | "live.com" | "msn.com" => ("microsoft", None),
        "yahoo.com" | "ymail.com" => ("yahoo", None),
        "aol.com" | "gmx.net" | "mail.example" => ("imap", Some("generic")),
        _ => return None,
    })
}
