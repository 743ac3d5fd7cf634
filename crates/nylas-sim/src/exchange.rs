//! The record of what was asked and answered, for tests.

use axum::http::{Response, request::Parts};
use serde_json::Value;

use crate::answer::Said;

/// One request and its answer, with the password removed.
#[derive(Debug, Clone)]
pub struct Exchange {
    pub method: String,
    /// The path, percent-encoded as it came.
    pub path: String,
    /// The query as it came, without its question mark; empty where there was none.
    pub query: String,
    /// The JSON body; none where there was none, or no JSON.
    pub request: Option<Value>,
    /// The HTTP status; 0 where the connection was dropped instead.
    pub status: u16,
    /// The JSON answer; null where there was none.
    pub answer: Value,
}

impl Exchange {
    pub(crate) fn asked(head: &Parts, body: &[u8]) -> Self {
        let mut request = serde_json::from_slice(body).ok();
        if let Some(request) = &mut request {
            remove_passwords(request);
        }
        Self {
            method: head.method.to_string(),
            path: head.uri.path().to_owned(),
            query: head.uri.query().unwrap_or_default().to_owned(),
            request,
            status: 0,
            answer: Value::Null,
        }
    }

    pub(crate) fn answered<B>(self, response: &Response<B>) -> Self {
        let Said(status, answer) = response
            .extensions()
            .get()
            .cloned()
            .unwrap_or(Said(Some(response.status().as_u16()), Value::Null));
        Self {
            status: status.unwrap_or_default(),
            answer,
            ..self
        }
    }
}

fn remove_passwords(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                if name.to_ascii_lowercase().contains("password") {
                    *field = Value::from("[removed]");
                } else {
                    remove_passwords(field);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(remove_passwords),
        _ => {}
    }
}
