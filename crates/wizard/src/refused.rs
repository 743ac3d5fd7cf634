//! The passwords that were refused in this journey, as keyed hashes in memory: enough to tell a new one from an old one.

use apple::{Address, AppPassword};
use secrecy::ExposeSecret;
use std::hash::{BuildHasher, RandomState};

/// Refusals of one address after which another password alone is no reason for one more try.
const MOST: usize = 5;
/// The same, of those that came from Nylas, which stops listening to an address by itself.
const MOST_BY_NYLAS: usize = 3;

#[derive(Debug, Default)]
pub(crate) struct RefusedPasswords {
    key: RandomState,
    refusals: Vec<Refusal>,
}

#[derive(Debug)]
struct Refusal {
    address: String,
    hash: u64,
    by_nylas: bool,
}

impl RefusedPasswords {
    pub(crate) fn remember(&mut self, address: &Address, password: &AppPassword, by_nylas: bool) {
        let refusal = Refusal {
            address: address.to_string(),
            hash: self.hash(password),
            by_nylas,
        };
        self.refusals.push(refusal);
    }

    /// Whether this password differs from those that were refused, and may be tried: it was made since, then.
    pub(crate) fn is_new(&self, address: &Address, password: &AppPassword) -> bool {
        let hash = self.hash(password);
        let of_address = || {
            self.refusals
                .iter()
                .filter(|refusal| address.is_mailbox_of(&refusal.address))
        };
        (1..MOST).contains(&of_address().count())
            && of_address().filter(|refusal| refusal.by_nylas).count() < MOST_BY_NYLAS
            && of_address().all(|refusal| refusal.hash != hash)
    }

    fn hash(&self, password: &AppPassword) -> u64 {
        self.key.hash_one(password.secret().expose_secret())
    }
}
