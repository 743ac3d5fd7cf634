//! Codes and access tokens, and what PKCE asks of them.

use data_encoding::{BASE64_NOPAD, HEXLOWER};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::time::Instant;
use uuid::Uuid;

use crate::{grant::Made, passwords::Fingerprint};

/// What the end of a sign-in is exchanged for a token by; counts once.
pub(crate) enum Code {
    Fresh(Box<Signed>),
    /// Used, for this token or for none.
    Used(Option<String>),
}

/// A sign-in that went well. The grant is made when its code is exchanged, as at Nylas.
pub(crate) struct Signed {
    pub(crate) redirect_uri: String,
    /// Whether a public client may end there.
    pub(crate) public: bool,
    pub(crate) challenge: Option<Challenge>,
    /// What was typed; the grant may be for another.
    pub(crate) address: String,
    pub(crate) email: String,
    pub(crate) provider: String,
    pub(crate) password: Option<Fingerprint>,
    pub(crate) made: Made,
    pub(crate) expires: Instant,
}

/// What the verifier must lead to.
#[derive(Clone)]
pub(crate) enum Challenge {
    Plain(String),
    /// Nylas' own encoding, not that of RFC 7636.
    Sha256(String),
}

impl Challenge {
    pub(crate) fn fits(&self, verifier: &str) -> bool {
        match self {
            Challenge::Plain(challenge) => challenge == verifier,
            Challenge::Sha256(challenge) => {
                *challenge
                    == BASE64_NOPAD.encode(HEXLOWER.encode(&Sha256::digest(verifier)).as_bytes())
            }
        }
    }
}

/// What opens one grant's data for a while.
pub(crate) struct Token {
    pub(crate) grant: Uuid,
    pub(crate) expires: Instant,
    pub(crate) email: String,
    pub(crate) audience: String,
    pub(crate) issued_at: u64,
    pub(crate) expires_at: u64,
}

/// A text that nobody guesses and that says what it is.
pub(crate) fn random(kind: &str) -> String {
    format!(
        "{kind}_practice_{}{}",
        Uuid::new_v4().simple(),
        Uuid::new_v4().simple()
    )
}

impl Token {
    /// What the token says about itself.
    pub(crate) fn info(&self) -> Value {
        json!({
            "iss": "https://nylas.com",
            "aud": self.audience,
            "sub": self.grant,
            "email": self.email,
            "iat": self.issued_at,
            "exp": self.expires_at,
        })
    }
}
