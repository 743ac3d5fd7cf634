//! One origin and how requests reach it: built, sent once or repeated, and read.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use backon::{ExponentialBuilder, Retryable};
use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderValue, USER_AGENT};
use reqwest::{Method, RequestBuilder, Url};
use secrecy::{ExposeSecret, SecretString};

use crate::answer::{HttpAnswer, Readable};
use crate::bounded::{Entry, LARGEST_PAGE, MOST_ENTRIES, PAGES, add_new};
use crate::connect::classify;
use crate::models::Slice;
use crate::retry::{pause, worthwhile};
use crate::{Connect, Error, Origin, Secrets, Timeouts};

/// How many times as long as one try a whole list may take.
const LIST_TIME: u32 = 4;
/// How many entries of grants and connectors Nylas gives when it is not told.
pub(crate) const USUAL_PAGE: usize = 10;
/// For a list of which no pages are known: there are some only if the answer names its limit.
pub(crate) const NO_PAGES: usize = usize::MAX;

#[derive(Clone)]
pub(crate) struct Http {
    pub(crate) origin: Origin,
    pub(crate) client: reqwest::Client,
    pub(crate) timeouts: Timeouts,
    pub(crate) backoff: ExponentialBuilder,
}

/// What goes into the header of a request: an API key, an access token, or nothing.
pub(crate) type Bearer<'a> = Option<&'a SecretString>;

impl Http {
    pub(crate) fn url(&self, path: &[&str]) -> Url {
        let mut url = self.origin.url();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.clear().push("v3").extend(path);
        }
        url
    }

    /// Sends a request until it is answered well, as [`worthwhile`] has it. `secrets` are those in its address.
    pub(crate) async fn repeatable<T: Readable>(
        &self,
        bearer: Bearer<'_>,
        method: Method,
        url: Url,
        secrets: &[&SecretString],
    ) -> Result<T, Error> {
        let mut stubborn = 0;
        (|| async {
            let request = self.request(bearer, method.clone(), url.clone(), self.timeouts.safe)?;
            self.send(bearer, request, secrets).await
        })
        .retry(self.backoff)
        .when(|error| worthwhile(error, &mut stubborn))
        .adjust(pause)
        .notify(|error, wait| log::warn!("{error}; again in {wait:?}"))
        .await
    }

    /// A list that is paged by offset, up to [`PAGES`] pages of it. The first is asked for as it stands, as the official
    /// client does; only a full one leads to another. `usual` is how many make it full where the answer does not say.
    pub(crate) async fn list<T>(
        &self,
        bearer: &Arc<SecretString>,
        first: Url,
        usual: usize,
    ) -> Result<Vec<T>, Error>
    where
        T: Entry + Readable,
    {
        self.in_time(self.pages(bearer, first, usual)).await
    }

    async fn pages<T: Entry + Readable>(
        &self,
        bearer: &Arc<SecretString>,
        first: Url,
        usual: usize,
    ) -> Result<Vec<T>, Error> {
        let (mut all, mut seen) = (Vec::new(), HashSet::new());
        let (mut url, mut asked) = (first.clone(), usual);
        for _ in 0..PAGES {
            let page: Slice<T> = self.repeatable(Some(bearer), Method::GET, url, &[]).await?;
            let last = page.data.len() < page.limit.unwrap_or(asked);
            let before = all.len();
            add_new(&mut all, &mut seen, page.data);
            if last || all.len() == before || all.len() >= MOST_ENTRIES {
                break;
            }
            (url, asked) = (first.clone(), LARGEST_PAGE);
            url.query_pairs_mut()
                .append_pair("limit", &asked.to_string())
                .append_pair("offset", &all.len().to_string());
        }
        Ok(all)
    }

    /// A list of many pages may take as long as one answer with all its repetitions.
    pub(crate) async fn in_time<T>(
        &self,
        list: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        tokio::time::timeout(self.timeouts.safe * LIST_TIME, list)
            .await
            .unwrap_or(Err(Error::Connect(Connect::TimedOut { sent: true })))
    }

    pub(crate) fn request(
        &self,
        bearer: Bearer<'_>,
        method: Method,
        url: Url,
        timeout: Duration,
    ) -> Result<RequestBuilder, Error> {
        let request = self
            .client
            .request(method, url)
            .timeout(timeout)
            .header(ACCEPT, "application/json")
            .header(
                USER_AGENT,
                concat!("icloud-connect/", env!("CARGO_PKG_VERSION")),
            );
        Ok(match bearer {
            Some(secret) => request.header(AUTHORIZATION, header(secret)?),
            None => request,
        })
    }

    /// Sends a request once. `secrets` are those in its body and its address.
    pub(crate) async fn send<T: Readable>(
        &self,
        bearer: Bearer<'_>,
        request: RequestBuilder,
        secrets: &[&SecretString],
    ) -> Result<T, Error> {
        let started = Instant::now();
        let (http, request) = request.build_split();
        let request = request.map_err(|error| Error::Connect(classify(&error)))?;
        let (method, url) = (request.method().clone(), request.url().clone());
        let response = http.execute(request).await.map_err(|error| {
            let why = classify(&error);
            log::debug!(
                "{method} {}: {why:?}: {:?}",
                url.path(),
                error.without_url()
            );
            Error::Connect(why)
        })?;
        let secrets = Secrets::new(secrets.iter().copied().chain(bearer));
        let answer = HttpAnswer::read(response, &url, secrets).await?;
        log::debug!(
            "{method} {} {} {:?}",
            url.path(),
            answer.status(),
            started.elapsed()
        );
        answer.decode().await
    }
}

/// The value of `Authorization`.
pub(crate) fn header(secret: &SecretString) -> Result<HeaderValue, Error> {
    let secret = secret.expose_secret();
    if secret.is_empty() || !secret.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Error::Key);
    }
    let mut value = HeaderValue::from_str(&format!("Bearer {secret}")).map_err(|_| Error::Key)?;
    value.set_sensitive(true);
    Ok(value)
}
