//! A long list of which the page gets the rows that can be seen, and some around them.

/// Rows that the page gets before the first one that is to be seen …
const BEFORE: usize = 12;
/// … and altogether: more than the tallest screen has place for.
pub(crate) const ROWS: usize = 60;

/// Where in the list somebody is.
#[derive(Debug, Default)]
pub(crate) struct LongList {
    /// The first row that is to be seen.
    first: usize,
}

impl LongList {
    /// This row is the first one that is to be seen, of so many.
    pub(crate) fn scroll(&mut self, first: usize, count: usize) {
        self.first = first;
        self.keep_within(count);
    }

    /// The place of the first row may be beyond the list once that is shorter.
    pub(crate) fn keep_within(&mut self, count: usize) {
        self.first = self.first.min(count.saturating_sub(1));
    }

    /// The place of the first row that the page gets.
    pub(crate) const fn begin(&self) -> usize {
        self.first.saturating_sub(BEFORE)
    }

    /// Whether what the page gets reaches the end of so many rows, so that more of them are wanted.
    pub(crate) const fn is_near_the_end(&self, count: usize) -> bool {
        self.first + ROWS - BEFORE >= count
    }
}
