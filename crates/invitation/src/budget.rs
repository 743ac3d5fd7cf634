//! How much is allowed. Wizard, relay and documents say the same, because they read it here.

/// Refused passwords that one account may meet in a day, over every computer and claim: Apple locks accounts after more.
pub const REFUSALS_A_DAY: usize = 5;
/// How many of them one claim may use up, so that a stranger with a link leaves some to the account's holder.
pub const REFUSALS_BY_ONE_CLAIM: usize = 3;
/// The day of these refusals, in seconds.
pub const DAY_SECONDS: i64 = 24 * 3600;
/// How long a claim keeps other computers out after its holder's last request.
pub const CLAIM_SECONDS: i64 = 3600;
/// How long an invitation is valid where nobody says otherwise.
pub const VALID_SECONDS: i64 = 14 * DAY_SECONDS;
/// Links of one invitation that work side by side.
pub const LIVE_LINKS: usize = 5;
