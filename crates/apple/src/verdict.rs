//! What Apple's two services said about one password, and what that means together.

/// What one of Apple's services said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The password was accepted.
    Accepted,
    /// Name or password was refused.
    Refused,
    /// The service did not answer, or said that it is busy: says nothing about the password.
    NoAnswer,
    /// Not asked, or not reachable from this network: says nothing about the password.
    Skipped,
}

/// Mail's and calendar's verdict on the same password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdicts {
    /// Calendar (CalDAV).
    pub calendar: Verdict,
    /// Mail (IMAP).
    pub mail: Verdict,
}

/// The one conclusion from both verdicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Combined {
    /// Nothing speaks against going on.
    GoOn,
    /// Nobody accepted and somebody refused.
    Refused,
    /// Calendar accepted, mail refused: no mailbox, or another address.
    MailRefused,
    /// Mail accepted, calendar refused.
    CalendarRefused,
    /// Somebody did not answer and nobody refused.
    NoAnswer,
}

impl Verdicts {
    /// Both were left out.
    pub const SKIPPED: Verdicts = Verdicts { calendar: Verdict::Skipped, mail: Verdict::Skipped };

    /// What the two mean together. An outage of one never turns into a refusal by the other:
    /// one refusal beside an outage is still "no answer", because the refusing half may be the wrong name only.
    pub const fn combine(self) -> Combined {
        use Verdict::{Accepted, NoAnswer, Refused, Skipped};
        match (self.calendar, self.mail) {
            (Accepted, Refused) => Combined::MailRefused,
            (Refused, Accepted) => Combined::CalendarRefused,
            (NoAnswer, _) | (_, NoAnswer) => Combined::NoAnswer,
            (Refused, Refused | Skipped) | (Skipped, Refused) => Combined::Refused,
            (Accepted | Skipped, Accepted | Skipped) => Combined::GoOn,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Verdict::{Accepted, NoAnswer, Refused, Skipped};

    #[test]
    fn an_outage_is_never_called_a_refusal() {
        for other in [Accepted, Refused, NoAnswer, Skipped] {
            assert_eq!(Verdicts { calendar: NoAnswer, mail: other }.combine(), Combined::NoAnswer);
            assert_eq!(Verdicts { calendar: other, mail: NoAnswer }.combine(), Combined::NoAnswer);
        }
    }

    #[test]
    fn the_verdicts_are_kept_apart() {
        let both = |calendar, mail| Verdicts { calendar, mail }.combine();
        assert_eq!(both(Accepted, Accepted), Combined::GoOn);
        assert_eq!(both(Skipped, Skipped), Combined::GoOn);
        assert_eq!(both(Accepted, Skipped), Combined::GoOn);
        assert_eq!(both(Refused, Refused), Combined::Refused);
        assert_eq!(both(Accepted, Refused), Combined::MailRefused);
        assert_eq!(both(Refused, Accepted), Combined::CalendarRefused);
    }
}
