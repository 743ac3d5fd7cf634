//! What has to be written down, however long the database is away.

use crate::database::told;
use std::future::Future;
use std::time::{Duration, Instant};

/// A little less than a lease: after that another relay looks after it.
const LONGEST: Duration = Duration::from_secs(170);
/// Between two tries.
const PAUSE: Duration = Duration::from_millis(500);

/// Writes until it is written; `None` where the database stays away.
pub(crate) async fn written<T, F: Future<Output = sqlx::Result<T>>>(
    mut write: impl FnMut() -> F,
) -> Option<T> {
    let since = Instant::now();
    loop {
        match write().await {
            Ok(written) => return Some(written),
            Err(error) => {
                log::error!(
                    "the database, for the outcome of a submission: {}",
                    told(&error)
                );
                if since.elapsed() > LONGEST {
                    return None;
                }
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}
