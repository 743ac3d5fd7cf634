//! A Nylas v3 on loopback, over real HTTP: practice mode and tests.
//!
//! It knows the part of the API that onboarding needs and answers in the shapes of Nylas' published contract. It stands
//! apart from the project's own client, so that the two are evidence for each other. What it answers to which address is
//! the table [`CHOSEN`]. Everything lives in memory and ends with the [`Simulator`]; the app password is looked at once
//! and never kept.

mod answer;
mod body;
mod connectors;
mod custom;
mod exchange;
mod grant;
mod mailbox;
mod outcomes;
mod query;
mod samples;
mod server;
mod state;
#[cfg(test)]
mod tests;

use std::{io, net::Ipv4Addr, sync::Arc, time::Duration};

use tokio::{net::TcpListener, sync::oneshot};
use uuid::Uuid;

pub use exchange::Exchange;
pub use outcomes::{AppleAnswer, CHOSEN, Chosen, OTHER_ADDRESS, Outcome, SLOW_SECONDS, STRIKES, UNREADABLE_ROUNDS, Verdict, ask_apple};
use state::{Shared, Store};

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
        let shared = Arc::new(Shared {
            api_key: options.api_key.unwrap_or_else(random_api_key),
            port: listener.local_addr()?.port(),
            page: options.page,
            pace: options.pace,
            record: options.record,
            application_id: Uuid::new_v4(),
            store: Store::default().into(),
        });
        let (stop, stopped) = oneshot::channel();
        let server = axum::serve(listener, server::router(shared.clone())).with_graceful_shutdown(async {
            let _ = stopped.await;
        });
        tokio::spawn(server.into_future());
        Ok(Self { shared, _stops_when_dropped: stop })
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
        self.shared.store().grants.iter().any(|grant| grant.id.to_string() == id)
    }

    /// How many custom authentications were asked for with the right API key, refused ones included.
    #[must_use]
    pub fn custom_auth_count(&self) -> usize {
        self.shared.store().custom_auths
    }
}

/// Looks like Nylas' keys and says what it is.
fn random_api_key() -> String {
    format!("nyk_v0_practice_{}", Uuid::new_v4().simple())
}
