//! What is not needed any more goes by itself, whichever relay does it.

use crate::logs;
use crate::relay::Relay;
use crate::store::{self, Erased};
use serde_json::json;

const PURGED: &str = "purged";
/// Between two rounds, in seconds.
const EVERY: i64 = 3600;

/// Erases what has been kept long enough.
pub(crate) async fn purge(relay: &Relay) -> sqlx::Result<()> {
    let database = &relay.database;
    if !store::is_time(database, PURGED, EVERY).await? {
        return Ok(());
    }
    let mut erased = 0;
    loop {
        let due = store::to_purge(database, relay.config.data.purge_days).await?;
        let before = erased;
        for id in &due {
            if store::erase(database, id, "relay", "purged").await? == Erased::Yes {
                erased += 1;
            }
        }
        // None left, or none that could be.
        if erased == before {
            break;
        }
    }
    store::tidy(database).await?;
    relay.hinted.notify_one();
    if erased > 0 {
        logs::event("purged", json!({ "invitations": erased }));
    }
    database.overwrite().await
}
