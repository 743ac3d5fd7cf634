//! What can happen: a person does something, or the world answers an effect.

use crate::{AccountRecord, Answer, Progress, Report, Tries};
use secrecy::SecretString;
use serde::Deserialize;
use strum::{IntoStaticStr, VariantArray};

/// Everything that can happen to the wizard.
#[derive(Debug)]
pub enum Event {
    /// The person did something on the page.
    Person(Input),
    /// The program has started, with what an earlier run left behind.
    Opened(Box<Opened>),
    /// What the clock says, in Unix seconds; told before anything else that happens.
    Clock(i64),
    /// The person came back to the window.
    Returned,
    /// Progress could not be written.
    NotSaved,
    /// The accounts that are remembered now.
    Accounts(Vec<AccountRecord>),
    /// Something that was asked for is answered.
    Answer(Answer),
    /// Something that belongs to an attempt is answered; an older attempt's answer is dropped.
    Attempt { id: u32, answer: Answer },
}

/// What the page may say. Text is a secret from the moment it arrives, whatever field it came from.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Input {
    /// A button was pressed, or Enter (`continue`) or Escape (`back`).
    Press(Action),
    /// A button was pressed that stands with one of the listed accounts.
    PressFor {
        action: Action,
        /// The grant's ID; one that is not listed is ignored.
        grant: String,
    },
    /// The long list of grants was scrolled: this is the first row that is to be seen, from 0.
    Scroll(usize),
    /// Which grants of the application are to be listed.
    Show(Showing),
    /// A field holds this text now.
    Edit {
        field: Field,
        /// All of its text, cut by the page after 5,000 characters.
        text: SecretString,
        /// Whether it came by a paste, which is complete, or by typing, which may go on.
        #[serde(default)]
        pasted: bool,
    },
    /// The field lost the focus.
    Leave(Field),
    /// The six-digit question was answered.
    SixDigit(Sixdigit),
}

/// "When you sign in on a new device, do you get a six-digit code?"
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, serde::Serialize, VariantArray)]
#[serde(rename_all = "kebab-case")]
pub enum Sixdigit {
    /// Two-factor authentication is on.
    Yes,
    /// It is off: Apple shows no entry for app passwords then.
    No,
    /// Try it: Apple's page will show.
    Unsure,
    /// The account belongs to a workplace or a school, which decides about it.
    Work,
    /// The account is a child's, and a parent decides about it.
    Child,
}

/// Which grants of the application are listed.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, serde::Serialize, VariantArray,
)]
#[serde(rename_all = "kebab-case")]
pub enum Showing {
    #[default]
    All,
    Works,
    /// Those that need a new password.
    NeedsPassword,
}

/// A button's name; the page's `data-action`.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    Deserialize,
    serde::Serialize,
    VariantArray,
    IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Action {
    UsePractice,
    UseApiKey,
    UseOtherKey,
    ForgetKey,
    MakeProfile,
    CopyProfile,
    UseImap,
    UseProvider,
    UseSuggestion,
    Continue,
    Back,
    Help,
    OpenApple,
    OpenForgot,
    OpenStatus,
    NextStep,
    PreviousStep,
    LeaveHelper,
    UseHelper,
    UseCopied,
    OtherAddress,
    Accounts,
    AllGrants,
    CheckNow,
    Renew,
    Disconnect,
    Forget,
    LoadMore,
    EarlierAccounts,
    LaterAccounts,
    FindGrants,
    CopyGrants,
    HavePassword,
    CopyLabel,
    CopyPage,
    Paste,
    ClosedTooEarly,
    SignIn,
    Retry,
    Cancel,
    NotMine,
    Confirm,
    CopyGrant,
    CopyDetails,
    ConnectAnother,
    Finish,
}

impl Action {
    pub const ALL: &[Action] = Action::VARIANTS;

    /// Its name on the page.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// A field's name; the page's `input[name]`.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Deserialize, serde::Serialize, VariantArray, IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Field {
    ApiKey,
    Company,
    Address,
    AppleId,
    RedirectAddress,
    Search,
    AppPassword,
}

impl Field {
    pub const ALL: &[Field] = Field::VARIANTS;

    /// Its name on the page.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// One of Apple's two services.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// CalDAV.
    Calendar,
    /// IMAP.
    Mail,
}

/// What an earlier run left behind.
#[derive(Clone, Debug, Default)]
pub struct Opened {
    /// Where the person was.
    pub saved: Option<Progress>,
    /// A saved file could not be read in full and was set aside under this name.
    pub set_aside: Option<String>,
    /// The accounts that were connected from here, oldest first.
    pub accounts: Vec<AccountRecord>,
    /// How many tries addresses have left.
    pub tries: Vec<Tries>,
    /// The folder for all this cannot be used, and why.
    pub no_folder: Option<Report>,
}
