//! What the wizard wants done. The runner does it and answers with an [`crate::Outcome`].

use crate::{Action, ListedGrant, Progress, Showing, Tries};
use apple::{Address, AppPassword};
use secrecy::SecretString;

/// One thing to do.
#[derive(Debug)]
pub enum Effect {
    /// Keep, or clear, the saved progress. Done before the effects after it.
    Save(Option<Progress>),
    /// Keep how many tries addresses have left. Done before the effects after it.
    KeepTries(Vec<Tries>),
    /// Read the profile again.
    ReadProfile,
    /// Start the built-in simulator and talk to it.
    StartPractice,
    /// Look for a key in the environment and the keychain.
    FindKey,
    /// Ask Nylas about the key at hand, or about this one.
    CheckKey(Option<SecretString>),
    /// Put the checked key into the keychain.
    KeepKey,
    /// Remove the key from the keychain and from memory.
    ForgetKey,
    /// From now on connect mail only, by plain IMAP, or everything again.
    MailOnly(bool),
    /// Make the connector for what is connected.
    MakeConnector,
    /// Ask Nylas what belongs into a profile for the company's customers.
    DraftProfile,
    /// Register the browser's way back where it is missing, and write the profile.
    MakeProfile {
        /// The company's name; may be empty.
        name: SecretString,
    },
    /// Look up who runs the mail of a domain. Nothing waits for the answer.
    LookUpDomain(String),
    /// Ask Nylas, with the operator's key, whose address this is.
    DetectProvider(Address),
    /// The quiet check that nobody makes a password for nothing.
    Prepare,
    /// Open a page in the person's own browser.
    Open(Page),
    /// Put this text on the clipboard, for this button.
    Copy(Action, String),
    /// Read the clipboard.
    ReadClipboard,
    /// Read the clipboard where the system lets a program do so without asking.
    PeekClipboard,
    /// Take the password off the clipboard if it is still there.
    ForgetCopied {
        /// The password.
        password: AppPassword,
        /// It came by the button, so that the person expects the program to look.
        pasted: bool,
    },
    /// Make the window small, beside the browser, or large again.
    Shape(Shape),
    /// Keep the window out of pictures of the screen, or no longer.
    Conceal(bool),
    /// Ask Apple's two services about the password.
    AskApple {
        /// The attempt.
        run: u32,
        /// The account's address at Apple.
        address: Address,
        /// The password.
        password: AppPassword,
    },
    /// Listen for the browser's way back and prepare the address of Nylas' page.
    SignIn {
        /// The attempt.
        run: u32,
        /// The account's address, to be filled in there.
        address: Address,
        /// Nylas' name of whose account it is, where it is not Apple's.
        provider: Option<&'static str>,
    },
    /// Put the address of Nylas' page on the clipboard.
    CopySignIn,
    /// Take the address that the browser shows for its way back.
    TakeAddress {
        /// The attempt.
        run: u32,
        /// What was pasted.
        text: SecretString,
    },
    /// Exchange the code that came back, once.
    Exchange {
        /// The attempt.
        run: u32,
    },
    /// Revoke what the exchange brought or may still bring, and drop it.
    SignOut,
    /// Note the grants of an address before custom auth.
    NoteGrants {
        /// The attempt.
        run: u32,
        /// The address.
        address: Address,
        /// A grant that is noted, too, whatever address it has.
        renews: Option<String>,
    },
    /// Send custom auth, once.
    Submit {
        /// The attempt.
        run: u32,
        /// The account's full iCloud address.
        address: Address,
        /// The password.
        password: AppPassword,
    },
    /// After an answer that leaves it open: ask whether a grant was made.
    LookForGrant {
        /// The attempt.
        run: u32,
        /// The address.
        address: Address,
    },
    /// Read the calendars' names through the grant.
    ReadCalendars {
        /// The attempt.
        run: u32,
        /// The grant's ID.
        grant: String,
    },
    /// Read the newest message's time through the grant.
    ReadMail {
        /// The attempt.
        run: u32,
        /// The grant's ID.
        grant: String,
    },
    /// Remember the connected account and clear the progress, in one write.
    Record {
        /// The grant's ID.
        grant: String,
        /// The address as the person writes it.
        address: String,
        /// The address that signs in, where it is another.
        icloud: Option<String>,
        /// Nylas' name of the provider, where the mailbox is not at Apple's.
        elsewhere: Option<&'static str>,
        /// The grant that was to be renewed; should this be another, it takes that one's place.
        renews: Option<String>,
    },
    /// Ask whether these accounts still work; each answers by itself.
    CheckAccounts {
        /// The attempt.
        run: u32,
        /// The grants' IDs.
        grants: Vec<String>,
    },
    /// Write down what was learned about the accounts.
    KeepAccounts,
    /// Remove an account from what is remembered. At Nylas nothing changes.
    ForgetAccount(String),
    /// Read one page of the application's grants.
    LoadGrants {
        /// The attempt.
        run: u32,
        /// In which state.
        showing: Showing,
        /// How many come before.
        offset: usize,
    },
    /// Look for the grants of exactly this address.
    FindGrants {
        /// The attempt.
        run: u32,
        /// The address.
        address: Address,
    },
    /// Put these on the clipboard as a table.
    CopyGrants(Vec<ListedGrant>),
    /// Delete a grant.
    DeleteGrant(String),
    /// Drop everything that is under way for an attempt.
    Abort,
    /// Answer after this many seconds.
    After {
        /// The attempt.
        run: u32,
        /// Seconds.
        seconds: u32,
        /// Which timer.
        timer: Timer,
    },
    /// An event did not fit the screen: say so in the log.
    Ignored(&'static str),
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
    /// The page that the company wants people to come back to.
    Return,
}

/// The shape of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// As large as the person made it.
    Full,
    /// Narrow, at the edge of the screen, above other windows where the system allows it.
    Helper,
}

/// What a timer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timer {
    /// Custom auth takes longer than usual.
    Slow,
    /// One second of a countdown.
    Second,
    /// Time to look again whether a cancelled request made a grant.
    Look,
}
