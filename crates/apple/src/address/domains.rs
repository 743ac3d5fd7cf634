//! Domains: Apple's, those with many people, those with a slip in them, and what a domain ends in.

use crate::hosted::provider_of;

/// The domains of Apple's mail.
pub(super) const APPLE: [&str; 3] = ["icloud.com", "me.com", "mac.com"];
/// Where *Hide My Email* has its addresses. Apple passes on what comes there; no mailbox has such a name.
pub(super) const HIDDEN: &str = "privaterelay.appleid.com";

/// The endings that there are, as of 2026. One that is younger is not asked about.
const ENDINGS: &str = include_str!("endings.txt");

/// Domains that many people have addresses at, as far as slips in them are told. Names of four letters and fewer have too
/// many others beside them: of those only the ending is looked at.
pub(super) const LARGE: [&str; 14] = [
    "gmail.com",
    "googlemail.com",
    "outlook.com",
    "hotmail.com",
    "live.com",
    "msn.com",
    "yahoo.com",
    "aol.com",
    "gmx.com",
    "proton.me",
    "protonmail.com",
    "fastmail.com",
    "comcast.net",
    "t-online.de",
];
/// Real domains that are one letter away from one of those.
const REAL: [&str; 7] = [
    "mail.com",
    "email.com",
    "gmail.de",
    "hotmail.co",
    "rotmail.com",
    "protonmail.ch",
    "fastmail.us",
];
/// What is longer is no slip in any of them, in bytes.
const LONGEST: usize = 24;

/// The domain that a slip of the finger would give. Short names (me.com) only by their ending, because too many real
/// domains are one letter away from them.
pub(super) fn meant_domain(domain: &str) -> Option<&'static str> {
    if domain == HIDDEN {
        return None;
    }
    if let Some(apple) = APPLE.into_iter().find(|apple| {
        domain
            .strip_suffix(apple)
            .is_some_and(|front| front.ends_with('.'))
    }) {
        return Some(apple);
    }
    let (name, ending) = domain.split_once('.')?;
    let slip = strsim::osa_distance(ending, "com") <= 1 || ending == "com.com";
    match name {
        "icloud" => Some("icloud.com"),
        "me" if slip => Some("me.com"),
        "mac" if slip => Some("mac.com"),
        _ if strsim::osa_distance(domain, "icloud.com") <= 2
            || matches!(domain, "apple.com" | "appleid.com") =>
        {
            Some("icloud.com")
        }
        _ => large(domain),
    }
}

/// The large provider's domain that is one slip away.
fn large(domain: &str) -> Option<&'static str> {
    // yahoo.de is Yahoo's, yahoo.con is nobody's.
    let real = || provider_of(domain).is_some() && has_a_known_ending(domain);
    if domain.len() > LONGEST || real() || REAL.contains(&domain) {
        return None;
    }
    let (name, ending) = domain.split_once('.')?;
    LARGE.into_iter().find(|known| {
        let (known_name, known_ending) = known.split_once('.').unwrap_or((known, ""));
        let near_ending = strsim::osa_distance(ending, known_ending) == 1 && ending.len() > 1;
        let near_name = known_name.len() > 4 && strsim::osa_distance(name, known_name) == 1;
        match (name == known_name, ending == known_ending) {
            (true, false) => near_ending,
            (false, true) => near_name,
            _ => false,
        }
    })
}

/// Names on the internet, and the one that examples have.
pub(super) fn has_a_known_ending(domain: &str) -> bool {
    let last = domain.rsplit('.').next().unwrap_or_default();
    let last = last.to_ascii_lowercase();
    is_foreign(&last)
        || last == "example"
        || ENDINGS.split_ascii_whitespace().any(|known| known == last)
}

/// The last label is letters, or letters of other alphabets as the name servers have them.
pub(super) fn has_an_ending(domain: &str) -> bool {
    let last = domain.rsplit('.').next().unwrap_or_default();
    last.len() > 1 && last.bytes().all(|b| b.is_ascii_alphabetic()) || is_foreign(last)
}

pub(super) fn is_foreign(label: &str) -> bool {
    label
        .get(..4)
        .is_some_and(|start| start.eq_ignore_ascii_case("xn--"))
}
