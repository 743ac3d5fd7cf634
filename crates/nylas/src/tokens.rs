//! What hosted sign-in ends with.

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::GrantId;
use crate::bounded;
use crate::deserialize::{address_if_readable, if_readable};

/// What a code was exchanged for. ID and refresh tokens are left out: nothing here needs them. Only the access token must be
/// as the contract has it: whatever else is odd, the token opens an account and must be revoked in the end.
#[derive(Debug, Clone, Deserialize)]
pub struct Tokens {
    /// Opens the data of this one grant.
    #[serde(deserialize_with = "bounded::token")]
    pub access_token: SecretString,
    /// The grant that was made or renewed, which the token itself knows as [`GrantId::me`].
    #[serde(default, deserialize_with = "if_readable")]
    pub grant_id: Option<GrantId>,
    /// The account's address.
    #[serde(default, deserialize_with = "address_if_readable")]
    pub email: Option<String>,
}

/// What a code is exchanged by, for a client without a secret.
pub(crate) fn exchange(
    client_id: &str,
    code: &SecretString,
    redirect_uri: &str,
    verifier: &SecretString,
) -> Value {
    json!({
        "client_id": client_id,
        "redirect_uri": redirect_uri,
        "code": code.expose_secret(),
        "grant_type": "authorization_code",
        "code_verifier": verifier.expose_secret(),
    })
}
