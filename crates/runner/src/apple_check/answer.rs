//! What a service said, and how that is told.

use crate::network::Outage;
use apple::Verdict;
use wizard::{Problem, Report};

/// What one service said about a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It took the password, and what was asked for is there.
    Accepted,
    /// It refused name or password.
    Refused,
    /// It said in so many words that the account is locked.
    Locked,
    /// It took the password, but has nothing for this account: no mailbox, no calendar home.
    Closed,
    /// It answered "forbidden", which is not about the password.
    Forbidden,
    /// It answered with a status that is neither yes nor no, such as "not found".
    Unclear,
    /// It did not answer, or not about the password.
    NoAnswer { why: Outage },
    /// It was not asked, because nobody wants it.
    LeftOut,
    /// It was not reached from this network: until TLS stands, nobody has proved to be Apple.
    Skipped { why: Outage },
}

impl Answer {
    pub(super) const TIMED_OUT: Answer = Answer::NoAnswer {
        why: Outage::TimedOut,
    };

    /// The verdict, where it does not depend on what the other service says.
    pub(super) fn settled(&self) -> Option<Verdict> {
        match self {
            Answer::Accepted => Some(Verdict::Accepted),
            Answer::NoAnswer { .. } => Some(Verdict::NoAnswer),
            Answer::LeftOut | Answer::Skipped { .. } => Some(Verdict::Skipped),
            Answer::Locked => Some(Verdict::Locked),
            // A second form may still be tried.
            Answer::Refused | Answer::Closed | Answer::Forbidden | Answer::Unclear => None,
        }
    }

    /// The verdict beside the other service's last answer. A closed service is a refusal only beside an acceptance, where
    /// it cannot be read as "wrong password"; otherwise it is no obstacle, and Nylas will say more.
    pub(super) fn verdict_beside(&self, other: &Answer) -> Verdict {
        match self {
            Answer::Refused => Verdict::Refused,
            Answer::Locked => Verdict::Locked,
            Answer::Closed | Answer::Forbidden | Answer::Unclear if *other == Answer::Accepted => {
                Verdict::Refused
            }
            Answer::Accepted | Answer::Closed => Verdict::Accepted,
            Answer::NoAnswer { .. } | Answer::Unclear => Verdict::NoAnswer,
            // Nothing is known of what it thinks of the password.
            Answer::LeftOut | Answer::Skipped { .. } | Answer::Forbidden => Verdict::Skipped,
        }
    }

    /// The problem that it is, where that is not about the password.
    pub(super) fn report(&self) -> Option<Report> {
        match self {
            Answer::NoAnswer { why } => Some(why.report(true)),
            Answer::Skipped { why } => Some(why.report(false)),
            Answer::Unclear => Some(Outage::NotUnderstood.report(true)),
            Answer::Locked => Some(Problem::AccountLocked.into()),
            Answer::Accepted
            | Answer::Refused
            | Answer::Closed
            | Answer::Forbidden
            | Answer::LeftOut => None,
        }
    }
}
