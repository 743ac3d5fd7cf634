//! The way to a relay, for whoever calls it: one host, one request that is sent once and follows nowhere, an answer that is read
//! up to a limit.

use crate::{Config, api_key, network};
use invitation::{BEARER, PROTOCOL, PROTOCOL_HEADER};
use nylas::{Connect, Origin};
use reqwest::{
    Method, Response, Url,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue, USER_AGENT},
};
use secrecy::{ExposeSecret, SecretString};
use std::{sync::Arc, time::Duration};
use wizard::{Detail, Problem, Report, ReportKind};

/// The most bytes of an answer: a picture of 256 kB as text, and everything else.
const LARGEST: usize = 512 << 10;
/// A relay answers a submission within ten seconds, and everything else sooner.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Clone)]
pub(super) struct Way {
    origin: Origin,
    http: reqwest::Client,
    config: Arc<Config>,
}

pub(super) struct Call<'a> {
    pub(super) method: Method,
    pub(super) url: Url,
    /// What the log calls it.
    pub(super) name: &'a str,
    pub(super) bearer: Option<SecretString>,
    pub(super) body: Option<Vec<u8>>,
}

impl Way {
    /// Nothing is sent yet.
    pub(super) fn new(config: &Arc<Config>, origin: Origin) -> Result<Way, Report> {
        let http = match api_key::http(config, &origin)? {
            Some(http) => http,
            None => nylas::transport(&nylas::Timeouts::default())
                .no_proxy()
                .build()
                .map_err(|_| Problem::RelayNotAnswering)?,
        };
        Ok(Way {
            origin,
            http,
            config: config.clone(),
        })
    }

    /// The same, under another configuration.
    pub(super) fn with(self, config: Arc<Config>) -> Way {
        Way { config, ..self }
    }

    pub(super) const fn origin(&self) -> &Origin {
        &self.origin
    }

    pub(super) fn config(&self) -> &Config {
        &self.config
    }

    /// The answer's status and its body; or why there was none of a relay.
    pub(super) async fn exchange(&self, call: Call<'_>) -> Result<(u16, Vec<u8>), Report> {
        let mut request = self
            .http
            .request(call.method, call.url)
            .timeout(PATIENCE)
            .header(ACCEPT, "application/json")
            .header(PROTOCOL_HEADER, PROTOCOL)
            .header(
                USER_AGENT,
                concat!("icloud-connect/", env!("CARGO_PKG_VERSION")),
            );
        if let Some(bearer) = call.bearer {
            let bearer = format!("{BEARER}{}", bearer.expose_secret());
            let mut bearer =
                HeaderValue::try_from(bearer).map_err(|_| Problem::InvitationNotKnown)?;
            bearer.set_sensitive(true);
            request = request.header(AUTHORIZATION, bearer);
        }
        if let Some(body) = call.body {
            request = request.header(CONTENT_TYPE, "application/json").body(body);
        }
        let lost = async |error: reqwest::Error| {
            let why = nylas::classify(&error);
            log::warn!("the relay, {}: {why:?}", call.name);
            self.explained(unheard(why)).await
        };
        let response = match request.send().await {
            Ok(response) => response,
            Err(error) => return Err(lost(error).await),
        };
        let status = response.status().as_u16();
        let bytes = match bounded(response).await {
            Ok(Some(bytes)) => bytes,
            Ok(None) => return Err(odd(Some(status), "too-long")),
            Err(error) => return Err(lost(error).await),
        };
        match status {
            // Somebody between here and there.
            300..=399 | 407 | 511 => Err(in_between(status)),
            _ => Ok((status, bytes)),
        }
    }

    /// What the network's part in a failed call was.
    async fn explained(&self, report: Report) -> Report {
        let report = network::explain(&self.config, &self.origin, report).await;
        // Whoever is not there, hangs up or keeps silent is the relay.
        match report.problem {
            Problem::PortBlocked | Problem::NylasUnavailable => Report {
                problem: Problem::RelayNotAnswering,
                kind: ReportKind::Plain,
                ..report
            },
            _ => report,
        }
    }
}

/// The body, unless it is longer than any that is expected.
async fn bounded(mut response: Response) -> reqwest::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if bytes.len() + chunk.len() > LARGEST {
            return Ok(None);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(Some(bytes))
}

/// No answer at all.
fn unheard(why: Connect) -> Report {
    let problem = match why {
        Connect::Name => Problem::NameNotFound,
        Connect::Tls => Problem::TlsBroken,
        Connect::Proxy => Problem::ProxyAnswers,
        Connect::Refused | Connect::TimedOut { .. } | Connect::Reset { .. } => Problem::PortBlocked,
        Connect::Other { .. } => Problem::Offline,
    };
    Report {
        detail: detail(None, &format!("{why:?}")),
        may_have_arrived: why.sent(),
        ..Report::new(problem)
    }
}

/// Somebody between here and there answered in the relay's place.
pub(super) fn in_between(status: u16) -> Report {
    Report {
        detail: detail(Some(status), "page"),
        ..Report::new(Problem::ProxyAnswers)
    }
}

/// An answer that no relay gives.
pub(super) fn odd(status: Option<u16>, kind: &str) -> Report {
    Report {
        detail: detail(status, kind),
        may_have_arrived: true,
        ..Report::new(Problem::RelayNotAnswering)
    }
}

fn detail(status: Option<u16>, kind: &str) -> Box<Detail> {
    Box::new(Detail {
        status,
        kind: Some(kind.to_owned()),
        ..Detail::default()
    })
}
