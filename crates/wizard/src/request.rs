//! What the wizard asks for, and what it is answered: one line for each pair.

use crate::{
    AccountRecord, Action, AddressMail, Begun, Connection, Draft, Grant, GrantSnapshot,
    InvitationChange, InvitationForm, InvitationMail, Invited, ListedGrant, MadeInvitation,
    NylasApplication, OpenedInvitation, Problem, ProfileForm, RelayDesk, RelayForm, Report,
    Service, Setup, Showing,
};
use apple::{Address, AppPassword, MailHost, Verdict};
use invitation::{
    Link,
    operator::{Board, Create, Seen},
};
use secrecy::SecretString;
use strum::{IntoStaticStr, VariantArray, VariantNames};

macro_rules! requests {
    ($(
        $(#[$doc:meta])+
        $name:ident
            $(($($item:ty),+))?
            $({$($(#[$about:meta])* $field:ident: $of:ty),+})?
            => $answer:ty;
    )+) => {
        /// Something that is asked for. Each is answered by the [`Answer`] of the same name.
        #[derive(Clone, Debug, IntoStaticStr, VariantNames)]
        pub enum Request {
            $($(#[$doc])+ $name $(($($item),+))? $({$($(#[$about])* $field: $of),+})?,)+
        }

        /// An answer. Each belongs to the [`Request`] of the same name.
        #[derive(Debug)]
        pub enum Answer {
            $(#[doc = concat!("To [`Request::", stringify!($name), "`].")] $name($answer),)+
        }
    };
}

requests! {
    /// Read the profile again.
    ReadProfile => Box<Setup>;
    /// Read a settings file that the person chooses, or the one at this place. The answer: what it says; nothing where no
    /// file was chosen.
    OpenFile(Option<SecretString>) => Option<Result<Box<Offer>, Report>>;
    /// Use the file that was read, from now on. The answer: what counts now, and why it could not be kept.
    UseFile => (Box<Setup>, Option<Report>);
    /// Use no opened file any more. The answer: what counts now, and why the file's copy could not be removed.
    UseNoFile => (Box<Setup>, Option<Report>);
    /// Claim the invitation of this link at its relay, and hear what it is for.
    OpenInvitation(Box<Link>) => Result<Box<OpenedInvitation>, Report>;
    /// Start the built-in simulator, whose page tells people to type this name, and talk to it.
    StartPractice(String) => Result<(), Report>;
    /// Look for a key in the environment and the keychain. The answer: whether there is one.
    FindKey => Result<bool, Report>;
    /// Ask Nylas about the key at hand, or about this one.
    CheckKey(Option<SecretString>) => Result<NylasApplication, Report>;
    /// Put the checked key into the keychain.
    SaveKey => Result<(), Report>;
    /// Remove the key from the keychain and from memory.
    ForgetKey => Result<(), Report>;
    /// Make the connector for what is connected.
    MakeConnector => Result<(), Report>;
    /// Ask Nylas what belongs into a profile for the company's customers.
    DraftProfile => Result<Draft, Report>;
    /// Read what was entered for a profile. The answer: what its customers' program would begin with.
    CheckProfile(Box<ProfileForm>) => Result<Box<Setup>, Report>;
    /// Register the redirect URI where it is missing, and write the profile. Whatever is empty stays out of it.
    MakeProfile(Box<ProfileForm>) => Result<Made, Report>;
    /// Look in the keychain for the company's relay and a key for it.
    FindRelay => Result<Option<RelayDesk>, Report>;
    /// Ask the relay at this address about this key, and keep both.
    CheckRelay(Box<RelayForm>) => Result<RelayDesk, Report>;
    /// Remove the relay's key from the keychain and from memory.
    ForgetRelayKey => Result<(), Report>;
    /// Make an invitation at the company's relay.
    MakeInvitation(Box<InvitationForm>) => Result<Box<MadeInvitation>, Report>;
    /// Read one page of the company's invitations. The answer: these, and where the next page begins.
    LoadInvitations {
        /// What they have in their account, name, label or reference; empty: all.
        search: SecretString,
        /// Where the page begins.
        cursor: Option<String>
    } => Result<(Vec<Seen>, Option<String>), Report>;
    /// Read how it goes, in numbers. Nothing where the company's relay does not count.
    LoadBoard => Option<Box<Board>>;
    /// Do this about an invitation. The answer: as it is now.
    ChangeInvitation {
        /// Its ID.
        id: String,
        /// What is done.
        change: InvitationChange
    } => Result<Box<Seen>, Report>;
    /// Make a further link for this invitation.
    NewLink(Box<Seen>) => Result<Box<MadeInvitation>, Report>;
    /// Read a table of customers that the person chooses. The answer: its rows; nothing where no file was chosen.
    ReadCustomers => Option<Result<Vec<Create>, Report>>;
    /// Make an invitation for each of these. The answer: a result each, in their order.
    InviteSeveral(Vec<Create>) => Result<Vec<Invited>, Report>;
    /// Save what became of these as a table, with their links. The answer: where it lies.
    SaveLinks(Vec<(Create, Invited)>) => Result<String, Report>;
    /// Put an invitation's link on the clipboard. The answer: whether it is there.
    CopyLink(SecretString) => bool;
    /// The same with what is written to the customer.
    CopyMail(Box<InvitationMail>) => bool;
    /// Show this file in its folder. The answer: whether the system took the order.
    ShowFile(String) => bool;
    /// Look up who runs the mail of a domain. Nothing waits for the answer.
    LookUpDomain(String) => (String, MailHost);
    /// Ask Nylas, with the operator's key, whose address this is.
    DetectProvider(Address) => (Address, MailHost);
    /// The quiet check that nobody makes a password for nothing.
    Prepare => Result<(), Report>;
    /// Open a page in the person's own browser. The answer: whether the system took the order.
    Open(Page) => Result<(), Report>;
    /// Close the window, after the page that the company wants people to come back to. Answered where that did not open.
    Leave {
        /// Whether that page is wanted.
        return_page: bool
    } => Result<(), Report>;
    /// Put this text on the clipboard, for this button. The answer: whether it is there.
    Copy(Action, String) => (Action, bool);
    /// Put these on the clipboard as a table.
    CopyGrants(Vec<ListedGrant>) => bool;
    /// Begin a message to the company's support with this in it. The answer: whether the system took the order.
    EmailSupport {
        code: &'static str,
        /// The details, a line each.
        details: String
    } => bool;
    /// Begin this message to the company, or where that cannot be, put it on the clipboard.
    TellAddress(Box<AddressMail>) => Begun;
    /// Put the address of Nylas' page on the clipboard. The answer, where it is not there: the address, to be selected.
    CopySignIn => Result<(), SecretString>;
    /// Read the clipboard; `None` where it is empty or holds something else.
    ReadClipboard => Result<Option<SecretString>, Unreadable>;
    /// Read the clipboard where the system lets a program do so without asking the person; else `None`.
    PeekClipboard => Option<SecretString>;
    /// Take the password off the clipboard if it is still there. The answer: whether it is gone for certain.
    ForgetCopied {
        password: AppPassword,
        /// It came by the button, so that the person expects the program to look.
        pasted: bool
    } => bool;
    /// Ask Apple's two services about the password. Each answers by itself: its verdict, and why it said nothing or that
    /// the account is locked.
    AskApple {
        /// The account's address at Apple.
        address: Address,
        password: AppPassword
    } => (Service, Verdict, Option<Report>);
    /// Listen for the browser's way back and prepare the address of Nylas' page.
    SignIn {
        /// The account's address, to be filled in there.
        address: Address,
        /// Nylas' name of whose account it is, where it is not Apple's.
        provider: Option<&'static str>
    } => SignIn;
    /// Take the address that the browser shows for its way back. The answer: why it was not taken.
    TakeAddress(SecretString) => Pasted;
    /// Exchange the code that came back, once.
    Exchange => Result<Grant, Report>;
    /// List the grants of an address before custom auth.
    SnapshotGrants {
        address: Address,
        /// A grant that is listed, too, whatever address it has.
        renews: Option<String>
    } => Result<Vec<GrantSnapshot>, Report>;
    /// Send custom auth, once.
    Submit {
        /// The account's full iCloud address.
        address: Address,
        password: AppPassword
    } => Result<Grant, Report>;
    /// List the grants of an address after an answer that left open whether one was made.
    Reconcile(Address) => Result<Vec<GrantSnapshot>, Report>;
    /// Read the calendars' names through this grant.
    ReadCalendars(String) => Result<Vec<String>, Report>;
    /// Read through this grant when the newest message came, in Unix seconds; `None` when there is none yet.
    ReadMail(String) => Result<Option<i64>, Report>;
    /// Remember the connected account and clear the progress, in one write.
    Record {
        grant: String,
        /// The address as the person writes it.
        address: String,
        /// The address that signs in, where it is another.
        icloud: Option<String>,
        /// Nylas' name of the provider, where the mailbox is not at Apple's.
        provider: Option<&'static str>,
        /// The name that the password has at Apple.
        label: String,
        /// The grant that was to be renewed; should this be another, it takes that one's place.
        renews: Option<String>
    } => Result<(), Report>;
    /// Ask whether these accounts still work. Each answers by itself, with what is known of it now.
    CheckAccounts(Vec<String>) => (String, Result<Box<AccountRecord>, Report>);
    /// Write down what was learned about the accounts.
    SaveAccounts => Result<(), Report>;
    /// Remove an account from what is remembered. At Nylas nothing changes.
    ForgetAccount(String) => Result<(), Report>;
    /// Ask the relay that an account was connected by for a new link, which goes to the address that the company has. The
    /// answer: which account it is about, and whether the relay heard of it.
    SendLink {
        /// Where the relay is.
        relay: String,
        /// The account's grant.
        grant: String
    } => (String, Result<(), Report>);
    /// Read one page of the application's grants. The answer: the grants, and whether there are more after them.
    LoadGrants {
        showing: Showing,
        /// How many come before.
        offset: usize
    } => Result<(Vec<ListedGrant>, bool), Report>;
    /// Look for the grants of exactly this address.
    FindGrants(Address) => Result<Vec<ListedGrant>, Report>;
    /// Delete a grant.
    DeleteGrant(String) => Result<(), Report>;
    /// Answer after this many seconds.
    After {
        seconds: u32,
        timer: Timer
    } => Timer;
}

/// How sign-in on Nylas' page goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignIn {
    /// The browser can come back now, or cannot.
    Ready(Result<(), Report>),
    /// The browser came back and sent more than is read: its address has to be pasted.
    TooMuch,
    /// The browser came back.
    Back(Return),
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

/// Nobody could look at the clipboard, so that nothing is known of what is on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;
/// How it went on Nylas' page, as far as the page on which the browser ends may say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Ended {
    /// Whether the account can be read is seen in the window.
    SignedIn,
    /// The person left without signing in.
    Declined,
    /// Nylas did not accept what was typed.
    Refused,
    /// Nylas' page had been open for too long.
    Expired,
    /// The browser sent more than is read, so that the person brings its address.
    TooMuch,
    /// Something else went wrong, which the window names.
    Failed,
}

impl Ended {
    pub const ALL: &[Ended] = Ended::VARIANTS;
}

impl From<&Return> for Ended {
    fn from(back: &Return) -> Self {
        match back {
            Return::SignedIn => Ended::SignedIn,
            Return::Declined => Ended::Declined,
            Return::Expired => Ended::Expired,
            Return::Failed(report) if report.problem == Problem::NylasRefusedPassword => {
                Ended::Refused
            }
            Return::Failed(_) => Ended::Failed,
        }
    }
}

/// Why a pasted address was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pasted {
    /// It is another address, or none.
    Other,
    /// It belongs to an earlier attempt.
    Old,
}

/// What a settings file would change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offer {
    /// Who asks, by the file's word.
    pub organization: Option<String>,
    /// How Nylas would be reached.
    pub connection: Option<Connection>,
    /// The hosts that it would be reached at.
    pub hosts: Vec<String>,
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

/// A page that the person's browser may be sent to. The address is known to Rust only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// Apple's page for app passwords; in practice the practice page.
    AppleAccount,
    /// Apple's page for a forgotten password.
    AppleForgot,
    /// Nylas' page, for the sign-in that is waited for.
    SignIn,
    /// Apple's page about what is out of order at Apple.
    AppleStatus,
    /// What the company says of privacy.
    Privacy,
    /// Where this program is from.
    Project,
}

/// What a timer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timer {
    /// Custom auth takes longer than usual.
    Slow,
    /// One second of a countdown.
    Second,
    /// Time to look again whether a cancelled request made a grant.
    Reconcile,
}
