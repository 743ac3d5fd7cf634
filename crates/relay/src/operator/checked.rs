//! What an operator sends, checked before anything is made of it.

use crate::operator::answers::Rejection;
use crate::secrets::hash;
use apple::{Address, ParsedAddress, parse_address};
use invitation::VALID_SECONDS;
use invitation::operator::{Correct, Create, LONGEST_LABEL};

/// Longest name that the company gives, in characters.
const EXTERNAL: usize = 200;
/// Nylas takes no more for `state`; a nonce may follow.
const STATE: usize = 200;
/// Shortest and longest time that an invitation may be valid.
const VALID: std::ops::RangeInclusive<i64> = 60..=90 * 24 * 3600;

/// What was checked: the account, and the body in one form, by which the same is told from another.
pub(crate) struct Checked {
    pub(crate) account: Address,
    pub(crate) valid_seconds: i64,
    pub(crate) body_hash: String,
}

/// Checks what is to be made.
pub(crate) fn create(body: &Create) -> Result<Checked, Rejection> {
    let account = account(&body.account)?;
    label("recipient_label", &body.recipient_label)?;
    if let Some(text) = &body.account_label {
        label("account_label", text)?;
    }
    if let Some(text) = &body.send_to {
        send_to(text)?;
    }
    for (name, text, most) in [
        ("external_id", &body.external_id, EXTERNAL),
        ("state", &body.state, STATE),
    ] {
        if let Some(text) = text {
            short(name, text, most)?;
        }
    }
    if let Some(text) = &body.language {
        language(text)?;
    }
    let valid_seconds = body.valid_seconds.unwrap_or(VALID_SECONDS);
    if !VALID.contains(&valid_seconds) {
        return Err(Rejection::invalid(
            "valid_seconds",
            "valid_seconds is between a minute and ninety days.",
        ));
    }
    let body = serde_json::to_string(body).unwrap_or_default();
    Ok(Checked {
        account,
        valid_seconds,
        body_hash: hash(&body),
    })
}

/// Checks what is to be corrected, and gives back the account, where that is among it.
pub(crate) fn correct(body: &Correct) -> Result<Option<Address>, Rejection> {
    if let Some(text) = &body.recipient_label {
        label("recipient_label", text)?;
    }
    if let Some(text) = &body.account_label {
        label("account_label", text)?;
    }
    if let Some(text) = &body.language {
        language(text)?;
    }
    if let Some(text) = &body.send_to {
        send_to(text)?;
    }
    body.account.as_deref().map(account).transpose()
}

fn send_to(text: &str) -> Result<(), Rejection> {
    match parse_address(text) {
        ParsedAddress::Apple(_) | ParsedAddress::Other { .. } => Ok(()),
        _ => Err(Rejection::invalid(
            "send_to",
            "send_to is no e-mail address.",
        )),
    }
}

fn account(text: &str) -> Result<Address, Rejection> {
    match parse_address(text) {
        ParsedAddress::Apple(address) => Ok(address.login()),
        ParsedAddress::Other {
            meant: Some(meant), ..
        } => Err(Rejection::invalid(
            "account_not_apple",
            format!("The account is no address of Apple's mail. Was {meant} meant?"),
        )),
        ParsedAddress::Other { .. } => Err(Rejection::invalid(
            "account_not_apple",
            "The account is the address that signs in at Apple: it ends in @icloud.com, @me.com or @mac.com.",
        )),
        _ => Err(Rejection::invalid(
            "account",
            "The account is no e-mail address.",
        )),
    }
}

/// What is shown to a customer: a line that says something, and nothing that is not seen.
fn label(name: &str, text: &str) -> Result<(), Rejection> {
    if text.trim().is_empty() {
        return Err(Rejection::invalid(name, format!("{name} is empty.")));
    }
    short(name, text, LONGEST_LABEL)
}

fn short(name: &str, text: &str, most: usize) -> Result<(), Rejection> {
    if text.chars().count() > most {
        return Err(Rejection::invalid(
            name,
            format!("{name} has more than {most} characters."),
        ));
    }
    if text.chars().any(nylas::is_unseen) {
        return Err(Rejection::invalid(
            name,
            format!("{name} has characters that nobody sees."),
        ));
    }
    Ok(())
}

/// A tag such as `de` or `pt-BR`.
fn language(text: &str) -> Result<(), Rejection> {
    let part = |part: &str| {
        (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    if text.len() <= 20 && text.split('-').all(part) {
        Ok(())
    } else {
        Err(Rejection::invalid(
            "language",
            "language is a tag such as de or pt-BR.",
        ))
    }
}
