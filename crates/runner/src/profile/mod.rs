//! The profile: what a company says about itself and about the way to Nylas, read from `profile.toml`.
//!
//! [`parse`] is pure; [`load`] reads one file; [`find`] decides which file counts. `docs/profile.md` explains every key.

mod address;
mod authority;
pub(crate) mod draft;
mod error;
mod file;
mod find;
mod guard;
mod judged;
mod logo;
mod name;
mod parse;
mod section;
mod value;

#[cfg(test)]
mod tests;

use std::path::PathBuf;

use url::Url;

pub use authority::{Authority, authority};
pub use error::{Expected, ProfileError, Reason};
pub use file::load;
pub use find::{Place, Sources, administrator_path, find, place};
pub(crate) use judged::{Claims, judged};
#[doc(hidden)]
pub use logo::picture;
pub use logo::{Logo, logo};
pub use parse::parse;
pub use wizard::Use;

/// Where a profile came from, which decides what it may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rank {
    /// Compiled into a branded, signed program.
    BuiltIn,
    /// Put on the computer by its administrator.
    Administrator,
    /// Everything else: it may name only Nylas' APIs, Apple's services and this computer, each where it belongs.
    Loose,
}

/// A profile that has been checked: every value in it fits, also for its rank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Where it came from.
    pub rank: Rank,
    /// The file it was read from; the logo lies beside it. A built-in profile has none.
    pub file: Option<PathBuf>,
    pub organization: Organization,
    /// How Nylas is reached.
    pub connection: Connection,
    /// Where Apple is asked.
    pub apple: Apple,
    /// How this computer reaches the network.
    pub network: Network,
}

/// Who asks: the table `[organization]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Organization {
    /// 1 to 30 characters; becomes the label typed at Apple.
    pub name: Option<String>,
    /// What the company says it will use; empty when it does not say. No value stands twice.
    pub uses: Vec<Use>,
    /// Where a person can write to.
    pub support_email: Option<String>,
    /// Where a person can call.
    pub support_phone: Option<String>,
    /// The company's privacy page; https.
    pub privacy_url: Option<Url>,
    /// Where the person goes when all is done; https.
    pub return_url: Option<Url>,
    /// A bare file name beside the profile.
    pub logo: Option<String>,
    /// The line `logo` stands on, for errors about the picture itself.
    pub logo_line: Option<u32>,
}

/// The way to Nylas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Practice,
    /// The operator's own API key.
    ApiKey,
    /// Nylas' own page in the system browser.
    Hosted,
    /// The company's relay, which holds the key.
    Invitation,
}

/// Nylas' name for what is connected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provider {
    /// Mail, calendar and contacts.
    ICloud,
    Imap,
}

/// The part of the world an application of Nylas lives in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Region {
    /// `https://api.us.nylas.com`
    Us,
    /// `https://api.eu.nylas.com`
    Eu,
}

/// How Nylas is reached: the table `[connection]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    /// The way to Nylas; none leaves the choice to the first screen.
    pub kind: Option<Kind>,
    /// What is connected; iCloud unless the profile says otherwise.
    pub provider: Provider,
    /// Never together with `api_url`.
    pub region: Option<Region>,
    /// An address instead of a region.
    pub api_url: Option<Url>,
    /// Comes back on the grant; at most 200 characters.
    pub state: Option<String>,
    /// The address of an account to renew at once.
    pub renew: Option<String>,
    /// The application, for hosted.
    pub client_id: Option<String>,
    /// The port of the loopback redirect, for hosted.
    pub redirect_port: u16,
    /// Nylas' names of the providers that other addresses may go on to, for hosted.
    pub other_providers: Vec<String>,
    /// The port for sending mail, for the provider `imap`.
    pub smtp_port: u16,
    /// The company's relay, for invitations.
    pub relay_url: Option<Url>,
}

/// Where Apple is asked: the table `[apple]`. The defaults are Apple's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apple {
    /// Where calendars are found first.
    pub caldav_url: Url,
    /// A host name, or an IP address without brackets.
    pub imap_host: String,
    /// IMAP over TLS.
    pub imap_port: u16,
    /// Whether Apple is asked before Nylas is.
    pub check_first: bool,
}

/// How this computer reaches the network: the table `[network]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    /// A bare file name beside the profile: a certificate authority in PEM.
    pub extra_ca: Option<String>,
    /// The line `extra_ca` stands on, for errors about the file itself.
    pub extra_ca_line: Option<u32>,
    /// Instead of the system's proxy; `http`, `https` or `socks5`, without user name or password.
    pub proxy: Option<Url>,
}
