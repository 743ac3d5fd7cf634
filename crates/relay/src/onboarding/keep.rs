//! What other relays left behind, and what time does.

use crate::database::told;
use crate::onboarding::look::look;
use crate::onboarding::reading::read_through;
use crate::purge::purge;
use crate::relay::Relay;
use crate::store::{self, Failure, Invitation};
use apple::{ParsedAddress, parse_address};
use std::sync::Arc;
use std::time::Duration;

/// Between two rounds.
const ROUND: Duration = Duration::from_secs(30);
/// How long a relay that ends waits for what it has sent.
const LAST: Duration = Duration::from_secs(20);

/// Goes round for as long as the relay runs.
pub(crate) async fn keep_in_order(relay: Arc<Relay>) {
    loop {
        let round = async {
            store::sweep(&relay.database).await?;
            for invitation in store::left_behind(&relay.database).await? {
                look_after(&relay, &invitation).await?;
            }
            purge(&relay).await?;
            sqlx::Result::Ok(())
        };
        if let Err(error) = round.await {
            log::warn!("the database: {}", told(&error));
        }
        tokio::time::sleep(ROUND).await;
    }
}

/// Goes on with what was left behind of this invitation, if anything was.
pub(crate) async fn look_after(relay: &Arc<Relay>, invitation: &Invitation) -> sqlx::Result<()> {
    if invitation.attempt == "made" {
        if let Some(grant) = &invitation.grant_id
            && store::reading(&relay.database, &invitation.id).await?
        {
            let (relay, id, grant) = (relay.clone(), invitation.id.clone(), grant.clone());
            tokio::spawn(async move { read_through(&relay, &id, &grant).await });
        }
        return Ok(());
    }
    if !invitation.is_under_way() || invitation.lease_until > invitation.now {
        return Ok(());
    }
    let taken = store::take_over(&relay.database, &invitation.id, &invitation.mailbox).await?;
    let (Some(lease), ParsedAddress::Apple(account)) = (taken, parse_address(&invitation.account))
    else {
        return Ok(());
    };
    let before = invitation.noted.as_deref().unwrap_or_default();
    let Ok(before) = serde_json::from_str(before) else {
        log::error!("what was noted cannot be read");
        return Ok(());
    };
    let lost = Failure {
        code: "N07",
        ..Failure::default()
    };
    let sent_before = invitation
        .password_sent_at
        .and_then(|at| u64::try_from(invitation.now - at).ok())
        .map_or(Duration::ZERO, Duration::from_millis);
    tokio::spawn(look(
        relay.clone(),
        lease,
        account,
        before,
        sent_before,
        lost,
    ));
    Ok(())
}

/// Waits for the answers to passwords that were sent, and until they are written down. Looking goes on elsewhere.
pub(crate) async fn finish(relay: &Relay) {
    let all = async {
        while relay.under_way() > 0 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    if tokio::time::timeout(LAST, all).await.is_err() {
        log::warn!("a submission is left to the next relay");
    }
}
