//! The shape of what was typed or pasted as the app password. Instant and local: nothing here asks anyone.

use crate::characters::{is_hyphen, is_quote, visible};
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
pub enum Shape {
    /// Nothing was typed.
    Empty,
    /// An app password.
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
    /// An e-mail address.
    Email,
    /// A normal password. Is wiped and never leaves the process.
    Normal,
}

impl Shape {
    /// A name for logs, words and views; says nothing of the content.
    pub const fn name(&self) -> &'static str {
        match self {
            Shape::Empty => "empty",
            Shape::Whole(_, None) => "whole",
            Shape::Whole(_, Some(Note::NoHyphens)) => "no-hyphens",
            Shape::Whole(_, Some(Note::Digits)) => "digits",
            Shape::Part => "part",
            Shape::Label => "label",
            Shape::Words => "words",
            Shape::Several => "several",
            Shape::OddLetters => "odd-letters",
            Shape::TooLong => "too-long",
            Shape::Code => "code",
            Shape::Email => "email",
            Shape::Normal => "normal",
        }
    }
}

/// Says what `typed` looks like. `label` is the name that the person was told to type at Apple.
pub fn judge_password(typed: &SecretString, label: &str) -> Shape {
    let typed = typed.expose_secret();
    if typed.chars().take(MAX_PASSWORD_TEXT + 1).count() > MAX_PASSWORD_TEXT {
        return Shape::TooLong;
    }
    let text = Zeroizing::new(visible(typed));
    let text = text.trim();
    if text.is_empty() {
        return Shape::Empty;
    }
    let plain_label = visible(label).trim().to_lowercase();
    let lower = Zeroizing::new(text.to_lowercase());
    if !plain_label.is_empty() && undressed(&lower) == undressed(&plain_label) {
        return Shape::Label;
    }
    let mut found = hyphenated(&lower);
    found.dedup();
    match found.as_slice() {
        [one] => return whole(one.to_string(), false),
        [_, _, ..] => return Shape::Several,
        [] => {}
    }
    if is_code(&lower) {
        return Shape::Code;
    }
    if looks_like_email(&lower) {
        return Shape::Email;
    }
    if hyphenated_by(&lower, char::is_alphanumeric).next().is_some() {
        return Shape::OddLetters;
    }
    let without_label = lower
        .strip_prefix(plain_label.as_str())
        .filter(|rest| !plain_label.is_empty() && rest.starts_with(|c: char| !c.is_alphanumeric()))
        .map_or(lower.as_str(), |rest| rest.trim_start_matches(|c: char| matches!(c, ':' | '=' | ' ' | ',') || is_hyphen(c)));
    judge_undressed(without_label)
}

/// The judgement of text in which no whole `xxxx-xxxx-xxxx-xxxx` stands.
fn judge_undressed(text: &str) -> Shape {
    let dress = |c: char| c == ' ' || is_hyphen(c) || is_quote(c) || matches!(c, '.' | ',' | ';' | ':');
    let text = text.trim_matches(|c: char| is_quote(c) || matches!(c, '.' | ',' | ';' | ':' | ' '));
    let groups: Vec<&str> = text.split(dress).filter(|g| !g.is_empty()).collect();
    let lengths: Vec<usize> = groups.iter().map(|g| g.chars().count()).collect();
    if is_suggested_form(text) {
        return Shape::Normal;
    }
    let letters_only = text.chars().all(|c| c.is_ascii_lowercase() || c == ' ' || is_hyphen(c) || is_quote(c));
    if !letters_only {
        return if is_part_with_digits(text) { Shape::Part } else { Shape::Normal };
    }
    let letters: usize = lengths.iter().sum();
    match letters {
        16 if falls_into_fours(&lengths) => whole(in_fours(&groups), !text.contains(is_hyphen)),
        0..16 if lengths.iter().all(|l| *l <= 4) || groups.len() == 1 => Shape::Part,
        _ => Shape::Words,
    }
}

fn whole(text: String, no_hyphens: bool) -> Shape {
    let note = if text.contains(|c: char| c.is_ascii_digit()) {
        Some(Note::Digits)
    } else if no_hyphens && !text.is_empty() {
        Some(Note::NoHyphens)
    } else {
        None
    };
    Shape::Whole(AppPassword(SecretString::from(text)), note)
}

/// Every `xxxx-xxxx-xxxx-xxxx` of letters and digits that stands by itself in `text`, normalised.
fn hyphenated(text: &str) -> Vec<Zeroizing<String>> {
    hyphenated_by(text, |c| c.is_ascii_alphanumeric()).collect()
}

fn hyphenated_by(text: &str, member: impl Fn(char) -> bool + Copy) -> impl Iterator<Item = Zeroizing<String>> {
    let by_itself = candidates(&Zeroizing::new(text.chars().map(|c| if is_hyphen(c) { '-' } else { c }).collect::<String>()), member);
    if !by_itself.is_empty() {
        return by_itself.into_iter();
    }
    // Spaces around hyphens and line breaks after them come from narrow columns: "abcd-efgh-\nijkl-mnop".
    let mut joined = Zeroizing::new(String::with_capacity(text.len()));
    for c in text.chars() {
        if is_hyphen(c) {
            while joined.ends_with(' ') {
                joined.pop();
            }
            joined.push('-');
        } else if !(c == ' ' && joined.ends_with('-')) {
            joined.push(c);
        }
    }
    candidates(&joined, member).into_iter()
}

fn candidates(text: &str, member: impl Fn(char) -> bool + Copy) -> Vec<Zeroizing<String>> {
    text.split(|c: char| c == ' ' || is_quote(c) || matches!(c, '.' | ',' | ';' | ':' | '=' | '!' | '?'))
        .map(|word| word.trim_matches('-'))
        .filter(|word| {
            let groups: Vec<&str> = word.split('-').collect();
            groups.len() == 4 && groups.iter().all(|g| g.chars().count() == 4 && g.chars().all(member))
        })
        // Sixteen digits in fours are a card number, not Apple's letters.
        .filter(|word| word.chars().any(char::is_alphabetic))
        .map(|word| Zeroizing::new(word.to_owned()))
        .collect()
}

fn falls_into_fours(lengths: &[usize]) -> bool {
    let letter_by_letter = lengths.iter().all(|l| *l == 1);
    letter_by_letter || lengths.iter().all(|l| l % 4 == 0)
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
    let groups: Vec<&str> = text.split(is_hyphen).collect();
    groups.len() == 3 && groups.iter().all(|g| g.len() == 6 && g.chars().all(|c| c.is_ascii_alphanumeric()))
}

/// The beginning of a hyphenated password that was typed from a phone, with 0 for o or 1 for l.
fn is_part_with_digits(text: &str) -> bool {
    let groups: Vec<&str> = text.split(is_hyphen).collect();
    (2..=4).contains(&groups.len())
        && groups.iter().all(|g| g.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '0' | '1')))
        && groups.iter().enumerate().all(|(i, g)| if i + 1 < groups.len() { g.len() == 4 } else { g.len() <= 4 })
}

fn is_code(text: &str) -> bool {
    text.chars().filter(char::is_ascii_digit).count() == 6 && text.chars().all(|c| c.is_ascii_digit() || c == ' ' || is_hyphen(c))
}

fn looks_like_email(text: &str) -> bool {
    // A normal password may hold an @, so only what is wholly an address counts.
    matches!(crate::judge_address(text), crate::Judgement::Apple(_) | crate::Judgement::Other { .. })
        && text
            .split('@')
            .nth(1)
            .is_some_and(|domain| domain.trim_end_matches(['>', ' ', '"']).rsplit('.').next().is_some_and(|end| end.chars().all(char::is_alphabetic)))
}

fn undressed(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.chars().filter(|c| c.is_alphanumeric()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LABEL: &str = "Acme CRM";

    fn judged(text: &str) -> (&'static str, Option<String>) {
        let shape = judge_password(&SecretString::from(text), LABEL);
        let password = match &shape {
            Shape::Whole(password, _) => Some(password.secret().expose_secret().to_owned()),
            _ => None,
        };
        (shape.name(), password)
    }

    #[test]
    fn an_app_password_is_recognised_in_any_dress() {
        for text in [
            "abcd-efgh-ijkl-mnop",
            "ABCD-EFGH-IJKL-MNOP",
            "  abcd-efgh-ijkl-mnop\r\n",
            "abcd\u{2011}efgh\u{2013}ijkl\u{2014}mnop",
            "abcd\u{ad}-efgh-ijkl-mnop",
            "abcd - efgh - ijkl - mnop",
            "abcd-efgh-\nijkl-mnop",
            "\"abcd-efgh-ijkl-mnop\"",
            "“abcd-efgh-ijkl-mnop”",
            "(abcd-efgh-ijkl-mnop).",
            "Your password is abcd-efgh-ijkl-mnop, keep it.",
            "Acme CRM: abcd-efgh-ijkl-mnop",
            "Password - abcd-efgh-ijkl-mnop",
            "Acme CRM\nabcd-efgh-ijkl-mnop\nDone",
            "abcd-efgh-ijkl-mnop abcd-efgh-ijkl-mnop",
            "\u{202e}abcd-efgh-ijkl-mnop\u{202c}",
            "ａｂｃｄ-ｅｆｇｈ-ｉｊｋｌ-ｍｎｏｐ",
            "abcd_efgh_ijkl_mnop",
        ] {
            assert_eq!(judged(text), ("whole", Some("abcd-efgh-ijkl-mnop".into())), "{text:?}");
        }
    }

    #[test]
    fn sixteen_letters_without_hyphens_are_taken_with_a_note() {
        for text in [
            "abcdefghijklmnop",
            "abcd efgh ijkl mnop",
            "abcd\nefgh\nijkl\nmnop",
            "a b c d e f g h i j k l m n o p",
            "Acme CRM abcdefghijklmnop",
            "'AbcdEfghIjklMnop'",
        ] {
            assert_eq!(judged(text), ("no-hyphens", Some("abcd-efgh-ijkl-mnop".into())), "{text:?}");
        }
    }

    #[test]
    fn digits_in_four_groups_are_warned_about_and_taken() {
        assert_eq!(judged("abcd-ef0h-1jkl-mnop"), ("digits", Some("abcd-ef0h-1jkl-mnop".into())));
    }

    #[test]
    fn everything_else_is_told_apart() {
        for (text, name) in [
            ("", "empty"),
            (" \n\u{200b}", "empty"),
            ("Summer2024!", "normal"),
            ("hunter2", "normal"),
            ("p@ssw0rd", "normal"),
            ("correct-horse-battery-9", "normal"),
            ("abcdef-ghijkl-mnopqr", "normal"),
            ("dugvyt-4wexbo-Hapgiz", "normal"),
            ("abcdefghijklmno1", "normal"),
            ("abcd-efgh-ijkl-mno!", "normal"),
            ("🔑🔑🔑🔑", "normal"),
            ("pass\u{301}word", "normal"),
            ("1234-5678-9012-3456", "normal"),
            ("123456", "code"),
            ("123 456", "code"),
            ("123-456", "code"),
            ("nyla.park@icloud.com", "email"),
            ("Acme CRM", "label"),
            ("acme crm ", "label"),
            ("abcd-efgh", "part"),
            ("abcd", "part"),
            ("abcd-efgh-ijkl-mno", "part"),
            ("abcd-e0", "part"),
            ("correct horse battery staple", "words"),
            ("abcdefghijklmnopq", "words"),
            ("this is my secret pa", "words"),
            ("abcd-efgh-ijkl-mnop zyxw-vuts-rqpo-nmlk", "several"),
            ("abcd-efgh-ijkl-mnоp", "odd-letters"),
        ] {
            assert_eq!(judged(text), (name, None), "{text:?}");
        }
        assert_eq!(judged(&"a".repeat(10_000_000)).0, "too-long");
    }

    #[test]
    fn only_the_first_group_may_be_shown() {
        let Shape::Whole(password, _) = judge_password(&SecretString::from("abcd-efgh-ijkl-mnop"), LABEL) else { unreachable!() };
        assert_eq!(password.masked(), "abcd-••••-••••-••••");
        assert!(!format!("{password:?}").contains("abcd"));
    }

    proptest! {
        #[test]
        fn nothing_panics_and_what_is_taken_has_one_form(text in any::<String>()) {
            if let (_, Some(taken)) = judged(&text) {
                let groups: Vec<&str> = taken.split('-').collect();
                prop_assert_eq!(groups.len(), 4);
                prop_assert!(groups.iter().all(|g| g.len() == 4 && g.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())));
            }
        }

        #[test]
        fn a_text_with_any_other_sign_is_never_taken(start in "[a-z]{0,20}", sign in "[!#$%&*+/@\\\\^|~€ß§]", end in "[a-z]{0,20}") {
            let text = format!("{start}{sign}{end}");
            prop_assert_eq!(judged(&text).1, None);
        }
    }
}
