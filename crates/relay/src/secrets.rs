//! Secrets that the relay makes, and the hashes that are kept of them.

use invitation::operator::KEY_BEGINS;
use invitation::{Bearer, Code, Secret, Ticket};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// The system has no randomness. Nothing can be done then.
#[derive(Debug)]
pub(crate) struct NoRandomness;

/// A plain SHA-256 is enough for what it is made of: nobody guesses 160 random bits, so there is nothing that a slow hash or
/// a salt would make harder, and every request has to find its row by it. A code has only 40, for ten minutes.
pub(crate) fn hash(secret: &str) -> String {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(secret.as_bytes()) {
        // Writing to a text does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// What a customer's browser brings back to the company: it proves which computer connected, and opens nothing.
pub(crate) fn result(bearer: &Bearer) -> SecretString {
    hash(&format!("return {}", bearer.text().expose_secret())).into()
}

/// What a log says of a ticket: enough to find its lines, too little to find the ticket.
pub(crate) fn in_logs(hash: &str) -> &str {
    hash.get(..6).unwrap_or_default()
}

pub(crate) fn ticket() -> Result<Ticket, NoRandomness> {
    Ok(Ticket::from_random(&random()?))
}

pub(crate) fn code() -> Result<Code, NoRandomness> {
    Ok(Code::from_random(&random()?))
}

/// What only one browser has; also what nobody guesses of the state of a sign-in.
pub(crate) fn secret() -> Result<Secret, NoRandomness> {
    Ok(Secret::from_random(&random()?))
}

/// A token of an operator: 260 bits.
pub(crate) fn operator_token() -> Result<SecretString, NoRandomness> {
    let symbols = Secret::from_random(&random()?);
    Ok(format!("{KEY_BEGINS}{}", symbols.expose_secret()).into())
}

/// Six symbols that a person can read out: no secret, and not to be guessed from one another.
pub(crate) fn reference() -> Result<String, NoRandomness> {
    let code = Code::from_random(&random()?);
    let text = code.expose_secret().to_ascii_uppercase();
    Ok(format!("{}-{}", &text[..3], &text[3..6]))
}

fn random<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(bytes)
}
