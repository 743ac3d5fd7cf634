//! How requests travel: time limits, no redirects, and the builder that sets them.

use std::net::SocketAddr;
use std::time::Duration;

use reqwest::redirect::Policy;
use secrecy::SecretString;

use crate::connect::classify;
use crate::http::Http;
use crate::retry::backoff;
use crate::{Client, Error, Origin, PublicClient, Timeouts};

/// An HTTP client fit to carry secrets: it follows no redirect, repeats nothing by itself, and asks no resolver what
/// `localhost` is.
/// Whoever needs a proxy or a certificate authority of their own starts from here.
pub fn transport(timeouts: &Timeouts) -> reqwest::ClientBuilder {
    // Whoever was first has said the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .redirect(Policy::none())
        .retry(reqwest::retry::never())
        .connect_timeout(timeouts.connect)
        // Port 0 stands for the address's own.
        .resolve_to_addrs(
            hosts::LOCALHOST,
            &hosts::LOCALHOST_ADDRESSES.map(|address| SocketAddr::new(address, 0)),
        )
}

/// Builds a [`Client`], which has an API key (`A` is a secret), or a [`PublicClient`], which has a client ID instead.
///
/// ```
/// use std::time::Duration;
///
/// use nylas::{Client, Origin, PublicClient, Region, Timeouts};
///
/// // Nothing is sent yet.
/// let origin = Origin::parse("http://127.0.0.1:8080")?;
/// let timeouts = Timeouts {
///     safe: Duration::from_secs(5),
///     ..Timeouts::default()
/// };
/// let client = Client::builder(origin, "nyk_v0_example".into()).timeouts(timeouts).build()?;
/// assert_eq!(client.origin().host(), "127.0.0.1");
///
/// let public = PublicClient::builder(Region::Us.origin(), "a client ID").build()?;
/// assert_eq!(public.origin().as_str(), "https://api.us.nylas.com");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub struct ClientBuilder<A = SecretString> {
    origin: Origin,
    access: A,
    http: Option<reqwest::Client>,
    timeouts: Timeouts,
    first_wait: Duration,
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
}

impl PublicClient {
    /// A client with settings of its own. The client ID is the application's ID.
    pub fn builder(origin: Origin, client_id: impl Into<String>) -> ClientBuilder<String> {
        ClientBuilder::new(origin, client_id.into())
    }
}

impl<A> ClientBuilder<A> {
    fn new(origin: Origin, access: A) -> ClientBuilder<A> {
        ClientBuilder {
            origin,
            access,
            http: None,
            timeouts: Timeouts::default(),
            first_wait: Duration::from_millis(500),
        }
    }

    /// Travels by this HTTP client; make it from [`transport`], which follows no redirects.
    pub fn http(mut self, http: reqwest::Client) -> ClientBuilder<A> {
        self.http = Some(http);
        self
    }

    /// How long calls may take. The limit for connecting counts only without [`ClientBuilder::http`].
    pub fn timeouts(mut self, timeouts: Timeouts) -> ClientBuilder<A> {
        self.timeouts = timeouts;
        self
    }

    /// The wait before a safe call is first repeated; it doubles, with jitter.
    pub fn backoff(mut self, first_wait: Duration) -> ClientBuilder<A> {
        self.first_wait = first_wait;
        self
    }

    fn assemble(self) -> Result<(Http, A), Error> {
        let client = match self.http {
            Some(http) => http,
            None => {
                let http = transport(&self.timeouts);
                // A proxy has no business between this computer and itself.
                let http = if self.origin.is_loopback() {
                    http.no_proxy()
                } else {
                    http
                };
                http.build()
                    .map_err(|error| Error::Connect(classify(&error)))?
            }
        };
        Ok((
            Http {
                origin: self.origin,
                client,
                timeouts: self.timeouts,
                backoff: backoff(self.first_wait),
            },
            self.access,
        ))
    }
}

impl ClientBuilder<SecretString> {
    /// Makes the client; nothing is sent yet.
    ///
    /// # Errors
    /// [`Error::Key`] for a key that no header carries; [`Error::Connect`] if TLS cannot be set up.
    pub fn build(self) -> Result<Client, Error> {
        let (http, key) = self.assemble()?;
        Client::assemble(http, key)
    }
}

impl ClientBuilder<String> {
    /// Makes the public client; nothing is sent yet.
    ///
    /// # Errors
    /// [`Error::Connect`] if TLS cannot be set up.
    pub fn build(self) -> Result<PublicClient, Error> {
        let (http, client_id) = self.assemble()?;
        Ok(PublicClient::assemble(http, client_id))
    }
}
