//! What a person does, and the names that the page has for it.

use crate::{MailProvider, Use};
use secrecy::SecretString;
use serde::Deserialize;
use strum::{IntoStaticStr, VariantArray};

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
    /// The list of grants is to be sorted by this; by the same one again, the other way round.
    Sort(Column),
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
    /// Whether the company's profile says that it will use this.
    Use { what: Use, on: bool },
    /// Whether the company's profile lets these addresses go on, too.
    OtherProvider { what: MailProvider, on: bool },
    /// Everything on the page is to be larger or smaller.
    Zoom(Zoom),
}

/// Which way everything on the page grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, VariantArray)]
#[serde(rename_all = "kebab-case")]
pub enum Zoom {
    In,
    Out,
    /// As it was at first.
    Reset,
}

/// "When you sign in on a new device, what does Apple ask for besides your password?"
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, serde::Serialize, VariantArray)]
#[serde(rename_all = "kebab-case")]
pub enum Sixdigit {
    /// A code: two-factor authentication is on.
    Yes,
    /// A security key or a passkey: it is on, too.
    Key,
    /// Nothing: it is off, and shows no entry for app passwords then.
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

/// By what the list of grants can be sorted; the page's `data-sort`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, VariantArray)]
#[serde(rename_all = "kebab-case")]
pub enum Column {
    Address,
    State,
    Provider,
    /// When it was connected.
    Since,
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
    UseInvitation,
    UsePractice,
    UseApiKey,
    /// A settings file is to be opened.
    OpenFile,
    /// The one that was opened is to count no more.
    UseNoFile,
    UseOtherKey,
    ConnectCustomer,
    ForgetKey,
    MakeProfile,
    Invite,
    InviteSeveral,
    SaveLinks,
    Invitations,
    NewLink,
    Release,
    ResetTries,
    Correct,
    Revoke,
    CopyLink,
    CopyMail,
    PreviewProfile,
    TryProfile,
    ShowFile,
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
    LeaveHelper,
    UseHelper,
    UseCopied,
    OtherAddress,
    Accounts,
    AllGrants,
    CheckNow,
    Renew,
    /// A new link for the account is to be sent to its owner.
    SendLink,
    Disconnect,
    Forget,
    LoadMore,
    EarlierAccounts,
    LaterAccounts,
    FindGrants,
    CopyGrants,
    /// Selects a grant of the list, or no longer.
    Select,
    SelectAll,
    DisconnectSelected,
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
    EmailSupport,
    /// The company invited another account than the person's.
    TellAddress,
    ConnectAnother,
    Finish,
    /// What this program is, and what is inside of it.
    About,
    /// The texts under which that may be passed on.
    Licenses,
    OpenPrivacy,
    OpenProject,
    /// The window is to close: by its own button, or by a key.
    Close,
    /// It is not, after all.
    KeepOpen,
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
    /// A link, or the place of a file.
    Invitation,
    ApiKey,
    /// Where the company's relay is.
    Relay,
    /// The operator's key for it.
    RelayKey,
    /// Whose account is invited.
    Account,
    Recipient,
    AccountLabel,
    Company,
    SupportEmail,
    SupportPhone,
    PrivacyPage,
    ReturnPage,
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
