//! How often in a row something stood in the way that leaves a person nothing but to wait.

use crate::Report;
use apple::Address;

/// From this one on waiting is not all that is offered.
const LASTING: u8 = 2;

/// What stood in the way of this account, one after the other, with nothing else between.
#[derive(Debug, Default)]
pub(crate) struct Blocks {
    times: u8,
    icloud: Option<Address>,
}

impl Blocks {
    /// Another problem, or another account, begins anew.
    pub(crate) fn count(&mut self, report: &Report, icloud: Option<&Address>) {
        let again = report.problem.may_last() && self.icloud.as_ref() == icloud;
        self.times = match (report.problem.may_last(), again) {
            (true, true) => self.times.saturating_add(1),
            (true, false) => 1,
            (false, _) => 0,
        };
        self.icloud = icloud.cloned();
    }

    /// Whether it is no moment's trouble any more.
    pub(crate) const fn last(&self) -> bool {
        self.times >= LASTING
    }
}
