//! The address a person types: parsed into a type, or told apart.

use crate::characters::visible;
use std::fmt;

/// Longest text that is looked at, in characters. RFC 5321 allows 254 for an address; a display name may surround it.
pub const MAX_ADDRESS: usize = 500;

const APPLE: [&str; 3] = ["icloud.com", "me.com", "mac.com"];

/// An e-mail address in lower case.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Address {
    local: String,
    domain: String,
}

/// What a typed text is, as far as an address goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// Nothing was typed.
    Empty,
    /// An address of Apple's mail: icloud.com, me.com or mac.com.
    Apple(Address),
    /// An address somewhere else; `meant` is the Apple address that it looks like.
    Other {
        /// The address as typed.
        address: Address,
        /// "Did you mean …": the same name at the Apple domain that was probably meant.
        meant: Option<Address>,
    },
    /// A telephone number, which can be an Apple Account but is no address.
    Phone,
    /// Not an address.
    Not(Oddity),
}

/// Why a text is not an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Oddity {
    /// No @ in it.
    NoAt,
    /// More than one @.
    ManyAts,
    /// A space in the middle.
    Space,
    /// A letter from another alphabet, or a sign that addresses do not have.
    Character,
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

    /// The address to sign in with: without a `+tag`, which Apple delivers to but never lets sign in.
    #[must_use]
    pub fn login(&self) -> Address {
        let local = self.local.split('+').next().filter(|l| !l.is_empty()).unwrap_or(&self.local);
        Address { local: local.to_owned(), domain: self.domain.clone() }
    }

    /// Whether `text`, as a server wrote it, is an address of this mailbox.
    pub fn is_mailbox_of(&self, text: &str) -> bool {
        match judge_address(text) {
            Judgement::Apple(address) | Judgement::Other { address, .. } => address.same_mailbox(self),
            _ => false,
        }
    }

    /// Whether both mean the same mailbox: at Apple, icloud.com, me.com and mac.com are one, and a tag does not count.
    pub fn same_mailbox(&self, other: &Address) -> bool {
        if self.is_apple() && other.is_apple() { self.login().local == other.login().local } else { self == other }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.local, self.domain)
    }
}

/// Says what `typed` is. Understands surrounding spaces, quotes, `mailto:` and a display name with angle brackets.
pub fn judge_address(typed: &str) -> Judgement {
    if typed.chars().take(MAX_ADDRESS + 1).count() > MAX_ADDRESS {
        return Judgement::Not(Oddity::TooLong);
    }
    let text = visible(typed);
    let mut text = text.trim();
    if let (Some(open), Some(close)) = (text.rfind('<'), text.rfind('>'))
        && open < close
    {
        text = text[open + 1..close].trim();
    }
    text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | ',' | ';' | '“' | '”' | '‘' | '’'));
    text = strip_prefix_ignore_case(text, "mailto:").trim();
    text = text.trim_end_matches('.');
    if text.is_empty() {
        return Judgement::Empty;
    }
    if is_phone(text) {
        return Judgement::Phone;
    }
    let mut parts = text.split('@');
    let (Some(local), domain, None) = (parts.next(), parts.next(), parts.next()) else {
        return Judgement::Not(Oddity::ManyAts);
    };
    if text.contains(' ') {
        return Judgement::Not(Oddity::Space);
    }
    let Some(domain) = domain else {
        return Judgement::Not(Oddity::NoAt);
    };
    let (local, domain) = (local.to_lowercase(), domain.to_lowercase());
    if !text.is_ascii() || !local.chars().all(|c| c.is_ascii_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c)) {
        return Judgement::Not(Oddity::Character);
    }
    if local.is_empty() || local.starts_with('.') || local.ends_with('.') || local.contains("..") || local.len() > 64 {
        return Judgement::Not(Oddity::Unfinished);
    }
    if !domain.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-')) {
        return Judgement::Not(Oddity::Character);
    }
    let whole = domain.contains('.')
        && domain.len() <= 253
        && domain.split('.').all(|part| (1..=63).contains(&part.len()) && !part.starts_with('-') && !part.ends_with('-'));
    if !whole {
        return Judgement::Not(Oddity::Unfinished);
    }
    let address = Address { local, domain };
    if address.is_apple() {
        return Judgement::Apple(address);
    }
    let meant = meant_domain(&address.domain).map(|domain| Address { local: address.local.clone(), domain: domain.to_owned() });
    Judgement::Other { address, meant }
}

fn strip_prefix_ignore_case<'a>(text: &'a str, prefix: &str) -> &'a str {
    match text.get(..prefix.len()) {
        Some(start) if start.eq_ignore_ascii_case(prefix) => &text[prefix.len()..],
        _ => text,
    }
}

fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    digits >= 6 && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | ' ' | '(' | ')' | '.' | '/'))
}

/// The Apple domain that a slip of the finger would give. Short names (me.com) only by their ending,
/// because too many real domains are one letter away from them.
fn meant_domain(domain: &str) -> Option<&'static str> {
    let (name, ending) = domain.split_once('.')?;
    match name {
        "icloud" => return Some("icloud.com"),
        "me" if matches!(ending, "con" | "cm" | "om" | "co" | "comm" | "cpm" | "vom") => return Some("me.com"),
        "mac" if matches!(ending, "con" | "cm" | "om" | "co" | "comm" | "cpm" | "vom") => return Some("mac.com"),
        _ => {}
    }
    let close = strsim::osa_distance(domain, "icloud.com") <= 2 || matches!(domain, "icloudcom" | "apple.com" | "icloud.apple.com");
    close.then_some("icloud.com")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::panic, reason = "a test may panic")]
    use super::*;
    use proptest::prelude::*;

    fn apple(text: &str) -> String {
        match judge_address(text) {
            Judgement::Apple(address) => address.to_string(),
            other => panic!("{text:?} was judged {other:?}"),
        }
    }

    #[test]
    fn apple_addresses_are_understood_in_any_dress() {
        for text in [
            "nyla.park@icloud.com",
            "  Nyla.Park@iCloud.com \n",
            "Nyla Park <nyla.park@icloud.com>",
            "\"Park, Nyla\" <nyla.park@icloud.com>",
            "mailto:nyla.park@icloud.com",
            "<nyla.park@icloud.com>,",
            "nyla.park@icloud.com.",
            "\u{202e}nyla.park@icloud.com\u{202c}",
            "nyla.park@icloud.com\u{200b}",
            "ｎｙｌａ.park＠icloud.com",
        ] {
            assert_eq!(apple(text), "nyla.park@icloud.com");
        }
        assert_eq!(apple("n@me.com"), "n@me.com");
        assert_eq!(apple("n@mac.com"), "n@mac.com");
    }

    #[test]
    fn what_is_no_address_says_why() {
        for (text, oddity) in [
            ("nyla", Oddity::NoAt),
            ("nyla.icloud.com", Oddity::NoAt),
            ("nyla@@icloud.com", Oddity::ManyAts),
            ("a@icloud.com b@icloud.com", Oddity::ManyAts),
            ("nyla park@icloud.com", Oddity::Space),
            ("nyla@iсloud.com", Oddity::Character),
            ("nyla😀@icloud.com", Oddity::Character),
            ("ny(la@icloud.com", Oddity::Character),
            ("@icloud.com", Oddity::Unfinished),
            ("nyla@", Oddity::Unfinished),
            ("nyla@icloud", Oddity::Unfinished),
            ("nyla@icloud..com", Oddity::Unfinished),
            ("nyla@-icloud.com", Oddity::Unfinished),
        ] {
            assert_eq!(judge_address(text), Judgement::Not(oddity), "{text:?}");
        }
        assert_eq!(judge_address(&"n".repeat(10_000_000)), Judgement::Not(Oddity::TooLong));
        for text in ["", " \t\n", "\u{200b}\u{202e}", "\"\""] {
            assert_eq!(judge_address(text), Judgement::Empty, "{text:?}");
        }
    }

    #[test]
    fn a_phone_number_is_recognised() {
        for text in ["+1 555 010 0199", "0049-30-123456", "(555) 010.0199", "5550100199"] {
            assert_eq!(judge_address(text), Judgement::Phone, "{text:?}");
        }
    }

    #[test]
    fn a_slip_in_the_domain_is_offered_its_right_form() {
        let meant = |text: &str| match judge_address(text) {
            Judgement::Other { meant, .. } => meant.map(|m| m.to_string()),
            other => panic!("{text:?} was judged {other:?}"),
        };
        for text in ["n@iclould.com", "n@icoud.com", "n@icloud.co", "n@icloud.de", "n@iclod.com", "n@icluod.com", "n@icloud.con"] {
            assert_eq!(meant(text).as_deref(), Some("n@icloud.com"), "{text}");
        }
        assert_eq!(meant("n@me.con").as_deref(), Some("n@me.com"));
        for text in ["n@gmail.com", "n@example.org", "n@we.com", "n@cloud.io", "n@outlook.com"] {
            assert_eq!(meant(text), None, "{text}");
        }
    }

    #[test]
    fn a_tag_is_never_part_of_the_login() {
        let Judgement::Apple(address) = judge_address("nyla+shop@icloud.com") else { panic!("not Apple") };
        assert_eq!(address.login().to_string(), "nyla@icloud.com");
    }

    #[test]
    fn the_three_apple_domains_are_one_mailbox() {
        let of = |text: &str| match judge_address(text) {
            Judgement::Apple(a) | Judgement::Other { address: a, .. } => a,
            other => panic!("{other:?}"),
        };
        assert!(of("n@me.com").same_mailbox(&of("N@icloud.com")));
        assert!(!of("n@me.com").same_mailbox(&of("m@me.com")));
        assert!(!of("n@example.org").same_mailbox(&of("n@icloud.com")));
    }

    proptest! {
        #[test]
        fn nothing_panics_and_what_is_taken_is_plain(text in any::<String>()) {
            if let Judgement::Apple(a) | Judgement::Other { address: a, .. } = judge_address(&text) {
                prop_assert!(a.to_string().is_ascii());
                prop_assert!(!a.to_string().contains(char::is_whitespace));
            }
        }
    }
}
