//! Reading an answer: bounded, defensive, and without believing that it comes from Nylas.

use std::time::{Duration, SystemTime};

use reqwest::header::{CONTENT_TYPE, HeaderMap, RETRY_AFTER};
use reqwest::{Response, StatusCode, Url};
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::error::Category;

use crate::connect::classify;
use crate::{Error, Secrets, ServerError, Unreadable, Why, quote};

/// The most bytes of an answer that are read: a message comes with its pictures.
const BODY_LIMIT: usize = 5 * 1024 * 1024;
/// The same of a refusal, which is a few sentences.
const REFUSAL_LIMIT: usize = 256 * 1024;
/// The most bytes that are decoded at once. More could hold up whoever else waits, such as a person who cancels.
const AT_ONCE: usize = 16 * 1024;
/// The most bytes of a provider's error that are kept.
const PROVIDER_ERROR: usize = 4 * 1024;
/// The longest time to wait that is believed.
const LONGEST_WAIT: Duration = Duration::from_secs(60 * 60);

/// What can be read on any thread.
pub(crate) trait Readable: DeserializeOwned + Send + 'static {}

impl<T: DeserializeOwned + Send + 'static> Readable for T {}

/// An answer, read to its end.
pub(crate) struct HttpAnswer {
    status: StatusCode,
    request_id: Option<String>,
    retry_after: Option<Duration>,
    html: bool,
    body: Vec<u8>,
    /// What went out with the request. An error that repeats it loses it.
    secrets: Secrets,
}

impl HttpAnswer {
    /// Reads what came back for `asked`.
    pub(crate) async fn read(
        mut response: Response,
        asked: &Url,
        secrets: Secrets,
    ) -> Result<HttpAnswer, Error> {
        let headers = response.headers();
        let limit = if response.status().is_success() {
            BODY_LIMIT
        } else {
            REFUSAL_LIMIT
        };
        let request_id = header(headers, "x-request-id");
        let mut answer = HttpAnswer {
            status: response.status(),
            request_id: request_id.map(|id| quote(&secrets.cut_from(id))),
            retry_after: header(headers, RETRY_AFTER.as_str()).and_then(wait),
            html: header(headers, CONTENT_TYPE.as_str())
                .is_some_and(|kind| kind.to_ascii_lowercase().starts_with("text/html")),
            body: Vec::new(),
            secrets,
        };
        // The second half catches an HTTP client that was given to us and does follow redirects.
        if answer.status.is_redirection() || response.url() != asked {
            return Err(answer.unreadable(Why::Redirect));
        }
        loop {
            match response.chunk().await {
                Ok(None) => return Ok(answer),
                Ok(Some(chunk)) if answer.body.len() + chunk.len() > limit => {
                    return Err(answer.unreadable(Why::TooLarge));
                }
                Ok(Some(chunk)) => answer.body.extend_from_slice(&chunk),
                Err(error) if error.is_timeout() => return Err(Error::Connect(classify(&error))),
                Err(_) => return Err(answer.unreadable(Why::CutOff)),
            }
        }
    }

    /// An answer that came by no network.
    pub(crate) fn of(status: u16, body: Vec<u8>, secrets: Secrets) -> HttpAnswer {
        HttpAnswer {
            status: StatusCode::from_u16(status).unwrap_or_default(),
            request_id: None,
            retry_after: None,
            html: false,
            body,
            secrets,
        }
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    /// What the answer carries.
    pub(crate) async fn decode<T: Readable>(self) -> Result<T, Error> {
        if self.body.len() <= AT_ONCE {
            return self.decode_here();
        }
        let nothing = self.unreadable(Why::NotJson);
        tokio::task::spawn_blocking(move || self.decode_here())
            .await
            .unwrap_or(Err(nothing))
    }

    pub(crate) fn decode_here<T: DeserializeOwned>(mut self) -> Result<T, Error> {
        if self.status.is_success() {
            // "Done, and there is nothing to say": as good as an empty object.
            if self.status == StatusCode::NO_CONTENT {
                self.body = b"{}".to_vec();
            }
            return self.json();
        }
        Err(match self.json::<Value>() {
            Ok(body) => self.refusal(&clean(body, &self.secrets)),
            Err(error) => error,
        })
    }

    fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        let json = &mut serde_json::Deserializer::from_slice(&self.body);
        let value = serde_path_to_error::deserialize(&mut *json).map_err(|error| {
            self.unreadable(match error.inner().classify() {
                _ if self.is_page() => Why::Html,
                Category::Data => Why::Shape {
                    path: quote(&self.secrets.cut_from(&error.path().to_string())),
                },
                Category::Eof if !self.body.trim_ascii().is_empty() => Why::CutOff,
                Category::Eof | Category::Syntax | Category::Io => Why::NotJson,
            })
        })?;
        match json.end() {
            Ok(()) => Ok(value),
            Err(_) => Err(self.unreadable(Why::NotJson)),
        }
    }

    fn is_page(&self) -> bool {
        self.html || self.body.trim_ascii_start().starts_with(b"<")
    }

    /// Three shapes of "no": Nylas' envelope, OAuth's (`error` is a text), and a gateway's bare `message`.
    fn refusal(&self, body: &Value) -> Error {
        let error = &body["error"];
        let text = |value: &Value| quote(value.as_str().unwrap_or_default());
        let (kind, message, provider_error) = if error.is_object() {
            let provider_error = error.get("provider_error").filter(|e| !e.is_null());
            (
                text(&error["type"]),
                text(&error["message"]),
                provider_error,
            )
        } else if error.is_string() {
            let description = body.get("error_description").unwrap_or(&body["message"]);
            (text(error), text(description), None)
        } else if body["message"].is_string() {
            (String::new(), text(&body["message"]), None)
        } else {
            return self.unreadable(Why::Shape {
                path: "error".to_owned(),
            });
        };
        let kind = kind.rsplit('.').next().unwrap_or_default().to_owned();
        Error::Server(ServerError {
            status: self.status.as_u16(),
            kind,
            message,
            request_id: body["request_id"]
                .as_str()
                .map(quote)
                .or_else(|| self.request_id.clone()),
            provider_error: provider_error.map(|error| Box::new(short(error))),
            retry_after: self.retry_after,
        })
    }

    fn unreadable(&self, why: Why) -> Error {
        Error::Unreadable(Unreadable {
            status: self.status.as_u16(),
            request_id: self.request_id.clone(),
            retry_after: self.retry_after,
            why,
        })
    }
}

/// An answer without `secrets`, whatever escapes they were written with: all of that is decoded by now.
fn clean(value: Value, secrets: &Secrets) -> Value {
    match value {
        Value::String(text) => Value::String(secrets.cut_from(&text)),
        Value::Array(list) => list
            .into_iter()
            .map(|value| clean(value, secrets))
            .collect(),
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, value)| (secrets.cut_from(&name), clean(value, secrets)))
            .collect(),
        value => value,
    }
}

/// A provider's error as it is, or the beginning of one that is too long to be kept.
fn short(error: &Value) -> Value {
    let text = error.to_string();
    if text.len() > PROVIDER_ERROR {
        Value::String(quote(&text))
    } else {
        error.clone()
    }
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// What `Retry-After` asks for (RFC 9110, section 10.2.3): seconds, or a date, which may have passed. None when it is neither.
pub fn wait(value: &str) -> Option<Duration> {
    let wait = match value.trim().parse() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => httpdate::parse_http_date(value)
            .ok()?
            .duration_since(SystemTime::now())
            .unwrap_or_default(),
    };
    Some(wait.min(LONGEST_WAIT))
}
