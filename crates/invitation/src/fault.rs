//! Why a relay refuses a call, and whose fault it is. A 401 is always the ticket's; what the company has to mend is a 503.

use serde::{Deserialize, Serialize};

/// Why a call was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// No such ticket, or none at all.
    NotKnown,
    /// The call needs a claim, and this ticket holds none.
    NotClaimed,
    /// Another computer holds the invitation, or took it over.
    OtherComputer,
    /// The invitation's time is over.
    Expired,
    /// It was used.
    Used,
    /// The company took it back, or whoever got it declined.
    Withdrawn,
    /// The password was for another account than the one invited.
    OtherAccount,
    /// The program speaks a protocol that is no longer served.
    TooOld,
    /// Too many passwords were refused; `until` says when that ends.
    TooManyTries,
    /// A submission is under way, or its outcome is not known yet.
    UnderWay,
    /// Nylas refuses the company's key, its plan is full, or a connector is missing.
    CompanyNotReady,
    /// The relay has too much to do, or cannot reach its database.
    Unavailable,
    /// Too many requests from one place.
    SlowDown,
    /// The request is not one of those that there are.
    NotUnderstood,
    /// There is nothing at this address.
    NotFound,
    /// The body is larger than any that is expected.
    TooLarge,
    /// There is something at this address, and this is not how it is asked.
    WrongMethod,
    /// The request did not come to its end in time.
    TooSlow,
}

impl Fault {
    /// Every fault there is.
    pub const ALL: [Fault; 18] = [
        Fault::NotKnown,
        Fault::NotClaimed,
        Fault::OtherComputer,
        Fault::Expired,
        Fault::Used,
        Fault::Withdrawn,
        Fault::OtherAccount,
        Fault::TooOld,
        Fault::TooManyTries,
        Fault::UnderWay,
        Fault::CompanyNotReady,
        Fault::Unavailable,
        Fault::SlowDown,
        Fault::NotUnderstood,
        Fault::NotFound,
        Fault::TooLarge,
        Fault::WrongMethod,
        Fault::TooSlow,
    ];

    /// The type in the answer: as Nylas writes its own, and never one of Nylas'.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Fault::NotKnown => "invitation.not_known",
            Fault::NotClaimed => "invitation.not_claimed",
            Fault::OtherComputer => "invitation.other_computer",
            Fault::Expired => "invitation.expired",
            Fault::Used => "invitation.used",
            Fault::Withdrawn => "invitation.withdrawn",
            Fault::OtherAccount => "invitation.other_account",
            Fault::TooOld => "invitation.too_old",
            Fault::TooManyTries => "invitation.too_many_tries",
            Fault::UnderWay => "invitation.under_way",
            Fault::CompanyNotReady => "invitation.company_not_ready",
            Fault::Unavailable => "relay.unavailable",
            Fault::SlowDown => "relay.slow_down",
            Fault::NotUnderstood => "relay.not_understood",
            Fault::NotFound => "relay.not_found",
            Fault::TooLarge => "relay.too_large",
            Fault::WrongMethod => "relay.wrong_method",
            Fault::TooSlow => "relay.too_slow",
        }
    }

    /// The fault of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Fault> {
        Fault::ALL.into_iter().find(|fault| fault.name() == name)
    }

    /// The status of the answer.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Fault::NotKnown => 401,
            Fault::OtherAccount => 403,
            Fault::NotFound => 404,
            Fault::WrongMethod => 405,
            Fault::TooSlow => 408,
            Fault::NotClaimed | Fault::OtherComputer | Fault::UnderWay => 409,
            Fault::Expired | Fault::Used | Fault::Withdrawn => 410,
            Fault::TooLarge => 413,
            Fault::NotUnderstood => 400,
            Fault::TooOld => 426,
            Fault::TooManyTries | Fault::SlowDown => 429,
            Fault::CompanyNotReady | Fault::Unavailable => 503,
        }
    }

    /// What a server's framework means by a status that it answers by itself.
    #[must_use]
    pub const fn of_status(status: u16) -> Fault {
        match status {
            404 => Fault::NotFound,
            405 => Fault::WrongMethod,
            408 => Fault::TooSlow,
            413 => Fault::TooLarge,
            429 => Fault::SlowDown,
            500.. => Fault::Unavailable,
            _ => Fault::NotUnderstood,
        }
    }

    /// The code of the problem that a person is shown; `None` where it is nothing for a person: the program claims, or asks
    /// on. What a relay does not understand is its own misfortune, like not answering at all.
    #[must_use]
    pub const fn problem(self) -> Option<&'static str> {
        Some(match self {
            Fault::Expired => "I01",
            Fault::Used => "I02",
            Fault::OtherAccount => "I03",
            Fault::NotKnown => "I04",
            Fault::TooOld => "I06",
            Fault::TooManyTries => "I08",
            Fault::OtherComputer => "I09",
            Fault::CompanyNotReady => "I10",
            Fault::Withdrawn => "I11",
            Fault::Unavailable
            | Fault::SlowDown
            | Fault::NotUnderstood
            | Fault::NotFound
            | Fault::TooLarge
            | Fault::WrongMethod
            | Fault::TooSlow => "I05",
            Fault::NotClaimed | Fault::UnderWay => return None,
        })
    }
}

/// The body of every answer that refuses a call, in the shape of Nylas' own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// The relay's number for the request, for whoever reads its logs.
    pub request_id: String,
    pub error: RefusedError,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedError {
    /// [`Fault::name`].
    pub r#type: String,
    /// The same for developers. It says nothing of any account.
    pub message: String,
    /// From when it may be tried again, in Unix seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<i64>,
}

impl RefusedError {
    /// Which fault it is, where it is one that this version knows.
    #[must_use]
    pub fn fault(&self) -> Option<Fault> {
        Fault::named(&self.r#type)
    }
}
