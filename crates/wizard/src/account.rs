//! What is remembered of a connected account, and what is known of any grant of the application. Never a secret.

use crate::NylasApplication;
use apple::{Address, ParsedAddress, parse_address};
use serde::{Deserialize, Serialize};

/// A connected account, as far as it is remembered. Old files know the first three fields only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountRecord {
    pub grant: String,
    /// The address as the person writes it.
    pub address: String,
    /// The origin of the API that knows the grant.
    pub origin: String,
    /// The Nylas application that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application: Option<String>,
    /// When it was connected first, in Unix seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connected_at: Option<i64>,
    #[serde(rename = "reaches", default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    /// How it was connected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connection: Option<ConnectionKind>,
    /// The company's relay, by which it was connected; that may be asked for a new link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relay: Option<String>,
    /// The name of its entry at Apple.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The address that signs in, where it is not `address`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icloud: Option<String>,
    /// Nylas' name of the provider, where the mailbox is not at Apple's.
    #[serde(rename = "elsewhere", default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// Its state when it was last asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<GrantStatus>,
    /// When that was, in Unix seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked_at: Option<i64>,
}

/// What a grant reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// Mail and calendar, by the provider `icloud`.
    MailAndCalendar,
    /// Mail alone, by the provider `imap`.
    Mail,
}

/// How an account was connected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConnectionKind {
    /// With the company's API key.
    ApiKey,
    /// By Nylas' page in the browser.
    Hosted,
    /// Through the company's relay.
    Invitation,
}

/// Whether a grant works, as Nylas last knew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GrantStatus {
    Works,
    /// Its password is of no more use: the account must be connected again.
    NeedsPassword,
    /// There is no such grant any more.
    Gone,
}

/// One grant of the application, as a list at Nylas tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedGrant {
    pub id: String,
    /// Its address, where Nylas names one.
    pub email: Option<String>,
    /// Its provider's name at Nylas.
    pub provider: String,
    /// Whether it works; `None` when Nylas does not say.
    pub status: Option<GrantStatus>,
    /// When it was made, in Unix seconds.
    pub created_at: Option<i64>,
}

impl ListedGrant {
    /// What it is called where it is asked about alone: without an address by its ID.
    pub(crate) fn name(&self) -> String {
        self.email.as_ref().unwrap_or(&self.id).clone()
    }

    /// Whether the mailbox is surely not at Apple's; by plain IMAP it may be.
    pub(crate) fn is_elsewhere(&self) -> bool {
        !matches!(self.provider.as_str(), "icloud" | "imap" | "")
    }
}

/// An account whose password is made anew. Its address stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renewal {
    /// The grant, where it is known: the same one is expected again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grant: Option<String>,
    /// Nylas says that the old password is of no more use.
    #[serde(default)]
    pub needed: bool,
}

impl AccountRecord {
    /// The record of what is known at least.
    pub fn new(grant: String, address: String, origin: String) -> Self {
        AccountRecord {
            grant,
            address,
            origin,
            application: None,
            connected_at: None,
            scope: None,
            connection: None,
            relay: None,
            label: None,
            icloud: None,
            provider: None,
            status: None,
            checked_at: None,
        }
    }

    /// Whether the key of `current` can be asked about it: another application knows nothing of its grants.
    pub fn is_known_to(&self, current: &NylasApplication) -> bool {
        let another = match (&self.application, &current.application_id) {
            (Some(known), Some(current)) => known != current,
            // A key with less power may not say whose it is: it is asked all the same.
            _ => false,
        };
        self.origin == current.origin && !another
    }

    /// The address of the person and the one that signs in, as far as they still parse.
    pub(crate) fn addresses(&self) -> (Option<Address>, Option<Address>) {
        addresses(Some(&self.address), self.icloud.as_deref())
    }
}

/// The address to show and the one to sign in with; what does not parse is not taken.
pub(crate) fn addresses(
    shown: Option<&str>,
    icloud: Option<&str>,
) -> (Option<Address>, Option<Address>) {
    let parsed = |text: Option<&str>| match parse_address(text.unwrap_or_default()) {
        ParsedAddress::Apple(address) | ParsedAddress::Other { address, .. } => Some(address),
        _ => None,
    };
    let shown = parsed(shown);
    let icloud = parsed(icloud)
        .or_else(|| shown.clone().map(|a| a.login()))
        .filter(Address::is_apple);
    (shown, icloud)
}

/// A grant as Nylas told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    pub id: String,
    /// Its address, where Nylas names one.
    pub email: Option<String>,
}

/// What is noted of a grant to see later whether it changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantSnapshot {
    pub id: String,
    /// Its last authentication in Unix seconds, as Nylas says.
    pub updated_at: Option<i64>,
    /// Whether Nylas calls it valid.
    pub valid: bool,
    /// Its address is the one asked for.
    pub same_address: bool,
}
