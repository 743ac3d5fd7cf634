//! The budget of tries. Nylas stops listening to an address after three refusals, so fewer are spent here.

use crate::{Tries, journey::Journey, session::Session};
use apple::Address;

/// Refusals that an address may meet. Below Nylas' three strikes.
const BUDGET: u8 = 2;
/// Seconds after the last refusal in which it is forgotten.
const FORGOTTEN_AFTER: i64 = 24 * 3600;
/// Addresses that are remembered at most; the oldest go first.
const MOST: usize = 100;

impl Session {
    /// What is left for the account of this journey; `None` when nothing was refused lately.
    pub(crate) fn tries(&self, journey: &Journey) -> Option<u8> {
        let icloud = journey.account.icloud.as_ref()?;
        self.ledger()
            .iter()
            .find(|t| self.counts(t) && icloud.is_mailbox_of(&t.address))
            .map(|t| t.left.min(BUDGET))
    }

    pub(crate) fn tries_left(&self, journey: &Journey) -> u8 {
        self.tries(journey).unwrap_or(BUDGET)
    }

    /// Name and password were refused. Another form of the name does not count, and an outage never does.
    pub(crate) fn spend_try(&mut self, journey: &Journey) {
        self.set_tries(journey, self.tries_left(journey).saturating_sub(1));
    }

    /// Whoever went through making a new password has one more.
    pub(crate) fn gain_try(&mut self, journey: &Journey) {
        if let Some(left) = self.tries(journey) {
            self.set_tries(journey, (left + 1).min(BUDGET));
        }
    }

    /// The account is connected.
    pub(crate) fn clear_tries(&mut self, icloud: &Address) {
        self.ledger_mut()
            .retain(|t| !icloud.is_mailbox_of(&t.address));
    }

    fn set_tries(&mut self, journey: &Journey, left: u8) {
        let Some(icloud) = &journey.account.icloud else {
            return;
        };
        let mut tries = std::mem::take(self.ledger_mut());
        tries.retain(|t| self.counts(t) && !icloud.is_mailbox_of(&t.address));
        if tries.len() >= MOST {
            tries.remove(0);
        }
        tries.push(Tries {
            address: icloud.to_string(),
            left,
            last: self.now,
        });
        *self.ledger_mut() = tries;
    }

    /// Practice counts for itself and keeps nothing.
    fn ledger(&self) -> &Vec<Tries> {
        if self.practice() {
            &self.practice_tries
        } else {
            &self.tries
        }
    }

    fn ledger_mut(&mut self) -> &mut Vec<Tries> {
        if self.practice() {
            &mut self.practice_tries
        } else {
            &mut self.tries
        }
    }

    /// A time in the future is no reason to keep somebody out for longer: the clock was wrong then, or is now.
    fn counts(&self, tries: &Tries) -> bool {
        (0..FORGOTTEN_AFTER).contains(&(self.now - tries.last))
    }
}
