//! What a program without an API key may call: the end of hosted sign-in, and what becomes of its token.

use std::fmt;

use reqwest::Method;
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

use crate::answer::Readable;
use crate::http::Http;
use crate::models::{Data, Done};
use crate::{ClientBuilder, Error, Origin, TokenInfo, Tokens};

/// Nylas API v3 at one origin for an application's public client: it knows the client ID and no key.
///
/// Nothing is repeated but looking at a token and revoking it. Every call fails with an [`Error`].
/// For the account's data, give the access token to a [`Client`](crate::Client) and read [`GrantId::me`](crate::GrantId::me).
#[derive(Clone)]
pub struct PublicClient {
    http: Http,
    client_id: String,
}

impl PublicClient {
    /// A client with settings of its own. The client ID is the application's ID.
    pub fn builder(origin: Origin, client_id: impl Into<String>) -> ClientBuilder<String> {
        ClientBuilder::new(origin, client_id.into())
    }

    pub(crate) fn assemble(http: Http, client_id: String) -> PublicClient {
        PublicClient { http, client_id }
    }

    /// Where codes and tokens go.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.http.origin
    }

    /// The application's ID.
    #[must_use]
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// Turns the code of a redirect into an access token; sent once, since a code counts once. `redirect_uri` and
    /// `verifier` are those of the [`AuthorizationRequest`](crate::AuthorizationRequest). `POST /v3/connect/token`
    ///
    /// Nylas' own public clients send these five fields and no secret, as Nylas allows for `desktop` redirects
    /// (`@nylas/connect` 1.2.5, `@nylas/identity` 3.1.0).
    pub async fn exchange_code(
        &self,
        code: &SecretString,
        redirect_uri: &str,
        verifier: &SecretString,
    ) -> Result<Tokens, Error> {
        let body = json!({
            "client_id": self.client_id,
            "redirect_uri": redirect_uri,
            "code": code.expose_secret(),
            "grant_type": "authorization_code",
            "code_verifier": verifier.expose_secret(),
        });
        let request = self
            .http
            .request(
                None,
                Method::POST,
                self.http.url(&["connect", "token"]),
                self.http.timeouts.custom_auth,
            )?
            .json(&body);
        self.http.send(None, request, &[code, verifier]).await
    }

    /// Ends a token; the grant stays. Its address holds the token and is never logged. `POST /v3/connect/revoke`
    pub async fn revoke(&self, token: &SecretString) -> Result<(), Error> {
        let Done {} = self
            .with_token(Method::POST, "revoke", "token", token)
            .await?;
        Ok(())
    }

    /// What Nylas says of an access token. Its address holds the token and is never logged. `GET /v3/connect/tokeninfo`
    pub async fn token_info(&self, access_token: &SecretString) -> Result<TokenInfo, Error> {
        let answer: Data<_> = self
            .with_token(Method::GET, "tokeninfo", "access_token", access_token)
            .await?;
        Ok(answer.data)
    }

    /// Whether these two calls ask for a bearer is not published; with the token itself they work either way.
    async fn with_token<T: Readable>(
        &self,
        method: Method,
        call: &str,
        name: &str,
        token: &SecretString,
    ) -> Result<T, Error> {
        let mut url = self.http.url(&["connect", call]);
        url.query_pairs_mut()
            .append_pair(name, token.expose_secret());
        self.http.repeatable(Some(token), method, url, &[]).await
    }
}

impl fmt::Debug for PublicClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PublicClient")
            .field("origin", self.origin())
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}
