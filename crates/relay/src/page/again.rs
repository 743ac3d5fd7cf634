//! A new link for whoever has one that ended. It goes to the address that the company has, and the answer is the same for
//! everybody, so that nobody learns anything by asking.

use crate::page::ended::{busy, text};
use crate::page::parts::page;
use crate::relay::Relay;
use crate::renewal;
use crate::secrets;
use crate::store;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use invitation::{Bearer, Ticket};
use maud::html;
use std::sync::Arc;

/// `POST /i/{ticket}/again`
pub(crate) async fn again(
    State(relay): State<Arc<Relay>>,
    headers: HeaderMap,
    Path(ticket): Path<String>,
) -> Response {
    let text = text(&relay, &headers, None);
    let Ok(reference) = secrets::reference() else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    if let Err(error) = asked(&relay, &ticket, &reference).await {
        return busy(&relay, &text, &error);
    }
    let content = html! {
        p { (text.say("again-done")) }
        p.note { (text.say("again-nothing")) }
    };
    page(
        &relay.config,
        &text,
        &text.say("again-heading"),
        StatusCode::OK,
        content,
    )
}

async fn asked(relay: &Relay, ticket: &str, reference: &str) -> sqlx::Result<()> {
    let Ok(ticket) = Ticket::parse(ticket) else {
        return Ok(());
    };
    let bearer = Bearer {
        ticket,
        secret: None,
    };
    let Some(found) = store::find(&relay.database, &bearer).await? else {
        return Ok(());
    };
    renewal::again(relay, &found.invitation, reference).await
}
