//! The small window beside the browser: the steps to do there, one at a time.

/// How far the person is, from step 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Beside {
    pub(crate) step: u8,
    pub(crate) steps: u8,
}

impl Beside {
    pub(crate) const fn first_of(steps: u8) -> Self {
        Beside { step: 1, steps }
    }

    /// Whether there was another step.
    pub(crate) const fn next(&mut self) -> bool {
        let more = !self.is_last();
        if more {
            self.step += 1;
        }
        more
    }

    /// Whether there was a step before.
    pub(crate) const fn back(&mut self) -> bool {
        let more = self.step > 1;
        if more {
            self.step -= 1;
        }
        more
    }

    pub(crate) const fn is_last(self) -> bool {
        self.step == self.steps
    }
}
