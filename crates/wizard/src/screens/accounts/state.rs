//! What `accounts` knows while it is shown.

use super::all::AllGrants;
use std::collections::{BTreeMap, HashSet};

/// How far a new link is that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LinkPhase {
    Asking,
    /// The relay heard of it.
    Asked,
    Failed,
}

/// The most accounts that are shown at once.
pub(super) const ACCOUNTS: usize = 100;

#[derive(Debug, Default)]
pub(crate) struct Accounts {
    pub(super) key: KeySearch,
    /// The grants that are being asked about.
    pub(super) checking: HashSet<String>,
    /// Which part of the accounts is shown, counted from the one that ends with the newest.
    pub(super) page: usize,
    pub(super) question: Option<Question>,
    /// The accounts that a new link was asked for.
    pub(super) links: BTreeMap<String, LinkPhase>,
    /// What is being deleted.
    pub(super) removing: Option<Removing>,
    /// What was disconnected: its entry at Apple is still to be removed.
    pub(super) removed: Option<Removed>,
    /// All grants of the application are shown instead.
    pub(super) all: Option<Box<AllGrants>>,
}

/// Whether a key is at hand to ask Nylas with; the key itself is with the runner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum KeySearch {
    /// It is looked for.
    Finding,
    /// Nylas is asked about it.
    Checking,
    /// `session.application` says what is known.
    #[default]
    Settled,
}

/// What is asked before it is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Question {
    /// Whom it is about: one, unless several are to be disconnected.
    pub(super) grants: Vec<String>,
    pub(super) about: About,
}

impl Question {
    /// The one it is about, where it is about one alone.
    pub(super) fn alone(&self) -> Option<&String> {
        match &self.grants[..] {
            [grant] => Some(grant),
            _ => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    Disconnect,
    /// Nobody here can delete it: what the person can do. There is nothing to confirm.
    ByHand,
    /// Only take it off this list.
    Forget,
}

/// Grants that are deleted one after the other.
#[derive(Debug)]
pub(super) struct Removing {
    pub(super) grant: String,
    /// Those that come after it.
    pub(super) next: Vec<String>,
    /// How many are gone.
    pub(super) done: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Removed {
    pub(super) address: String,
    /// The mailbox is not at Apple's.
    pub(super) elsewhere: bool,
    pub(super) label: String,
}
