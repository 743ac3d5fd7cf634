//! What the company's own people send to their relay from here, and what it answers.

use crate::{Problem, Report, ReportKind, Setup};
use apple::{Address, ParsedAddress, parse_address, word_in};
use invitation::{LinkError, Site, operator};
use secrecy::{ExposeSecret, SecretString};

/// The company's relay, whose key is at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelayDesk {
    /// Its host, with its port where that is not the usual one.
    pub place: String,
    /// The key is in the keychain; else it counts for this run.
    pub kept: bool,
}

/// What was typed to reach a relay. Whatever is typed may be a secret.
#[derive(Clone, Debug, Default)]
pub struct RelayForm {
    pub address: SecretString,
    pub key: SecretString,
}

/// Whom the company wants to invite, as it was typed.
#[derive(Clone, Debug, Default)]
pub struct InvitationForm {
    pub account: SecretString,
    pub name: SecretString,
    pub label: SecretString,
}

/// An invitation that can be sent on. The link is a secret, and nobody can look it up again.
#[derive(Clone, Debug)]
pub struct MadeInvitation {
    pub account: String,
    pub name: String,
    /// Which account at the company it is added to.
    pub label: Option<String>,
    /// Short and no secret: what a person reads out on the phone.
    pub reference: String,
    /// In Unix seconds.
    pub expires_at: i64,
    pub link: SecretString,
}

/// What is written to the customer.
#[derive(Clone, Debug)]
pub struct InvitationMail {
    pub company: Option<String>,
    pub invitation: MadeInvitation,
    /// For how many days the link works.
    pub days: i64,
}

/// What a customer writes to the company whose invitation is for another account; the customer's own is to be filled in.
#[derive(Clone, Debug)]
pub struct AddressMail {
    pub reference: String,
    /// Whose account was invited.
    pub account: String,
}

/// Where a message is that was begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begun {
    /// In the person's own mail program.
    Opened,
    Copied,
    Nowhere,
}

/// What the company's own people do about an invitation.
#[derive(Clone, Debug)]
pub enum InvitationChange {
    /// Another computer may claim it.
    Release,
    /// The refused passwords of its account are forgotten.
    ResetTries,
    /// It is taken back.
    Revoke,
    /// It is for this account, and added to this one at the company; an empty one stays as it was.
    Correct {
        account: SecretString,
        label: SecretString,
    },
}

/// What became of one of several who were to be invited.
#[derive(Clone, Debug)]
pub enum Invited {
    /// Without a link where it had been made before, by the company's own number for it.
    Made {
        reference: String,
        link: Option<SecretString>,
    },
    Refused(&'static str),
}

impl Invited {
    pub(crate) const fn has_link(&self) -> bool {
        matches!(self, Invited::Made { link: Some(_), .. })
    }

    pub(crate) const fn is_refused(&self) -> bool {
        matches!(self, Invited::Refused(_))
    }

    /// Its name on the page, and in the table that is saved.
    pub const fn name(&self) -> &'static str {
        match self {
            Invited::Made { link: Some(_), .. } => "made",
            Invited::Made { link: None, .. } => "known",
            Invited::Refused(why) => why,
        }
    }

    pub(crate) fn reference(&self) -> String {
        match self {
            Invited::Made { reference, .. } => reference.clone(),
            Invited::Refused(_) => String::new(),
        }
    }
}

const DAY: i64 = 24 * 60 * 60;

impl MadeInvitation {
    /// For how many days it works from now on; at least one.
    pub(crate) fn days(&self, now: i64) -> i64 {
        let left = self.expires_at.saturating_sub(now).clamp(0, 1_000 * DAY);
        // What was made a moment ago for 14 days is good for 14.
        ((left + DAY / 2) / DAY).max(1)
    }
}

impl RelayForm {
    /// Where the relay is and the key for it, or why that could not be: then nothing is sent.
    ///
    /// # Errors
    /// What is wrong with the address or the key.
    pub fn read(&self, setup: &Setup) -> Result<(Site, SecretString), Report> {
        let site = site_in(setup, self.address.expose_secret())?;
        let key =
            SecretString::from(word_in(self.key.expose_secret(), &[operator::KEY_BEGINS]).as_str());
        match key_fault(&key) {
            Some(kind) => Err(Report::new(Problem::RelayKeyRefused).kind(kind)),
            None => Ok((site, key)),
        }
    }
}

/// Longest key that is taken, in characters; a relay's have under 100.
const LONGEST_KEY: usize = 200;

/// Why a text cannot be a relay's key. Neither a password nor Nylas' key may travel there.
fn key_fault(key: &SecretString) -> Option<&'static str> {
    let text = key.expose_secret();
    if text.is_empty() {
        return Some("empty");
    }
    let fits = text.strip_prefix(operator::KEY_BEGINS).is_some_and(|rest| {
        !rest.is_empty()
            && text.len() <= LONGEST_KEY
            && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    (!fits).then_some("not-a-key")
}

/// The relay at this address, if its people's key may go there.
///
/// # Errors
/// When it is no address, or the administrator's profile named another one.
pub fn site_in(setup: &Setup, address: &str) -> Result<Site, Report> {
    let odd = |kind| Report::new(Problem::InvitationRefused).kind(kind);
    if address.trim().is_empty() {
        return Err(odd(ReportKind::RelayEmpty));
    }
    let site = Site::parse(address).map_err(|why| match why {
        LinkError::NotHttps => odd(ReportKind::RelayNotHttps),
        _ => odd(ReportKind::RelayOdd),
    })?;
    let place = site.place();
    match &setup.only_relay {
        Some(only) if *only != place && !site.is_this_computer() => Err(Report {
            values: vec![("relay", only.clone())],
            ..odd(ReportKind::RelayNotAllowed)
        }),
        _ => Ok(site),
    }
}

impl InvitationForm {
    /// The account, or why that cannot be invited.
    ///
    /// # Errors
    /// What does not fit, by its field.
    pub fn read(&self) -> Result<Address, Report> {
        let account = account_in(self.account.expose_secret())?;
        fits("name", self.name.expose_secret(), true)?;
        fits("label", self.label.expose_secret(), false)?;
        Ok(account)
    }
}

/// The account of a text: the address that signs in at Apple.
pub(crate) fn account_in(text: &str) -> Result<Address, Report> {
    let odd = |kind| Report::new(Problem::InvitationRefused).kind(kind);
    match parse_address(text) {
        ParsedAddress::Apple(address) => Ok(address),
        ParsedAddress::Other { .. } => Err(odd(ReportKind::NotApple)),
        _ => Err(odd(ReportKind::Account)),
    }
}

/// Whether a label can be shown to a customer; the relay knows more.
pub(crate) fn fits(field: &'static str, text: &str, needed: bool) -> Result<(), Report> {
    let kind = match field {
        "name" if needed && text.trim().is_empty() => ReportKind::Name,
        "name" if is_long(text) => ReportKind::NameLong,
        "label" if is_long(text) => ReportKind::LabelLong,
        _ => return Ok(()),
    };
    Err(Report::new(Problem::InvitationRefused).kind(kind))
}

fn is_long(text: &str) -> bool {
    let most = operator::LONGEST_LABEL;
    text.trim().chars().take(most + 1).count() > most
}
