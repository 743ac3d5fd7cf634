//! A secret that nobody uses goes: after half an hour without a press, from memory and from the page.

use crate::{journey::Journey, notice::Notice, table::Screen, transition::Context};

/// Seconds without a press after which a secret goes.
const KEPT_FOR: i64 = 30 * 60;

/// Whether a secret waits to be used, in memory, in a field or in one that was left: the clock matters then.
pub(crate) fn keeps_secret(journey: &Journey, screen: &Screen) -> bool {
    journey.password.is_some()
        || journey.clipboard_password.is_some()
        || journey.half_password
        || screen.holds_secret()
}

/// The clock was read.
pub(crate) fn clock(cx: &mut Context<'_>, screen: &mut Screen, now: i64) {
    cx.session.now = now;
    // A clock that was put back makes it no longer.
    cx.session.pressed_at = cx.session.pressed_at.min(now);
    let expired = now - cx.session.pressed_at >= KEPT_FOR;
    if expired && keeps_secret(cx.journey, screen) && !screen.uses_password() {
        cx.wipe();
        cx.session.notice = Some(Notice::PasswordGone);
        screen.expire(cx.session);
    }
}
