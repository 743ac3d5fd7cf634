//! Hosted sign-in: the address that a browser opens, and the proof that whoever opened it also ends it.

use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD, HEXLOWER};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use url::Url;

use crate::Origin;

/// The secret behind one sign-in (PKCE): only its challenge goes through the browser.
#[derive(Debug, Clone)]
pub struct Pkce {
    verifier: SecretString,
}

impl Pkce {
    /// A fresh one: 43 characters from 32 random bytes of the operating system.
    ///
    /// # Panics
    /// When the operating system has no randomness. No TLS connection could be made then either.
    #[expect(
        clippy::new_without_default,
        reason = "each is another; a default would not say so"
    )]
    #[expect(clippy::expect_used, reason = "nobody could go on without randomness")]
    #[must_use]
    pub fn new() -> Pkce {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).expect("the operating system has randomness");
        Pkce::from_verifier(BASE64URL_NOPAD.encode(&bytes).into())
    }

    /// One with a verifier that is known already.
    #[must_use]
    pub fn from_verifier(verifier: SecretString) -> Pkce {
        Pkce { verifier }
    }

    /// What the exchange of the code proves itself with.
    #[must_use]
    pub fn verifier(&self) -> &SecretString {
        &self.verifier
    }

    /// What the browser carries. Not RFC 7636: Nylas' own clients, all of them, encode the hash as lower-case hex and
    /// that text as base64 without padding, which makes 86 characters.
    #[must_use]
    pub fn challenge(&self) -> String {
        let hash = Sha256::digest(self.verifier.expose_secret());
        BASE64_NOPAD.encode(HEXLOWER.encode(&hash).as_bytes())
    }
}

/// A request to sign in on Nylas' own page, for one account and one grant.
///
/// ```
/// use nylas::{AuthorizationRequest, Pkce, Region};
///
/// let pkce = Pkce::new();
/// let request = AuthorizationRequest {
///     client_id: "a client ID".to_owned(),
///     redirect_uri: "http://localhost:9007/callback".to_owned(),
///     provider: Some("icloud".to_owned()),
///     login_hint: None,
///     state: "something that nobody can guess".into(),
///     challenge: pkce.challenge(),
/// };
/// let url = request.url(&Region::Eu.origin());
/// assert_eq!((url.host_str(), url.path()), (Some("api.eu.nylas.com"), "/v3/connect/auth"));
/// // The browser comes back with a code, which `PublicClient::exchange_code` takes with `pkce.verifier()`.
/// ```
#[derive(Debug, Clone)]
pub struct AuthorizationRequest {
    /// The application's ID.
    pub client_id: String,
    /// Where the browser ends. Must be registered at Nylas, byte for byte.
    pub redirect_uri: String,
    /// Whose account, such as `icloud`; several separated by commas. Without it, Nylas' page asks.
    pub provider: Option<String>,
    /// The address to begin with.
    pub login_hint: Option<String>,
    /// Comes back with the browser, at most 256 characters. A secret until then: it proves that the browser belongs here.
    pub state: SecretString,
    /// [`Pkce::challenge`].
    pub challenge: String,
}

impl AuthorizationRequest {
    /// The address to open, at `origin`: `GET /v3/connect/auth`. It holds the state, so it is never logged.
    ///
    /// It has the parameters of the official clients' `url_for_oauth2_pkce` and no others. They write the method as
    /// `s256`, the contract and Nylas' public clients as `S256`.
    #[must_use]
    pub fn url(&self, origin: &Origin) -> Url {
        let mut url = origin.url();
        url.set_path("/v3/connect/auth");
        url.query_pairs_mut()
            .append_pair("client_id", &self.client_id)
            .append_pair("redirect_uri", &self.redirect_uri)
            .extend_pairs(self.provider.iter().map(|provider| ("provider", provider)))
            .extend_pairs(self.login_hint.iter().map(|hint| ("login_hint", hint)))
            .append_pair("state", self.state.expose_secret())
            .append_pair("response_type", "code")
            .append_pair("access_type", "online")
            .append_pair("code_challenge", &self.challenge)
            .append_pair("code_challenge_method", "S256");
        // Forms write a space as `+`; addresses, as the official clients make them, as `%20`. A real `+` is `%2B` already.
        let query = url.query().map(|query| query.replace('+', "%20"));
        url.set_query(query.as_deref());
        url
    }
}
