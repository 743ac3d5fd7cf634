//! A new link for an account whose invitation did what it was for. The relay sends it to the address that the company has; it
//! hears which connection it is about, and no ticket: there is none any more.

use super::{
    call::{Failure, answered},
    way::{Call, Way, odd},
};
use crate::{Config, network};
use nylas::Origin;
use reqwest::{Method, StatusCode};
use std::sync::Arc;
use url::Url;
use wizard::{Problem, Report};

/// Asks the relay for it, where that is one to be trusted still.
pub(crate) async fn ask_for_link(
    config: Arc<Config>,
    relay: &str,
    grant: String,
) -> Result<(), Report> {
    let relay = invitation::relay_at(relay).map_err(|_| Problem::RelayNotKnown)?;
    if !wizard::trusts(&config.setup, &relay) {
        return Err(Problem::RelayNotKnown.into());
    }
    let origin =
        Origin::parse(&relay.origin().ascii_serialization()).map_err(|_| Problem::RelayNotKnown)?;
    let body = serde_json::to_vec(&invitation::Again { grant_id: grant })
        .map_err(|_| Problem::RelayNotAnswering)?;
    let mut asked = ask(&config, &relay, &origin, body.clone()).await;
    if let Err(report) = &asked
        && network::proxy_may_help(&origin, report)
        && config.proxy.look_for(origin.as_str()).await
    {
        asked = ask(&config, &relay, &origin, body).await;
    }
    asked
}

async fn ask(
    config: &Arc<Config>,
    relay: &Url,
    origin: &Origin,
    body: Vec<u8>,
) -> Result<(), Report> {
    let way = Way::new(config, origin.clone())?;
    let call = Call {
        method: Method::POST,
        url: invitation::call(relay, invitation::AGAIN),
        name: invitation::AGAIN,
        bearer: None,
        body: Some(body),
    };
    let (status, bytes) = way.exchange(call).await?;
    if status == StatusCode::NOT_FOUND.as_u16() {
        // A relay of an earlier version.
        return Err(odd(Some(status), "no-call").kind("no-links"));
    }
    answered(status, bytes).map(drop).map_err(Failure::report)
}
