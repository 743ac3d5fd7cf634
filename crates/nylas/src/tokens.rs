//! What hosted sign-in ends with.

use secrecy::SecretString;
use serde::Deserialize;

use crate::bounded;
use crate::deserialize::{address_if_readable, if_readable, name_if_readable, unix_seconds};
use crate::{GrantId, Provider};

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
    /// Whose account it is.
    #[serde(default, deserialize_with = "if_readable")]
    pub provider: Option<Provider>,
    /// How long the access token counts, in seconds.
    #[serde(default, deserialize_with = "if_readable")]
    pub expires_in: Option<u64>,
    /// What was granted, separated by spaces; iCloud has no scopes.
    #[serde(default, deserialize_with = "name_if_readable")]
    pub scope: Option<String>,
}

/// What Nylas says of a token.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct TokenInfo {
    /// The grant it opens.
    #[serde(rename = "sub", default, deserialize_with = "bounded::some_id")]
    pub grant_id: Option<String>,
    /// The account's address.
    #[serde(default, deserialize_with = "bounded::some_id")]
    pub email: Option<String>,
    /// When it was made, in Unix seconds.
    #[serde(rename = "iat", default, deserialize_with = "unix_seconds")]
    pub issued_at: Option<i64>,
    /// When it ends, in Unix seconds.
    #[serde(rename = "exp", default, deserialize_with = "unix_seconds")]
    pub expires_at: Option<i64>,
}
