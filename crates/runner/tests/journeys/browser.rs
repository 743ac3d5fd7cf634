//! A person's browser, as far as signing in on Nylas' page needs one: it follows redirects and sends forms.

use reqwest::{Client, RequestBuilder, header::LOCATION, redirect::Policy};
use url::{Url, form_urlencoded::Serializer};

/// The most redirects in a row.
const MOST_HOPS: usize = 5;

pub(crate) struct Browser(Client);

/// What a browser shows.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) status: u16,
    pub(crate) url: Url,
    pub(crate) body: String,
    /// Every address that led here.
    pub(crate) hops: Vec<Url>,
}

impl Browser {
    pub(crate) fn new() -> Browser {
        Browser(
            nylas::transport(&nylas::Timeouts::default())
                .redirect(Policy::none())
                .no_proxy()
                .tls_certs_only([])
                .build()
                .unwrap(),
        )
    }

    /// Goes to an address, and where it leads.
    pub(crate) async fn go(&self, url: &str) -> Shown {
        self.follow(Url::parse(url).unwrap(), None).await
    }

    /// Sends the form of the page that is shown.
    pub(crate) async fn send(&self, page: &Shown, fields: &[(&str, &str)]) -> Shown {
        let body = Serializer::new(String::new()).extend_pairs(fields).finish();
        self.follow(page.url.clone(), Some(body)).await
    }

    async fn follow(&self, mut url: Url, mut form: Option<String>) -> Shown {
        let mut hops = vec![];
        loop {
            let answer = navigation(match form.take() {
                Some(body) => self
                    .0
                    .post(url.clone())
                    .header("content-type", "application/x-www-form-urlencoded")
                    .body(body),
                None => self.0.get(url.clone()),
            });
            let answer = answer.send().await.unwrap();
            hops.push(url.clone());
            let location = answer
                .headers()
                .get(LOCATION)
                .map(|location| url.join(location.to_str().unwrap()).unwrap());
            match location {
                Some(next) if hops.len() <= MOST_HOPS => url = next,
                _ => {
                    return Shown {
                        status: answer.status().as_u16(),
                        url,
                        body: answer.text().await.unwrap(),
                        hops,
                    };
                }
            }
        }
    }
}

fn navigation(request: RequestBuilder) -> RequestBuilder {
    request
        .header("sec-fetch-mode", "navigate")
        .header("sec-fetch-dest", "document")
}
