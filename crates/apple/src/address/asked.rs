//! Whether others may be asked about what was typed. A password that was typed into the wrong field can have an @ and a
//! dot, and must not travel to name servers. What is not asked costs only a hint, so in doubt nobody is asked.

use super::{
    ParsedAddress,
    domains::{has_a_known_ending, is_foreign},
    parse_address, parts, undressed,
};
use crate::characters::visible;
use secrecy::zeroize::Zeroizing;

/// Passwords that people give themselves, in letters that digits and signs stand for (see `letter`).
#[rustfmt::skip]
const FAVOURITES: &[&str] = &[
    "passw", "passphrase", "passcode", "pass1", "kennw", "geheim", "motdepasse", "contrasen", "parola",
    "senha", "wachtwoord", "letmein", "qwert", "azert", "asdf", "yxcv", "zxcv", "iloveyou", "trustno", "hunter2",
    "abc123", "12345", "changeme", "correcthorse",
];

/// Whether a typed text is an address, and written as people write addresses and not as they write passwords.
pub fn may_be_asked_about(typed: &str) -> bool {
    if !matches!(
        parse_address(typed),
        ParsedAddress::Apple(_) | ParsedAddress::Other { .. }
    ) {
        return false;
    }
    let text = Zeroizing::new(visible(typed));
    let bare = undressed(typed);
    let Ok((local, domain)) = parts(&bare) else {
        return false;
    };
    has_a_known_ending(domain)
        && !holds_a_favourite(&text)
        && is_in_usual_capitals(local, domain)
        && is_a_usual_name(local)
        && domain
            .rsplit('.')
            .skip(1)
            .all(|label| is_foreign(label) || is_a_usual_label(label))
}

fn holds_a_favourite(text: &str) -> bool {
    let fold = |text: &str| -> Zeroizing<String> {
        Zeroizing::new(
            text.chars()
                .map(letter)
                .filter(|c| c.is_alphanumeric())
                .collect(),
        )
    };
    let folded = fold(text);
    FAVOURITES
        .iter()
        .any(|favourite| folded.contains(&**fold(favourite)))
}

/// The letter that a digit or sign stands for in a password.
fn letter(c: char) -> char {
    match c.to_ascii_lowercase() {
        '@' | '4' => 'a',
        '3' => 'e',
        'i' | '1' | '!' => 'l',
        '0' => 'o',
        '5' | '$' => 's',
        '7' => 't',
        c => c,
    }
}

/// All small, all capitals, or `Nyla.Park@` and all small.
fn is_in_usual_capitals(local: &str, domain: &str) -> bool {
    let none = |text: &str| !text.contains(|c: char| c.is_ascii_uppercase());
    let all = |text: &str| !text.contains(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
    let begins_names = || {
        let mut names = local.split('.');
        local.contains('.')
            && names.all(|name| name.chars().all(|c| c.is_ascii_alphabetic()) && none(&name[1..]))
    };
    none(domain) && (none(local) || begins_names()) || all(local) && all(domain)
}

/// More than a letter ("p@ssword"), more than digits, none among letters ("s3cret"), and few signs.
fn is_a_usual_name(local: &str) -> bool {
    local.len() > 1
        && is_a_usual_label(local)
        && local
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "._-+'".contains(c))
}

/// No number alone, and no digits between letters.
fn is_a_usual_label(label: &str) -> bool {
    let within = label.trim_matches(|c: char| c.is_ascii_digit());
    let parted = within.split(|c: char| !c.is_ascii_alphanumeric());
    within.contains(|c: char| c.is_ascii_alphabetic())
        && parted
            .map(|part| part.trim_matches(|c: char| c.is_ascii_digit()))
            .all(|part| !part.contains(|c: char| c.is_ascii_digit()))
}
