//! Four groups of four with hyphens, wherever they stand in a text.

use crate::characters::{is_quote, is_stop};
use secrecy::zeroize::Zeroizing;

/// Every `xxxx-xxxx-xxxx-xxxx` that stands by itself in `text` (lower case, plain hyphens), each once. `except` is
/// what looks like one and is none: the label.
pub(super) fn hyphenated(text: &str, except: &str) -> Vec<Zeroizing<String>> {
    let find = |text: &str| {
        by_themselves(
            text,
            |c| c >= '\u{590}' && c.is_alphabetic(),
            |c| c.is_ascii_alphanumeric(),
        )
    };
    let mut found = find(text);
    if found.is_empty() {
        found = find(&joined(text));
    }
    if found.is_empty() {
        found = broken_anywhere(text).into_iter().collect();
    }
    found.retain(|word| word.chars().filter(|c| *c != '-').ne(except.chars()));
    let mut once: Vec<Zeroizing<String>> = Vec::new();
    for word in found {
        if !once.contains(&word) {
            once.push(word);
        }
    }
    once
}

/// Whether there is one with a letter of another alphabet in it, by mistake or by another keyboard.
/// Accents are no such mistake: a word that has them is a word.
pub(super) fn hyphenated_with_odd_letters(text: &str) -> bool {
    let member =
        |c: char| c.is_ascii_alphanumeric() || c == 'ı' || (c >= '\u{250}' && c.is_alphabetic());
    !by_themselves(text, |_| false, member).is_empty()
        || !by_themselves(&joined(text), |_| false, member).is_empty()
}

/// How many groups of four letters or digits `word` has, if it has nothing else than a label in front.
pub(super) fn fours(word: &str) -> usize {
    let groups = word
        .rsplit([':', '='])
        .next()
        .unwrap_or_default()
        .trim_matches(['-', '.'])
        .split('-');
    if groups
        .clone()
        .all(|g| g.len() == 4 && g.chars().all(|c| c.is_ascii_alphanumeric()))
    {
        groups.count()
    } else {
        0
    }
}

fn by_themselves(
    text: &str,
    separates: fn(char) -> bool,
    member: fn(char) -> bool,
) -> Vec<Zeroizing<String>> {
    let comma = |c: char| is_stop(c) && c != '.' && c != ':';
    let words: Vec<&str> = text
        .split(|c: char| c == ' ' || is_quote(c) || comma(c) || separates(c))
        .filter(|w| w.contains(|c| c != '-'))
        .collect();
    let mut found = Vec::new();
    for (i, word) in words.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|i| words.get(i));
        let after = words.get(i + 1);
        let goes_on = before.is_some_and(|before| is_piece(before) || hangs_on(before, word))
            || after.is_some_and(|after| is_piece(after) || hangs_on(word, after));
        if let Some(whole) = four_by_four(word, member)
            && !goes_on
        {
            found.push(Zeroizing::new(whole.to_owned()));
        }
    }
    found
}

/// Whether groups of four are a piece of something longer, such as a recovery key over two lines. A single one may be a word ("Done").
fn is_piece(word: &str) -> bool {
    match fours(word) {
        0 | 1 => false,
        4 => four_by_four(word, |c| c.is_ascii_alphanumeric()).is_none(),
        _ => true,
    }
}

/// Whether a line ends in a hyphen and the next goes on with groups of four.
fn hangs_on(line: &str, next: &str) -> bool {
    line.ends_with('-') && fours(line) > 0 && fours(next) > 0
}

/// `word` without full stops, hyphens at its ends and a label in front ("password:"), if the rest is four groups of four.
fn four_by_four(word: &str, member: fn(char) -> bool) -> Option<&str> {
    let end = |c: char| matches!(c, '.' | ':' | '-');
    let word = word.trim_matches(end);
    let word = match word.rsplit_once([':', '=']) {
        Some((label, rest)) if is_label(label) => rest,
        Some(_) => return None,
        None => word,
    };
    let word = once(word.trim_start_matches(end));
    let groups: Vec<&str> = word.split('-').collect();
    let fours = groups.len() == 4
        && groups
            .iter()
            .all(|g| g.chars().count() == 4 && g.chars().all(member));
    // A group of digits only belongs to a card number, or has a year in it: Apple's letters are not misread that far.
    (fours && groups.iter().all(|g| g.contains(char::is_alphabetic))).then_some(word)
}

fn is_label(text: &str) -> bool {
    text.starts_with(char::is_alphanumeric)
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | ':'))
}

/// Pasted twice without a space between.
fn once(word: &str) -> &str {
    match word.split_at_checked(19) {
        Some((first, second)) if first == second => first,
        _ => word,
    }
}

/// Without the spaces around hyphens, which come from narrow columns ("abcd-efgh-\nijkl-mnop"), and without doubled hyphens.
fn joined(text: &str) -> Zeroizing<String> {
    let mut joined = Zeroizing::new(String::with_capacity(text.len()));
    for c in text.chars() {
        if c == '-' {
            while joined.ends_with([' ', '-']) {
                joined.pop();
            }
            joined.push('-');
        } else if !(c == ' ' && joined.ends_with('-')) {
            joined.push(c);
        }
    }
    joined
}

/// Letters only, and lines broken inside a group: "abcd-efgh-ij\nkl-mnop".
fn broken_anywhere(text: &str) -> Option<Zeroizing<String>> {
    let mut dense = Zeroizing::new(String::with_capacity(text.len()));
    dense.extend(text.chars().filter(|c| *c != ' '));
    let word = dense.trim_matches(|c| is_quote(c) || is_stop(c) || c == '-');
    four_by_four(word, |c| c.is_ascii_lowercase())
        .filter(|whole| *whole == word)
        .map(|whole| Zeroizing::new(whole.to_owned()))
}
