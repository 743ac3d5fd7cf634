//! What may be an API key, before anybody is asked about it.

use apple::{PasswordKind, classify_password};
use secrecy::{ExposeSecret, SecretString};

/// Longest key that is taken, in characters; Nylas' keys are under 100.
const MAX_KEY: usize = 500;

/// What Nylas' keys begin with, as far as is known; others may be keys if they are long enough.
const KEY_BEGINS: [&str; 2] = ["nyk_", "nyl_"];
const SHORTEST_OTHER_KEY: usize = 12;

/// Why a text cannot be a key; Nylas decides about the rest. A password that was typed here must not travel there.
pub fn key_fault(typed: &SecretString) -> Option<&'static str> {
    let text = typed.expose_secret().trim();
    if text.is_empty() {
        return Some("empty");
    }
    let is_long = text.chars().take(MAX_KEY + 1).count() > MAX_KEY;
    let is_known = KEY_BEGINS
        .iter()
        .any(|beginning| text.starts_with(beginning));
    let is_odd = is_long || !text.chars().all(|c| c.is_ascii_graphic());
    let is_password = || {
        text.len() < SHORTEST_OTHER_KEY
            || !text
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-_.=+/".contains(c))
            || matches!(classify_password(typed, ""), PasswordKind::Whole(..))
    };
    (is_odd || !is_known && is_password()).then_some("not-a-key")
}
