//! What becomes of a grant is told to whoever asked to be: signed, three times at most, and in no order.

use std::time::Duration;

use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use uuid::Uuid;

use crate::{clock::now, grant::Grant, outgoing, state::Shared, webhook::Webhook};

/// Nylas gives up after the third.
const TRIES: u8 = 3;
/// Between two of them; Nylas takes minutes.
const PAUSE: Duration = Duration::from_secs(1);

/// What became of it.
#[derive(Clone, Copy)]
pub(crate) enum Became {
    Created,
    Renewed,
    Expired,
    Deleted,
}

impl Became {
    /// The event's type, and the code that Nylas' documents have for it; for a deletion they have none.
    fn told(self) -> (&'static str, u32) {
        match self {
            Became::Created => ("grant.created", 25012),
            Became::Renewed => ("grant.updated", 25027),
            Became::Expired => ("grant.expired", 25009),
            Became::Deleted => ("grant.deleted", 0),
        }
    }
}

/// Tells of it, while others go on.
pub(crate) fn tell(shared: &Shared, webhooks: &[Webhook], became: Became, grant: &Grant) {
    let (kind, code) = became.told();
    let event = json!({
        "specversion": "1.0", "type": kind, "source": "/nylas/system", "id": Uuid::new_v4(), "time": now(),
        "data": {
            "application_id": shared.application_id,
            "object": { "code": code, "grant_id": grant.id, "provider": grant.provider, "email": grant.email },
        },
    });
    let concerned = webhooks
        .iter()
        .filter(|webhook| webhook.triggers.iter().any(|trigger| trigger == kind));
    for webhook in concerned {
        let sent = send(webhook.clone(), event.clone());
        shared.runtime.spawn(sent);
    }
}

async fn send(webhook: Webhook, mut event: Value) {
    for attempt in 1..=TRIES {
        event["webhook_delivery_attempt"] = json!(attempt);
        let body = event.to_string();
        let signature = signature(&webhook.secret, &body);
        if outgoing::deliver(&webhook.url, &signature, body).await {
            return;
        }
        tokio::time::sleep(PAUSE).await;
    }
}

fn signature(secret: &str, body: &str) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return String::new();
    };
    mac.update(body.as_bytes());
    HEXLOWER.encode(&mac.finalize().into_bytes())
}
