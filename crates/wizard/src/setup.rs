//! What a profile or the first screen fixed, and what the key opens.

use crate::{Report, Use};
use std::sync::Arc;

/// How Nylas is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// The built-in simulator.
    Practice,
    /// Nylas' own page in the person's browser.
    Hosted,
    /// The company's API key, at the operator's own desk.
    ApiKey,
    /// The company's relay, which holds the key; a link opened it.
    Invitation,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Support {
    pub email: Option<String>,
    pub phone: Option<String>,
}

/// Nylas' own page, as far as people are told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostedSetup {
    /// The host where it begins, with its port where that is not the usual one.
    pub host: String,
    /// The address by which the browser comes back.
    pub callback: String,
}

/// What a profile or the first screen fixed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setup {
    /// How Nylas is reached; `None` until chosen.
    pub connection: Option<Connection>,
    /// Whether a profile chose the connection, so that there is no first screen to go back to.
    pub connection_from_profile: bool,
    pub organization: Option<String>,
    /// What it says it will use; empty: not said.
    pub uses: Vec<Use>,
    pub support: Support,
    /// The company's picture as a `data:` address.
    pub logo: Option<Arc<str>>,
    /// The name to type at Apple.
    pub label: String,
    /// Where the company's key will go once it is typed: hosts, with ports where these are not the usual ones.
    pub goes_to: Vec<String>,
    /// Nylas' own page, for the connection that goes by it.
    pub hosted: Option<HostedSetup>,
    /// Nylas' names of the providers that addresses elsewhere may go on to, on Nylas' own page.
    pub other_providers: Vec<&'static str>,
    /// Whether mail alone is connected, by plain IMAP.
    pub mail_only: bool,
    /// Whether Apple is asked before Nylas.
    pub check_first: bool,
    /// Whether the company wants people to come back to a page of its own.
    pub has_return_url: bool,
    /// Whether it says something of privacy.
    pub has_privacy_url: bool,
    /// The address of an account to renew at once.
    pub renew: Option<String>,
    /// Relays that a link may name: hosts, with ports where these are not 443.
    pub relays: Vec<String>,
    /// Where the profile says that the company's relay is.
    pub relay: Option<String>,
    /// The only place, beside this computer, that the key of the company's relay may go to: an administrator, or the company's
    /// own build, named it.
    pub only_relay: Option<String>,
    /// Links are the only way in: the company's own program.
    pub invitations_only: bool,
    /// What counts is a file that the person opened.
    pub from_opened_file: bool,
    /// A file that the person opens would count: nothing stands before it.
    pub may_open_file: bool,
    /// The profile could not be read.
    pub profile_error: Option<Report>,
    /// The operating system, for whoever helps.
    pub system: String,
    /// Whether it can keep the window out of pictures of the screen.
    pub conceals: bool,
    /// Whether the network is reached by a proxy, for whoever helps.
    pub proxy: bool,
}

/// The product's name: the label typed at Apple where no company is named.
const PRODUCT: &str = "icloud-connect";

impl Default for Setup {
    fn default() -> Self {
        Setup {
            connection: None,
            connection_from_profile: false,
            organization: None,
            uses: Vec::new(),
            support: Support::default(),
            logo: None,
            label: PRODUCT.to_owned(),
            goes_to: Vec::new(),
            hosted: None,
            other_providers: Vec::new(),
            mail_only: false,
            check_first: true,
            has_return_url: false,
            has_privacy_url: false,
            renew: None,
            relays: vec![],
            relay: None,
            only_relay: None,
            invitations_only: false,
            from_opened_file: false,
            may_open_file: false,
            profile_error: None,
            system: String::new(),
            conceals: false,
            proxy: false,
        }
    }
}

/// What the API key opens, as Nylas says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NylasApplication {
    /// The host that the key works at, with its port where that is not the usual one.
    pub host: String,
    /// The origin of that API: scheme, host, port.
    pub origin: String,
    /// `None` where the key may not see it.
    pub application_id: Option<String>,
    /// The application's name, or its ID where it has none, or the host.
    pub application: String,
    /// Whether it has an iCloud connector, as far as the key may see.
    pub connector: bool,
    /// What the key may not do, by Nylas' names of permissions.
    pub lacks: Vec<&'static str>,
    /// Whether the key came from the environment, for this run only.
    pub from_environment: bool,
}
