//! A password on its way through. It is in this relay's memory while it is sent, and nowhere else.

use crate::config::Provider;
use crate::onboarding;
use crate::relay::Relay;
use crate::store::{self, Begun};
use crate::wizard::answers::Refusal;
use crate::wizard::caller::holder;
use crate::wizard::calls::read;
use crate::wizard::told;
use apple::{AppPassword, ParsedAddress, PasswordKind, classify_password, parse_address};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use invitation::{Connection, Fault, Submission};
use std::sync::Arc;
use std::time::Duration;

/// Until then it is answered, with the result or with 202.
const PATIENCE: Duration = Duration::from_secs(9);

/// `POST /v3/connect/custom`
pub(crate) async fn submit(
    State(relay): State<Arc<Relay>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Json<Connection>), Refusal> {
    let found = holder(&relay, &headers).await?;
    let submission: Submission = read(&body)?;
    drop(body);
    if let Some(fault) = found.ended() {
        return Err(fault.into());
    }
    let password = checked(&relay, &found.invitation.account, &submission)?;
    if !relay.ready().await? {
        return Err(Fault::CompanyNotReady.into());
    }
    onboarding::look_after(&relay, &found.invitation).await?;
    let lease = match store::begin(&relay.database, &found).await? {
        Begun::Yes(lease) => lease,
        Begun::UnderWay => return Err(Fault::UnderWay.into()),
        Begun::NoLonger => {
            let now = holder(&relay, &headers).await?;
            return Err(now.ended().unwrap_or(Fault::UnderWay).into());
        }
        Begun::TooManyTries(until) => {
            return Err(Refusal {
                fault: Fault::TooManyTries,
                until: Some(until),
            });
        }
    };
    // The work goes on whether or not somebody waits for it.
    let work = tokio::spawn(onboarding::connect(
        relay.clone(),
        lease,
        found.invitation.clone(),
        password,
    ));
    // That it takes long, or died, is seen from what it wrote down.
    let _ = tokio::time::timeout(PATIENCE, work).await;
    let found = holder(&relay, &headers).await?;
    let connection = told::connection(&relay, &found).await?;
    let company = connection
        .refusal
        .as_ref()
        .is_some_and(|refusal| refusal.code == "I10");
    if company {
        return Err(Fault::CompanyNotReady.into());
    }
    let over = connection.state.may_send() || connection.connected.is_some();
    let status = if over {
        StatusCode::OK
    } else {
        StatusCode::ACCEPTED
    };
    Ok((status, Json(connection)))
}

/// The password, if it is one for the account that was invited. What is no app-specific password goes nowhere: nobody
/// tries other people's passwords here.
fn checked(relay: &Relay, account: &str, submission: &Submission) -> Result<AppPassword, Fault> {
    let password = match (submission, &relay.config.nylas.provider) {
        (Submission::ICloud { username, password }, Provider::ICloud) => {
            let ParsedAddress::Apple(account) = parse_address(account) else {
                return Err(Fault::OtherAccount);
            };
            if !account.is_mailbox_of(username) {
                return Err(Fault::OtherAccount);
            }
            &password.0
        }
        (Submission::Imap { imap_password }, Provider::Imap(_)) => &imap_password.0,
        _ => return Err(Fault::NotUnderstood),
    };
    match classify_password(password, &relay.config.organization.name) {
        PasswordKind::Whole(password, _) => Ok(password),
        _ => Err(Fault::NotUnderstood),
    }
}
