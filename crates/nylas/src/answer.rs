//! Reading an answer: bounded, defensive, and without believing that it comes from Nylas.

use std::time::{Duration, SystemTime};

use reqwest::header::{CONTENT_TYPE, HeaderMap, RETRY_AFTER};
use reqwest::{Response, StatusCode, Url};
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::error::Category;

use crate::connect::classify;
use crate::{Error, ServerError, Unreadable, Why, quote};

/// The most bytes of an answer that are read.
const BODY_LIMIT: usize = 5 * 1024 * 1024;
/// The longest time to wait that is believed.
const LONGEST_WAIT: Duration = Duration::from_secs(60 * 60);
/// Shorter texts are no secrets worth removing; removing them would garble the answer.
const SHORTEST_SECRET: usize = 8;

/// An answer, read to its end.
pub(crate) struct Answer {
    status: StatusCode,
    request_id: Option<String>,
    retry_after: Option<Duration>,
    html: bool,
    body: Vec<u8>,
}

impl Answer {
    /// Reads what came back for `asked`.
    pub(crate) async fn read(mut response: Response, asked: &Url) -> Result<Answer, Error> {
        let headers = response.headers();
        let mut answer = Answer {
            status: response.status(),
            request_id: header(headers, "x-request-id").map(quote),
            retry_after: header(headers, RETRY_AFTER.as_str()).and_then(wait),
            html: header(headers, CONTENT_TYPE.as_str())
                .is_some_and(|kind| kind.to_ascii_lowercase().starts_with("text/html")),
            body: Vec::new(),
        };
        // The second half catches an HTTP client that was given to us and does follow redirects.
        if answer.status.is_redirection() || response.url() != asked {
            return Err(answer.unreadable(Why::Redirect));
        }
        loop {
            match response.chunk().await {
                Ok(None) => return Ok(answer),
                Ok(Some(chunk)) if answer.body.len() + chunk.len() > BODY_LIMIT => {
                    return Err(answer.unreadable(Why::TooLarge));
                }
                Ok(Some(chunk)) => answer.body.extend_from_slice(&chunk),
                Err(error) if error.is_timeout() => return Err(Error::Connect(classify(&error))),
                Err(_) => return Err(answer.unreadable(Why::CutOff)),
            }
        }
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    /// What the answer carries. `secrets` went out with the request; an error that repeats them loses them.
    pub(crate) fn decode<T: DeserializeOwned>(
        mut self,
        secrets: &[&SecretString],
    ) -> Result<T, Error> {
        if self.status.is_success() {
            // "Done, and there is nothing to say": as good as an empty object.
            if self.status == StatusCode::NO_CONTENT {
                self.body = b"{}".to_vec();
            }
            return self.json();
        }
        for secret in secrets {
            self.remove(secret.expose_secret());
        }
        Err(match self.json::<Value>() {
            Ok(body) => self.refusal(&body),
            Err(error) => error,
        })
    }

    fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        let json = &mut serde_json::Deserializer::from_slice(&self.body);
        let value = serde_path_to_error::deserialize(&mut *json).map_err(|error| {
            self.unreadable(match error.inner().classify() {
                _ if self.is_page() => Why::Html,
                Category::Data => Why::Shape {
                    path: quote(&error.path().to_string()),
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

    fn remove(&mut self, secret: &str) {
        if secret.len() >= SHORTEST_SECRET {
            let text = String::from_utf8_lossy(&self.body);
            self.body = text.replace(secret, "[removed]").into_bytes();
            self.request_id = self
                .request_id
                .take()
                .map(|id| id.replace(secret, "[removed]"));
        }
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
            provider_error: provider_error.cloned().map(Box::new),
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
