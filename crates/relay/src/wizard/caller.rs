//! Who calls: a ticket, and a secret once there is one.

use crate::relay::Relay;
use crate::store::{self, Found};
use crate::wizard::answers::Refusal;
use axum::http::{HeaderMap, header};
use invitation::{BEARER, Bearer, Fault, OLDEST_PROTOCOL, PROTOCOL, PROTOCOL_HEADER};

/// Whether what the caller speaks is spoken here.
pub(crate) fn speaks(headers: &HeaderMap) -> Result<(), Fault> {
    let protocol = only(headers, PROTOCOL_HEADER).and_then(|text| text.parse::<u32>().ok());
    match protocol {
        None => Err(Fault::NotUnderstood),
        Some(protocol) if protocol < OLDEST_PROTOCOL => Err(Fault::TooOld),
        // One of the future asks in a way that is not known here.
        Some(protocol) if protocol > PROTOCOL => Err(Fault::NotUnderstood),
        Some(_) => Ok(()),
    }
}

/// The invitation of a request. What comes in an address, a body or a cookie is no ticket.
pub(crate) async fn caller(relay: &Relay, headers: &HeaderMap) -> Result<Found, Refusal> {
    speaks(headers)?;
    let bearer = only(headers, header::AUTHORIZATION.as_str())
        .and_then(|value| value.strip_prefix(BEARER))
        .and_then(|text| Bearer::parse(text).ok())
        .ok_or(Fault::NotKnown)?;
    let found = store::find(&relay.database, &bearer).await?;
    found.ok_or(Fault::NotKnown.into())
}

/// The same, if it is the computer that holds the invitation.
pub(crate) async fn holder(relay: &Relay, headers: &HeaderMap) -> Result<Found, Refusal> {
    let found = caller(relay, headers).await?;
    if let Some(fault) = found.not_held() {
        return Err(fault.into());
    }
    store::heard(&relay.database, &found).await?;
    Ok(found)
}

/// A header that is there once: two of them are read differently by what stands in front.
fn only<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().ok(),
        _ => None,
    }
}
