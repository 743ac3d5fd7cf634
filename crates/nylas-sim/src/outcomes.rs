//! What a person may choose to happen: one address per outcome, for practice and for tests.
//! `docs/practice.md` tells the same in words; a test keeps the two together.

/// Something other than plain success, chosen by the local part of an address at one of Apple's domains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Apple refuses mail and calendar.
    AppleRefused,
    /// Apple accepts the calendar and refuses mail.
    NoMailbox,
    /// Apple accepts mail and refuses the calendar.
    NoCalendar,
    /// Apple does not answer.
    AppleBusy,
    /// Apple accepts both, Nylas refuses the credentials.
    Refused,
    /// Nylas says that the provider does not respond.
    ProviderDown,
    /// Nylas refuses twice, and from the [`STRIKES`]th attempt on says that there were too many.
    TooMany,
    /// Nylas refuses the API key on custom auth.
    KeyRefused,
    /// Nylas says that the application has no connector for the provider.
    NoConnector,
    /// Nylas answers 429 the first time.
    RateLimited,
    /// Nylas answers 503 the first time.
    Unavailable,
    /// Nylas answers 503 every time.
    Down,
    /// A page in place of an answer; no grant is made.
    Garbled,
    /// Nylas refuses another account under the application's plan.
    PlanLimit,
    /// The grant is made; its first [`UNREADABLE_ROUNDS`] reads of each kind fail.
    UnreadableGrant,
    /// The grant takes [`SLOW_SECONDS`] seconds.
    Slow,
    /// The grant is made, and the connection dropped before the answer.
    LostAnswer,
    /// The grant comes back for [`OTHER_ADDRESS`].
    OtherAddress,
    /// The grant has neither calendars nor messages yet: still syncing.
    Empty,
}

/// The attempt at which [`Outcome::TooMany`] stops saying "refused".
pub const STRIKES: u32 = 3;
/// How often calendars, and how often messages, of [`Outcome::UnreadableGrant`] fail before they can be read.
pub const UNREADABLE_ROUNDS: u32 = 2;
/// How long [`Outcome::Slow`] takes, in seconds: longer than the wizard's "longer than usual".
pub const SLOW_SECONDS: u64 = 25;
/// Whose grant [`Outcome::OtherAddress`] returns.
pub const OTHER_ADDRESS: &str = "someone-else@icloud.com";

/// One row of the table of outcomes.
#[derive(Debug)]
pub struct Chosen {
    pub outcome: Outcome,
    /// The part before the @ that chooses it.
    pub local_part: &'static str,
    /// What Apple says of the calendar and of mail, to a well-formed app password.
    pub apple: AppleAnswer,
    /// The code of the problem that the wizard ends on; none where it ends well.
    pub problem: Option<&'static str>,
}

/// What one of Apple's services says of an app password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It opens this service.
    Accepted,
    /// It does not.
    Refused,
    /// The service does not say.
    NoAnswer,
}

/// What Apple's two services say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AppleAnswer {
    /// The calendar's verdict (CalDAV).
    pub calendar: Verdict,
    /// Mail's verdict (IMAP).
    pub mail: Verdict,
}

impl AppleAnswer {
    const ACCEPTED: Self = Self::new(Verdict::Accepted, Verdict::Accepted);
    pub(crate) const REFUSED: Self = Self::new(Verdict::Refused, Verdict::Refused);

    const fn new(calendar: Verdict, mail: Verdict) -> Self {
        Self { calendar, mail }
    }
}

const fn at_apple(
    local_part: &'static str,
    outcome: Outcome,
    apple: AppleAnswer,
    problem: &'static str,
) -> Chosen {
    Chosen {
        outcome,
        local_part,
        apple,
        problem: Some(problem),
    }
}

const fn at_nylas(
    local_part: &'static str,
    outcome: Outcome,
    problem: Option<&'static str>,
) -> Chosen {
    Chosen {
        outcome,
        local_part,
        apple: AppleAnswer::ACCEPTED,
        problem,
    }
}

/// Every outcome that can be chosen.
#[rustfmt::skip]
pub const CHOSEN: &[Chosen] = &[
    at_apple("apple-refused", Outcome::AppleRefused, AppleAnswer::REFUSED, "A01"),
    at_apple("no-mailbox", Outcome::NoMailbox, AppleAnswer::new(Verdict::Accepted, Verdict::Refused), "A02"),
    at_apple("no-calendar", Outcome::NoCalendar, AppleAnswer::new(Verdict::Refused, Verdict::Accepted), "A03"),
    at_apple("apple-busy", Outcome::AppleBusy, AppleAnswer::new(Verdict::NoAnswer, Verdict::NoAnswer), "A04"),
    at_nylas("refused", Outcome::Refused, Some("N01")),
    at_nylas("provider-down", Outcome::ProviderDown, Some("N02")),
    at_nylas("too-many", Outcome::TooMany, Some("N03")),
    at_nylas("key-refused", Outcome::KeyRefused, Some("N04")),
    at_nylas("no-connector", Outcome::NoConnector, Some("N05")),
    at_nylas("rate-limited", Outcome::RateLimited, Some("N06")),
    at_nylas("unavailable", Outcome::Unavailable, Some("N07")),
    at_nylas("down", Outcome::Down, Some("N07")),
    at_nylas("garbled", Outcome::Garbled, Some("N08")),
    at_nylas("plan-limit", Outcome::PlanLimit, Some("N09")),
    at_nylas("unreadable-grant", Outcome::UnreadableGrant, Some("N10")),
    at_nylas("other-address", Outcome::OtherAddress, Some("N11")),
    at_nylas("slow", Outcome::Slow, None),
    at_nylas("lost-answer", Outcome::LostAnswer, None),
    at_nylas("empty", Outcome::Empty, None),
];

impl Chosen {
    /// The row that `address` chooses, if it is at one of Apple's domains; case does not matter.
    #[must_use]
    pub fn by(address: &str) -> Option<&'static Self> {
        let local_part = local_part_at_apple(address)?;
        CHOSEN
            .iter()
            .find(|row| local_part.eq_ignore_ascii_case(row.local_part))
    }
}

/// The part before the @, if what follows is one of Apple's domains.
pub(crate) fn local_part_at_apple(address: &str) -> Option<&str> {
    let (local_part, domain) = address.trim().rsplit_once('@')?;
    ["icloud.com", "me.com", "mac.com"]
        .iter()
        .any(|apple| domain.eq_ignore_ascii_case(apple))
        .then_some(local_part)
}

/// What `address` chooses at Nylas; none means that all goes well.
pub(crate) fn chosen_by(address: &str) -> Option<Outcome> {
    Chosen::by(address).map(|row| row.outcome)
}

/// Practice's stand-in for asking Apple: mail and calendar accept any well-formed app password, unless the address
/// chooses otherwise. Nothing is sent anywhere and nothing is kept.
#[must_use]
pub fn ask_apple(address: &str, password: &str) -> AppleAnswer {
    if !is_app_password(password) {
        return AppleAnswer::REFUSED;
    }
    Chosen::by(address).map_or(AppleAnswer::ACCEPTED, |row| row.apple)
}

/// Four groups of four letters a-z, joined by hyphens or by nothing.
pub(crate) fn is_app_password(text: &str) -> bool {
    let group = |group: &str| group.len() == 4 && group.bytes().all(|b| b.is_ascii_lowercase());
    match text.len() {
        16 => text.bytes().all(|b| b.is_ascii_lowercase()),
        19 => text.split('-').count() == 4 && text.split('-').all(group),
        _ => false,
    }
}
