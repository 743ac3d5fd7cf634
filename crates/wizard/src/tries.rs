//! The budget of tries. Apple locks an account after too many refusals, and Nylas stops listening after three, so an address
//! may meet only so many here.

use crate::{Refusal, Tries, journey::Journey, session::Session};
use apple::Address;
use invitation::{DAY_SECONDS as DAY, REFUSALS_A_DAY as A_DAY};

const HOUR: i64 = 3600;
/// How many of them may be by Nylas in an hour.
const BY_NYLAS_AN_HOUR: usize = 3;
/// Addresses that are remembered at most; the oldest go first.
const MOST: usize = 100;
/// What earlier versions allowed before a new password.
const BUDGET_BEFORE: u8 = 2;

impl Session {
    /// Tries that the account of this journey has left; `None` when nothing was refused lately.
    pub(crate) fn tries(&self, journey: &Journey) -> Option<usize> {
        let met = self.refusals(journey.account.icloud.as_ref()?).len();
        (met > 0).then(|| match self.paused_until(journey) {
            Some(_) => 0,
            None => A_DAY.saturating_sub(met),
        })
    }

    /// Until when no further password is sent for this account, in Unix seconds.
    pub(crate) fn paused_until(&self, journey: &Journey) -> Option<i64> {
        let met = self.refusals(journey.account.icloud.as_ref()?);
        let by_nylas: Vec<Refusal> = met.iter().copied().filter(|r| r.by_nylas).collect();
        let ends = |refusals: &[Refusal], most: usize, span: i64| {
            let first = refusals.len().checked_sub(most)?;
            refusals.get(first).map(|refusal| refusal.at + span)
        };
        ends(&met, A_DAY, DAY)
            .max(ends(&by_nylas, BY_NYLAS_AN_HOUR, HOUR))
            .filter(|until| *until > self.now)
    }

    /// Name and password were refused. Another form of the name does not count, and an outage never does.
    pub(crate) fn spend_try(&mut self, journey: &Journey, by_nylas: bool) {
        let Some(icloud) = &journey.account.icloud else {
            return;
        };
        let mut refusals = self.refusals(icloud);
        refusals.push(Refusal {
            at: self.now,
            by_nylas,
        });
        let surplus = refusals.len().saturating_sub(A_DAY);
        refusals.drain(..surplus);
        let (now, budget) = (self.now, usize::from(BUDGET_BEFORE));
        let tries = Tries {
            address: icloud.to_string(),
            left: u8::try_from(budget.saturating_sub(refusals.len())).unwrap_or_default(),
            last: now,
            refusals,
        };
        let ledger = self.ledger_mut();
        ledger.retain(|t| (0..DAY).contains(&(now - t.last)) && !icloud.is_mailbox_of(&t.address));
        if ledger.len() >= MOST {
            ledger.remove(0);
        }
        ledger.push(tries);
    }

    /// The account is connected.
    pub(crate) fn clear_tries(&mut self, icloud: &Address) {
        self.ledger_mut()
            .retain(|t| !icloud.is_mailbox_of(&t.address));
    }

    /// The refusals of the last day. One in the future is no reason to keep somebody out: the clock was wrong then, or is
    /// now.
    fn refusals(&self, icloud: &Address) -> Vec<Refusal> {
        let known = self
            .ledger()
            .iter()
            .find(|tries| icloud.is_mailbox_of(&tries.address));
        let Some(tries) = known else {
            return vec![];
        };
        let recent = |refusal: &Refusal| (0..DAY).contains(&(self.now - refusal.at));
        // An earlier version wrote how many were left, and only when the last one was.
        let before = Refusal {
            at: tries.last,
            by_nylas: false,
        };
        let met = usize::from(BUDGET_BEFORE.saturating_sub(tries.left));
        let as_before = if tries.refusals.is_empty() { met } else { 0 };
        let before = std::iter::repeat_n(before, as_before);
        let refusals = tries.refusals.iter().copied();
        before.chain(refusals).filter(recent).collect()
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
}
