//! What lies between this computer, Apple and Nylas, as a person meets it: each has its own problem, and none is a password.

mod between;
pub(crate) mod domains;
pub(crate) mod nylas;
pub(crate) mod proxies;

use crate::{
    apple::{
        authority::Authority,
        scripted::{Act, Server, good_dav, good_imap},
    },
    journey::Journey,
    world::outside,
};
use std::sync::Arc;

/// Apple's two services in other processes.
pub(crate) struct Apple {
    pub(crate) calendar: Server,
    pub(crate) mail: Server,
}

impl Apple {
    /// Both as they should be.
    pub(crate) fn good(authority: &Authority) -> Apple {
        Apple::answering(authority, good_dav, good_imap)
    }

    pub(crate) fn answering(
        authority: &Authority,
        calendar: impl Fn(&str) -> Act + Send + Sync + Clone + 'static,
        mail: impl Fn(&str) -> Act + Send + Sync + Clone + 'static,
    ) -> Apple {
        outside(async {
            Apple {
                calendar: Server::dav(authority, "localhost", calendar).await,
                mail: Server::imap(authority, mail).await,
            }
        })
    }

    /// Both with this certificate.
    pub(crate) fn with(certificate: &Arc<rustls::ServerConfig>) -> Apple {
        outside(async {
            Apple {
                calendar: Server::dav_with(certificate.clone(), good_dav).await,
                mail: Server::imap_with(certificate.clone(), good_imap).await,
            }
        })
    }

    /// Nobody sent a password, or anything else.
    pub(crate) fn heard_nothing(&self) -> bool {
        self.calendar.heard().is_empty() && self.mail.heard().is_empty()
    }
}

/// The values of the sentence on the screen.
pub(crate) fn value(journey: &Journey<'_>, name: &str) -> Option<String> {
    let mut values = journey.view().problem?.values.into_iter();
    values
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value)
}
