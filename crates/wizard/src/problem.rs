//! Everything that can go wrong, as one closed list. What each means is in `docs/problems.md`; the words are in `ui/locales`.

use crate::{Action, Field, ReportKind};
use strum::VariantArray;

/// A problem with a code that can be read over the phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, VariantArray)]
pub enum Problem {
    LooksLikeNormalPassword,
    SixDigitCode,
    NotTheWholePassword,
    EmailAsPassword,
    NotAnAppleAddress,
    PhoneNumber,
    AppleRefused,
    MailRefused,
    CalendarRefused,
    AppleNotAnswering,
    AccountLocked,
    NoTwoFactor,
    AliasOrCustomDomain,
    NylasRefusedPassword,
    ProviderNotResponding,
    TooManyAttempts,
    KeyRefused,
    NoConnector,
    RateLimited,
    NylasUnavailable,
    NotUnderstood,
    PlanDoesNotAllow,
    GrantUnreadable,
    OtherAddress,
    Offline,
    NameNotFound,
    TlsBroken,
    ProxyAnswers,
    PortBlocked,
    ClockWrong,
    KeychainUnavailable,
    BrowserDidNotOpen,
    RedirectPortTaken,
    CannotSave,
    ProfileUnreadable,
    InvitationExpired,
    InvitationUsed,
    OtherAccount,
    InvitationNotKnown,
    RelayNotAnswering,
    TooOld,
    RelayNotKnown,
    TooManyTries,
    OtherComputer,
    CompanyNotReady,
    InvitationWithdrawn,
    RelayKeyRefused,
    InvitationRefused,
}

use Problem::{
    AccountLocked, AliasOrCustomDomain, AppleNotAnswering, AppleRefused, BrowserDidNotOpen,
    CalendarRefused, CannotSave, ClockWrong, CompanyNotReady, EmailAsPassword, GrantUnreadable,
    InvitationExpired, InvitationNotKnown, InvitationRefused, InvitationUsed, InvitationWithdrawn,
    KeyRefused, KeychainUnavailable, LooksLikeNormalPassword, MailRefused, NameNotFound,
    NoConnector, NoTwoFactor, NotAnAppleAddress, NotTheWholePassword, NotUnderstood,
    NylasRefusedPassword, NylasUnavailable, Offline, OtherAccount, OtherAddress, OtherComputer,
    PhoneNumber, PlanDoesNotAllow, PortBlocked, ProfileUnreadable, ProviderNotResponding,
    ProxyAnswers, RateLimited, RedirectPortTaken, RelayKeyRefused, RelayNotAnswering,
    RelayNotKnown, SixDigitCode, TlsBroken, TooManyAttempts, TooManyTries, TooOld,
};

impl Problem {
    /// All of them, in the order of their codes.
    pub const ALL: &[Problem] = Problem::VARIANTS;

    /// The code: a letter for the group (what was typed, Apple, Nylas, this computer, invitations) and two digits.
    pub const fn code(self) -> &'static str {
        match self {
            LooksLikeNormalPassword => "P01",
            SixDigitCode => "P02",
            NotTheWholePassword => "P03",
            EmailAsPassword => "P04",
            NotAnAppleAddress => "P05",
            PhoneNumber => "P06",
            AppleRefused => "A01",
            MailRefused => "A02",
            CalendarRefused => "A03",
            AppleNotAnswering => "A04",
            AccountLocked => "A05",
            NoTwoFactor => "A06",
            AliasOrCustomDomain => "A07",
            NylasRefusedPassword => "N01",
            ProviderNotResponding => "N02",
            TooManyAttempts => "N03",
            KeyRefused => "N04",
            NoConnector => "N05",
            RateLimited => "N06",
            NylasUnavailable => "N07",
            NotUnderstood => "N08",
            PlanDoesNotAllow => "N09",
            GrantUnreadable => "N10",
            OtherAddress => "N11",
            Offline => "C01",
            NameNotFound => "C02",
            TlsBroken => "C03",
            ProxyAnswers => "C04",
            PortBlocked => "C05",
            ClockWrong => "C06",
            KeychainUnavailable => "C07",
            BrowserDidNotOpen => "C08",
            RedirectPortTaken => "C09",
            CannotSave => "C10",
            ProfileUnreadable => "C11",
            InvitationExpired => "I01",
            InvitationUsed => "I02",
            OtherAccount => "I03",
            InvitationNotKnown => "I04",
            RelayNotAnswering => "I05",
            TooOld => "I06",
            RelayNotKnown => "I07",
            TooManyTries => "I08",
            OtherComputer => "I09",
            CompanyNotReady => "I10",
            InvitationWithdrawn => "I11",
            RelayKeyRefused => "I12",
            InvitationRefused => "I13",
        }
    }

    /// The field whose text the problem speaks of; the first edit there makes the problem go.
    pub const fn field(self) -> Option<Field> {
        match self {
            LooksLikeNormalPassword
            | SixDigitCode
            | NotTheWholePassword
            | EmailAsPassword
            | AppleRefused
            | NylasRefusedPassword => Some(Field::AppPassword),
            NotAnAppleAddress | PhoneNumber => Some(Field::Address),
            AliasOrCustomDomain => Some(Field::AppleId),
            KeyRefused => Some(Field::ApiKey),
            InvitationNotKnown => Some(Field::Invitation),
            RelayKeyRefused => Some(Field::RelayKey),
            _ => None,
        }
    }

    /// Whether the password itself was refused, so that the same one is of no more use.
    pub const fn refuses_password(self) -> bool {
        matches!(self, AppleRefused | NylasRefusedPassword)
    }

    /// Whether doing the same again can help.
    pub const fn retry_can_help(self) -> bool {
        matches!(
            self,
            MailRefused
                | CalendarRefused
                | AppleNotAnswering
                | AccountLocked
                | ProviderNotResponding
                | TooManyAttempts
                | NoConnector
                | RateLimited
                | NylasUnavailable
                | NotUnderstood
                | PlanDoesNotAllow
                | GrantUnreadable
                | Offline
                | NameNotFound
                | TlsBroken
                | ProxyAnswers
                | PortBlocked
                | ClockWrong
                | KeychainUnavailable
                | RedirectPortTaken
                | ProfileUnreadable
                | KeyRefused
                | OtherAddress
                | RelayNotAnswering
                | OtherComputer
                | CompanyNotReady
        )
    }

    /// Whether Nylas may be asked although this spoke against it when Apple was asked: our check must not be stricter than
    /// Nylas.
    pub const fn nylas_may_overrule(self) -> bool {
        matches!(self, MailRefused | CalendarRefused | TlsBroken | ClockWrong)
    }

    /// Whether it passes by itself as a rule, so that one waits; where it does not, another way is needed.
    pub const fn may_last(self) -> bool {
        matches!(
            self,
            AppleNotAnswering
                | ProviderNotResponding
                | TooManyAttempts
                | RateLimited
                | NylasUnavailable
                | GrantUnreadable
                | RelayNotAnswering
        )
    }

    /// Whether only the company can do something about it.
    pub const fn is_for_company(self) -> bool {
        matches!(
            self,
            KeyRefused
                | NoConnector
                | NotUnderstood
                | PlanDoesNotAllow
                | OtherAccount
                | CompanyNotReady
        )
    }

    /// Seconds after which another try makes sense, where the server does not say.
    pub const fn usual_pause(self) -> u32 {
        match self {
            AppleNotAnswering | ProviderNotResponding | RelayNotAnswering => 60,
            RateLimited | NylasUnavailable => 30,
            Offline => 15,
            _ => 0,
        }
    }

    /// Whether a pause that was shown may end in another try that nobody asked for: nothing here refused anything.
    pub const fn goes_on_after_pause(self) -> bool {
        matches!(
            self,
            AppleNotAnswering | Offline | RateLimited | NylasUnavailable
        )
    }

    /// The buttons that stand with the problem, best first. Beside them stands `continue` where Nylas may overrule it.
    pub fn actions(self) -> &'static [Action] {
        match self {
            LooksLikeNormalPassword
            | SixDigitCode
            | NotTheWholePassword
            | EmailAsPassword
            | NotAnAppleAddress
            | PhoneNumber
            | AliasOrCustomDomain
            | BrowserDidNotOpen
            | InvitationNotKnown
            | InvitationRefused
            | NoTwoFactor => &[],
            RelayKeyRefused => &[Action::UseOtherKey, Action::CopyDetails],
            AppleRefused | NylasRefusedPassword => &[Action::ClosedTooEarly, Action::CopyDetails],
            TooOld => &[Action::OpenProject, Action::CopyDetails],
            AccountLocked => &[Action::Retry, Action::OpenForgot, Action::CopyDetails],
            MailRefused => &[Action::Retry, Action::OtherAddress, Action::CopyDetails],
            _ if self.retry_can_help() => &[Action::Retry, Action::CopyDetails],
            _ => &[Action::CopyDetails],
        }
    }
}

/// A problem as it happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub problem: Problem,
    /// A variant of its sentence, such as the shape of what was typed.
    pub kind: ReportKind,
    /// Values that the sentence names, such as a host. Already cut and free of control characters.
    pub values: Vec<(&'static str, String)>,
    /// For whom one asks for help.
    pub detail: Box<Detail>,
    /// Seconds after which another try makes sense.
    pub retry_after: Option<u32>,
    /// When it ends, in Unix seconds, where that is longer than anybody counts.
    pub until: Option<i64>,
    /// Whether the request may have arrived, so that a grant may exist all the same.
    pub may_have_arrived: bool,
}

/// What helps the company to help: never an address, a secret or a subject.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Detail {
    pub status: Option<u16>,
    /// The server's own name of the error, or ours for what is no answer.
    pub kind: Option<String>,
    /// The server's own words, cut to 200 characters.
    pub message: Option<String>,
    /// The server's number of the request.
    pub request_id: Option<String>,
}

impl Report {
    /// A report without particulars.
    pub fn new(problem: Problem) -> Self {
        Report {
            problem,
            kind: ReportKind::Plain,
            values: vec![],
            detail: Box::default(),
            retry_after: None,
            until: None,
            may_have_arrived: false,
        }
    }

    /// The value that the sentence names so.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        let mut values = self.values.iter();
        values
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.as_str())
    }

    /// The same with a variant of its sentence.
    #[must_use]
    pub fn kind(mut self, kind: impl Into<ReportKind>) -> Self {
        self.kind = kind.into();
        self
    }
}

impl From<Problem> for Report {
    fn from(problem: Problem) -> Self {
        Report::new(problem)
    }
}
