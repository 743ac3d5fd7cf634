//! The address a person types: parsed into a type, or told apart.

mod asked;
mod domains;
mod meant;
#[cfg(test)]
mod passwords;
#[cfg(test)]
mod table;
#[cfg(test)]
mod tests;

pub use asked::may_be_asked_about;
pub use meant::meant_by;

use crate::{
    characters::{is_hyphen, plain_letters},
    pasted::{self, is_word, joined, lines},
};
use domains::{APPLE, HIDDEN, has_an_ending, is_foreign, meant_domain};
use secrecy::zeroize::Zeroizing;
use std::fmt;

/// Longest text that is looked at, in characters. RFC 5321 allows 254 for an address; a display name may surround it.
pub const MAX_ADDRESS: usize = 500;

/// An e-mail address in lower case.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Address {
    local: String,
    domain: String,
}

/// What a typed text is, as far as an address goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParsedAddress {
    Empty,
    /// An address of Apple's mail: icloud.com, me.com or mac.com.
    Apple(Address),
    /// An address somewhere else.
    Other {
        /// The address as typed.
        address: Address,
        /// "Did you mean …": the same name at the domain that was probably meant, Apple's or a large provider's.
        meant: Option<Address>,
    },
    /// A telephone number, which can be an Apple Account but is no address.
    Phone,
    Not(AddressError),
}

/// Why a text is not an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressError {
    /// No @ in it.
    NoAt,
    /// More than one @.
    ManyAts,
    /// A space in the middle.
    Space,
    /// A comma where the domain has a dot.
    Comma,
    /// A letter with an accent, or one that English does not have.
    Accent(char),
    /// A letter from another alphabet, which may look just like one that was meant.
    Alphabet(char),
    /// A sign that addresses do not have.
    Sign(char),
    /// Nothing, or not a host name, on one side of the @.
    Unfinished,
    /// Far longer than an address.
    TooLong,
}

impl Address {
    /// The part before @.
    pub fn local(&self) -> &str {
        &self.local
    }

    /// The part after @.
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// Whether the domain is one of Apple's mail.
    pub fn is_apple(&self) -> bool {
        APPLE.contains(&self.domain.as_str())
    }

    /// Whether it is one of Apple's *Hide My Email*, which only passes mail on.
    pub fn hides_another(&self) -> bool {
        self.domain == HIDDEN
    }

    /// The address to sign in with: without a `+tag`, which Apple delivers to but never lets sign in.
    #[must_use]
    pub fn login(&self) -> Address {
        let local = self
            .local
            .split('+')
            .next()
            .filter(|l| !l.is_empty() && !l.ends_with('.'))
            .unwrap_or(&self.local);
        Address {
            local: local.to_owned(),
            domain: self.domain.clone(),
        }
    }

    /// What the address looks like and nothing more, for a report: every letter an `a`, every digit a `9`, and the domain
    /// only where it is Apple's.
    pub fn shape(&self) -> String {
        let sign = |c: char| match c {
            'a'..='z' => 'a',
            '0'..='9' => '9',
            other => other,
        };
        let local: String = self.local.chars().map(sign).collect();
        format!(
            "{local} at {}",
            if self.is_apple() {
                &self.domain
            } else {
                "elsewhere"
            }
        )
    }

    /// Whether `text`, as a server wrote it, is an address of this mailbox.
    pub fn is_mailbox_of(&self, text: &str) -> bool {
        match parse_address(text) {
            ParsedAddress::Apple(address) | ParsedAddress::Other { address, .. } => {
                address.same_mailbox(self)
            }
            _ => false,
        }
    }

    /// Whether both mean the same mailbox: at Apple, icloud.com, me.com and mac.com are one, and a tag does not count.
    pub fn same_mailbox(&self, other: &Address) -> bool {
        self.mailbox() == other.mailbox()
    }

    /// The one address that stands for all of this mailbox's, to be compared and counted by: never to be shown or sent to.
    #[must_use]
    pub fn mailbox(&self) -> Address {
        if !self.is_apple() {
            return self.clone();
        }
        Address {
            local: self.login().local,
            domain: APPLE[0].to_owned(),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.local, self.domain)
    }
}

/// Says what `typed` is. Understands what is around it (see [`crate::word_in`]), `mailto:` and a display name with
/// angle brackets.
pub fn parse_address(typed: &str) -> ParsedAddress {
    if typed.chars().take(MAX_ADDRESS + 1).count() > MAX_ADDRESS {
        return ParsedAddress::Not(AddressError::TooLong);
    }
    // Wiped, because a password may have been put into the wrong field.
    let text = undressed(typed);
    let text = text.as_str();
    if text.is_empty() {
        return ParsedAddress::Empty;
    }
    if is_phone(text) {
        return ParsedAddress::Phone;
    }
    let (local, domain) = match parts(text) {
        Ok(parts) => parts,
        Err(error) => return ParsedAddress::Not(error),
    };
    let address = Address {
        local: local.to_ascii_lowercase(),
        domain: domain.to_ascii_lowercase(),
    };
    if address.is_apple() {
        return ParsedAddress::Apple(address);
    }
    let meant = meant_domain(&address.domain).map(|domain| Address {
        local: address.local.clone(),
        domain: domain.to_owned(),
    });
    ParsedAddress::Other { address, meant }
}

/// Whether `text` is an address and nothing else. Leaves no copy of it.
pub(crate) fn is_address(text: &str) -> bool {
    parts(text).is_ok()
}

/// The text that is to be an address, without its dress. Of several lines it is the one that is an address; where none is,
/// a line broke off in the middle.
fn undressed(typed: &str) -> Zeroizing<String> {
    let lines = lines(typed);
    let mut whole = lines.iter().filter(|line| is_address(without_dress(line)));
    let line = match (whole.next(), whole.next()) {
        (Some(line), None) => line.clone(),
        (None, _) if lines.iter().all(|line| is_word(line)) => joined(&lines, ""),
        _ => joined(&lines, " "),
    };
    Zeroizing::new(without_dress(&line).to_owned())
}

/// A link for writing to somebody may go on with what to write.
fn without_dress(line: &str) -> &str {
    let text = pasted::undressed(line);
    let is_link = Zeroizing::new(line.to_ascii_lowercase()).contains("mailto:");
    match text.split_once('?') {
        Some((address, _)) if is_link => address,
        _ => text,
    }
}

/// The two sides of the @ of an address, or why it is none.
fn parts(text: &str) -> Result<(&str, &str), AddressError> {
    let (local, domain) = text.split_once('@').ok_or(AddressError::NoAt)?;
    if domain.contains('@') {
        return Err(AddressError::ManyAts);
    }
    if text.contains(' ') {
        return Err(AddressError::Space);
    }
    let local_sign = |c: char| c.is_ascii_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c);
    let domain_sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    if let Some(odd) = local.chars().find(|c| !local_sign(*c)) {
        return Err(about(odd));
    }
    if let Some(odd) = domain.chars().find(|c| !domain_sign(*c)) {
        return Err(match odd {
            ',' => AddressError::Comma,
            odd => about(odd),
        });
    }
    let local_is_whole =
        (1..=64).contains(&local.len()) && local.split('.').all(|part| !part.is_empty());
    let domain_is_whole = domain.contains('.')
        && domain.len() <= 253
        && domain.split('.').all(|part| {
            (1..=63).contains(&part.len()) && !part.starts_with('-') && !part.ends_with('-')
        });
    if local_is_whole && domain_is_whole && has_an_ending(domain) && is_decodable(domain) {
        Ok((local, domain))
    } else {
        Err(AddressError::Unfinished)
    }
}

/// What is wrong with a character.
fn about(odd: char) -> AddressError {
    match odd {
        odd if plain_letters(odd).is_some() => AddressError::Accent(odd),
        odd if odd.is_alphabetic() => AddressError::Alphabet(odd),
        odd => AddressError::Sign(odd),
    }
}

/// Whether what is foreign in it is letters, and not only looks so.
fn is_decodable(domain: &str) -> bool {
    !domain.split('.').any(is_foreign) || idna::domain_to_unicode(domain).1.is_ok()
}

fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(|c| c.is_numeric()).count();
    digits >= 6
        && text.chars().all(|c| {
            c.is_numeric() || is_hyphen(c) || matches!(c, '+' | ' ' | '(' | ')' | '.' | '/')
        })
}
