//! What `invitations` knows while it is shown.

use crate::{long_list::LongList, notice::Notice};
use invitation::operator::{Board, Seen};
use secrecy::SecretString;
use std::collections::HashSet;

#[derive(Debug, Default)]
pub(crate) struct Invitations {
    /// How it goes, in numbers, as far as the relay told.
    pub(super) board: Option<Box<Board>>,
    /// As far as they were read, newest first.
    pub(super) rows: Vec<Seen>,
    pub(super) ids: HashSet<String>,
    /// Where the next page begins.
    pub(super) cursor: Option<String>,
    pub(super) complete: bool,
    pub(super) loading: bool,
    pub(super) place: LongList,
    /// What is typed, and what these were searched for. Whatever is typed anywhere may be a secret.
    pub(super) typed: SecretString,
    pub(super) searched: SecretString,
    pub(super) question: Option<Question>,
    /// Something is being done about this one.
    pub(super) working: Option<Working>,
}

/// What is asked at a row.
#[derive(Debug)]
pub(super) struct Question {
    pub(super) id: String,
    pub(super) about: About,
}

#[derive(Debug)]
pub(super) enum About {
    /// Really take it back?
    Revoke,
    /// What is right instead?
    Correct {
        account: SecretString,
        label: SecretString,
    },
}

#[derive(Debug)]
pub(super) struct Working {
    pub(super) id: String,
    /// What is said when it is done; nothing for a link, which is shown.
    pub(super) done: Option<Notice>,
}
