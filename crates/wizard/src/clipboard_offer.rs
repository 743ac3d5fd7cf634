//! "Use the one you copied?": offered once per return from Apple's page, where the system lets a program look unasked.

use crate::{
    journey::Journey,
    session::Session,
    transition::{Connect, Context, Goto, Next},
};
use apple::{AppPassword, PasswordKind, classify_password};
use secrecy::SecretString;

/// Seconds after Apple's page was opened in which the clipboard is looked at.
const LOOKS_FOR: i64 = 600;

/// Whether the person may well come back with a password now.
pub(crate) fn may_look(session: &Session, journey: &Journey) -> bool {
    // Nylas' page gets it, not this program.
    !session.hosted()
        && journey.password.is_none()
        && journey
            .apple_page_opened_at
            .is_some_and(|opened| (0..=LOOKS_FOR).contains(&(session.now - opened)))
}

/// Only what Apple shows is offered, hyphens and all: any other text is none of our business.
pub(crate) fn found(cx: &mut Context<'_>, text: Option<SecretString>) {
    let text = text.filter(|_| may_look(cx.session, cx.journey));
    let label = &cx.session.label();
    cx.journey.clipboard_password = text.and_then(|text| match classify_password(&text, label) {
        PasswordKind::Whole(password, None) => Some(password),
        _ => None,
    });
}

/// The offer as the page shows it.
pub(crate) fn shown(journey: &Journey) -> Option<String> {
    journey.clipboard_password.as_ref().map(AppPassword::masked)
}

/// Takes the offer, and leads straight on.
pub(crate) fn accept(cx: &mut Context<'_>) -> Next {
    let Some(password) = cx.journey.clipboard_password.take() else {
        return Next::Ignored("nothing was offered");
    };
    // What was typed before is replaced, as a paste would.
    cx.wipe();
    cx.journey.password = Some(password);
    cx.journey.pasted = true;
    // The field says why a password is not sent.
    if cx.session.paused_until(cx.journey).is_some() || cx.journey.is_refused() {
        return Goto::Password.into();
    }
    Goto::Connecting(Connect::WithPassword).into()
}
