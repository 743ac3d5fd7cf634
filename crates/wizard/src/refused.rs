//! The passwords that were refused in this journey, as keyed hashes in memory: the same one is not sent again.

use apple::{Address, AppPassword};
use secrecy::ExposeSecret;
use std::hash::{BuildHasher, RandomState};

#[derive(Debug, Default)]
pub(crate) struct RefusedPasswords {
    key: RandomState,
    refusals: Vec<(String, u64)>,
}

impl RefusedPasswords {
    pub(crate) fn remember(&mut self, address: &Address, password: &AppPassword) {
        let hash = self.hash(password);
        self.refusals.push((address.to_string(), hash));
    }

    /// Whether this password was refused for this address.
    pub(crate) fn contains(&self, address: &Address, password: &AppPassword) -> bool {
        let hash = self.hash(password);
        let mut refusals = self.refusals.iter();
        refusals.any(|(refused, its)| *its == hash && address.is_mailbox_of(refused))
    }

    fn hash(&self, password: &AppPassword) -> u64 {
        self.key.hash_one(password.secret().expose_secret())
    }
}
