//! What can happen: a person does something, or the world answers an effect.

use crate::{AccountRecord, Desk, Grant, ListedGrant, Page, Progress, Report, Stamp, Timer, Tries};
use apple::{Address, Hosted, Verdict};
use secrecy::SecretString;
use serde::Deserialize;

/// Everything that can happen to the wizard.
#[derive(Debug)]
pub enum Event {
    /// The person did something on the page.
    Person(Input),
    /// The world answered an effect, or a timer ran out.
    World(Outcome),
}

/// What the page may say. Text is a secret from the moment it arrives, whatever field it came from.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Input {
    /// A button was pressed, or Enter (`continue`) or Escape (`back`).
    Press(Action),
    /// A button was pressed that stands with one of the listed accounts.
    PressFor {
        /// Which button.
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
        /// Which field.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, serde::Serialize)]
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

impl Sixdigit {
    /// Its name on the page.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Sixdigit::Yes => "yes",
            Sixdigit::No => "no",
            Sixdigit::Unsure => "unsure",
            Sixdigit::Work => "work",
            Sixdigit::Child => "child",
        }
    }
}

/// Which grants of the application are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Showing {
    /// All of them.
    #[default]
    All,
    /// Those that work.
    Works,
    /// Those that need a new password.
    NeedsPassword,
}

/// A button's name; the page's `data-action`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(
    missing_docs,
    reason = "each is the name of a button, listed in docs/architecture.md"
)]
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

/// A field's name; the page's `input[name]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(
    missing_docs,
    reason = "each is the name of a field, listed in docs/architecture.md"
)]
pub enum Field {
    ApiKey,
    Company,
    Address,
    AppleId,
    RedirectAddress,
    Search,
    AppPassword,
}

/// One of Apple's two services.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// CalDAV.
    Calendar,
    /// IMAP.
    Mail,
}

/// What will be in a profile for the company's customers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The company's name, as far as it is known.
    pub name: String,
    /// The host of the API.
    pub host: String,
    /// The application's ID.
    pub client_id: String,
    /// The address by which a browser comes back.
    pub callback: String,
    /// Whether that is registered at Nylas already.
    pub registered: bool,
    /// The providers that the application has connectors for.
    pub connectors: Vec<String>,
}

/// A profile that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// Where it lies.
    pub path: String,
    /// What is in it; no secret.
    pub text: String,
    /// Whether it counts only where an administrator puts it.
    pub administrator: bool,
}

/// What was read through a new grant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// The calendars' names.
    Calendars(Result<Vec<String>, Report>),
    /// When the newest message came, in Unix seconds; `None` when there is no message yet.
    Mail(Result<Option<i64>, Report>),
}

/// How the browser came back from Nylas' page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Return {
    /// With a code; the runner keeps it.
    SignedIn,
    /// The person did not want to.
    Declined,
    /// Nylas' page had been open for too long.
    Expired,
    /// With this problem.
    Failed(Report),
}

/// Why a pasted address was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pasted {
    /// It is another address, or none.
    Other,
    /// It belongs to an earlier attempt.
    Old,
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

/// What the world answers. Answers that belong to one attempt carry its number; an older one is ignored.
#[derive(Debug)]
pub enum Outcome {
    /// The app has started.
    Opened(Box<Opened>),
    /// What the clock says, in Unix seconds; told before anything else that happens.
    Clock(i64),
    /// The person came back to the window.
    Returned,
    /// The profile was read again.
    ProfileRead(Box<crate::Setup>),
    /// The simulator runs, or could not be started.
    PracticeReady(Result<(), Report>),
    /// Whether a key is at hand (environment or keychain).
    KeyFound(Result<bool, Report>),
    /// Nylas' answer about the key.
    KeyChecked(Result<Desk, Report>),
    /// The key is in the keychain now, or could not be put there.
    KeyKept(Result<(), Report>),
    /// The key was removed from the keychain.
    KeyForgotten(Result<(), Report>),
    /// The iCloud connector exists now.
    ConnectorMade(Result<(), Report>),
    /// What belongs into a profile for the company's customers.
    ProfileDrafted(Result<Draft, Report>),
    /// The profile was written, or not.
    ProfileMade(Result<Made, Report>),
    /// Who runs the mail of a domain.
    DomainFound {
        /// The domain that was looked up.
        domain: String,
        /// Who.
        hosted: Hosted,
    },
    /// Whose address it is, as Nylas says.
    ProviderDetected {
        /// The address that was asked about.
        address: Address,
        /// Who runs its mail.
        hosted: Hosted,
    },
    /// The quiet check before Apple's page.
    Prepared(Result<(), Report>),
    /// The system took the order to open a page, or did not.
    PageOpened(Page, Result<(), Report>),
    /// The clipboard's text; `None` where it is empty or may not be read.
    Clipboard(Option<SecretString>),
    /// The same without having been asked for; `None` also where the system would ask the person.
    Peeked(Option<SecretString>),
    /// Whether the password is off the clipboard for certain.
    CopiedForgotten(bool),
    /// Something was copied, or could not be.
    Copied(Action, bool),
    /// One of Apple's services answered.
    AppleSaid {
        /// The attempt it belongs to.
        run: u32,
        /// Which service.
        service: Service,
        /// What it said.
        verdict: Verdict,
        /// Why it said nothing, or that the account is locked.
        report: Option<Report>,
    },
    /// The browser can come back now, or could not.
    SignInReady {
        /// The attempt it belongs to.
        run: u32,
        /// Whether.
        result: Result<(), Report>,
    },
    /// The browser came back from Nylas' page.
    CameBack {
        /// The attempt it belongs to.
        run: u32,
        /// How.
        how: Return,
    },
    /// The pasted address was not taken.
    AddressRefused {
        /// The attempt it belongs to.
        run: u32,
        /// Why.
        why: Pasted,
    },
    /// The code was exchanged, or not.
    Exchanged {
        /// The attempt it belongs to.
        run: u32,
        /// The grant, or why not.
        grant: Result<Grant, Report>,
    },
    /// The grants of this address before custom auth is sent.
    Noted {
        /// The attempt it belongs to.
        run: u32,
        /// What there is.
        grants: Result<Vec<Stamp>, Report>,
    },
    /// The answer to custom auth.
    Submitted {
        /// The attempt it belongs to.
        run: u32,
        /// The grant, or why not.
        grant: Result<Grant, Report>,
    },
    /// The grants of this address after an answer that left open whether one was made.
    Looked {
        /// The attempt it belongs to.
        run: u32,
        /// What there is.
        grants: Result<Vec<Stamp>, Report>,
    },
    /// Something was read through the grant.
    Read {
        /// The attempt it belongs to.
        run: u32,
        /// What.
        reading: Reading,
    },
    /// Progress could not be written.
    NotSaved,
    /// The account is on disk and progress is cleared, or not.
    Recorded(Result<(), Report>),
    /// The accounts that are remembered now.
    Accounts(Vec<AccountRecord>),
    /// What was learned about one account.
    AccountChecked {
        /// The attempt it belongs to.
        run: u32,
        /// The grant's ID.
        grant: String,
        /// The account as it is known now.
        account: Result<Box<AccountRecord>, Report>,
    },
    /// The account is remembered no more; on disk it may be all the same.
    AccountForgotten(Result<(), Report>),
    /// A page of the application's grants.
    GrantsLoaded {
        /// The attempt it belongs to.
        run: u32,
        /// The grants, and whether there are more after them.
        page: Result<(Vec<ListedGrant>, bool), Report>,
    },
    /// The grants of the address that was looked for.
    GrantsFound {
        /// The attempt it belongs to.
        run: u32,
        /// The grants.
        grants: Result<Vec<ListedGrant>, Report>,
    },
    /// The grant was deleted, or not.
    Deleted(Result<(), Report>),
    /// A timer ran out.
    Elapsed {
        /// The attempt it belongs to.
        run: u32,
        /// Which timer.
        timer: Timer,
    },
}
