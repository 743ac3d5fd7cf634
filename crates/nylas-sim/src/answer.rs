//! Nylas' envelopes: one object, a list, a deletion, an error.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use axum::{
    body::{Body, Bytes, HttpBody},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};
use uuid::Uuid;

/// What an endpoint says, before it becomes HTTP.
pub(crate) struct Reply {
    status: StatusCode,
    request_id: Uuid,
    retry_after: Option<u32>,
    content: Content,
}

enum Content {
    Json(Value),
    Page(&'static str),
    /// The connection ends instead.
    Dropped,
}

/// What the answer said, for the record of exchanges; null for what was not JSON.
#[derive(Clone)]
pub(crate) struct Said(pub(crate) Option<u16>, pub(crate) Value);

impl Reply {
    fn new(status: StatusCode, content: impl FnOnce(Uuid) -> Content) -> Self {
        let request_id = Uuid::new_v4();
        Self {
            status,
            request_id,
            retry_after: None,
            content: content(request_id),
        }
    }

    pub(crate) fn object(status: StatusCode, data: impl serde::Serialize) -> Self {
        Self::new(status, |id| {
            Content::Json(json!({ "request_id": id, "data": data }))
        })
    }

    /// One page of an administrative list, which is paged by offset.
    pub(crate) fn slice(data: &[Value], limit: usize, offset: usize) -> Self {
        Self::new(StatusCode::OK, |id| {
            Content::Json(
                json!({ "request_id": id, "data": data, "limit": limit, "offset": offset }),
            )
        })
    }

    /// One page of a grant's data, which is paged by cursor.
    pub(crate) fn page(data: &[Value], next_cursor: Option<&str>) -> Self {
        Self::new(StatusCode::OK, |id| {
            Content::Json(json!({ "request_id": id, "data": data, "next_cursor": next_cursor }))
        })
    }

    /// What a deletion answers.
    pub(crate) fn deleted() -> Self {
        Self::new(StatusCode::OK, |id| {
            Content::Json(json!({ "request_id": id }))
        })
    }

    /// An object of its own, as the token endpoint answers: without an envelope.
    pub(crate) fn bare(mut object: Value) -> Self {
        Self::new(StatusCode::OK, |id| {
            object["request_id"] = json!(id);
            Content::Json(object)
        })
    }

    /// An error as OAuth has it: 400, and no envelope either.
    pub(crate) fn oauth(error: &str, description: &str) -> Self {
        let uri = "https://developer.nylas.com/docs/api/errors/";
        Self::new(StatusCode::BAD_REQUEST, |id| {
            Content::Json(
                json!({ "error": error, "error_description": description, "error_uri": uri, "error_code": "400", "request_id": id }),
            )
        })
    }

    /// An error of `kind`, Nylas' `type`.
    pub(crate) fn error(status: StatusCode, kind: &str, message: &str) -> Self {
        Self::new(status, |id| {
            Content::Json(
                json!({ "request_id": id, "error": { "type": kind, "message": message } }),
            )
        })
    }

    /// 400, a request that does not fit.
    pub(crate) fn invalid(message: &str) -> Self {
        Self::error(
            StatusCode::BAD_REQUEST,
            "api.invalid_request_error",
            message,
        )
    }

    /// 401, no API key or a wrong one.
    pub(crate) fn unauthorized() -> Self {
        Self::error(
            StatusCode::UNAUTHORIZED,
            "api.authentication_error",
            "Unauthorized",
        )
    }

    /// 404, nothing there.
    pub(crate) fn not_found() -> Self {
        Self::error(
            StatusCode::NOT_FOUND,
            "api.not_found_error",
            "Resource not found.",
        )
    }

    /// 200 with a gateway's page in place of JSON.
    pub(crate) fn garbled() -> Self {
        Self::new(StatusCode::OK, |_| {
            Content::Page(
                "<!doctype html><title>Gateway</title><p>The gateway is being serviced.</p>",
            )
        })
    }

    /// No answer: the connection is dropped.
    pub(crate) fn dropped() -> Self {
        Self::new(StatusCode::OK, |_| Content::Dropped)
    }

    /// Adds what a provider said.
    pub(crate) fn with_provider_error(mut self, provider_error: Value) -> Self {
        if let Content::Json(body) = &mut self.content {
            body["error"]["provider_error"] = provider_error;
        }
        self
    }

    /// Adds `Retry-After`, in seconds.
    pub(crate) fn with_retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
        self
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let status = self.status;
        let (content_type, body, said) = match self.content {
            Content::Json(value) => (
                "application/json",
                Body::from(value.to_string()),
                Said(Some(status.as_u16()), value),
            ),
            Content::Page(page) => (
                "text/html; charset=utf-8",
                Body::from(page),
                Said(Some(status.as_u16()), Value::Null),
            ),
            Content::Dropped => (
                "application/json",
                Body::new(DroppedBody),
                Said(None, Value::Null),
            ),
        };
        let mut response = (
            status,
            [
                (header::CONTENT_TYPE, content_type),
                (header::CACHE_CONTROL, "no-store"),
            ],
            body,
        )
            .into_response();
        if let Ok(id) = HeaderValue::from_str(&self.request_id.to_string()) {
            response.headers_mut().insert("x-request-id", id);
        }
        if let Some(seconds) = self.retry_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, seconds.into());
        }
        response.extensions_mut().insert(said);
        response
    }
}

/// Fails before its first byte. The head is still buffered then, so the client sees the connection end and nothing else.
struct DroppedBody;

impl HttpBody for DroppedBody {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
        Poll::Ready(Some(Err(std::io::ErrorKind::ConnectionReset.into())))
    }
}
