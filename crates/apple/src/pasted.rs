//! What was meant by a pasted text. What is copied brings along what stood around it: a label, the name of a variable,
//! quotes, a full stop, a line break. None of that is a reason to refuse what is inside.

use crate::characters::{is_quote, is_stop, visible};
use secrecy::zeroize::Zeroizing;

/// How many layers of dress are taken off: a label before a variable before a quote is the most that was seen.
const MOST_LAYERS: usize = 4;
/// The longest label or name that is taken off, in bytes.
const LONGEST_NAME: usize = 60;

/// The word in `pasted` that begins with one of these; without such a word, all of it without its dress. A word may go on
/// in the next line, as programs for mail break them.
pub fn word_in(pasted: &str, begins: &[&str]) -> Zeroizing<String> {
    let lines = lines(pasted);
    let found = lines.iter().enumerate().find_map(|(at, line)| {
        let begins = begins.iter().filter_map(|begin| begin_of(line, begin));
        Some((at, &line[begins.min()?..]))
    });
    let Some((at, word)) = found else {
        let whole = if lines.iter().all(|line| is_word(line)) {
            joined(&lines, "")
        } else {
            joined(&lines, " ")
        };
        return Zeroizing::new(undressed(&whole).to_owned());
    };
    let mut whole = Zeroizing::new(word.to_owned());
    if is_word(word) {
        let goes_on = |line: &&Zeroizing<String>| is_word(line) && without_name(line).is_none();
        for line in lines[at + 1..].iter().take_while(goes_on) {
            whole.push_str(line);
        }
    }
    if let Some((word, rest)) = whole.split_once(' ')
        && is_torn_off(rest)
    {
        whole = Zeroizing::new(format!("{word}{rest}"));
    }
    let end = whole
        .find(|c: char| c.is_whitespace() || is_quote(c) && !"()[]{}".contains(c))
        .unwrap_or(whole.len());
    // What a chat shows of a link, before where that leads.
    let end = whole.find("](").map_or(end, |shown| shown.min(end));
    Zeroizing::new(whole[..end].trim_end_matches(is_dress).to_owned())
}

/// A field of one line makes a space of a line break. What follows is no word of a language if letters and digits are mixed.
fn is_torn_off(rest: &str) -> bool {
    let rest = rest.trim_end_matches(is_dress);
    let has = |what: fn(&char) -> bool| rest.chars().any(|c| what(&c));
    rest.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && has(char::is_ascii_alphabetic)
        && has(char::is_ascii_digit)
}

/// The lines of a pasted text that have something in them, without what cannot be seen.
pub(crate) fn lines(pasted: &str) -> Vec<Zeroizing<String>> {
    let breaks = |c: char| {
        matches!(
            c,
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
        )
    };
    pasted
        .split(breaks)
        .map(|line| {
            let seen = Zeroizing::new(visible(line));
            Zeroizing::new(seen.trim().to_owned())
        })
        .filter(|line| !line.is_empty())
        .collect()
}

pub(crate) fn joined(lines: &[Zeroizing<String>], between: &str) -> Zeroizing<String> {
    let mut whole = Zeroizing::new(String::new());
    for line in lines {
        if !whole.is_empty() {
            whole.push_str(between);
        }
        whole.push_str(line);
    }
    whole
}

pub(crate) fn is_word(line: &str) -> bool {
    !line.contains(' ')
}

/// One line without label, variable, quotes, brackets and stops around it.
pub(crate) fn undressed(line: &str) -> &str {
    let mut text = line;
    for _ in 0..MOST_LAYERS {
        let before = text;
        text = text.trim();
        if let Some((_, leads_to)) = text.split_once("](") {
            text = leads_to;
        }
        if let (Some(open), Some(close)) = (text.find('<'), text.rfind('>'))
            && open < close
            && !text[open + 1..].contains('<')
        {
            text = &text[open + 1..close];
        }
        text = text.trim_matches(is_dress);
        text = without_name(text)
            .or_else(|| without_label(text))
            .unwrap_or(text);
        if text == before {
            break;
        }
    }
    text.trim_matches(is_dress)
}

fn is_dress(c: char) -> bool {
    c.is_whitespace() || is_quote(c) || is_stop(c)
}

/// Where `begin` stands in the line as the beginning of a word.
fn begin_of(line: &str, begin: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    (0..bytes.len().saturating_sub(begin.len().saturating_sub(1))).find(|&at| {
        bytes[at..at + begin.len()].eq_ignore_ascii_case(begin.as_bytes())
            && !bytes[..at].last().is_some_and(is_part)
    })
}

/// What stands behind `NAME=`, as files, shells and pages of settings write it.
fn without_name(text: &str) -> Option<&str> {
    let (name, value) = text.split_once('=')?;
    let name = name.trim_end().trim_end_matches(is_quote);
    let name = ["export ", "set ", "setx ", "$env:", "-e ", "--"]
        .iter()
        .find_map(|before| name.strip_prefix(before))
        .unwrap_or(name)
        .trim_start();
    let is_name = (1..=LONGEST_NAME).contains(&name.len())
        && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "_-. ".contains(c));
    // What is padded with `=` has no name.
    (is_name && !value.trim_start_matches('=').trim().is_empty()).then_some(value)
}

/// What stands behind a label, such as "API key: ".
fn without_label(text: &str) -> Option<&str> {
    if let Some((_, value)) = text.rsplit_once(": ") {
        return Some(value);
    }
    let (label, value) = text.split_once(':')?;
    let is_label = (1..=LONGEST_NAME).contains(&label.len())
        && label
            .chars()
            .all(|c| c.is_alphabetic() || is_quote(c) || "_- ".contains(c));
    (is_label && !value.is_empty() && !value.starts_with("//")).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::word_in;

    const KEY: &[&str] = &["nyk_"];
    const LINK: &[&str] = &["https://", "http://"];

    /// What was pasted, what the word begins with, and what was meant.
    #[rustfmt::skip]
    const PASTES: &[(&str, &[&str], &str)] = &[
        // As it is.
        ("nyk_v0_abc", KEY, "nyk_v0_abc"),
        ("\u{feff}nyk_v0\u{200b}_abc\u{2060} ", KEY, "nyk_v0_abc"),
        ("ｎｙｋ＿v0_abc", KEY, "nyk_v0_abc"),
        // Quotes, brackets, stops.
        ("\"nyk_v0_abc\"", KEY, "nyk_v0_abc"),
        ("'nyk_v0_abc',", KEY, "nyk_v0_abc"),
        ("“nyk_v0_abc”.", KEY, "nyk_v0_abc"),
        ("„nyk_v0_abc“", KEY, "nyk_v0_abc"),
        ("« nyk_v0_abc »", KEY, "nyk_v0_abc"),
        ("<nyk_v0_abc>", KEY, "nyk_v0_abc"),
        ("`nyk_v0_abc`;", KEY, "nyk_v0_abc"),
        ("(nyk_v0_abc)", KEY, "nyk_v0_abc"),
        // Labels and variables.
        ("API key: nyk_v0_abc", KEY, "nyk_v0_abc"),
        ("Clé : nyk_v0_abc", KEY, "nyk_v0_abc"),
        ("API key nyk_v0_abc (production)", KEY, "nyk_v0_abc"),
        ("Authorization: Bearer nyk_v0_abc", KEY, "nyk_v0_abc"),
        ("NYLAS_API_KEY=nyk_v0_abc", KEY, "nyk_v0_abc"),
        ("export NYLAS_API_KEY=\"nyk_v0_abc\"", KEY, "nyk_v0_abc"),
        ("$env:NYLAS_API_KEY = 'nyk_v0_abc'", KEY, "nyk_v0_abc"),
        ("set NYLAS_API_KEY=nyk_v0_abc", KEY, "nyk_v0_abc"),
        ("  \"apiKey\": \"nyk_v0_abc\",", KEY, "nyk_v0_abc"),
        ("NYLAS_API_KEY=nyk_v0_abc # production", KEY, "nyk_v0_abc"),
        ("NYLAS_API_URI=https://api.eu.nylas.com\nNYLAS_API_KEY=nyk_v0_abc\nPORT=80", KEY, "nyk_v0_abc"),
        // Breaks inside.
        ("nyk_v0_\r\nabc", KEY, "nyk_v0_abc"),
        ("API key:\nnyk_v0_\n  abc\n", KEY, "nyk_v0_abc"),
        ("nyk_v0_abc\nThe key of production", KEY, "nyk_v0_abc"),
        ("nyk_v0_abc d3f", KEY, "nyk_v0_abcd3f"),
        ("nyk_v0_abc production", KEY, "nyk_v0_abc"),
        ("[nyk_v0_abc](https://dashboard.nylas.example/keys)", KEY, "nyk_v0_abc"),
        ("nyk_v0_abc 2026-11-29", KEY, "nyk_v0_abc"),
        // Without a beginning that is known.
        ("NYLAS_API_KEY=abcdef1234567890", KEY, "abcdef1234567890"),
        ("key = \"abcdef1234567890\"", KEY, "abcdef1234567890"),
        ("API key:\nabcdef1234567890", KEY, "abcdef1234567890"),
        ("abcdef\n1234567890", KEY, "abcdef1234567890"),
        ("YWJjZGVmZ2g=", KEY, "YWJjZGVmZ2g="),
        ("YWJjZGVmZw==", KEY, "YWJjZGVmZw=="),
        ("two words", KEY, "two words"),
        ("xnyk_abc", KEY, "xnyk_abc"),
        ("", KEY, ""),
        (" \n\u{feff}", KEY, ""),
        ("\"\"", KEY, ""),
        // Links, as an invitation comes in a mail.
        ("Your link: <https://relay.example/i#abc>.", LINK, "https://relay.example/i#abc"),
        ("Open HTTPS://relay.example/i#abc, please", LINK, "HTTPS://relay.example/i#abc"),
        ("https://relay.example/i#a=\n  bc&d=e", LINK, "https://relay.example/i#a=bc&d=e"),
        ("https://relay.example/i?a=b\nKind regards, Acme", LINK, "https://relay.example/i?a=b"),
        ("LINK=\"https://relay.example/i?a=b\"", LINK, "https://relay.example/i?a=b"),
        ("(https://relay.example/i)", LINK, "https://relay.example/i"),
        ("[https://relay.example/i](https://relay.example/i)", LINK, "https://relay.example/i"),
    ];

    #[test]
    fn the_dress_of_what_is_pasted_is_taken_off() {
        let wrong: Vec<_> = PASTES
            .iter()
            .map(|(pasted, begins, meant)| (pasted, word_in(pasted, begins), meant))
            .filter(|(_, found, meant)| found.as_str() != **meant)
            .map(|(pasted, found, meant)| {
                format!("{pasted:?} is {meant:?} and became {:?}", *found)
            })
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
