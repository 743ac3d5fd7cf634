//! A Nylas v3 on loopback, over real HTTP: practice mode and tests.
//!
//! It knows the part of the API that onboarding needs and answers in the shapes of Nylas' published contract. It stands
//! apart from the project's own client, so that the two are evidence for each other. What it answers to which address is
//! the table [`CHOSEN`]. Everything lives in memory and ends with the [`Simulator`]; an app password is looked at once,
//! and what is kept of it is a number that nobody else can make.

mod access;
mod answer;
mod body;
mod clock;
mod connectors;
mod custom;
mod detect;
mod events;
mod exchange;
mod grant;
mod grants;
mod hosted;
mod mailbox;
mod outcomes;
mod outgoing;
mod page;
mod passwords;
mod query;
mod redirect_uri;
mod redirect_uris;
mod samples;
mod server;
mod sign_in;
mod state;
#[cfg(test)]
mod tests;
mod token;
mod tokens;
mod webhook;
mod webhooks;

use std::{io, net::Ipv4Addr, sync::Arc, time::Duration};

use tokio::{net::TcpListener, runtime::Handle, sync::oneshot, time::Instant};
use uuid::Uuid;

use events::{Became, tell};
pub use exchange::Exchange;
pub use outcomes::{
    AppleAnswer, CHOSEN, Chosen, OTHER_ADDRESS, Outcome, SLOW_SECONDS, STRIKES, UNREADABLE_ROUNDS,
    Verdict, ask_apple,
};
use passwords::is_same_account;
use redirect_uri::RedirectUri;
use state::{Shared, Store};

/// How long an access token counts, unless told otherwise: as at Nylas.
const TOKEN_LIFETIME: Duration = Duration::from_secs(3600);
/// How long a page of hosted sign-in waits, unless told otherwise. Nylas' own time is not published.
const LOGIN_LIFETIME: Duration = Duration::from_secs(600);

/// How a simulator is to run.
#[derive(Default)]
pub struct Options {
    /// The port on 127.0.0.1; 0 takes any.
    pub port: u16,
    /// The API key it asks for; left out, a random one.
    pub api_key: Option<String>,
    /// The HTML that `GET /practice` serves; left out, 404.
    pub page: Option<String>,
    /// The pause before each answer of the API, so that a person can see the stages go by.
    pub pace: Duration,
    /// What a custom authentication takes beside that, as if a provider were asked.
    pub custom_auth_pace: Duration,
    /// The application's ID, which is also its client ID; left out, a random one.
    pub application_id: Option<String>,
    /// The providers that the application has connectors for from the start; left out, none, as a new application.
    pub connectors: Vec<String>,
    /// Where hosted sign-in may end from the start, on the platform `desktop`.
    pub redirect_uris: Vec<String>,
    /// How long an access token counts; left out, an hour.
    pub token_lifetime: Option<Duration>,
    /// How long a page of hosted sign-in can be used; left out, ten minutes.
    pub login_lifetime: Option<Duration>,
    /// Whether a code is exchanged only with the client secret, although there is PKCE.
    pub demand_client_secret: bool,
    /// Whether exchanges are kept for [`Simulator::exchanges`].
    pub record: bool,
}

/// A running simulator. It stops when dropped, after what is being answered.
pub struct Simulator {
    shared: Arc<Shared>,
    _stops_when_dropped: oneshot::Sender<()>,
}

impl Simulator {
    /// Starts to listen on 127.0.0.1. Needs a tokio runtime around it.
    ///
    /// # Errors
    ///
    /// When the port cannot be had.
    pub async fn start(options: Options) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await?;
        let mut store = Store::default();
        options
            .connectors
            .iter()
            .for_each(|provider| store.add_connector(provider));
        store.redirect_uris = options
            .redirect_uris
            .into_iter()
            .map(RedirectUri::desktop)
            .collect();
        let shared = Arc::new(Shared {
            api_key: options.api_key.unwrap_or_else(random_api_key),
            port: listener.local_addr()?.port(),
            page: options.page,
            pace: options.pace,
            custom_auth_pace: options.custom_auth_pace,
            record: options.record,
            application_id: options
                .application_id
                .unwrap_or_else(|| Uuid::new_v4().to_string()),
            token_lifetime: options.token_lifetime.unwrap_or(TOKEN_LIFETIME),
            login_lifetime: options.login_lifetime.unwrap_or(LOGIN_LIFETIME),
            demand_client_secret: options.demand_client_secret,
            runtime: Handle::current(),
            store: store.into(),
        });
        let (stop, stopped) = oneshot::channel();
        let server =
            axum::serve(listener, server::router(shared.clone())).with_graceful_shutdown(async {
                let _ = stopped.await;
            });
        tokio::spawn(server.into_future());
        Ok(Self {
            shared,
            _stops_when_dropped: stop,
        })
    }

    /// Its address, `http://127.0.0.1:PORT`; the API lies below `/v3`.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.shared.port)
    }

    /// The API key it accepts. It opens nothing but this simulator.
    #[must_use]
    pub fn api_key(&self) -> &str {
        &self.shared.api_key
    }

    /// The application's ID, which is also its client ID.
    #[must_use]
    pub fn client_id(&self) -> &str {
        &self.shared.application_id
    }

    /// The address of the page that stands in for Apple's.
    #[must_use]
    pub fn practice_page(&self) -> String {
        format!("{}/practice", self.origin())
    }

    /// What was asked and answered, in order of the answers, if [`Options::record`] is set.
    #[must_use]
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.shared.store().exchanges.clone()
    }

    /// Whether the grant with this ID exists.
    #[must_use]
    pub fn grant_exists(&self, id: &str) -> bool {
        self.shared
            .store()
            .grants
            .iter()
            .any(|grant| grant.id.to_string() == id)
    }

    /// How many custom authentications were asked for with the right API key, refused ones included.
    #[must_use]
    pub fn custom_auth_count(&self) -> usize {
        self.shared.store().custom_auths
    }

    /// How many codes hosted sign-in has ended with.
    #[must_use]
    pub fn codes_issued(&self) -> usize {
        self.shared.store().codes.len()
    }

    /// How many access tokens are neither revoked nor expired.
    #[must_use]
    pub fn live_tokens(&self) -> usize {
        let now = Instant::now();
        self.shared
            .store()
            .tokens
            .values()
            .filter(|token| token.expires > now)
            .count()
    }

    /// Plays a change of Apple's own password: every app password of the account dies, and with it its grants. Webhooks are
    /// told.
    pub fn change_apple_password(&self, address: &str) {
        let store = &mut *self.shared.store();
        store.passwords.change(address);
        for grant in store
            .grants
            .iter_mut()
            .filter(|grant| grant.has_app_password() && is_same_account(&grant.email, address))
        {
            grant.valid = false;
            tell(&self.shared, &store.webhooks, Became::Expired, grant);
        }
    }

    /// As [`ask_apple`], but Apple also refuses what died by [`Simulator::change_apple_password`].
    #[must_use]
    pub fn ask_apple(&self, address: &str, password: &str) -> AppleAnswer {
        match self.shared.store().passwords.check(address, password) {
            Some(_) => ask_apple(address, password),
            None => AppleAnswer::REFUSED,
        }
    }

    /// Adds `count` grants of several providers, some of them invalid.
    pub fn seed_grants(&self, count: usize) {
        self.shared.store().seed_grants(count);
    }
}

/// Looks like Nylas' keys and says what it is.
fn random_api_key() -> String {
    format!("nyk_v0_practice_{}", Uuid::new_v4().simple())
}
