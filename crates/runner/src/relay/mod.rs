//! The company's relay, as this program speaks to it: exactly the calls of an invitation, to one host, with one ticket. It
//! hears ticket and, after the person's yes, app password; never an API key.

mod call;
mod calls;
mod claim;
mod known;
mod submission;
#[cfg(test)]
mod tests;
mod told;

use crate::{Config, api_key, network};
pub(crate) use claim::open;
use invitation::{Bearer, Link, Secret};
pub(crate) use known::known;
use nylas::Origin;
use std::sync::Arc;
pub(crate) use told::Told;
use wizard::{Problem, Report, ReportKind};

/// One invitation at its relay.
#[derive(Clone)]
pub(crate) struct Relay {
    link: Arc<Link>,
    bearer: Arc<Bearer>,
    /// The relay's origin, under which the keychain keeps the claim.
    origin: Origin,
    http: reqwest::Client,
    config: Arc<Config>,
}

impl Relay {
    /// Nothing is sent yet.
    fn new(config: &Arc<Config>, link: Link, secret: Secret) -> Result<Relay, Report> {
        if !wizard::trusts(&config.setup, &link) {
            return Err(Problem::RelayNotKnown.into());
        }
        let text = link.relay().origin().ascii_serialization();
        let origin = Origin::parse(&text).map_err(|_| Problem::InvitationNotKnown)?;
        let http = match api_key::http(config, &origin)? {
            Some(http) => http,
            None => nylas::transport(&nylas::Timeouts::default())
                .no_proxy()
                .build()
                .map_err(|_| Problem::RelayNotAnswering)?,
        };
        Ok(Relay {
            bearer: Arc::new(Bearer {
                ticket: link.ticket().clone(),
                secret: Some(secret),
            }),
            link: Arc::new(link),
            origin,
            http,
            config: config.clone(),
        })
    }

    /// The same, under what the relay said.
    pub(crate) fn with(self, config: Arc<Config>) -> Relay {
        Relay { config, ..self }
    }

    pub(crate) fn origin(&self) -> &Origin {
        &self.origin
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
