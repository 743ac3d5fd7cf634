//! The calls.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use backon::{ExponentialBuilder, Retryable};
use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderValue, USER_AGENT};
use reqwest::{Method, RequestBuilder, Url};
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::answer::Answer;
use crate::connect::classify;
use crate::models::{Data, Done, OneOrList, Page};
use crate::retry::{pause, worthwhile};
use crate::{Application, Calendar, ClientBuilder, Connector, CustomAuth, Error, Grant, GrantId, Message, Origin, Provider, Timeouts};

/// The most pages of a list that are read.
const PAGES: usize = 10;

/// Nylas API v3 at one origin, with one API key.
///
/// Calls that change nothing, and deleting a grant, are repeated up to three times when the connection fails
/// or the answer is 429, 500, 502, 503 or 504. Making something is never repeated. Every call fails with an [`Error`].
#[derive(Clone)]
pub struct Client {
    origin: Origin,
    base: Url,
    key: Arc<SecretString>,
    http: reqwest::Client,
    timeouts: Timeouts,
    backoff: ExponentialBuilder,
}

impl Client {
    /// A client with everything at its default.
    ///
    /// # Errors
    /// As [`ClientBuilder::build`].
    pub fn new(origin: Origin, key: SecretString) -> Result<Client, Error> {
        Client::builder(origin, key).build()
    }

    /// A client with settings of its own.
    pub fn builder(origin: Origin, key: SecretString) -> ClientBuilder {
        ClientBuilder::new(origin, key)
    }

    pub(crate) fn assemble(
        origin: Origin,
        base: Url,
        key: SecretString,
        http: reqwest::Client,
        timeouts: Timeouts,
        backoff: ExponentialBuilder,
    ) -> Result<Client, Error> {
        bearer(&key)?;
        Ok(Client { origin, base, key: Arc::new(key), http, timeouts, backoff })
    }

    /// Where the key goes.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The application the key belongs to. `GET /v3/applications`
    pub async fn application(&self) -> Result<Application, Error> {
        let answer: Data<OneOrList<Application>> = self.get(self.url(&["applications"])).await?;
        Ok(answer.data.0)
    }

    /// Every connector of the application. `GET /v3/connectors`
    pub async fn connectors(&self) -> Result<Vec<Connector>, Error> {
        let answer: Data<_> = self.get(self.url(&["connectors"])).await?;
        Ok(answer.data)
    }

    /// The connector of a provider, if there is one. `GET /v3/connectors/{provider}`
    pub async fn connector(&self, provider: Provider) -> Result<Option<Connector>, Error> {
        let answer = self.get(self.url(&["connectors", provider.as_str()])).await;
        match answer {
            Ok(Data { data }) => Ok(Some(data)),
            Err(error) if is_absent(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Makes a connector; sent once. A Sandbox application refuses it. `POST /v3/connectors`
    pub async fn create_connector(&self, provider: Provider) -> Result<Connector, Error> {
        let request = self.request(Method::POST, self.url(&["connectors"]), self.timeouts.safe)?.json(&json!({ "provider": provider.as_str() }));
        let answer: Data<_> = self.send(request, &[]).await?;
        Ok(answer.data)
    }

    /// Makes a grant, or renews the one this address has; sent once, and whatever is answered is returned at once.
    /// `POST /v3/connect/custom`
    pub async fn custom_auth(&self, auth: &CustomAuth) -> Result<Grant, Error> {
        let request = self.request(Method::POST, self.url(&["connect", "custom"]), self.timeouts.custom_auth)?.json(&auth.body());
        let answer: Data<_> = self.send(request, &[auth.secret()]).await?;
        Ok(answer.data)
    }

    /// One grant. `GET /v3/grants/{id}`
    pub async fn grant(&self, id: &GrantId) -> Result<Grant, Error> {
        let answer: Data<_> = self.get(self.url(&["grants", id.as_str()])).await?;
        Ok(answer.data)
    }

    /// The grants of an address, of whatever provider: lists filtered by provider lag behind. `GET /v3/grants`
    pub async fn grants_for(&self, email: &str) -> Result<Vec<Grant>, Error> {
        let mut url = self.url(&["grants"]);
        url.query_pairs_mut().append_pair("email", email);
        let answer: Data<_> = self.get(url).await?;
        Ok(answer.data)
    }

    /// Deletes a grant for good; one that is gone already counts as done. `DELETE /v3/grants/{id}`
    pub async fn delete_grant(&self, id: &GrantId) -> Result<(), Error> {
        let url = self.url(&["grants", id.as_str()]);
        match self.repeatable::<Done>(Method::DELETE, url).await {
            Ok(Done {}) => Ok(()),
            Err(error) if is_absent(&error) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// The calendars of an account, up to ten pages of them. `GET /v3/grants/{id}/calendars`
    pub async fn calendars(&self, id: &GrantId) -> Result<Vec<Calendar>, Error> {
        let first = self.url(&["grants", id.as_str(), "calendars"]);
        let mut url = first.clone();
        let mut calendars = Vec::new();
        let mut cursors: Vec<String> = Vec::new();
        while cursors.len() < PAGES {
            let page: Page<Calendar> = self.get(url).await?;
            calendars.extend(page.data);
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

    fn url(&self, path: &[&str]) -> Url {
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.clear().push("v3").extend(path);
        }
        url
    }

    async fn get<T: DeserializeOwned>(&self, url: Url) -> Result<T, Error> {
        self.repeatable(Method::GET, url).await
    }

    async fn repeatable<T: DeserializeOwned>(&self, method: Method, url: Url) -> Result<T, Error> {
        let mut stubborn = 0;
        (|| async {
            let request = self.request(method.clone(), url.clone(), self.timeouts.safe)?;
            self.send(request, &[]).await
        })
        .retry(self.backoff)
        .when(|error| worthwhile(error, &mut stubborn))
        .adjust(pause)
        .notify(|error, wait| log::warn!("{error}; again in {wait:?}"))
        .await
    }

    fn request(&self, method: Method, url: Url, timeout: Duration) -> Result<RequestBuilder, Error> {
        Ok(self
            .http
            .request(method, url)
            .timeout(timeout)
            .header(AUTHORIZATION, bearer(&self.key)?)
            .header(ACCEPT, "application/json")
            .header(USER_AGENT, concat!("icloud-connect/", env!("CARGO_PKG_VERSION"))))
    }

    /// Sends a request once. `secrets` are those in its body.
    async fn send<T: DeserializeOwned>(&self, request: RequestBuilder, secrets: &[&SecretString]) -> Result<T, Error> {
        let started = Instant::now();
        let (http, request) = request.build_split();
        let request = request.map_err(|error| Error::Connect(classify(&error)))?;
        let (method, url) = (request.method().clone(), request.url().clone());
        let response = http.execute(request).await.map_err(|error| {
            let why = classify(&error);
            log::debug!("{method} {}: {why:?}: {:?}", url.path(), error.without_url());
            Error::Connect(why)
        })?;
        let answer = Answer::read(response, &url).await?;
        log::debug!("{method} {} {} {:?}", url.path(), answer.status(), started.elapsed());
        let mut secrets = secrets.to_vec();
        secrets.push(&self.key);
        answer.decode(&secrets)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("origin", &self.origin).finish_non_exhaustive()
    }
}

fn bearer(key: &SecretString) -> Result<HeaderValue, Error> {
    let key = key.expose_secret();
    if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Error::Key);
    }
    let mut value = HeaderValue::from_str(&format!("Bearer {key}")).map_err(|_| Error::Key)?;
    value.set_sensitive(true);
    Ok(value)
}

fn is_absent(error: &Error) -> bool {
    matches!(error, Error::Server(error) if error.status == 404)
}
