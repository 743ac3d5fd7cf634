//! Why a call of the wizard's is refused.

use crate::database::told;
use crate::logs;
use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use invitation::{Fault, Refused, RefusedError};
use serde_json::json;

/// A refusal: a fault, and where it has an end, when that is, in milliseconds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Refusal {
    pub(crate) fault: Fault,
    pub(crate) until: Option<i64>,
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Refusal { fault, until: None }
    }
}

impl From<sqlx::Error> for Refusal {
    fn from(error: sqlx::Error) -> Self {
        log::error!("the database: {}", told(&error));
        Fault::Unavailable.into()
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let request_id = uuid::Uuid::new_v4().to_string();
        logs::event(
            "refused",
            json!({ "request": request_id, "fault": self.fault.name() }),
        );
        let status = StatusCode::from_u16(self.fault.status());
        let body = Refused {
            request_id,
            error: RefusedError {
                r#type: self.fault.name().to_owned(),
                message: sentence(self.fault).to_owned(),
                // Rounded up, so that nobody comes a moment too early.
                until: self.until.map(|until| until.div_euclid(1000) + 1),
            },
        };
        let mut response = (
            status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            Json(body),
        )
            .into_response();
        // It is counted on its way out.
        response.extensions_mut().insert(self.fault);
        if self.fault == Fault::NotKnown {
            let scheme = axum::http::HeaderValue::from_static("Bearer");
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, scheme);
        }
        response
    }
}

/// For developers; a person reads the wizard's own words.
fn sentence(fault: Fault) -> &'static str {
    match fault {
        Fault::NotKnown => "No invitation belongs to what came with the request.",
        Fault::NotClaimed => "The invitation has to be claimed first.",
        Fault::OtherComputer => "The invitation is open on another computer.",
        Fault::Expired => "The invitation has expired.",
        Fault::Used => "The invitation was used.",
        Fault::Withdrawn => "The invitation was withdrawn.",
        Fault::OtherAccount => "The invitation is for another account.",
        Fault::TooOld => "This program is too old for the relay.",
        Fault::TooManyTries => "Too many passwords were refused.",
        Fault::UnderWay => "A password is on its way already.",
        Fault::CompanyNotReady => "The company is not ready to connect accounts.",
        Fault::Unavailable => "The relay cannot work now.",
        Fault::SlowDown => "Too many requests.",
        Fault::NotUnderstood => "The request was not understood.",
        Fault::NotFound => "There is nothing here.",
        Fault::TooLarge => "The request is too large.",
        Fault::WrongMethod => "This address is not asked like that.",
        Fault::TooSlow => "The request did not come to its end in time.",
    }
}
