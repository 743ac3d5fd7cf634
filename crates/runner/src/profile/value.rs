//! What single values may look like, whatever the rank of the profile.

use super::error::Reason;

/// Longer than any value has a use for.
const LONGEST: usize = 2000;
/// As in RFC 5321, 4.5.3.1.
const LONGEST_EMAIL: usize = 254;

/// What holds for every text in a profile.
pub(super) fn text(text: &str) -> Result<&str, Reason> {
    if text.is_empty() {
        return Err(Reason::Empty);
    }
    if text.chars().any(nylas::is_unseen) {
        return Err(Reason::ControlCharacters);
    }
    at_most(LONGEST, text)
}

pub(super) fn at_most(max: usize, text: &str) -> Result<&str, Reason> {
    if text.chars().count() > max {
        return Err(Reason::TooLong { max });
    }
    Ok(text)
}

/// An identifier of Nylas, such as a client ID.
pub(super) fn identifier(text: &str) -> Result<String, Reason> {
    if text.chars().any(char::is_whitespace) {
        return Err(Reason::HasSpaces);
    }
    at_most(200, text).map(str::to_owned)
}

/// A word of a closed list.
pub(super) fn word<T: Copy>(
    text: &str,
    words: &'static [&'static str],
    meanings: &[T],
) -> Result<T, Reason> {
    words
        .iter()
        .zip(meanings)
        .find(|(word, _)| **word == text)
        .map(|(_, meaning)| *meaning)
        .ok_or(Reason::NotOneOf(words))
}

/// Plausible, not deliverable: also used in `mailto:`, so nothing that has a meaning in an address is let through.
pub(super) fn email(text: &str) -> Result<String, Reason> {
    let plausible = |(local, domain): (&str, &str)| {
        let local_fits = (1..=64).contains(&local.len())
            && local
                .chars()
                .all(|c| c.is_alphanumeric() || "._+-'=".contains(c));
        let labels_fit = domain.split('.').all(|label| {
            !label.is_empty()
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        });
        local_fits && labels_fit && domain.contains('.')
    };
    at_most(LONGEST_EMAIL, text)?
        .split_once('@')
        .filter(|parts| plausible(*parts))
        .map(|_| text.to_owned())
        .ok_or(Reason::NotAnEmailAddress)
}

/// Digits and what people write between them, `ext` included; no other words.
pub(super) fn phone(text: &str) -> Result<String, Reason> {
    let fits = text
        .chars()
        .all(|c| c.is_ascii_digit() || " +-()./,#*ext".contains(c));
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if !fits || digits < 3 {
        return Err(Reason::NotAPhoneNumber);
    }
    at_most(40, text).map(str::to_owned)
}

/// A file beside the profile. Separators of every system are refused on every system.
pub(super) fn bare_file_name(text: &str) -> Result<String, Reason> {
    if text == "." || text == ".." || text.contains(['/', '\\', ':']) {
        return Err(Reason::NotABareFileName);
    }
    at_most(255, text).map(str::to_owned)
}
