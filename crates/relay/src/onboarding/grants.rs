//! The grants of an address, before and after.

use crate::relay::Relay;
use nylas::{Client, Error, Grant, GrantStatus};
use serde::{Deserialize, Serialize};

/// A grant, as it was before a password was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Noted {
    pub(crate) id: String,
    pub(crate) updated_at: Option<i64>,
    pub(crate) valid: bool,
}

impl Noted {
    fn of(grant: &Grant) -> Noted {
        Noted {
            id: grant.id.as_str().to_owned(),
            updated_at: grant.updated_at,
            valid: grant.status == GrantStatus::Valid,
        }
    }
}

/// The grants of an address, of whatever provider.
pub(crate) async fn noted(client: &Client, account: &str) -> Result<Vec<Noted>, Error> {
    let grants = client.grants_for(account).await?;
    Ok(grants.iter().map(Noted::of).collect())
}

/// The grant that is new, or changed, and works: what a lost answer would have told.
pub(crate) fn made_since(before: &[Noted], now: &[Noted]) -> Option<Noted> {
    let is_made = |grant: &&Noted| {
        let known = before.iter().find(|known| known.id == grant.id);
        let changed = known
            .is_none_or(|known| known.updated_at != grant.updated_at || known.valid != grant.valid);
        grant.valid && changed
    };
    now.iter().find(is_made).cloned()
}

/// Clocks may differ by so much, in seconds; `check` complains of more.
const CLOCKS: i64 = 60;

/// Whether a grant was made since then, by Nylas' own word. One of an address that was not looked for before may have been
/// there for long.
pub(crate) fn is_new(grant: &Grant, before: &[Noted], since: i64) -> bool {
    before.iter().all(|known| known.id != grant.id.as_str())
        && grant.created_at.is_some_and(|at| at > since - CLOCKS)
}

/// Deletes a grant for good.
pub(crate) async fn delete(relay: &Relay, grant: &str) -> Result<(), ()> {
    let client = relay.nylas.client().map_err(|_| ())?;
    let id = grant.parse().map_err(|_| ())?;
    client.delete_grant(&id).await.map_err(|error| {
        log::error!("a grant was not deleted: {error}");
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant(id: &str, updated_at: i64, valid: bool) -> Noted {
        Noted {
            id: id.to_owned(),
            updated_at: Some(updated_at),
            valid,
        }
    }

    #[test]
    fn made_is_what_is_new_or_changed_and_works() {
        let before = [grant("a", 1, true), grant("b", 1, false)];
        for (now, made) in [
            (vec![grant("a", 1, true), grant("b", 1, false)], None),
            (vec![grant("a", 2, true), grant("b", 1, false)], Some("a")),
            (vec![grant("a", 1, true), grant("b", 1, true)], Some("b")),
            (vec![grant("a", 1, true), grant("b", 2, false)], None),
            (vec![grant("a", 1, true), grant("c", 1, true)], Some("c")),
            (vec![grant("a", 1, false)], None),
            (vec![], None),
        ] {
            let found = made_since(&before, &now);
            assert_eq!(found.map(|grant| grant.id).as_deref(), made, "{now:?}");
        }
    }
}
