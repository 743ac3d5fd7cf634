//! The operator's calls: what a company's own people and programs send to their relay, and what it answers.

use crate::state::State;
use crate::told::System;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

/// Where the invitations are; one is at `/invitations/{id}`.
pub const INVITATIONS: &str = "/invitations";
/// `POST`: several at once.
pub const BATCH: &str = "/invitations/batch";
/// What an operator's token begins with, so that whoever finds one knows what it is.
pub const KEY_BEGINS: &str = "icr_";
/// Longest label, in characters: of a person, or of an account at the company.
pub const LONGEST_LABEL: usize = 80;
/// Rows of a batch.
pub const MAX_BATCH: usize = 1000;

/// Where it is asked how what was connected stands.
pub const CONNECTIONS: &str = "/connections";

/// `POST`: a customer came back to the company.
pub const RETURNS: &str = "/returns";
/// What the address they come back to has in its query.
pub const RESULT: &str = "result";
/// Where it is asked whether mails leave.
pub const MAIL: &str = "/mail";

/// Where it is asked whether people are invited to renew what ended.
pub const RENEWALS: &str = "/renewals";

/// What an operator's token allows. Each role may do what the one before may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Sees invitations.
    Read,
    /// Also makes and corrects them.
    Invite,
    /// Also takes them back, releases them and lifts limits.
    Admin,
}

impl Role {
    /// Every role there is.
    pub const ALL: [Role; 3] = [Role::Read, Role::Invite, Role::Admin];

    /// Its name, on the command line and in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Role::Read => "read",
            Role::Invite => "invite",
            Role::Admin => "admin",
        }
    }

    /// The role of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// The body of `POST /invitations`, and a row of a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Create {
    /// The address that may be connected; icloud.com, me.com and mac.com count as one.
    pub account: String,
    /// Where the mail goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub send_to: Option<String>,
    /// Who is invited, as they are shown.
    pub recipient_label: String,
    /// Which account at the company it is added to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_label: Option<String>,
    /// The company's own name for it: the same one with the same body makes nothing twice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// Comes back on the grant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_seconds: Option<i64>,
    /// Whether the account is connected already and needs a new password.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub renew: bool,
}

/// The answer of `POST /invitations` and of `POST /invitations/{id}/link`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Created {
    pub id: String,
    /// Only with what was made just now: it is a secret, and nobody can look it up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// In Unix seconds.
    pub expires_at: i64,
    pub reference: String,
}

/// The body of `PATCH /invitations/{id}`: what is there is corrected.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correct {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// Where its mail goes instead; it is sent anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub send_to: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient_label: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_label: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// An invitation, as its company sees it. There is no link in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    pub id: String,
    pub reference: String,
    pub state: State,
    pub account: String,
    pub recipient_label: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub send_to: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_label: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    pub renew: bool,
    /// Times in Unix seconds.
    pub created_at: i64,
    pub expires_at: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claimed_at: Option<i64>,
    /// When it came to its end, whichever that was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<i64>,
    /// When its mail was refused, or came back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bounced_at: Option<i64>,
    /// The invitation that it follows, by its ID.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grant_id: Option<String>,
    /// Where somebody does not get on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stuck: Option<Stuck>,
    /// Links that work now.
    pub links: usize,
}

/// Where somebody does not get on: the five things that a company hears of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stuck {
    pub step: String,
    pub problem: String,
    /// In Unix seconds.
    pub since: i64,
    pub version: String,
    pub system: System,
}

/// The answer of `GET /invitations`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    pub invitations: Vec<Seen>,
    /// Where the next page begins; none on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// The body of `POST /invitations/batch`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Batch {
    pub invitations: Vec<Create>,
}

/// Its answer: a result for each row, in their order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchResult {
    pub results: Vec<Row>,
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Row {
    Made(Created),
    Refused { error: Rejected },
}

/// The body of `POST /returns`: what the customer's browser brought.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Return {
    pub result: SecretString,
    /// The invitation that this browser's session waits for: another one's result does not count.
    pub invitation: String,
}

/// Why something that an operator sent was not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    /// Such as `account_not_apple`.
    pub r#type: String,
    pub message: String,
}

/// How a connection stands, as Nylas said when it was last asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    Valid,
    /// It needs a new password.
    Invalid,
    /// It is not there any more.
    Gone,
}

impl Standing {
    /// Every one there is.
    pub const ALL: [Standing; 3] = [Standing::Valid, Standing::Invalid, Standing::Gone];

    /// Its name, in answers and in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Standing::Valid => "valid",
            Standing::Invalid => "invalid",
            Standing::Gone => "gone",
        }
    }

    /// The one of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Standing> {
        Standing::ALL
            .into_iter()
            .find(|standing| standing.name() == name)
    }
}

/// Something that an invitation connected, and how it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionSeen {
    pub grant_id: String,
    pub state: Standing,
    /// Since when, in Unix seconds, as far as it was seen.
    pub since: i64,
    /// The invitation that made or renewed it last, with its reference, account and labels.
    pub invitation: String,
    pub reference: String,
    pub account: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_label: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
}

/// The answer of `GET /connections`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connections {
    pub connections: Vec<ConnectionSeen>,
    /// Where the next page begins; none on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// How it goes, in numbers.
pub const BOARD: &str = "/board";

/// The answer of `GET /board`: everything that is counted, without anybody's name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// By state, as they are now.
    pub invitations: Vec<Counted>,
    /// People who do not get on now: the problem's code, and the step.
    pub stuck: Vec<Counted>,
    /// By how they stand.
    pub connections: Vec<Counted>,
    /// Connections that do not work any more: why, and how long they had.
    pub ended: Vec<Counted>,
}

/// What was counted, by one or two words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    pub what: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    pub count: i64,
}

/// The answer of `GET /mail`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailState {
    /// Whether the relay sends mails at all.
    pub set_up: bool,
    pub paused: bool,
    /// Mails that are still to be sent, reminders of the next days among them.
    pub waiting: i64,
    /// What the company has to mend before they leave, as the mail server said last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

/// The answer of `GET /renewals`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renewals {
    /// So many connections ended at once that nobody is written to before an operator says so.
    pub held: bool,
    /// Connections that ended and that nobody was asked to renew yet.
    pub waiting: i64,
}
