//! A secret that nobody uses goes: after half an hour without a press, from memory and from the page.

use super::{Next, Phase, Screen, operator, password};
use crate::State;

/// Seconds without a press after which a secret goes.
const KEPT_FOR: i64 = 30 * 60;

impl State {
    /// Whether a secret waits to be used, in memory or in a field: the clock matters then.
    pub fn keeps_secret(&self) -> bool {
        self.held.is_some()
            || self.offered.is_some()
            || match &self.screen {
                Screen::Password(form) => !form.is_empty(),
                Screen::Operator(operator) => operator.holds_text(),
                _ => false,
            }
    }

    /// A request that is on its way ends by itself, and needs the password until then.
    pub(crate) fn uses_password(&self) -> bool {
        matches!(&self.screen, Screen::Connecting(c) if c.phase != Phase::Stopped)
    }
}

/// The clock was read.
pub(super) fn clock(mut state: State, now: i64) -> Next {
    state.now = now;
    // A clock that was put back makes it no longer.
    state.pressed_at = state.pressed_at.min(now);
    if now - state.pressed_at < KEPT_FOR || !state.keeps_secret() || state.uses_password() {
        return (state, vec![]);
    }
    state.wipe();
    state.notice = Some("password-gone");
    match state.screen {
        Screen::Password(_) => password::expire(&mut state),
        Screen::Operator(_) => operator::expire(&mut state),
        _ => {}
    }
    (state, vec![])
}
