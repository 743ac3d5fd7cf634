//! The end of a submission, written down.

use crate::logs;
use crate::onboarding::patience::written;
use crate::onboarding::reading::read_through;
use crate::relay::{NOT_READY, Relay};
use crate::store::{self, Failure, Lease, Made};
use invitation::operator::Standing;
use serde_json::json;
use std::sync::Arc;

/// Writes down that there is a grant, and reads through it.
pub(super) async fn finish(relay: &Arc<Relay>, lease: &Lease, made: &Made) {
    let counted = written(|| store::made(&relay.database, lease, made)).await;
    logs::event(
        "connected",
        json!({ "invitation": lease.invitation, "renewed": made.existed, "written": counted == Some(true) }),
    );
    if counted == Some(true) {
        relay.metrics.connected();
        if let Err(error) = store::stands(&relay.database, &made.grant_id, Standing::Valid).await {
            log::warn!("the database: {}", crate::database::told(&error));
        }
        // It holds no longer, since a grant could be made; where this is not written, it ends by itself.
        if let Err(error) = store::forget_fact(&relay.database, NOT_READY).await {
            log::warn!("the database: {}", crate::database::told(&error));
        }
        read_through(relay, &lease.invitation, &made.grant_id).await;
    }
}

/// Writes down that nothing was made, and lets everybody know where it is the company's doing.
pub(super) async fn fail(relay: &Relay, lease: &Lease, failure: Failure) {
    if failure.code == company().code {
        let told = written(|| store::learn(&relay.database, NOT_READY, &lease.invitation)).await;
        if told.is_none() {
            log::error!("that the company is not ready was not written down");
        }
    }
    give_up(relay, lease, failure).await;
}

/// Writes down that nothing was made.
pub(super) async fn give_up(relay: &Relay, lease: &Lease, failure: Failure) {
    logs::event(
        "not connected",
        json!({ "invitation": lease.invitation, "code": failure.code, "request": failure.request_id }),
    );
    relay.metrics.not_connected();
    // Where it is not, another relay finds out when the lease is over.
    let _ = written(|| store::failed(&relay.database, lease, &failure)).await;
}

pub(super) fn company() -> Failure {
    Failure {
        code: "I10",
        ..Failure::default()
    }
}

pub(super) fn unavailable() -> Failure {
    Failure {
        code: "I05",
        ..Failure::default()
    }
}
