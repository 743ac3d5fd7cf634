//! What an address that is whole does to the journey.

use crate::{
    Problem, Report,
    journey::{Account, Journey},
    transition::{Context, Goto, Next},
};
use apple::Address as Mailbox;

/// Whether another address signs in than the one that is shown; in a renewal, as long as none is known.
pub(super) fn signs_in_elsewhere(journey: &Journey) -> bool {
    let account = &journey.account;
    let known = account.icloud.as_ref();
    account
        .shown
        .as_ref()
        .is_some_and(|shown| !shown.is_apple())
        && known.map_or(journey.renewal.is_some(), Mailbox::is_apple)
}

/// A password belongs to the account it was entered for.
pub(super) fn accept(cx: &mut Context<'_>, shown: Mailbox, icloud: &Mailbox) -> Next {
    cx.journey.provider = None;
    cx.journey.half_address = false;
    let account = Account {
        shown: Some(shown),
        icloud: Some(icloud.login()),
    };
    let known = &cx.journey.account;
    if cx.journey.renewal.is_some() && !is_same(known, &account) {
        return cx.fail(Report::new(Problem::OtherAddress).kind("renewal"));
    }
    // The grant is known by the one address of this mailbox: another form of it would make another grant.
    if cx.journey.renewal.is_none() || known.icloud.is_none() {
        if known.icloud != account.icloud {
            cx.start_over();
        }
        cx.journey.account = account;
    }
    Goto::Prepare { again: false }.into()
}

/// Whether a renewal may go on with what was typed: the address that is known of the grant stays.
fn is_same(known: &Account, typed: &Account) -> bool {
    let same = |known: &Option<Mailbox>, typed: &Option<Mailbox>| {
        known
            .as_ref()
            .zip(typed.as_ref())
            .map(|(known, typed)| known.same_mailbox(typed))
    };
    same(&known.icloud, &typed.icloud)
        .or_else(|| same(&known.shown, &typed.shown))
        .unwrap_or(true)
}
