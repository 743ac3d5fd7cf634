//! What an operator is answered.

use crate::database::told;
use crate::logs;
use crate::relay::Relay;
use crate::secrets::NoRandomness;
use crate::store::{self, Changed, Invitation, Operator, live_links};
use axum::Json;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use invitation::operator::{Rejected, Role, Seen, Stuck};
use invitation::{BEARER, State, System};
use serde_json::json;

/// Why something was not done.
#[derive(Debug)]
pub(crate) struct Rejection {
    pub(crate) status: StatusCode,
    pub(crate) error: Rejected,
}

impl Rejection {
    pub(crate) fn new(status: StatusCode, kind: &str, message: impl Into<String>) -> Rejection {
        Rejection {
            status,
            error: Rejected {
                r#type: kind.to_owned(),
                message: message.into(),
            },
        }
    }

    pub(crate) fn invalid(kind: &str, message: impl Into<String>) -> Rejection {
        Rejection::new(StatusCode::UNPROCESSABLE_ENTITY, kind, message)
    }

    pub(crate) fn not_found() -> Rejection {
        Rejection::new(
            StatusCode::NOT_FOUND,
            "not_found",
            "There is no such invitation.",
        )
    }

    pub(crate) fn under_way() -> Rejection {
        Rejection::new(
            StatusCode::CONFLICT,
            "under_way",
            "A password is on its way to Nylas. Try again in a minute.",
        )
    }
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        let request_id = uuid::Uuid::new_v4().to_string();
        logs::event(
            "rejected",
            json!({ "request": request_id, "type": self.error.r#type }),
        );
        let body = json!({ "request_id": request_id, "error": self.error });
        (self.status, Json(body)).into_response()
    }
}

impl From<sqlx::Error> for Rejection {
    fn from(error: sqlx::Error) -> Self {
        log::error!("the database: {}", told(&error));
        Rejection::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "unavailable",
            "The database does not answer. Try again.",
        )
    }
}

impl From<NoRandomness> for Rejection {
    fn from(_: NoRandomness) -> Self {
        log::error!("the system has no randomness");
        Rejection::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "unavailable",
            "No secret can be made here.",
        )
    }
}

/// Who calls, if their token lets them.
pub(crate) async fn allowed(
    relay: &Relay,
    headers: &HeaderMap,
    role: Role,
) -> Result<Operator, Rejection> {
    let token = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix(BEARER));
    let operator = match token {
        Some(token) => store::operator(&relay.database, token).await?,
        None => None,
    };
    let operator = operator.ok_or_else(|| {
        Rejection::new(
            StatusCode::UNAUTHORIZED,
            "token_not_known",
            "No operator's token that counts came with the request.",
        )
    })?;
    if operator.role < role {
        return Err(Rejection::new(
            StatusCode::FORBIDDEN,
            "role_too_small",
            format!("This needs a token with the role {}.", role.name()),
        ));
    }
    Ok(operator)
}

/// An invitation, as its company sees it.
pub(crate) async fn seen(relay: &Relay, invitation: Invitation) -> Result<Seen, Rejection> {
    let links = if invitation.state.is_open() {
        live_links(&relay.database, &invitation.id).await?
    } else {
        0
    };
    let seconds = |at: Option<i64>| at.map(|at| at / 1000);
    // It does not count yet, so it is not told.
    let awaited = relay.config.confirm && invitation.awaits_return();
    let stuck = invitation.problem.clone().map(|problem| Stuck {
        step: invitation.step.clone().unwrap_or_default(),
        problem,
        since: invitation.problem_at.unwrap_or_default() / 1000,
        version: invitation.version.clone().unwrap_or_default(),
        system: match invitation.system.as_deref() {
            Some("linux") => System::Linux,
            Some("macos") => System::Macos,
            Some("windows") => System::Windows,
            _ => System::Other,
        },
    });
    Ok(Seen {
        id: invitation.id,
        reference: invitation.reference,
        state: if awaited {
            State::Claimed
        } else {
            invitation.state
        },
        account: invitation.account,
        recipient_label: invitation.recipient_label,
        send_to: invitation.send_to,
        account_label: invitation.account_label,
        external_id: invitation.external_id,
        language: invitation.language,
        renew: invitation.renew,
        created_at: invitation.created_at / 1000,
        expires_at: invitation.expires_at / 1000,
        sent_at: seconds(invitation.sent_at),
        claimed_at: seconds(invitation.claimed_at),
        ended_at: seconds(invitation.ended_at).filter(|_| !awaited),
        grant_id: invitation.grant_id.filter(|_| !awaited),
        bounced_at: seconds(invitation.bounced_at),
        parent: invitation.parent,
        stuck: stuck.filter(|_| invitation.state.is_open()),
        links,
    })
}

/// What was changed, or why it was not.
pub(crate) fn changed(changed: Changed) -> Result<Invitation, Rejection> {
    match changed {
        Changed::Done(invitation) => Ok(*invitation),
        Changed::NotFound => Err(Rejection::not_found()),
        Changed::Ended(invitation) => Err(Rejection::new(
            StatusCode::CONFLICT,
            "ended",
            format!("The invitation is {} already.", invitation.state.name()),
        )),
        Changed::UnderWay => Err(Rejection::under_way()),
    }
}
