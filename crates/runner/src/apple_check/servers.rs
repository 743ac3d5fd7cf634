//! Where Apple is asked, and who is trusted there.

use crate::{
    network::{Network, ProxyChoice, tls::Trust},
    profile::Authority,
};
use hosts::{Owner, whose, whose_url};
use std::time::Duration;
use url::Url;
use wizard::Service;

/// Where Apple is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppleServers {
    /// Where calendars are found first. The password goes there only if it is https.
    pub caldav_url: Url,
    /// A host name, or an IP address without brackets.
    pub imap_host: String,
    /// IMAP over TLS from the first byte.
    pub imap_port: u16,
    /// Calendar is left out.
    pub mail_only: bool,
    /// The profile's certificate authority.
    pub authority: Option<Authority>,
    /// Instead of the system's proxy, for calendar. Mail is never asked through a proxy.
    pub proxy: ProxyChoice,
    /// Who tells a network that is down from one with a page of its own.
    pub network: Network,
    /// The longest that the whole check may take: [`WHOLE_CHECK`], and less in tests.
    pub time: Duration,
}

impl AppleServers {
    /// Whether a service is on this computer itself.
    pub(super) fn at_home(&self, service: Service) -> bool {
        let whose = match service {
            Service::Mail => {
                hosts::parse(&self.imap_host).map(|host| whose(&host, Some(self.imap_port)))
            }
            Service::Calendar => Some(whose_url(&self.caldav_url)),
        };
        whose == Some(Owner::ThisComputer)
    }

    /// Reading the system's certificates takes a moment.
    pub(super) async fn trust(&self) -> Option<Trust> {
        let authority = self.authority.clone();
        let trust = tokio::task::spawn_blocking(move || Trust::new(authority.as_ref())).await;
        let trust = trust
            .map_err(|fault| fault.to_string())
            .and_then(|trust| trust.map_err(|fault| fault.to_string()));
        trust
            .inspect_err(|fault| log::warn!("TLS cannot be set up: {fault}"))
            .ok()
    }
}
