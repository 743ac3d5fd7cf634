//! What a service said, and how that is told.

use crate::network::Outage;
use apple::Verdict;
use wizard::{Problem, Report};

/// What one service said about a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServiceAnswer {
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

impl ServiceAnswer {
    pub(super) const TIMED_OUT: ServiceAnswer = ServiceAnswer::NoAnswer {
        why: Outage::TimedOut,
    };

    /// The verdict, where it does not depend on what the other service says.
    pub(super) fn settled(&self) -> Option<Verdict> {
        match self {
            ServiceAnswer::Accepted => Some(Verdict::Accepted),
            ServiceAnswer::NoAnswer { .. } => Some(Verdict::NoAnswer),
            ServiceAnswer::LeftOut | ServiceAnswer::Skipped { .. } => Some(Verdict::Skipped),
            ServiceAnswer::Locked => Some(Verdict::Locked),
            // A second form may still be tried.
            ServiceAnswer::Refused
            | ServiceAnswer::Closed
            | ServiceAnswer::Forbidden
            | ServiceAnswer::Unclear => None,
        }
    }

    /// The verdict beside the other service's last answer. A closed service is a refusal only beside an acceptance, where
    /// it cannot be read as "wrong password"; otherwise it is no obstacle, and Nylas will say more.
    pub(super) fn verdict_beside(&self, other: &ServiceAnswer) -> Verdict {
        match self {
            ServiceAnswer::Refused => Verdict::Refused,
            ServiceAnswer::Locked => Verdict::Locked,
            ServiceAnswer::Closed | ServiceAnswer::Forbidden | ServiceAnswer::Unclear
                if *other == ServiceAnswer::Accepted =>
            {
                Verdict::Refused
            }
            ServiceAnswer::Accepted | ServiceAnswer::Closed => Verdict::Accepted,
            ServiceAnswer::NoAnswer { .. } | ServiceAnswer::Unclear => Verdict::NoAnswer,
            // Nothing is known of what it thinks of the password.
            ServiceAnswer::LeftOut | ServiceAnswer::Skipped { .. } | ServiceAnswer::Forbidden => {
                Verdict::Skipped
            }
        }
    }

    /// The problem that it is, where that is not about the password.
    pub(super) fn report(&self) -> Option<Report> {
        match self {
            ServiceAnswer::NoAnswer { why } => Some(why.report(true)),
            ServiceAnswer::Skipped { why } => Some(why.report(false)),
            ServiceAnswer::Unclear => Some(Outage::NotUnderstood.report(true)),
            ServiceAnswer::Locked => Some(Problem::AccountLocked.into()),
            ServiceAnswer::Accepted
            | ServiceAnswer::Refused
            | ServiceAnswer::Closed
            | ServiceAnswer::Forbidden
            | ServiceAnswer::LeftOut => None,
        }
    }
}
