//! What may be an API key, before anybody is asked about it.

use crate::ReportKind;
use apple::{PasswordKind, classify_password, word_in};
use secrecy::{ExposeSecret, SecretString};

/// Longest key that is taken, in characters; Nylas' keys are under 100.
const MAX_KEY: usize = 500;
/// Longest text in which a key is looked for, in characters, such as a file of settings.
const MAX_PASTED: usize = 4_000;

/// What Nylas' keys begin with, as far as is known; others may be keys if they are long enough.
const KEY_BEGINS: [&str; 2] = ["nyk_", "nyl_"];
const SHORTEST_OTHER_KEY: usize = 12;

/// The key in what was typed, pasted or set as a variable, without what came along with it.
pub fn key_in(text: &SecretString) -> SecretString {
    let text = text.expose_secret();
    if text.chars().take(MAX_PASTED + 1).count() > MAX_PASTED {
        return text.to_owned().into();
    }
    let found = word_in(text, &KEY_BEGINS);
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    let nothing_is_left_out = letters(&found) == letters(text);
    if is_known(&found) || nothing_is_left_out || text.to_lowercase().contains("key") {
        found.as_str().into()
    } else {
        // What stands behind another word, such as "password", may be what that says.
        text.trim().into()
    }
}

fn is_known(text: &str) -> bool {
    KEY_BEGINS
        .iter()
        .any(|beginning| text.starts_with(beginning))
}

/// Why a text cannot be a key; Nylas decides about the rest. A password that was typed here must not travel there.
pub fn key_fault(typed: &SecretString) -> Option<ReportKind> {
    let key = key_in(typed);
    let text = key.expose_secret();
    if text.is_empty() {
        return Some(ReportKind::Empty);
    }
    let is_long = text.chars().take(MAX_KEY + 1).count() > MAX_KEY;
    let is_odd = is_long || !text.chars().all(|c| c.is_ascii_graphic());
    let is_password = || {
        text.len() < SHORTEST_OTHER_KEY
            || !text
                .trim_end_matches('=')
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-_.+/".contains(c))
            || [typed, &key]
                .iter()
                .any(|text| matches!(classify_password(text, ""), PasswordKind::Whole(..)))
    };
    (is_odd || !is_known(text) && is_password()).then_some(ReportKind::NotAKey)
}
