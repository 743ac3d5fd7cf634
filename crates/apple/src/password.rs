//! The shape of what was typed or pasted as the app password. Instant and local: nothing here asks anyone.

mod hyphenated;
#[cfg(test)]
mod pastes;
#[cfg(test)]
mod tests;

use crate::{
    address::is_address,
    characters::{is_quote, is_stop, plain_hyphens, visible},
};
use hyphenated::{fours, hyphenated, hyphenated_with_odd_letters};
use secrecy::{ExposeSecret, SecretString, zeroize::Zeroizing};

/// Longest text that is looked at, in characters. More than this was copied by accident.
pub const MAX_PASSWORD_TEXT: usize = 4096;

/// An app-specific password as Apple shows it: `xxxx-xxxx-xxxx-xxxx`, lower case. Never printed.
#[derive(Clone, Debug)]
pub struct AppPassword(SecretString);

impl AppPassword {
    /// The text to send, with hyphens.
    pub fn secret(&self) -> &SecretString {
        &self.0
    }

    /// Whether both are the same password.
    pub fn is(&self, other: &AppPassword) -> bool {
        self.0.expose_secret() == other.0.expose_secret()
    }

    /// What may be shown: the first group, the others as dots.
    pub fn masked(&self) -> String {
        let first: String = self.0.expose_secret().chars().take(4).collect();
        format!("{first}-••••-••••-••••")
    }
}

/// Something worth saying about a password that is taken all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// Sixteen letters without hyphens: Apple shows hyphens, so it may be something else.
    NoHyphens,
    /// A digit in it: every known sample has letters only, so 0 may be an o and 1 an l.
    Digits,
}

/// What a text looks like.
#[derive(Clone, Debug)]
pub enum PasswordKind {
    Empty,
    Whole(AppPassword, Option<Note>),
    /// The beginning or a part of one.
    Part,
    /// The name that was to be typed at Apple.
    Label,
    /// Letters and spaces that are no app password: a sentence, or too many letters.
    Words,
    /// More than one app password.
    Several,
    /// Four groups of four, but with a letter of another alphabet among them.
    OddLetters,
    /// Far longer than an app password.
    TooLong,
    /// Six digits, as Apple sends to a phone.
    Code,
    Email,
    /// A normal password, or another secret such as a recovery key. Is wiped and never leaves the process.
    Normal,
}

impl PasswordKind {
    /// A name for logs, words and views; says nothing of the content.
    pub const fn name(&self) -> &'static str {
        match self {
            PasswordKind::Empty => "empty",
            PasswordKind::Whole(_, None) => "whole",
            PasswordKind::Whole(_, Some(Note::NoHyphens)) => "no-hyphens",
            PasswordKind::Whole(_, Some(Note::Digits)) => "digits",
            PasswordKind::Part => "part",
            PasswordKind::Label => "label",
            PasswordKind::Words => "words",
            PasswordKind::Several => "several",
            PasswordKind::OddLetters => "odd-letters",
            PasswordKind::TooLong => "too-long",
            PasswordKind::Code => "code",
            PasswordKind::Email => "email",
            PasswordKind::Normal => "normal",
        }
    }
}

/// Says what `typed` looks like. `label` is the name that the person was told to type at Apple.
pub fn classify_password(typed: &SecretString, label: &str) -> PasswordKind {
    let typed = typed.expose_secret();
    if typed.chars().take(MAX_PASSWORD_TEXT + 1).count() > MAX_PASSWORD_TEXT {
        return PasswordKind::TooLong;
    }
    let seen = Zeroizing::new(visible(typed));
    let text = plain_hyphens(seen.trim());
    if text.is_empty() {
        return PasswordKind::Empty;
    }
    let label: String = plain_hyphens(&visible(label))
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect();
    match after_label(&text, &label) {
        Some("") => PasswordKind::Label,
        // A password may begin with the letters of a short label.
        Some(rest) => match classify(rest, &label) {
            whole @ PasswordKind::Whole(..) => whole,
            other => Some(classify(&text, &label))
                .filter(|kind| matches!(kind, PasswordKind::Whole(..)))
                .unwrap_or(other),
        },
        None => classify(&text, &label),
    }
}

/// What follows the label in `text`, if it stands in front, in any dress of its own; "" if nothing does.
fn after_label<'a>(text: &'a str, label: &str) -> Option<&'a str> {
    let mut expected = label.chars();
    let mut next = expected.next()?;
    for (at, c) in text.char_indices() {
        if c == next {
            match expected.next() {
                Some(c) => next = c,
                None => {
                    let rest = &text[at + c.len_utf8()..];
                    let between = |c: char| {
                        c == ' '
                            || c == '-'
                            || is_quote(c)
                            || is_stop(c)
                            || matches!(c, '=' | '|' | '/' | '→' | '•')
                    };
                    // A field of one line drops the line break after the label.
                    let stands_apart = !rest.starts_with(char::is_alphanumeric)
                        || !hyphenated(rest, label).is_empty();
                    return stands_apart.then(|| rest.trim_start_matches(between));
                }
            }
        } else if c.is_alphanumeric() {
            return None;
        }
    }
    None
}

fn classify(text: &str, label: &str) -> PasswordKind {
    match hyphenated(text, label).as_mut_slice() {
        [one] => return whole(std::mem::take(&mut **one), true),
        [_, _, ..] => return PasswordKind::Several,
        [] => {}
    }
    if is_code(text) {
        return PasswordKind::Code;
    }
    if is_email(text) {
        return PasswordKind::Email;
    }
    if hyphenated_with_odd_letters(text) {
        return PasswordKind::OddLetters;
    }
    classify_groups(text.trim_matches(|c: char| is_quote(c) || is_stop(c) || c == ' '))
}

/// The judgement of text in which no whole `xxxx-xxxx-xxxx-xxxx` stands.
fn classify_groups(text: &str) -> PasswordKind {
    let groups: Vec<&str> = text
        .split(|c| c == ' ' || c == '-' || is_quote(c))
        .filter(|g| !g.is_empty())
        .collect();
    if is_suggested_form(text) || is_longer_key(text, &groups) {
        return PasswordKind::Normal;
    }
    if !groups
        .iter()
        .all(|g| g.chars().all(|c| c.is_ascii_lowercase()))
    {
        return if is_part_with_digits(text) {
            PasswordKind::Part
        } else {
            PasswordKind::Normal
        };
    }
    let letters: usize = groups.iter().map(|g| g.len()).sum();
    let evenly = |length| groups.iter().all(|g| g.len() == length);
    match letters {
        // Other lengths are words: "blue-elephant-king" may well be somebody's normal password.
        16 if evenly(1) || evenly(4) || evenly(16) => whole(in_fours(&groups), text.contains('-')),
        0..16 if groups.iter().all(|g| g.len() <= 4) || groups.len() == 1 => PasswordKind::Part,
        _ => PasswordKind::Words,
    }
}

fn whole(text: String, hyphens: bool) -> PasswordKind {
    let note = if text.contains(|c: char| c.is_ascii_digit()) {
        Some(Note::Digits)
    } else if hyphens {
        None
    } else {
        Some(Note::NoHyphens)
    };
    PasswordKind::Whole(AppPassword(SecretString::from(text)), note)
}

fn in_fours(groups: &[&str]) -> String {
    // The capacity is exact, so that no shorter copy of the secret is left behind by growing.
    let mut text = String::with_capacity(19);
    for (i, c) in groups.iter().flat_map(|g| g.chars()).enumerate() {
        if i > 0 && i % 4 == 0 {
            text.push('-');
        }
        text.push(c);
    }
    text
}

/// Safari's own suggestion for a normal password: three groups of six.
fn is_suggested_form(text: &str) -> bool {
    let groups: Vec<&str> = text.split(['-', ' ']).collect();
    groups.len() == 3
        && groups
            .iter()
            .all(|g| g.len() == 6 && g.chars().all(|c| c.is_ascii_alphanumeric()))
}

/// More than four groups of four with hyphens: Apple's recovery key has seven.
fn is_longer_key(text: &str, groups: &[&str]) -> bool {
    text.contains('-') && groups.len() > 4 && groups.iter().all(|g| fours(g) == 1)
}

/// The beginning of a hyphenated password that was typed from a phone, with 0 for o or 1 for l.
fn is_part_with_digits(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    (2..=4).contains(&groups.len())
        && text.contains(|c: char| c.is_ascii_lowercase())
        && groups.iter().all(|g| {
            g.chars()
                .all(|c| c.is_ascii_lowercase() || matches!(c, '0' | '1'))
        })
        && groups.iter().enumerate().all(|(i, g)| {
            if i + 1 < groups.len() {
                g.len() == 4
            } else {
                g.len() <= 4
            }
        })
}

/// Six digits in any dress, or in a sentence of three words and more, such as Apple's own message.
fn is_code(text: &str) -> bool {
    let dress = |c: char| c == ' ' || c == '-' || c == '#' || is_quote(c) || is_stop(c);
    if text.chars().all(|c| c.is_numeric() || dress(c)) {
        return text.chars().filter(|c| c.is_numeric()).count() == 6;
    }
    let (mut digits, mut others) = (Zeroizing::new(String::with_capacity(text.len())), 0);
    for word in text.split(' ').map(|word| word.trim_matches(dress)) {
        if word.starts_with(char::is_numeric) && word.chars().all(|c| c.is_numeric() || c == '-') {
            digits.extend(word.chars().filter(|c| *c != '-'));
        } else if is_plain_word(word.trim_start_matches(['@', '%'])) {
            others += 1;
        } else {
            return false;
        }
    }
    // Apple's message says the code twice.
    let repeated = digits
        .split_at_checked(6)
        .is_some_and(|(first, second)| first.len() == 6 && (second.is_empty() || first == second));
    others >= 2 && repeated
}

/// An address by itself, or among plain words. A normal password may hold an @, so nothing else may.
fn is_email(text: &str) -> bool {
    let mut found = false;
    for word in text
        .split(' ')
        .map(|word| word.trim_matches(|c: char| is_quote(c) || is_stop(c)))
    {
        let word = word.strip_prefix("mailto:").unwrap_or(word);
        if is_address(word) {
            found = true;
        } else if !is_plain_word(word) {
            return false;
        }
    }
    found
}

fn is_plain_word(word: &str) -> bool {
    word.chars()
        .all(|c| c.is_alphabetic() || c == '-' || is_quote(c) || is_stop(c))
}
