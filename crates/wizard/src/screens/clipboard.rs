//! "Use the one you copied?": offered once per return from Apple's page, where the system lets a program look unasked.

use super::{Next, Screen, ignored, password};
use crate::State;
use apple::{Shape, judge_password};
use secrecy::SecretString;

/// Seconds after Apple's page was opened in which the clipboard is looked at.
const LOOKS_FOR: i64 = 600;

/// Whether the person may well come back with a password now.
pub(super) fn may_look(state: &State) -> bool {
    let waits = matches!(state.screen, Screen::Prepare(_) | Screen::Password(_));
    // Nylas' page gets it, not this program.
    waits
        && !state.hosted()
        && state.held.is_none()
        && state
            .opened_at
            .is_some_and(|opened| (0..=LOOKS_FOR).contains(&(state.now - opened)))
}

/// Only what Apple shows is offered, hyphens and all: any other text is none of our business.
pub(super) fn peeked(mut state: State, text: Option<SecretString>) -> Next {
    state.offered = text.filter(|_| may_look(&state)).and_then(|text| {
        match judge_password(&text, &state.setup.label) {
            Shape::Whole(password, None) => Some(password),
            _ => None,
        }
    });
    (state, vec![])
}

pub(super) fn use_copied(mut state: State) -> Next {
    let Some(password) = state
        .offered
        .take()
        .filter(|_| matches!(state.screen, Screen::Prepare(_) | Screen::Password(_)))
    else {
        return ignored(state, "nothing was offered");
    };
    if matches!(&state.screen, Screen::Prepare(prepare) if prepare.again) {
        state.gain_try();
    }
    // What was typed before is replaced, as a paste would.
    state.wipe();
    state.held = Some(password);
    state.pasted = true;
    password::enter(state)
}
