//! What a program without an API key may call: the end of hosted sign-in, and what becomes of its token.

use std::fmt;

use reqwest::Method;
use secrecy::{ExposeSecret, SecretString};

use crate::http::Http;
use crate::models::Done;
use crate::tokens::exchange;
use crate::{Error, Origin, Tokens};

/// Nylas API v3 at one origin for an application's public client: it knows the client ID and no key.
///
/// Nothing is repeated but revoking a token. Every call fails with an [`Error`].
/// For the account's data, give the access token to a [`Client`](crate::Client) and read [`GrantId::me`](crate::GrantId::me).
#[derive(Clone)]
pub struct PublicClient {
    http: Http,
    client_id: String,
}

impl PublicClient {
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
        let body = exchange(&self.client_id, code, redirect_uri, verifier);
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
        let mut url = self.http.url(&["connect", "revoke"]);
        url.query_pairs_mut()
            .append_pair("token", token.expose_secret());
        // Whether it asks for a bearer is not published; with the token itself it works either way.
        let Done {} = self
            .http
            .repeatable(Some(token), Method::POST, url, &[])
            .await?;
        Ok(())
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
