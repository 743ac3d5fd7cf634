//! What every request has at hand. Nothing in it outlives the process but by the database.

use crate::config::{Config, Provider};
use crate::database::Database;
use crate::mailer::Mailer;
use crate::metrics::Metrics;
use crate::nylas_client::Nylas;
use crate::store;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::sync::{Notify, watch};

/// The fact that Nylas refuses what the company has to mend.
pub(crate) const NOT_READY: &str = "not_ready";
/// How long that is believed, in seconds; then the next person finds out.
pub(crate) const NOT_READY_SECONDS: i64 = 600;
/// How long it is believed that there is a connector.
const CHECKED: Duration = Duration::from_secs(60);
/// Longest wait for Nylas, where somebody only wants to know whether all is ready.
const PATIENCE: Duration = Duration::from_secs(3);

/// A running relay.
pub struct Relay {
    pub config: Config,
    pub database: Database,
    pub nylas: Nylas,
    connector: Mutex<Option<(Instant, bool)>>,
    pub(crate) metrics: Metrics,
    /// Told when something was heard of a grant.
    pub(crate) hinted: Notify,
    /// Told when a job is due at once.
    pub(crate) hurry: watch::Sender<()>,
    /// None where the company's own mailer writes to people.
    pub(crate) mailer: Option<Mailer>,
    /// Each submission that this process works at has one of these.
    working: Arc<()>,
}

impl Relay {
    #[must_use]
    pub fn new(config: Config, database: Database) -> Relay {
        Relay {
            nylas: Nylas::new(&config.nylas),
            mailer: config.mail.as_ref().map(Mailer::new),
            config,
            database,
            connector: Mutex::new(None),
            metrics: Metrics::default(),
            hinted: Notify::new(),
            hurry: watch::Sender::new(()),
            working: Arc::new(()),
        }
    }

    /// To be held by whoever works at a submission.
    pub(crate) fn work(&self) -> Arc<()> {
        self.working.clone()
    }

    /// How many submissions this process works at.
    pub(crate) fn under_way(&self) -> usize {
        Arc::strong_count(&self.working) - 1
    }

    /// Whether a password would lead anywhere, as far as it is the company's doing. An outage is nobody's.
    pub(crate) async fn ready(&self) -> sqlx::Result<bool> {
        if store::fact(&self.database, NOT_READY, NOT_READY_SECONDS)
            .await?
            .is_some()
        {
            return Ok(false);
        }
        Ok(self.connector_is_there().await)
    }

    async fn connector_is_there(&self) -> bool {
        let known = *self.connector();
        if let Some((at, there)) = known
            && at.elapsed() < CHECKED
        {
            return there;
        }
        let Ok(client) = self.nylas.client() else {
            return false;
        };
        let asked = client.connector(self.provider());
        let there = match tokio::time::timeout(PATIENCE, asked).await {
            Ok(Ok(connector)) => connector.is_some(),
            // A key that may not look at connectors may still make grants.
            Ok(Err(error)) => error.status() != Some(401),
            Err(_) => true,
        };
        *self.connector() = Some((Instant::now(), there));
        there
    }

    fn provider(&self) -> nylas::Provider {
        Relay::provider_of(&self.config)
    }

    /// Whose connector is needed.
    pub(crate) fn provider_of(config: &Config) -> nylas::Provider {
        match config.nylas.provider {
            Provider::ICloud => nylas::Provider::ICloud,
            Provider::Imap(_) => nylas::Provider::Imap,
        }
    }

    fn connector(&self) -> std::sync::MutexGuard<'_, Option<(Instant, bool)>> {
        self.connector
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
