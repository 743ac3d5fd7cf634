//! What every call about a link begins with.

use crate::page::ended::{busy, ended, ended_by, text};
use crate::page::parts::{self, at};
use crate::relay::Relay;
use crate::store::{self, Found};
use axum::extract::{FromRequestParts, Path};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use invitation::{Bearer, Fault, Ticket};
use secrecy::ExposeSecret;
use std::sync::Arc;

/// The invitation of the link that is asked for, while somebody can still use it; else the page that says why not.
pub(crate) struct Invited {
    pub(crate) found: Found,
    pub(crate) ticket: Ticket,
}

impl FromRequestParts<Arc<Relay>> for Invited {
    type Rejection = Response;

    async fn from_request_parts(
        parts: &mut Parts,
        relay: &Arc<Relay>,
    ) -> Result<Invited, Response> {
        let ticket = Path::<String>::from_request_parts(parts, relay).await;
        let Path(ticket) = ticket.map_err(IntoResponse::into_response)?;
        let headers = &parts.headers;
        let unknown = || {
            let text = text(relay, headers, None);
            ended(relay, &text, "unknown", StatusCode::NOT_FOUND, None)
        };
        let ticket = Ticket::parse(&ticket).map_err(|_| unknown())?;
        let bearer = Bearer {
            ticket: ticket.clone(),
            secret: None,
        };
        let found = match store::find(&relay.database, &bearer).await {
            Ok(found) => found.ok_or_else(unknown)?,
            Err(error) => return Err(busy(relay, &text(relay, headers, None), &error)),
        };
        let Some(fault) = found.ended() else {
            return Ok(Invited { found, ticket });
        };
        let text = text(relay, headers, Some(&found));
        let known = &found.invitation;
        let can_ask =
            fault != Fault::Withdrawn && known.send_to.is_some() && known.bounced_at.is_none();
        let more = can_ask.then(|| {
            let here = at(&relay.config, &format!("/i/{}", ticket.expose_secret()));
            parts::again(&text, &here)
        });
        Err(ended_by(relay, &text, fault, more))
    }
}
