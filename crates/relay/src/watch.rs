//! Whether what was connected still is. People change their Apple password, and their connection ends without a word; Nylas
//! tells by an event, which may be lost, and is asked every hour what it may have told.

use crate::database::told;
use crate::relay::Relay;
use crate::store;
use invitation::operator::Standing;
use nylas::{Client, Error, GrantId, GrantStatus, GrantsQuery};
use std::sync::Arc;
use std::time::Duration;

/// Between two rounds where nothing is heard.
const ROUND: Duration = Duration::from_secs(30);
/// Between two sweeps, whichever relay does them, in seconds; a relay that starts has perhaps missed something.
const SWEEP: i64 = 3600;
const FIRST_SWEEP: i64 = 300;
/// Rows of a page of grants, and the most pages.
const PAGE: usize = 200;
const PAGES: usize = 100;

/// Goes round for as long as the relay runs.
pub(crate) async fn keep_watch(relay: Arc<Relay>) {
    let mut every = FIRST_SWEEP;
    loop {
        if let Err(error) = round(&relay, every).await {
            log::warn!("the database: {}", told(&error));
        }
        every = SWEEP;
        tokio::select! {
            () = relay.hinted.notified() => {}
            () = tokio::time::sleep(ROUND) => {}
        }
    }
}

async fn round(relay: &Relay, every: i64) -> sqlx::Result<()> {
    let Ok(client) = relay.nylas.client() else {
        return Ok(());
    };
    if store::sweep_is_due(&relay.database, every).await? {
        store::hint_of_ended(&relay.database).await?;
        if let Err(error) = sweep(relay, &client).await? {
            log::warn!("looking for ended connections: {error}");
            store::sweep_again(&relay.database).await?;
        }
    }
    while let Some(hint) = store::take_hint(&relay.database).await? {
        match standing(&client, &hint.grant).await {
            Ok(Some(standing)) => store::decided(&relay.database, &hint, standing).await?,
            Ok(None) => {
                log::warn!("Nylas says of a grant neither that it works nor that it does not");
            }
            Err(error) => log::warn!("looking at a grant: {error}"),
        }
    }
    Ok(())
}

/// What Nylas says does not work any more, to be looked at one by one.
async fn sweep(relay: &Relay, client: &Client) -> sqlx::Result<Result<(), Error>> {
    let mut query = GrantsQuery {
        status: Some(GrantStatus::Invalid),
        limit: PAGE,
        ..GrantsQuery::default()
    };
    for _ in 0..PAGES {
        let page = match client.grants_page(&query).await {
            Ok(page) => page,
            Err(error) => return Ok(Err(error)),
        };
        for grant in &page.grants {
            store::hint(&relay.database, grant.id.as_str()).await?;
        }
        if !page.more {
            break;
        }
        query.offset += page.grants.len();
    }
    Ok(Ok(()))
}

/// How a grant stands, as Nylas says now; `None` where it says neither.
pub(crate) async fn standing(client: &Client, grant: &str) -> Result<Option<Standing>, Error> {
    let Ok(id) = grant.parse::<GrantId>() else {
        return Ok(Some(Standing::Gone));
    };
    match client.grant(&id).await {
        Ok(grant) => Ok(standing_of(grant.status)),
        Err(error) if error.is_absent() => Ok(Some(Standing::Gone)),
        Err(error) => Err(error),
    }
}

/// The standing of a grant that is there.
pub(crate) fn standing_of(status: GrantStatus) -> Option<Standing> {
    match status {
        GrantStatus::Valid => Some(Standing::Valid),
        GrantStatus::Invalid => Some(Standing::Invalid),
        GrantStatus::Unknown => None,
    }
}
