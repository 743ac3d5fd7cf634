//! What is in the database, and the only ways in which it changes: statements that say under which condition they count.

mod adopt;
mod audit;
mod board;
mod change;
mod claim;
mod codes;
mod create;
mod erase;
mod find;
mod held;
mod hints;
mod jobs;
mod list;
mod mail;
mod news;
mod operators;
mod outcome;
mod person;
#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may panic")]
mod plans;
mod read;
mod renewals;
mod restored;
mod returns;
mod sign_ins;
mod submission;
mod sweep;
mod tickets;
mod tries;

pub(crate) use adopt::{Adopted, Adoption, adopt, is_known};
pub use audit::Entry;
pub(crate) use audit::{History, page as audit_page};
pub(crate) use board::{board, ended, stuck};
pub(crate) use change::{Change, Changed, Correction, change};
pub(crate) use claim::{claim, heard, progress};
pub(crate) use codes::{Redeemed, add_code, decline, redeem};
pub(crate) use create::{New, Outcome, create};
pub(crate) use erase::{Erased, erase, erase_mailbox, tidy, to_purge};
pub(crate) use find::{Found, find, find_hashed};
pub(crate) use hints::{
    connections, decided, hint, hint_of_ended, standings, stands, sweep_again, sweep_is_due,
    take_hint,
};
pub(crate) use jobs::{HELD, Job, Kind, PAUSED, done, give_up, later, take, waiting};
pub(crate) use list::{Query, list, states};
pub(crate) use mail::{
    Letter, MAIL_REFUSED, bounced, mail_refused, mail_ticket, mailed, no_mail, pause, why_refused,
};
pub(crate) use news::{external_id, find_news};
pub(crate) use operators::operator;
pub use operators::{Operator, Token, create_token, revoke_token, tokens};
pub(crate) use outcome::{
    NotMine, fact, forget_fact, holds, is_time, learn, not_mine, read, reading, reading_failed,
    serves, shared_grant,
};
pub(crate) use person::{Person, export, invitations_of};
pub(crate) use read::{Invitation, by_grant, by_id};
pub(crate) use renewals::{again, hold, invite_to_renew, release, too_many};
pub(crate) use restored::{
    RESTORED, count_invitations, end_links, hint_of_all, knows_grant, made_since, mark_restored,
    restored, still_open,
};
pub(crate) use returns::{Returned, came_back};
pub(crate) use sign_ins::{
    SignIn, begin_sign_in, last_sign_in, returned, sent_to_nylas, sign_in, stopped,
};
pub(crate) use submission::{
    Begun, Failure, Lease, Made, begin, failed, made, sending, take_over, unsure,
};
pub(crate) use sweep::{left_behind, sweep};
pub(crate) use tickets::live_links;
pub(crate) use tries::left;
