//! Many invitations in one call, each with its own result.

use crate::operator::answers::{Rejection, allowed};
use crate::operator::calls::{make, read};
use crate::relay::Relay;
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use invitation::operator::{Batch, BatchResult, MAX_BATCH, Role, Row};
use std::sync::Arc;

/// `POST /invitations/batch`
pub(crate) async fn create(
    State(relay): State<Arc<Relay>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<BatchResult>, Rejection> {
    let operator = allowed(&relay, &headers, Role::Invite).await?;
    let batch: Batch = read(&body)?;
    if batch.invitations.len() > MAX_BATCH {
        return Err(Rejection::invalid(
            "too_many",
            format!("A batch has at most {MAX_BATCH} rows."),
        ));
    }
    let mut results = vec![];
    for row in &batch.invitations {
        results.push(match make(&relay, &operator.name, row).await {
            Ok((_, created)) => Row::Made(created),
            Err(rejection) => Row::Refused {
                error: rejection.error,
            },
        });
    }
    Ok(Json(BatchResult { results }))
}
