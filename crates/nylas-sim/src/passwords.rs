//! App passwords, as far as Apple's own password change needs them: which were used, and which died.

use std::{
    collections::{HashMap, HashSet},
    hash::{BuildHasher, RandomState},
};

use crate::outcomes::{is_app_password, local_part_at_apple};

/// Holds no password but a number that only this simulator makes of it.
#[derive(Default)]
pub(crate) struct Passwords {
    secret: RandomState,
    by_account: HashMap<String, Account>,
}

#[derive(Default)]
struct Account {
    used: HashSet<u64>,
    dead: HashSet<u64>,
}

/// What stands for a password; hyphens do not count.
#[derive(Clone, Copy)]
pub(crate) struct Fingerprint(u64);

impl Passwords {
    /// Judges a password: none if it has not the shape of an app password, or is one that died.
    pub(crate) fn check(&self, address: &str, password: &str) -> Option<Fingerprint> {
        let fingerprint = self.secret.hash_one(password.replace('-', ""));
        let dead = self
            .by_account
            .get(&account(address))
            .is_some_and(|account| account.dead.contains(&fingerprint));
        (is_app_password(password) && !dead).then_some(Fingerprint(fingerprint))
    }

    /// Remembers that a password opened an account.
    pub(crate) fn used(&mut self, address: &str, Fingerprint(password): Fingerprint) {
        self.by_account
            .entry(account(address))
            .or_default()
            .used
            .insert(password);
    }

    /// Apple's own password was changed: every app password of the account dies.
    pub(crate) fn change(&mut self, address: &str) {
        let account = self.by_account.entry(account(address)).or_default();
        account.dead.extend(account.used.drain());
    }
}

/// Whether two addresses are one account's: Apple gives one name at all of its domains.
pub(crate) fn is_same_account(one: &str, other: &str) -> bool {
    account(one) == account(other)
}

fn account(address: &str) -> String {
    local_part_at_apple(address)
        .unwrap_or(address)
        .trim()
        .to_ascii_lowercase()
}
