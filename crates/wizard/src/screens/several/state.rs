//! What `several` knows while it is shown.

use crate::{Invited, long_list::LongList};
use invitation::operator::Create;

#[derive(Debug, Default)]
pub(crate) struct Several {
    pub(super) phase: SeveralPhase,
    /// The rows of the table that was read.
    pub(super) customers: Vec<Create>,
    /// What became of the first of them.
    pub(super) results: Vec<Invited>,
    pub(super) place: LongList,
    pub(super) saving: bool,
    /// Where the links were saved.
    pub(super) saved: Option<String>,
}

#[derive(Debug, Default)]
pub(super) enum SeveralPhase {
    #[default]
    Asking,
    Reading,
    /// They can be invited, or the rest of them.
    Ready,
    Making,
    Done,
}

impl Several {
    /// Whether there is something to be saved.
    pub(super) fn has_results(&self) -> bool {
        !self.results.is_empty() && !matches!(self.phase, SeveralPhase::Making)
    }
}
