//! Each call of the operators.

use crate::database::told;
use crate::metrics;
use crate::operator::answers::{Rejection, allowed, changed, seen};
use crate::operator::checked;
use crate::relay::Relay;
use crate::secrets;
use crate::store::{self, Change, Correction, Erased, History, New, Outcome, by_id};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use invitation::operator::{Connections, Correct, Create, Created, Listed, Role, Seen, Standing};
use invitation::{Link, Ticket};
use secrecy::ExposeSecret;
use serde::Deserialize;
use std::sync::Arc;

/// Where a page begins, and what is looked for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Search {
    state: Option<invitation::State>,
    q: Option<String>,
    cursor: Option<String>,
}

/// Where a page of connections begins, and how they stand.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConnectionSearch {
    state: Option<Standing>,
    cursor: Option<String>,
}

/// `POST /invitations`
pub(crate) async fn create(
    State(relay): State<Arc<Relay>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Rejection> {
    let operator = allowed(&relay, &headers, Role::Invite).await?;
    let (status, created) = make(&relay, &operator.name, &read(&body)?).await?;
    Ok((status, Json(created)).into_response())
}

/// Makes an invitation, or finds the one that was made with the same body.
pub(crate) async fn make(
    relay: &Relay,
    who: &str,
    body: &Create,
) -> Result<(StatusCode, Created), Rejection> {
    let checked = checked::create(body)?;
    let ticket = secrets::ticket()?;
    let new = New {
        account: checked.account.to_string(),
        mailbox: checked.account.mailbox().to_string(),
        send_to: body.send_to.clone(),
        recipient_label: body.recipient_label.trim().to_owned(),
        account_label: body.account_label.clone(),
        external_id: body.external_id.clone(),
        body_hash: checked.body_hash,
        grant_state: body.state.clone(),
        language: body.language.clone(),
        valid_seconds: checked.valid_seconds,
        renew: body.renew,
        reference: secrets::reference()?,
        ticket_hash: &secrets::hash(ticket.expose_secret()),
        mailed: relay.mailer.is_some() && body.send_to.is_some(),
        who,
    };
    match store::create(&relay.database, new).await? {
        Outcome::Made(made) => {
            relay.hurry.send_replace(());
            Ok((
                StatusCode::CREATED,
                Created {
                    link: Some(link_to(relay, ticket)?),
                    id: made.id,
                    expires_at: made.expires_at / 1000,
                    reference: made.reference,
                },
            ))
        }
        Outcome::WasMade(made) => Ok((
            StatusCode::OK,
            Created {
                link: None,
                id: made.id,
                expires_at: made.expires_at / 1000,
                reference: made.reference,
            },
        )),
        Outcome::Taken => Err(Rejection::new(
            StatusCode::CONFLICT,
            "external_id_taken",
            "Another invitation has this external_id.",
        )),
    }
}

/// Makes an invitation for whoever sits at the server itself, and gives back its link.
pub(crate) async fn made_by(relay: &Relay, who: &str, body: &Create) -> Result<String, String> {
    match make(relay, who, body).await {
        Ok((_, created)) => Ok(created.link.unwrap_or_default()),
        Err(rejection) => Err(rejection.error.message),
    }
}

/// `GET /invitations`
pub(crate) async fn list(
    State(relay): State<Arc<Relay>>,
    headers: HeaderMap,
    search: Result<Query<Search>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<Listed>, Rejection> {
    allowed(&relay, &headers, Role::Read).await?;
    let wrong = || {
        Rejection::new(
            StatusCode::BAD_REQUEST,
            "not_understood",
            "What may be asked is state, q and cursor.",
        )
    };
    let Query(search) = search.map_err(|_| wrong())?;
    let after = match search.cursor.as_deref() {
        None => None,
        Some(cursor) => {
            let (at, id) = cursor.split_once('.').ok_or_else(wrong)?;
            Some((at.parse().map_err(|_| wrong())?, id.to_owned()))
        }
    };
    let query = store::Query {
        state: search.state,
        text: search.q,
        after,
        confirm: relay.config.confirm,
    };
    let page = store::list(&relay.database, query).await?;
    let mut invitations = vec![];
    for invitation in page.invitations {
        invitations.push(seen(&relay, invitation).await?);
    }
    Ok(Json(Listed {
        invitations,
        next_cursor: page.next.map(|(at, id)| format!("{at}.{id}")),
    }))
}

/// `GET /invitations/{id}`
pub(crate) async fn one(
    State(relay): State<Arc<Relay>>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Json<Seen>, Rejection> {
    allowed(&relay, &headers, Role::Read).await?;
    let invitation = by_id(&relay.database, &id).await?;
    let invitation = invitation.ok_or_else(Rejection::not_found)?;
    seen(&relay, invitation).await.map(Json)
}

/// `GET /invitations/{id}/audit`
pub(crate) async fn audit(
    State(relay): State<Arc<Relay>>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, Rejection> {
    allowed(&relay, &headers, Role::Read).await?;
    let history = History::of(&relay.database, &id).await?;
    Ok(Json(serde_json::json!({ "entries": history })).into_response())
}

/// `GET /connections`
pub(crate) async fn connections(
    State(relay): State<Arc<Relay>>,
    headers: HeaderMap,
    search: Result<Query<ConnectionSearch>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<Connections>, Rejection> {
    allowed(&relay, &headers, Role::Read).await?;
    let Query(search) = search.map_err(|_| {
        Rejection::new(
            StatusCode::BAD_REQUEST,
            "not_understood",
            "What may be asked is state and cursor.",
        )
    })?;
    let after = search.cursor.unwrap_or_default();
    let (connections, next_cursor) =
        store::connections(&relay.database, search.state, &after, relay.config.confirm).await?;
    Ok(Json(Connections {
        connections,
        next_cursor,
    }))
}

/// `GET /openapi.json`
pub(crate) async fn document() -> Response {
    let kind = [(header::CONTENT_TYPE, "application/json")];
    (kind, include_str!("../../openapi.json")).into_response()
}

/// `GET /metrics`
pub(crate) async fn metrics(
    State(relay): State<Arc<Relay>>,
    headers: HeaderMap,
) -> Result<String, Rejection> {
    allowed(&relay, &headers, Role::Read).await?;
    let states = store::states(&relay.database).await?;
    let standings = store::standings(&relay.database).await?;
    let stuck = store::stuck(&relay.database).await?;
    let key_days = relay.config.nylas.key_days();
    let held = store::holds(&relay.database, store::HELD).await?;
    let paused = store::holds(&relay.database, store::PAUSED).await?;
    let metrics = &relay.metrics;
    let mut text = metrics.told(&states, &stuck, &standings, relay.under_way(), key_days);
    let refused = store::why_refused(&relay.database).await?.is_some();
    text.push_str(&metrics::stopped(held, paused, refused));
    Ok(text)
}

/// `PATCH /invitations/{id}`
pub(crate) async fn correct(
    State(relay): State<Arc<Relay>>,
    headers: HeaderMap,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Json<Seen>, Rejection> {
    let operator = allowed(&relay, &headers, Role::Invite).await?;
    let body: Correct = read(&body)?;
    let account = checked::correct(&body)?;
    let change = Change::Correct(Correction {
        account: account.map(|account| (account.to_string(), account.mailbox().to_string())),
        send_to: body.send_to,
        mailed: relay.mailer.is_some(),
        recipient_label: body.recipient_label,
        account_label: body.account_label,
        language: body.language,
    });
    let done = store::change(&relay.database, &id, &operator.name, change).await?;
    let now = seen(&relay, changed(done)?).await?;
    relay.hurry.send_replace(());
    Ok(Json(now))
}

/// `POST /invitations/{id}/link`
pub(crate) async fn link(
    State(relay): State<Arc<Relay>>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, Rejection> {
    let operator = allowed(&relay, &headers, Role::Invite).await?;
    let ticket = secrets::ticket()?;
    let hash = secrets::hash(ticket.expose_secret());
    let done = store::change(&relay.database, &id, &operator.name, Change::Link(&hash)).await?;
    let invitation = changed(done)?;
    let created = Created {
        link: Some(link_to(&relay, ticket)?),
        id: invitation.id,
        expires_at: invitation.expires_at / 1000,
        reference: invitation.reference,
    };
    Ok((StatusCode::CREATED, Json(created)).into_response())
}

/// `POST /invitations/{id}/sent`
pub(crate) async fn sent(
    relay: State<Arc<Relay>>,
    headers: HeaderMap,
    id: Path<String>,
) -> Result<Json<Seen>, Rejection> {
    simple(relay, headers, id, Role::Invite, Change::Sent).await
}

/// `POST /invitations/{id}/revoke`
pub(crate) async fn revoke(
    relay: State<Arc<Relay>>,
    headers: HeaderMap,
    id: Path<String>,
) -> Result<Json<Seen>, Rejection> {
    simple(relay, headers, id, Role::Admin, Change::Revoke).await
}

/// `POST /invitations/{id}/release`
pub(crate) async fn release(
    relay: State<Arc<Relay>>,
    headers: HeaderMap,
    id: Path<String>,
) -> Result<Json<Seen>, Rejection> {
    simple(relay, headers, id, Role::Admin, Change::Release).await
}

/// `POST /invitations/{id}/reset-tries`
pub(crate) async fn reset_tries(
    relay: State<Arc<Relay>>,
    headers: HeaderMap,
    id: Path<String>,
) -> Result<Json<Seen>, Rejection> {
    simple(relay, headers, id, Role::Admin, Change::ResetTries).await
}

/// `DELETE /invitations/{id}`
pub(crate) async fn erase(
    State(relay): State<Arc<Relay>>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<StatusCode, Rejection> {
    let operator = allowed(&relay, &headers, Role::Admin).await?;
    match store::erase(&relay.database, &id, &operator.name, "erased").await? {
        Erased::Yes => {
            // It is erased; the next round overwrites what was not.
            if let Err(error) = relay.database.overwrite().await {
                log::warn!("the database: {}", told(&error));
            }
            Ok(StatusCode::NO_CONTENT)
        }
        Erased::NotFound => Err(Rejection::not_found()),
        Erased::UnderWay => Err(Rejection::under_way()),
    }
}

async fn simple(
    State(relay): State<Arc<Relay>>,
    headers: HeaderMap,
    Path(id): Path<String>,
    role: Role,
    change: Change<'_>,
) -> Result<Json<Seen>, Rejection> {
    let operator = allowed(&relay, &headers, role).await?;
    let done = store::change(&relay.database, &id, &operator.name, change).await?;
    seen(&relay, changed(done)?).await.map(Json)
}

/// Reads a body; the reader's own words name the field.
pub(crate) fn read<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, Rejection> {
    serde_json::from_slice(body).map_err(|error| {
        Rejection::new(
            StatusCode::BAD_REQUEST,
            "not_understood",
            nylas::quote(&error.to_string()),
        )
    })
}

fn link_to(relay: &Relay, ticket: Ticket) -> Result<String, Rejection> {
    let link = Link::new(&relay.config.public_url, ticket).map_err(|_| {
        Rejection::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "public_url",
            "The relay's public_url cannot be in a link.",
        )
    })?;
    Ok(link.page().expose_secret().to_owned())
}
