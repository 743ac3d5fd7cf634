//! Reading a JSON body by hand: an error names the field and never quotes a value, which might be a password.

use serde_json::{Map, Value};

use crate::answer::Reply;

/// The body, which must be a JSON object.
pub(crate) fn object(body: &[u8]) -> Result<Map<String, Value>, Reply> {
    match serde_json::from_slice(body) {
        Ok(Value::Object(fields)) => Ok(fields),
        _ => Err(Reply::error(
            axum::http::StatusCode::BAD_REQUEST,
            "api.invalid_request_payload",
            "Invalid JSON payload format.",
        )),
    }
}

/// An object's fields, and where the object lies (`""` or `"settings."`).
pub(crate) struct Fields<'a> {
    fields: &'a Map<String, Value>,
    place: &'static str,
}

impl<'a> Fields<'a> {
    pub(crate) fn of(fields: &'a Map<String, Value>, place: &'static str) -> Self {
        Self { fields, place }
    }

    pub(crate) fn text(&self, name: &str) -> Result<Option<&'a str>, Reply> {
        match self.fields.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(self.must_be(name, "a string")),
        }
    }

    pub(crate) fn required_text(&self, name: &str) -> Result<&'a str, Reply> {
        match self.text(name)? {
            Some(text) if !text.trim().is_empty() => Ok(text),
            _ => Err(Reply::invalid(&format!("{}{name}: required", self.place))),
        }
    }

    pub(crate) fn object(&self, name: &str) -> Result<Option<&'a Map<String, Value>>, Reply> {
        match self.fields.get(name) {
            None => Ok(None),
            Some(Value::Object(fields)) => Ok(Some(fields)),
            Some(_) => Err(self.must_be(name, "an object")),
        }
    }

    pub(crate) fn texts(&self, name: &str) -> Result<Vec<&'a str>, Reply> {
        let Some(value) = self.fields.get(name) else {
            return Ok(Vec::new());
        };
        value
            .as_array()
            .and_then(|items| items.iter().map(Value::as_str).collect())
            .ok_or_else(|| self.must_be(name, "an array of strings"))
    }

    /// Checks a port, if there is one.
    pub(crate) fn port(&self, name: &str) -> Result<(), Reply> {
        match self.fields.get(name) {
            None => Ok(()),
            Some(port)
                if port
                    .as_u64()
                    .is_some_and(|port| (1..=65535).contains(&port)) =>
            {
                Ok(())
            }
            Some(_) => Err(self.must_be(name, "a port")),
        }
    }

    fn must_be(&self, name: &str, what: &str) -> Reply {
        Reply::invalid(&format!("{}{name}: must be {what}", self.place))
    }
}
