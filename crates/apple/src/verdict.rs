//! What Apple's two services said about one password, and what that means together.

/// What one of Apple's services said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The password was accepted.
    Accepted,
    /// Name or password was refused.
    Refused,
    /// The service said that the account is locked: says nothing about the password.
    Locked,
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
    /// Nobody accepted and somebody said that the account is locked.
    Locked,
    /// Somebody did not answer and nobody refused.
    NoAnswer,
}

impl Verdicts {
    /// Both were left out.
    pub const SKIPPED: Verdicts = Verdicts {
        calendar: Verdict::Skipped,
        mail: Verdict::Skipped,
    };

    /// What the two mean together. An outage of one never turns into a refusal by the other:
    /// one refusal beside an outage is still "no answer", because the refusing half may be the wrong name only.
    pub const fn combine(self) -> Combined {
        use Verdict::{Accepted, Locked, NoAnswer, Refused, Skipped};
        match (self.calendar, self.mail) {
            (Accepted, Refused | Locked) => Combined::MailRefused,
            (Refused | Locked, Accepted) => Combined::CalendarRefused,
            (Locked, _) | (_, Locked) => Combined::Locked,
            (NoAnswer, _) | (_, NoAnswer) => Combined::NoAnswer,
            (Refused, Refused | Skipped) | (Skipped, Refused) => Combined::Refused,
            (Accepted | Skipped, Accepted | Skipped) => Combined::GoOn,
        }
    }
}

/// Whether a server's words clearly say that the whole account is locked. A service that is switched off for the account,
/// or anything less than clear, is not meant.
pub fn says_locked(words: &str) -> bool {
    let words = words.to_lowercase();
    let words: Vec<&str> = words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let about_a_service = words.iter().any(|word| {
        matches!(
            *word,
            "imap"
                | "pop"
                | "mail"
                | "mailbox"
                | "calendar"
                | "caldav"
                | "access"
                | "service"
                | "feature"
        )
    });
    let said = |account: usize| {
        let mut rest = words[account + 1..]
            .iter()
            .skip_while(|word| matches!(**word, "is" | "has" | "was" | "been" | "temporarily"));
        matches!(rest.next(), Some(&("locked" | "disabled" | "suspended")))
    };
    let account = |at: usize| {
        words[at] == "account" || words[at] == "id" && at > 0 && words[at - 1] == "apple"
    };
    !about_a_service && (0..words.len()).any(|at| account(at) && said(at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Verdict::{Accepted, Locked, NoAnswer, Refused, Skipped};

    #[test]
    fn an_outage_is_never_called_a_refusal() {
        for other in [Accepted, Refused, NoAnswer, Skipped] {
            assert_eq!(
                Verdicts {
                    calendar: NoAnswer,
                    mail: other
                }
                .combine(),
                Combined::NoAnswer
            );
            assert_eq!(
                Verdicts {
                    calendar: other,
                    mail: NoAnswer
                }
                .combine(),
                Combined::NoAnswer
            );
        }
    }

    #[test]
    fn a_locked_account_is_not_a_refused_password() {
        for other in [Refused, Locked, NoAnswer, Skipped] {
            assert_eq!(
                Verdicts {
                    calendar: Locked,
                    mail: other
                }
                .combine(),
                Combined::Locked
            );
            assert_eq!(
                Verdicts {
                    calendar: other,
                    mail: Locked
                }
                .combine(),
                Combined::Locked
            );
        }
        assert_eq!(
            Verdicts {
                calendar: Accepted,
                mail: Locked
            }
            .combine(),
            Combined::MailRefused
        );
        assert_eq!(
            Verdicts {
                calendar: Locked,
                mail: Accepted
            }
            .combine(),
            Combined::CalendarRefused
        );
    }

    #[test]
    fn only_clear_words_mean_a_locked_account() {
        for words in [
            "[AUTHENTICATIONFAILED] Authentication failed: account locked",
            "This account has been locked for security reasons.",
            "Your Apple ID has been disabled",
            "This Apple Account is locked",
            "<p>Your account is disabled.</p>",
            "ACCOUNT_LOCKED",
            "the account was suspended",
        ] {
            assert!(says_locked(words), "{words}");
        }
        for words in [
            "",
            "[AUTHENTICATIONFAILED] Authentication failed.",
            "Account temporarily blocked",
            "IMAP access is disabled for this account",
            "Mail for this account is disabled",
            "The mailbox is locked by another session",
            "LOGIN is disabled",
            "account is not locked",
            "Unlock your account",
            "account unlocked",
            "invalid account or password; after three tries it is locked",
        ] {
            assert!(!says_locked(words), "{words}");
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
