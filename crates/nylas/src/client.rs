//! The calls that need an API key, or for a grant's own data an access token.

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use reqwest::{Method, Url};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

use crate::answer::Readable;
use crate::bounded::{PAGES, add_new};
use crate::http::{Http, NO_PAGES, USUAL_PAGE, header};
use crate::models::{Data, Done, Newest, OneOrList, Page, Slice};
use crate::tokens::exchange;
use crate::{
    Application, Calendar, Connector, CustomAuth, Detected, Error, Grant, GrantId, GrantStatus,
    GrantsPage, GrantsQuery, Message, Origin, Provider, RedirectUri, SignedWebhook, Tokens,
    Trigger, Webhook,
};

/// Nylas API v3 at one origin, with one API key; or with an access token in its place, which opens [`GrantId::me`] alone.
///
/// Calls that change nothing, and deleting a grant, are repeated up to three times when the connection fails
/// or the answer is 429, 500, 502, 503 or 504. Making something is never repeated. Every call fails with an [`Error`].
#[derive(Clone)]
pub struct Client {
    http: Http,
    key: Arc<SecretString>,
}

impl Client {
    pub(crate) fn assemble(http: Http, key: SecretString) -> Result<Client, Error> {
        header(&key)?;
        Ok(Client {
            http,
            key: Arc::new(key),
        })
    }

    /// Where the key goes.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.http.origin
    }

    /// The application the key belongs to. `GET /v3/applications`
    pub async fn application(&self) -> Result<Application, Error> {
        let answer: Data<OneOrList<Application>> = self.get(self.url(&["applications"])).await?;
        Ok(answer.data.0)
    }

    /// Where hosted sign-in may end. `GET /v3/applications/redirect-uris`
    pub async fn redirect_uris(&self) -> Result<Vec<RedirectUri>, Error> {
        let uris: Vec<RedirectUri> = self
            .http
            .list(
                &self.key,
                self.url(&["applications", "redirect-uris"]),
                NO_PAGES,
            )
            .await?;
        Ok(uris.into_iter().filter(|uri| !uri.deleted).collect())
    }

    /// Lets hosted sign-in end at `url`, on a `platform` such as `desktop`; sent once.
    /// `POST /v3/applications/redirect-uris`
    pub async fn create_redirect_uri(
        &self,
        url: &str,
        platform: &str,
    ) -> Result<RedirectUri, Error> {
        self.post(
            self.url(&["applications", "redirect-uris"]),
            &json!({ "url": url, "platform": platform }),
        )
        .await
    }

    /// Every connector of the application. `GET /v3/connectors`
    pub async fn connectors(&self) -> Result<Vec<Connector>, Error> {
        self.http
            .list(&self.key, self.url(&["connectors"]), USUAL_PAGE)
            .await
    }

    /// The connector of a provider, if there is one. `GET /v3/connectors/{provider}`
    pub async fn connector(&self, provider: Provider) -> Result<Option<Connector>, Error> {
        let answer = self.get(self.url(&["connectors", provider.as_str()])).await;
        match answer {
            Ok(Data { data }) => Ok(Some(data)),
            Err(error) if error.is_absent() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Makes a connector; sent once. A Sandbox application refuses it. `POST /v3/connectors`
    pub async fn create_connector(&self, provider: Provider) -> Result<Connector, Error> {
        self.post(
            self.url(&["connectors"]),
            &json!({ "provider": provider.as_str() }),
        )
        .await
    }

    /// Whose address this is; sent once. Nylas allows 20 a minute for each application. `POST /v3/providers/detect`
    pub async fn detect(&self, email: &str) -> Result<Detected, Error> {
        let mut url = self.url(&["providers", "detect"]);
        url.query_pairs_mut()
            .append_pair("email", email)
            .append_pair("all_provider_types", "false");
        let request =
            self.http
                .request(Some(&self.key), Method::POST, url, self.http.timeouts.safe)?;
        let answer: Data<_> = self.http.send(Some(&self.key), request, &[]).await?;
        Ok(answer.data)
    }

    /// Makes a grant, or renews the one this address has; sent once, and whatever is answered is returned at once.
    /// `POST /v3/connect/custom`
    pub async fn custom_auth(&self, auth: &CustomAuth) -> Result<Grant, Error> {
        let request = self.http.request(
            Some(&self.key),
            Method::POST,
            self.url(&["connect", "custom"]),
            self.http.timeouts.custom_auth,
        )?;
        let answer: Data<_> = self
            .http
            .send(
                Some(&self.key),
                request.json(&auth.body()),
                &[auth.secret()],
            )
            .await?;
        Ok(answer.data)
    }

    /// Asks for a grant without saying whose. Nothing can come of it but a refusal, and whose refusal that is tells
    /// whether this key may ask at all; sent once. `POST /v3/connect/custom`
    pub async fn custom_auth_of_nobody(&self) -> Result<(), Error> {
        let request = self
            .http
            .request(
                Some(&self.key),
                Method::POST,
                self.url(&["connect", "custom"]),
                self.http.timeouts.safe,
            )?
            .json(&json!({}));
        let Done {} = self.http.send(Some(&self.key), request, &[]).await?;
        Ok(())
    }

    /// Turns the code of a redirect into an access token, as a server does that holds the key; sent once, since a code
    /// counts once. `redirect_uri` and `verifier` are those of the
    /// [`AuthorizationRequest`](crate::AuthorizationRequest). `POST /v3/connect/token`
    ///
    /// The key is the client's secret. Some of Nylas' own clients send it in the body, some in the header, most in both.
    pub async fn exchange_code(
        &self,
        client_id: &str,
        code: &SecretString,
        redirect_uri: &str,
        verifier: &SecretString,
    ) -> Result<Tokens, Error> {
        let mut body = exchange(client_id, code, redirect_uri, verifier);
        body["client_secret"] = json!(self.key.expose_secret());
        let request = self
            .http
            .request(
                Some(&self.key),
                Method::POST,
                self.url(&["connect", "token"]),
                self.http.timeouts.custom_auth,
            )?
            .json(&body);
        self.http
            .send(Some(&self.key), request, &[code, verifier])
            .await
    }

    /// One grant. `GET /v3/grants/{id}`
    pub async fn grant(&self, id: &GrantId) -> Result<Grant, Error> {
        let answer: Data<_> = self.get(self.url(&["grants", id.as_str()])).await?;
        Ok(answer.data)
    }

    /// Every grant of an address, of whatever provider: lists filtered by provider lag behind. `GET /v3/grants`
    pub async fn grants_for(&self, email: &str) -> Result<Vec<Grant>, Error> {
        let mut url = self.url(&["grants"]);
        url.query_pairs_mut().append_pair("email", email);
        self.http.list(&self.key, url, USUAL_PAGE).await
    }

    /// One page of the application's grants, newest first; a page shorter than its limit is the last. The limit is the
    /// answer's, where it is less than what was asked for. `GET /v3/grants`
    pub async fn grants_page(&self, query: &GrantsQuery) -> Result<GrantsPage, Error> {
        let mut url = self.url(&["grants"]);
        {
            let mut pairs = url.query_pairs_mut();
            if let Some(email) = &query.email {
                pairs.append_pair("email", email);
            }
            match query.status {
                Some(GrantStatus::Valid) => pairs.append_pair("grant_status", "valid"),
                Some(GrantStatus::Invalid) => pairs.append_pair("grant_status", "invalid"),
                Some(GrantStatus::Unknown) | None => &mut pairs,
            };
            pairs
                .append_pair("limit", &query.limit.to_string())
                .append_pair("offset", &query.offset.to_string());
        }
        let answer: Slice<Grant> = self.get(url).await?;
        let limit = answer.limit.unwrap_or(query.limit).min(query.limit);
        Ok(GrantsPage {
            more: !answer.data.is_empty() && answer.data.len() >= limit,
            grants: answer.data,
        })
    }

    /// Deletes a grant for good; one that is gone already counts as done. `DELETE /v3/grants/{id}`
    pub async fn delete_grant(&self, id: &GrantId) -> Result<(), Error> {
        let url = self.url(&["grants", id.as_str()]);
        match self
            .http
            .repeatable(Some(&self.key), Method::DELETE, url, &[])
            .await
        {
            Ok(Done {}) => Ok(()),
            Err(error) if error.is_absent() => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// The calendars of an account, up to ten pages of them. `GET /v3/grants/{id}/calendars`
    pub async fn calendars(&self, id: &GrantId) -> Result<Vec<Calendar>, Error> {
        self.http.in_time(self.calendar_pages(id)).await
    }

    async fn calendar_pages(&self, id: &GrantId) -> Result<Vec<Calendar>, Error> {
        let first = self.url(&["grants", id.as_str(), "calendars"]);
        let mut url = first.clone();
        let (mut calendars, mut seen) = (Vec::new(), HashSet::new());
        let mut cursors: Vec<String> = Vec::new();
        while cursors.len() < PAGES {
            let page: Page<Calendar> = self.get(url).await?;
            add_new(&mut calendars, &mut seen, page.data);
            match page.next_cursor {
                Some(cursor) if !cursor.is_empty() && !cursors.contains(&cursor) => {
                    url = first.clone();
                    url.query_pairs_mut().append_pair("page_token", &cursor);
                    cursors.push(cursor);
                }
                _ => break,
            }
        }
        Ok(calendars)
    }

    /// The newest message Nylas has of an account; none while a fresh grant is still reading.
    /// `GET /v3/grants/{id}/messages`
    pub async fn newest_message(&self, id: &GrantId) -> Result<Option<Message>, Error> {
        let mut url = self.url(&["grants", id.as_str(), "messages"]);
        url.query_pairs_mut().append_pair("limit", "1");
        let page: Page<Message> = self.get(url).await?;
        Ok(page.data.into_iter().next())
    }

    /// When the newest message came, in Unix seconds; of the message nothing else is asked for.
    /// `GET /v3/grants/{id}/messages`
    pub async fn newest_message_date(&self, id: &GrantId) -> Result<Option<i64>, Error> {
        let mut url = self.url(&["grants", id.as_str(), "messages"]);
        url.query_pairs_mut()
            .append_pair("limit", "1")
            .append_pair("select", "date");
        let newest: Newest = self.get(url).await?;
        Ok(newest.data.first().and_then(|dated| dated.date))
    }

    /// Where Nylas tells of events. `GET /v3/webhooks`
    pub async fn webhooks(&self) -> Result<Vec<Webhook>, Error> {
        self.http
            .list(&self.key, self.url(&["webhooks"]), NO_PAGES)
            .await
    }

    /// Has Nylas tell `url` of these events; sent once. Nylas asks there first whether somebody answers.
    /// `POST /v3/webhooks`
    pub async fn create_webhook(
        &self,
        url: &str,
        triggers: &[Trigger],
        description: &str,
    ) -> Result<SignedWebhook, Error> {
        self.post(
            self.url(&["webhooks"]),
            &json!({ "trigger_types": triggers, "webhook_url": url, "description": description }),
        )
        .await
    }

    /// Has Nylas sign with a new secret; the former one ends at once. Nylas' contract asks in one way and its SDK in
    /// another, so where the one is not there, the other is tried. `POST /v3/webhooks/rotate-secret/{id}`
    pub async fn rotate_webhook_secret(&self, id: &str) -> Result<SignedWebhook, Error> {
        let request = self.http.request(
            Some(&self.key),
            Method::POST,
            self.url(&["webhooks", "rotate-secret", id]),
            self.http.timeouts.safe,
        )?;
        match self.http.send(Some(&self.key), request, &[]).await {
            Ok(Data { data }) => Ok(data),
            Err(error) if matches!(error.status(), Some(404 | 405)) => {
                let request = self
                    .http
                    .request(
                        Some(&self.key),
                        Method::PUT,
                        self.url(&["webhooks", id, "rotate-secret"]),
                        self.http.timeouts.safe,
                    )?
                    .json(&json!({}));
                let answer: Data<_> = self.http.send(Some(&self.key), request, &[]).await?;
                Ok(answer.data)
            }
            Err(error) => Err(error),
        }
    }

    fn url(&self, path: &[&str]) -> Url {
        self.http.url(path)
    }

    async fn get<T: Readable>(&self, url: Url) -> Result<T, Error> {
        self.http
            .repeatable(Some(&self.key), Method::GET, url, &[])
            .await
    }

    /// Makes something without a secret; sent once.
    async fn post<T: Readable>(&self, url: Url, body: &serde_json::Value) -> Result<T, Error> {
        let request = self
            .http
            .request(Some(&self.key), Method::POST, url, self.http.timeouts.safe)?
            .json(body);
        let answer: Data<_> = self.http.send(Some(&self.key), request, &[]).await?;
        Ok(answer.data)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("origin", self.origin())
            .finish_non_exhaustive()
    }
}
