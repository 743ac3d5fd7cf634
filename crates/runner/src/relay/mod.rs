//! The company's relay, as this program speaks to it: exactly the calls of an invitation, to one host, with one ticket. It
//! hears ticket and, after the person's yes, app password; never an API key. And the calls of the company's own people, with
//! their own key.

mod again;
mod batch;
mod board;
mod call;
mod calls;
mod claim;
mod desk;
mod known;
pub(crate) mod read;
mod submission;
#[cfg(test)]
mod tests;
mod told;
mod way;

use crate::Config;
pub(crate) use again::ask_for_link;
pub(crate) use batch::{read as read_customers, saved as saved_links};
pub(crate) use claim::{forget_claim, open, user};
pub(crate) use desk::{Desk, find, forget};
use invitation::{Bearer, Link, Secret};
pub(crate) use known::known;
use nylas::Origin;
use std::sync::Arc;
pub(crate) use told::Told;
use url::Url;
use way::Way;
use wizard::{Problem, Report};

/// One invitation at its relay.
#[derive(Clone)]
pub(crate) struct Relay {
    link: Arc<Link>,
    bearer: Arc<Bearer>,
    /// Its origin is what the keychain keeps the claim under.
    way: Way,
}

impl Relay {
    /// Nothing is sent yet.
    fn new(config: &Arc<Config>, link: Link, secret: Secret) -> Result<Relay, Report> {
        if !wizard::trusts(&config.setup, link.relay()) {
            return Err(Problem::RelayNotKnown.into());
        }
        let text = link.relay().origin().ascii_serialization();
        let origin = Origin::parse(&text).map_err(|_| Problem::InvitationNotKnown)?;
        Ok(Relay {
            bearer: Arc::new(Bearer {
                ticket: link.ticket().clone(),
                secret: Some(secret),
            }),
            link: Arc::new(link),
            way: Way::new(config, origin)?,
        })
    }

    /// The same, under what the relay said.
    pub(crate) fn with(self, config: Arc<Config>) -> Relay {
        Relay {
            way: self.way.with(config),
            ..self
        }
    }

    pub(crate) fn origin(&self) -> &Origin {
        self.way.origin()
    }

    /// Where it is, with its path; no ticket is in it.
    pub(crate) fn address(&self) -> &Url {
        self.link.relay()
    }
}
