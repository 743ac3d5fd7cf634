//! The two ways in which Nylas pages: by offset (grants, connectors) and by cursor (a grant's data).

use axum::{extract::Query, http::Uri};
use serde::{Deserialize, de::DeserializeOwned};

use crate::answer::Reply;

const MOST: usize = 200;

/// `limit` (10 unless told, at most 200) and `offset`.
pub(crate) struct Slice {
    pub(crate) limit: usize,
    pub(crate) offset: usize,
}

/// `limit` (50 unless told, at most 200) and where `page_token` leads.
pub(crate) struct Page {
    limit: usize,
    start: usize,
}

#[derive(Deserialize)]
struct ListQuery {
    limit: Option<usize>,
    offset: Option<usize>,
    page_token: Option<String>,
}

/// The query of `uri` as `T`, or 400.
pub(crate) fn read<T: DeserializeOwned>(uri: &Uri) -> Result<T, Reply> {
    Query::try_from_uri(uri)
        .map(|Query(query)| query)
        .map_err(|_| Reply::invalid("A query parameter has the wrong type"))
}

pub(crate) fn slice(uri: &Uri) -> Result<Slice, Reply> {
    let asked: ListQuery = read(uri)?;
    Ok(Slice {
        limit: limit(asked.limit, 10)?,
        offset: asked.offset.unwrap_or(0),
    })
}

pub(crate) fn page(uri: &Uri) -> Result<Page, Reply> {
    let asked: ListQuery = read(uri)?;
    let start = match asked.page_token {
        None => 0,
        Some(token) => token
            .strip_prefix(CURSOR)
            .and_then(|start| start.parse().ok())
            .ok_or_else(|| Reply::invalid("page_token: not one of ours"))?,
    };
    Ok(Page {
        limit: limit(asked.limit, 50)?,
        start,
    })
}

fn limit(asked: Option<usize>, default: usize) -> Result<usize, Reply> {
    match asked.unwrap_or(default) {
        limit @ 1..=MOST => Ok(limit),
        _ => Err(Reply::invalid("limit: must be from 1 to 200")),
    }
}

const CURSOR: &str = "from-";

impl Page {
    /// The answer that holds this page of `all`.
    pub(crate) fn of(&self, all: &[serde_json::Value]) -> Reply {
        let start = self.start.min(all.len());
        let end = start.saturating_add(self.limit).min(all.len());
        let next = (end < all.len()).then(|| format!("{CURSOR}{end}"));
        Reply::page(&all[start..end], next.as_deref())
    }
}
