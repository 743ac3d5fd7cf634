//! `/v3/applications/redirect-uris`: registered, changed and deleted.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{Path, State},
    http::StatusCode,
};
use uuid::Uuid;

use crate::{
    answer::Reply,
    redirect_uri::RedirectUri,
    state::{Shared, Store},
};

impl Store {
    fn redirect_uri_at(&self, id: &str) -> Result<usize, Reply> {
        self.redirect_uris
            .iter()
            .position(|uri| uri.id.to_string() == id)
            .ok_or_else(Reply::not_found)
    }
}

pub(crate) async fn list(State(shared): State<Arc<Shared>>) -> Reply {
    Reply::object(StatusCode::OK, &shared.store().redirect_uris)
}

pub(crate) async fn create(State(shared): State<Arc<Shared>>, body: Bytes) -> Result<Reply, Reply> {
    let uri = RedirectUri::read(&body, Uuid::new_v4())?;
    let mut store = shared.store();
    if store
        .redirect_uris
        .iter()
        .any(|known| known.url == uri.url && known.platform == uri.platform)
    {
        // What Nylas says to a second one is not published.
        return Err(Reply::invalid("This redirect URI already exists"));
    }
    store.redirect_uris.push(uri.clone());
    Ok(Reply::object(StatusCode::OK, uri))
}

pub(crate) async fn find(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
) -> Result<Reply, Reply> {
    let store = shared.store();
    Ok(Reply::object(
        StatusCode::OK,
        &store.redirect_uris[store.redirect_uri_at(&id)?],
    ))
}

pub(crate) async fn update(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Reply, Reply> {
    let mut store = shared.store();
    let at = store.redirect_uri_at(&id)?;
    let uri = RedirectUri::read(&body, store.redirect_uris[at].id)?;
    store.redirect_uris[at] = uri.clone();
    Ok(Reply::object(StatusCode::OK, uri))
}

pub(crate) async fn delete(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
) -> Result<Reply, Reply> {
    let mut store = shared.store();
    let at = store.redirect_uri_at(&id)?;
    store.redirect_uris.remove(at);
    Ok(Reply::deleted())
}
