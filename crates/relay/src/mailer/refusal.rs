//! Whose doing it is that a mail server refuses a mail for good: the address's, or that of whoever sends.

/// How far a mail was when the server refused it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Whom it is from (`MAIL FROM`).
    From,
    /// Whom it is for (`RCPT TO`).
    To,
    /// Whether it may come at all (`DATA`).
    Data,
    /// It was handed over, and perhaps taken.
    Content,
}

/// Whose doing it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whose {
    /// Nobody can be written to at this address.
    Addressee,
    /// The company has to mend something: the next mail would be refused as well.
    Sender,
}

/// Words of a refusal that are about whoever sends, where no code says so. Whoever is taken for an addressee is not written
/// to any more; whoever is taken for a sender is told, and the mail is tried again. So these may find too much.
const OF_SENDERS: [&str; 5] = ["sender", "relay", "authenticat", "spam", "policy"];

/// Judges by the step, the code, what was said, and whom it was from and for.
///
/// Many servers wait with everything until they heard whom a mail is for: the step alone says little there.
pub(crate) fn whose(step: Step, code: u16, said: &str, from: &str, to: &str) -> Whose {
    // Nobody knows yet whom it is for.
    if step == Step::From {
        return Whose::Sender;
    }
    match enhanced(said) {
        // 1.7 and 1.8 are addresses, too: the sender's.
        Some((1, 1..=4 | 6 | 10) | (2, 1..=4)) => Whose::Addressee,
        // There is no way to that domain; 4.5 is about too many mails.
        Some((4, 1..=4 | 6 | 7)) if step == Step::To => Whose::Addressee,
        // Servers say "other" of senders and addressees alike.
        Some((1 | 2, 0)) | None if step == Step::To => by_words(code, said, from, to),
        _ => Whose::Sender,
    }
}

fn by_words(code: u16, said: &str, from: &str, to: &str) -> Whose {
    let [said, from, to] = [said, from, to].map(str::to_lowercase);
    let said = said.replace(&to, "");
    let of_sender = said.contains(&from) || OF_SENDERS.iter().any(|word| said.contains(word));
    // What RFC 5321 and 7504 have for an address, and none of the others.
    if matches!(code, 501 | 550..=553 | 556) && !of_sender {
        Whose::Addressee
    } else {
        Whose::Sender
    }
}

/// The enhanced code (RFC 3463) of a refusal for good, such as 1.1 of "5.1.1": some servers put it at the end, in brackets.
pub(crate) fn enhanced(said: &str) -> Option<(u16, u16)> {
    said.split_whitespace().find_map(|word| {
        let word = word.trim_matches(|sign: char| !sign.is_ascii_digit());
        let mut parts = word.split('.');
        let mut number = || parts.next()?.parse::<u16>().ok();
        let (class, subject, detail) = (number()?, number()?, number()?);
        (class == 5 && parts.next().is_none()).then_some((subject, detail))
    })
}

#[cfg(test)]
mod tests {
    use super::{Step, Whose, enhanced, whose};

    #[test]
    fn an_address_that_does_not_exist_is_told_from_a_sender_who_may_not_send() {
        use Step::{Content, Data, From, To};
        use Whose::{Addressee, Sender};
        for (step, answer, judged) in [
            // Before anybody knows whom it is for.
            (From, "550 sender rejected", Sender),
            (From, "550 5.1.1 no such user", Sender),
            (From, "530 5.7.0 Authentication required", Sender),
            (
                From,
                "553 5.7.1 <connect@maplecare.example>: Sender address rejected: not owned by user",
                Sender,
            ),
            (From, "552 size limit exceeded", Sender),
            // By the enhanced code.
            (
                To,
                "550 5.1.1 <bob@example.com>: Recipient address rejected: User unknown",
                Addressee,
            ),
            (To, "550 5.1.10 RESOLVER.ADR.RecipientNotFound", Addressee),
            (To, "550 5.1.2 Domain not found", Addressee),
            (To, "501 5.1.3 Bad recipient address syntax", Addressee),
            (To, "550 5.1.6 mailbox has moved", Addressee),
            (To, "556 5.1.10 Recipient address has null MX", Addressee),
            (
                To,
                "550 5.2.1 The email account that you tried to reach is disabled",
                Addressee,
            ),
            (To, "552 5.2.2 mailbox full", Addressee),
            (
                To,
                "550 5.4.1 Recipient address rejected: Access denied",
                Addressee,
            ),
            (To, "550 5.4.4 Unable to route", Addressee),
            (
                To,
                "550 sorry, no mailbox here by that name (#5.1.1)",
                Addressee,
            ),
            (
                To,
                "554 5.7.1 <bob@example.com>: Relay access denied",
                Sender,
            ),
            (
                To,
                "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)",
                Sender,
            ),
            (
                To,
                "550 5.7.60 Client does not have permissions to send as this sender",
                Sender,
            ),
            (
                To,
                "550 5.7.64 TenantAttribution; Relay Access Denied",
                Sender,
            ),
            (
                To,
                "550 5.7.26 Unauthenticated email is not accepted due to the DMARC policy",
                Sender,
            ),
            (
                To,
                "550 5.1.8 <connect@maplecare.example>: Sender address rejected: Domain not found",
                Sender,
            ),
            (To, "550 5.1.7 Bad sender's mailbox address syntax", Sender),
            (To, "550 5.1.90 daily limit for message recipients", Sender),
            (To, "550 5.4.5 Daily user sending limit exceeded", Sender),
            (To, "535 5.7.8 Authentication credentials invalid", Sender),
            (To, "503 5.5.1 send MAIL first", Sender),
            (To, "504 5.5.2 <host>: Helo command rejected", Sender),
            (To, "550 5.3.4 message too big", Sender),
            (To, "550 #5.1.0 Address rejected.", Addressee),
            (
                To,
                "550 5.1.0 <connect@maplecare.example>: Sender address rejected: User unknown",
                Sender,
            ),
            // Without one.
            (To, "550 No such user here", Addressee),
            (To, "550 <bob@example.com>... User unknown", Addressee),
            (To, "550", Addressee),
            (To, "551 User not local", Addressee),
            (To, "552 mailbox full", Addressee),
            (To, "553 mailbox name not allowed", Addressee),
            (To, "501 bad address", Addressee),
            (To, "550 relay not permitted", Sender),
            (
                To,
                "550 Verification failed for <Connect@MapleCare.example>",
                Sender,
            ),
            (
                To,
                "550 Please turn on SMTP Authentication in your mail client",
                Sender,
            ),
            (To, "554 refused", Sender),
            (To, "530 log in first", Sender),
            (To, "503 valid MAIL first", Sender),
            (To, "555 parameters not recognized", Sender),
            // The mail itself.
            (Data, "554 no valid recipients", Sender),
            (Data, "550 5.1.1 unknown", Addressee),
            (Content, "554 5.7.1 looks like spam", Sender),
            (Content, "550 5.7.26 unauthenticated", Sender),
            (
                Content,
                "554 5.2.0 SendAsDeniedException.MapiExceptionSendAsDenied",
                Sender,
            ),
            (Content, "554 5.2.252 SendAsDenied", Sender),
            (Content, "552 too much", Sender),
            (Content, "550 refused", Sender),
            (Content, "550 5.6.0 malformed", Sender),
            (Content, "552 5.2.2 over quota", Addressee),
            (Content, "550 5.1.1 unknown", Addressee),
        ] {
            let (code, said) = answer.split_once(' ').unwrap_or((answer, ""));
            let code = code.parse().unwrap_or_default();
            let found = whose(
                step,
                code,
                said,
                "connect@maplecare.example",
                "bob@example.com",
            );
            assert_eq!(found, judged, "{step:?}: {answer}");
        }
        // What stands in the address itself says nothing.
        let named = whose(
            To,
            550,
            "relay@spam.example unknown",
            "a@b.example",
            "relay@spam.example",
        );
        assert_eq!(named, Addressee);
    }

    #[test]
    fn an_enhanced_code_is_found_wherever_it_stands_and_no_other_number_is_one() {
        for (said, code) in [
            ("5.1.1 unknown", Some((1, 1))),
            ("unknown (#5.7.1)", Some((7, 1))),
            ("[5.7.60]: no", Some((7, 60))),
            ("4.7.1 later 5.7.1 never", Some((7, 1))),
            ("5.1.2.3 is listed", None),
            ("15.1.1 5.1 5.x.1 5.1.99999 5", None),
            ("", None),
        ] {
            assert_eq!(enhanced(said), code, "{said}");
        }
    }
}
